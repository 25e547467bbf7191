"""Section detection: the headings of Korean outlines and the sections they divide a document into.

Heading levels are Ⅰ. › 1. › 가. › □, or 제1장 › 제1절 › 제1조, and 붙임·참고. A line that starts with such a marker is
a heading only if it reads like one, is set off from the text below it, and most of its numbered series passes too: a
run of numbered sentences is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median_low

from ingest.documents import Section, SourceDocument
from ingest.sentences import is_row

_LONGEST = 60
"""Most characters of a heading."""
_SURE = 20
"""A box heading up to this length is believed above plain text."""
_HABIT = 3
"""Times a document does something before it is taken for its habit."""
_BOX = 4
"""Level of □ and its kin, the only markers without a number."""

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029\u0085]+")
_SYLLABLES = "가나다라마바사아자차카타파하"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ANNEX = r"[<\[(【〈《]?\s{0,9}(?:붙\s?임|참\s?고|별\s?첨|첨\s?부)\s{0,9}(?:자료\s{0,9})?\d{0,2}"
_SQUARES = "□■◻▢❏❑◇◆◈▣"
_LADDER: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 1, re.compile(r"(?:([Ⅰ-Ⅻ])\s*(?:[.．]\s*|\s)|([IVX]{1,4})[.．]\s+)(?=\S)")),
    ("chapter", 1, re.compile(r"제\s?(\d{1,2})\s?장(?=[\s.:])\s*")),
    ("annex", 1, re.compile(rf"{_ANNEX}(?:\s*[>\])】〉》.]|\s|$)\s*(?![:：]\s*[^>\])】〉》]*$)")),
    ("division", 2, re.compile(r"제\s?(\d{1,2})\s?절(?=[\s.:])\s*")),
    ("number", 2, re.compile(r"(\d{1,2})\s*[.．]\s+(?=[가-힣A-Za-z「｢『“‘\"'(<]|(?:19|20)\d\d[년~])")),
    ("boxed", 2, re.compile(r"(\d{1,2})\s{1,3}(?=[가-힣「][^.|]{2,40}$)")),
    ("clause", 3, re.compile(r"제\s?(\d{1,3})조(?:의\s?\d{1,2})?\s?\([^()]{1,40}\)")),
    ("syllable", 3, re.compile(rf"([{_SYLLABLES}])\s*[.．]\s+(?=\S)")),
    ("box", _BOX, re.compile(rf"[{_SQUARES}]\s*(?=[^\s□■○◇◆])")),
    ("box", _BOX, re.compile(r"【\s*(?=[^【】]{2,40}】$)")),
)
_NUMBERED = {"part", "chapter", "division", "number", "boxed", "clause", "syllable"}
_ITEM = re.compile(r"(?:[○◯❍◦●▶▷►•∙▪△▲※*]|ㅇ|[oO](?=\s+[가-힣(])|[-－‐–―—·ㆍ]\s*(?=\D)|[①-⑳❶-❿]|\(?\d{1,2}\)|[<\[【])")
_CIRCLE = re.compile(r"[○◯❍◦]|[ㅇoO]\s")
_DASH = re.compile(r"[-－‐–―]\s*\D")
_INLINE = re.compile(r"\s(?:(?:가|1)[.)]\s|※)")
_CONTENTS = re.compile(r"[<\[(【]?\s*(?:목\s*차|차\s*례|순\s*서|contents)\s*[>\])】]?$", re.IGNORECASE)
_LEADER = re.compile(r".{2,80}?(?:[·․…‥]{3,}|\.{4,}|\t)\s*\d{0,3}")
_FURNITURE = re.compile(r"[-－–―]\s*\d{1,4}\s*[-－–―]$")
_SENTENCE = re.compile(
    r"(?:다|[세어아해네에]요|까|죠)$|[.!?;,·]$|[가-힣][다요]\.\s|"
    r"(?:하고|하며|면서|하여|하되|[는를및등]|에서|에게|으로|에는|참조|위해|따라|통해|대해|대한|위한|관한|통한|있는|하는|되는)$"
)
_PARTICLE = re.compile(r"(?<=.{10})[가-힣](?:은|는|을|에|와|함|임|됨|음)$")
# A box bullet that states a result is a finding, not the name of a part.
_RESULT = re.compile(
    r"\d[\d,.]{0,40}\s?(?:개|명|건|곳|종|%|억|만|천|조|㎞|km|원|회|호|톤)|\d\d[\d,.]{0,40}\s?대|→|^[(\[]|\s[□■▣►▶○]|(?:필요|증가|감소)$"
)
_WRAPPED = re.compile(r"(?:<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|〈[^〈〉]*〉|《[^《》]*》|【[^【】]*】)$")
_LIST = re.compile(rf"{_ANNEX}\W{{0,9}}1\s?[.)]")
_VALUE = re.compile(r"\s[:：](?:\s|$)|^[^:：]{1,20}[:：]\s?\S|^[①-⑳]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the text and the heading marker it opens with, if any."""

    start: int
    kind: str = ""
    level: int = 0
    """Place in the ladder; 0 for body text."""
    number: int = 0
    heading: str = ""
    """The heading as written, without its bullet; empty for a marked line that does not read as one."""


_END = _Line(0, "end", 1, 0, "end")


def sections(document: SourceDocument) -> tuple[Section, ...]:
    """Divide a document by its headings into sections that tile its text.

    A document without headings is one section with an empty path; an empty one has none.
    """
    text = document.text
    if not text:
        return ()
    opened: list[tuple[tuple[str, ...], int, int]] = [((), 0, 0)]
    stack: list[_Line] = []
    read = _without_findings(list(_lines(text)))
    lines = _declared(document, read, _consistent(read))
    ranks = _ranks(lines)
    for line in _owning(lines, ranks):
        while stack and ranks[stack[-1].level] >= ranks[line.level]:
            stack.pop()
        if line.heading:
            stack.append(line)
        path = tuple(above.heading for above in stack)
        if line.heading or path != opened[-1][0]:
            opened.append((path, stack[-1].level if stack else 0, line.start))
    ends = [start for _, _, start in opened[1:]] + [len(text)]
    return tuple(
        Section(path, level, start, end, document.page_at(start))
        for (path, level, start), end in zip(opened, ends, strict=True)
        if start < end
    )


def _lines(text: str) -> Iterator[_Line]:
    """Read the lines of a text that are neither empty nor page numbers; contents lines are body."""
    rows = [(match.start(), match.group().strip()) for match in _LINE.finditer(text)]
    rows = [(start, body) for start, body in rows if body and not _FURNITURE.match(body)]
    width = _width(rows)
    listed: set[str] | None = None
    attached = False
    for index, (start, body) in enumerate(rows):
        line = _read(start, body)
        if len(body) < 16 and _CONTENTS.match(body):
            listed, line = set(), _Line(start)
        elif listed is not None:
            if _in_contents(body, listed, marked=line.level > 0):
                line = _Line(start)
            else:
                listed = None
        if line.kind == "number" and attached:
            line = _Line(start)
        else:
            attached = bool(_LIST.match(body))
        if line.heading and not _stands(text, rows, index, width):
            line = replace(line, heading="")
        yield line


def _in_contents(body: str, listed: set[str], *, marked: bool) -> bool:
    """Return whether a line after 목차 is still one of its entries: the first heading to come again is not."""
    key = re.sub(r"[\s\d.．·․…‥]+", "", body)
    if _LEADER.match(body):
        listed.add(key)
        return True
    if (marked and key in listed) or len(body) > _LONGEST or len(listed) > 150 or body.endswith("다."):
        return False
    listed.add(key)
    return True


def _width(rows: list[tuple[int, str]]) -> int:
    """Return the length from which a line may be wrapped: most of what the long lines of the text hold."""
    lengths = sorted(len(body) for _, body in rows)
    return max(24, int(lengths[len(lengths) * 9 // 10] * 0.7)) if lengths else 24


def _read(start: int, body: str) -> _Line:
    """Read one line as a heading, a line with a marker only, or body."""
    if is_row(body) or _LEADER.match(body):
        return _Line(start)
    for kind, level, pattern in _LADDER:
        match = pattern.match(body)
        if match is None:
            continue
        number = _number(kind, next(filter(None, match.groups()), "")) if kind in _NUMBERED else 0
        heading = match.group() if kind == "clause" else body[match.end() :] if kind == "box" else body
        if inline := _INLINE.search(heading, 6):
            heading = heading[: inline.start()]
        if kind != "clause" and not _reads(heading.strip(), body[match.end() :].strip(), level):
            heading = ""
        return _Line(start, kind, level, number, _written(heading))
    return _Line(start, "dash" if _DASH.match(body) else "circle" if _CIRCLE.match(body) else "")


def _number(kind: str, marker: str) -> int:
    """Return the place of a marker in its series, counted from 1."""
    if kind == "syllable":
        return _SYLLABLES.index(marker) + 1
    if marker.isdecimal():
        return int(marker)
    return ord(marker) - ord("Ⅰ") + 1 if marker >= "Ⅰ" else (*_ROMAN, marker).index(marker) + 1


def _reads(heading: str, rest: str, level: int) -> bool:
    """Return whether a marked line is short and neither a sentence, a wrapped line nor `name: value`."""
    if not rest:
        return level == 1 and len(heading) <= 8
    if len(heading) > _LONGEST or _SENTENCE.search(heading) or _PARTICLE.search(heading):
        return False
    if level == _BOX and (len(rest) < 2 or _RESULT.search(heading)):
        return False
    return not _VALUE.search(rest)


def _stands(text: str, rows: list[tuple[int, str]], index: int, width: int) -> bool:
    """Return whether a heading is set off from the text below it rather than being a wrapped first line."""
    start, body = rows[index]
    if index + 1 == len(rows):
        return True
    below, following = rows[index + 1]
    if _LIST.match(body) and following.startswith("2"):
        return False
    gap = text[start + len(body) : below]
    if _read(start, body).kind == "boxed":
        return bool(_ITEM.match(following)) or _read(below, following).kind in {"box", "syllable"}
    return (
        len(body) <= (min(width, _SURE) if body[0] in _SQUARES else width)
        or gap.count("\n") > 1
        or "\f" in gap
        or is_row(following)
        or bool(_ITEM.match(following))
        or _read(below, following).level > 0
    )


def _without_findings(lines: list[_Line]) -> list[_Line]:
    """Turn the □ lines below a dash into body in a document that sets □ between dashes, as results are."""
    around = zip(lines, lines[1:], lines[2:], strict=False)
    if sum((one.kind, two.kind, three.kind) == ("dash", "box", "dash") for one, two, three in around) < _HABIT:
        return lines
    kept = lines[:1]
    for line, below in pairwise([*lines[1:], _END]):
        finding = line.kind == "box" and kept[-1].kind == "dash" and below.kind != "circle"
        kept.append(_Line(line.start, "dash") if finding else line)
    return kept


def _consistent(lines: list[_Line]) -> list[_Line]:
    """Turn every numbered series that is rather a list of sentences into body, and drop the body lines."""
    doubted: set[int] = set()
    for series in _series(lines):
        believed = [index for index in series if lines[index].heading]
        first = lines[series[0]]
        begun = first.number == 1 or first.kind not in {"syllable", "clause", "boxed"}
        alone = first.kind == "boxed" and len(series) == 1
        if alone or not begun or len(believed) * 3 < len(series) * 2:
            doubted.update(series)
    return [_Line(line.start) if index in doubted else line for index, line in enumerate(lines)]


def _declared(document: SourceDocument, read: list[_Line], lines: list[_Line]) -> list[_Line]:
    """Make headings of the lines the document's own outline names; a marker, as `read`, keeps its level."""
    depths = dict(document.outline)
    shifts = [line.level - depths[line.start] for line in read if line.level and line.start in depths]
    shift = median_low(shifts) if shifts else 0
    for index, line in enumerate(lines):
        if line.start in depths and not line.heading and (match := _LINE.match(document.text, line.start)):
            level = read[index].level or min(max(depths[line.start] + shift, 1), _BOX)
            lines[index] = _Line(line.start, "declared", level, heading=_written(match.group().replace(" | ", " ")))
    return lines


def _series(lines: list[_Line]) -> Iterable[list[int]]:
    """Group the numbered lines into runs that count upwards under one heading."""
    running: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.heading and line.level < _BOX:
            for kind in [kind for kind, run in running.items() if lines[run[0]].level > line.level]:
                yield running.pop(kind)
        if line.kind not in _NUMBERED:
            continue
        run = running.get(line.kind)
        if run and not 0 <= line.number - lines[run[-1]].number <= 2:
            yield run
            run = None
        if run:
            run.append(index)
        else:
            running[line.kind] = [index]
    yield from running.values()


def _owning(lines: list[_Line], ranks: tuple[float, ...]) -> Iterator[_Line]:
    """Yield the marked lines, without headings that own no text: three in a row are a list."""
    if not lines:
        return
    runs = [list(run) for _, run in groupby(lines, key=lambda line: (bool(line.heading), line.level))]
    for run, after in zip(runs, [*(run[0] for run in runs[1:]), _END], strict=True):
        empty = bool(after.heading) and ranks[after.level] <= ranks[run[0].level]
        if run[0].level and not (run[0].heading and (empty or len(run) > 2)):
            yield from run


def _ranks(lines: list[_Line]) -> tuple[float, ...]:
    """Return the rank of every level: that of □ is above 1. or 가. where they count anew under each □."""
    marked = [line for line in lines if line.level]
    boxes = sum(line.kind == "box" and bool(line.heading) for line in marked)
    for kind, level in (("number", 2), ("syllable", 3)):
        above = below = 0
        for line, follower in pairwise(marked):
            if line.heading and follower.heading:
                above += line.kind == "box" and follower.kind == kind and follower.number == 1
                below += line.kind == kind and follower.kind == "box"
        if above > max(1, below) and above * 3 > boxes:
            return (0, 1, 2, 3, level - 0.5)
    return (0, 1, 2, 3, _BOX)


def _written(heading: str) -> str:
    """Return a heading on one line, without the brackets it was set in."""
    heading = heading.strip()
    if _WRAPPED.match(heading):
        heading = heading[1:-1]
    return re.sub(r"\s+", " ", heading.rstrip("】")).strip()
