"""Examples for the reader: hand-written questions and claims, aligned with the sentences of their documents.

An example keeps the whole document as sentences and says which of them answer a question or decide a claim, so that
each epoch can cut another window out of it.
"""

from __future__ import annotations

import difflib
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.models.windows import Role
from evals.benchmarks.grounding import half
from ingest.documents import SourceDocument
from ingest.readers import files
from ingest.sentences import spans

WRITTEN = Path(__file__).parents[1] / "datasets" / "reading"
LABELS = ("not_found", "supported", "contradicted")
"""Verdicts in the order of the head's outputs."""
SHORTEST = 6
"""Characters below which a line is no sentence to answer with."""
ALIGNED = 0.6
"""Least share of a short answer's characters that its span in the sentence must hold."""
RETOLD = 0.45
"""Least likeness of a sentence to the headline that is taken to retell it."""
LIKE = 0.3
"""Least likeness of a sentence to a written answer that it is taken to give."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question or claim over one document."""

    id: str
    role: Role
    asked: str
    title: str
    sentences: tuple[str, ...]
    gold: tuple[int, ...]
    """Sentences that answer or decide; none where the document does not."""
    answer: str
    """The short answer to a question; empty for a claim."""
    label: int
    """Index into LABELS; of a question, `contradicted` where its premise is false, else `supported`."""
    kind: str
    document: str


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def share(document: str) -> int:
    """Return a number from 0 to 9 by a document's id: 0 is kept out of training, to choose by."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 10


def reading(directory: Path) -> list[Example]:
    """Return the examples of one folder of `docs.jsonl`, `questions.jsonl` and `claims.jsonl`."""
    documents = {row["id"]: row for row in rows(directory / "docs.jsonl")}
    cut = {key: _sentences(row["text"]) for key, row in documents.items()}
    found: list[Example] = []
    roles: tuple[tuple[str, Role], ...] = (("questions", "question"), ("claims", "claim"))
    for name, role in roles:
        for row in rows(directory / f"{name}.jsonl"):
            found += _examples(row, role, documents, cut)
    return found


def written(data: Path) -> list[Example]:
    """Return the project's own questions and claims (`evals/datasets/reading`) over their documents.

    Only the project's own documents stand there; of others the id, a digest and the place of each quote, so they are
    looked up below `data`. Those that are not found, or read differently by now, are left out.
    """
    found_texts = dict(texts(data))
    cut = {key: _sentences(row["text"]) for key, row in found_texts.items()}
    found: list[Example] = []
    roles: tuple[tuple[str, Role], ...] = (("questions", "question"), ("claims", "claim"))
    for name, role in roles:
        for row in own_rows(name, found_texts):
            found += _examples({**row, "doc": row["docs"][0]}, role, found_texts, cut)
    return found


def own_rows(name: str, texts: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the project's own `questions` or `claims` whose documents are among `texts`, with their quotes."""
    found = [row for row in rows(WRITTEN / f"{name}.jsonl") if all(key in texts for key in row["docs"])]
    return [{**row, "quote": [texts[key]["text"][a:b] for key, a, b in row["spans"]]} for row in found]


def texts(data: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the documents of the project's own questions and claims, by id, with their text as far as `data` has it.

    The text is written here, a release of the 30,000, or a stretch of a PDF.
    """
    listed = rows(WRITTEN / "documents.jsonl")
    yield from ((row["id"], row) for row in listed if "text" in row)
    elsewhere = [row for row in listed if "text" not in row]
    releases = {row["id"]: row["sha256"] for row in elsewhere if row["source"].endswith(".gz")}
    with gzip.open(data / "bench" / "gov_press_30k.jsonl.gz", "rt", encoding="utf-8") as lines:
        several = (json.loads(line) for line in lines)
        yield from ((row["id"], row) for row in several if releases.get(row["id"]) == _digest(row["text"]))
    for row in elsewhere:
        if row["id"] not in releases:
            yield from _stretch(data / "docs" / "pdf" / row["source"], row)


@lru_cache(maxsize=8)
def _read(path: Path) -> str:
    document = next(iter(files.read(path)))
    return document.text if isinstance(document, SourceDocument) else ""


def _stretch(path: Path, row: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    text = _read(path)[row["start"] : row["end"]]
    if _digest(text) == row["sha256"]:
        yield row["id"], {**row, "text": text}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _examples(
    row: Mapping[str, Any], role: Role, documents: Mapping[str, Mapping[str, Any]], cut: Mapping[str, tuple[str, ...]]
) -> Iterator[Example]:
    """Yield the example over each document that holds a quote; over the named one where none does."""
    label = LABELS.index(row["label"]) if role == "claim" else 0
    asked = row["claim"] if role == "claim" else " / ".join([*row.get("history", []), row["question"]])
    if row.get("context"):
        asked = f"{row['context']} {asked}"
    wanted = row["quote"]
    if role == "question" and wanted:
        label = LABELS.index("supported" if row["answerable"] else "contradicted")
    holding = 0
    for document in row.get("docs") or [row["doc"]]:
        sentences = cut[document]
        gold = tuple(i for i, s in enumerate(sentences) if any(_same(s, quote) for quote in wanted))
        if gold or (not wanted and document == row["doc"]):
            holding += 1
            title = documents[document]["title"]
            answer = row["gold"] if role == "question" and row["answerable"] else ""
            yield Example(
                f"{row['id']}.{holding}", role, asked, title, sentences, gold, answer, label, row["kind"], document
            )


def welfare(directory: Path, part: str) -> list[Example]:
    """Return the questions on welfare programmes; the sentences that answer are those most like the written answer."""
    passages = {row["id"]: row for row in rows(directory / "passages.jsonl")}
    found: list[Example] = []
    for row in rows(directory / f"{part}.jsonl"):
        passage = passages.get(row["relevant"][0])
        if passage is None:
            continue
        sentences = _sentences(passage["text"])
        shares = [_likeness(sentence, row["answer"]) for sentence in sentences]
        gold = tuple(i for i, like in enumerate(shares) if like >= LIKE and like >= max(shares) * 0.85)
        if gold and len(sentences) > 1:
            found.append(
                Example(
                    row["id"], "question", row["question"], passage["title"], sentences, gold, "", 1, "welfare",
                    passage["title"],
                )
            )  # fmt: skip
    return found


def altered(bench: Path) -> list[Example]:
    """Return the claims made by rule out of releases, true and with one thing changed, of half A (B is reported on).

    A changed claim is contradicted by the sentence that the true one was made of, or, of a headline, is likest.
    """
    documents = {row["id"]: row for row in rows(bench / "grounding_docs.jsonl")}
    cut: dict[str, tuple[str, ...]] = {}
    found: list[Example] = []
    for name in ("grounding_claims", "grounding_hard"):
        for row in rows(bench / f"{name}.jsonl"):
            key = row["doc_id"]
            if row["source"] != "gov_press" or half(key) != "A":
                continue
            sentences = cut.setdefault(key, _sentences(documents[key]["text"]))
            gold = _made_of(sentences, row.get("sentence") or row["true_claim"])
            if gold:
                label = LABELS.index(row["label"])
                title = documents[key]["title"]
                found.append(
                    Example(row["id"], "claim", row["claim"], title, sentences, gold, "", label, row["kind"], key)
                )
    return found


def _made_of(sentences: Sequence[str], source: str) -> tuple[int, ...]:
    """Return the sentences that hold a source word for word, else the likest one where it is like enough."""
    same = tuple(i for i, sentence in enumerate(sentences) if _same(sentence, source))
    if same or not sentences:
        return same
    shares = [_likeness(sentence, source) for sentence in sentences]
    best = max(shares)
    return (shares.index(best),) if best >= RETOLD else ()


def answer_span(sentence: str, answer: str) -> tuple[int, int] | None:
    """Return the (start, end) of a short answer inside a sentence, None where it is not told in its words.

    Spaces and the sentence's own signs do not count: `14000여 명` is found in `총 14,000여명이`.
    """
    kept = [i for i, c in enumerate(sentence) if c.isalnum()]
    plain, sought = "".join(sentence[i] for i in kept), "".join(c for c in answer if c.isalnum())
    if not sought:
        return None
    at = plain.find(sought)
    if at >= 0:
        return kept[at], kept[at + len(sought) - 1] + 1
    blocks = [
        b for b in difflib.SequenceMatcher(None, plain, sought, autojunk=False).get_matching_blocks() if b.size > 1
    ]
    if not blocks or sum(b.size for b in blocks) < ALIGNED * len(sought):
        return None
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    return (kept[first], kept[last - 1] + 1) if last - first <= 2 * len(sought) else None


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(one for start, end in spans(text) if len(one := text[start:end].strip()) >= SHORTEST)


def _same(sentence: str, quote: str) -> bool:
    one, other = (re.sub(r"\s+", "", text) for text in (sentence, quote))
    return one in other or other in one


def _likeness(sentence: str, answer: str) -> float:
    """Return the Dice coefficient of the two texts' character bigrams, 0 to 1."""
    one, other = ({text[i : i + 2] for i in range(len(text) - 1)} for text in map(plain, (sentence, answer)))
    return 2 * len(one & other) / max(1, len(one) + len(other))


def plain(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(c for c in text if c.isalnum())


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Return the examples to train on and, by document, the tenth to choose by."""
    return [e for e in examples if share(e.document)], [e for e in examples if not share(e.document)]
