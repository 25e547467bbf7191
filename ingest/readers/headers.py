"""Header rows of a table: those that the file declares, else those that read like names over a body of another kind.

A table of names and values (담당부서 | 교통과 | 책임자 | 과장) has no header row.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from ingest.cells import bare

_DEEPEST = 3
_MOST_SPANNED = 2_000
"""Rows and columns that one cell may span; more is a slip of the file."""
_NAME, _LONG_NAME = 30, 60
"""Characters of the longest name of a column where the file declares none, and beside a 구분 or a 비고."""
_SHORT = 12
_FIGURED = 0.6
"""Share of a column's cells that are figures, from which on it is a column of figures."""
_LONGER = 2.0

_SINGLE = (
    r"(?:(?:[’‘']\d{2}|(?:19|20)\d{2})(?:\s?(?:년도?|학년도|[.．]\s?\d{1,2}(?:\s?월)?[.．]?))?"
    r"|\d{2}(?:\s?년도?|[.．]\s?\d{1,2}\s?월))"
)
_YEAR = re.compile(
    rf"[~∼～]?\s?{_SINGLE}\s?(?:[~∼～-]\s?(?:{_SINGLE}|\d{{1,2}}\s?월)?)?\s?(?:\([^)]{{1,8}}\))?"
    r"|\d{1,2}\s?(?:월|분기|주차|차년도|단계|회|차|개월|년간?)(?:\s?이내)?|[상하]반기"
)
_FIGURE = re.compile(r"[△▲▽▼+\-−–~∼～<>≤≥]?\s?[₩$]?\d[\d,.]*(?:\s?[^\d\s]{1,6})?(?:\s?\([^)]{0,12}\))?")
_NOTHING = re.compile(r"[-–—‐·.x×]?")
_WORDS = re.compile(
    r"구분|분류|항목|연번|순번|번호|비고|[Nn][Oo]\.?|내용|주요내용|세부내용|합?계|총계|기간|일정|시기|금액|예산액?|단가|수량"
    r"|(?:정책|세부|추진|핵심|중점|단위)?과제명?|(?:세부|단위)?사업명?|(?:성과)?지표명?|기관명?|(?:담당|소관|주관|추진)?부서|소관|대상"
    r"|연도|년도|지역|단위|성명|직위|품명|규격|목표|실적|현황|배점|평가항목|주관|장소|일시|방법|근거"
)
_CORNER = re.compile(r"[가-힣]{0,4}구분|연번|순번|번호|[Nn][Oo]\.?")
_LAST = "비고"
_UNIT = re.compile(
    r"[(\[〔<,;]\s{0,9}단\s?위\s{0,9}[:：]?\s{0,9}(?P<unit>[^()\[\]〔〕<>:：]{1,20}?)\s{0,9}[)\]〕>]|단\s?위\s{0,9}[:：]\s{0,9}(?P<plain>[^()\[\]:：]{1,20}?)\s{0,9}$"
)
_SEVERAL = re.compile(r"[,，/·ㆍ、]|\s및\s")
_RATE = re.compile(
    r"[률율]|비중|구성비|%|％|순위|연번|순번|번호|^[Nn][Oo]\.?$|연도|년도|일자|시기|기간|코드|전화|\([^)]{0,30}[원명건개대회%][^)]{0,30}\)$"
)
_OPENS = re.compile(r"[○◯ㅇ□■▪◦•·※*-]\s?\S")
_SENTENCE = re.compile(r"(?:다|함|음|임|됨)[.]$|[.。]\s")
_BRACKET = re.compile(r"\s{0,9}\([^()]{0,200}\)")


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table; rows and columns count from 0, `row_end` and `column_end` are inclusive."""

    row: int
    row_end: int
    column: int
    column_end: int
    text: str
    """Paragraphs of the cell are parted by line breaks."""
    header: bool | None = None
    """Whether the file declares it a header cell; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns of a table."""

    depth: int
    """Header rows of this part of the table; 0 where it goes on without them."""
    rows: tuple[tuple[str, ...], ...]
    """Texts of the header rows, a column each."""
    paths: tuple[tuple[str, ...], ...]
    """For each column its names, the widest first."""
    units: tuple[str, ...]
    """For each column the unit of its figures that stands over the table, or nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells that hold text, in the rows and columns in which one begins."""

    cells: tuple[TableCell, ...]
    over: tuple[tuple[int, ...], ...]
    """For each row the indices of the cells that cover it, from left to right."""
    texts: tuple[tuple[str, ...], ...]
    """For each row the text in each column, a spanning cell's in every one that it covers."""
    columns: int

    @classmethod
    def of(cls, cells: Sequence[TableCell]) -> Grid:
        """Return the grid of a table's cells in any order."""
        told = [cell for cell in cells if cell.text.strip()]
        rows = sorted({cell.row for cell in told})
        columns = sorted({cell.column for cell in told})
        placed = sorted((_placed(cell, rows, columns) for cell in told), key=lambda cell: (cell.row, cell.column))
        over: list[list[int]] = [[] for _ in rows]
        texts = [[""] * len(columns) for _ in rows]
        for index, cell in enumerate(placed):
            for row in range(cell.row, cell.row_end + 1):
                over[row].append(index)
                texts[row][cell.column : cell.column_end + 1] = [plain(cell.text)] * (cell.column_end - cell.column + 1)
        ordered = tuple(tuple(sorted(here, key=lambda index: placed[index].column)) for here in over)
        return cls(tuple(placed), ordered, tuple(map(tuple, texts)), len(columns))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.over)

    def starting(self, row: int) -> list[TableCell]:
        """Return the cells that begin in a row."""
        return [self.cells[index] for index in self.over[row] if self.cells[index].row == row]


def _placed(cell: TableCell, rows: Sequence[int], columns: Sequence[int]) -> TableCell:
    row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
    row_end = bisect_right(rows, min(cell.row_end, cell.row + _MOST_SPANNED)) - 1
    column_end = bisect_right(columns, min(cell.column_end, cell.column + _MOST_SPANNED)) - 1
    return TableCell(row, max(row, row_end), column, max(column, column_end), cell.text, cell.header)


def header(grid: Grid, first: int, over: str, before: Header | None = None) -> Header | None:
    """Return the header of a table whose rows begin at `first` and whose unit is `over`, None where it has none.

    A table that goes on from the page before keeps the header it had there, `before`, unless it has one of its own.
    """
    if before is not None and len(before.paths) == grid.columns:
        depth = len(before.rows)
        rows = tuple(grid.texts[row] for row in range(first, min(first + depth, grid.rows)))
        if _same(rows, before.rows):
            return Header(depth, before.rows, before.paths, before.units)
        if not ((_cornered(rows[0]) or _named(rows[0])) and _reads(grid, first, 1)):
            return Header(0, before.rows, before.paths, before.units)
    depth = _declared(grid, first) or _judged(grid, first)
    if not depth:
        return None
    depth = min(max(depth, _spanned(grid, first)), grid.rows - first - 1)
    return _built(grid, first, depth, over)


def _same(rows: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> bool:
    def letters(texts: Sequence[Sequence[str]]) -> list[str]:
        return ["".join(text.split()) for row in texts for text in row]

    return letters(rows) == letters(others)


def _built(grid: Grid, first: int, depth: int, over: str) -> Header:
    rows = tuple(grid.texts[row] for row in range(first, first + depth))
    over = over or unit([text for row in rows for text in row])
    paths = []
    for column in range(grid.columns):
        names = [_name(row[column]) for row in rows]
        paths.append(tuple(name for at, name in enumerate(names) if name and (not at or name != names[at - 1])))
    counted = [bool(over) and _counts(grid, first + depth, column, paths[column]) for column in range(grid.columns)]
    # Names with their numbers in a column of their own are no figures.
    uncounted = {path for path, figured in zip(paths, counted, strict=True) if not figured}
    units = tuple(over if one and path not in uncounted else "" for path, one in zip(paths, counted, strict=True))
    return Header(depth, rows, tuple(paths), units)


def _counts(grid: Grid, first: int, column: int, path: Sequence[str]) -> bool:
    """Return whether a column holds bare figures that the unit over the table is of."""
    if not path or any(_RATE.search(name) for name in path):
        return False
    told = [text for row in range(first, grid.rows) if not _NOTHING.fullmatch(text := grid.texts[row][column])]
    return bool(told) and sum(map(bare, told)) >= _FIGURED * len(told)


def _name(text: str) -> str:
    """Return the name that a header cell gives, letters that are spaced out joined and the table's unit left out."""
    text = without_unit(text)
    parts = text.split()
    return "".join(parts) if len(parts) > 1 and all(re.fullmatch("[가-힣]", part) for part in parts) else text


def _declared(grid: Grid, first: int) -> int:
    """Return how many rows from `first` on hold declared header cells alone."""
    depth = 0
    while depth < min(_DEEPEST, grid.rows - first - 1):
        here = grid.starting(first + depth)
        if not here or not all(cell.header for cell in here) or grid.columns < 2:
            break
        depth += 1
    return depth


def _spanned(grid: Grid, first: int) -> int:
    """Return how many rows the header has by its spans: names of several columns are parted in the next row."""
    depth = 1
    while depth < min(_DEEPEST, grid.rows - first - 1):
        wide = [cell for cell in _above(grid, first, depth) if cell.column_end > cell.column]
        below = grid.starting(first + depth)
        parted = [cell for cell in below if any(_under(cell, over) for over in wide)]
        if len(parted) < 2 or len(parted) != len(below) or any(_figure(plain(cell.text)) for cell in below):
            break
        depth += 1
    return depth


def _figure(text: str) -> bool:
    """Tell whether a text is a bare figure and no year, which may be a name."""
    return bare(text) and not _YEAR.fullmatch(text)


def _above(grid: Grid, first: int, depth: int) -> list[TableCell]:
    """Return the header cells that end right above row `first + depth`."""
    last = first + depth - 1
    return [grid.cells[index] for index in grid.over[last] if grid.cells[index].row_end == last]


def _under(cell: TableCell, over: TableCell) -> bool:
    inside = over.column <= cell.column and cell.column_end <= over.column_end
    return inside and cell.column_end - cell.column < over.column_end - over.column


def _judged(grid: Grid, first: int) -> int:
    """Return how many rows from `first` on read like a header, 0 where none does."""
    depth = _spanned(grid, first)
    if not _reads(grid, first, depth):
        return 0
    names = [text for row in range(first, first + depth) for text in grid.texts[row]]
    if _cornered(grid.texts[first]) or _named(names):
        return depth
    counted = grid.columns == 2 and _all_figures(grid, first)
    if alternates(grid, first) and not counted:
        return 0
    return depth if _unlike(grid, first, depth) else 0


def _reads(grid: Grid, first: int, depth: int) -> bool:
    """Return whether the first rows hold short names only, for most of the columns."""
    rows = [grid.texts[row] for row in range(first, first + depth)]
    if first + depth >= grid.rows or any(cell.row_end >= first + depth for cell in grid.starting(first)):
        return False
    lowest = [text for text in rows[-1] if text]
    texts = [text for row in rows for text in row if text]
    named = sum(any(row[column] for row in rows) for column in range(grid.columns))
    distinct = len(set(lowest)) >= 0.6 * len(lowest)
    longest = _LONG_NAME if _cornered(rows[0]) else _NAME
    return named >= max(2, 0.6 * grid.columns) and distinct and all(_is_name(text, longest) for text in texts)


def _cornered(row: Sequence[str]) -> bool:
    """Return whether a row begins or ends as only a header does: 구분 | …, … | 비고."""
    told = [joined for text in row if (joined := "".join(unbracketed(text).split()))]
    return len(told) > 1 and (_CORNER.fullmatch(told[0]) is not None or told[-1] == _LAST)


def _is_name(text: str, longest: int) -> bool:
    if _YEAR.fullmatch(text):
        return True
    return (
        len(text) <= longest and not _FIGURE.fullmatch(text) and not _SENTENCE.search(text) and not _OPENS.match(text)
    )


def _named(texts: Sequence[str]) -> bool:
    """Return whether names are such as only headers give: 구분, 비고, or years in a row."""
    bared = ["".join(unbracketed(text).split()) for text in texts if text]
    years = sum(_YEAR.fullmatch(text) is not None for text in dict.fromkeys(texts))
    return years >= 2 or sum(_WORDS.fullmatch(text) is not None for text in dict.fromkeys(bared)) >= min(2, len(bared))


def _all_figures(grid: Grid, first: int) -> bool:
    """Return whether the last column holds nothing but figures below its first row."""
    told = [row[-1] for row in grid.texts[first + 1 :] if row[-1]]
    return len(told) > 1 and all(_FIGURE.fullmatch(text) for text in told)


def _unlike(grid: Grid, first: int, depth: int) -> bool:
    """Return whether the body is of another kind than the names: figures, or much longer texts."""
    body = [grid.texts[row] for row in range(first + depth, grid.rows)]
    head = grid.texts[first + depth - 1]
    longer = 0
    for column in range(grid.columns):
        told = [row[column] for row in body if not _NOTHING.fullmatch(row[column])]
        figured = sum(_FIGURE.fullmatch(text) is not None for text in told)
        if column and told and figured >= _FIGURED * len(told) and len(told) * 2 >= len(body):
            return True
        longer += bool(told) and len(body) > 1 and fmean(map(len, told)) >= _LONGER * max(2, len(head[column]))
    return longer * 2 > grid.columns and all(len(text) <= _SHORT for text in head)


def alternates(grid: Grid, first: int) -> bool:
    """Return whether names and values take turns in every row: 담당부서 | 교통과 | 책임자 | 과장."""
    if any(cell.header for cell in grid.cells):
        return all(_turns(grid.starting(row)) for row in range(first, grid.rows))
    if grid.columns % 2:
        return False
    rows = [grid.texts[row] for row in range(first, grid.rows)]
    names = [text for row in rows for text in row[::2] if text]
    values = [text for row in rows for text in row[1::2] if text]
    if not names or not values or len(set(names)) < len(names) or not all(map(_is_key, names)):
        return False
    plainly = sum(any(map(str.isdigit, text)) or len(text) > _SHORT for text in values)
    longer = fmean(map(len, values)) > 1.5 * fmean(map(len, names))
    return grid.columns == 2 or longer or plainly * 2 >= len(values)


def stubbed(grid: Grid, first: int) -> bool:
    """Return whether most rows are a name and its value: 요구사항 분류 | 기능 요구사항, with other rows between."""
    rows = [[grid.cells[index] for index in over] for over in grid.over[first:]]
    names = [plain(row[0].text) for row in rows if len(row) == 2]
    return len(names) >= max(2, _FIGURED * len(rows)) and len(set(names)) == len(names) and all(map(_is_key, names))


def _turns(here: Sequence[TableCell]) -> bool:
    told = [bool(cell.header) for cell in here if cell.text.strip()]
    return all(one != other for one, other in pairwise(told))


def _is_key(text: str) -> bool:
    return len(text) <= _SHORT + 3 and bool(re.search("[가-힣A-Za-z]{2}", text)) and not _SENTENCE.search(text)


def unit(lines: Sequence[str]) -> str:
    """Return the unit that the last of the lines to tell one gives all figures: 백만원 of `(단위: 백만원)`."""
    for line in reversed(lines):
        found = _UNIT.search(line)
        if found:
            stated = plain(found["unit"] or found["plain"])
            return "" if _SEVERAL.search(stated) else stated
    return ""


def without_unit(text: str) -> str:
    """Return a header cell's text without the unit of the whole table."""
    return plain(_UNIT.sub("", text)) if unit([text]) else plain(text)


def unbracketed(text: str) -> str:
    """Return a name without what stands in brackets."""
    return _BRACKET.sub("", text).strip()


def plain(text: str) -> str:
    """Return a text on one line with single spaces."""
    return " ".join(text.split())
