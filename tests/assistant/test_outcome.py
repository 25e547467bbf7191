"""What was done answers a question for what was done, though a document that plans it stands nearer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.answers import Answer, Question
from assistant.chain import AnswerChain, build_chain
from assistant.korean.deeds import asks_for_deed, claim
from evals.datasets import sample_folder
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    with Store.open(IngestSettings(store=tmp_path_factory.mktemp("store")), create=True) as store:
        assert not ingest([sample_folder() / "press_releases.jsonl"], store).failures
        yield build_chain(store)


@pytest.mark.integration
@pytest.mark.parametrize(
    "question",
    ["2025년에 지역혁신선도기업육성 과제가 몇 개 선정됐어?", "2025년 지역혁신선도기업육성 선정된 과제 수는?"],
)
def test_the_outcome_answers_and_not_the_plan(chain: AnswerChain, question: str) -> None:
    reply = chain.invoke(Question(question))
    assert isinstance(reply, Answer)
    assert "115개" in reply.sentences[0].text
    assert reply.lead is None or reply.lead.text == "115개"


@pytest.mark.integration
def test_the_plan_answers_as_of_a_day_before_the_outcome(chain: AnswerChain) -> None:
    asked = Question("2025년에 지역혁신선도기업육성 과제가 몇 개 선정됐어?", as_of=date(2025, 2, 1))
    reply = chain.invoke(asked)
    assert not isinstance(reply, Answer) or "115개" not in reply.sentences[0].text


@pytest.mark.parametrize(
    ("question", "value", "told"),
    [
        ("2025년에 달빛천 과제가 몇 개 선정됐어?", "111개", "2025년에 달빛천 과제가 111개 선정됐다."),
        ("2025년 달빛천에 선정된 과제 수는?", "111개", "2025년 달빛천에 과제가 111개 선정됐다."),
        ("달빛천에 뽑힌 기업 수는?", "30개", "달빛천에 기업이 30개 뽑혔다."),
        ("작년에 달빛천 예산을 얼마나 썼나요", "30억원", "작년에 달빛천 예산을 30억원 썼다."),
        ("달빛천 정비는 어디에서 했나요?", "가람시", ""),
    ],
)
def test_a_question_is_told_with_its_value(question: str, value: str, told: str) -> None:
    assert asks_for_deed(question)
    assert claim(question, value) == told


@pytest.mark.parametrize("question", ["달빛천 총사업비는 얼마인가요?", "달빛천에 지원할 과제 수는?", "몇 개를 뽑나요?"])
def test_a_plan_or_a_state_is_no_deed(question: str) -> None:
    assert not asks_for_deed(question)
