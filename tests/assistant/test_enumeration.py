"""The list that is asked for is found in an outline, a table or a sentence, whole, or not at all."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.answering.lists import count, listed, listing
from assistant.answering.sentences import collect, weighted
from assistant.answers import Passage
from assistant.questions.analysis import analyse
from ingest.documents import Chunk

OUTLINE = (
    "3. 네 가지 다짐\n□ 바름: 숫자를 숨기지 않음\n○ 공시는 달마다 함\n□ 빠름: 열흘 안에 답함\n"
    "□ 열림: 회의록을 공개함\n□ 나눔: 성과를 돌려줌"
)
TABLE = "어항 | 항로 지원 | 등대 정비\n가온항 | ○ | -\n나래항 | - | ○\n다솜항 | ○ | ○\n합계 | 2곳 | 2곳"
SENTENCE = "은빛항만센터는 배 고치기, 그물 짜기, 물길 재기를 맡는다.\n은빛항만센터 회의는 9월에 열린다."


def asked(question: str, text: str, section: tuple[str, ...] = ()) -> list[str]:
    chunk = Chunk("plan@1#0000", "plan", 1, section, 1, 0, len(text), text)
    passage = Passage(chunk, "은빛항만 기본계획", "해온부", datetime(2027, 1, 4), "plan", "", "", 1, 1.0)
    analysis = analyse(question)
    weights = weighted(analysis, dict.fromkeys(analysis.terms, 1.0))
    found = collect([passage], weights, analysis.words)
    return [evidence.text.partition(":")[0] for evidence in listing(question, analysis, weights, found)]


def test_the_items_of_one_mark_under_the_heading_are_the_list() -> None:
    section = ("Ⅱ. 방향", "3. 네 가지 다짐")
    assert asked("기본계획의 네 가지 다짐은?", OUTLINE, section) == ["바름", "빠름", "열림", "나눔"]


def test_a_list_of_another_length_is_not_the_one_that_was_counted() -> None:
    assert asked("기본계획의 여섯 가지 다짐은?", OUTLINE, ("Ⅱ. 방향", "3. 네 가지 다짐")) == []


def test_the_rows_that_a_column_marks_are_the_list() -> None:
    rows = asked("기본계획 표에서 항로 지원을 받는 어항은?", TABLE)
    assert [row.split(" | ")[0] for row in rows] == ["가온항", "다솜항"]


def test_a_sentence_that_lists_as_many_things_as_are_counted_is_the_list() -> None:
    assert asked("은빛항만센터가 하는 일 세 가지는?", SENTENCE) == [SENTENCE.split("\n")[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("네 가지 다짐은?", 4), ("4대 특구는?", 4), ("7개 지역은?", 7), ("지역은 어디?", 0), ("3개월 뒤", 0)],
)
def test_the_count_is_read_off_the_question(text: str, expected: int) -> None:
    assert count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("가온, 나래, 다솜이 뽑혔다.", 3),
        ("가온과 나래가 뽑혔다.", 2),
        ("배 고치기와 그물 짜기, 물길 재기를 맡는다.", 3),
        ("항만을 넓힌다.", 1),
        ("구성 | 정함 | 항만형, 어촌형", 2),
    ],
)
def test_the_things_of_an_enumeration_are_counted(text: str, expected: int) -> None:
    assert listed(text) == expected
