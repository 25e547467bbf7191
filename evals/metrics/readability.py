"""Readability: whether an answer can be read as it stands.

Answers of which every sentence is readable / answers. A sentence is not where it is a bare row of a table, with the
labels of its columns or without (`구분: 면제 | 상태: 결정`, `동남권 | 부산 | 41,000`): a reader has to make a
sentence of it. Nor is one of more than `LONGEST` characters, nor one of which fewer than a fifth of the characters
other than spaces are letters, as in a line of figures. All of it is counted, nothing judged; that such a row is quoted
exactly and proves itself is what the other metrics say of it.
"""

from __future__ import annotations

from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, mean, ratio
from ingest.sentences import CELL

LONGEST = 300
"""Most characters of a sentence that is read in one go: three lines on the page."""
LETTERS = 0.2
"""Least share of letters among the characters of a sentence; one of two dates has a third."""


def readable(sentence: str) -> bool:
    """Tell whether a sentence can be read without the table or the page it stood in."""
    text = sentence.strip()
    solid = [letter for letter in text if not letter.isspace()]
    letters = sum(letter.isalpha() for letter in solid)
    return CELL not in text and len(text) <= LONGEST and bool(solid) and letters >= LETTERS * len(solid)


def readability(reply: JudgedReply) -> Score | None:
    """Return whether every sentence of an answer is readable."""
    if reply.asked.kind != "answer" or not reply.asked.sentences:
        return None
    return mean(reply.case.id, all(readable(one.text) for one in reply.asked.sentences))


METRICS: tuple[Metric[JudgedReply], ...] = (Metric("readability", readability, ratio),)
