from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding.alignment import align, line
from assistant.grounding.differences import findings

SOURCE = "교육부(장관 홍길동)는 3월 2일(월) 대학 30곳에 1,200억 원을 지원하고, 기업 20곳에 300억 원을 지원하지 않는다."


def changes(claim):
    return [(item.how, item.kind) for item in findings(align(line(claim), line(SOURCE)))]


def test_spellings_of_one_figure_are_one_unit():
    left, right = line("1,200억 원을 3월 2일"), line("1200억원을 3. 2.(월)")
    assert [unit.key for unit in left.units] == [unit.key for unit in right.units]


def test_a_claim_lies_whole_on_its_source():
    alignment = align(line(SOURCE), line(SOURCE))
    assert (alignment.matched, alignment.density, alignment.changes) == (1.0, 1.0, ())


def test_bracketed_remarks_may_be_left_out():
    assert not changes("교육부는 3월 2일 대학 30곳에 1,200억 원을 지원하고, 기업 20곳에 300억 원을 지원하지 않는다.")


def test_a_figure_that_lost_its_subject_is_paired_wrongly():
    assert ("paired", "amount") in changes("교육부는 3월 2일 대학 30곳에 300억 원을 지원하지 않는다.")


def test_a_lost_negation_is_a_change():
    assert ("exchanged", "polarity") in changes("기업 20곳에 300억 원을 지원한다.")


def test_an_exchanged_name_is_a_change():
    assert changes("국방부는 3월 2일 대학 30곳에 1,200억 원을 지원하고, 기업 20곳에 300억 원을 지원하지 않는다.") == [
        ("exchanged", "word")
    ]


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_laid_beside_each_other(claim, source):
    alignment = align(line(claim), line(source))
    assert 0.0 <= alignment.matched <= 1.0
    assert 0.0 <= alignment.density <= 1.0
    assert 0 <= alignment.start <= alignment.end <= len(source)
