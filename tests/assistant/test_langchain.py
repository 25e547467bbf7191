"""The chain behaves as LangChain's own parts do: callbacks hear each step, messages cite, agents call it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import ToolMessage
from langchain_core.runnables import RunnableConfig

from assistant.answers import Answer, Question, Refusal
from assistant.chain import build_chain
from assistant.tool import build_tool
from ingest.store import Store

ASKED = "은빛항만 육성사업의 총사업비는 얼마인가요?"


class Heard(BaseCallbackHandler):
    """Writes down what runs start inside which."""

    def __init__(self) -> None:
        self.starts: list[tuple[str, UUID | None]] = []
        self.tags: set[str] = set()
        self.documents = 0

    def on_chain_start(self, serialized: Any, inputs: Any, **given: Any) -> None:
        self.starts.append((given["name"], given["parent_run_id"]))
        self.tags.update(given["tags"] or ())

    def on_retriever_start(self, serialized: Any, query: str, **given: Any) -> None:
        self.starts.append((given["name"], given["parent_run_id"]))

    def on_retriever_end(self, documents: Any, **_: Any) -> None:
        self.documents += len(documents)

    def on_chat_model_start(self, serialized: Any, messages: Any, **given: Any) -> None:
        self.starts.append(("chat", given["parent_run_id"]))


def test_callbacks_hear_the_chain_its_retriever_and_its_reader(harbour: Store) -> None:
    for run in ("invoke", "batch", "stream"):
        heard = Heard()
        chain = build_chain(harbour)
        config = RunnableConfig(callbacks=[heard], tags=["mine"])
        if run == "batch":
            chain.batch([ASKED], config)
        elif run == "stream":
            list(chain.stream(ASKED, config))
        else:
            chain.invoke(ASKED, config)
        assert [name for name, parent in heard.starts if parent is None] == ["AnswerChain"], run
        assert {name for name, parent in heard.starts if parent} == {"HybridRetriever", "reader-ko"}, run
        assert heard.documents
        assert "mine" in heard.tags


def test_callbacks_hear_the_chat_model(harbour: Store, scripted: Any) -> None:
    heard = Heard()
    chain = build_chain(harbour, model=scripted("은빛항만 육성사업의 총사업비는 2조 305억원으로 확정됐다 [1].\n"))
    chain.invoke(ASKED, {"callbacks": [heard]})
    assert "chat" in {name for name, parent in heard.starts if parent}


def test_an_answer_is_a_message_whose_citations_stand_at_their_sentences(harbour: Store) -> None:
    reply = build_chain(harbour).invoke(ASKED)
    assert isinstance(reply, Answer)
    message = reply.to_message()
    (block,) = message.content_blocks
    assert block["type"] == "text"
    citation = block["annotations"][0]
    assert citation["type"] == "citation"
    assert block["text"][citation["start_index"] : citation["end_index"]] == reply.sentences[0].text
    assert citation["cited_text"] == reply.citations[0].quote
    assert citation["extras"]["document_id"] == "fixed"


def test_an_agent_reads_quotes_and_keeps_the_reply(harbour: Store) -> None:
    tool = build_tool(build_chain(harbour))
    said = tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": {"question": ASKED}})
    assert isinstance(said, ToolMessage)
    assert "2조 305억원" in said.content
    assert isinstance(said.artifact, Answer)
    none = tool.invoke(
        {"type": "tool_call", "id": "2", "name": tool.name, "args": {"question": ASKED, "as_of": "2001-01-01"}}
    )
    assert isinstance(none.artifact, Refusal)
    assert "없음" in none.content


def test_a_day_is_given_as_a_question_gives_it(harbour: Store) -> None:
    tool = build_tool(build_chain(harbour))
    assert "as_of" in tool.args
    assert Question(ASKED).as_of is None
