"""Operations of programs: their schemas hold what they return, and what is asked wrongly is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from assistant.answers import (
    Clarification,
    ComparedValue,
    Conflict,
    Difference,
    Dropped,
    Lead,
    NearestFigure,
    Question,
    Resolved,
    Sentence,
    Superseded,
    Verdict,
)
from assistant.claims import ClaimVerdict
from ingest.errors import SettingsError, StoreError
from ui.exports import contract
from ui.programs import faults, functions, schemas
from ui.programs.operations import OPERATIONS

ASKED = Question("총사업비는 얼마입니까?")
BY_NAME = {operation.name: operation for operation in OPERATIONS}
CALLS = {
    "ask": {"question": ASKED.text},
    "check": {"text": "총사업비는 1조 445억원이다."},
    "search": {"query": "적정성", "k": 1},
    "timeline": {"programme": "지역혁신선도기업육성사업"},
    "documents": {"limit": 1},
    "document": {"id": "plan-202412", "start": 2, "length": 5},
}


@pytest.fixture(scope="module")
def sources(scripted):
    def check(question):
        citation = scripted.cite(1, scripted.RELEASE, scripted.FIRST)
        nearest = NearestFigure("2조원", "1조 445억원", 3, citation)
        differences = (Difference("amount", "2조원", ""),)
        conflicts = (Conflict("총사업비", (1,), ("1조",), trusted=True),)
        verdict = Verdict("not_found", 0.5, (citation,), differences, "unstated", conflicts, nearest)
        yield ClaimVerdict(question.text, 0, len(question.text), verdict)

    site = scripted.site()
    return replace(site, check=check, search=lambda *_: (scripted.passage(scripted.RELEASE, 1),)).sources()


def complete(model, line):
    """Tell whether a schema has every field of a line, and each as it is."""
    told = json.loads(json.dumps(line))
    return model.model_validate(told, strict=True).model_dump(mode="json", exclude_unset=True) == told


# schemas


@pytest.mark.parametrize("name", BY_NAME)
def test_a_schema_has_every_field_of_its_result(sources, name):
    operation = BY_NAME[name]
    assert complete(operation.told, operation.run(sources, CALLS[name]))


def test_the_schema_of_a_reply_has_what_few_replies_have(scripted):
    difference = Difference("amount", "1조", "2조")
    answer = replace(
        scripted.answer(replace(ASKED, asked="얼마?")),
        sentences=(Sentence("올해다.", "contradicted", (1,), (difference,), (Resolved("올해", "2025년"),), (2,)),),
        lead=Lead("1조", (1,), cell=(3, 5), says="yes", values=(ComparedValue("2025년", "1조", 1),), difference="+2조"),
        conflicts=(Conflict("총사업비", (1, 2), ("1조", "2조")),),
        superseded=(Superseded("총사업비", "검토 중", 2, 1, "1조"),),
        dropped=(Dropped("문장", "not_found", "not_found", (difference,)),),
    )
    choices = Clarification(ASKED, "which", ("가?", "나?"), (), date(2025, 2, 3), "extractive")
    for reply in (answer, scripted.refusal(ASKED), choices):
        assert complete(schemas.Reply, contract.reply(reply, "", 1.0))


def test_every_argument_is_described_in_both_languages():
    for operation in OPERATIONS:
        fields = operation.asked.model_json_schema()["properties"]
        assert all(" / " in one["description"] for one in fields.values())
        assert " / " in operation.description


# results


def test_a_document_is_read_in_parts(sources, scripted):
    told = BY_NAME["document"].run(sources, CALLS["document"])
    assert told["text"] == scripted.PLAN.text[2:7]
    assert (told["start"], told["end"], told["characters"]) == (2, 7, len(scripted.PLAN.text))


def test_no_program_learns_where_a_file_lies(sources):
    listed = BY_NAME["documents"].run(sources, {})
    assert [one["uri"] for one in listed["documents"]] == ["https://example.test/press/20250124", ""]
    assert BY_NAME["document"].run(sources, CALLS["document"])["uri"] == ""


def test_documents_are_listed_newest_first_and_narrowed(sources):
    run = BY_NAME["documents"].run
    assert run(sources, {"limit": 1})["total"] == 2
    assert [one["document_id"] for one in run(sources, {"kind": "plan"})["documents"]] == ["plan-202412"]
    assert run(sources, {"offset": 2})["documents"] == []


# what is asked wrongly


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {}, "question: 빠졌습니다"),
        ("ask", {"question": 3}, "question: 글이어야 합니다"),
        ("ask", {"question": "무엇?", "as_off": "2025-01-01"}, "as_off: 모르는 이름입니다"),
        ("ask", {"question": "무엇?", "kind": "plan"}, "kind: 목록이어야 합니다"),
        ("ask", {"question": "무엇?", "as_of": "어제"}, "as_of: 날짜가 아닙니다"),
        ("ask", {"question": "가" * 1001}, "1,001자"),
        ("check", {"text": "가" * 50_001}, "50,001자"),
        ("search", {"query": "무엇", "k": 51}, "k: 1에서 50"),
        ("search", {"query": "무엇", "k": 2.5}, "k: 정수여야 합니다"),
        ("timeline", {"programme": " "}, "비어"),
        ("documents", {"limit": 201}, "limit: 1에서 200"),
        ("documents", {"offset": -1}, "offset: 0 이상"),
        ("documents", {"kind": "소설"}, "kind: 쓸 수 없는 값입니다: 소설"),
        ("document", {"id": "없다"}, "저장소에 없는 문서입니다: 없다"),
        ("document", {"id": "plan-202412", "length": 0}, "length: 1에서"),
    ],
)
def test_what_is_malformed_is_named(sources, name, arguments, said):
    with pytest.raises(SettingsError, match=said):
        BY_NAME[name].run(sources, arguments)


@pytest.mark.parametrize(
    ("error", "status", "chat"),
    [
        (SettingsError("틀렸습니다.", "고치십시오."), 422, 400),
        (functions.UnknownDocument("없습니다."), 404, 404),
        (faults.Busy("많습니다."), 429, 429),
        (StoreError("고장입니다."), 503, 503),
        (ZeroDivisionError("비밀"), 500, 500),
    ],
)
def test_failures_have_the_form_of_their_path_and_tell_nothing_of_the_inside(error, status, chat, caplog):
    fault = faults.fault(error)
    assert (fault.status_of("/api/v1/ask"), fault.status_of("/v1/models")) == (status, chat)
    assert set(fault.body("/api/v1/ask")) == {"error", "hint"}
    told = fault.body("/v1/chat/completions")["error"]
    assert set(told) == {"message", "type", "param", "code"}
    assert "비밀" not in json.dumps(told, ensure_ascii=False)
    assert bool(caplog.records) is (status == 500)
