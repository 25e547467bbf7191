"""What was otherwise before is told with its older sentence; what is merely different is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from assistant.answering.sentences import Evidence, collect
from assistant.answers import Passage
from assistant.history.changes import SAME_TIME, Change, changes
from assistant.questions.analysis import analyse
from ingest.documents import Chunk

COST = "은빛나루육성 사업의 총사업비는 얼마인가요?"
SETTLED = "은빛나루육성의 총사업비가 2조 305억원으로 정해졌다."


def passage(text: str, day: date | None, title: str = "알림", identity: str = "") -> Passage:
    identity = identity or f"{text}{day}"
    return Passage(
        chunk=Chunk(f"{identity}@1#0000", identity, 1, (), None, 100, 100 + len(text), text),
        title=title,
        issuer="해온부",
        published=datetime(day.year, day.month, day.day) if day else None,
        kind="press_release",
        uri="",
        sha256="",
        rank=1,
        score=1.0,
    )


NEW = passage(SETTLED, date(2025, 1, 24))


def told(chosen: Passage, others: Sequence[Passage], question: str = COST) -> tuple[Change, ...]:
    analysis = analyse(question)
    weights = dict.fromkeys(analysis.terms, 1.0)
    evidence = collect([chosen], weights)
    return changes(evidence[:1], [chosen, *others], analysis, weights)


def at(evidence: Evidence, where: Passage) -> bool:
    chunk = where.chunk
    return evidence.passage == where and chunk.text[evidence.start - 100 : evidence.end - 100] == evidence.text


@pytest.mark.parametrize(
    ("older", "value"),
    [
        ("은빛나루육성의 총사업비는 1조 8,000억원으로 예상된다.", "1조 8,000억원"),
        ("은빛나루육성은 현재 사업계획 적정성 검토 중으로 총사업비 등이 확정될 예정이다.", "검토 중"),
        ("은빛나루 육성사업(R&D)의 총사업비는 아직 정해지지 않았다.", "정해지지 않았다"),
    ],
)
@pytest.mark.parametrize("question", [COST, "은빛나루 육성사업의 총사업비는?"])
def test_an_older_value_and_an_open_one_are_superseded(older: str, value: str, question: str) -> None:
    before = passage(older, date(2024, 12, 12))
    (change,) = told(NEW, [before], question)
    assert (change.kind, change.subject, change.value) == ("superseded", "은빛나루육성 총사업비", value)
    assert at(change.evidence, before)
    assert at(change.against, NEW)
    assert value in change.evidence.text


def test_a_chosen_sentence_that_is_the_older_one_is_superseded_itself() -> None:
    before = passage("은빛나루육성의 총사업비는 1조 8,000억원으로 예상된다.", date(2024, 12, 12))
    (change,) = told(before, [NEW])
    assert (change.kind, change.value) == ("superseded", "1조 8,000억원")
    assert at(change.evidence, before)
    assert at(change.against, NEW)


@pytest.mark.parametrize(("days", "kind"), [(0, "conflict"), (SAME_TIME, "conflict"), (SAME_TIME + 1, "superseded")])
def test_documents_of_the_same_time_conflict(days: int, kind: str) -> None:
    other = passage("은빛나루육성의 총사업비는 2조 350억원이다.", date(2025, 1, 24 - days))
    (change,) = told(NEW, [other])
    assert (change.kind, change.value) == (kind, "2조 350억원")


@pytest.mark.parametrize(
    "other",
    [
        "은빛나루육성의 총사업비는 2조 305억원이다.",
        "은빛나루육성의 총사업비는 2조원이다.",
        "은빛나루육성의 컨소시엄 과제는 2년간 최대 14억원을 받는다.",
        "은빛나루육성은 2년간 총 832억원을 투입한다.",
        "은빛나루육성의 2026년 예산은 969억원이다.",
        "은빛나루육성의 총사업비 가운데 강원에 1,200억원이 간다.",
        "강원 은빛나루육성의 총사업비는 1,200억원이다.",
        "은빛나루육성3.0의 총사업비는 3조 400억원이다.",
        "별빛도서관건립사업의 총사업비는 40억원이다.",
        "은빛나루육성은 지원과제 115개를 최종 선정했다.",
        "은빛나루육성의 총사업비는 국비 1조원과 지방비 1조 305억원이다.",
    ],
)
def test_what_is_another_fact_or_the_same_value_is_no_change(other: str) -> None:
    assert told(NEW, [passage(other, date(2024, 12, 12))]) == ()
    assert told(NEW, [passage(other, date(2025, 1, 25))]) == ()


def test_budgets_of_one_year_change_and_those_of_two_do_not() -> None:
    chosen = passage("은빛나루육성의 2026년 예산은 969억원이다.", date(2025, 12, 3))
    draft = passage("은빛나루육성의 2026년 예산안은 900억원이다.", date(2025, 9, 2))
    past = passage("은빛나루육성의 2025년 예산은 216억원이다.", date(2024, 12, 3))
    (change,) = told(chosen, [draft, past], "은빛나루육성의 2026년 예산은 얼마인가?")
    assert (change.subject, change.value) == ("은빛나루육성 2026년 예산", "900억원")


def test_a_later_document_that_looks_back_supersedes_nothing() -> None:
    later = passage("2024. 12. 12. | 은빛나루육성 보고 | 총사업비 검토 중", date(2025, 2, 5))
    assert told(NEW, [later]) == ()


def test_a_question_of_another_kind_or_subject_is_told_no_change() -> None:
    before = passage("은빛나루육성은 현재 사업계획 적정성 검토 중이다.", date(2024, 12, 12))
    assert told(NEW, [before], "은빛나루육성 과제는 몇 개 선정됐나?") == ()
    assert told(NEW, [before], "총사업비는 얼마인가?") == ()


def test_a_document_without_a_date_is_neither_older_nor_newer() -> None:
    assert told(NEW, [passage("은빛나루육성의 총사업비는 3조 400억원이다.", None)]) == ()


def test_one_document_does_not_disagree_with_itself() -> None:
    text = f"{SETTLED}\n은빛나루육성의 총사업비는 3조 400억원이다."
    assert told(passage(text, date(2025, 1, 24)), []) == ()
