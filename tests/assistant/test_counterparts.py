"""A figure, a body or a list of a document counts against a claim only where it stands with the claim's own words."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from assistant.grounding.rules.contraries import contraries
from assistant.grounding.rules.counterparts import borne, counterparts, misplaced
from assistant.grounding.source import Evidence, Source, prepare
from assistant.korean.topics import topics

TITLE = "은빛항만 육성사업 추진 계획"
TABLE = "구분 | 선박 과제 | 물류 과제\n과제당 한도 | 14억원 | 4억원\n지원 기간 | 2년 | 1년"
SHARES = "분야별 신청 비중은 선박이 31.5%, 물류가 22.4%이다."


def even(words: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(words, 1.0)


def source(text: str) -> Source:
    return prepare(Evidence("doc", text))


def figure(claim: str, text: str) -> list[tuple[str, str]]:
    found = counterparts(claim, topics(claim, even), None, source(text), TITLE)
    return [(one.difference.claim, one.difference.source) for one in found]


def otherwise(claim: str, text: str) -> list[tuple[str, str, str]]:
    found = contraries(claim, topics(claim, even), source(text), TITLE)
    return [(one.difference.kind, one.difference.claim, one.difference.source) for one in found]


def test_the_figure_with_the_same_words_is_the_counterpart() -> None:
    text = "은빛항만 육성사업은 14개 시·도를 돕는다.\n공고한 품목은 342개이고, 그 가운데 111개 과제를 뽑는다."
    assert figure("은빛항만 육성사업이 공고한 품목은 324개다.", text) == [("324개", "342개")]
    assert figure("은빛항만 육성사업이 공고한 품목은 342개다.", text) == []


def test_what_a_figure_is_of_may_follow_it() -> None:
    text = "이번 모집에는 118명이 지원해 2.8대 1의 경쟁률을 보였다."
    assert figure("은빛항만 육성사업 모집의 경쟁률은 3.8대 1이었다.", text) == [("3.8대 1", "2.8대 1")]
    assert figure("은빛항만 육성사업 모집의 경쟁률은 2.8대 1이었다.", text) == []


def test_a_column_counts_by_its_heading() -> None:
    assert figure("물류 과제의 한도는 14억원이다.", TABLE) == [("14억원", "4억원")]
    assert figure("물류 과제의 한도는 4억원이다.", TABLE) == []


def test_an_attribute_of_which_nothing_is_said_has_no_counterpart() -> None:
    assert figure("은빛항만 육성사업의 할인율은 15%다.", SHARES) == []


def test_the_beginning_of_a_change_is_no_counterpart() -> None:
    assert (
        figure("은빛항만 육성사업 예산은 56억원이다.", "은빛항만 육성사업 예산은 45억원에서 56억원으로 커진다.") == []
    )


def test_a_figure_is_borne_by_its_own_words_alone() -> None:
    for claim, value in (("선박의 신청 비중은 31.5%다.", True), ("선박의 신청 비중은 22.4%다.", False)):
        about = topics(claim, even)
        assert borne(claim, about, None, source(SHARES), TITLE) is value
        assert misplaced(claim, about, None, source(SHARES), [0]) is not value


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        (
            "해운협의회는 나래부 산하 기구다.",
            "해운협의회는 가온위원회 아래에 있는 기구다.",
            ("organisation", "나래부", "가온위원회"),
        ),
        (
            "은빛항만 육성사업의 조사는 나래연구원이 맡는다.",
            "은빛항만 육성사업의 조사는 솔바람연구원이 맡는다.",
            ("organisation", "나래연구원", "솔바람연구원"),
        ),
        ("광주가 후보로 뽑혔다.", "후보로 뽑힌 지역은 강원, 부산, 전남이다.", ("list", "광주", "강원, 부산, 전남")),
        (
            "은빛항만 육성사업 예산은 지난해보다 줄었다.",
            "은빛항만 육성사업 예산은 216억원에서 969억원으로 늘어난다.",
            ("polarity", "줄었", "늘"),
        ),
        (
            "은빛항만 과제에서 현장평가는 하지 않았다.",
            "은빛항만 과제를 모두 현장평가하여 골랐다.",
            ("polarity", "현장평가는 하지 않았다", "현장평가하여"),
        ),
        (
            "은빛항만 육성사업은 예타를 통과했다.",
            "은빛항만 육성사업의 예비타당성조사 면제를 의결하였다.",
            ("status", "통과", "면제"),
        ),
    ],
)
def test_what_a_document_says_otherwise(claim: str, text: str, expected: tuple[str, str, str]) -> None:
    assert otherwise(claim, text) == [expected]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("해운협의회는 가온위원회 산하 기구다.", "해운협의회는 가온위원회 아래에 있는 기구다."),
        ("부산이 후보로 뽑혔다.", "후보로 뽑힌 지역은 강원, 부산, 전남이다."),
        ("은빛항만 육성사업 예산은 지난해보다 늘었다.", "은빛항만 육성사업 예산은 216억원에서 969억원으로 늘어난다."),
        ("은빛항만 과제에서 현장평가는 하지 않았다.", "은빛항만 과제에서 현장평가는 하지 않았다."),
        ("은빛항만 육성사업은 예타가 면제됐다.", "은빛항만 육성사업의 예비타당성조사 면제를 의결하였다."),
    ],
)
def test_what_a_document_says_too_is_nothing_otherwise(claim: str, text: str) -> None:
    assert otherwise(claim, text) == []
