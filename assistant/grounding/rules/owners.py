"""Whose figure a sentence or list gives: `가온상사에 과징금 300만 원`, `나래식품 : 과징금 500만 원`.

A claim that gives one firm the figure of another repeats a figure that does stand in the source: only the name before
it tells. A name right beside a figure, without a word for what is measured, is compared by the objections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answers import Difference
from assistant.facts.agreement import agree, comparable
from assistant.facts.bounds import near
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Quantity
from assistant.grounding.rules.participants import same_name
from assistant.grounding.source import Source
from assistant.korean.morphemes import tokens

REACH = 160
"""Characters before a figure in which its owner is looked for."""
_MEASURED = re.compile(
    r"(?P<label>[가-힣]{2,12}?)(?:은|는|이|가|으로|로|액은|액이)?\s?[:：]?\s?(?:각각|모두|약|총|최대)?\s?$"
)
"""The word for what a figure measures, right before it."""
_OF = re.compile(r"\s?의\s(?P<label>[가-힣]{2,12}?)(?:[을를이가은는과와,.]|\s|$)")
_OWNER = re.compile(
    r"(?<![가-힣A-Za-z0-9·&])(?P<name>[가-힣A-Za-z0-9·&]{1,30}?[가-힣A-Za-z])(?:㈜|\((?:주|재|사|유)\))?"
    r"(?:(?:에게는|에게|에는|에|은|는|이|가|의)(?=[\s,])|(?:\([^()\n]{0,40}\))?\s?[:：](?=\s))"
)

_BARE = re.compile(
    r"(?<![가-힣A-Za-z0-9·&])(?P<name>[가-힣A-Za-z0-9·&]{2,30})\s(?P<label>[가-힣]{2,12}?)(?:은|는|이|가)?\s?(?:약|총)?\s?$"
)
"""A name before what is measured of it: 가온클럽 회원 300명."""


@dataclass(frozen=True, slots=True)
class _Owned:
    figure: Fact
    label: str
    """What the figure measures."""
    owners: tuple[str, ...]
    """Names before it that it may be said of, the nearest first."""


def misattributed(claim: str, reference: date | None, source: Source) -> Iterator[Difference]:
    """Yield the figures of a claim that the source gives to others, where it gives the claim's own name another one.

    So it is too where the source does not know that name at all.
    """
    known = figures(claim, reference or source.evidence.published)
    for fact in (one for one in known if isinstance(one.value, Quantity)):
        told = [_owned(source.text, one, source) for one in source.facts if agree(fact.value, one.value)]
        labels = {one.label for one in told if one and one.label and one.label in claim}
        mine = _named(claim, fact, labels)
        if not labels or not mine or not all(one and one.owners for one in told):
            continue
        owners = {one.owners[0] for one in told if one}
        if any(same_name(mine, owner) for owner in owners):
            continue
        own = _own(mine, fact, labels, source)
        if own:
            yield Difference(fact.kind, fact.text, own.text)
        elif _proper(mine) and not _mentioned(mine, source) and not any(map(mine.endswith, owners)):
            yield Difference("name", mine, next(iter(owners)) if len(owners) == 1 else "")


def _own(name: str, fact: Fact, labels: set[str], source: Source) -> Fact | None:
    """Return the figure that the source gives `name` for the same thing, where none agrees with the claim's."""
    for other in source.facts:
        if comparable(fact, other) and not (agree(fact.value, other.value) or near(source.text, other, fact)):
            owned = _owned(source.text, other, source)
            if owned and owned.label in labels and owned.owners and same_name(name, owned.owners[0]):
                return other
    return None


def _owned(text: str, figure: Fact, source: Source) -> _Owned | None:
    """Return what a figure of the source measures and whose it may be; None where its sentence names no measure."""
    start, _ = source.sentences[source.sentence_at(figure.start)] if source.sentences else (0, 0)
    label = _label(text, figure, start)
    return _Owned(figure, label, tuple(_owners(text, start, figure.start, {label}))) if label else None


def _label(text: str, figure: Fact, start: int) -> str:
    before = _MEASURED.search(text, max(start, figure.start - 24), figure.start)
    after = _OF.match(text, figure.end)
    found = after or before
    return found["label"] if found else ""


def _owners(text: str, start: int, end: int, labels: set[str]) -> Iterator[str]:
    beside = _BARE.search(text, max(start, end - REACH), end)
    if beside and beside["label"] in labels and tokens(beside["name"])[-1].tag in {"NNP", "NNG", "SL"}:
        yield beside["name"]
    for found in reversed(list(_OWNER.finditer(text, max(start, end - REACH), end))):
        if len(found["name"]) > 1 and found["name"] not in labels:
            yield found["name"]


def _named(claim: str, fact: Fact, labels: set[str]) -> str:
    return next(_owners(claim, 0, fact.start, labels), "")


def _proper(name: str) -> bool:
    return any(one.tag in {"NNP", "SL"} for one in tokens(name))


def _mentioned(name: str, source: Source) -> bool:
    text = f"{source.evidence.frame}\n{source.text}"
    return name in text or any(same_name(name, found["name"]) for found in _OWNER.finditer(text))
