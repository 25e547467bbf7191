"""Owns how the headings of Korean outlines divide a document; knows nothing of file formats or retrieval.

The ladder is Ⅰ. › 1. › 가. › □, with 제1장 › 제1절 › 제1조 and 붙임·참고 beside it. A bullet line is a heading only
where it reads like one: short, no sentence, no `name : value`, and with text of its own below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.documents import Section, SourceDocument
from ingest.sentences import is_row

_LONGEST = 60
"""Most characters of a heading."""
_SURE = 24
"""A heading up to this length needs no outline marker below it to be believed."""

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029\u0085]+")
_ANNEX = r"[<\[(【〈《]?\s*(?:붙\s?임|참\s?고|별\s?첨|첨\s?부)\s*(?:자료\s*)?\d{0,2}"
_BOX = r"[□■◻▢❏❑◇◆◈▣\uf000\uf06f\uf0a8]"
_LADDER: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"(?:[Ⅰ-Ⅻ]\s*[.．]\s*|[Ⅰ-Ⅻ]\s+|(?:I{1,3}|IV|VI{0,3}|IX|X)[.．]\s+)(?=\S)")),
    (1, re.compile(r"제\s?\d{1,2}\s?장(?=[\s.:])\s*")),
    (1, re.compile(rf"{_ANNEX}(?:\s*[>\])】〉》.:]|\s|$)\s*")),
    (2, re.compile(r"제\s?\d{1,2}\s?절(?=[\s.:])\s*")),
    (2, re.compile(r"\d{1,2}\s*[.．]\s+(?=[가-힣A-Za-z「｢『“‘\"'(<]|(?:19|20)\d\d[년~])")),
    (3, re.compile(r"제\s?\d{1,3}조(?:의\s?\d{1,2})?\s?(?=\()")),
    (3, re.compile(r"[가나다라마바사아자차카타파하]\s*[.．]\s+(?=\S)")),
    (4, re.compile(rf"{_BOX}\s*(?=[^\s□■○◇◆])")),
    (4, re.compile(r"【\s*(?=[^【】]{2,40}】$)")),
)
_CLAUSE = re.compile(r"제\s?\d{1,3}조(?:의\s?\d{1,2})?\s?\([^()]{1,40}\)")
_ITEM = re.compile(r"(?:[○◯❍◦●▶▷►•∙▪△▲※*]|ㅇ|[oO0](?=\s+[가-힣(])|[-－‐–―—·ㆍ]\s*(?=\D)|[①-⑳❶-❿]|\(?\d{1,2}\))")
_CONTENTS = re.compile(r"[<\[(【]?\s*(?:목\s*차|차\s*례|순\s*서|contents)\s*[>\])】]?$", re.IGNORECASE)
_LEADER = re.compile(r".{2,80}?(?:[·․…‥]{3,}|\.{4,}|\t)\s*\d{0,3}$")
_PAGED = re.compile(r"\D\s*\d{1,3}$")
_FURNITURE = re.compile(r"[-－–―]\s*\d{1,4}\s*[-－–―]$")
_SENTENCE = re.compile(
    r"[다요까죠함임됨음]$|[.!?;,·]$|[다요]\.\s|(?:하고|며|면서|하여|를|에서|에게|으로|에는|\s및|\s등)$"
)
_PARTICLE = re.compile(r"(?<=.{10})[가-힣](?:은|는|을|에|와)$")
# A box bullet that states a result is a finding, not the name of a part.
_RESULT = re.compile(r"\d[\d,.]*\s?(?:개|명|건|곳|종|%|억|만|천|조|㎞|km|원|회|호|톤)|\d\d[\d,.]*\s?대|→")
_WRAPPED = re.compile(r"(?:<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|〈[^〈〉]*〉|《[^《》]*》|【[^【】]*】)$")
_LIST = re.compile(rf"{_ANNEX}\W*1\s?[.)]")
_VALUE = re.compile(r"\s[:：]\s|^\S{1,8}\s?[:：]\s?\S")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that opens with a heading marker, or the body lines that follow one."""

    level: int
    """Rank in the ladder; 0 for body text."""
    start: int
    heading: str
    """The heading as written, without its bullet; empty for a line that only looks like one."""


def sections(document: SourceDocument) -> tuple[Section, ...]:
    """Divide a document by its headings into sections that tile its text.

    A document without headings is one section with an empty path; an empty one has none.
    """
    text = document.text
    if not text:
        return ()
    opened: list[tuple[tuple[str, ...], int, int]] = [((), 0, 0)]
    stack: list[_Line] = []
    for line in _believed(list(_lines(text))):
        if not line.level:
            continue
        while stack and stack[-1].level >= line.level:
            stack.pop()
        if line.heading:
            stack.append(line)
        path = tuple(above.heading for above in stack)
        if path != opened[-1][0] or line.heading:
            level = stack[-1].level if stack else 0
            opened.append((path, level, line.start))
    starts = [start for _, _, start in opened[1:]] + [len(text)]
    return tuple(
        Section(path, level, start, end, document.page_at(start))
        for (path, level, start), end in zip(opened, starts, strict=True)
        if start < end
    )


def _lines(text: str) -> Iterator[_Line]:
    """Read the lines of a text as headings, lines that only look like one, and body."""
    rows = [(match.start(), match.group().strip()) for match in _LINE.finditer(text)]
    rows = [(start, body) for start, body in rows if body and not _FURNITURE.match(body)]
    listed: set[str] | None = None
    for index, (start, body) in enumerate(rows):
        if _CONTENTS.match(body) and len(body) < 16:
            listed = set()
            yield _Line(0, start, "")
            continue
        level, heading = _read(body)
        if listed is not None:
            key = _key(heading or body)
            if key not in listed and len(body) <= _LONGEST and len(listed) < 120:
                listed.add(key)
                yield _Line(0, start, "")
                continue
            listed = None
        if heading and level != 3 and not _stands(text, rows, index):
            heading = ""
        # A box bullet that is body text ends the heading above it; a number or a syllable lists inside it.
        yield _Line(level if heading or level == 4 else 0, start, heading)


def _read(body: str) -> tuple[int, str]:
    """Return the rank of the marker that opens a line and the heading it holds, or 0 and nothing."""
    if is_row(body) or _LEADER.match(body):
        return 0, ""
    for level, pattern in _LADDER:
        match = pattern.match(body)
        if match is None:
            continue
        rest = body[match.end() :].strip()
        if clause := _CLAUSE.match(body):
            return level, clause.group()
        if not _reads_as_heading(rest, level, body):
            return level, ""
        return level, _written(rest if level == 4 else body)
    return 0, ""


def _reads_as_heading(rest: str, level: int, body: str) -> bool:
    """Return whether what follows a marker is short and neither a sentence nor `name : value`."""
    if len(body) > _LONGEST or _SENTENCE.search(rest) or _PARTICLE.search(rest):
        return False
    if level == 4 and (rest.startswith("(") or len(rest) < 2 or _RESULT.search(rest)):
        return False
    if not rest:
        return level == 1
    return not _VALUE.search(rest) and not (level == 1 and body.rstrip().endswith(":"))


def _stands(text: str, rows: list[tuple[int, str]], index: int) -> bool:
    """Return whether a heading is set off from the text below it rather than being a wrapped first line."""
    start, body = rows[index]
    if index + 1 == len(rows):
        return True
    below, following = rows[index + 1]
    if _LIST.match(body) and following.startswith("2"):
        return False
    if len(body) <= _SURE:
        return True
    gap = text[start + len(body) : below]
    return (
        gap.count("\n") > 1
        or "\f" in gap
        or is_row(following)
        or bool(_ITEM.match(following))
        or _read(following)[0] > 0
    )


def _believed(lines: list[_Line]) -> Iterator[_Line]:
    """Drop headings that own no text: a run of numbered lines is a list, not an outline."""
    for index, line in enumerate(lines):
        if not line.heading:
            yield line
            continue
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        listed = before is not None and bool(before.heading) and before.level == line.level
        empty = after is None or (bool(after.heading) and after.level <= line.level)
        yield _Line(0, line.start, "") if empty or listed else line


def _written(heading: str) -> str:
    """Return a heading on one line, without the brackets it was set in."""
    if _WRAPPED.match(heading):
        heading = heading[1:-1]
    return re.sub(r"\s+", " ", heading.rstrip("】")).strip()


def _key(heading: str) -> str:
    """Return a heading as it can be recognised between the contents and the text."""
    return re.sub(r"[\s\d.．·․…]+", "", heading)
