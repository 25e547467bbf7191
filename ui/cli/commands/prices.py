"""Prices of chat models, as `geungeo eval grounding --price-in 1.25 --price-out 10 --currency USD` gives them.

They are per million tokens. With `--against` a second number is that of the other system; a single one holds for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ui.messages import Language, say

if TYPE_CHECKING:
    from argparse import Namespace

    from evals.usage import Price


def given(arguments: Namespace, language: Language) -> tuple[Price | None, Price | None]:
    """Return the price of the system that is evaluated and of the one it is compared with; None where none is given.

    Raises SettingsError where only one of both prices is given, or more of them than there are systems.
    """
    from evals.usage import Price

    read, written = arguments.price_in or [], arguments.price_out or []
    most = 2 if arguments.against else 1
    if len(read) != len(written) or len(read) > most:
        raise SettingsError(say("eval.prices", language), say("eval.prices_hint", language))
    prices = [Price(*pair, arguments.currency) for pair in zip(read, written, strict=True)]
    return (prices[0], prices[-1]) if prices else (None, None)
