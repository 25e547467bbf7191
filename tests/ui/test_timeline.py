"""Tests of `geungeo timeline`: its object, its text and what it says where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from assistant.answers import Citation, Filter, Question
from assistant.facts.extraction import figures
from assistant.history.milestones import STRENGTH, Status
from assistant.history.programmes import Programme
from assistant.history.timeline import Entry, Timeline
from assistant.history.values import Value
from ui import cli
from ui.exports import contract, plain_text
from ui.exports.layout import Look, cells
from ui.messages import MESSAGES

ADDED = ["values", "further"]
OPEN = "은빛항만육성의 총사업비는 정해지지 않았다."
FIXED = "총사업비가\n2조 305억원으로 정해졌다."
MORE = "올해 111개 과제를 지원할 예정이다."
Run = Callable[..., tuple[int, str, str]]


def cited(quote: str, day: int) -> Citation:
    return Citation(
        marker=1,
        document_id="plan.pdf",
        version=2,
        title="기본계획",
        issuer="해온부",
        published=datetime(2025, 1, day, 9),
        uri="https://example.org/plan",
        sha256="ab" * 32,
        page=3,
        section=("Ⅰ. 개요",),
        start=10,
        end=10 + len(quote),
        quote=quote,
    )


TOLD = Timeline(
    "은빛항만육성",
    date(2025, 3, 1),
    (
        Entry("2024-12", "sentence", "검토 중", OPEN, (), (cited(OPEN, 3),), superseded_by=1),
        Entry(
            "2025-01-24",
            "document",
            "확정",
            " ".join(FIXED.split()),
            figures(FIXED),
            (cited(FIXED, 24), cited(MORE, 24)),
            values=(
                Value("total", "", None, Decimal(2_030_500_000_000), "2조 305억원"),
                Value("count", "과제", "planned", Decimal(111), "111개", 2),
            ),
            further=(MORE,),
        ),
    ),
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Return the questions that the faked assistant was asked; it knows one programme."""
    seen: list[Question] = []

    def timeline(question: Question, _: object, today: date) -> Timeline:
        seen.append(question)
        return TOLD if question.text == TOLD.subject else Timeline(question.text, question.as_of or today, ())

    monkeypatch.setattr("assistant.history.timeline.timeline", timeline)
    monkeypatch.setattr("ingest.store.Store.open", lambda *_, **__: nullcontext())
    return seen


@pytest.fixture
def run(asked: list[Question], capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*argv: str) -> tuple[int, str, str]:
        code = cli.main(["timeline", *argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_the_object_has_the_shape_that_is_promised(run: Run) -> None:
    code, out, err = run("은빛항만육성", "--json")
    assert (code, err) == (0, "")
    (line,) = out.splitlines()
    found = json.loads(line)
    assert list(found) == ["subject", "as_of", "entries", "milliseconds"]
    assert (found["subject"], found["as_of"]) == ("은빛항만육성", "2025-03-01")
    first, second = found["entries"]
    assert list(first) == ["date", "dated_by", "status", "text", "facts", "citations", "superseded_by", *ADDED]
    assert (first["date"], first["dated_by"], first["status"], first["superseded_by"]) == (
        "2024-12",
        "sentence",
        "검토 중",
        1,
    )
    assert second["text"] == "총사업비가 2조 305억원으로 정해졌다."
    assert second["facts"] == [{"kind": "amount", "text": "2조 305억원", "value": "2030500000000원"}]
    assert second["superseded_by"] is None
    assert second["values"] == [
        {"kind": "total", "of": "", "stage": None, "text": "2조 305억원", "number": 2030500000000, "citation": 1},
        {"kind": "count", "of": "과제", "stage": "planned", "text": "111개", "number": 111, "citation": 2},
    ]
    assert second["further"] == [MORE]
    assert second["citations"] == [contract.citation(one) for one in TOLD.entries[1].citations]
    assert second["citations"][0]["quote"] == FIXED


def test_the_filters_reach_the_assistant(run: Run, asked: list[Question]) -> None:
    argv = (
        "--as-of",
        "2025-02-01",
        "--issuer",
        "해온부",
        "--kind",
        "plan",
        "--region",
        "부산",
        "--since",
        "2024-01-01",
    )
    assert run("은빛항만육성", *argv, "--exclude", "a", "--document", "b", "--until", "2025-01-31")[0] == 0
    assert asked == [
        Question(
            "은빛항만육성",
            as_of=date(2025, 2, 1),
            filter=Filter(("해온부",), ("plan",), ("부산",), date(2024, 1, 1), date(2025, 1, 31), ("b",), ("a",)),
        )
    ]


def test_a_programme_that_no_document_names_is_an_empty_list_and_no_failure(run: Run) -> None:
    code, out, _ = run("달무리", "--json", "--as-of", "2025-01-01")
    assert code == 0
    assert json.loads(out)["entries"] == []
    code, out, _ = run("달무리", "--text")
    assert code == 0
    assert "‘달무리’의 날짜 있는 사실을 문서에서 찾지 못했습니다." in out


def test_an_empty_name_is_a_usage_error(run: Run, asked: list[Question]) -> None:
    assert run(" ")[0] == 2
    assert asked == []


def test_the_text_tells_dates_what_replaced_them_and_the_evidence(run: Run) -> None:
    out = run("은빛항만육성", "--text")[1]
    assert "2024-12 · 검토 중 (문장에 적힌 날짜)" in out
    assert "  총사업비 2조 305억원 · 계획 과제 111개" in out
    assert "! 뒤에 바뀜: 2025-01-24 확정" in out
    assert "2025-01-24 · 확정 (문서가 나온 날)" in out
    assert "“총사업비가 2조 305억원으로 정해졌다.”" in out
    assert out.endswith("기준일 2025-03-01 · 2건\n")
    assert out.index("2024-12 ·") < out.index("2025-01-24 · 확정 (")


def test_the_text_is_given_in_english_too(run: Run) -> None:
    out = run("은빛항만육성", "--text", "--lang", "en")[1]
    assert "2024-12 · under review (date in the sentence)" in out
    assert "superseded: 2025-01-24 settled" in out


@pytest.mark.parametrize(("form", "start"), [(".csv", "\ufeff사건,"), (".md", "# 은빛항만육성 연혁")])
def test_a_timeline_is_written_as_a_file_beside_what_is_shown(run: Run, tmp_path: Path, form: str, start: str) -> None:
    path = tmp_path / f"told{form}"
    code, out, _ = run("은빛항만육성", "--export", str(path), "--json")
    assert code == 0
    assert json.loads(out)["entries"]
    assert path.read_bytes().decode("utf-8").startswith(start)


def test_a_file_that_cannot_be_written_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for path, said in ((tmp_path / "told.svg", ".csv나 .md로"), (tmp_path / "none" / "told.csv", "쓸 수 없습니다")):
        code, _, err = run("은빛항만육성", "--export", str(path), "--text")
        assert code != 0
        assert said in err
        assert not path.exists()


def test_without_a_name_the_programmes_that_have_a_timeline_are_listed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: tuple[Programme, ...] = (Programme("은빛항만육성", 2, "2024-12", "2025-01-24"),)
    monkeypatch.setattr("assistant.history.programmes.programmes", lambda *_: known)
    code, out, _ = run("--json")
    assert code == 0
    listed = [{"name": "은빛항만육성", "events": 2, "first": "2024-12", "last": "2025-01-24"}]
    assert json.loads(out) == {"programmes": listed}
    assert "- 은빛항만육성 · 2024-12–2025-01-24 · 2건" in run("--text")[1]
    known = ()
    assert "찾지 못했습니다" in run("--text")[1]


@pytest.mark.parametrize("width", [30, 60, 120])
def test_lines_fit_their_width(width: int) -> None:
    assert all(cells(line) <= width for line in plain_text.timeline(TOLD, Look(width)))


def test_every_status_has_its_word_in_both_languages() -> None:
    assert set(STRENGTH) == set(get_args(Status))
    assert all(f"status.{status}" in MESSAGES for status in STRENGTH)
