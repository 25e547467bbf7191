"""A timeline as files: what stands in each, and that nothing of a document is run or becomes markup."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from assistant.answers import Citation
from assistant.history.series import series
from assistant.history.timeline import Entry, Timeline
from assistant.history.values import Value
from ui.exports import charts, timeline_files
from ui.exports.charts import Label, Line, Spot
from ui.exports.timeline_files import COLUMNS, FORMS

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def cited(quote: str, marker: int = 1) -> Citation:
    return Citation(
        marker=marker,
        document_id=f"plan-{marker}.pdf",
        version=2,
        title="기본계획",
        issuer="해온부",
        published=datetime(2025, 1, 24, 9),
        uri="https://example.org/plan_a",
        sha256="ab" * 32,
        page=3,
        section=("Ⅰ. 개요",),
        start=10,
        end=10 + len(quote),
        quote=quote,
    )


def event(day: str, *values: tuple[str, str | None, int, str], text: str = "은빛항만육성을 잇는다.") -> Entry:
    made = tuple(
        Value("budget" if of.isdigit() else "count", of, stage, Decimal(number), told)  # type: ignore[arg-type]
        for of, stage, number, told in values
    )
    return Entry(day, "document", "발표", text, (), (cited(text),), values=made)


TOLD = Timeline(
    "은빛항만/육성",
    date(2026, 6, 1),
    (
        event("2024-12-12", text="총사업비는 정해지지 않았다."),
        event("2025-01-30", ("과제", "planned", 111, "111개"), ("2025", "settled", 21_600_000_000, "216억원")),
        event("2025-04", ("과제", "selected", 115, "115개")),
        event("2026-05-06", ("과제", "selected", 306, "306개"), ("2026", "proposed", 96_900_000_000, "969억원")),
    ),
)


def test_a_table_has_a_row_a_value_and_opens_in_excel() -> None:
    made = timeline_files.exported(TOLD, "csv", NOW, "ko")
    assert made is not None
    assert (made.name, made.content[:3]) == ("연혁-은빛항만-육성-2026-06-01.csv", b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert [(row["사건"], row["값의 종류"], row["값"], row["수(원·개)"]) for row in rows] == [
        ("1", "", "", ""),
        ("2", "계획 과제", "111개", "111"),
        ("2", "2025년 예산", "216억원", "21600000000"),
        ("3", "선정 과제", "115개", "115"),
        ("4", "선정 과제", "306개", "306"),
        ("4", "2026년 예산안", "969억원", "96900000000"),
    ]
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert {row["원문"] for row in rows} == {"https://example.org/plan_a"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_no_cell_of_a_table_is_a_formula(start: str) -> None:
    value = Timeline("은빛", date(2026, 6, 1), (event("2025-01-30", text=f"{start}HYPERLINK(1)"),))
    (row,) = csv.DictReader(io.StringIO(timeline_files.table(value, "ko")))
    assert row["문장"] == row["인용"] == f"'{start}HYPERLINK(1)"


def test_a_row_cites_the_sentence_that_states_its_value() -> None:
    more = "올해 111개 과제를 지원할 예정이다."
    first = event("2025-01-30", ("2025", "settled", 216, "216억원"))
    value = Value("count", "과제", "planned", Decimal(111), "111개", 2)
    told = replace(first, citations=(*first.citations, cited(more, 2)), values=(*first.values, value), further=(more,))
    rows = list(csv.DictReader(io.StringIO(timeline_files.table(Timeline("은빛", date(2026, 6, 1), (told,)), "ko"))))
    assert [(row["문장"], row["문서"]) for row in rows] == [(first.text, "plan-1.pdf"), (more, "plan-2.pdf")]


def test_markdown_has_a_row_an_event_and_every_source_with_its_quote() -> None:
    text = timeline_files.markdown(TOLD, NOW, "ko")
    assert "| 2025-01-30 | 발표 | 계획 과제 111개 · 2025년 예산 216억원 | 은빛항만육성을 잇는다. | [2] |" in text
    assert "## 과제 수" in text
    assert "| 2025년 | 예산 | 216억원 | [2] |" in text
    assert "4. 기본계획 · 해온부 · 2025\\-01-24 · 3쪽 · <https://example.org/plan_a>" in text
    assert text.count("“") == 4


def test_markdown_of_a_document_stays_text() -> None:
    hostile = "a | b <script>alert(1)</script> [x](javascript:1) `c`"
    value = Timeline(hostile, date(2026, 6, 1), (event("2025-01-30", ("|<b>", "planned", 1, "|1"), text=hostile),))
    text = timeline_files.markdown(value, NOW, "ko")
    assert "<script" not in text.replace("\\<script", "")
    row = next(line for line in text.splitlines() if line.startswith("| 2025"))
    assert row.replace("\\|", "").count("|") == 6


def test_plots_are_one_svg_file_that_stands_alone() -> None:
    made = timeline_files.exported(TOLD, "svg", NOW, "ko")
    assert made is not None
    assert made.type == "image/svg+xml"
    root = ElementTree.fromstring(made.content)
    texts = [one.text for one in root.iter(f"{SVG}text")]
    for part in (
        "은빛항만/육성 연혁",
        "과제 수",
        "해마다의 예산",
        "115개",
        "306개",
        "계획 과제",
        "근거: 해온부",
        "기준일: 2026-06-01",
    ):
        assert part in texts
    assert not any("href" in name or "src" in name for one in root.iter() for name in one.attrib)
    # Of the two strands of projects, only those selected have two values to join.
    assert [one.get("class") for one in root.iter(f"{SVG}polyline")] == ["axis", "course", "axis"]


def test_what_a_document_says_is_no_markup_of_a_plot() -> None:
    hostile = "<script>&'\""
    value = Timeline(
        hostile,
        date(2026, 6, 1),
        (
            event("2025-01-30", ("과제", "selected", 1, hostile)),
            event("2026-01-30", ("과제", "selected", 2, f"{hostile}\u202e")),
        ),
    )
    made = timeline_files.exported(value, "svg", NOW, "en")
    assert made is not None
    root = ElementTree.fromstring(made.content)
    assert not list(root.iter(f"{SVG}script"))
    assert "\u202e" not in made.content.decode()


def test_an_unknown_form_or_a_plot_of_nothing_is_no_file() -> None:
    assert timeline_files.exported(TOLD, "exe", NOW, "ko") is None
    assert timeline_files.exported(Timeline("은빛", date(2026, 6, 1), TOLD.entries[:1]), "svg", NOW, "ko") is None


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_in_both_languages(form: str, language: str) -> None:
    made = timeline_files.exported(TOLD, form, NOW, language)  # type: ignore[arg-type]
    assert made is not None
    assert made.content


# charts


def test_later_values_stand_to_the_right_and_higher_ones_higher() -> None:
    (count,) = (one for one in series(TOLD) if one.topic == "count")
    marks = charts.chart(count, "ko").marks
    spots = [mark for mark in marks if isinstance(mark, Spot) and mark.y < charts.HEIGHT]
    labels = {mark.text: mark for mark in marks if isinstance(mark, Label)}
    assert [labels[text].x for text in ("111개", "115개", "306개")] == sorted(spot.x for spot in spots)
    assert labels["306개"].y < labels["115개"].y
    (course,) = (mark for mark in marks if isinstance(mark, Line) and mark.kind == "course")
    assert len(course.points) == 2


def test_what_is_planned_or_proposed_has_a_symbol_and_a_line_of_its_own() -> None:
    entries = (
        event("2024-09-01", ("2024", "settled", 180, "180억원"), ("2025", "proposed", 216, "216억원")),
        event("2025-09-01", ("2025", "settled", 230, "230억원"), ("2026", "proposed", 969, "969억원")),
    )
    (budget,) = series(Timeline("은빛", date(2026, 6, 1), entries))
    made = charts.chart(budget, "ko")
    assert [mark.kind for mark in made.marks if isinstance(mark, Line)] == ["axis", "course open", "course"]
    assert {mark.symbol for mark in made.marks if isinstance(mark, Spot)} == {"ring", "dot"}
    assert [mark.text for mark in made.marks if isinstance(mark, Label) and mark.kind == "key"] == ["예산안", "예산"]
    assert made.text == "해마다의 예산. 예산안: 2025년 216억원 → 2026년 969억원; 예산: 2024년 180억원 → 2025년 230억원"


def test_labels_stay_inside_and_off_each_other() -> None:
    entries = tuple(
        event(f"2025-0{month}-01", ("과제", "selected", 1000 + month, f"{1000 + month:,}개 과제"))
        for month in range(1, 5)
    )
    (count,) = series(Timeline("은빛", date(2026, 6, 1), entries))
    values = [one for one in charts.chart(count, "ko").marks if isinstance(one, Label) and one.kind == "value"]
    boxes = [one.box for one in values]
    assert all(left >= 0 and right <= charts.WIDTH + 1 for left, _, right, _ in boxes)
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
