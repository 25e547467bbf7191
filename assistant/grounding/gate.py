"""Verification of one sentence against the documents it cites.

A sentence passes in one of three ways, tried in order: as an exact quote, laid on one source sentence without
a change that matters, or freely worded with every figure, name and negation borne out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import Difference, VerdictLabel
from assistant.facts.extraction import figures
from assistant.grounding.alignment import Alignment, Line, align, line
from assistant.grounding.differences import Finding, findings
from assistant.grounding.excerpts import clipped
from assistant.grounding.quotes import locate
from assistant.grounding.reported import denial, reports
from assistant.grounding.rules.counterparts import listed
from assistant.grounding.rules.objections import objections
from assistant.grounding.rules.readings import Reader
from assistant.grounding.rules.support import support
from assistant.grounding.source import Evidence, Source, Span, bigrams, prepare, told
from assistant.grounding.verdict import GateVerdict
from assistant.korean.morphemes import read
from assistant.korean.synonyms import alike
from assistant.models.entailment import Entailment
from ingest.sentences import spans

__all__ = ["Entailment", "Evidence", "GateVerdict", "Span", "check"]

CANDIDATES = 3
"""Source sentences that a claim is laid on."""
LAID = 0.70
"""Least share of a claim that must lie on one sentence for the sentence to carry it."""
CLOSE, DENSE = 0.80, 0.75
"""From these shares on a claim retells one sentence, and any exchanged word is a change."""
ON_TOPIC = 0.40
"""Least share of a claim's letter pairs in one sentence for that sentence to contradict it."""
LOOSE = 0.35
"""Below this density a sentence shares letters with a claim, but not its predicate."""
ENTAILED = 0.5
# A headline ends in a noun; its words stand in for others more freely than a sentence's.
_HEADLINE = re.compile(r"[^다요음함됨임까\W][\W]*$")
_JOINT = re.compile(r"(?<=[고며]),\s+|(?<=지만),\s+")


def _spans(source: Source, found: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    evidence = source.evidence
    return tuple(Span(evidence.document_id, start + evidence.offset, end + evidence.offset) for start, end in found)


def _differences(found: Sequence[Finding]) -> tuple[Difference, ...]:
    return tuple(
        dict.fromkeys(Difference(finding.kind, clipped(finding.claim), clipped(finding.source)) for finding in found)
    )


@dataclass(frozen=True, slots=True)
class _Laid:
    """A claim laid on one sentence of the source, or on the clauses of it that it retells."""

    index: int
    start: int
    """Where the sentence or clause begins in the source's text."""
    alignment: Alignment
    findings: tuple[Finding, ...]

    @property
    def carries(self) -> bool:
        """True when the claim says only what the sentence says."""
        return self.alignment.matched >= LAID and not self.findings


def _lay_on(ours: Line, index: int, source: Source, start: int, end: int) -> _Laid:
    alignment = align(ours, line(source.text[start:end], source.evidence.published))
    changes = findings(alignment) if alignment.matched >= LAID else ()
    kept = tuple(item for item in changes if not _understood(item, source.evidence.published))
    return _Laid(index, start, alignment, kept)


def _understood(finding: Finding, published: date | None) -> bool:
    """Tell whether a claim only adds the year of the document, which its sentences rarely repeat."""
    if finding.how not in {"added", "aside"} or finding.kind != "date" or published is None:
        return False
    return all(fact.normal == f"{published.year:04d}" for fact in figures(finding.claim, published))


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands before and after each joint of a sentence."""
    for joint in _JOINT.finditer(text, start, end):
        yield start, joint.start()
        yield joint.end(), end


def _lay(claim: str, reference: date | None, source: Source) -> list[_Laid]:
    """Lay the claim on the sentences nearest to it, best first."""
    ours = line(claim, reference or source.evidence.published)
    laid: list[_Laid] = []
    for index in source.nearest(bigrams(claim), CANDIDATES):
        start, end = source.sentences[index]
        whole = _lay_on(ours, index, source, start, end)
        if whole.findings:
            parts = (_lay_on(ours, index, source, *span) for span in _clauses(source.text, start, end))
            whole = next((part for part in parts if part.carries), whole)
        laid.append(whole)
    return sorted(laid, key=lambda item: -item.alignment.matched)


def _strange(finding: Finding, source: Source) -> bool:
    """Tell whether an aside brings in a word that the source does not know at all."""
    return finding.kind == "word" and any(
        len(word.form) > 1 and not any(form in source.text for form in (word.form, *alike(word.form)))
        for word in read(finding.claim).words
    )


def _carried(source: Source, laid: list[_Laid]) -> GateVerdict | None:
    """Return the verdict if one sentence carries the claim unchanged, or a close one changes it."""
    for item in laid:
        if item.carries:
            found = (item.start + item.alignment.start, item.start + item.alignment.end)
            return GateVerdict("supported", item.alignment.matched, _spans(source, [found]))
    best = laid[0]
    if _HEADLINE.search(best.alignment.claim.text) and all(finding.kind == "word" for finding in best.findings):
        return None
    changes = [finding for finding in best.findings if finding.how != "aside" or _strange(finding, source)]
    if best.alignment.matched >= CLOSE and best.alignment.density >= DENSE and changes:
        contrary = [finding for finding in changes if finding.how in {"exchanged", "paired"}]
        whole = _spans(source, [source.sentences[best.index]])
        label: VerdictLabel = "contradicted" if contrary else "not_found"
        return GateVerdict(label, best.alignment.matched / 2, whole, _differences(contrary or changes))
    return None


def _weighed(
    claim: str, reference: date | None, source: Source, laid: list[_Laid], judge: Entailment | None
) -> GateVerdict:
    """Return the verdict on a freely worded claim."""
    facts = figures(claim, reference or source.evidence.published)
    outcome = support(Reader(claim, facts, source))
    nearest = laid[0]
    turned = [finding for finding in nearest.findings if finding.kind in {"polarity", "status"}]
    if nearest.alignment.density < LOOSE:
        turned = []
    against = (*turned, *outcome.findings)
    found = _spans(source, [source.sentences[index] for index in outcome.sentences])
    if not against:
        premise = " ".join(source.text[slice(*source.sentences[index])] for index in outcome.sentences)
        if judge is None or judge.entails(premise, claim) >= ENTAILED:
            return GateVerdict("supported", outcome.score, found)
        return GateVerdict("not_found", outcome.coverage / 2, found)
    contrary = [finding for finding in against if finding.how in {"exchanged", "paired"}]
    claimed = bigrams(claim)
    shared = max((len(claimed & source.grams[item.index]) for item in laid), default=0)
    # A list that gives the claim's figure to the claim's own name is no other word on it, whatever stands around.
    if contrary and shared >= ON_TOPIC * max(1, len(claimed)) and not listed(claim, facts, source):
        return GateVerdict("contradicted", outcome.coverage / 2, found, _differences(contrary))
    return GateVerdict("not_found", outcome.coverage / 2, found, _differences(against))


def _objected(claim: str, reference: date | None, source: Source, verdict: GateVerdict, quoted: bool) -> GateVerdict:
    """Return a verdict of support, or what is left of it after every objection."""
    against = tuple(dict.fromkeys(objections(claim, reference, source, verdict.spans, quoted)))
    contrary = tuple(one for one in against if one.source)
    if not against:
        return verdict
    label: VerdictLabel = "contradicted" if contrary else "not_found"
    return GateVerdict(label, verdict.score / 2, verdict.spans, contrary or against)


def _by_source(claim: str, reference: date | None, source: Source, judge: Entailment | None) -> GateVerdict:
    quoted = locate(claim, source.text, source.folded)
    if quoted:
        return _objected(claim, reference, source, GateVerdict("supported", 1.0, _spans(source, quoted)), True)
    if not source.sentences or not claim.strip():
        return GateVerdict("not_found", 0.0, ())
    laid = _lay(claim, reference, source)
    verdict = _carried(source, laid) or _weighed(claim, reference, source, laid, judge)
    return _objected(claim, reference, source, verdict, False) if verdict.label == "supported" else verdict


def _against(claim: str, reference: date | None, evidence: Evidence, judge: Entailment | None) -> GateVerdict:
    whole = prepare(evidence)
    own = whole if reports(claim) else told(evidence)
    verdict = _by_source(claim, reference, own, judge)
    if own is whole or verdict.score == 1.0:
        return verdict
    reported = _by_source(claim, reference, whole, judge)
    answered = any(own.text[_within(span, evidence)] != whole.text[_within(span, evidence)] for span in reported.spans)
    if reported.label != "supported" or not answered or verdict.score > reported.score:
        return verdict
    # Only a report that the document answers says so.
    words = denial(whole.text)
    against = (Difference("polarity", clipped(claim), clipped(words)),)
    label: VerdictLabel = "contradicted" if words else "not_found"
    return GateVerdict(label, reported.score / 2, reported.spans, against if words else ())


def _within(span: Span, evidence: Evidence) -> slice:
    return slice(span.start - evidence.offset, span.end - evidence.offset)


_ORDER = {"supported": 2, "contradicted": 1, "not_found": 0}


def _best(verdicts: Sequence[GateVerdict]) -> GateVerdict:
    """Return the verdict of the evidence that says most: support first, then contradiction."""
    return max(verdicts, key=lambda verdict: (_ORDER[verdict.label], verdict.score))


def _one(claim: str, evidence: Sequence[Evidence], reference: date | None, judge: Entailment | None) -> GateVerdict:
    if not evidence:
        return GateVerdict("not_found", 0.0, ())
    return _best([_against(claim, reference, item, judge) for item in evidence])


def check(
    sentence: str,
    evidence: Sequence[Evidence],
    reference: date | None = None,
    entailment: Entailment | None = None,
) -> GateVerdict:
    """Judge `sentence` by `evidence`.

    `reference` is the day from which the sentence's own 올해 and 지난달 are read; without it they are read
    as the evidence's. Text of several sentences is supported only if each of them is. `entailment` is asked
    last and can only withhold support.
    """
    whole = _one(sentence, evidence, reference, entailment)
    parts = [sentence[start:end] for start, end in spans(sentence)]
    if whole.label == "supported" or len(parts) < 2:
        return whole
    verdicts = [_one(part, evidence, reference, entailment) for part in parts]
    worst = min(verdicts, key=lambda verdict: (verdict.label == "supported", -_ORDER[verdict.label], verdict.score))
    if worst.label == "supported":
        return replace(worst, spans=tuple(dict.fromkeys(span for item in verdicts for span in item.spans)))
    return worst
