"""A reply as Markdown for chat clients: the answer first, then its sentences with numbered links, then the sources.

`**1조 445억원** [(1)](…)`, `총사업비는 1조 445억원이다. [(1)](…)`, then to each number its document, day, page, quote.
What a document says is escaped where it would become markup, and nowhere else: `R&D` stays, `10~20, 30~40` is not
struck through. Numbers stand in parentheses, as `[1]` is what chat clients put signs of their own in the place of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.answers import Answer, Citation, Clarification, Difference, Lead, Refusal, Reply, Sentence
from ui.exports import wording
from ui.exports.layout import plain
from ui.exports.originals import original
from ui.exports.wording import paged
from ui.messages import Language, say

Address = Callable[[Citation], str]
"""Returns where a citation can be opened; an empty string for nowhere."""

_PAIRED = "`*~$"
"""Marks that become markup in pairs alone."""
_MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|(?<!\w)_|_(?!\w)")
_BRACKET = re.compile(r"\[(?=\d)|\](?=[(\[:])")
_ENTITIES = {"[": "&#91;", "]": "&#93;", "$": "&#36;"}
"""Written so, as clients that set formulas read them even behind a backslash."""
_BALANCED = re.compile(r"\[[^\[\]]{0,200}\]")
_NUMBER = re.compile(r"&#91;(\d{1,4})\]")
_OPENED = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$)))?(?(1)[.)]|[#+=>*-])")


@dataclass(frozen=True, slots=True)
class Link:
    """A numbered link in a text, at `text[start:end]`, and what it cites."""

    start: int
    end: int
    citation: Citation
    address: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the links in it."""

    text: str
    links: tuple[Link, ...] = ()


def body(value: Reply, language: Language, address: Address) -> tuple[Written, ...]:
    """Return the paragraphs that stand first: those of a longer reply begin with those of a shorter one."""
    writer = _Writer(value, language, address)
    understood = (say("reply.rewritten", language, text=escaped(value.question.text)),) if value.question.asked else ()
    if isinstance(value, Answer):
        near = (say("reply.near", language),) if value.nearest else ()
        lead = (writer.lead(value.lead),) if value.lead else ()
        return (*map(Written, (*understood, *near)), *lead, *map(writer.sentence, value.sentences))
    if isinstance(value, Clarification):
        choices = "\n".join(f"- {escaped(one)}" for one in value.choices)
        said = say(f"clarify.{value.about}", language)
        return tuple(map(Written, (*understood, said, *([choices] if choices else []))))
    corrected = (writer.correction(value.correction),) if value.correction else ()
    return (*map(Written, (*understood, say(f"refusal.{value.reason}", language))), *corrected)


def closing(value: Reply, language: Language, address: Address) -> tuple[Written, ...]:
    """Return the paragraphs that follow once a reply is whole: what to know beside it, and its sources in full."""
    return tuple(map(Written, _closing(value, language, _Writer(value, language, address))))


def joined(parts: Sequence[Written], before: int = 0) -> Written:
    """Return paragraphs as one text, each followed by a blank line; its links count from `before` characters on."""
    text, links = "", []
    for one in parts:
        shift = before + len(text)
        links += [Link(shift + link.start, shift + link.end, link.citation, link.address) for link in one.links]
        text += f"{one.text}\n\n"
    return Written(text, tuple(links))


def escaped(text: str, *, among: bool = False) -> str:
    """Return `text` on one line, escaped where Markdown would read markup into it.

    `among` other text in one paragraph, a mark that stands alone may find its other half, and is escaped too.
    """
    line = plain(text)
    paired = "".join(mark for mark in _PAIRED if line.count(mark) > (0 if among else 1))
    line = _MARKUP.sub(r"\\\g<0>", line)
    line = _BRACKET.sub(lambda match: _ENTITIES[match.group()], line)
    for mark in paired:
        line = line.replace(mark, _ENTITIES.get(mark, f"\\{mark}"))
    return _OPENED.sub(lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", line)


class _Writer:
    """Writes the parts of one reply."""

    def __init__(self, reply: Reply, language: Language, address: Address) -> None:
        self._cited = {one.marker: one for one in reply.citations}
        self._language = language
        self._address = address

    def lead(self, lead: Lead) -> Written:
        """Return the words that answer, in bold."""
        computed = f" ({say('reply.computed', self._language)})" if lead.computed else ""
        return self._numbered(
            f"**{escaped(wording.lead(lead, self._language), among=True)}**{computed}", lead.citations
        )

    def sentence(self, sentence: Sentence) -> Written:
        """Return a sentence with its numbers, and what is to be read with it."""
        doubt = "" if sentence.verdict == "supported" else f" {say(f'reply.{sentence.verdict}', self._language)}"
        written = self._numbered(escaped(sentence.text), sentence.citations, doubt)
        lines = [escaped(str(one)) for one in sentence.resolved]
        lines += [escaped(self._differing(one)) for one in sentence.differences]
        if sentence.beside:
            lines.append(self._numbered(say("reply.beside", self._language), sentence.beside).text)
        return Written("\n".join([written.text, *(f"- {line}" for line in lines)]), written.links)

    def correction(self, sentence: Sentence) -> Written:
        """Return what the documents say in place of what a question presumes."""
        said = say("reply.correction", self._language, text=escaped(sentence.text))
        return self._numbered(said, sentence.citations)

    def source(self, citation: Citation) -> str:
        """Return a citation in full: its number, document, issuer, day, page, and the quote below."""
        title = _balanced(escaped(citation.title, among=True)) or say("untitled", self._language)
        where = _safe(original(citation.uri))
        parts = [
            f"[「{title}」]({where})" if where else f"「{title}」",
            escaped(citation.issuer, among=True),
            wording.issued(citation.published, citation.declared, self._language, dated=citation.dated),
            *(escaped(one, among=True) for one in paged(citation, self._language)),
        ]
        number = self._numbered("", (citation.marker,)).text
        return f"{number} {' · '.join(part for part in parts if part)}\n> {escaped(citation.quote)}"

    def _differing(self, difference: Difference) -> str:
        return say("reply.difference", self._language, claim=difference.claim, source=difference.source)

    def referring(self, line: str) -> str:
        """Return an escaped line with links in the place of the numbers of citations in it."""
        return _NUMBER.sub(lambda match: self._numbered("", (int(match[1]),)).text or match.group(), line)

    def _numbered(self, text: str, markers: Sequence[int], after: str = "") -> Written:
        links = []
        for count, marker in enumerate(one for one in markers if one in self._cited):
            text += " " if text and not count else ""
            where = _safe(self._address(self._cited[marker]))
            label = f"[({marker})]({where})" if where else f"({marker})"
            links.append(Link(len(text), len(text) + len(label), self._cited[marker], where))
            text += label
        return Written(text + after, tuple(links))


def _closing(value: Reply, language: Language, writer: _Writer) -> Iterator[str]:
    if isinstance(value, Answer | Refusal):
        for conflict in value.conflicts:
            yield writer.referring(escaped(wording.conflict(conflict, value.citations, language)))
    if isinstance(value, Answer):
        for old in value.superseded:
            markers = f"[{old.citation}]→[{old.by}]"
            yield writer.referring(escaped(wording.superseded(old, markers, language)))
        if value.dropped:
            yield say("reply.dropped", language, count=len(value.dropped))
        yield escaped(wording.rests_on(value, language))
    if isinstance(value, Refusal):
        yield f"{say('reply.try', language)}: {wording.attempt(value, language)}"
    if value.citations:
        yield f"**{say('reply.citations' if isinstance(value, Answer) else 'reply.nearest', language)}**"
        yield from map(writer.source, value.citations)
    yield escaped(say("reply.as_of", language, date=value.as_of.isoformat(), model=value.model))


def _balanced(text: str) -> str:
    """Return the text of a link so that a bracket without its other half does not end it: `제목] 둘`."""
    if not any(mark in _BALANCED.sub("", text) for mark in "[]"):
        return text
    return text.replace("[", _ENTITIES["["]).replace("]", _ENTITIES["]"])


def _safe(address: str) -> str:
    """Return an address as it may stand in a link of Markdown: without what would end it early."""
    return quote(address, safe="/:?#[]@!$&'*+,;=%~")
