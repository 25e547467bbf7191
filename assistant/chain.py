"""Owns the one chain from question to checked reply that every door of the product shares; knows nothing of doors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers import Answer, Passage, Question, Reply, Timings
from assistant.compose import compose
from assistant.questions import analyse
from assistant.retrieval import HybridRetriever
from assistant.settings import AssistantSettings
from ingest.store import Store

PRIOR_DOCUMENTS = 200
"""Imaginary documents that steady the weights of a question's terms in a small store."""


class AnswerChain(Runnable[Question | str, Reply]):
    """Retrieve, compose, cite: a LangChain runnable from a question to an `Answer` or a `Refusal`."""

    def __init__(self, retriever: HybridRetriever, settings: AssistantSettings, today: Callable[[], date]) -> None:
        """Wire the parts; callers use `build_chain`."""
        self.retriever = retriever
        self.settings = settings
        self._today = today

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **_: Any) -> Reply:  # noqa: A002, ANN401 - the names and types are LangChain's
        """Return the reply to one question."""
        return self._call_with_config(self._reply, input, config)

    def stream(
        self,
        input: Question | str,  # noqa: A002 - the name is LangChain's
        config: RunnableConfig | None = None,
        **_: Any,  # noqa: ANN401 - the type is LangChain's
    ) -> Iterator[Reply]:
        """Yield the answer grown by one checked sentence at a time, the whole answer last; or one refusal."""
        reply = self.invoke(input, config)
        if isinstance(reply, Answer):
            for count in range(1, len(reply.sentences)):
                yield _first(reply, count)
        yield reply

    def _reply(self, asked: Question | str) -> Reply:
        question = Question(asked) if isinstance(asked, str) else asked
        started = time.perf_counter()
        passages = self.retrieve(question)
        retrieved = time.perf_counter()
        idf = self.retriever.store.lexical.idf(analyse(question.text).terms, PRIOR_DOCUMENTS)
        reply = compose(question, passages, idf, self._today())
        timings = Timings(retrieve=(retrieved - started) * 1000, compose=(time.perf_counter() - retrieved) * 1000)
        return replace(reply, timings=timings)

    def retrieve(self, question: Question) -> tuple[Passage, ...]:
        """Return the passages that a question is answered from."""
        most = self.settings.documents * self.settings.per_document
        return self.retriever.retrieve(question, most, self.settings.per_document, self.settings.documents)


def build_chain(
    store: Store, settings: AssistantSettings | None = None, today: Callable[[], date] = date.today
) -> AnswerChain:
    """Return the chain over an open store."""
    settings = settings or AssistantSettings()
    return AnswerChain(HybridRetriever(store=store, weights=settings.weights), settings, today)


def _first(answer: Answer, count: int) -> Answer:
    sentences = answer.sentences[:count]
    markers = {marker for sentence in sentences for marker in sentence.citations}
    return replace(
        answer,
        sentences=sentences,
        citations=tuple(citation for citation in answer.citations if citation.marker in markers),
    )
