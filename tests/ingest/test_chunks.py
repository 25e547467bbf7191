from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunks import LONGEST, chunks, context
from ingest.documents import Page, SourceDocument
from ingest.sentences import spans
from ingest.structure import sections

PIECES = [
    "정부는 지역 거점을 다섯 곳으로 늘리기로 했다.",
    "총사업비는 1.5조원이다. 적정성 검토가 끝나면 확정된다.",
    "\n",
    "\n\n",
    "\nⅠ. 추진배경\n",
    "\nⅡ. 추진과제\n",
    "\n1. 거점 조성\n",
    "\n□ 그간의 성과\n○ 거점 3곳을 조성함\n",
    "\n구분 | 2025년 | 2026년\n국비 | 100 | 120\n지방비 | 50 | 60\n",
    "가나다라 " * 30,
    "긴말" * 900,
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
SIZES = st.sampled_from([(60, 0), (120, 40), (400, 60), (800, 100)])


def document(text: str, title: str = "지역 기술 육성 계획") -> SourceDocument:
    made = SourceDocument("plan", 2, title, "", None, None, "plan", "", "", text)
    return replace(made, sections=sections(made))


@given(TEXTS, SIZES)
def test_chunks_quote_the_document_and_leave_nothing_out(text: str, sizes: tuple[int, int]) -> None:
    made = document(text)
    position = 0
    for chunk in chunks(made, *sizes):
        assert text[chunk.start : chunk.end] == chunk.text == chunk.text.strip()
        assert not text[position : chunk.start].strip()
        assert chunk.end > position
        position = chunk.end
    assert not text[position:].strip()


@given(TEXTS, SIZES)
def test_no_sentence_is_cut(text: str, sizes: tuple[int, int]) -> None:
    made = document(text)
    found = chunks(made, *sizes)
    for start, end in spans(text):
        if end - start <= LONGEST:
            assert any(chunk.start <= start and end <= chunk.end for chunk in found)


@given(TEXTS, SIZES)
def test_a_chunk_is_larger_than_its_size_only_for_one_sentence(text: str, sizes: tuple[int, int]) -> None:
    made = document(text)
    for chunk in chunks(made, *sizes):
        assert len(chunk.text) <= max(sizes[0], LONGEST)
        if len(chunk.text) > sizes[0]:
            assert len(spans(chunk.text)) <= 2


@given(TEXTS, SIZES)
def test_a_chunk_repeats_whole_sentences_of_its_own_section(text: str, sizes: tuple[int, int]) -> None:
    made = document(text)
    found = chunks(made, *sizes)
    for before, chunk in pairwise(found):
        repeated = before.end - chunk.start
        if repeated > 0:
            assert repeated <= sizes[1]
            assert made.section_at(chunk.start) == made.section_at(before.end - 1)


@given(st.text(max_size=300), st.integers(1, 100), st.integers(0, 50))
def test_any_text_is_covered(text: str, size: int, overlap: int) -> None:
    found = chunks(document(text, title=""), size, overlap)
    covered = {offset for chunk in found for offset in range(chunk.start, chunk.end)}
    assert all(offset in covered or character.isspace() for offset, character in enumerate(text))


def test_chunks_are_named_by_document_version_and_place() -> None:
    found = chunks(document("정부는 계획을 밝혔다. " * 60), 200, 0)
    assert [chunk.id for chunk in found[:2]] == ["plan@2#0000", "plan@2#0001"]
    assert {(chunk.document_id, chunk.version) for chunk in found} == {("plan", 2)}


def test_sentences_repeat_up_to_the_overlap() -> None:
    text = "".join(f"{number}번째 거점은 예정대로 조성된다. " for number in range(10, 40))
    found = chunks(document(text), 100, 25)
    assert all(chunk.start < before.end for before, chunk in pairwise(found))
    assert all(len(chunk.text) <= 100 for chunk in found)


def test_two_parts_are_not_mixed_and_a_heading_stays_with_its_text() -> None:
    body = "정부는 지역 거점을 다섯 곳으로 늘리기로 했다. " * 5
    found = chunks(document(f"Ⅰ. 추진배경\n{body}\nⅡ. 추진과제\n1. 거점 조성\n{body}\n"), 400, 60)
    assert [chunk.section for chunk in found] == [("Ⅰ. 추진배경",), ("Ⅱ. 추진과제", "1. 거점 조성")]
    assert found[1].text.startswith("Ⅱ. 추진과제\n1. 거점 조성\n정부는")


def test_tiny_sections_share_a_chunk() -> None:
    text = "Ⅰ. 추진과제\n" + "".join(f"{number}. 과제 이름\n내용은 협의 중이다.\n" for number in (1, 2, 3, 4))
    assert len(chunks(document(text), 400, 60)) == 1


def test_a_gigantic_sentence_is_cut_at_spaces() -> None:
    text = "가나다라마 " * 1000
    found = chunks(document(text), 400, 0)
    assert all(len(chunk.text) <= LONGEST for chunk in found)
    assert all(chunk.text.endswith("마") for chunk in found)


def test_a_chunk_knows_its_page() -> None:
    first = "정부는 지역 거점을 다섯 곳으로 늘리기로 했다. " * 10 + "\n\n"
    text = first * 2
    pages = (Page(1, "", 0, len(first)), Page(2, "", len(first), len(text)))
    found = chunks(replace(document(text), pages=pages), len(first), 0)
    assert [chunk.page for chunk in found] == [1, 2]


def test_context_names_title_section_and_the_header_of_a_table_going_on() -> None:
    rows = "".join(f"사업 {number} | {number}00억원 | 검토 중\n" for number in range(10, 40))
    made = document(f"Ⅰ. 투자계획\n사업명 | 사업비 | 상태\n{rows}")
    found = chunks(made, 200, 0)
    assert context(made, found[0]).startswith("지역 기술 육성 계획\nⅠ. 투자계획\n사업명")
    second = context(made, found[1])
    assert second.startswith("지역 기술 육성 계획 > Ⅰ. 투자계획\n사업명 | 사업비 | 상태\n사업 ")
    assert second.endswith(found[1].text)


def test_context_names_the_caption_of_a_table_whose_rows_tell_their_columns() -> None:
    rows = "".join(f"사업명: 사업 {number} | 2026년(억원): {number}00\n" for number in range(10, 60))
    made = document(f"Ⅰ. 투자계획\n□ 사업별 내역\n(단위: 억원)\n{rows}")
    second = chunks(made, 200, 0)[1]
    said = context(made, second).split("\n")
    assert said[1] == "□ 사업별 내역 (단위: 억원)"
    assert said[2].startswith("사업명: 사업 ")
    assert " | 2026년(억원): " in said[2]
    # The names of the columns stand once, as the table prints them.
    assert said[3].startswith("사업 ")
    assert len(second.text.split("\n")) > 8


@pytest.mark.parametrize("title", ["", "긴 제목 " * 60])
def test_context_keeps_its_prefix_short(title: str) -> None:
    made = document("정부는 지역 거점을 늘린다.", title=title)
    (chunk,) = chunks(made, 400, 0)
    assert len(context(made, chunk)) <= len(chunk.text) + 121
    assert context(made, chunk).endswith(chunk.text)
