"""Prometheus metrics: counts and times of questions and their stages, failures, queues, number of documents.

Labels never contain anything from a question, a document or a person.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers import Question, Refusal, Reply
from assistant.stages import STAGES, Stage, watched
from ingest.errors import GeungeoError
from ui.exports.contract import REPLY_KINDS
from ui.serving import requests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opentelemetry.trace import Tracer

    from ui.serving.spans import Asked as Spans

SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Bounds of the histograms of time."""
STAGE_SECONDS = (0.005, 0.01, 0.025, *SECONDS)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_log = logging.getLogger(__name__)


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
        self.stages = Histogram(
            "geungeo_stage_seconds",
            "Time in each stage of an answer; the gate lies within composing",
            ["stage"],
            buckets=STAGE_SECONDS,
            registry=self._registry,
        )
        self.errors = Counter("geungeo_errors", "Failures by type", ["type"], registry=self._registry)
        self.audit_lost = Counter(
            "geungeo_audit_lost", "Events that the audit log could not be written with", registry=self._registry
        )
        self.running = Gauge("geungeo_questions_running", "Questions being answered", registry=self._registry)
        self._queued = Gauge(
            "geungeo_queue", "What waits: questions and ingestion jobs", ["kind"], registry=self._registry
        )
        for stage in STAGES:
            self.stages.labels(stage)
        for outcome in ("answer", "refusal", "failure", "stopped"):
            self.questions.labels(outcome)
        for outcome in ("done", "failed"):
            self.jobs.labels(outcome)

    def text(self, documents: Callable[[], int], queued: Mapping[str, int] | None = None) -> bytes:
        """Return all metrics in Prometheus' text format.

        `documents` is called for the current number of documents, `queued` has the length of each queue.
        """
        from prometheus_client import generate_latest

        for kind, length in (queued or {}).items():
            self._queued.labels(kind).set(length)
        self._documents.set(documents())
        return generate_latest(self._registry)

    def asked(self, last: Reply | None, seconds: float, first: float | None, *, stopped: bool = False) -> str:
        """Count one question by its last reply, None if it failed before any; return what it counts as."""
        outcome = "stopped" if stopped else "failure" if last is None else REPLY_KINDS[type(last)]
        self.questions.labels(outcome).inc()
        if isinstance(last, Refusal):
            self.refusals.labels(last.reason).inc()
        if first is not None:
            self.first.observe(first)
        if last is not None and not stopped:
            self.reply.observe(seconds)
        return outcome

    def failed(self, error: BaseException) -> None:
        """Count a failure by its type; those that are none of ours are one type."""
        self.errors.labels(type(error).__name__ if isinstance(error, GeungeoError) else "unexpected").inc()


class Asked:
    """One question while it is answered: a watch that times its stages, and tells them to the spans of it."""

    def __init__(self, metrics: Metrics, spans: Spans | None) -> None:
        self._metrics = metrics
        self._spans = spans
        self.seconds: dict[Stage, float] = {}

    @contextmanager
    def stage(self, name: Stage) -> Iterator[None]:
        """Time a stage."""
        started = time.perf_counter()
        try:
            with self._spans.stage(name) if self._spans else nullcontext():
                yield
        finally:
            passed = time.perf_counter() - started
            self._metrics.stages.labels(name).observe(passed)
            self.seconds[name] = self.seconds.get(name, 0.0) + passed

    def end(self, outcome: str, seconds: float, error: BaseException | None) -> None:
        """Tell what became of the question."""
        if error is not None:
            self._metrics.failed(error)
        if self._spans:
            self._spans.end(outcome, error)
        if _log.isEnabledFor(logging.INFO):
            stages = {name: round(passed * 1000, 1) for name, passed in self.seconds.items()}
            line = {"outcome": outcome, "milliseconds": round(seconds * 1000, 1), "stages": stages}
            _log.info("question", extra={"data": line})


class Measured(Runnable[Question | str, Reply]):
    """A chain whose calls are counted, timed and, with a tracer, told as spans."""

    def __init__(
        self,
        chain: Runnable[Question | str, Reply],
        metrics: Metrics,
        tracer: Tracer | None = None,
        model: str = "extractive",
    ) -> None:
        """Record the calls of `chain`, which answers by `model`, in `metrics` and as spans of `tracer`."""
        self._chain = chain
        self._metrics = metrics
        self._tracer = tracer
        self._model = model

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **options: Any) -> Reply:  # noqa: A002, ANN401 - the signature is LangChain's
        """Return the reply."""
        steps = (self._chain.invoke(one, config, **options) for one in (input,))
        *_, last = self._told(steps, first=False)
        return last

    def stream(self, input: Question | str, config: RunnableConfig | None = None, **options: Any) -> Iterator[Reply]:  # noqa: A002, ANN401 - the signature is LangChain's
        """Yield the reply as it streams; closing the iterator early counts as stopped."""
        yield from self._told(self._chain.stream(input, config, **options), first=True)

    def _told(self, steps: Iterator[Reply], *, first: bool) -> Iterator[Reply]:
        asked = Asked(self._metrics, self._spans())
        started = time.perf_counter()
        last: Reply | None = None
        shown: float | None = None
        stopped, trouble = False, None
        self._metrics.running.inc()
        try:
            for reply in watched(asked, steps):
                last, shown = reply, shown or (time.perf_counter() - started if first else None)
                yield reply
        except GeneratorExit:
            stopped = True
            raise
        except BaseException as error:
            trouble = error
            raise
        finally:
            self._metrics.running.dec()
            seconds = time.perf_counter() - started
            outcome = self._metrics.asked(None if trouble else last, seconds, shown, stopped=stopped)
            asked.end(outcome, seconds, trouble)

    def _spans(self) -> Spans | None:
        if self._tracer is None:
            return None
        from ui.serving.spans import Asked as Spans

        return Spans(self._tracer, self._model, requests.current())
