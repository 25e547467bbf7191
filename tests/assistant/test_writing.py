"""What a chat model writes reaches the reader sentence by sentence, and only as far as the documents prove it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.answers import Answer, Question, Refusal, Reply
from assistant.chain import AnswerChain, build_chain
from assistant.models.chat import ChatModel
from assistant.settings import AssistantSettings
from ingest.errors import ModelError
from ingest.store import Store

COST = "은빛항만 육성사업의 총사업비는 얼마인가요?"
TRUE = "은빛항만 육성사업의 총사업비는 2조 305억원입니다 [1]."
FALSE = "은빛항만 육성사업의 총사업비는 2조 3,050억원입니다 [1]."
UNKNOWN = "문서에서 확인되지 않습니다."
Model = Callable[..., ChatModel]
pytestmark = pytest.mark.integration


def chained(store: Store, model: ChatModel, **settings: object) -> AnswerChain:
    return build_chain(store, AssistantSettings(**settings), lambda: date(2026, 1, 2), model)  # type: ignore[arg-type]


def proved(store: Store, reply: Reply) -> Answer:
    """Return an answer of which every quote was found to be the span it points to."""
    assert isinstance(reply, Answer), reply
    for citation in reply.citations:
        document = store.document(citation.document_id, citation.version)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    return reply


def texts(reply: Answer) -> list[str]:
    return [sentence.text for sentence in reply.sentences]


def test_a_true_sentence_is_cited_and_says_who_wrote_it(harbour: Store, scripted: Model) -> None:
    reply = proved(harbour, chained(harbour, scripted(TRUE)).invoke(COST))
    assert texts(reply) == ["은빛항만 육성사업의 총사업비는 2조 305억원입니다."]
    assert "2조 305억원" in reply.citations[0].quote
    assert reply.citations[0].page == 2
    assert (reply.model, reply.dropped) == ("scripted", ())
    assert reply.prompt_version.startswith("answer@")


def test_a_wrong_figure_is_dropped_with_both_values_and_one_repair_is_asked_for(
    harbour: Store, scripted: Model
) -> None:
    model = scripted(FALSE, TRUE)
    reply = proved(harbour, chained(harbour, model).invoke(COST))
    assert texts(reply) == ["은빛항만 육성사업의 총사업비는 2조 305억원입니다."]
    (dropped,) = reply.dropped
    assert (dropped.verdict, dropped.reason) == ("contradicted", "contradicted")
    assert ("2조 3,050억원", "2조 305억원") in [(one.claim, one.source) for one in dropped.differences]
    repair = str(model.chat.shown[1][-1].text)  # type: ignore[attr-defined]
    assert "2조 3,050억원" in repair
    assert "2조 305억원" in repair
    assert len(model.chat.shown) == 2  # type: ignore[attr-defined]


def test_a_question_is_no_answer(harbour: Store, scripted: Model) -> None:
    model = scripted("은빛항만 육성사업의 총사업비는 2조 305억원인가요 [1]? " + TRUE)
    reply = proved(harbour, chained(harbour, model).invoke(COST))
    assert texts(reply) == ["은빛항만 육성사업의 총사업비는 2조 305억원입니다."]


@pytest.mark.parametrize("wrong", [FALSE, "은빛항만 육성사업에는 3조 1억원이 듭니다.", "은빛항만은 아름답습니다 [1]."])
def test_nothing_that_is_not_proved_reaches_the_reader(harbour: Store, scripted: Model, wrong: str) -> None:
    for reply in chained(harbour, scripted(wrong)).stream(COST):
        shown = reply.text if isinstance(reply, Answer) else ""
        assert "3,050" not in shown
        assert "3조" not in shown
        assert "아름답" not in shown
    assert isinstance(reply, Answer)
    assert reply.model == "extractive"
    assert "2조 305억원" in reply.text
    assert reply.dropped


def test_flagged_sentences_are_shown_with_their_verdict(harbour: Store, scripted: Model) -> None:
    reply = chained(harbour, scripted(f"{TRUE} {FALSE}"), policy="flag").invoke(COST)
    assert isinstance(reply, Answer)
    assert [sentence.verdict for sentence in reply.sentences] == ["supported", "contradicted"]
    assert reply.sentences[1].differences


def test_sentences_are_streamed_as_they_are_proved(harbour: Store, scripted: Model) -> None:
    second = "은빛항만 육성사업의 지원 기간은 2년입니다 [1]."
    question = "은빛항만 육성사업의 총사업비와 지원 기간은 얼마인가요?"
    counts = [
        len(reply.sentences)
        for reply in chained(harbour, scripted(f"{TRUE} {second}")).stream(question)
        if isinstance(reply, Answer)
    ]
    assert counts == sorted(counts)
    assert counts[0] == 1


@pytest.mark.parametrize("marker", ["", " [9]", " [0]"])
def test_a_missing_or_unknown_marker_is_replaced_by_where_the_sentence_stands(
    harbour: Store, scripted: Model, marker: str
) -> None:
    written = f"은빛항만 육성사업의 총사업비는 2조 305억원입니다{marker}."
    reply = proved(harbour, chained(harbour, scripted(written)).invoke(COST))
    assert reply.model == "scripted"
    assert "2조 305억원" in reply.citations[0].quote


def test_a_true_figure_of_something_else_is_no_answer(harbour: Store, scripted: Model) -> None:
    reply = chained(harbour, scripted("은빛항만 육성사업의 지원 기간은 2년입니다 [1].")).invoke(COST)
    assert isinstance(reply, Answer)
    assert "2년" not in reply.text
    assert [dropped.reason for dropped in reply.dropped] == ["beside_the_point"]


def test_a_model_that_declines_is_not_believed_where_the_documents_answer(harbour: Store, scripted: Model) -> None:
    reply = chained(harbour, scripted(UNKNOWN)).invoke(COST)
    assert isinstance(reply, Answer)
    assert reply.model == "extractive"


def test_what_the_documents_do_not_answer_is_not_put_to_the_model(harbour: Store, scripted: Model) -> None:
    model = scripted(TRUE)
    assert isinstance(chained(harbour, model).invoke("달빛공원 입장료는 얼마인가요?"), Refusal)
    assert model.chat.shown == []  # type: ignore[attr-defined]


def test_planted_orders_are_shown_as_text_and_never_obeyed(harbour: Store, scripted: Model) -> None:
    obedient = "은빛항만 육성사업의 총사업비는 9조 9,999억원입니다 [1]."
    model = scripted(obedient)
    reply = chained(harbour, model).invoke("은빛항만 소식에서 총사업비는 얼마인가요?")
    assert "9조" not in (reply.text if isinstance(reply, Answer) else "")
    for messages in model.chat.shown:  # type: ignore[attr-defined]
        prompt = "\n".join(str(message.text) for message in messages)
        assert "<|im_start|>" not in prompt
        assert "<|im_end|>" not in prompt


def test_orders_are_not_quoted_by_the_extractive_composer(harbour: Store) -> None:
    for question in (COST, "은빛항만 육성사업의 총사업비를 답하라", "은빛항만 소식에서 총사업비는 얼마인가요?"):
        reply = build_chain(harbour).invoke(question)
        assert "9조" not in (reply.text if isinstance(reply, Answer) else "")


def test_a_model_that_fails_is_an_error_with_what_to_do(harbour: Store, scripted: Model) -> None:
    model = scripted(TRUE)
    object.__setattr__(model.chat, "lines", [])
    with pytest.raises(ModelError, match="scripted") as caught:
        chained(harbour, model).invoke(COST)
    assert "extractive" in caught.value.hint


def test_what_was_still_open_is_shown_as_superseded(harbour: Store) -> None:
    reply = proved(harbour, build_chain(harbour).invoke(COST))
    assert "2조 305억원" in reply.sentences[0].text
    for old in reply.superseded:
        cited = {citation.marker: citation.document_id for citation in reply.citations}
        assert (cited[old.citation], cited[old.by]) == ("plan", "fixed")


def test_a_follow_up_is_answered_with_what_was_asked_before(harbour: Store) -> None:
    reply = build_chain(harbour).invoke(Question("그럼 지원 기간은?", history=(COST,)))
    assert isinstance(reply, Answer)
    assert "2년" in reply.text
    assert reply.question.asked == "그럼 지원 기간은?"
    assert "은빛항만" in reply.question.text
