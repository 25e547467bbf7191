"""Blanks: places of a form that nobody has filled in, as `총 000백만원`, `○○월 ○○일`, `(    )명`.

What stands around a blank states nothing: `협약일부터 2000년 00월 00일까지` is no period of anything. A name that is
left out (`○○업체는 5억원을 받았다`) is a blank only on a form, as the figure beside it may be true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGN = "[○◯〇□△◇×]"
_UNIT = r"(?:년|월|일|조|억|만|천\s?원|백만\s?원|원|명|인|건|개|곳|회|차|%|퍼센트)"
_ENDS = r"(?=$|[\s)\]},.~∼～·|]|까지|부터|이내|이상|이하|[간원개월이은을의에으])"
_SLOT = re.compile(
    # A midnight (00시) and the year 2000 ('00년) are written with zeros too.
    rf"(?<![\d.,:'’‘`])0{{2,6}}(?:,000)?\s?{_UNIT}{_ENDS}"
    rf"|(?<![\d.,])0(?:,000){{1,4}}\s?{_UNIT}{_ENDS}"
    rf"|{_SIGN}{{2,6}}\s?(?:년|월|일|조|억|만|천\s?원|백만\s?원|명|건|개|%){_ENDS}"
    rf"|(?:\d\d년|{_SIGN}\s?년)\s?{_SIGN}\s?월|{_SIGN}\s?월\s?{_SIGN}\s?일"
    rf"|[(（]\s{{1,20}}[)）]\s?{_UNIT}{_ENDS}|_{{2,20}}\s?{_UNIT}{_ENDS}"
    r"|년\s{1,20}월\s{1,20}일"
)
_FORM = re.compile(r"서\s?식|별\s?지|양\s?식|작성\s?예|기재\s?예")
_LEFT_OUT = re.compile(rf"{_SIGN}{{2}}|[(（]\s{{1,20}}[)）]|_{{3}}")


def unfilled(text: str, headings: Sequence[str] = ()) -> bool:
    """Tell whether a line of a document leaves a figure to be filled in, or, under the headings of a form, a name."""
    if _SLOT.search(text):
        return True
    return any(map(_FORM.search, headings)) and _LEFT_OUT.search(text) is not None
