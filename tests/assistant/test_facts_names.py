from datetime import date

import pytest

from assistant.facts import organisations, places
from assistant.facts.extraction import extract
from assistant.facts.names import find


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("과기정통부", "과학기술정보통신부"),
        ("미래창조과학부", "과학기술정보통신부"),
        ("문화재청", "국가유산청"),
        ("중기부", "중소벤처기업부"),
    ],
)
def test_short_and_former_names_are_one_body(short, full):
    [one], [other] = organisations.find(short), organisations.find(full)
    assert one.value == other.value


@pytest.mark.parametrize(
    ("alias", "day", "name"),
    [
        ("환경부", date(2024, 5, 1), "환경부"),
        ("환경부", date(2025, 12, 1), "기후에너지환경부"),
        ("특허청", date(2025, 10, 1), "지식재산처"),
        ("산업부", date(2025, 9, 30), "산업통상자원부"),
        ("모르는기관", date(2025, 1, 1), "모르는기관"),
    ],
)
def test_a_body_is_called_what_it_was_called_that_day(alias, day, name):
    assert organisations.name_on(alias, day) == name


def test_names_of_a_body_follow_each_other_without_gap_or_overlap():
    for body in organisations.bodies():
        for later, earlier in zip(body.titles, body.titles[1:], strict=False):
            assert later.since is not None
            assert earlier.until is not None
            assert (later.since - earlier.until).days == 1


def test_a_body_inside_a_longer_name_is_not_found():
    assert [fact.text for fact in organisations.find("기후에너지환경부와 비교육부")] == ["기후에너지환경부"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("강원특별자치도에서", ["강원"]),
        ("강원도와 전라북도", ["강원", "전북"]),
        ("비수도권 기업", ["비수도권"]),
        ("대한민국은", ["한국"]),
        ("완주군과 친구", ["완주군"]),
        ("반드시 다시", []),
        ("과제주관기관", []),
    ],
)
def test_places(text, expected):
    assert [fact.normal for fact in places.find(text)] == expected


def test_there_are_seventeen_provinces():
    assert len(places.provinces()) == 17


def test_laws_programmes_and_people():
    text = "유상임 장관은 「국가재정법」과 ‘지역혁신선도기업육성사업’을 설명했다."
    found = {(fact.kind, fact.text) for fact in find(text)}
    assert found == {("person", "유상임"), ("law", "국가재정법"), ("programme", "지역혁신선도기업육성사업")}


def test_every_offset_holds():
    text = "과기정통부(장관 유상임)는 2025년 1월 24일 「국가재정법」 제38조에 따라 강원 등 11곳을 골랐다."
    found = extract(text, date(2025, 1, 24))
    assert all(text[fact.start : fact.end] == fact.text for fact in found)
    assert {fact.kind for fact in found} >= {"organisation", "person", "date", "law", "rank", "place", "count"}
