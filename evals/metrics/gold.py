"""String match metrics: STR-EM, forbidden strings and corrected premises.

STR-EM: answerable questions whose answer holds every short gold string, spaces ignored / answerable questions; a
refusal is a miss (ALCE's string exact match, but all strings are required). STR-EM answered leaves refusals out.
Forbidden: replies that say a forbidden string / replies to questions that name one. Premise corrected: replies to a
false premise that hold the gold strings, in an answer or in the correction of a refusal / replies to a false premise.
"""

from __future__ import annotations

import re

from evals.datasets.cases import QuestionCase
from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, mean, ratio
from evals.records import Asked


def holds(text: str, gold: str) -> bool:
    """Tell whether `text` holds one of the alternatives in `gold`, ignoring spaces; 111개 does not hold 11개."""
    return any(_pattern(alternative).search(text) for alternative in gold.split("|"))


def spelt(text: str, gold: str) -> list[str]:
    """Return every occurrence in `text` of the alternatives of `gold`, as `text` spells it."""
    return [found[0] for alternative in gold.split("|") for found in _pattern(alternative).finditer(text)]


def complete(case: QuestionCase, text: str) -> bool:
    """Tell whether `text` holds every gold string of a case; False if the case has none."""
    return bool(case.gold) and all(holds(text, gold) for gold in case.gold)


def spoken(asked: Asked) -> str:
    """Return the reply's own text: the sentences of an answer or the correction of a refusal."""
    return asked.correction.text if asked.correction else asked.text


def _pattern(alternative: str) -> re.Pattern[str]:
    letters = "".join(alternative.split())
    before = r"(?<!\d)(?<!\d[.,])" if letters[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if letters[-1:].isdigit() else ""
    return re.compile(before + r"\s*".join(map(re.escape, letters)) + after, re.IGNORECASE)


def str_em(reply: JudgedReply) -> Score | None:
    """Return whether an answer holds all its gold strings, a refusal being a miss."""
    if reply.case.expected != "answer" or not reply.case.gold:
        return None
    if reply.asked.kind == "error":
        return Score(reply.case.id, None)
    return mean(reply.case.id, reply.asked.kind == "answer" and complete(reply.case, reply.asked.text))


def str_em_answered(reply: JudgedReply) -> Score | None:
    """Return STR-EM of an answer; None for a refusal."""
    return str_em(reply) if reply.asked.kind == "answer" else None


def forbidden(reply: JudgedReply) -> Score | None:
    """Return whether a reply says a forbidden string; lower is better."""
    if not reply.case.forbidden:
        return None
    if reply.asked.kind == "error":
        return Score(reply.case.id, None)
    return mean(reply.case.id, any(holds(spoken(reply.asked), one) for one in reply.case.forbidden))


def corrected(reply: JudgedReply) -> Score | None:
    """Return whether the reply to a false premise corrects it."""
    if reply.case.kind != "false_premise" or not reply.case.gold:
        return None
    if reply.asked.kind == "error":
        return Score(reply.case.id, None)
    return mean(reply.case.id, complete(reply.case, spoken(reply.asked)))


METRICS: tuple[Metric[JudgedReply], ...] = (
    Metric("str_em", str_em, ratio),
    Metric("str_em_answered", str_em_answered, ratio),
    Metric("forbidden", forbidden, ratio, better="lower"),
    Metric("premise_corrected", corrected, ratio),
)
