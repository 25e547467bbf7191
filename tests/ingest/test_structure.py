from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Page, Section, SourceDocument
from ingest.structure import sections

PLAN = """지역 기술 육성 계획
관계부처 합동

목차
Ⅰ. 추진배경 1
Ⅱ. 추진과제 2
1. 거점 조성 2
2. 인재 양성 3

Ⅰ. 추진배경
□ 그간의 성과
○ 거점 3곳을 조성함
- 기업 20개가 입주함
□ 정부는 2030년까지 지역 거점을 다섯 곳으로 늘리는 방안을 검토하고 있다.
○ 예산은 협의 중이다.
Ⅱ. 추진과제
1. 거점 조성
가. 입지 선정
○ 공모로 정함
나. 재원 조달
구분 | 2025년 | 2026년
국비 | 100 | 120
2. 인재 양성
□ (대상) 지역 대학원생
□ 사업기간 : 2025년부터 3년간
참고 1 해외 사례
독일은 지역 연합을 운영한다.
"""
LINES = st.lists(
    st.sampled_from(
        [
            *PLAN.split("\n"),
            "제1조(목적) 이 규정은 목적을 정한다.",
            "제2조(정의) 뜻은 다음과 같다.",
            "◇ 요약",
            "-",
            "붙임",
            "\f",
        ]
    ),
    max_size=40,
)


def document(text: str, kind: str = "plan") -> SourceDocument:
    made = SourceDocument("d", 1, "제목", "", None, None, "plan", "", "", text)
    return replace(made, kind=kind)  # type: ignore[arg-type]


def paths(text: str) -> list[tuple[str, ...]]:
    return [section.path for section in sections(document(text))]


def path_at(text: str, words: str) -> tuple[str, ...]:
    made = document(text)
    return replace(made, sections=sections(made)).section_at(text.index(words))


def test_the_ladder_of_a_plan_becomes_heading_paths() -> None:
    assert path_at(PLAN, "관계부처") == ()
    assert path_at(PLAN, "기업 20개") == ("Ⅰ. 추진배경", "그간의 성과")
    assert path_at(PLAN, "공모로") == ("Ⅱ. 추진과제", "1. 거점 조성", "가. 입지 선정")
    assert path_at(PLAN, "국비") == ("Ⅱ. 추진과제", "1. 거점 조성", "나. 재원 조달")
    assert path_at(PLAN, "독일은") == ("참고 1 해외 사례",)


def test_levels_follow_the_markers() -> None:
    found = {section.path[-1]: section.level for section in sections(document(PLAN)) if section.path}
    assert found["Ⅰ. 추진배경"] == 1
    assert found["1. 거점 조성"] == 2
    assert found["가. 입지 선정"] == 3
    assert found["그간의 성과"] == 4


def test_contents_lines_are_no_headings() -> None:
    assert path_at(PLAN, "1. 거점 조성 2") == ()
    leaders = "목 차\nⅠ. 배경 ······ 1\n1. 근거 ······ 1\nⅡ. 계획 ······ 2\n\nⅠ. 배경\n본문이다.\nⅡ. 계획\n본문이다.\n"
    assert paths(leaders) == [(), ("Ⅰ. 배경",), ("Ⅱ. 계획",)]


def test_a_box_bullet_that_is_a_sentence_ends_the_heading_above_it() -> None:
    assert path_at(PLAN, "정부는 2030년") == ("Ⅰ. 추진배경",)
    assert path_at(PLAN, "예산은 협의") == ("Ⅰ. 추진배경",)


def test_bullets_that_give_a_value_are_body() -> None:
    assert path_at(PLAN, "지역 대학원생") == ("Ⅱ. 추진과제", "2. 인재 양성")
    assert path_at(PLAN, "사업기간") == ("Ⅱ. 추진과제", "2. 인재 양성")


@pytest.mark.parametrize(
    "line",
    [
        "1. 24.(금) 회의를 열었다",
        "2.7배로 늘었다",
        "1. 정부는 올해 안에 대상을 정한다.",
        "가. 신청은 온라인으로 받습니다.",
        "□ 과학기술 담당 부처는 12일 회의를 열고",
        "□ 총사업비 : 1,200억원",
        "구분 | Ⅰ. 추진배경 | 비고",
        "참고로 이 사업은 새로 시작한다",
        "붙임 : 사업 개요 1부",
        "- 12 -",
        "Ⅰ. 추진배경 ············ 3",
        "I am here",
    ],
)
def test_lines_that_only_look_like_headings_are_body(line: str) -> None:
    assert paths(f"앞 문단이다.\n{line}\n뒤 문단이다.\n") == [()]


def test_a_run_of_numbered_lines_is_a_list() -> None:
    assert paths("안건은 다음과 같다.\n1. 예산안\n2. 결산안\n3. 개정안\n이상이다.\n") == [()]
    assert paths("본문이다.\n붙임 1. 사업 개요\n2. 참석자 명단\n3. 사진\n") == [()]


def test_a_series_of_sentences_is_no_outline_even_where_one_is_short() -> None:
    text = "가. 제안자는 요건을 갖추어야 합니다.\n설명\n나. 서류는 돌려주지 않습니다.\n설명\n다. 그 밖의 사항\n설명\n"
    assert paths(text) == [()]


def test_a_wrapped_first_line_is_no_heading() -> None:
    text = "□ 오늘 회의에서는 올해 정착 지원 정책의 현황과\n 앞으로의 계획을 논의했다.\n"
    assert paths(text) == [()]


def test_a_syllable_that_ends_a_wrapped_sentence_opens_no_section() -> None:
    assert paths("연구를 이어 왔\n다. 특히 지역 격차\n를 살폈다.\n") == [()]


def test_boxes_stand_above_syllables_where_these_count_anew_under_each_box() -> None:
    text = "".join(
        f"□ {name}\n가. 현황\n설명이다.\n나. 계획\n설명이다.\n" for name in ("급식 운영", "위생 관리", "시설 개선")
    )
    assert path_at(text, "나. 계획") == ("급식 운영", "나. 계획")


def test_boxed_numbers_are_headings_only_as_a_series_above_bullets() -> None:
    text = "Ⅰ. 동향\n1 국외 동향\n□ 유럽 사례\n○ 지원 확대\n2 국내 동향\n○ 제도 정비\n"
    assert path_at(text, "지원 확대") == ("Ⅰ. 동향", "1 국외 동향", "유럽 사례")
    assert path_at(text, "제도 정비") == ("Ⅰ. 동향", "2 국내 동향")
    assert paths("1 국외 동향\n설명이다.\n2 국내 동향\n설명이다.\n") == [()]
    assert paths("3 학교 현황\n○ 설명이다.\n") == [()]


def test_boxes_between_dashes_are_findings() -> None:
    findings = "".join(f"- 과제 {name}\n□ 시범 서비스 {name} 개통\n" for name in ("하나", "둘", "셋", "넷"))
    text = f"□ 그간의 성과\n○ 기반 구축\n{findings}- 끝\n□ 향후 계획\n○ 확산\n"
    assert path_at(text, "개통") == ("그간의 성과",)
    assert path_at(text, "확산") == ("향후 계획",)


def test_law_articles_open_sections() -> None:
    text = "제1장 총칙\n제1조(목적) 이 규정은 목적을 정한다.\n제2조(정의) 뜻은 다음과 같다.\n1. 용어는 이렇게 쓴다.\n"
    assert path_at(text, "용어는") == ("제1장 총칙", "제2조(정의)")
    assert path_at(text, "목적을") == ("제1장 총칙", "제1조(목적)")


def test_a_text_without_headings_is_one_section() -> None:
    text = "정부는 계획을 밝혔다.\n\n전문가는 환영했다.\n"
    assert sections(document(text, "article")) == (Section((), 0, 0, len(text)),)
    assert sections(document("")) == ()


def test_clear_subheadings_of_an_article_open_sections() -> None:
    text = "정부는 계획을 밝혔다.\n\n【 지원 대상 】\n\n비수도권 기업이다.\n\n◇ 일정\n\n내년에 시작한다.\n"
    assert paths(text) == [(), ("지원 대상",), ("일정",)]


def test_sections_know_the_page_they_start_on() -> None:
    first = "Ⅰ. 추진배경\n본문이다.\n"
    text = f"{first}Ⅱ. 추진과제\n본문이다.\n"
    pages = (Page(1, "", 0, len(first)), Page(2, "", len(first), len(text)))
    assert [section.page for section in sections(replace(document(text), pages=pages))] == [1, 2]


@given(LINES)
def test_sections_tile_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = sections(document(text))
    assert (found[0].start if found else 0) == 0
    assert (found[-1].end if found else 0) == len(text)
    assert all(one.end == following.start for one, following in pairwise(found))
    assert all(section.start < section.end for section in found)
    assert all((section.level > 0) == bool(section.path) for section in found)


@given(st.text(max_size=200))
def test_any_text_is_tiled(text: str) -> None:
    found = sections(document(text))
    assert "".join(text[section.start : section.end] for section in found) == text


@given(LINES)
def test_a_heading_is_written_in_the_section_it_opens(lines: list[str]) -> None:
    text = "\n".join(lines)
    opened: set[tuple[str, ...]] = set()
    for section in sections(document(text)):
        for depth in range(1, len(section.path) + 1):
            if section.path[:depth] not in opened:
                opened.add(section.path[:depth])
                assert section.path[depth - 1] in text[section.start : section.end]


def declared(text: str, *outline: tuple[str, int]) -> dict[str, tuple[tuple[str, ...], int]]:
    """Return path and level by heading of a text whose own outline names some of its lines."""
    marks = tuple((text.index(words), depth) for words, depth in outline)
    found = sections(replace(document(text), outline=marks))
    return {section.path[-1]: (section.path, section.level) for section in found if section.path}


def test_a_line_the_source_declares_a_heading_is_one_at_its_depth() -> None:
    text = "살펴본 까닭\n물새가 줄었다.\n조사한 곳\n열두 곳이다.\n앞으로 할 일\n더 살핀다.\n"
    assert paths(text) == [()]
    assert declared(text, ("살펴본", 1), ("조사한", 2), ("앞으로", 1)) == {
        "살펴본 까닭": (("살펴본 까닭",), 1),
        "조사한 곳": (("살펴본 까닭", "조사한 곳"), 2),
        "앞으로 할 일": (("앞으로 할 일",), 1),
    }


def test_a_declared_line_ranks_with_marked_ones_of_its_depth() -> None:
    found = declared(PLAN + "맺는말\n함께 살핀다.\n", ("Ⅰ. 추진배경\n□", 2), ("Ⅱ. 추진과제\n1", 2), ("맺는말", 2))
    assert found["맺는말"] == (("맺는말",), 1)
    assert found["Ⅱ. 추진과제"] == (("Ⅱ. 추진과제",), 1)


def test_a_marked_line_that_reads_as_a_sentence_is_a_heading_when_declared() -> None:
    text = "Ⅰ. 배경\n글이다.\n1. 우리는 갯벌을 살린다\n글이다.\nⅡ. 과제\n글이다.\n"
    assert ("Ⅰ. 배경", "1. 우리는 갯벌을 살린다") not in paths(text)
    assert declared(text, ("1. 우리는", 5))["1. 우리는 갯벌을 살린다"] == (("Ⅰ. 배경", "1. 우리는 갯벌을 살린다"), 2)


@given(LINES, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6))
def test_sections_tile_whatever_the_source_declares(lines: list[str], marks: list[tuple[int, int]]) -> None:
    text = "\n".join(lines)
    outline = tuple((sum(len(line) + 1 for line in lines[:place]), depth) for place, depth in sorted(marks))
    found = sections(replace(document(text), outline=outline))
    assert "".join(text[section.start : section.end] for section in found) == text
    assert all(0 <= section.level <= 4 for section in found)
