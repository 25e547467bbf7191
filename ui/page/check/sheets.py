"""State of one text under check: its sentences and the verdicts so far."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.answers import Question, VerdictLabel
from assistant.claims import ClaimVerdict
from ingest.errors import GeungeoError
from ui.exports.coverage import Coverage
from ui.page.trouble import Trouble

Stage = Literal["checking", "done", "stopped", "failed"]
PACE = 0.25
"""Seconds between two views of a growing sheet: each sends the whole text again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text and the verdicts on its sentences so far, in order."""

    text: str
    as_of: date | None = None
    against: Coverage | None = None
    """What it is checked against."""
    stage: Stage = "checking"
    claims: tuple[ClaimVerdict, ...] = ()
    trouble: Trouble | None = None
    link: str | None = ""
    """The word under which it is shared; empty where it is not, None where it is another visitor's."""

    @property
    def counts(self) -> Mapping[VerdictLabel, int]:
        """How many sentences have each verdict."""
        return Counter(claim.verdict.label for claim in self.claims)

    @property
    def share(self) -> float:
        """Share of the text that is checked, 0 to 1."""
        return (
            1.0
            if self.stage == "done" or not self.text
            else (self.claims[-1].end if self.claims else 0) / len(self.text)
        )

    def claim(self, number: int | None) -> ClaimVerdict | None:
        """Return the sentence with that number, counted from 1, or None if there is none."""
        return self.claims[number - 1] if number is not None and 1 <= number <= len(self.claims) else None


def follow(
    check: Callable[[Question], Iterable[ClaimVerdict]], sheet: Sheet, clock: Callable[[], float] = time.monotonic
) -> Iterator[Sheet]:
    """Yield `sheet` as it is checked, ending in the stage `done` or `failed`; a failed check does not raise."""
    yield sheet
    shown = clock()
    try:
        for claim in check(Question(sheet.text, sheet.as_of)):
            sheet = replace(sheet, claims=(*sheet.claims, claim))
            if clock() - shown >= PACE or len(sheet.claims) == 1:
                yield sheet
                shown = clock()
    except GeungeoError as error:
        yield replace(sheet, stage="failed", trouble=Trouble(error.message, error.hint))
    except Exception:  # noqa: BLE001 - the reader must see that it failed, whatever it was; the log says what
        _log.exception("a text could not be checked")
        yield replace(sheet, stage="failed", trouble=Trouble())
    else:
        yield replace(sheet, stage="done")
