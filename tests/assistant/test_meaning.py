"""A claim is supported only by meaning and exact facts together."""

from __future__ import annotations

from datetime import date

from assistant.answers import Verdict
from assistant.grounding.meaning import Read, judge, probabilities, signs, unnamed
from assistant.models.reader import Reading

SENTENCE = "가람부는 2025년 금빛수로 정비사업의 지원 과제 115개를 최종 선정했다."
SURE = Reading(5.0, 0.97, 0.02, (0, 0), 0.0, (0.97, 0.02))
AGAINST = Reading(5.0, 0.02, 0.97, (0, 0), 0.0, (0.02, 0.97))
RULED = Verdict("supported", 0.9, ())
NOT_RULED = Verdict("not_found", 0.1, ())


def read(reading: Reading, text: str = SENTENCE) -> Read:
    return Read(text, "canal", 0, len(text), reading, f"금빛수로 정비사업 과제 선정\n가람부\n{text}", date(2025, 4, 21))


def test_what_the_rules_prove_stands() -> None:
    assert judge("가람부는 금빛수로 정비사업 과제 115개를 선정했다.", RULED, [read(SURE)]).label == "supported"


def test_the_reader_decides_what_the_rules_leave_open() -> None:
    judged = judge("가람부는 금빛수로 정비사업의 지원 과제 115개를 최종 선정했다고 한다.", NOT_RULED, [read(SURE)])
    assert judged.label == "supported"
    assert [one.text for one in judged.evidence] == [SENTENCE]


def test_a_sure_contradiction_outweighs_the_rules() -> None:
    assert judge("가람부는 금빛수로 정비사업을 모두 폐지했다.", RULED, [read(AGAINST)]).label == "contradicted"


def test_a_body_that_the_passage_does_not_name_makes_support_impossible() -> None:
    claim = "국토교통부는 금빛수로 정비사업 과제 115개를 선정했다."
    assert judge(claim, NOT_RULED, [read(SURE)]).label != "supported"
    assert unnamed(claim, SENTENCE) == ("국토교통부",)


def test_a_contradiction_names_the_value_that_differs() -> None:
    judged = judge("가람부는 금빛수로 정비사업 과제 315개를 선정했다.", NOT_RULED, [read(AGAINST)])
    assert judged.label == "contradicted"
    assert [(one.claim, one.source) for one in judged.differences] == [("315개", "115개")]


def test_probabilities_sum_to_one() -> None:
    found = probabilities(signs("가람부는 과제를 선정했다.", NOT_RULED, [read(SURE), read(AGAINST)]))
    assert abs(found.not_found + found.supported + found.contradicted - 1) < 1e-9


def test_quantifiers_and_status_are_signs() -> None:
    plain = signs("금빛수로 과제를 선정했다.", NOT_RULED, [read(SURE)])
    narrowed = signs("금빛수로 과제만 선정할 수 있다.", NOT_RULED, [read(SURE)])
    assert sum(plain.added) == 0
    assert sum(narrowed.added) == 2
    assert signs("금빛수로 과제를 선정할 예정이다.", NOT_RULED, [read(SURE)]).crossed == 1.0
