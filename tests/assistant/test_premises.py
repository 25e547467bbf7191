"""What a question takes for granted is set right by the sentence that says otherwise, and only where one does."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from assistant.answering.extractive import Choice, choose
from assistant.answering.premises import Correction, correction
from assistant.answering.sentences import weighted
from assistant.answers import Passage
from assistant.questions.analysis import Analysis, analyse
from ingest.documents import Chunk

CHOSEN = "제주가 해맑은강 정비사업의 시범지역으로 선정된 이유는?"
LIST = "가온부는 해맑은강 정비사업의 시범지역으로 {} 선정했다."
COST = "해맑은강 정비사업의 총사업비는 1조 445억원으로 확정됐다."


def passage(text: str) -> Passage:
    chunk = Chunk("river@1#0000", "river", 1, (), 1, 0, len(text), text)
    return Passage(chunk, "해맑은강 정비사업", "가온부", datetime(2025, 3, 1), "press_release", "", "", 1, 1.0)


def chosen(question: str, text: str) -> tuple[Analysis, dict[str, float], Choice]:
    analysis = analyse(question)
    idf = dict.fromkeys(analysis.terms, 1.0)
    return analysis, weighted(analysis, idf), choose(analysis, [passage(text)] if text else [], idf)


def corrected(question: str, text: str) -> Correction | None:
    return correction(question, *chosen(question, text))


@pytest.mark.parametrize(
    "regions",
    [
        "강원, 충북, 전남을",
        "강원, 충북, 전남 등 3개 지역을",
        "강원, 충북, 충남, 전북, 전남, 경북, 경남 등 7개 시도를",
        "강원, 충북, 충남, 전북, 전남, 경북, 경남 등의 7곳을",
    ],
)
def test_a_region_that_a_whole_list_leaves_out_is_corrected_by_the_list(regions: str) -> None:
    found = corrected(CHOSEN, LIST.format(regions))
    assert found is not None
    assert (found.presumed, found.evidence.text) == ("제주", LIST.format(regions))
    assert found.evidence.day == date(2025, 3, 1)


@pytest.mark.parametrize(
    "regions",
    [
        "강원, 충북, 전남 등을",
        "강원, 충북, 전남 등 7개 지역을",
        "강원, 충북, 제주를",
        "강원, 충북, 전남, 경북, 경남, 제주, 전북 등 7개 시도를",
        "강원을",
    ],
)
def test_an_open_list_or_one_that_names_the_region_corrects_nothing(regions: str) -> None:
    assert corrected(CHOSEN, LIST.format(regions)) is None


def test_regions_put_up_for_choice_presume_nothing() -> None:
    question = "제주와 부산 가운데 어느 지역이 해맑은강 정비사업의 시범지역으로 선정됐나요?"
    assert corrected(question, LIST.format("강원, 충북, 전남을")) is None


def test_a_list_about_something_else_corrects_nothing() -> None:
    assert corrected("제주 별빛도서관은 왜 문을 닫았나요?", LIST.format("강원, 충북, 전남을")) is None


def test_another_figure_is_corrected_by_the_sentence_that_states_it() -> None:
    found = corrected("해맑은강 정비사업의 총사업비가 2조원으로 확정된 이유는?", f"{COST}\n공사는 5월에 시작한다.")
    assert found is not None
    assert (found.presumed, found.evidence.text) == ("2조원", COST)


@pytest.mark.parametrize(
    "question",
    [
        "해맑은강 정비사업의 총사업비가 1조 445억원으로 확정된 이유는?",
        "해맑은강 정비사업의 총사업비가 10,445억원으로 확정된 이유는?",
        "해맑은강 정비사업의 총사업비가 확정된 이유는?",
        "2027년에 해맑은강 정비사업의 총사업비가 확정된 이유는?",
        "별빛도서관에 300억원을 쓰는 이유는?",
    ],
)
def test_a_figure_that_agrees_a_date_or_another_subject_is_not_corrected(question: str) -> None:
    assert corrected(question, COST) is None


def test_nothing_found_corrects_nothing() -> None:
    question = "제주의 해맑은강 정비사업이 2조원으로 폐지된 이유는?"
    assert corrected(question, "") is None
