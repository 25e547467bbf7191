from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.characters import clean, closed, line


def test_what_nobody_sees_is_removed() -> None:
    assert clean("가\u200b나\u202e다\x00라\ufeff") == "가나다라"


def test_spaces_and_breaks_become_plain() -> None:
    assert clean("가\u00a0나\u3000다 \r\n\r\n\r\n\r\n라\t마\r바\n") == "가 나 다\n\n라 마\n바"


def test_decomposed_hangul_is_composed() -> None:
    assert clean("\u1100\u1161") == "가"


def test_private_bullets_become_the_bullets_they_show() -> None:
    assert clean("\uf06f 추진배경\n\U000f02b1 목표\n녹색ᆞ성장") == "□ 추진배경\n① 목표\n녹색·성장"


def test_a_line_has_single_spaces() -> None:
    assert line(" 총\u00a0 사업비\n확정 ") == "총 사업비 확정"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    assert "\n\n\n" not in once


def test_a_title_spread_over_the_line_is_closed() -> None:
    assert closed("2025년 제 안 요 청 서 (가 나 다)") == "2025년 제안요청서 (가 나 다)"
