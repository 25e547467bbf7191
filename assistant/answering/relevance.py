"""Relevance of retrieved sentences to a question, as the reader judges them in the context of their passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.sentences import Evidence
from assistant.answers import Passage, Question
from assistant.grounding.orders import masked
from assistant.models.reader import Reader, Reading, Text
from assistant.models.windows import Role
from ingest import sentences

READ = (3, 1)
"""Passages read of the best document, of the second, and so on; each costs about as much as retrieval itself."""
LONG = 10_000
"""A document with a passage beyond so many characters is a long one, of which more is read."""
DEEP = 10
"""Passages of the best document that are found at all."""
DEEPER = (6, 1)
"""Passages read where the best document is a long one."""
DEEPEST = (DEEP, 1)
"""The same where those leave it open whether the documents answer."""
SERIES, WIDER = 3, (2, 1, 1, 1)
"""Documents with the name of the question in their title from which on they tell one matter over time, and the passages
that are then read: any of them may be the one that answers."""
FURTHER = (3, 2, 2, 1, 1)
"""The same where those state no figure of the kind asked for."""
REMEMBERED = 1
"""Earlier questions read before the one asked, as in `2026년에는 몇 개? / 그럼 2025년에는?`."""
SHORTEST = 6
"""Characters below which a line is not read."""


def asked(question: Question) -> str:
    """Return a question as the reader takes it: what was typed, after what it follows on."""
    return " / ".join((*question.history[-REMEMBERED:], question.asked or question.text))


def read(
    reader: Reader,
    question: str,
    passages: Sequence[Passage],
    found: Sequence[Evidence],
    known: Mapping[Evidence, Reading],
) -> Mapping[Evidence, Reading]:
    """Return the readings of the sentences of `found` that stand in the passages, added to those `known` before.

    A sentence that two overlapping passages hold counts by the one in which it seems to answer more. The span of its
    short answer indexes the sentence's own text.
    """
    places = {(one.passage.chunk.document_id, one.end): one for one in found}
    best = dict(known)
    for passage, start, end, reading in readings(reader, question, "question", passages):
        chunk = passage.chunk
        evidence = places.get((chunk.document_id, chunk.start + end))
        if evidence is None or (evidence in best and best[evidence].relevance >= reading.relevance):
            continue
        best[evidence] = reading.shifted(evidence.start - chunk.start - start)
    return best


def readings(
    reader: Reader, asked: str, role: Role, passages: Sequence[Passage]
) -> Iterator[tuple[Passage, int, int, Reading]]:
    """Yield every sentence of passages with its start and end in its passage's text and its reading."""
    cut = [_sentences(passage) for passage in passages]
    texts = [
        Text(passage.title, tuple(passage.chunk.text[a:b] for a, b in spans))
        for passage, spans in zip(passages, cut, strict=True)
    ]
    for passage, spans, found in zip(passages, cut, reader.read(asked, role, texts), strict=True):
        for (start, end), reading in zip(spans, found, strict=True):
            yield passage, start, end, reading


def plan(passages: Sequence[Passage], names: Sequence[str]) -> tuple[Sequence[int], ...]:
    """Return how many passages of each document are read at first, and then where those leave the answer open.

    `names` are the names in the question.
    """
    best = passages[0].chunk.document_id if passages else ""
    if any(one.chunk.document_id == best and one.chunk.end > LONG for one in passages):
        return DEEPER, DEEPEST
    titles = {one.chunk.document_id: "".join(one.title.split()) for one in passages}
    # 육성사업(R&D) is also written 육성사업 기술개발(R&D).
    plain = ["".join(name.partition("(")[0].split()) for name in names]
    named = [title for title in titles.values() if any(name and name in title for name in plain)]
    return (WIDER if len(named) >= SERIES else READ,)


def chosen(passages: Sequence[Passage], most: Sequence[int]) -> list[Passage]:
    """Return the passages that are read: at most so many of the best document, of the second, and so on."""
    taken: dict[str, int] = {}
    kept = []
    for passage in passages:
        document = passage.chunk.document_id
        if document not in taken and len(taken) == len(most):
            continue
        place = list(taken).index(document) if document in taken else len(taken)
        if taken.get(document, 0) < most[place]:
            taken[document] = taken.get(document, 0) + 1
            kept.append(passage)
    return kept


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    text = masked(passage.chunk.text)
    return [(a, b) for a, b in sentences.spans(text) if b - a >= SHORTEST]
