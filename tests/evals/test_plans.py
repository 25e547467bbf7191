"""The plan benchmark compares values as figures, and takes the lead for what was answered."""

from collections import Counter
from datetime import date

import pytest

from assistant.answers import Answer, Lead, Question, Sentence
from evals.benchmarks.plans import DISTRACTORS, Asked, documents, gives, questions


def answered(first, lead=""):
    sentences = (Sentence(first, "supported", ()),)
    return Answer(
        Question("?"), sentences, (), (), date(2026, 1, 1), "extractive", lead=Lead(lead, ()) if lead else None
    )


def test_half_of_the_questions_are_about_a_cell_and_each_says_where_its_answer_stands():
    rows = questions()
    assert Counter(row["kind"] for row in rows) == {"cell": 20, "text": 20}
    assert len({row["id"] for row in rows}) == 40
    assert all(row["value"] and row["row"] and row["column"] for row in rows if row["kind"] == "cell")
    assert all(gives(row, row.get("fragment") or row["value"]) for row in rows)
    assert not {row["document"] for row in rows} & set(DISTRACTORS.read_text(encoding="utf-8").split("\n"))


@pytest.mark.parametrize(
    ("said", "right"),
    [("41,000백만원", True), ("410억원", True), ("41,000", True), ("141,000", False), ("41억원", False)],
)
def test_a_value_is_right_in_any_unit_and_never_as_part_of_a_longer_one(said, right):
    assert gives({"gold": "410억원", "accept": ["41,000"]}, said) is right


def test_a_wrong_figure_in_the_lead_is_wrong_though_its_row_holds_the_right_one():
    row = {"gold": "3,190대", "pages": []}
    line = "공공와이파이 | 2022: 2,000대 | 2023: 3,190대"
    assert Asked(row, answered(line, "2,000대")).outcome == "wrong"
    assert Asked(row, answered(line, "3,190대")).outcome == "right"
    assert Asked(row, answered(line)).outcome == "right"
    assert not Asked(row, answered(line)).led


def test_a_missing_document_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="학교급식기본계획"):
        documents(tmp_path)
