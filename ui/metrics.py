"""Prometheus metrics: counts and latencies of questions, ingestion jobs, number of documents.

Labels never contain anything from a question, a document or a person.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers import Question, Refusal, Reply
from ui.contract import REPLY_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Bounds of the histograms of time."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The Prometheus metrics of one page."""

    def __init__(self) -> None:
        """Create all metrics at zero."""
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        # Of its own: the library's shared one allows each name once a process.
        self._registry = CollectorRegistry()
        self.questions = Counter(
            "geungeo_questions", "Questions by what became of them", ["outcome"], registry=self._registry
        )
        self.refusals = Counter("geungeo_refusals", "Refusals by reason", ["reason"], registry=self._registry)
        self.reply = Histogram(
            "geungeo_reply_seconds", "From question to whole reply", buckets=SECONDS, registry=self._registry
        )
        self.first = Histogram(
            "geungeo_first_sentence_seconds",
            "From question to the first that is shown",
            buckets=SECONDS,
            registry=self._registry,
        )
        self.jobs = Counter(
            "geungeo_ingestion_jobs", "Ingestion jobs by what became of them", ["outcome"], registry=self._registry
        )
        self._documents = Gauge("geungeo_documents", "Documents in the store", registry=self._registry)
        for outcome in ("answer", "refusal", "failure", "stopped"):
            self.questions.labels(outcome)
        for outcome in ("done", "failed"):
            self.jobs.labels(outcome)

    def text(self, documents: Callable[[], int]) -> bytes:
        """Return all metrics in Prometheus' text format; `documents` is called for the current number of documents."""
        from prometheus_client import generate_latest

        self._documents.set(documents())
        return generate_latest(self._registry)

    def asked(self, last: Reply | None, seconds: float, first: float | None, *, stopped: bool = False) -> None:
        """Count one question by its last reply, None if it failed before any."""
        outcome = "failure" if last is None else REPLY_KINDS[type(last)]
        self.questions.labels("stopped" if stopped else outcome).inc()
        if isinstance(last, Refusal):
            self.refusals.labels(last.reason).inc()
        if first is not None:
            self.first.observe(first)
        if last is not None and not stopped:
            self.reply.observe(seconds)


class Measured(Runnable[Question | str, Reply]):
    """A chain whose calls are counted and timed."""

    def __init__(self, chain: Runnable[Question | str, Reply], metrics: Metrics) -> None:
        """Record the calls of `chain` in `metrics`."""
        self._chain = chain
        self._metrics = metrics

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **options: Any) -> Reply:  # noqa: A002, ANN401 - the signature is LangChain's
        """Return the reply."""
        reply: Reply | None = None
        started = time.perf_counter()
        try:
            reply = self._chain.invoke(input, config, **options)
        finally:
            self._metrics.asked(reply, time.perf_counter() - started, None)
        return reply

    def stream(self, input: Question | str, config: RunnableConfig | None = None, **options: Any) -> Iterator[Reply]:  # noqa: A002, ANN401 - the signature is LangChain's
        """Yield the reply as it streams; closing the iterator early counts as stopped."""
        started = time.perf_counter()
        last, first, stopped, failed = None, None, False, False
        try:
            for reply in self._chain.stream(input, config, **options):
                last, first = reply, first or time.perf_counter() - started
                yield reply
        except GeneratorExit:
            stopped = True
            raise
        except BaseException:
            failed = True
            raise
        finally:
            self._metrics.asked(None if failed else last, time.perf_counter() - started, first, stopped=stopped)
