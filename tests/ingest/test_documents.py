from dataclasses import FrozenInstanceError, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Page, Section, SourceDocument

BLANK = SourceDocument("d", 1, "제목", "", None, None, "document", "", "", "가" * 100)
CUTS = st.lists(st.integers(1, 99), unique=True, max_size=12).map(lambda cuts: [0, *sorted(cuts), 100])


@given(CUTS, st.integers(0, 99))
def test_page_at_agrees_with_a_linear_scan(cuts: list[int], offset: int) -> None:
    pages = tuple(Page(number, "", start, end) for number, (start, end) in enumerate(pairwise(cuts), 1))
    expected = next(page.number for page in pages if page.start <= offset < page.end)
    assert replace(BLANK, pages=pages).page_at(offset) == expected


@given(CUTS, st.integers(0, 99))
def test_section_at_agrees_with_a_linear_scan(cuts: list[int], offset: int) -> None:
    sections = tuple(Section((f"{start}",), 1, start, end) for start, end in pairwise(cuts))
    expected = next(section.path for section in sections if section.start <= offset < section.end)
    assert replace(BLANK, sections=sections).section_at(offset) == expected


def test_a_document_without_pages_or_sections_has_none_anywhere() -> None:
    assert BLANK.page_at(0) is None
    assert BLANK.section_at(0) == ()


def test_values_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        BLANK.title = "다른 제목"  # type: ignore[misc]
