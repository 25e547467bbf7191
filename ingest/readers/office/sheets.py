"""Spreadsheet readers: XLSX, XLS, XLSB and ODS through calamine, CSV by the standard library."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.readers.formats import decode, delimiter
from ingest.readers.office import particulars
from ingest.readers.office.blocks import Block, Cell, Contents, Grid, Line

_MOST = 2_000_000
"""Most cells of a sheet that are read; a real table does not have as many, a damaged file may claim to."""
_UNLOCK = "엑셀의 '파일 > 정보 > 통합 문서 보호 > 암호 설정'에서 암호를 지우고 저장해 주세요."
_SAVE_AGAIN = "엑셀에서 열리면 다시 저장해 넣고, 열리지 않으면 다시 내려받아 주세요."

Value = int | float | str | bool | time | date | datetime | timedelta
Rows = Sequence[Sequence[Value]]


def contents(data: bytes, place: str) -> Contents:
    """Return the sheets of a workbook that it shows, each under its name.

    Raises:
        EncryptedDocument: a password is needed to open it.
        DamagedDocument: calamine cannot make sense of the bytes.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    declared = particulars.of_zip(data) if data.startswith(b"PK") else _older(data)
    blocks: list[Block] = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            if sheet.height * sheet.width > _MOST:
                raise DamagedDocument(f"{place}: 시트 '{name}'이(가) 너무 큽니다.", "필요한 부분만 나누어 넣어 주세요.")
            found = list(_sheet(sheet.to_python(), sheet.merged_cell_ranges or (), sheet.start or (0, 0)))
            if found:
                blocks.extend([Line(name, 1)] if len(shown) > 1 else [])
                blocks.extend(found)
    except PasswordError as error:
        raise EncryptedDocument(f"{place}: 암호가 걸린 엑셀 문서입니다.", _UNLOCK) from error
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedDocument(f"{place}: 엑셀 문서가 손상되어 열 수 없습니다.", _SAVE_AGAIN) from error
    return Contents(tuple(blocks), declared.title, declared.author, declared.created)


def _older(data: bytes) -> particulars.Particulars:
    return particulars.of_ole(particulars.streams(data, particulars.SUMMARIES))


def separated(data: bytes) -> Contents:
    """Return the rows of a CSV file, whatever parts its values."""
    text = decode(data) or ""
    mark = delimiter(text.lstrip("\ufeff \t\r\n")) or ","
    return Contents(tuple(_sheet(list(csv.reader(StringIO(text), delimiter=mark)), (), (0, 0))))


Range = tuple[tuple[int, int], tuple[int, int]]


def _sheet(rows: Rows, merged: Sequence[Range], start: tuple[int, int]) -> Iterator[Block]:
    """Yield the tables of a sheet, which empty rows part, each after the lines of one cell above it."""
    spans = {
        (top - start[0], left - start[1]): (bottom - start[0], right - start[1])
        for (top, left), (bottom, right) in merged
    }
    table: list[tuple[int, list[tuple[int, str]]]] = []
    for number, row in enumerate([*rows, ()]):
        filled = [(column, text) for column, value in enumerate(row) if (text := written(value))]
        if not filled:
            yield from _grid(table, spans)
            table = []
        elif len(filled) == 1 and not table:
            yield Line(filled[0][1])
        else:
            table.append((number, filled))


def _grid(
    table: list[tuple[int, list[tuple[int, str]]]], spans: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Grid]:
    if not table:
        return
    first = table[0][0]
    cells: list[Cell] = []
    for number, filled in table:
        for column, text in filled:
            bottom, right = spans.get((number, column), (number, column))
            cells.append(Cell(number - first, bottom - first, column, right, (Line(text),)))
    yield Grid(tuple(cells))


def written(value: Value) -> str:
    """Return a value as a reader of the sheet would write it: whole numbers without a point, days without midnight."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(value).strip()
