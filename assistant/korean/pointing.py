"""Words by which a sentence points at what an earlier one named: 이 사업, 이에 따라."""

from __future__ import annotations

import re

_THING = "사업|계획|예산|제도|정책|과제|법|회의|행사|대책"
POINTING = re.compile(rf"(?:이|그|동|해당|이번|위)\s?(?={_THING})|(?:이를|이에|여기에|이 가운데|이 중)\s")
"""What a claim that points back opens with."""
_LEANING = re.compile(
    rf"(?:이(?:에|를|는|와|로써|러한)|이\s?같은|그\s?결과|그중|이\s?(?:가운데|중)|따라서|여기에)(?:\s|$)|(?:이|그|동|해당|본)\s?(?:{_THING})"
)


def leans(sentence: str) -> bool:
    """Tell whether a sentence opens by pointing back, so that it is not understood without the one before it."""
    return _LEANING.match(sentence) is not None
