"""Topical relevance of a span to a claim, 0 to 1, and the names it lacks.

The gate presumes that its evidence is the document a claim rests on. A search over a whole store also brings
documents on other matters, in which figures and names of the claim stand by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Difference
from assistant.facts import organisations, places
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact
from assistant.grounding.source import Evidence, Span, prepare
from assistant.korean.names import subject
from assistant.korean.programmes import Subject
from assistant.korean.topics import Topic, share
from assistant.memo import memo
from ingest.documents import SourceDocument
from ingest.lexical import terms

NAME = 6
"""Letters that a programme's name must have for a document without it to be on another matter."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """How one document bears on a claim."""

    share: float
    """Weighted share of the claim's topics that stand in the spans, beside them or in the title, 0 to 1."""
    apart: float
    """The same without the words at issue, of which a document that denies them need not know."""
    direct: float
    """The share that stands in the spans themselves, their headings or the title."""
    missing: tuple[Difference, ...]
    """Places and bodies of the claim that are named neither there nor where the document opens."""
    agreed: int
    """How many figures of the claim the document holds at all."""
    text: str
    """What was read for it: title, issuer, headings, opening, and the sentences in and beside the spans."""


@memo(lambda evidence: len(evidence.text))
def _vocabulary(evidence: Evidence) -> frozenset[str]:
    return frozenset(terms(evidence.text))


def within(about: Sequence[Topic], evidence: Evidence, title: str) -> float:
    """Return the most that any stretch of `evidence` can share with a claim: a cheap bound."""
    return share(about, f"{title}\n{evidence.text}", _vocabulary(evidence) | set(terms(title)))


def bearing(
    claim: str,
    about: Sequence[Topic],
    document: SourceDocument,
    evidence: Evidence,
    spans: Sequence[Span],
    issues: Sequence[Difference] = (),
) -> Bearing:
    """Weigh how near `spans` of `document`, found in `evidence`, come to what `claim` is `about`."""
    source = prepare(evidence)
    around = source.beside(spans)
    headings = " ".join(heading for span in spans for heading in document.section_at(span.start))
    opening = source.opening if evidence.offset == 0 else ""
    text = f"{document.title}\n{document.issuer}\n{headings}\n{opening}\n{around}"
    near = f"{document.title}\n{headings}\n{around}"
    present = frozenset(terms(near))
    cited = " ".join(source.text[slice(*source.sentences[index])] for index in source.cited(spans))
    itself = f"{document.title}\n{headings}\n{cited}"
    rest = [topic for topic in about if not any(topic.text in one.claim for one in issues)]
    return Bearing(
        share=share(about, near, present),
        apart=share(rest or about, near, present),
        direct=share(about, itself, frozenset(terms(itself))),
        missing=(*_missing(claim, text), *_unnamed(claim, f"{text}\n{evidence.frame}\n{evidence.text}")),
        agreed=sum(any(agree(fact.value, other.value) for other in source.facts) for fact in figures(claim)),
        text=text,
    )


def _named(text: str) -> tuple[Fact, ...]:
    return (*organisations.find(text), *places.find(text))


def _unnamed(claim: str, known: str) -> Iterator[Difference]:
    """Yield the programme of the claim, where the document never names it."""
    name = max(subject(claim).split(), key=len, default="")
    if len(Subject(name).core) >= NAME and not Subject(name).named(known):
        yield Difference("programme", name, "")


def _missing(claim: str, text: str) -> list[Difference]:
    known = {fact.normal for fact in _named(text)}
    found = _named(claim)
    return [
        Difference(fact.kind, fact.text, "")
        for fact in found
        if fact.normal not in known
        and fact.text not in text
        and not any(o is not fact and o.start < fact.end and fact.start < o.end for o in found)
    ]
