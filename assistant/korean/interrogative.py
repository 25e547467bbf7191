"""Questions that a document answers: `총사업비는 300억원이다` answers `총사업비는 얼마입니까?`.

A title that names a programme, or anything in quotation marks, makes one as well: what that is. Of sentences, only
those of the plainest form do: a topic of nouns, a figure, and that it is so. Others would seldom make Korean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Quantity
from assistant.korean.morphemes import Token, tokens
from assistant.korean.names import followed, subject, whole
from ingest.sentences import is_row, spans

WORDS = 2
"""Least nouns of a topic: 예산은 300억원이다 does not say whose."""
LONGEST = 40
"""Most letters of a topic."""
BETWEEN = 3
"""Most morphemes between the topic and its figure: 모두, 총, 약."""
_NOUNS = ("NNG", "NNP", "XSN", "SL", "NR")
_TOPIC = frozenset(("NNG", "NNP", "NNB", "XPN", "XSN", "XSV", "XSA", "SL", "SN", "MM", "JKG", "JC", "ETM", "VV", "VA"))
_NAMING = frozenset({"NNG", "NNP", "XPN", "XSN", "SL", "SN"})
_OPENING = frozenset({"SW", "SO", "SS", "SB"})
_POINTING = frozenset({"이", "그", "저", "동", "본", "이번", "올해", "내년", "작년", "지난해", "당해", "오늘", "각"})
_SETTLED = frozenset({"정하", "확정", "책정", "나타나", "집계", "조사", "결정"})
_PLAIN = re.compile(r"[은는]\s.{0,20}\d")
_QUOTED = re.compile(r"[「『‘“｢']([가-힣A-Za-z0-9 ·]{4,30})[」』’”｣']")
# When is asked of what has a day: 산림청은 10월까지 … is not on until when the 산림청 is.
_TIMED = re.compile(r"(?:일|기간|시기|기한|시한|시점|날짜|일정|마감|연도|개최|시행|착공|준공|개통)$")
_DAYS = {"까지": "언제까지입니까?", "부터": "언제부터입니까?"}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question and the figure that answers it, as the document writes it."""

    question: str
    figure: str
    """Empty where none is asked for."""


def suggested(title: str, text: str) -> Iterator[Suggested]:
    """Yield a question for each sentence that says plainly how much, how many or when; then one on the title."""
    named_whole = subject(title)
    programme = named_whole if named_whole and whole(title, named_whole) else ""
    for start, end in spans(text):
        sentence = text[start:end]
        if is_row(sentence) or not _PLAIN.search(sentence) or not (found := figures(sentence)):
            continue
        made = _question(sentence, tokens(sentence), found)
        if made and named_whole and not programme and named_whole not in made.question:
            # The title is on something whose name it does not give whole: nothing else says of what.
            continue
        if made and programme and programme not in made.question:
            # 공고한 품목은 몇 개입니까 does not say of what.
            made = replace(made, question=f"{programme}에서 {made.question}")
        if made:
            yield made
    quoted = _QUOTED.search(title)
    name = quoted[1].strip() if quoted else programme.partition("(")[0].strip()
    named = tokens(name) if name else ()
    if sum(one.tag in _NOUNS for one in named) >= WORDS and all(one.tag in _NAMING for one in named):
        yield Suggested(f"{followed(name, '은')} 무엇입니까?", "")


def _question(sentence: str, read: Sequence[Token], found: Sequence[Fact]) -> Suggested | None:
    first = next((at for at, one in enumerate(read) if one.tag not in _OPENING), 0)
    marked = next((at for at, one in enumerate(read) if one.tag == "JX" and one.form in {"은", "는"}), 0)
    topic = read[first:marked]
    if not topic or topic[0].form in _POINTING or topic[-1].tag not in _NOUNS:
        return None
    if any(one.tag not in _TOPIC for one in topic) or sum(one.tag in _NOUNS for one in topic) < WORDS:
        return None
    asked = sentence[topic[0].start : read[marked].end]
    after = read[marked + 1 :]
    facts = _figure(after, found)
    if len(asked) > LONGEST or "\n" in asked or not facts:
        return None
    last = facts[-1]
    rest = [one for one in after if one.start >= last.end]
    asking = _asking(facts, rest, asked)
    return Suggested(f"{asked} {asking}", facts[0].text) if asking else None


def _figure(after: Sequence[Token], found: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the figure that stands right behind a topic, both ends of a range; nothing where another word does."""
    if not after:
        return ()
    near = [one for one in after if one.tag in {"SN", "NR"}]
    if not near or after.index(near[0]) > BETWEEN:
        return ()
    at = next((at for at, fact in enumerate(found) if fact.start <= near[0].start < fact.end), None)
    if (
        at is not None
        and found[at].kind == "period"
        and at + 1 < len(found)
        and found[at + 1].start - found[at].end <= 4
    ):
        at += 1  # 총사업비는 5년간 300억원이다
    if at is None or any(one.tag.startswith(("V", "JK")) for one in after[: after.index(near[0])]):
        return ()
    ranged = found[at + 1 : at + 2] if found[at].kind == "date" else ()
    joined = [one for one in ranged if one.kind == "date" and one.start - found[at].end <= len("(월)부터 ")]
    return (found[at], *joined)


def _asking(facts: Sequence[Fact], rest: Sequence[Token], topic: str) -> str:
    """Return how a figure is asked for where the words behind it say no more than that it is so; else nothing."""
    bounds = [one.form for one in rest[:1] if one.form in _DAYS]
    rest = rest[len(bounds) :]
    stated = rest and (
        rest[0].tag == "VCP" or (rest[0].form in {"으로", "로"} and len(rest) > 1 and rest[1].form in _SETTLED)
    )
    if not stated:
        return ""
    kind, value = facts[0].kind, facts[0].value
    if kind == "date":
        if not _TIMED.search(topic[:-1]):
            return ""
        return "언제입니까?" if len(facts) > 1 or not bounds else _DAYS[bounds[0]]
    if kind in {"amount", "percent", "points"}:
        return "얼마입니까?"
    if kind == "count" and isinstance(value, Quantity) and value.unit:
        return f"몇 {value.unit}입니까?"
    return ""
