"""Spelling variants of a programme's name and the sentences of a document that mention it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ingest import sentences
from ingest.documents import Chunk, SourceDocument

SHORTEST = 3
"""Letters below which a name is no name: it would be found in half of all documents."""
LEAD = 300
"""Characters at the head of a text that say what the document is about."""
NEAR = 4
"""Sentences after the name in which 사업 alone still points back to it."""
BETWEEN = 2
"""Spaces or marks that may stand between two letters of a name."""
NOTES = "*※＊"
"""Marks that open a footnote."""

_BRACKETED = re.compile(r"\s{0,9}[(（\[][^()（）\[\]]{0,200}[)）\]]\s{0,9}$")
_SUFFIX = re.compile(r"\s{0,9}(?:R\s?&\s?D|사업)\s{0,9}$", re.IGNORECASE)
_QUOTES = re.compile(r"[「」『』'‘’\"“”]")
# One of the things that a sentence lists is not what its document is about.
_LISTED = re.compile(r"[▲△①②]")
_MARKS = re.compile(r"[^\w+.]|_")
_SEPARATORS = "·ㆍ・‧「」『』'‘’\"“”"
_DROPPED = dict.fromkeys(map(ord, _SEPARATORS))
_WORD = re.compile(r"[가-힣A-Za-z0-9]")
_GOES_ON = re.compile(r"[0-9+]")
_POINTS_BACK = re.compile(
    r"(?<![가-힣])(?:(?:이|동|해당|본|이번|금번)\s?)?(?:총?사업비?|사업\s?계획)(?!자|장|화|[가-힣]*(?:자|장|화)\b)"
)
# Another programme by name: a long compound that ends in 사업, or one that a bracket marks as research.
_RIVAL = re.compile(
    r"[가-힣A-Za-z0-9·+]{4,40}\s?(?:\((?:R&D|[A-Z]{2,40})\)\s?)?(?:기술개발\s?)?사업(?![가-힣]{0,2}(?:비|계획|자|장|화))"
    r"|[가-힣A-Za-z0-9.·+]{4,40}\(R&D\)"
    r"|[가-힣]{2,40}\s?\([A-Z]{2,40}\)\s?(?:[가-힣]{1,40}\s?)?사업"
)
_QUOTED = re.compile(
    r"[「『‘“'\"｢]([^「」『』‘’“”'\"｢｣\n]{4,40}(?:사업|프로그램|기금|펀드|바우처|R&D\)?)(?:\([^)]{0,200}\))?)[」』’”'\"｣]"
)
_LIST_OF = re.compile(r"^[)）」』’”'\"\s]{0,3}(?:[가-힣]{1,8}[)）」』’”'\"\s]{0,3}){0,2}?등(?:\s|의|에|을|이|,)")
"""Behind a name: 수산대전 환급행사 등. What follows is said of all that is listed."""
_NEXT_ITEM = re.compile(r"\d[^'‘“「『\n]{0,12}[,，]\s?['‘“「『][^'’”」』\n]{2,40}['’”」』]")
"""A figure, a comma and a quoted name: what comes then is said of that name."""
_OF_ANOTHER = re.compile(
    r"^\s?(?:상당|규모|가량|정도)?(?:의|인)\s(?P<name>[가-힣A-Za-z0-9·]{2,30}(?:사업|프로그램|기금|펀드|바우처|프로젝트))"
)
REACHES = 16
"""Letters up to which a figure may stand before the name that it is said of."""
_HELD = "◇"
"""Put in a name's place while other names are looked for."""
_SYSTEM = re.compile(r"(?:(?<![과문경규통국])제|제도|[법령]|시행규칙|조례|규정|지침|기준|휴직|휴가)$")
_GENERIC = re.compile(
    r"^(?:신규|선행|후보|지원|기존|관련|주요|세부|핵심|대상|해당|연구개발|기술개발|국가연구개발|내역|R&D)+사업"
)


def compounds(core: str, text: str) -> tuple[str, ...]:
    """Return the longer names in a text that end in `core`: 수출바우처 and 혁신바우처 for 바우처."""
    return tuple(re.findall(rf"(?<![가-힣A-Za-z0-9])[가-힣A-Za-z0-9·]{{2,40}}{re.escape(core)}", text))


def opens_word(core: str, text: str) -> bool:
    """Tell whether `core` begins a word of a text, so that it stands there as a name of its own."""
    return re.search(rf"(?<![가-힣A-Za-z0-9]){re.escape(core)}", text) is not None


def squeezed(text: str) -> str:
    """Return a text without what a name may be written with or without, so that a core is found in it at once."""
    return "".join(text.translate(_DROPPED).split()).lower()


def generic(name: str) -> bool:
    """Tell whether a name says only that something is a programme: 신규 지원사업, 국가연구개발사업."""
    return _GENERIC.match(name.replace(" ", "")) is not None


@dataclass(frozen=True)
class Subject:
    """A programme, known by its name however it is spaced, quoted or followed by a bracket."""

    name: str

    @cached_property
    def core(self) -> str:
        """The letters of the name without spaces, marks, a bracket at its end and a closing 사업 or R&D."""
        name, before = _QUOTES.sub("", unicodedata.normalize("NFKC", self.name)), ""
        while name != before:
            before = name
            for suffix in (_BRACKETED, _SUFFIX):
                shorter = suffix.sub("", name)
                name = shorter if len(_letters(shorter)) >= SHORTEST else name
        return _letters(name)

    @property
    def is_system(self) -> bool:
        """Whether the name is that of a system or a law, not of a programme: 육아휴직제, 신고제도, 가온법."""
        return _SYSTEM.search(self.core) is not None

    def named(self, text: str) -> bool:
        """Tell whether `text` names the programme."""
        return len(self.core) >= SHORTEST and next(_spans(self.core, text), None) is not None

    def written(self, text: str) -> str:
        """Return the name as `text` first writes it; empty where it does not."""
        start, end = next(_spans(self.core, text), (0, 0))
        return " ".join(text[start:end].split())

    def alone(self, text: str) -> bool:
        """Tell whether `text` names no other programme beside this one."""
        rest = text
        for start, end in reversed(list(_spans(self.core, text))):
            rest = rest[:start] + _HELD + rest[end:]
        others = [match.group() for match in (*_RIVAL.finditer(rest), *_QUOTED.finditer(rest))]
        return all(_HELD in other or _GENERIC.match(other) for other in others)

    def listed(self, text: str) -> bool:
        """Tell whether `text` names the programme only as one of several: 새빛공항 등 53건."""
        names = list(_spans(self.core, text))
        return bool(names) and all(_LIST_OF.match(text[end:]) for _, end in names)

    def owns(self, text: str, start: int, end: int) -> bool:
        """Tell whether the figure `text[start:end]` is said of this programme and of nothing named nearer to it.

        Of `수출바우처에 1,502억원, '해외마케팅 지원'에 866억원`, the programme 수출바우처 owns the first alone. A text
        that does not name the programme is taken to go on about it, unless the figure is that of another by name.
        """
        other = _OF_ANOTHER.match(text[end:])
        if other and not self.named(other["name"]) and not _GENERIC.match(other["name"]):
            return False
        names = list(_spans(self.core, text))
        if not names:
            return True
        before = [span for span in names if span[1] <= start]
        if before:
            between = text[before[-1][1] : start]
            return not _LIST_OF.match(between) and not _NEXT_ITEM.search(between) and self.alone(between)
        gap = text[end : names[0][0]]
        return len(gap) <= REACHES and self.alone(gap)

    def rivalled(self, text: str) -> bool:
        """Tell whether `text` names another programme, and not this one."""
        if self.named(text):
            return False
        return any(not _GENERIC.match(match.group()) for match in _RIVAL.finditer(text))


def _spans(core: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` has the letters of `core`, large or small, up to `BETWEEN` separators between each two.

    As a pattern this takes milliseconds to compile, and every question brings names of its own.
    """
    heads = {core[:1].lower(), core[:1].upper()}
    start = _earliest(heads, text, 0) if core else -1
    while start >= 0:
        end = -1 if start and _WORD.match(text[start - 1]) else _walked(core, text, start)
        if end > 0:
            yield start, end
        start = _earliest(heads, text, end if end > 0 else start + 1)


def _earliest(letters: Iterable[str], text: str, start: int) -> int:
    return min((at for letter in letters if (at := text.find(letter, start)) >= 0), default=-1)


def _walked(core: str, text: str, start: int) -> int:
    """Return where the letters of `core` end that begin at `start`; -1 where they do not all follow."""
    at = start
    for letter in core:
        stop = at + BETWEEN if at > start else at
        while at < min(stop, len(text)) and (text[at].isspace() or text[at] in _SEPARATORS):
            at += 1
        if text[at : at + 1].lower() != letter.lower():
            return -1
        at += 1
    # What ends in 3.0 or + is another programme than what it is named after.
    return -1 if _GOES_ON.match(text, at) else at


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that speaks of a programme."""

    start: int
    end: int
    """Span in the document's text, from after any list marker."""
    text: str
    named: bool
    """Whether it names the programme itself, rather than going on about it."""
    note: bool
    """Whether it is a footnote: it explains what was said rather than say it."""
    devoted: bool = False
    """Whether the whole document is about the programme."""


def mentions(subject: Subject, document: SourceDocument) -> Iterator[Mention]:
    """Yield the sentences of `document` that speak of `subject`, in order.

    A sentence does so that names it; in a document about it, any that names no other programme; elsewhere one soon
    after the name, in the same paragraph or pointing back by 사업. Where headings divide a document between
    programmes, only what stands under this one's.
    """
    text = document.text
    titled = subject.named(document.title) and not subject.listed(document.title)
    devoted = titled or _leads(subject, text)
    divided = any(subject.named(section.path[-1]) for section in document.sections if section.path)

    def elsewhere(start: int) -> bool:
        under = document.section_at(start)
        return divided and bool(under) and not any(map(subject.named, under))

    return _mentions(subject, text, devoted, elsewhere)


def mentions_within(subject: Subject, chunk: Chunk, title: str) -> Iterator[Mention]:
    """Yield the sentences of a chunk that speak of `subject`, with offsets in the document."""
    devoted = subject.named(title) or any(map(subject.named, chunk.section))
    for one in _mentions(subject, chunk.text, devoted, lambda _: False):
        yield replace(one, start=one.start + chunk.start, end=one.end + chunk.start)


def _mentions(subject: Subject, text: str, devoted: bool, elsewhere: Callable[[int], bool]) -> Iterator[Mention]:
    if not devoted and not subject.named(text):
        return
    last, line, rival = -NEAR - 1, -1, False
    for index, (start, end) in enumerate(sentences.spans(text)):
        first = min(sentences.marker_end(text, start), end)
        sentence = text[first:end]
        paragraph = text.rfind("\n", 0, start)
        named = subject.named(sentence)
        if named:
            last, line, rival = index, paragraph, False
        else:
            rival = subject.rivalled(sentence) or (rival and paragraph == line)
            line = paragraph if rival else line
        near = index - last <= NEAR and (paragraph == line or points_back(sentence))
        if named or (not rival and not elsewhere(start) and (devoted or near)):
            yield Mention(first, end, sentence, named, text[start] in NOTES, devoted)


def points_back(text: str) -> bool:
    """Tell whether `text` speaks of a programme without naming it: 이 사업, 총사업비."""
    return _POINTS_BACK.search(text) is not None


def _leads(subject: Subject, text: str) -> bool:
    """Tell whether the head of `text` names the subject, and not as one of several."""
    for start, end in sentences.spans(text[: LEAD * 3]):
        sentence = text[start:end]
        listed = sentences.marker_end(text, start) > start or sentences.is_row(sentence) or _LISTED.search(sentence)
        if start < LEAD and not listed and subject.named(sentence) and not subject.listed(sentence):
            return True
    return False


def _letters(text: str) -> str:
    return _MARKS.sub("", text).rstrip(".")
