"""What a sentence takes back, in whatever words, bears out nothing."""

from __future__ import annotations

import pytest

from assistant.grounding import gate
from assistant.grounding.gate import Evidence
from assistant.grounding.rules.denials import denials


def label(claim: str, text: str) -> str:
    return gate.check(claim, [Evidence("doc", text)]).label


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("은빛항만 예산안 240억원은 확정 금액입니다.", "○ 은빛항만 예산안 240억원은 확정된 금액으로 보기는 이르다."),
        ("은빛항만 예산안은 확정되었다.", "은빛항만 예산안은 확정되었다고 보기 어렵다."),
        ("은빛항만 예산안은 확정되었다.", "은빛항만 예산안은 확정과는 거리가 멀다."),
        ("은빛항만 추진계획은 지금도 쓴다.", "○ 은빛항만 추진계획은 이 계획으로 바뀌었으며 더는 쓰지 않음"),
        ("은빛항만 사업에 참여할 수 있다.", "은빛항만 사업에는 참여가 어렵다."),
        ("은빛항만 사업을 추진한다.", "은빛항만 사업을 추진하기에는 아직 이르다."),
        ("은빛항만 사업은 추진된다.", "은빛항만 사업은 추진이 무산됐다."),
        ("은빛항만 사업을 지원한다.", "해온부는 은빛항만 사업 지원을 중단하기로 했다."),
        (
            "2030년 은빛항만 후보사업으로 선정되면 예산에 담기는 것이 확정된 것이다.",
            "회의에는 은빛항만 운영 지침과 지역별 계획, 2030년 은빛항만 후보사업 선정 결과를 비롯해 모두 6건이 올랐다. "
            "이들 사업은 은빛항만 후보가 되었을 뿐 예산에 담기는 것이 확정된 것은 아니다.",
        ),
        ("은빛항만 후보로 뽑히면 예산에 담긴다.", "은빛항만 후보로 뽑혔다고 예산에 담긴다는 뜻은 아니다."),
    ],
)
def test_what_a_sentence_takes_back_is_contradicted(claim: str, text: str) -> None:
    assert label(claim, text) == "contradicted"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("은빛항만 사업을 추진한다.", "당초 무산됐던 은빛항만 사업을 다시 추진한다."),
        ("은빛항만 사업의 추진이 무산됐다.", "은빛항만 사업은 추진이 무산됐다."),
        ("은빛항만 사업을 지원한다.", "경영이 어려운 기업을 위한 은빛항만 사업을 지원한다."),
        ("은빛항만 총사업비는 240억원에 이른다.", "은빛항만 총사업비는 240억원에 이른다."),
        ("은빛항만 사업은 추진하기로 했다.", "은빛항만 사업은 추진하고, 금빛항만 사업은 중단하기로 했다."),
        ("금빛항만 사업을 중단하기로 했다.", "은빛항만 사업은 추진하고, 금빛항만 사업은 중단하기로 했다."),
        ("전자문서를 쓴다.", "종이 서류는 쓰지 않고 전자문서를 쓴다."),
        ("은빛항만 예산은 확정됐다.", "금빛항만 예산은 확정된 것이 아니나, 은빛항만 예산은 확정됐다."),
        ("은빛항만은 후보로 뽑혔다.", "은빛항만은 후보로 뽑힌 것만 아니라 예산도 받았다."),
    ],
)
def test_what_it_takes_back_of_another_thing_is_not(claim: str, text: str) -> None:
    assert label(claim, text) == "supported"


def test_the_words_that_take_back_are_named() -> None:
    assert list(denials("은빛항만 사업은 추진된다.", "은빛항만 사업은 추진이 무산됐다.")) == [("추진", "추진이 무산됐")]
    assert not list(denials("", "추진이 무산됐다."))


@pytest.mark.parametrize(
    ("claim", "text", "verdict"),
    [
        (
            "은빛항만 예산 240억원은 확정된 금액이다.",
            "은빛항만 예산이 240억원으로 짜였다. 국회 심의가 남아 확정된 금액으로 보기는 이르다.",
            "contradicted",
        ),
        (
            "은빛항만 예산 240억원은 의결된 액수입니다.",
            "은빛항만 예산은 240억원이다. 12월에 의결될 예정이다.",
            "contradicted",
        ),
        ("은빛항만 예산 240억원은 확정된 금액이다.", "은빛항만 예산은 240억원으로 40억원 커진다.", "not_found"),
        ("은빛항만 예산 240억원은 확정된 금액이다.", "은빛항만 예산이 240억원으로 확정됐다.", "supported"),
    ],
)
def test_what_is_called_settled_must_be_told_as_settled(claim: str, text: str, verdict: str) -> None:
    assert label(claim, text) == verdict


@pytest.mark.parametrize(
    ("claim", "text", "verdict"),
    [
        (
            "은빛항만 휴업은 선원 300명 이상인 회사에 적용된다.",
            "은빛항만 휴업은 관공서 뿐만 아니라 선원 300명 이상인 회사에 적용되며, 나머지 회사에는 적용되지 않는다.",
            "supported",
        ),
        ("은빛항만 시설은 11곳으로 늘었다.", "은빛항만 시설은 9곳*에서 11곳으로 확대됐다.", "supported"),
        (
            "은빛항만 사업에서 가온군은 선원 100명을 뽑는다.",
            "은빛항만 사업은 4개 지자체가 선원 320명을 뽑는다.\n* 뽑는 규모(320명): 가온군(100명), 나린군(220명)",
            "not_found",
        ),
    ],
    ids=["besides", "footnote mark", "a list of names"],
)
def test_what_is_added_to_a_true_claim_contradicts_nothing(claim: str, text: str, verdict: str) -> None:
    assert label(claim, text) == verdict
