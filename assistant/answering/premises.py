"""False presuppositions of a question: a region or figure that it takes for granted and the documents contradict.

A question may name a region that a list of regions leaves out, or a figure where the documents give another. The
sentence that answers the rest of the question then corrects it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.extractive import Choice
from assistant.answering.sentences import Evidence
from assistant.facts.agreement import agree
from assistant.grounding import gate
from assistant.grounding.source import prepare
from assistant.korean.synonyms import Word, met
from assistant.questions.analysis import Analysis, topic
from ingest.lexical import terms
from ingest.regions import regions

LISTED = 2
"""Regions that a sentence must name to be a list of them."""
HELD = 0.5
"""Share of what a question says of a region that a list of regions must say, for the list to be about the same."""
READ = 4
"""Passages, of the best sentences, in which another figure is looked for."""

_COUNTED = re.compile(r"[가-힣()\s]{0,4}?등\s?(?:의\s?)?(?:(?P<count>\d+)\s?(?:개|곳|대))?")
_ALTERNATIVES = re.compile(r"(?:중|가운데|어느|비교|차이)")
_REASON = re.compile(r"\s{0,9}(?:이유|까닭|배경|근거|경위|과정|원인|목적|왜|어떻게)[가-힣]{0,40}\s{0,9}")
_FIXED = frozenset({"amount", "count", "percent", "ratio"})
"""Kinds of figure of which a programme has one; a date or a period may be another event's."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a question presumes, and the sentence that says otherwise."""

    presumed: str
    evidence: Evidence


def correction(text: str, analysis: Analysis, weights: Mapping[str, float], choice: Choice) -> Correction | None:
    """Return the correction of a question, or None where no sentence says other than it presumes."""
    return _region(text, analysis, weights, choice) or _figure(text, analysis, choice)


def _region(text: str, analysis: Analysis, weights: Mapping[str, float], choice: Choice) -> Correction | None:
    """Find a list of the regions of which the question's predicate is said, without the region it names."""
    if not analysis.regions or _ALTERNATIVES.search(text):
        return None
    said = [word for word in analysis.words if not regions(word.text) and not _REASON.fullmatch(word.text)]
    if not said:
        return None
    about = [e for e in choice.ordered if not e.row and _says(e, said, weights)]
    if any(set(analysis.regions) & set(regions(e.text)) for e in about):
        return None
    for evidence in about:
        if _whole_list(evidence.text):
            return Correction(", ".join(analysis.regions), evidence)
    return None


def _says(evidence: Evidence, words: Sequence[Word], weights: Mapping[str, float]) -> bool:
    """Tell whether a sentence under its headings says what is said of the region."""
    text = " ".join((*evidence.passage.chunk.section, evidence.text))
    return met(words, weights, text, frozenset(terms(text))) >= HELD


def _whole_list(text: str) -> bool:
    """Tell whether a sentence lists regions and leaves none open: 등 must come with the count of those named."""
    listed = regions(text)
    if len(listed) < LISTED:
        return False
    last = max(text.rfind(name) for name in listed)
    etcetera = _COUNTED.match(text, last + 2)
    return etcetera is None or (etcetera["count"] is not None and int(etcetera["count"]) == len(listed))


def _figure(text: str, analysis: Analysis, choice: Choice) -> Correction | None:
    """Find the sentence that gives another figure where the question gives one that no passage knows."""
    presumed = [fact for fact in analysis.pinned if fact.kind in _FIXED]
    if not presumed:
        return None
    for evidence, source in _sources(choice):
        if any(agree(fact.value, other.value) for fact in presumed for other in prepare(source).facts):
            return None
        verdict = gate.check(_REASON.sub(" ", topic(text)), [source])
        if verdict.label != "contradicted":
            continue
        for difference in verdict.differences:
            if difference.source and any(difference.claim == fact.text for fact in presumed):
                stating = next((e for e in choice.ordered if _states(e, evidence, difference.source)), None)
                if stating is not None:
                    return Correction(difference.claim, stating)
    return None


def _sources(choice: Choice) -> Iterator[tuple[Evidence, gate.Evidence]]:
    """Yield the passages of the best sentences, each once, as the gate reads them."""
    best = {evidence.passage: evidence for evidence in reversed(choice.ordered)}
    for passage, evidence in list(reversed(best.items()))[:READ]:
        chunk = passage.chunk
        yield evidence, gate.Evidence(chunk.document_id, chunk.text, evidence.day, chunk.start)


def _states(candidate: Evidence, read: Evidence, value: str) -> bool:
    return candidate.passage == read.passage and value in candidate.text
