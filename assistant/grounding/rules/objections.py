"""Checks that can withdraw *supported*: dropped limits, another year, swapped figures.

Each objection names the one place in the cited sentences where claim and document part, so it can only withdraw
support, never give it. A claim quoted word for word is asked only for bounds and for what takes it back after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answers import Difference
from assistant.facts.agreement import agree, comparable
from assistant.facts.bounds import bounded, stated
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Moment, Quantity, appended
from assistant.grounding.rules.deeds import FINAL
from assistant.grounding.rules.denials import denials
from assistant.grounding.rules.namesakes import namesakes
from assistant.grounding.rules.owners import misattributed
from assistant.grounding.rules.participants import exchanged
from assistant.grounding.rules.predicates import LESS, MORE
from assistant.grounding.source import Source, Span
from assistant.korean.morphemes import read

BESIDE = 8
"""Most characters between a name and the figure that is said of it."""
LONG = 4
"""Letters from which on the opening words of a claim name a subject and not just a sort of thing."""
_TOPIC = re.compile(
    r"[^가-힣A-Za-z0-9]{0,6}(?P<topic>[가-힣A-Za-z0-9·'‘’“” ]{2,30}?)[’'”」｣』]?(?:에는|에게는|에서는|은|는|이|가)\s"
)
_CLAIMED = re.compile(
    r"[^가-힣A-Za-z0-9]{0,6}(?P<topic>[가-힣A-Za-z0-9·'‘’“” ]{2,30}?)[’'”」｣』]?"
    r"(?:에는|에게는|에서는|은|는|이|가|에|의|에게|을|를|,)\s"
)
_DENYING = "비불미무부"
_DONE = re.compile(
    r"(?P<word>[가-힣]{2})(?:(?:했|됐|되었|하였)(?:다|습니다|음)|[된한]\s?(?P<what>[가-힣]{1,6})(?:이다|입니다|임))[.!]?\s*$"
)
"""What a claim ends with: 확정됐다, 확정된 금액이다."""
_PENDING = re.compile(
    r"[을를이가]?\s?(?:될|할|하기로|되기로|돼야|되어야|해야|하여야|예정|예고|추진|검토|계획)[가-힣 ]{0,6}"
)
_SUBJECT = re.compile(
    r"(?P<name>[가-힣A-Za-z·]{2,40}?)(?:에게|에서|에는|으로|은|는|이|가|을|를|에|의|도|로|와|과)?\s{0,9}(?:약|최대|각각)?\s{0,9}$"
)
_BASE = re.compile(appended() + r"(?:에서\s|→)")
_CHANGED = re.compile(appended(16) + r"(?:으로|로|이|가)\s")
_YEARS_OWN = re.compile(r"(?P<year>20\d\d년)(?:도)?\s(?P<thing>[가-힣]{2,}?)(?=[은는이가을를의에도]|\s)")
_AMOUNT = re.compile(r"\s?(?:가량|정도)?(?:이|가|을|를|만큼)?\s?")
_PAST = re.compile(r"이었다|였다|당초|기존|종전|지난해|작년|전년")
# The year before is what a figure is compared with, not when it came about.
_COMPARED = re.compile(r"전년|전월|전분기")


def objections(
    claim: str, reference: date | None, source: Source, found: Sequence[Span], quoted: bool = False
) -> Iterator[Difference]:
    """Yield what in the sentences of `found` speaks against `claim`, which may be `quoted` word for word."""
    sentences = [source.sentences[index] for index in source.cited(found)]
    texts = [source.text[start:end] for start, end in sentences]
    yield from _unbounded(claim, reference, source, sentences)
    yield from _taken_back(claim, texts)
    if quoted:
        return
    yield from _prefixed(claim, texts)
    yield from _pending(claim, source)
    yield from _unsaid(claim, texts)
    yield from _former(claim, reference, source, sentences)
    yield from _yeared(claim, texts)
    yield from _swapped(claim, reference, source, sentences)
    yield from _of_another(claim, reference, source)
    yield from _other_way(claim, reference, source, sentences)
    yield from exchanged(claim, [source.text[start:end] for start, end in source.sentences])
    yield from misattributed(claim, reference, source)
    around = f"{source.evidence.frame}\n{source.opening}\n{source.beside(found)}"
    yield from (Difference("programme", mine, other) for mine, other in namesakes(claim, " ".join(texts), around))
    yield from elsewhen(claim, reference, source.evidence.published, around)


def _unbounded(
    claim: str, reference: date | None, source: Source, sentences: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    """Yield the figures that the cited sentences only give as a bound, and the claim as the figure itself."""
    for fact in figures(claim, reference or source.evidence.published):
        if not isinstance(fact.value, Quantity) or bounded(claim, fact):
            continue
        said = [
            other
            for start, end in sentences
            for other in source.facts
            if start <= other.start < end and agree(fact.value, other.value)
        ]
        limits = [limit for other in said if (limit := stated(source.text, other))]
        if limits and len(limits) == len(said):
            yield Difference(fact.kind, fact.text, limits[0])


def _taken_back(claim: str, sentences: Sequence[str]) -> Iterator[Difference]:
    """Yield what the claim says and the cited sentences that say it at all take back."""
    for sentence in sentences:
        for said, back in denials(claim, sentence):
            yield Difference("polarity", said, back)


def _former(
    claim: str, reference: date | None, source: Source, sentences: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    """Yield the figures from which the cited sentences tell a change, where the claim gives them as what holds."""
    known = figures(claim, reference or source.evidence.published)
    years = {fact.value.year for fact in known if isinstance(fact.value, Moment) and fact.value.year}
    if _PAST.search(claim) or any(year < _latest(source) for year in years):
        return
    for fact in known:
        if isinstance(fact.value, Moment) or _BASE.match(claim, fact.end):
            continue
        for start, end in sentences:
            inside = [other for other in source.facts if start <= other.start < end]
            said = [other for other in inside if agree(fact.value, other.value)]
            if said and all(_BASE.match(source.text, other.end) for other in said):
                later = [other for other in inside if other.start > said[0].end and comparable(fact, other)]
                dated = source.text[max(start, said[0].start - 10) : said[0].start]
                if any(str(year) in dated for year in years):
                    continue
                if later and _CHANGED.search(source.text, later[0].end, end):
                    yield Difference(fact.kind, fact.text, later[0].text)


def _yeared(claim: str, sentences: Sequence[str]) -> Iterator[Difference]:
    """Yield the year of a thing where the cited sentences tell of another year's: 2025년 예산안 for 2026년 예산안."""
    for found in _YEARS_OWN.finditer(claim):
        others = [o for text in sentences for o in re.finditer(rf"(20\d\d년)(?:도)?\s{found['thing']}", text)]
        own = any(found["year"] in text for text in sentences)
        if others and not own:
            yield Difference("date", found["year"], others[0][1])


def _latest(source: Source) -> int:
    """Return the latest year that the title and headings name, else the year of the document; 0 where unknown."""
    published = source.evidence.published
    named = [year for fact in figures(source.evidence.frame, published) if (year := _year(fact))]
    return max(named, default=published.year if published else 0)


def _of_another(claim: str, reference: date | None, source: Source) -> Iterator[Difference]:
    """Yield the figures that the document gives in sentences on another subject, and other ones on the claim's."""
    found = _CLAIMED.match(claim)
    words = [letters for word in found["topic"].split() if (letters := _letters(word))] if found else []
    if len("".join(words)) < LONG:
        return
    topics = {span: topic for span in source.sentences if (topic := _topic(source.text, *span))}
    own = [span for span, topic in topics.items() if topic.endswith(words[-1]) and all(word in topic for word in words)]
    for fact in figures(claim, reference or source.evidence.published):
        if not own or not (isinstance(fact.value, Quantity) or _year(fact)):
            continue
        said = [source.sentences[source.sentence_at(o.start)] for o in source.facts if agree(fact.value, o.value)]
        rivals = [
            other
            for start, end in own
            for other in source.facts
            if start <= other.start < end and comparable(fact, other)
        ]
        others = [topics.get(span, "") for span in said]
        if not others or any(topic in _letters(claim) or words[-1] in topic for topic in others):
            continue
        if rivals and isinstance(fact.value, Quantity):
            yield Difference(fact.kind, fact.text, stated(source.text, rivals[0]) or rivals[0].text)
        elif words[:-1] and all(word in topic for topic in others for word in words[:-1]):
            # Another thing of that name: 두호층 결핵체 beside 두호층 고래화석.
            yield Difference(fact.kind, fact.text, "")


def _topic(text: str, start: int, end: int) -> str:
    """Return what a sentence opens by speaking of, letters only; empty where it names no subject first."""
    found = _TOPIC.match(text, start, end)
    return _letters(found["topic"]) if found else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _prefixed(claim: str, sentences: Sequence[str]) -> Iterator[Difference]:
    """Yield the words that the cited sentences write only with a denying prefix: 비수도권 for 수도권."""
    for word in read(claim).words:
        if len(word.form) < 2 or not word.tag.startswith("NN") or claim[max(0, word.start - 1)] in _DENYING:
            continue
        before = [m.group(1) for text in sentences for m in re.finditer(rf"(.?.?){re.escape(word.form)}", text)]
        if before and all(len(b) and b[-1] in _DENYING and not b[:-1].strip().isalnum() for b in before):
            whole = _whole(claim, word.start, word.end, "".join(sentences))
            yield Difference("polarity", whole, before[0][-1] + whole)


def _whole(claim: str, start: int, end: int, text: str) -> str:
    """Return the word at `start` with the letters after `end` that the text writes as well: 수도 becomes 수도권."""
    while end < len(claim) and claim[end].isalnum() and claim[start : end + 1] in text:
        end += 1
    return claim[start:end]


def _pending(claim: str, source: Source) -> Iterator[Difference]:
    """Yield the deed that the claim calls done and the document only ever calls to come or takes back."""
    done = _DONE.search(claim)
    if done is None:
        return
    found = []
    for start, end in source.sentences:
        sentence = source.text[start:end]
        for mention in re.finditer(
            rf"(?<![가-힣]){done['word']}|{done['word']}(?![가-힣])|{done['word']}(?=[하했한할되됐된될])", sentence
        ):
            if coming := _PENDING.match(sentence, mention.end()):
                found.append(sentence[mention.start() : coming.end()].strip())
            elif back := next(denials(f"{done['word']}됐다", sentence), None):
                found.append(back[1])
            else:
                return
    if found:
        yield Difference("status", done.group().strip(" ."), found[0])


def _unsaid(claim: str, sentences: Sequence[str]) -> Iterator[Difference]:
    """Yield the standing that the claim gives something, and no cited sentence: 확정된 금액이다 of what is planned."""
    standing = _DONE.search(claim)
    if standing is None or not standing["what"]:
        return
    if not any(standing["word"] in text or FINAL.search(text) for text in sentences):
        yield Difference("status", standing.group().strip(" ."), "")


def _attached(name: str, fact: Fact, source: Source, start: int, end: int) -> Iterator[Fact]:
    """Yield the figures, of the kind of `fact`, that stand right after `name` in a sentence."""
    counted = _counter(fact)
    rivals = [
        other
        for other in source.facts
        if start <= other.start < end and comparable(fact, other) and _counter(other) == counted
    ]
    for mention in re.finditer(re.escape(name), source.text[start:end]):
        at = start + mention.end()
        # A total is not said of the thing that is named last before it.
        yield from [
            other
            for other in rivals
            if at <= other.start <= at + BESIDE
            and "총" not in source.text[at : other.start]
            and not _BASE.match(source.text, other.end)
        ][:1]


def _swapped(
    claim: str, reference: date | None, source: Source, sentences: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    """Yield the figures that a cited sentence gives to another of the things it lists."""
    known = figures(claim, reference or source.evidence.published)
    for fact in known:
        name = _subject(claim, fact.start)
        if not name or isinstance(fact.value, Moment) or any(other.text.endswith(name) for other in known):
            continue
        listed = [
            other
            for start, end in sentences
            if _another(claim, fact, source, start, end)
            for other in _attached(name, fact, source, start, end)
        ]
        everywhere = [other for span in source.sentences for other in _attached(name, fact, source, *span)]
        own = [other.value for other in known if other is fact or _subject(claim, other.start) == name]
        if listed and not any(agree(value, other.value) for value in own for other in everywhere):
            yield Difference(fact.kind, fact.text, listed[0].text)


def _other_way(
    claim: str, reference: date | None, source: Source, sentences: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    """Yield by how much the claim says that something rose where the cited sentences say that it fell: 3.5% 감소."""
    for fact in figures(claim, reference or source.evidence.published):
        mine = _way(claim, fact)
        told = [
            way
            for start, end in sentences
            for other in source.facts
            if start <= other.start < end and agree(fact.value, other.value) and (way := _way(source.text, other))
        ]
        if mine and told and all(way[0] != mine[0] for way in told):
            yield Difference("polarity", mine[1], told[0][1])


def _way(text: str, fact: Fact) -> tuple[str, str] | None:
    """Return whether something rose or fell by a figure, and the word for it right behind."""
    after = _AMOUNT.match(text, fact.end)
    at = after.end() if after else fact.end
    for way, words in (("more", MORE), ("less", LESS)):
        if found := words.match(text, at):
            return way, found.group()
    return None


def _counter(fact: Fact) -> str:
    """Return the counting word as it is written: 종 and 개 list different things."""
    return fact.text.lstrip("0123456789.,~∼～〜–- 여").strip() if fact.kind == "count" else ""


def _subject(text: str, before: int) -> str:
    """Return the word that stands right before an offset, without its particle; empty where none does."""
    found = _SUBJECT.search(text, max(0, before - 40), before)
    return found["name"] if found else ""


def _another(claim: str, fact: Fact, source: Source, start: int, end: int) -> bool:
    """Tell whether a sentence gives the figure to something the claim does not name before it."""
    said = [one for one in source.facts if start <= one.start < end and agree(fact.value, one.value)]
    named = claim[max(0, fact.start - 24) : fact.start]
    return bool(said) and not any((name := _subject(source.text, one.start)) and name in named for one in said)


def elsewhen(claim: str, reference: date | None, published: date | None, around: str) -> Iterator[Difference]:
    """Yield the year of the claim when nothing in `around`, the text about its citation, speaks of it."""
    stated_years = {_year(fact) for fact in figures(around, published) if not _COMPARED.match(fact.text)}
    if published is not None:
        stated_years.add(published.year)
    for fact in figures(claim, reference or published):
        year = _year(fact)
        if year is not None and year not in stated_years and not _COMPARED.match(fact.text):
            yield Difference(fact.kind, fact.text, "")


def _year(fact: Fact) -> int | None:
    return fact.value.year if isinstance(fact.value, Moment) else None
