import pytest

from assistant.facts.extraction import figures
from assistant.grounding.rules.pairing import MEASURES, measures, pair, values, weights
from assistant.grounding.rules.readings import Reader
from assistant.grounding.rules.standing import Stand
from assistant.grounding.source import Evidence, prepare

TEXT = (
    "산업단지 15곳에 청년 주택 2,400호를 짓는다.\n"
    "노후 단지 7곳에는 문화 시설을 들인다.\n"
    "지난해 도서관을 찾은 사람은 61만 명, 박물관을 찾은 사람은 28만 명이었다."
)


def reader(claim):
    source = prepare(Evidence("plan", TEXT))
    return Reader(claim, figures(claim), source)


def probability(claim):
    [pairing] = pair(reader(claim))
    return pairing.probability


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("박물관 방문객 28만 명", "박물관 방문객 61만 명"),
        ("문화 시설 들어설 노후 단지 7곳", "문화 시설 들어설 노후 단지 15곳"),
        ("청년 주택 짓는 산업단지 15곳", "청년 주택 짓는 산업단지 7곳"),
    ],
)
def test_a_value_suits_its_own_subject_better(right, wrong):
    assert probability(right) > probability(wrong)


def test_a_value_that_is_nowhere_has_a_rival_and_no_chance():
    [pairing] = pair(reader("노후 단지 9곳"))
    assert pairing.mention is None
    assert pairing.probability == 0.0
    assert pairing.rival is not None


def test_the_end_of_a_range_may_be_named_as_its_bound():
    source = prepare(Evidence("loan", "금리는 3.9%~4.5%로 정한다."))
    for claim, found in (("최저 3.9%", 1), ("최대 4.5%", 1), ("최저 4.5%", 0), ("3.9%", 0)):
        assert len(Reader(claim, figures(claim), source).mentions[0]) == found


def test_measures_are_named_weighed_and_finite():
    read = reader("노후 단지 7곳")
    stand = Stand(read, read.facts[0], 0)
    assert len(measures(stand, read.mentions[0])) == len(MEASURES) == len(weights()[1])
    assert all(value >= 0 for value in measures(stand, read.mentions[0]))


def test_equal_values_are_gathered():
    assert [len(group) for group in values(figures("7곳, 7개, 15곳"))] == [2, 1]
