"""A sentence is told as done by the past tense of its last verb, as planned by the word of a plan that closes it."""

from __future__ import annotations

import pytest

from assistant.korean.status import done, former, parts, planned


@pytest.mark.parametrize(
    "sentence",
    ["111개 과제를 지원할 예정이다.", "3월에 뽑을 계획이라고 밝혔다.", "내년부터 시행할 방침입니다."],
)
def test_what_is_to_come_is_planned_and_not_done(sentence: str) -> None:
    assert planned(sentence)
    assert not done(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["과제 115개를 최종 선정했다.", "심사를 마쳤습니다.", "115개를 선정했다고 밝혔다.", "시행계획을 발표했다."],
)
def test_what_happened_is_done_and_not_planned(sentence: str) -> None:
    assert done(sentence)
    assert not planned(sentence)


@pytest.mark.parametrize("sentence", ["접수를 받고 있다.", "늘리겠다고 말했다.", "대상은 중소기업이다.", ""])
def test_what_is_going_on_or_meant_is_neither(sentence: str) -> None:
    assert not done(sentence)
    assert not planned(sentence)


def test_a_part_with_a_topic_of_its_own_has_its_own_status() -> None:
    sentence = "업체 모두 계획서를 제출한 상황이며, 정부는 이들을 도울 계획이다."
    first, second = parts(sentence)
    assert (planned(first), planned(second)) == (False, True)
    # One topic, one status: both are to come. When is no topic.
    assert len(parts("기준을 확정하고 과제를 뽑을 계획이다.")) == 1
    assert len(parts("기준을 확정하고 내년부터는 과제를 뽑을 계획이다.")) == 1


def test_a_clause_of_what_was_meant_before_is_former() -> None:
    text = "당초 취수 지점은 3곳으로 검토했으나, 9곳으로 늘린다."
    assert former(text, text.index("3곳"))
    assert not former(text, text.index("9곳"))
