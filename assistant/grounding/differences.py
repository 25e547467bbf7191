"""Changes that a claim makes to the sentence it is aligned with.

A stretch that was only left out is judged by what it leaves behind: a figure must keep its subject and a
predicate its negation.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from assistant.facts.agreement import agree, comparable
from assistant.facts.bounds import near
from assistant.facts.fact import Fact
from assistant.grounding.alignment import Alignment, Change, Line, Unit, word_at
from assistant.korean.morphemes import Reading, opposites, read, stages
from assistant.korean.status import TAKEN_OVER

_BOUNDARY = re.compile(r"(?:[,;·:▲▴△→/]|(?:고|며|면서|지만|는데|나|해|여|어|아|다)[,.]?)\s*$")

_PAST = re.compile(r"[았었했됐였렸났졌](?:다|고|으며|음|으나|지만)")
# 시행계획 names a paper; 시행할 계획 says that it is to come.
_COMING = re.compile(
    r"(?:[할될갈릴일울]|기로|을)\s?(?:예정|계획|방침|전망)|(?:예정|방침|전망)(?:이|임|$|[).,])|계획(?:이다|이며|임)"
)
_FEW = 6
"""Letters beside two figures up to which they count as standing in one place, whatever their kinds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One change of a claim against its source."""

    how: Literal["exchanged", "added", "aside", "paired"]
    """Exchanged for something else; added without counterpart, inside the sentence or aside: before it or in
    brackets; or paired with another subject."""
    kind: str
    claim: str
    source: str


def _bracketed(alignment: Alignment, change: Change) -> bool:
    """Tell whether the left-out stretch is, or can be slid onto, a bracketed remark."""
    units = alignment.source.units
    left, right = change.left, change.left + len(change.source)
    while True:
        if all(unit.bracketed for unit in units[left:right]):
            return True
        if left == 0 or units[left - 1].key != units[right - 1].key:
            break
        left, right = left - 1, right - 1
    left, right = change.left, change.left + len(change.source)
    while right < len(units) and units[left].key == units[right].key:
        left, right = left + 1, right + 1
        if all(unit.bracketed for unit in units[left:right]):
            return True
    return False


def _region(line: Line, first: int, count: int) -> tuple[int, int]:
    """Return the words that the units touch; for no units, the word that the seam cuts, if any."""
    units = line.units
    if count:
        return word_at(line.text, units[first].start, units[first + count - 1].end)
    start = units[first - 1].end if first else 0
    end = units[first].start if first < len(units) else len(line.text)
    if start == end and 0 < start < len(line.text):
        return word_at(line.text, start, end)
    return start, start


def _forms(reading: Reading, line: Line, region: tuple[int, int]) -> Counter[str]:
    inside = Counter[str]()
    for word in reading.stems:
        if word.start < region[1] and region[0] < word.end:
            figure = any(fact.start <= word.start < fact.end for fact in line.facts)
            if not figure:
                inside[word.form] += 1
    return inside


def _negations(reading: Reading, region: tuple[int, int]) -> int:
    return sum(region[0] < word.end and word.start < region[1] for word in reading.negations)


def _facts(units: tuple[Unit, ...]) -> list[Fact]:
    return [unit.fact for unit in units if unit.fact is not None]


def _rival(fact: Fact, change: Change) -> Fact | None:
    """Return the figure of the source that stands where `fact` stands in the claim."""
    theirs = _facts(change.source)
    alike = next((other for other in theirs if comparable(fact, other)), None)
    letters = sum(unit.fact is None for unit in (*change.claim, *change.source))
    lone = len(theirs) == len(_facts(change.claim)) == 1 and letters <= _FEW
    return alike or (theirs[0] if lone else None)


def _figures(claim: Line, change: Change) -> list[Finding]:
    """Compare the figures of the two sides of a change."""
    theirs = _facts(change.source)
    findings: list[Finding] = []
    for fact in _facts(change.claim):
        equal = next(
            (other for other in theirs if agree(fact.value, other.value) or near(claim.text, fact, other)), None
        )
        if equal:
            theirs.remove(equal)
            continue
        rival = _rival(fact, change)
        if rival:
            findings.append(Finding("exchanged", fact.kind, fact.text, rival.text))
        else:
            findings.append(Finding("aside", fact.kind, fact.text, ""))
    return findings


def _restaged(put_in: Counter[str], left_out: Counter[str], claimed: str, stated: str) -> bool:
    """Tell whether the claim moves a matter to another stage: decided for considered, done for planned."""
    named = {stages()[word] for word in put_in if word in stages()}
    lost = {stages()[word] for word in left_out if word in stages()}
    if named:
        return named.isdisjoint(lost)
    return "considered" in lost or ("planned" in lost and bool(_PAST.search(claimed) and _COMING.search(stated)))


def _words(alignment: Alignment, change: Change) -> list[Finding]:
    """Compare the content words, negations and stages of the two sides of a change.

    Where the claim ends in it, and the source goes on in it to speak of somebody else, what comes before is enough.
    """
    ours = _region(alignment.claim, change.first, len(change.claim))
    theirs = _region(alignment.source, change.left, len(change.source))
    found = _compared(alignment, change, ours, theirs)
    seam = TAKEN_OVER.search(alignment.source.text, *theirs) if ours[1] >= alignment.claim.units[-1].end else None
    if seam and any(one.kind in {"polarity", "status"} for one in found):
        first = _compared(alignment, change, ours, (theirs[0], seam.end()))
        return found if any(one.kind in {"polarity", "status"} for one in first) else first
    return found


def _compared(alignment: Alignment, change: Change, ours: tuple[int, int], theirs: tuple[int, int]) -> list[Finding]:
    claim, source = alignment.claim, alignment.source
    closing = ours[1] >= claim.units[-1].end
    mine, other = read(claim.text), read(source.text)
    claimed, stated = claim.text[slice(*ours)], source.text[slice(*theirs)].rstrip(" ,")
    if _negations(mine, ours) % 2 != _negations(other, theirs) % 2:
        return [Finding("exchanged", "polarity", claimed, stated)]
    put_in = _forms(mine, claim, ours) - _forms(other, source, theirs)
    left_out = _forms(other, source, theirs) - _forms(mine, claim, ours)
    denied = [(word, rival) for word in put_in for rival in opposites().get(word, frozenset()) if rival in left_out]
    if denied:
        return [Finding("exchanged", "polarity", claimed, stated)]
    if _restaged(put_in, left_out if closing else Counter(), claimed, stated):
        return [Finding("exchanged", "status", claimed, stated)]
    if put_in and _facts(change.source):
        fact = _facts(change.source)[0]
        return [Finding("exchanged", fact.kind, claimed, fact.text)]
    if put_in and left_out:
        # How a sentence ends is often told otherwise; what it denies or decides was compared above.
        return [Finding("aside" if closing else "exchanged", "word", claimed, stated)]
    if put_in:
        return [Finding("added", "word", claimed, stated)]
    if any(word in opposites() for word in left_out):
        return [Finding("exchanged", "word", claimed, stated)]
    return []


def _unfinished(alignment: Alignment, reading: Reading, start: int, end: int) -> list[Finding]:
    """Judge how the source goes on in the word with which the claim ends: 확정될 예정이다 after 확정."""
    text = alignment.source.text
    comma = text.find(",", start, end)
    clause = (start, end if comma < 0 else comma)
    lost = Counter(word.form for word in reading.words if clause[0] <= word.start < clause[1])
    claimed = alignment.claim.text[-12:]
    if _negations(reading, clause) % 2:
        return [Finding("exchanged", "polarity", claimed, text[slice(*clause)])]
    if _restaged(Counter(), lost, claimed, text[slice(*clause)]):
        return [Finding("exchanged", "status", claimed, text[slice(*clause)])]
    return []


def _shortened(alignment: Alignment, change: Change, before: bool, after: bool) -> list[Finding]:
    """Compare a word of the source with what the claim left of it: 수도권 of 비수도권."""
    claim, source = alignment.claim, alignment.source
    first = claim.units[change.first - 1 if before else change.first]
    last = claim.units[change.first if after else change.first - 1]
    ours = word_at(claim.text, first.start, last.end)
    theirs = word_at(source.text, change.source[0].start, change.source[-1].end)
    if not _forms(read(source.text), source, theirs) - _forms(read(claim.text), claim, ours):
        return []
    return [Finding("exchanged", "word", claim.text[slice(*ours)], source.text[slice(*theirs)])]


def _left_out(alignment: Alignment, change: Change) -> list[Finding]:
    """Judge a stretch of the source that the claim skips."""
    source = alignment.source
    units = source.units
    right = change.left + len(change.source)
    if change.left == 0 or _bracketed(alignment, change):
        return []
    start, end = change.source[0].start, change.source[-1].end
    reading = read(source.text)
    skipped = source.text[start:end]
    cut_inside = source.text[start - 1].isalnum() and source.text[start].isalnum()
    if right == len(units):
        return _unfinished(alignment, reading, start, end) if cut_inside else []
    cut_after = end < len(source.text) and source.text[end].isalnum()
    if (cut_inside or cut_after) and not any(map(str.isspace, skipped)):
        return _shortened(alignment, change, cut_inside, cut_after)
    # An item or clause that is skipped to its end leaves every figure with its own subject.
    whole = not cut_inside and bool(_BOUNDARY.search(source.text[: units[right].start]))
    if whole:
        return []
    if _negations(reading, (start, end)) % 2:
        return [Finding("exchanged", "polarity", "", skipped)]
    following = next((unit.fact for unit in units[right : right + _FEW] if unit.fact), None)
    for fact in _facts(change.source):
        if following and comparable(fact, following):
            return [Finding("paired", fact.kind, following.text, fact.text)]
    return []


def findings(alignment: Alignment) -> tuple[Finding, ...]:
    """Return what the claim changes of its source; empty when it says only what the source says."""
    found: list[Finding] = []
    for change in alignment.changes:
        if not change.claim:
            found += _left_out(alignment, change)
            continue
        changed = _figures(alignment.claim, change) or _words(alignment, change)
        if change.first == 0 or all(unit.bracketed for unit in change.claim):
            changed = [replace(item, how="aside") if item.how == "added" else item for item in changed]
        found += changed
    return tuple(found)
