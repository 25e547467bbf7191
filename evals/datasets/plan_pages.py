"""PDF layout of a plan: cover, contents, outline, tables, running header and page numbers.

Needs fpdf2 and `pylopdf-fonts-ko`, so only the script that writes the sample plans imports it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from importlib.metadata import version

import fpdf
import pylopdf_fonts_ko as fonts
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from evals.datasets.plan_documents import Block, Plan

# The bytes depend on these three, so a reader of the file can tell whether a rebuild must be identical.
PRODUCER = f"fpdf2 {fpdf.FPDF_VERSION}, fontTools {version('fonttools')}, zlib {zlib.ZLIB_RUNTIME_VERSION}"

FRONT_PAGES = 2
"""Cover and contents, which carry no page number."""

_KOREA = timezone(timedelta(hours=9))
_NOTICE = "공개된 사실을 바탕으로 시연을 위해 꾸민 문서이며, 실제 기관이 펴낸 문서가 아님"
_NAVY = (31, 56, 100)
_PALE = (221, 229, 241)
_GREY = (110, 110, 110)
_LATEST_CHAPTER = 165.0
"""A chapter starts on a new page when the last one ended below this, in millimetres from the top."""
_INDENT = {"□": 0.0, "○": 5.0, "-": 11.0, "※": 5.0}
_SIZE = {"□": 13.5, "○": 13.0, "-": 12.0, "※": 10.5}
_LINE = {"□": 8.6, "○": 8.4, "-": 7.8, "※": 6.6}
_NUMBERED_INDENT = 4.0


class PlanPages(fpdf.FPDF):
    """A PDF in progress: the pages of one plan while they are drawn."""

    def __init__(self, plan: Plan, contents: list[tuple[str, int]]) -> None:
        super().__init__(format="A4")
        self.plan = plan
        self.contents = contents
        """Each chapter and heading with its printed page, from an earlier pass; empty in the first."""
        self.found: list[tuple[str, int]] = []
        self.set_margins(22, 26, 22)
        self.set_auto_page_break(True, margin=24)
        self.add_font("serif", "", fonts.serif_path())
        self.add_font("sans", "", fonts.sans_path())
        self.set_title(plan.title)
        self.set_author(plan.issuer)
        self.set_subject(plan.subtitle)
        self.set_lang("ko")
        self.set_producer(PRODUCER)
        self.set_creation_date(datetime.combine(plan.date, time(9), _KOREA))

    def header(self) -> None:
        """Draw the running header on every page after the front pages."""
        if self.page_no() <= FRONT_PAGES:
            return
        self.set_font("sans", "", 8.5)
        self.set_text_color(*_GREY)
        self.set_y(13)
        self.cell(0, 5, self.plan.title, align=Align.R)
        self.set_draw_color(*_GREY)
        self.set_line_width(0.2)
        self.line(self.l_margin, 19, self.w - self.r_margin, 19)
        self.set_text_color(0)
        self.set_y(self.t_margin)

    def footer(self) -> None:
        """Draw the page number as ministries print it: - 3 -."""
        if self.page_no() <= FRONT_PAGES:
            return
        self.set_y(-17)
        self.set_font("serif", "", 10.5)
        self.cell(0, 6, f"- {self.printed_page()} -", align=Align.C)

    def close_fonts(self) -> None:
        """Close the font files, which fpdf2 leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def printed_page(self) -> int:
        """Return the number printed on the current page."""
        return self.page_no() - FRONT_PAGES

    @contextmanager
    def bold(self, width: float = 0.16) -> Iterator[None]:
        """Thicken the letters drawn inside; the font package has no bold face."""
        with self.local_context(text_mode="FILL_STROKE", line_width=width):
            yield

    def room(self, height: float) -> None:
        """Start a new page unless `height` millimetres are left on this one."""
        if self.get_y() + height > self.page_break_trigger:
            self.add_page()


def lay_out(plan: Plan) -> bytes:
    """Return `plan` as the bytes of a PDF file, its table of contents filled in by a second pass."""
    first = _drawn(plan, [])
    second = _drawn(plan, first.found)
    printed = bytes(second.output())
    first.close_fonts()
    second.close_fonts()
    return printed


def _drawn(plan: Plan, contents: list[tuple[str, int]]) -> PlanPages:
    pages = PlanPages(plan, contents)
    _cover(pages)
    _contents(pages)
    for block, following in zip(plan.blocks, (*plan.blocks[1:], plan.blocks[-1]), strict=True):
        if block.kind == "heading":
            pages.room(20 + _height(following))
        _DRAW[block.kind](pages, block)
    return pages


def _height(block: Block) -> float:
    """Return about how many millimetres `block` must find on a page to start there."""
    return 18 + 8.6 * len(block.rows) if block.kind == "table" else 18.0


def _cover(pages: PlanPages) -> None:
    plan = pages.plan
    pages.add_page()
    left, width = pages.l_margin, pages.epw
    pages.set_draw_color(*_NAVY)
    pages.set_font("sans", "", 11)
    pages.set_line_width(0.4)
    pages.set_y(28)
    pages.cell(pages.get_string_width(plan.label) + 10, 10, plan.label, border=1, align=Align.C)
    pages.set_line_width(1.2)
    pages.line(left, 70, left + width, 70)
    pages.set_line_width(0.3)
    pages.line(left, 72, left + width, 72)
    pages.set_y(84)
    pages.set_font("sans", "", 25)
    with pages.bold(0.3):
        pages.multi_cell(0, 14, plan.title, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(4)
    pages.set_font("serif", "", 13)
    pages.multi_cell(0, 8, plan.subtitle, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    bottom = pages.get_y() + 10
    pages.line(left, bottom, left + width, bottom)
    pages.set_line_width(1.2)
    pages.line(left, bottom + 2, left + width, bottom + 2)
    pages.set_y(188)
    pages.set_font("serif", "", 18)
    pages.cell(0, 10, f"{plan.date.year}. {plan.date.month}. {plan.date.day}.", align=Align.C)
    pages.set_y(238)
    pages.set_font("sans", "", 21)
    with pages.bold():
        pages.cell(0, 12, plan.issuer, align=Align.C)
    pages.set_y(262)
    pages.set_font("serif", "", 8)
    pages.set_text_color(*_GREY)
    pages.cell(0, 5, _NOTICE, align=Align.C)
    pages.set_text_color(0)


def _contents(pages: PlanPages) -> None:
    pages.add_page()
    pages.set_font("sans", "", 20)
    with pages.bold():
        pages.cell(0, 14, pages.plan.contents, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(2)
    # A second page of contents would move every printed page number, so long ones are set tighter.
    line = min(6.0, (pages.page_break_trigger - pages.get_y() - 2) / max(1.15 * len(pages.contents), 1))
    for label, number in pages.contents:
        chapter = not label[0].isdigit()
        pages.set_font("sans" if chapter else "serif", "", 12.5 if chapter else 11)
        pages.set_x(pages.l_margin + (0 if chapter else 7))
        _leader(pages, label, str(number), line * (1.5 if chapter else 1.0))


def _leader(pages: PlanPages, label: str, number: str, height: float) -> None:
    """Write a line of the contents: label, dots, page number."""
    right = pages.w - pages.r_margin
    text = f"{label} "
    dot = pages.get_string_width("·")
    free = right - pages.get_x() - pages.get_string_width(text) - 10
    pages.cell(pages.get_string_width(text + "·" * int(free / dot)), height, text + "·" * int(free / dot))
    pages.set_x(right - 9)
    pages.cell(9, height, number, align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _chapter(pages: PlanPages, block: Block) -> None:
    if pages.page_no() == FRONT_PAGES or pages.get_y() > _LATEST_CHAPTER or block.marker.startswith("붙임"):
        pages.add_page()
    else:
        pages.ln(8)
    label = f"{block.marker} {block.text}".strip()
    pages.found.append((label, pages.printed_page()))
    top, height = pages.get_y(), 12.0
    pages.set_font("sans", "", 17)
    box = pages.get_string_width(block.marker) + 8 if block.marker else 4.0
    pages.set_fill_color(*_NAVY)
    pages.rect(pages.l_margin, top, box, height, style="F")
    pages.set_fill_color(*_PALE)
    pages.rect(pages.l_margin + box, top, pages.epw - box, height, style="F")
    pages.set_draw_color(255)
    pages.set_text_color(255)
    if block.marker:
        with pages.bold():
            pages.cell(box, height, block.marker, align=Align.C)
    pages.set_draw_color(*_NAVY)
    pages.set_text_color(*_NAVY)
    pages.set_xy(pages.l_margin + box + 2, top)
    with pages.bold():
        pages.cell(0, height, block.text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_draw_color(0)
    pages.set_text_color(0)
    pages.ln(5)


def _heading(pages: PlanPages, block: Block) -> None:
    pages.found.append((block.text, pages.printed_page()))
    pages.ln(2.5)
    pages.set_font("sans", "", 15)
    pages.set_draw_color(0)
    with pages.bold():
        pages.cell(0, 10, block.text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(1)


def _item(pages: PlanPages, block: Block) -> None:
    indent = _INDENT.get(block.marker, _NUMBERED_INDENT)
    height = _LINE.get(block.marker, 8.4)
    pages.room(2 * height)
    pages.ln(1.6 if block.marker == "□" else 0.5)
    pages.set_font("serif", "", _SIZE.get(block.marker, 13.0))
    pages.set_x(pages.l_margin + indent)
    marker = f"{block.marker} "
    pages.cell(pages.get_string_width(marker) + 1.2, height, marker)
    pages.multi_cell(0, height, block.text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _summary(pages: PlanPages, block: Block) -> None:
    """Draw one line of the shaded box; lines that follow each other grow together."""
    pages.set_font("sans", "", 12)
    pages.set_fill_color(*_PALE)
    pages.set_draw_color(*_NAVY)
    pages.multi_cell(0, 8.2, block.text, fill=True, padding=(1, 4), border="LR", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_draw_color(0)


def _table(pages: PlanPages, block: Block) -> None:
    pages.room(_height(block))
    pages.ln(3)
    pages.set_font("sans", "", 11)
    pages.cell(0, 7, block.text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if block.marker:
        pages.set_font("serif", "", 10)
        pages.cell(0, 5, block.marker, align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_font("serif", "", 10.8)
    pages.set_draw_color(60)
    pages.set_fill_color(255)
    pages.set_line_width(0.2)
    header, *body = block.rows
    widths = [max(map(len, column)) for column in zip(*block.rows, strict=True)]
    longest = [max(map(len, column)) for column in zip(*body, strict=True)]
    with pages.table(
        col_widths=tuple(min(max(count, 5), 26) for count in widths),
        text_align=tuple(Align.L if count > 15 else Align.C for count in longest),
        line_height=5.8,
        padding=(1.3, 1.8),
        headings_style=FontFace(family="sans", fill_color=_PALE),
    ) as table:
        heading = table.row()
        for cell in header:
            heading.cell(cell, align=Align.C)
        for cells in body:
            table.row(cells)
    pages.ln(2)


_DRAW = {
    "chapter": _chapter,
    "heading": _heading,
    "item": _item,
    "summary": _summary,
    "table": _table,
}
