"""A programme is recognised however its name is written, and only its own sentences are taken for it."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.korean.programmes import SHORTEST, Subject, mentions
from ingest.documents import SourceDocument


def document(text: str, title: str = "여러 가지 소식") -> SourceDocument:
    return SourceDocument(
        id="one",
        version=1,
        title=title,
        issuer="해온부",
        published=datetime(2025, 1, 24),
        modified=None,
        kind="press_release",
        uri="",
        sha256="",
        text=text,
    )


def told(name: str, text: str, title: str = "여러 가지 소식") -> list[str]:
    return [one.text for one in mentions(Subject(name), document(text, title))]


@pytest.mark.parametrize(
    "written",
    [
        "은빛항만육성",
        "은빛항만육성(R&D)",
        "은빛 항만 육성사업",
        "「은빛항만육성(R&D)」 사업",
        "은빛항만육성R&D",
        "은빛·항만 육성 사업(R&D)",
    ],
)
def test_every_spelling_of_a_name_is_the_same_name(written: str) -> None:
    assert Subject(written).core == "은빛항만육성"
    assert Subject(written).named("올해 ‘은빛항만 육성(R&D)’ 사업을 시작한다.")
    assert Subject("은빛항만육성").named(f"올해 {written}을 시작한다.")


@pytest.mark.parametrize("other", ["은빛항만육성3.0(R&D)", "은빛항만육성+(R&D)", "신은빛항만육성", "은빛항만"])
def test_a_programme_named_after_another_is_another(other: str) -> None:
    assert not Subject("은빛항만육성").named(f"올해 {other} 사업을 시작한다.")


def test_a_name_too_short_names_nothing() -> None:
    assert told("사업", "이 사업은 좋은 사업이다.") == []


def test_a_document_that_names_it_in_passing_tells_only_what_points_back() -> None:
    text = (
        "해온부는 12일 회의를 열었다.\n은빛항만 육성사업은 아직 규모가 정해지지 않았다.\n"
        "총사업비는 검토를 마친 뒤 정한다.\n날씨는 맑았다.\n별빛도서관건립사업에는 40억원이 든다.\n"
        "사업은 내년에 끝난다."
    )
    assert told("은빛항만육성", "■ 안건\n" * 100 + text) == [
        "은빛항만 육성사업은 아직 규모가 정해지지 않았다.",
        "총사업비는 검토를 마친 뒤 정한다.",
        "사업은 내년에 끝난다.",
    ]


def test_a_document_about_it_tells_all_but_what_names_another() -> None:
    text = "올해 115개 과제를 골랐다.\n별빛도서관건립사업에는 40억원이 든다.\n2년 동안 832억원을 쓴다."
    assert told("은빛항만육성", text + "\n은빛항만육성은 새 사업이다.", "은빛항만육성 과제 선정") == [
        "올해 115개 과제를 골랐다.",
        "2년 동안 832억원을 쓴다.",
        "은빛항만육성은 새 사업이다.",
    ]


@given(st.text(max_size=60))
def test_mentions_are_spans_of_their_document(text: str) -> None:
    whole = f"{text}\n은빛항만육성은 {text}\n{text}"
    source = document(whole, "은빛항만육성")
    for one in mentions(Subject("은빛항만육성"), source):
        assert source.text[one.start : one.end] == one.text


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(name: str) -> None:
    assert isinstance(Subject(name).named("은빛항만 육성사업"), bool)


@given(st.text("가나aA1.+", min_size=3, max_size=5), st.text("가나A a·1+'.「\n3", max_size=20))
def test_a_name_is_found_where_a_pattern_of_its_letters_would_find_it(name: str, text: str) -> None:
    subject = Subject(name)
    letters = r"[\s·ㆍ・‧「」『』'‘’\"“”]{0,2}".join(map(re.escape, subject.core))
    match = re.search(rf"(?<![가-힣A-Za-z0-9]){letters}(?![0-9+])", text, re.IGNORECASE)
    assert subject.named(text) is (match is not None and len(subject.core) >= SHORTEST)
    if match and subject.core:
        assert subject.written(text) == " ".join(match.group().split())


@pytest.mark.parametrize(
    ("text", "figure", "owned"),
    [
        ("은빛항만육성에 969억원을 투입한다.", "969억원", True),
        ("969억원을 은빛항만육성에 투입한다.", "969억원", True),
        ("총 969억원 규모의 은빛항만육성 사업을 시작한다.", "969억원", True),
        ("이 사업에 969억원을 투입한다.", "969억원", True),
        ("은빛항만육성에 969억원, '해외 판로 지원'에 320억원을 쓴다.", "320억원", False),
        ("은빛항만육성과 「달빛어촌개발 사업」에 320억원을 쓴다.", "320억원", False),
        ("은빛항만육성 등 53건에 2조원을 쓴다.", "2조원", False),
        ("400억원 규모의 달빛혁신성장펀드로 민간 투자를 넓힌다.", "400억원", False),
        ("달빛펀드는 7,000억원으로 여러 분야의 새 기업을 두루 도우며 은빛항만육성도 거든다.", "7,000억원", False),
    ],
)  # fmt: skip
def test_a_figure_is_that_of_what_is_named_nearest_to_it(text: str, figure: str, owned: bool) -> None:
    start = text.index(figure)
    assert Subject("은빛항만육성").owns(text, start, start + len(figure)) is owned


def test_a_document_that_names_it_as_one_of_several_is_not_about_it() -> None:
    text = "이번 달 은빛항만육성 사업 등 53건을 입찰한다.\n\n물품 구매에는 74억원을 쓴다."
    (one,) = mentions(Subject("은빛항만육성"), document(text))
    assert one.named
    assert not one.devoted
    assert all(one.devoted for one in mentions(Subject("은빛항만육성"), document(text, "은빛항만육성 본격 추진")))


@pytest.mark.parametrize("name", ["가람신고제", "청정등대 인증제도", "달빛휴직제", "등대법", "항만안전 시행규칙"])
def test_a_system_is_known_by_the_end_of_its_name(name: str) -> None:
    assert Subject(name).is_system


@pytest.mark.parametrize("name", ["항만육성사업", "혁신과제", "지역경제", "항만규제", "해오름 바우처"])
def test_a_programme_is_no_system(name: str) -> None:
    assert not Subject(name).is_system
