"""Questions that could mean several programmes: 바우처 사업 where the documents tell of 수출바우처 and 혁신바우처."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Passage
from assistant.korean.names import subject
from assistant.korean.programmes import Subject, compounds, opens_word

MOST = 4
"""Choices offered."""
SHORT, LONG = 2, 6
"""Letters of a name that may be the last part of several."""
EQUAL = 0.75
"""Share of the best document's score from which on another fits as well."""


def choices(text: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the question once for each programme it could mean; () where it means one.

    It could mean several when the name it gives is the last part of longer names in the titles of documents that fit
    equally well, and stands alone in none of them.
    """
    short = subject(text)
    core = Subject(short).core if short else ""
    if not SHORT <= len(core) <= LONG or short not in text:
        return ()
    best: dict[str, Passage] = {}
    for passage in passages:
        best.setdefault(passage.chunk.document_id, passage)
    equal = [one for one in best.values() if one.score >= EQUAL * passages[0].score]
    if any(opens_word(core, one.title) for one in equal):
        return ()
    found = dict.fromkeys(name for one in equal for name in compounds(core, one.title))
    if len(found) < 2 or any(name in text for name in found):
        return ()
    return tuple(text.replace(core, name, 1) for name in list(found)[:MOST])
