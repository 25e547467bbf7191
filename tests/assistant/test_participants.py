"""Who did something and to whom it was done is a fact of its own: the particles and the voice of a sentence tell."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers import Verdict
from assistant.grounding import gate
from assistant.grounding.gate import Evidence
from assistant.grounding.meaning import Read, judge
from assistant.grounding.rules.participants import exchanged
from assistant.models.reader import Reading

FINED = (
    "가람정보위(위원장 홍길동)는 8일 회의를 열고, 법규를 위반한 나래연구원에 대해 과징금 2억 원을 부과하기로 의결했다."
)
HEADLINE = "가람정보위, 나래연구원에 과징금 부과"
TEXT = f"{HEADLINE}\n{FINED}\n이번 처분은 유출 사고가 난 지 한 해 만이다.\n"


def found(claim: str, *sentences: str) -> list[tuple[str, str]]:
    return [(one.claim, one.source) for one in exchanged(claim, sentences)]


@pytest.mark.parametrize("source", [FINED, HEADLINE])
@pytest.mark.parametrize(
    "claim",
    [
        "나래연구원이 가람정보위에 과징금을 부과했다.",
        "가람정보위는 나래연구원으로부터 과징금을 부과받았다.",
        "가람정보위가 나래연구원에 의해 과징금을 부과당했다.",
        "나래연구원은 가람정보위를 대상으로 과징금을 부과했다.",
        "가람정보위에 과징금이 부과됐다.",
    ],
)
def test_parts_that_are_exchanged_are_found_in_either_voice(claim: str, source: str) -> None:
    assert found(claim, source)


@pytest.mark.parametrize("source", [FINED, HEADLINE])
@pytest.mark.parametrize(
    "claim",
    [
        "가람정보위가 나래연구원에 과징금을 부과했다.",
        "나래연구원은 가람정보위로부터 과징금을 부과받았다.",
        "나래연구원이 가람정보위에 의해 과징금을 부과당했다.",
        "나래연구원에 과징금이 부과됐다.",
        "가람정보위가 과징금을 부과했다.",
    ],
)
def test_parts_that_are_kept_are_not_objected_to(claim: str, source: str) -> None:
    assert found(claim, source) == []


@pytest.mark.parametrize(
    ("claim", "source", "told"),
    [
        ("섬마을이 뭍마을보다 많았다.", "뭍마을이 섬마을보다 많았다.", [("섬마을이", "섬마을보다")]),
        ("뭍마을이 섬마을보다 많았다.", "뭍마을이 섬마을보다 많았다.", []),
        ("본사를 달섬에서 해섬으로 옮긴다.", "본사를 해섬에서 달섬으로 옮긴다.", [("달섬에서", "달섬으로")]),
        ("누리상사가 다솜상사를 인수했다.", "다솜상사는 누리상사를 인수했다.", [("누리상사가", "누리상사를")]),
        # Both did it to each other, or it is done together: nothing is exchanged.
        ("누리상사가 다솜상사를 만났다.", "다솜상사는 누리상사를 만났다.", []),
        (
            "누리상사가 다솜상사에 투자했다.",
            "다솜상사는 누리상사에 투자했고, 누리상사는 다솜상사에 투자했다.",
            [],
        ),
        # Another deed of the same two.
        ("누리상사가 다솜상사에 신고했다.", "다솜상사는 누리상사에 투자했다.", []),
    ],
)
def test_comparisons_ways_and_purchases_have_parts_too(claim: str, source: str, told: list[tuple[str, str]]) -> None:
    assert found(claim, source) == told


def test_a_body_is_known_by_its_short_name() -> None:
    source = "과학기술정보통신부는 나래연구원에 개선을 권고했다."
    assert found("나래연구원이 과기정통부에 개선을 권고했다.", source) == [("나래연구원이", "나래연구원에")]
    assert found("과기정통부가 나래연구원에 개선을 권고했다.", source) == []


def test_the_gate_calls_an_exchange_a_contradiction() -> None:
    evidence = [Evidence("fine", TEXT, date(2025, 1, 9))]
    assert gate.check("가람정보위가 나래연구원에 과징금을 부과했다.", evidence).label == "supported"
    verdict = gate.check("나래연구원이 가람정보위에 과징금을 부과했다.", evidence)
    assert verdict.label == "contradicted"
    assert [(one.kind, one.claim) for one in verdict.differences] == [("role", "나래연구원이")]


def test_a_reader_that_is_sure_does_not_support_an_exchange() -> None:
    sure = Reading(5.0, 0.97, 0.02, (0, 0), 0.0, (0.97, 0.02))
    read = Read(FINED, "fine", 0, len(FINED), sure, TEXT, date(2025, 1, 9))
    none = Verdict("not_found", 0.1, ())
    assert judge("가람정보위가 나래연구원에 과징금을 부과했다.", none, [read]).label == "supported"
    judged = judge("나래연구원이 가람정보위에 과징금을 부과했다.", none, [read])
    assert judged.label == "contradicted"
    assert judged.differences[0].kind == "role"
