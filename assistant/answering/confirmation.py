"""Yes/no questions about a figure: 총사업비는 2조원인가요? is answered 아니요 with the figure of the document.

The question is checked as the statement that it asks about. Only figures are exact enough to say yes or no by: of
kept-out claims without one, four in ten of those called supported were false (`evals.benchmarks.confirmation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.extractive import MODEL, flat
from assistant.answers import Answer, Citation, Difference, Lead, Passage, Question, Sentence, Verdict
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Moment
from assistant.grounding.attribute import other_value
from assistant.korean.declarative import statement
from assistant.korean.morphemes import tokens
from assistant.korean.status import former

SURE = 0.8
"""Least score of a supported statement that is answered yes."""
MEASURED = frozenset({"amount", "percent", "points", "ratio"})
"""Kinds of which a contradicted figure is another value; one of any other kind must be of the same thing."""
SHOWN = 2
"""Most sentences of an answer."""


def asked(question: str) -> str:
    """Return the statement with a figure that a yes/no question asks about; empty where it asks for anything else."""
    claim = statement(question)
    return claim if claim and any(not _names_a_year(claim, fact) for fact in figures(claim)) else ""


def _names_a_year(claim: str, fact: Fact) -> bool:
    """Tell whether a figure is a year that only tells one thing from others: 2026년 예산 후보가 확정된 것이다."""
    if not (isinstance(fact.value, Moment) and fact.value.month is None and fact.value.day is None):
        return False
    after = [one for one in tokens(claim) if one.start >= fact.end][:2]
    noun = after and after[0].tag in {"NNG", "NNP"} and claim[fact.end : after[0].start].isspace()
    # 2026년 시작한다 tells when.
    return bool(noun) and not (len(after) > 1 and after[1].tag in {"XSV", "XSA", "VCP"})


def confirmed(
    question: Question, claim: str, verdict: Verdict, passages: Sequence[Passage], as_of: date
) -> Answer | None:
    """Return the answer yes or no by the verdict on what is asked; None where the verdict is not sure enough."""
    if not verdict.evidence:
        return None
    first = verdict.evidence[0]
    if verdict.label == "supported" and verdict.score >= SURE:
        lead = Lead(_stated(claim, first), (first.marker,), says="yes")
    elif verdict.label == "contradicted" and (against := _exact(claim, verdict, first)):
        lead = Lead(flat(against.source), (first.marker,), says="no")
    else:
        return None
    shown = tuple(Sentence(flat(one.quote), "supported", (one.marker,)) for one in verdict.evidence[:SHOWN])
    return Answer(
        question=question,
        sentences=shown,
        citations=verdict.evidence,
        passages=tuple(passages),
        as_of=as_of,
        model=MODEL,
        conflicts=verdict.conflicts,
        lead=lead,
    )


def _stated(claim: str, citation: Citation) -> str:
    """Return the figure of the claim that is asked about, the last one, as the document writes it; else nothing."""
    stated = figures(citation.quote)
    for fact in reversed(figures(claim)):
        for other in stated:
            if agree(fact.value, other.value):
                return flat(other.text)
    return ""


def _exact(claim: str, verdict: Verdict, citation: Citation) -> Difference | None:
    """Return the first difference of two figures that is sure to be of the same thing."""
    for one in verdict.differences:
        if not (one.claim and one.source and one.source in citation.quote):
            continue
        if former(citation.quote, citation.quote.index(one.source)):
            continue
        if one.kind in MEASURED or other_value(claim, one.claim, citation.quote, one.source):
            return one
    return None
