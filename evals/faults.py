"""Fault injection: twelve kinds of error put into recorded replies to test that the gate catches them.

Each fault changes replies between the run and the metrics into what a faulty assistant would have produced; the gate
must then fail. A gate that has never been seen to fail proves nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.answers import Sentence
from evals.datasets.cases import Dataset, QuestionCase
from evals.records import Asked, Records
from ingest.regions import NAMES
from ingest.sentences import CELL, spans

Fault = Callable[[Asked, QuestionCase], Asked | None]
"""Returns the reply with the fault in it, or None for one that cannot have it."""
SEED = 20_250_124
_NEGATION = re.compile(
    r"(?P<verb>[가-힣]{1,40}?)(?:하|되)?지\s?(?:는|도)?\s?않(?P<end>[았는은을아])|없(?=[다는었어으])|아니(?=[다며었])"
)
_REGION = re.compile("|".join(NAMES))


def shifted(asked: Asked, case: QuestionCase) -> Asked | None:
    """Shift every citation marker by one."""
    del case
    return _each(asked, lambda s: replace(s, citations=tuple(marker + 1 for marker in s.citations)))


def number(asked: Asked, case: QuestionCase) -> Asked | None:
    """State another number than the source."""
    del case
    return _each(asked, lambda s: replace(s, text=_swap(s.text)))


def negation(asked: Asked, case: QuestionCase) -> Asked | None:
    """Drop a negation, so that the sentence says the opposite."""
    del case
    return _each(asked, lambda s: replace(s, text=_NEGATION.sub(_affirmed, s.text, count=1)))


def page(asked: Asked, case: QuestionCase) -> Asked | None:
    """Cite the next page instead of the right one."""
    del case
    if asked.kind != "answer" or not any(one.page for one in asked.citations):
        return None
    paged = tuple(replace(one, page=one.page + 1) if one.page else one for one in asked.citations)
    return replace(asked, citations=paged)


def unanswerable(asked: Asked, case: QuestionCase) -> Asked | None:
    """Answer an unanswerable question with the nearest sentence."""
    # Where the nearest sentence holds what corrects a false premise, saying it would be right.
    if case.expected != "refusal" or case.gold or asked.kind != "refusal" or not asked.citations:
        return None
    nearest = asked.citations[0]
    said = Sentence(" ".join(nearest.quote.split()), "supported", (nearest.marker,))
    return replace(asked, kind="answer", reason="", sentences=(said,), citations=(nearest,), correction=None)


def stale(asked: Asked, case: QuestionCase) -> Asked | None:
    """Cite the version before the newest."""
    del case
    if asked.kind != "answer" or not asked.citations:
        return None
    return replace(asked, citations=tuple(replace(one, version=one.version - 1) for one in asked.citations))


def uncited(asked: Asked, case: QuestionCase) -> Asked | None:
    """Add a paraphrase of the first sentence without a citation."""
    del case
    if asked.kind != "answer":
        return None
    summary = Sentence(f"요컨대 {asked.sentences[0].text.rstrip('.')}는 뜻이다.", "supported", ())
    return replace(asked, sentences=(*asked.sentences, summary))


def misquoted(asked: Asked, case: QuestionCase) -> Asked | None:
    """Alter one letter of a quote."""
    del case
    if asked.kind != "answer" or not asked.citations:
        return None
    first, *others = asked.citations
    middle = len(first.quote) // 2
    letter = "가" if first.quote[middle] != "가" else "나"
    quote = first.quote[:middle] + letter + first.quote[middle + 1 :]
    return replace(asked, citations=(replace(first, quote=quote), *others))


def place(asked: Asked, case: QuestionCase) -> Asked | None:
    """Replace a province by another."""
    del case
    return _each(asked, lambda s: replace(s, text=_REGION.sub(_elsewhere, s.text, count=1)))


def refuse(asked: Asked, case: QuestionCase) -> Asked | None:
    """Turn an answer into a refusal."""
    del case
    if asked.kind != "answer":
        return None
    return replace(asked, kind="refusal", reason="not_found", sentences=(), citations=asked.citations[:3])


def beside(asked: Asked, case: QuestionCase) -> Asked | None:
    """Answer beside the point: with the last sentence that was found, which the first citation then quotes."""
    del case
    if asked.kind != "answer" or not asked.citations or not asked.passages:
        return None
    last = asked.passages[-1]
    start, end = max(spans(last.text), default=(0, len(last.text)))
    quote = last.text[start:end]
    held = replace(asked.citations[0], document_id=last.document_id, version=last.version, title="", quote=quote)
    cited = replace(held, start=last.start + start, end=last.start + end)
    said = Sentence(" ".join(quote.split()), "supported", (cited.marker,))
    return replace(asked, sentences=(said,), citations=(cited,))


def row(asked: Asked, case: QuestionCase) -> Asked | None:
    """Give the first sentence as a bare row of a table, in an answer that has none."""
    del case
    if any(CELL in one.text for one in asked.sentences):
        return None
    return _each(asked, lambda s: replace(s, text=CELL.join(s.text.split())))


FAULTS: Mapping[str, Fault] = {
    "citations shifted by one": shifted,
    "number swapped": number,
    "negation dropped": negation,
    "wrong page": page,
    "unanswerable answered": unanswerable,
    "stale version": stale,
    "paraphrase without citation": uncited,
    "quote altered by a letter": misquoted,
    "wrong place": place,
    "everything refused": refuse,
    "answer beside the point": beside,
    "bare table row": row,
}


def put(
    fault: Fault, records: Records, dataset: Dataset, most: int | None, seed: int = SEED
) -> tuple[Records, list[str]]:
    """Inject a fault into at most `most` of the replies it applies to, chosen at random; None means all.

    Returns the records and the ids of the cases changed.
    """
    cases = {case.id: case for case in dataset.questions}
    able = {one.case: changed for one in records.asked if (changed := fault(one, cases[one.case])) is not None}
    names = list(able)
    chosen = names if most is None else random.Random(seed).sample(names, min(most, len(names)))  # noqa: S311 - repeatable
    asked = tuple(able[one.case] if one.case in chosen else one for one in records.asked)
    return replace(records, asked=asked), chosen


def _each(asked: Asked, change: Callable[[Sentence], Sentence]) -> Asked | None:
    """Change the first sentence of an answer that can be changed."""
    for at, sentence in enumerate(asked.sentences):
        changed = change(sentence)
        if changed != sentence:
            return replace(asked, sentences=(*asked.sentences[:at], changed, *asked.sentences[at + 1 :]))
    return None


def _swap(text: str) -> str:
    """Return `text` with the last digit of its last number raised by one."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    at = found[-1].end() - 1
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def _affirmed(match: re.Match[str]) -> str:
    if match["verb"]:
        return f"{match['verb']}{ {'았': '했', '는': '하는', '은': '한', '을': '할', '아': '해'}[match['end']] }"
    return {"없": "있", "아니": "이"}[match[0]]


def _elsewhere(match: re.Match[str]) -> str:
    return NAMES[(NAMES.index(match[0]) + 5) % len(NAMES)]
