import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding.reported import denial, masked, quoted_blocks, reports

TEXT = "□ 보도 내용\n가로등을 모두 끈다고 함\n□ 설명 내용\n가로등은 그대로 켠다.\n"


def test_what_stands_under_a_heading_of_reports_is_blanked_until_the_answer():
    hidden = masked(TEXT)
    assert len(hidden) == len(TEXT)
    assert "모두 끈다" not in hidden
    assert "가로등은 그대로 켠다." in hidden


def test_a_heading_without_an_answer_hides_nothing():
    text = "□ 보도 내용\n가로등을 모두 끈다고 함\n"
    assert masked(text) == text


def test_a_denied_report_is_blanked_inside_its_sentence_and_not_the_clause_before():
    text = "가로등은 300개를 유지하며, 가로등을 끈다는 보도는 사실과 다릅니다."
    assert "300개를 유지하며" in masked(text)
    assert "끈다" not in masked(text)
    assert denial(text).endswith("사실과 다릅니다")


@pytest.mark.parametrize("said", ["일부 인터넷 언론의 보도", "취지의 언론보도", "의혹", "일부 주민의 주장"])
def test_whose_report_it_was_may_stand_before_the_noun(said):
    assert "끈다" not in masked(f"가로등을 모두 끈다는 {said}는 사실과 다릅니다.")


def test_a_report_that_nobody_denies_stays():
    text = "가로등을 더 세운다는 보도가 있었다."
    assert masked(text) == text
    assert denial(text) == ""


def test_a_claim_about_a_report_is_told_apart():
    assert reports("신문은 가로등을 끈다고 보도했다.")
    assert not reports("가로등을 끈다.")


@given(st.text(alphabet="보도내용설명 입장기사\n□.가나라는사실이아님", max_size=80))
def test_offsets_stay(text):
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, hidden, strict=True))


@pytest.mark.parametrize("heading", ["□ 보도 내용", "<보도 주요내용>", "〈보도 내용〉", "2. 기사 주요 내용"])
def test_a_block_of_what_was_reported_ends_at_the_heading_of_the_answer(heading):
    text = f"{heading}\n가로등을 모두 끈다고 함\n□ 설명 내용\n가로등은 그대로 켠다.\n"
    ((start, end),) = quoted_blocks(text)
    assert "모두 끈다" in text[start:end]
    assert "그대로 켠다" not in text[start:end]


def test_the_answer_may_stand_in_a_later_part_or_the_heading_over_the_part():
    text = "□ 보도 내용\n가로등을 모두 끈다고 함\n"
    assert quoted_blocks(text) == ()
    assert quoted_blocks(text, answered=True) == ((text.index("\n"), len(text)),)
    assert quoted_blocks("가로등을 모두 끈다고 함", "보도 내용", answered=True) == ((0, 13),)
