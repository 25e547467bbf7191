"""Citations that a provider returns beside its text name passages as markers do, and prove no more than markers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.content import create_citation
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.answers import Answer, Passage
from assistant.chain import build_chain
from assistant.models.annotations import UNKNOWN, annotated, marker
from assistant.models.chat import ChatModel
from assistant.models.spotlight import Shown, show
from assistant.settings import AssistantSettings
from ingest.documents import Chunk
from ingest.store import Store

COST = "은빛항만 육성사업의 총사업비는 얼마인가요?"
TOLD = "은빛항만 육성사업의 총사업비는 2조 305억원으로 확정됐다."
SAID = "은빛항만 육성사업의 총사업비는 2조 305억원입니다."
FALSE = "은빛항만 육성사업의 총사업비는 2조 3,050억원입니다."


def passage(identity: str, text: str) -> Passage:
    chunk = Chunk(f"{identity}#0", identity, 1, (), None, 0, len(text), text)
    uri = f"https://gov.example/{identity}"
    return Passage(chunk, f"{identity} 소식", "해온부", datetime(2025, 1, 24), "release", uri, "", 1, 1.0)


@pytest.fixture
def shown() -> Shown:
    texts = {"plan": "총사업비는 검토를 거쳐 확정된다.", "fixed": f"해온부는 24일 밝혔다.\n{TOLD}", "again": TOLD}
    return show([passage(*pair) for pair in texts.items()], COST, 4_000)


def anthropic(cited: str, index: int = 1, document: int = 0) -> dict[str, Any]:
    """A chunk with a citation as ChatAnthropic streams it (`citations_delta`)."""
    place = {"type": "char_location", "cited_text": cited, "document_index": document, "document_title": None}
    span = {"start_char_index": 0, "end_char_index": len(cited)}
    return {"type": "text", "index": index, "citations": [place | span]}


def chunks(provider: str, *contents: Any) -> list[AIMessageChunk]:
    """Chunks of a provider whose blocks LangChain knows how to translate."""
    return [
        AIMessageChunk(content=one if isinstance(one, str) else [one], response_metadata={"model_provider": provider})
        for one in contents
    ]


def test_plain_text_stays_as_it_is(shown: Shown) -> None:
    assert (
        "".join(annotated(chunks("openai", "총사업비는 ", "1억원입니다 [1]."), shown)) == "총사업비는 1억원입니다 [1]."
    )


@pytest.mark.parametrize("first", [True, False])
def test_citations_of_anthropic_stand_behind_the_text_of_their_block(shown: Shown, first: bool) -> None:
    text = {"type": "text", "index": 1, "text": SAID}
    note = anthropic(TOLD, document=1)
    streamed = chunks(
        "anthropic",
        {"type": "text", "index": 0, "text": "해온부가 정했습니다. "},
        *((note, text) if first else (text, note)),
        {"type": "text", "index": 2, "text": " 끝입니다."},
    )
    assert "".join(annotated(streamed, shown)) == f"해온부가 정했습니다. {SAID}[2] 끝입니다."


def test_a_whole_message_of_anthropic_is_read_too(shown: Shown) -> None:
    note = {"type": "text", "text": SAID, "citations": anthropic(TOLD, document=2)["citations"]}
    content: list[str | dict[str, Any]] = [note, {"type": "text", "text": " 끝입니다."}]
    message = AIMessage(content=content, response_metadata={"model_provider": "anthropic"})
    assert "".join(annotated([message], shown)) == f"{SAID}[3] 끝입니다."


def test_citations_of_bedrock_are_read(shown: Shown) -> None:
    note = {
        "title": "fixed",
        "source_content": [{"text": TOLD}],
        "location": {"document_char": {"document_index": 2, "start": 0, "end": len(TOLD)}},
    }
    block = {"type": "text", "text": "", "index": 0, "citations": [note]}
    streamed = chunks("bedrock_converse", {"type": "text", "text": SAID, "index": 0}, block)
    assert "".join(annotated(streamed, shown)) == f"{SAID}[3]"


@pytest.mark.parametrize(
    ("note", "number"),
    [
        ({"type": "file_citation", "file_id": "file-1", "filename": "fixed 소식", "file_index": 0}, 2),
        ({"type": "url_citation", "url": "https://gov.example/plan", "title": "", "start_index": 0, "end_index": 9}, 1),
        ({"type": "url_citation", "url": "https://other.example", "title": "?", "start_index": 0, "end_index": 9}, 0),
    ],
)
def test_annotations_of_openai_name_a_document_by_its_title_or_address(
    shown: Shown, note: dict[str, Any], number: int
) -> None:
    text = {"type": "text", "text": SAID, "index": 0}
    streamed = chunks("openai", text, {"type": "text", "annotations": [note], "index": 0})
    assert "".join(annotated(streamed, shown)) == f"{SAID}[{number}]"


def test_the_words_cited_decide_and_the_position_only_between_equals(shown: Shown) -> None:
    def place(quote: str, document: int) -> int:
        return marker(create_citation(cited_text=quote, document_index=document), shown)

    assert place(TOLD, 2) == 3
    assert place(TOLD, 1) == 2
    assert place(TOLD, 0) == 2
    assert place(f"{shown.fence}\n해온부는 24일\n밝혔다.", 1) == 2
    assert place("총사업비는 9조원으로 확정됐다.", 1) == UNKNOWN
    assert marker(create_citation(cited_text="  ", title="again 소식"), shown) == 3
    assert marker({"type": "citation"}, shown) == UNKNOWN


class Citing(BaseChatModel):
    """Streams given chunks and remembers what it was shown."""

    contents: list[Any]
    shown: list[list[BaseMessage]] = []  # noqa: RUF012 - pydantic copies it for every model

    @property
    def _llm_type(self) -> str:
        return "citing"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.contents))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        self.shown.append(messages)
        for chunk in chunks("anthropic", *self.contents):
            yield ChatGenerationChunk(message=chunk)


def replied(store: Store, model: ChatModel) -> Answer:
    reply = build_chain(store, AssistantSettings(), lambda: date(2026, 1, 2), model).invoke(COST)
    assert isinstance(reply, Answer)
    return reply


@pytest.mark.integration
def test_a_cited_sentence_that_its_passage_proves_is_shown_with_the_place_in_the_document(harbour: Store) -> None:
    chat = Citing(contents=[{"type": "text", "index": 1, "text": SAID}, anthropic(TOLD)], shown=[])
    reply = replied(harbour, ChatModel(chat, "citing", 4_000, cites=True))
    assert (reply.model, [one.text for one in reply.sentences]) == ("citing", [SAID])
    assert "2조 305억원" in reply.citations[0].quote
    asked = chat.shown[0][-1]
    *documents, question = asked.content
    assert all(isinstance(one, dict) and one["citations"] == {"enabled": True} for one in documents)
    assert isinstance(documents[0], dict)
    assert documents[0]["type"] == "text-plain"
    assert documents[0]["title"].startswith("[1] 「")
    assert documents[0]["text"].startswith("§§")
    assert TOLD in "".join(str(one["text"]) for one in documents if isinstance(one, dict))
    assert isinstance(question, dict)
    assert TOLD not in question["text"]
    assert "[1] 「" in question["text"]


@pytest.mark.integration
@pytest.mark.parametrize("quote", [TOLD, FALSE, "총사업비는 2조 3,050억원으로 확정됐다."])
def test_a_citation_proves_nothing_that_its_passage_does_not(harbour: Store, quote: str) -> None:
    chat = Citing(contents=[{"type": "text", "index": 1, "text": FALSE}, anthropic(quote)], shown=[])
    reply = replied(harbour, ChatModel(chat, "citing", 4_000, cites=True))
    assert reply.model == "extractive"
    assert "3,050" not in reply.text
    assert [one.reason for one in reply.dropped] == ["contradicted"]


@pytest.mark.integration
def test_a_model_that_does_not_cite_is_sent_one_text(harbour: Store) -> None:
    chat = Citing(contents=[{"type": "text", "index": 1, "text": f"{SAID[:-1]} [1]."}], shown=[])
    assert replied(harbour, ChatModel(chat, "citing", 4_000)).model == "citing"
    assert isinstance(chat.shown[0][-1].content, str)
