"""Support for a paraphrase: its figures, names, words and negations looked up in a source.

It says what speaks against the claim and how well it is covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.facts import organisations, places
from assistant.facts.bounds import contrary, stated
from assistant.facts.fact import Fact, Name
from assistant.grounding.alignment import word_at
from assistant.grounding.differences import Finding
from assistant.grounding.rules.pairing import Pairing, pair
from assistant.grounding.rules.predicates import unsaid
from assistant.grounding.rules.readings import Reader
from assistant.grounding.rules.standing import Stand
from assistant.korean.morphemes import Word, opposites, read
from assistant.korean.synonyms import alike

PAIRED = 0.06
"""Least share among all values of its kind at which a figure counts as standing where the claim puts it."""
COVERED = 0.50
"""Least share of a claim's content words that its source must hold."""
UNCOUNTED = 0.60
"""The same for a claim without a figure, of which nothing else is compared."""
_WORD = re.compile(r"[가-힣]{3,}")
_DENIAL = re.compile(r"[가-힣 ]{0,6}?(?:않|못|없|아니|불가)")
_DENIED = re.compile(r"(?P<word>[가-힣]{2,4})(?:하|되)지(?:는|도)?\s?(?:않|못)")
# These are compared at the figure they stand by.
_LIMITS = frozenset({"이상", "이하", "이내", "미만", "초과"})
OUTWEIGHED = 1.25
"""How much better an opposite must fit than the claim's own word to deny it."""


@dataclass(frozen=True, slots=True)
class Support:
    """What one source says of a freely worded claim."""

    findings: tuple[Finding, ...]
    """What speaks against it; empty when nothing does."""
    score: float
    """0 to 1: the lower of the coverage and the least sure pairing."""
    coverage: float
    """Share of the claim's content words that the source holds."""
    sentences: tuple[int, ...]
    """Indexes of the source's sentences the claim rests on, in order."""


def _figure(reader: Reader, pairing: Pairing, covered: bool) -> Finding | None:
    """Return what speaks against one figure, if anything."""
    fact, rival = pairing.fact, pairing.rival
    if pairing.mention is not None and pairing.probability >= PAIRED:
        if contrary(reader.claim, fact, reader.source.text, pairing.mention):
            said = stated(reader.source.text, pairing.mention)
            return Finding("exchanged", "polarity", stated(reader.claim, fact), said)
        return None
    if rival is not None and covered and pairing.rival_context >= 0.15:
        return Finding("exchanged" if pairing.mention is None else "paired", fact.kind, fact.text, rival.text)
    return Finding("added", fact.kind, fact.text, "")


def _names(reader: Reader) -> Iterator[Finding]:
    """Yield the bodies and places of the claim that the source never mentions."""
    frame = reader.source.evidence.frame
    named = (*organisations.find(reader.claim), *places.find(reader.claim))
    for fact in named:
        inside = any(fact.start < other.end and other.start < fact.end for other in named if other is not fact)
        known = fact.normal in reader.source.names or fact.text in reader.source.text or fact.text in frame
        if not known and not inside:
            yield Finding("added", fact.kind, fact.text, "")


def _at(form: str, start: int) -> Fact:
    return Fact("programme", start, start + len(form), form, Name(form))


def _steady(form: str) -> bool:
    """Tell whether a word can be looked up as it is: 크 and 적 stand in too many others."""
    return len(form) > 1 or form in {"높", "낮"}


def _agreed(word: Word, pairings: list[Pairing], reader: Reader) -> bool:
    """Tell whether a limit (이상, 미만 …) stands by a figure whose mention has a limit on the same side."""
    return word.form in _LIMITS and any(
        pairing.mention is not None
        and 0 <= word.start - pairing.fact.end <= 2
        and stated(reader.source.text, pairing.mention)
        and not contrary(reader.claim, pairing.fact, reader.source.text, pairing.mention)
        for pairing in pairings
    )


def _polarity(reader: Reader, pairings: list[Pairing]) -> Iterator[Finding]:
    """Yield the words of the claim whose opposite suits the source better."""
    text = reader.source.text
    for word in read(reader.claim).words:
        denied = opposites().get(word.form)
        if not denied or not _steady(word.form) or _agreed(word, pairings, reader):
            continue
        stand = Stand(reader, _at(word.form, word.start), -1)
        mine = max((stand.context(_at(word.form, at)) for at in _found(word.form, text, denied)), default=0.0)
        for other in filter(_steady, denied):
            own = frozenset({word.form})
            theirs = max((stand.context(_at(other, at)) for at in _found(other, text, own)), default=0.0)
            if theirs > max(mine * OUTWEIGHED, 0.02):
                yield Finding("exchanged", "polarity", word.form, other)
                break


def _found(form: str, text: str, longer: frozenset[str]) -> Iterator[int]:
    """Yield where `form` stands, not counting the inside of an opposite: 수도권 in 비수도권."""
    at = text.find(form)
    while at >= 0:
        covered = any(
            form in other and text.startswith(other, at - other.index(form))
            for other in longer
            if len(other) > len(form)
        )
        if not covered:
            yield at
        at = text.find(form, at + 1)


def _denies(reader: Reader, negation: Word, sentences: tuple[int, ...]) -> bool:
    """Tell whether the source denies what the claim denies by `negation`."""
    text = reader.source.text
    before = [word for word in reader.words if word.end <= negation.start]
    if before and any(_DENIAL.match(text, at + len(before[-1].form)) for at in reader.places[before[-1].form]):
        return True
    if _left_out(reader, before) or _otherwise(reader, before):
        return True
    near = {index + step for index in sentences for step in (-1, 0, 1)}
    spans = [reader.source.sentences[index] for index in near if 0 <= index < len(reader.source.sentences)]
    return any(read(text[start:end]).negations for start, end in spans)


def _left_out(reader: Reader, before: Sequence[Word]) -> bool:
    """Tell whether the source says what the claim denies of all but the claim's: 비수도권, 수도권 밖."""
    for word in before[:-1]:
        name = re.escape(word.form)
        apart = rf"비{name}|{name}(?:[가-힣]{{0,2}}\s(?:밖|외|제외)|[을를]\s?(?:뺀|빼고|제외))"
        for start, end in reader.source.sentences:
            sentence = reader.source.text[start:end]
            if re.search(apart, sentence) and any(
                form in sentence for form in (before[-1].form, *alike(before[-1].form))
            ):
                return True
    return False


def _otherwise(reader: Reader, before: Sequence[Word]) -> bool:
    """Tell whether one sentence denies what the claim denies of the same thing, in whatever words."""
    if len(before) < 2:
        return False
    noun, last = before[-2:]
    stem = last.form[:-1] if last.tag.startswith("V") and len(last.form) > 1 else last.form
    stems = "|".join(map(re.escape, (stem, *alike(last.form))))
    denied = re.compile(rf"미(?:{stems})|(?:{stems})[가-힣 ]{{0,8}}?(?:않|못하|못한|없|아니|아님)")
    return any(
        noun.form in reader.source.text[start:end] and denied.search(reader.source.text, start, end)
        for start, end in reader.source.sentences
    )


def _denied_words(reader: Reader, negation: Word, sentences: tuple[int, ...]) -> tuple[str, str]:
    """Return the denial as the claim words it and the words of the source that it denies; the latter may be none."""
    before = [word for word in reader.words if word.end <= negation.start]
    first, last = word_at(reader.claim, negation.start, negation.end)
    said = reader.claim[before[-1].start if before else first : last]
    for word in reversed(before):
        found = reader.places[word.form]
        near = [at for at in found if reader.source.sentence_at(at) in sentences] or found
        if near:
            start, end = word_at(reader.source.text, near[0], near[0] + len(word.form))
            return said, reader.source.text[start:end]
    return said, ""


def _negation(reader: Reader, sentences: tuple[int, ...]) -> Iterator[Finding]:
    """Yield a predicate that the claim denies and the source does not, or the other way round."""
    claimed = read(reader.claim)
    for negation in claimed.negations:
        if not _denies(reader, negation, sentences):
            yield Finding("exchanged", "polarity", *_denied_words(reader, negation, sentences))
    if claimed.negations or not sentences:
        return
    start, end = reader.source.sentences[sentences[0]]
    predicates = {word.form for word in reader.words[-2:]}
    for match in _DENIED.finditer(reader.source.text, start, end):
        if match["word"] in predicates:
            yield Finding("exchanged", "polarity", match["word"], match.group())


def _turned(reader: Reader) -> Iterator[Finding]:
    """Yield the words that the source writes only with the opposite part: 높아진 for 낮아진."""
    text = reader.source.folded.text
    for match in _WORD.finditer(reader.claim):
        word = match.group()
        if word in text:
            continue
        for form, denied in opposites().items():
            for other in denied if form in word else ():
                turned = word.replace(form, other, 1)
                if turned in text:
                    yield Finding("exchanged", "polarity", word, turned)


def _resting(reader: Reader, pairings: list[Pairing]) -> tuple[int, ...]:
    """Return the sentences of the paired mentions after the one most like the claim."""
    order = sorted(reader.relevance, key=lambda index: -reader.relevance[index])[:1]
    for pairing in pairings:
        if pairing.mention is not None:
            index = reader.source.sentence_at(pairing.mention.start)
            if index not in order:
                order.append(index)
    return tuple(order)


def support(reader: Reader) -> Support:
    """Weigh a claim against a source."""
    pairings = list(pair(reader))
    covered = reader.coverage >= (COVERED if pairings else UNCOUNTED)
    found: list[Finding] = []
    for pairing in pairings:
        against = _figure(reader, pairing, covered)
        if against:
            found.append(against)
    sentences = _resting(reader, pairings)
    found += _names(reader)
    found += _polarity(reader, pairings)
    found += _turned(reader)
    found += _negation(reader, sentences)
    found += unsaid(reader, bool(pairings), sentences)
    if not covered:
        found.append(Finding("added", "word", reader.claim, ""))
    score = min([reader.coverage, *(pairing.probability for pairing in pairings)])
    return Support(tuple(dict.fromkeys(found)), score, reader.coverage, sentences)
