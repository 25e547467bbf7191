from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Quantity
from assistant.facts.numbers import find, parse, spelled


def normals(text):
    return [fact.normal for fact in sorted(find(text), key=lambda fact: fact.start)]


@pytest.mark.parametrize(
    "text", ["1조 445억원", "1조445억 원", "10,445억원", "10445억원", "1.0445조원", "1,044,500백만원"]
)
def test_one_amount_has_one_normal_form(text):
    assert normals(text) == ["1044500000000원"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5백만원", "5000000원"),
        ("6천4백만원", "64000000원"),
        ("1억2천만원", "120000000원"),
        ("3만5000명", "35000명"),
        ("백만원", "1000000원"),
        ("33억달러", "3300000000달러"),
        ("$30억", "3000000000달러"),
        ("30~50%", "30~50%"),
        ("2~3억원", "200000000~300000000원"),
        ("2%p", "2%p"),
        ("12.5퍼센트", "12.5%"),
        ("2.7배", "2.7배"),
        ("150여 개", "150개"),
        ("2019년간", "2019년간"),
        ("2년 연속", "2년간"),
    ],
)
def test_normal_form(text, expected):
    assert normals(text) == [expected]


@pytest.mark.parametrize(
    ("claim", "source"),
    [("열한 곳", "11곳"), ("306개", "306건"), ("47곳", "47개사"), ("2,800억", "2,800억원"), ("두 명", "2인")],
)
def test_counters_of_one_sort_agree(claim, source):
    assert agree(figures(claim)[0].value, figures(source)[0].value)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("1조 4,450억원", "1조 445억원"),
        ("5명", "5개"),
        ("2%", "2%p"),
        ("50%", "30~50%"),
        ("제9차", "9회"),
        ("306", "306%"),
        ("300달러", "300원"),
    ],
)
def test_other_values_units_and_ranges_do_not_agree(claim, source):
    assert not agree(figures(claim)[0].value, figures(source)[0].value)


def test_an_article_of_a_law_is_no_amount():
    [fact] = find("공무원연금법 제65조에 따라")
    assert (fact.kind, fact.normal) == ("rank", "65조")


@pytest.mark.parametrize("text", ["코로나19", "G20", "5G망", "H5N1"])
def test_a_number_inside_a_name_is_no_figure(text):
    assert normals(text) == []


def test_a_unit_is_not_taken_from_the_next_word():
    assert normals("8.26 개최") == ["8.26"]


@given(st.integers(min_value=1, max_value=9_999), st.integers(min_value=0, max_value=9_999))
def test_large_and_small_parts_add_up(trillions, billions):
    text = f"{trillions:,}조" + (f" {billions:,}억" if billions else "")
    assert parse(text) == trillions * Decimal(10) ** 12 + billions * Decimal(10) ** 8
    [fact] = find(f"총 {text} 원을 쓴다")
    assert fact.normal == f"{trillions * 10**12 + billions * 10**8}원"


@given(st.integers(min_value=0, max_value=10**9))
def test_commas_change_nothing(number):
    assert normals(f"{number:,}원") == normals(f"{number}원") == [f"{number}원"]


@given(st.text(alphabet="0123456789.,조억만천원개명%~ 년월일가'-()제", max_size=40))
def test_offsets_hold_and_figures_never_overlap(text):
    found = figures(text)
    assert all(text[fact.start : fact.end] == fact.text for fact in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("text", "kind", "normal"),
    [
        ("항만법 38조에 따른다", "rank", "38조"),
        ("예산은 38조에 이른다", "amount", "38000000000000"),
        ("새 어항은 50개인 것으로 나타났다", "count", "50개"),
        ("경쟁률은 2.4대 1이다", "ratio", "2.4대 1"),
        ("경쟁률은 3:1이다", "ratio", "3대 1"),
    ],
)
def test_articles_counts_and_rates_are_told_apart(text: str, kind: str, normal: str) -> None:
    assert [(fact.kind, fact.normal) for fact in find(text)] == [(kind, normal)]


@given(st.integers(1, 10**15))
def test_an_amount_spelled_reads_back_as_itself(number: int) -> None:
    won = Quantity(Decimal(number), Decimal(number), "원")
    (fact,) = find(spelled(won))
    assert fact.value == won


def test_other_units_are_spelled_with_commas() -> None:
    assert spelled(Quantity(Decimal(1250), Decimal(1250), "개")) == "1,250개"
    assert spelled(Quantity(Decimal("2.50"), Decimal("2.50"), "%p")) == "2.5%p"
