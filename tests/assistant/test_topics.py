"""A claim is about its words, not about their endings; a word may be put otherwise."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from assistant.korean.topics import share, topics
from ingest.lexical import terms


def even(words: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(words, 1.0)


def held(claim: str, text: str) -> float:
    return share(topics(claim, even), text, frozenset(terms(text)))


def test_figures_particles_and_endings_are_no_topics() -> None:
    found = topics("은빛항만의 총사업비는 2조 305억원으로 정해졌다고 한다.", even)
    assert not any(letter in topic.text for topic in found for letter in "2조억")
    assert {"은빛항만", "사업비"} <= {topic.text for topic in found}


def test_a_long_name_weighs_less_than_the_sum_of_its_letters() -> None:
    name, other = sorted(topics("은빛항만해양육성은 물류를 돕는다.", even), key=lambda topic: -topic.weight)[:2]
    assert other.weight < name.weight < len(name.terms)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("예타가 면제됐다.", "예비타당성조사 면제를 의결하였다."),
        ("지역을 뽑았다.", "지역을 선정하였다."),
        ("협약이 체결됐다.", "협약을 맺었다."),
    ],
)
def test_other_words_for_the_same_are_held(claim: str, text: str) -> None:
    assert held(claim, text) >= 0.8


def test_another_matter_is_not_held() -> None:
    assert held("은빛항만의 물동량이 줄었다.", "솔바람 도서관이 문을 열었다.") == 0.0
