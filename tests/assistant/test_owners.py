"""A figure that stands in a document is proof only for the one whom the document gives it to."""

from __future__ import annotations

import pytest

from assistant.grounding import gate
from assistant.grounding.gate import Evidence
from assistant.grounding.rules.owners import misattributed
from assistant.grounding.source import prepare

TEXT = (
    "가람정보위, 두 사업자 제재\n"
    "* ㈜나래식품 : 과징금 4,800만 원, 과태료 1,230만 원\n"
    "다솜상사 : 과징금 310만 원, 과태료 990만 원\n"
    "이에 가람정보위는 ㈜나래식품에 과징금 4,800만 원과 과태료 1,230만 원을 부과하고 개선을 권고하였다.\n"
    "다솜상사에는 과징금 310만 원과 과태료 990만 원을 부과하였다.\n"
    "* 나래식품 회원 7,016명, 다솜상사 회원 1,775명\n"
)
EVIDENCE = Evidence("fine", TEXT)


def found(claim: str) -> list[tuple[str, str]]:
    return [(one.claim, one.source) for one in misattributed(claim, None, prepare(EVIDENCE))]


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("다솜상사에 과징금 4,800만 원이 부과됐다.", [("4,800만 원", "310만 원")]),
        ("나래식품의 과징금은 310만 원이다.", [("310만 원", "4,800만 원")]),
        ("가람정보위는 다솜상사에 과징금 310만 원과 과태료 1,230만 원을 부과했다.", [("1,230만 원", "990만 원")]),
        ("다솜상사 회원 7,016명이 피해를 보았다.", [("7,016명", "1,775명")]),
        ("KTS에 과징금 310만 원이 부과됐다.", [("KTS", "다솜상사")]),
    ],
)
def test_a_figure_of_another_is_found_with_the_names_own(claim: str, told: list[tuple[str, str]]) -> None:
    assert found(claim) == told
    assert gate.check(claim, [EVIDENCE]).label != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "다솜상사에 과징금 310만 원이 부과됐다.",
        "나래식품은 과징금 4,800만 원을 물게 됐다.",
        "나래식품 회원 7,016명이 피해를 보았다.",
        "가람정보위는 나래식품에 과징금 4,800만 원과 과태료 1,230만 원을 부과했다.",
        # Somebody else's name in another place says nothing of whose it is.
        "과징금 4,800만 원이 부과됐다.",
    ],
)
def test_a_figure_of_its_own_is_not_objected_to(claim: str) -> None:
    assert found(claim) == []


def test_a_rounded_figure_is_no_other_one() -> None:
    text = "다솜상사는 과징금 약 1억5천만 원 부과\n가람정보위는 다솜상사에 과징금 1억 4,800만 원을 부과하였다."
    source = prepare(Evidence("fine", text))
    assert list(misattributed("다솜상사에 과징금 1억 4,800만 원이 부과됐다.", None, source)) == []
