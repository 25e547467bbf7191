"""Attribution of one generated sentence to the passages that the chat model was shown.

A marker says where the model claims to have read a sentence; the gate decides. A sentence whose marked document does
not bear it out, or that has no marker, is looked for in the others that were shown, and cited there if it is borne out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.extractive import Choice
from assistant.answering.markers import Marked
from assistant.answering.sentences import Evidence as Sourced
from assistant.answering.sentences import share
from assistant.answers import Citation, Passage, Question, Verdict
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.grounding import gate
from assistant.grounding.source import Evidence
from assistant.questions.analysis import Analysis, topic
from ingest.lexical import terms

MOST_CITATIONS = 3
BARE = 0.25
"""A sentence with less than this share of the question's terms leans on the question for its subject."""
BESIDE_THE_POINT = 0.8
"""A sentence whose source scores this much below the best one that could answer tells something else."""

Verifier = Callable[[Question, str], Verdict]
"""Judges a claim by the documents its filter names; the second argument is the text that names its subject."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one written sentence."""

    text: str
    verdict: Verdict
    """Its evidence is the fewest citations that bear the sentence out, or the nearest where none do."""
    reason: str = ""
    """Why it was not proved: uncited, unknown_marker, beside_the_point, contradicted or not_found; else empty."""


@dataclass(frozen=True)
class Prover:
    """Proves the sentences of one reply."""

    question: Question
    analysis: Analysis
    weights: Mapping[str, float]
    choice: Choice
    shown: Sequence[Passage]
    verify: Verifier

    def prove(self, marked: Marked) -> Proof:
        """Return the proof of a sentence, or why there is none."""
        known = [marker for marker in marked.markers if 1 <= marker <= len(self.shown)]
        verdict = self._check(marked.text, [self.shown[marker - 1] for marker in known]) if known else None
        if verdict is None or verdict.label != "supported":
            anywhere = self._check(marked.text, self.shown)
            verdict = anywhere if verdict is None or anywhere.label == "supported" else verdict
        if verdict.label == "supported":
            if self._beside_the_point(marked.text, verdict.evidence):
                return Proof(marked.text, replace(verdict, label="not_found"), "beside_the_point")
            return Proof(marked.text, replace(verdict, evidence=_fewest(marked.text, verdict.evidence)))
        reason: str = verdict.label
        if verdict.label == "not_found" and not known:
            reason = "unknown_marker" if marked.markers else "uncited"
        return Proof(marked.text, verdict, reason)

    def _check(self, text: str, passages: Sequence[Passage]) -> Verdict:
        documents = tuple(dict.fromkeys(passage.chunk.document_id for passage in passages))
        scope = replace(self.question.filter, documents=documents)
        own = share(self.weights, frozenset(terms(text)))
        # "1조 445억원입니다." says nothing by itself; read with what it answers, it can be checked.
        claim = f"{topic(self.question.text)} {text}" if own < BARE else text
        return self.verify(replace(self.question, text=claim, filter=scope), topic(self.question.text))

    def _beside_the_point(self, text: str, evidence: Sequence[Citation]) -> bool:
        """Tell whether a sentence is true, but rests on nothing that answers the question or gives another figure."""
        scored = self.choice.scored
        kinds = self.analysis.kinds
        stating = [item for item in scored if any(item.evidence.holds(kind, self.analysis) for kind in kinds)]
        pool = stating or scored
        near = [item.evidence for item in pool if item.value >= pool[0].value - BESIDE_THE_POINT]
        if any(_overlap(sentence, one) for sentence in near for one in evidence):
            return False
        told = [fact.value for sentence in near for fact in sentence.figures]
        return not any(agree(fact.value, value) for fact in figures(text) for value in told)


def _overlap(sentence: Sourced, citation: Citation) -> bool:
    same = sentence.passage.chunk.document_id == citation.document_id
    return same and sentence.start < citation.end and citation.start < sentence.end


def _fewest(text: str, evidence: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Return the first citation where it alone bears the sentence out, else the first few."""
    first = evidence[0]
    day = first.published.date() if first.published else None
    alone = gate.check(text, [Evidence(first.document_id, first.quote, day, first.start)])
    return (first,) if alone.label == "supported" else evidence[:MOST_CITATIONS]
