"""A source must say of a matter what the claim says of it: as much, as done, as settled, and in one place."""

from __future__ import annotations

import pytest

from assistant.answers import Difference
from assistant.facts.extraction import figures
from assistant.grounding.gate import Evidence
from assistant.grounding.rules.deeds import settles
from assistant.grounding.rules.predicates import unsaid
from assistant.grounding.rules.readings import Reader
from assistant.grounding.source import prepare

MORE = "은빛항만의 물동량은 지난해보다 크게 늘었다."
LESS = "은빛항만의 물동량은 지난해보다 크게 줄었다."
FIXED = "해맑은강 정비사업의 총사업비는 3월에 확정됐다."
FIELDS = "시범 분야는 선박, 물류, 어업, 관광이다."
SCATTERED = (
    "해맑은강은 길다.\n나래부는 회의를 열었다.\n솔바람 도서관이 문을 열었다.\n정비사업은 끝났다.\n"
    "누리집을 열었다.\n협의회가 모였다.\n가온부는 예산을 얻었다."
)


def unsaid_of(claim: str, text: str, *, counted: bool = False) -> list[tuple[str, str, str, str]]:
    source = prepare(Evidence("doc", text))
    found = unsaid(Reader(claim, figures(claim), source), counted, range(len(source.sentences)))
    return [(item.how, item.kind, item.claim, item.source) for item in found]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("은빛항만의 물동량은 지난해보다 늘었다.", MORE),
        ("은빛항만의 물동량은 지난해보다 증가했다.", MORE),
        ("은빛항만의 물동량은 지난해보다 감소했다.", LESS),
        ("해맑은강 정비사업의 총사업비는 검토 중이다.", "해맑은강 정비사업의 총사업비는 아직 검토 중이다."),
        ("해맑은강 정비사업은 지역을 뽑는다.", "해맑은강 정비사업은 지역을 선정한다."),
        ("해맑은강 정비사업의 심사가 완료됐다.", "해맑은강 정비사업의 심사가 완료됐다. 공사는 완료되지 않았다."),
    ],
)
def test_what_the_source_says_too_is_not_held_against_a_claim(claim: str, text: str) -> None:
    assert unsaid_of(claim, text) == []


def test_more_is_not_less_and_less_is_not_more() -> None:
    assert unsaid_of("은빛항만의 물동량은 지난해보다 늘었다.", LESS) == [("exchanged", "polarity", "늘", "줄었")]
    assert unsaid_of("은빛항만의 물동량은 지난해보다 줄었다.", MORE) == [("exchanged", "polarity", "줄었", "늘")]


def test_a_comparison_that_the_source_does_not_draw_is_added() -> None:
    text = "은빛항만은 지난해 물동량을 새로 조사했다."
    assert unsaid_of("은빛항만의 물동량은 지난해보다 늘었다.", text) == [("added", "word", "늘었다", "")]


def test_beside_a_figure_the_other_direction_is_a_change_of_its_own() -> None:
    compared = "은빛항만의 물동량은 지난해보다 300톤 늘었다."
    assert unsaid_of(compared, LESS, counted=True) == [("exchanged", "polarity", "늘", "줄었")]
    alone = "은빛항만의 물동량은 300톤 늘었다."
    assert unsaid_of(alone, LESS, counted=True) == [("exchanged", "polarity", "늘", "줄었")]
    assert unsaid_of(alone, "은빛항만의 물동량은 300톤이다.", counted=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "해맑은강 정비사업은 아직 확정되지 않았다.",
        "해맑은강 정비사업은 확정되기 전이다.",
        "해맑은강 정비사업을 확정한 것은 아니다.",
        "해맑은강 정비사업은 미확정이다.",
    ],
)
def test_what_the_source_calls_not_done_is_not_done(text: str) -> None:
    found = unsaid_of("해맑은강 정비사업이 확정되었다.", text)
    assert [item[:3] for item in found] == [("exchanged", "status", "확정되었다")]


@pytest.mark.parametrize("word", ["미정", "검토 중"])
def test_what_the_source_calls_settled_is_not_open(word: str) -> None:
    found = unsaid_of(f"해맑은강 정비사업의 총사업비는 {word}이다.", FIXED, counted=True)
    assert found == [("exchanged", "status", word, "확정됐")]


@pytest.mark.parametrize(
    ("claim", "source", "whether"),
    [("미정", "확정됐다", True), ("의결했다", "검토 중", True), ("확정됐다", "정해졌다", False), ("", "", False)],
)
def test_a_difference_settles_where_one_side_is_open_and_one_settled(claim: str, source: str, whether: bool) -> None:
    assert settles(Difference("status", claim, source)) is whether


def test_a_word_that_stands_nowhere_is_added_unless_a_figure_ties_the_claim_down() -> None:
    claim, text = "해맑은강 정비사업은 도서관을 놓는다.", "해맑은강 정비사업은 다리를 놓는다."
    assert unsaid_of(claim, text) == [("added", "word", "도서관", "")]
    assert unsaid_of(claim, text, counted=True) == []


def test_words_that_nowhere_stand_together_are_no_sentence() -> None:
    claim = "가온부는 해맑은강 도서관 협의회의 예산을 회의에서 얻었다."
    assert ("added", "word", claim, "") in unsaid_of(claim, SCATTERED)
    assert unsaid_of("가온부는 예산을 얻었다.", SCATTERED) == []


@pytest.mark.parametrize("ending", ["이다", "입니다"])
def test_an_exchanged_item_of_a_list_is_named(ending: str) -> None:
    found = unsaid_of(f"시범 분야는 선박, 물류, 철강{ending}.", FIELDS, counted=True)
    assert [item[:3] for item in found] == [("exchanged", "list", "철강")]


@pytest.mark.parametrize("items", ["선박, 물류, 어업", "관광, 어업, 선박", "선박, 철강, 반도체"])
def test_a_shorter_list_another_order_or_another_list_exchanges_no_item(items: str) -> None:
    assert unsaid_of(f"시범 분야는 {items}이다.", FIELDS, counted=True) == []


def test_the_predicate_must_be_said_of_the_noun_beside_it() -> None:
    text = "해맑은강 정비사업은 적정성 조사를 면제받았다. 서류 검토를 통과한 과제는 정비사업 누리집에 알린다."
    found = unsaid_of("해맑은강 정비사업은 적정성 조사를 통과했다.", text)
    assert [item[:3] for item in found] == [("added", "word", "조사를 통과")]
    assert not unsaid_of("해맑은강 정비사업은 적정성 조사를 면제받았다.", text)


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("은빛항만 사업은 시·도가 모두 신청했다.", "은빛항만 사업은 시·도가 신청했다.", ["모두"]),
        ("은빛항만 사업은 중소기업만 신청한다.", "은빛항만 사업은 중소기업이 신청한다.", ["기업만"]),
        ("은빛항만 사업에는 대학이 반드시 참여한다.", "은빛항만 사업에는 대학이 참여한다.", ["반드시"]),
        ("은빛항만 사업에는 대학이 반드시 참여한다.", "은빛항만 사업에는 대학이 꼭 참여한다.", []),
        ("은빛항만 사업비는 협약 전에 나간다.", "은빛항만 사업비는 협약 뒤에 나간다.", ["전에"]),
    ],
)
def test_all_only_and_must_are_said_by_the_source_as_well(claim: str, text: str, expected: list[str]) -> None:
    assert [item[2] for item in unsaid_of(claim, text)] == expected


def test_what_is_still_open_in_the_claim_is_not_done_in_the_source() -> None:
    found = unsaid_of("해맑은강 정비사업의 조사는 아직 끝나지 않았다.", "해맑은강 정비사업의 조사가 끝났다.")
    assert [item[:2] for item in found] == [("exchanged", "status")]


def test_a_deed_is_done_where_another_sentence_tells_it_so() -> None:
    opened = "총사업비는 아직 확정되지 않았다.\n나머지는 뒤에 정한다.\n누리집을 연다.\n"
    claim = "해맑은강 정비사업의 총사업비가 확정됐다."
    assert ("exchanged", "status") in [item[:2] for item in unsaid_of(claim, opened)]
    assert unsaid_of(claim, opened + "해맑은강 정비사업의 총사업비가 3월에 확정됐다.") == []
