"""A question is read for its words, the kind of answer it wants and the facts it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.questions.analysis import analyse, head
from ingest.lexical import terms


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("해맑은강 정비사업의 총사업비는 얼마인가요?", "amount"),
        ("2027년 예산은?", "amount"),
        ("협의회는 언제 열리나요?", "date"),
        ("지원 과제는 몇 개인가요?", "count"),
        ("선정된 지역은 어디인가요?", "place"),
        ("매출이 늘어난 비율은 얼마인가요?", "percent"),
        ("사업 기간은 몇 년간인가요?", "period"),
        ("가람이 선정된 이유는?", None),
        ("이 사업은 누가 맡나요?", None),
    ],
)
def test_the_kind_of_answer_is_read_off_the_question(question: str, kind: str | None) -> None:
    assert analyse(question).kinds[:1] == ((kind,) if kind else ())


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("가온위원회 위원장은 누구인가요?", "person"),
        ("해맑은강 정비단 단장 이름은?", "person"),
        ("해맑은강 정비사업의 총사업비는 확정됐나요?", "status"),
        ("적정성 검토는 끝났나요?", "status"),
        ("적정성 검토는 어디까지 진행됐나요?", "status"),
        ("은빛항만 육성사업에 선정된 과제들을 모두 알려 주세요.", "list"),
        ("네 가지 추진 전략은?", "list"),
        ("7개 지역은 어느 곳인가요?", "list"),
        ("해맑은강 정비사업의 지원 대상은 어떻게 바뀌었나요?", "change"),
        ("은빛항만 육성사업과 해맑은강 정비사업의 차이는?", "change"),
        ("예산은 얼마나 늘었나요?", "change"),
    ],
)
def test_who_how_far_which_and_what_changed_are_kinds_of_their_own(question: str, kind: str) -> None:
    assert kind in analyse(question).kinds


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("가온위원회 위원장은 무엇을 하나요?", "person"),
        ("적정성 검토가 끝난 사업은 무엇인가요?", "status"),
        ("협의회는 완료된 사업을 어떻게 다루나요?", "status"),
        ("과제 선정 기준은 무엇인가요?", "list"),
        ("선정 절차는 어떻게 진행되나요?", "change"),
    ],
)
def test_the_words_of_a_kind_alone_do_not_ask_for_it(question: str, kind: str) -> None:
    assert kind not in analyse(question).kinds


def test_who_holds_an_office_is_asked_of_the_office() -> None:
    assert analyse("가온위원회 위원장 이름은?").head == analyse("가온위원회 위원장은 누구인가요?").head
    assert analyse("위원장은 누구인가요?").head <= set(terms("위원장"))


def test_two_things_may_be_asked_at_once() -> None:
    analysis = analyse("새 과제는 몇 개이고 예산은 얼마인가요?")
    assert set(analysis.kinds) == {"amount", "count"}
    assert analysis.counter == "개"


def test_asking_words_and_particles_are_not_content() -> None:
    assert analyse("별빛도서관은 언제 열리나요?").terms == analyse("별빛도서관 열리").terms
    assert "얼마" not in analyse("총사업비는 얼마인가요?").terms


def test_figures_dates_and_provinces_are_pinned() -> None:
    analysis = analyse("2027년 강원의 제6회 협의회는 언제 열리나요?")
    assert [fact.text for fact in analysis.pinned] == ["2027년", "6회"]
    assert analysis.regions == ("강원",)


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("해맑은강 정비사업의 총사업비는 얼마인가요?", "총사업비"),
        ("해맑은강 정비사업은 규모가 정해졌나요?", "규모"),
        ("총사업비, 지금은 확정된 상태인가요?", "총사업비"),
        ("해맑은강은 2027년에 과제 몇 개를 지원해?", "과제"),
        ("새 과제는 모두 몇 개였나요?", "과제"),
        ("두 가지 내역사업 이름은?", "내역사업"),
        ("2027년에 알린 과제 수는?", "과제"),
        ("계획은 어떤 절차들로 짜여 있나요?", "절차"),
    ],
)
def test_the_noun_asked_about_is_found(question: str, noun: str) -> None:
    assert head(question).split()[0] == noun


@pytest.mark.parametrize(
    ("question", "year"), [("27년 예산은?", 2027), ("예산은 26년보다 늘었나요?", 2026), ("'27년 예산은?", 2027)]
)
def test_two_digits_before_the_word_year_are_a_year(question: str, year: int) -> None:
    assert [str(fact.value) for fact in analyse(question).pinned] == [str(year)]


@pytest.mark.parametrize("question", ["지난 20년 동안 몇 곳이 문을 열었나요?", "15년간 든 돈은?"])
def test_a_duration_is_no_year(question: str) -> None:
    assert not analyse(question).dated


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("첫해 경쟁률은 얼마였나요?", {"percent"}),
        ("과제는 몇 달 동안 하나요?", {"period"}),
        ("예산은 지난해의 몇 배인가요?", {"percent"}),
        ("강 정비에 드는 국비와 지방비는?", {"amount"}),
        ("예산은 지난해보다 얼마나 많나요?", {"change"}),
    ],
)
def test_only_what_is_asked_for_is_a_kind(question: str, kinds: set[str]) -> None:
    assert set(analyse(question).kinds) == kinds


@given(st.text(min_size=1, max_size=80))
def test_any_text_can_be_asked(text: str) -> None:
    analysis = analyse(text)
    assert len(set(analysis.terms)) == len(analysis.terms)


def test_a_value_that_was_decided_is_asked_as_a_value_and_not_as_a_status() -> None:
    assert analyse("해맑은강 정비사업의 총사업비는 얼마로 확정되었나요?").kinds == ("amount",)
    assert analyse("해맑은강 정비사업의 총사업비는 확정되었나요?").kinds == ("status",)


def test_an_amount_of_nothing_named_is_told_apart() -> None:
    assert analyse("예산 얼마야?").of_nothing
    assert not analyse("은솔항 재생사업 예산 얼마야?").of_nothing
    assert not analyse("2025년 예산 얼마야?").of_nothing
    assert not analyse("청년월세지원금은 얼마야?").of_nothing
