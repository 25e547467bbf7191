"""Contradictions without a figure: another body, an item outside a closed list, the opposite direction.

Each is looked for where the claim's own words stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Difference
from assistant.facts import organisations, places
from assistant.facts.fact import Fact
from assistant.grounding.excerpts import clipped
from assistant.grounding.rules.counterparts import INSIDE, WHOLE, Counterpart, held_in
from assistant.grounding.rules.predicates import BESIDE, LESS, MORE
from assistant.grounding.source import Source
from assistant.korean.morphemes import read
from assistant.korean.synonyms import alike
from assistant.korean.topics import Topic
from ingest.sentences import CELL

TAIL = 16
"""Letters at the end of a claim in which it says more or less."""
_UNDONE = re.compile(r"(?P<noun>[가-힣]{2,40}?)(?P<done>[은는을를]?\s?하지(?:는|도)?\s?(?:않|못)[가-힣]{0,40})")
_PASSED = re.compile(
    r"(?P<review>예타|예비타당성\s?조사|[가-힣]{2,6}(?:조사|심사|검토))[를을에]?\s?(?:받아\s?|거쳐\s?)?통과"
)
LISTED = 3
"""Places that a sentence must name to be a list."""
_ROLE = re.compile(
    r"(?P<body>[가-힣A-Za-z]{2,40}[가-힣A-Za-z])(?<![을를은는])(?:(?:의)?\s?(?P<below>산하|소속|아래)|(?:\([^)]{0,200}\))?[이가]\s(?:[^,.]{0,20}\s)?(?P<role>맡|맺|주관|담당|운영하|만든|만들|내놓))"
)
_AGENT = re.compile(r"(?P<body>[가-힣A-Za-z]{3,40})(?:\([^)]{0,200}\))?(?:이|가|은|는)\s")
_BODY = re.compile(r"(?:[부처청원]|위원회|공단|공사|재단|센터|협회|학교)$")
_RUN = re.compile(r"맡|주관|담당|운영")
_TOLD = re.compile(r"(?:밝혔|알렸|전했|말했|발표했)다")


def contraries(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield what `source`, of that `title`, says against what `claim` says of the matters it is `about`."""
    yield from _bodies(claim, source)
    yield from _places(claim, about, source, title)
    yield from _directions(claim, about, source, title)
    yield from _affirmed(claim, about, source, title)
    yield from _waived(claim, source)


def _bodies(claim: str, source: Source) -> Iterator[Counterpart]:
    """Yield the body that a sentence puts where the claim puts one that the source never names."""
    found = _ROLE.search(claim)
    if (
        found is None
        or found["body"] in source.text
        or any(fact.normal in source.names for fact in organisations.find(found["body"]))
    ):
        return
    for start, end in source.sentences:
        other = _holder(source.text[start:end], found["role"] or "")
        if other:
            yield Counterpart(Difference("organisation", found["body"], other), start, end)


def _holder(sentence: str, role: str) -> str:
    """Return the body that a sentence names as doing something, or, without a role, as being over it; else nothing."""
    for match in _ROLE.finditer(sentence):
        if (match["role"] or "") == role:
            return match["body"].removesuffix("의") if not role else match["body"]
    first = _AGENT.search(sentence[:40]) if role and _RUN.match(role) else None
    if first is None or _TOLD.search(sentence):
        return ""
    return first["body"] if _BODY.search(first["body"]) else ""


def _places(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield the list of places that a sentence gives, where the claim's place is none of them."""
    named = [fact for fact in places.find(claim) if fact.text != claim]
    if not named or len(named) >= LISTED:
        return
    words = [topic for topic in about if not any(topic.text in fact.text for fact in named)]
    best: tuple[float, int, int, list[Fact]] | None = None
    for index, (start, end) in enumerate(source.sentences):
        sentence = source.text[start:end]
        listed = [fact for fact in places.find(sentence) if fact.text + "권" not in sentence]
        if CELL in sentence or len({fact.normal for fact in listed}) < LISTED:
            continue
        own = held_in(words, sentence)
        context = source.text[source.sentences[max(0, index - 2)][0] : end]
        whole = held_in(words, f"{title}\n{context}")
        if own >= INSIDE and whole >= WHOLE and (best is None or own > best[0]):
            best = (own, start, end, listed)
    if best is None:
        return
    _, start, end, listed = best
    for fact in named:
        if fact.normal not in {other.normal for other in listed} and fact.text not in source.text[start:end]:
            run = source.text[listed[0].start + start : listed[-1].end + start]
            yield Counterpart(Difference("list", fact.text, clipped(run)), start, end)
            return


def _directions(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield the more that a sentence tells of what the claim calls less than something, or the other way round."""
    tail = claim[-TAIL:]
    if not BESIDE.search(claim):
        return
    for mine, other in ((MORE, LESS), (LESS, MORE)):
        said = mine.search(tail)
        if said is None:
            continue
        words = [topic for topic in about if topic.start < len(claim) - TAIL + said.start()]
        for index, (start, end) in enumerate(source.sentences):
            sentence = source.text[start:end]
            turned = other.search(sentence)
            if turned and not mine.search(sentence) and _told(words, index, source, title) >= WHOLE:
                yield Counterpart(Difference("polarity", said.group(), turned.group()), start, end)
                return


def _affirmed(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield the sentence that says done what the claim says was not done: 대면평가는 하지 않았다."""
    found = _UNDONE.search(claim)
    noun = next((topic for topic in reversed(about) if found and topic.start < found.start("done")), None)
    if found is None or noun is None or not noun.text.endswith(found["noun"][-2:]):
        return
    done = re.compile(rf"{re.escape(noun.text)}(?:[을를]\s?)?(?:하여|했|하였|해\s|한다|에서|를 거쳐|로 (?:평가|심사))")
    for index, (start, end) in enumerate(source.sentences):
        said = done.search(source.text, start, end)
        if said and not read(source.text[start:end]).negations and _told(about, index, source, title) >= WHOLE:
            yield Counterpart(Difference("polarity", found.group().strip(), said.group().strip()), start, end)
            return


def _told(words: Sequence[Topic], index: int, source: Source, title: str) -> float:
    """Return the share of `words` in a sentence, the one before it and the title; 0 where the sentence has none."""
    start, end = source.sentences[index]
    if not held_in(words, source.text[start:end]):
        return 0.0
    context = source.text[source.sentences[max(0, index - 1)][0] : end]
    return held_in(words, f"{title}\n{context}")


def _waived(claim: str, source: Source) -> Iterator[Counterpart]:
    """Yield the sentence by which a review was waived that the claim calls passed."""
    passed = _PASSED.search(claim)
    if passed is None:
        return
    names = "|".join(map(re.escape, (passed["review"].replace(" ", ""), *alike(passed["review"]))))
    waived = re.compile(rf"(?:{names})[가-힣 ]{{0,10}}(?P<how>면제|생략|거치지\s?않)")
    for start, end in source.sentences:
        found = waived.search(source.text, start, end)
        if found:
            yield Counterpart(Difference("status", "통과", found["how"]), start, end)
            return
