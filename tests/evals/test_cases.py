"""Tests of evaluation cases: strict reading, useful complaints, and digests that follow the content."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from evals.datasets import golden_files
from evals.datasets.cases import ClaimCase, Dataset, QuestionCase, line
from evals.datasets.reading import CaseError, parse, read

ROW = {"id": "a", "question": "언제인가요?", "kind": "fact", "gold": ["3월"], "documents": ["x"], "split": "dev"}


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_a_row_becomes_a_case_and_its_line_the_same_case_again() -> None:
    case = parse(ROW | {"as_of": "2025-01-24"}, "줄")
    assert isinstance(case, QuestionCase)
    assert (case.expected, case.as_of, case.split) == ("answer", date(2025, 1, 24), "dev")
    assert parse(json.loads(line(case)), "줄") == case


@pytest.mark.parametrize("kind", ["unanswerable", "false_premise"])
def test_what_cannot_be_answered_is_expected_to_be_refused(kind: str) -> None:
    case = parse({"id": "a", "question": "왜?", "kind": kind}, "줄")
    assert isinstance(case, QuestionCase)
    assert case.expected == "refusal"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"golds": ["x"]}, "golds"),
        ({"question": " "}, "question"),
        ({"kind": "facts"}, "kind"),
        ({"gold": "3월"}, "gold"),
        ({"gold": ["3월|"]}, "gold"),
        ({"as_of": "2025-13-01"}, "as_of"),
        ({"split": "train"}, "split"),
        ({"expected": "no"}, "expected"),
        ({"kind": "follow_up"}, "history"),
    ],
)
def test_a_malformed_field_is_named_with_its_line_and_a_remedy(
    tmp_path: Path, change: dict[str, object], named: str
) -> None:
    path = written(tmp_path / "cases.jsonl", ROW | {"id": "first"}, "", ROW | change)
    with pytest.raises(CaseError, match=r"cases\.jsonl 3번째 줄") as caught:
        read([path])
    assert named in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("text", ["{", "[1]", '{"id": "a"', '"x"'])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CaseError, match="1번째 줄"):
        read([written(tmp_path / "cases.jsonl", text)])


def test_claims_need_a_verdict_and_nothing_else() -> None:
    with pytest.raises(CaseError, match="verdict"):
        parse({"id": "c", "claim": "말"}, "줄")
    claim = parse({"id": "c", "claim": "말", "verdict": "supported"}, "줄")
    assert isinstance(claim, ClaimCase)
    assert not claim.documents


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    claim = {"id": "a", "claim": "말", "verdict": "not_found"}
    with pytest.raises(CaseError, match=r"앞에도 있습니다: q\.jsonl 1번째 줄"):
        read([written(tmp_path / "q.jsonl", ROW), written(tmp_path / "c.jsonl", claim)])


def test_a_file_without_cases_and_a_missing_one_are_errors(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"질문도 주장도 없습니다: empty\.jsonl\."):
        read([written(tmp_path / "empty.jsonl", "")])
    with pytest.raises(CaseError, match="읽을 수 없습니다"):
        read([tmp_path / "none.jsonl"])


def test_the_digest_follows_the_content_and_nothing_else() -> None:
    one, other = parse(ROW, "줄"), parse(ROW | {"gold": ["4월"]}, "다른 줄")
    assert isinstance(one, QuestionCase)
    assert isinstance(other, QuestionCase)
    assert Dataset("가", (one,)).sha256 == Dataset("나", (one,)).sha256 != Dataset("가", (other,)).sha256


def test_a_split_and_a_limit_choose_cases() -> None:
    found = read(golden_files(), "golden")
    dev, test = found.of("dev"), found.of("test")
    assert len(dev.questions) + len(test.questions) == len(found.questions) >= 150
    assert len(dev.claims) + len(test.claims) == len(found.claims) >= 150
    assert [len(found.of("dev", 3).questions), len(found.of("dev", 3).claims)] == [3, 3]
