"""What whoever runs the server is told: logs, metrics and spans, and nothing of what is asked."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from langchain_core.runnables import Runnable

from assistant.answers import Question
from assistant.stages import stage
from ingest.errors import EmbeddingError, SettingsError
from ui.serving import logs, spans
from ui.serving.metrics import Measured, Metrics

SECRET = "비밀 사업의 예산은 얼마인가?"


class Staged(Runnable):
    """Passes through every stage, yields two replies, and fails in the gate if told to."""

    def __init__(self, reply, fails=None):
        self._reply = reply
        self._fails = fails

    def invoke(self, input, config=None, **_):  # noqa: A002 - the name is LangChain's
        return list(self.stream(input, config))[-1]

    def stream(self, input, config=None, **_):  # noqa: A002 - the name is LangChain's
        with stage("retrieve"):
            pass
        with stage("read"):
            pass
        with stage("compose"):
            yield self._reply(Question(SECRET))
            with stage("gate"):
                if self._fails:
                    raise self._fails
            yield self._reply(Question(SECRET))


@pytest.fixture
def exported():
    """Return a tracer and the spans that it has ended."""
    sdk = pytest.importorskip("opentelemetry.sdk.trace", reason="needs geungeo[otel]")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    yield provider.get_tracer("test"), exporter.get_finished_spans
    provider.shutdown()


# spans


@pytest.mark.parametrize("way", ["invoke", "stream"])
def test_a_question_is_a_span_with_its_stages_below_and_no_text(scripted, exported, way):
    tracer, ended = exported
    chain = Measured(Staged(scripted.answer), Metrics(), tracer, "openai:gpt-x")
    list(chain.stream(SECRET)) if way == "stream" else chain.invoke(SECRET)
    found = {span.name: span for span in ended()}
    assert [span.name for span in sorted(ended(), key=lambda one: one.start_time)] == [
        "invoke_workflow geungeo",
        *("retrieve", "read", "compose", "gate"),
    ]
    root = found["invoke_workflow geungeo"]
    parents = {name: span.parent and span.parent.span_id for name, span in found.items()}
    assert parents.pop("gate") == found["compose"].context.span_id
    assert parents.pop(root.name) is None
    assert set(parents.values()) == {root.context.span_id}
    assert root.attributes["gen_ai.operation.name"] == "invoke_workflow"
    assert root.attributes["geungeo.outcome"] == "answer"
    assert found["retrieve"].attributes["gen_ai.operation.name"] == "retrieval"
    assert found["compose"].attributes["gen_ai.request.model"] == "openai:gpt-x"
    assert "비밀" not in "".join(span.to_json(indent=None) for span in ended()).encode().decode("unicode_escape")


def test_a_failure_is_told_by_its_type_alone(scripted, exported):
    tracer, ended = exported
    with pytest.raises(EmbeddingError):
        list(Measured(Staged(scripted.answer, EmbeddingError(SECRET)), Metrics(), tracer).stream(SECRET))
    told = {span.name: span for span in ended()}
    for name in ("gate", "compose", "invoke_workflow geungeo"):
        assert told[name].attributes["error.type"] == "EmbeddingError"
        assert not told[name].events
        assert not told[name].status.description
    assert told["retrieve"].status.is_unset


def test_a_question_that_goes_on_elsewhere_keeps_its_spans(scripted, exported):
    import threading

    tracer, ended = exported
    replies = Measured(Staged(scripted.answer), Metrics(), tracer).stream(SECRET)
    others = Measured(Staged(scripted.answer), Metrics(), tracer).stream(SECRET)
    for _ in range(3):
        for one in (replies, others):
            thread = threading.Thread(target=next, args=(one, None))
            thread.start()
            thread.join()
    assert len(ended()) == 10
    assert len({span.context.trace_id for span in ended()}) == 2


def test_missing_packages_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.grpc.trace_exporter", None)
    with pytest.raises(SettingsError) as refused:
        spans.provider()
    assert "geungeo[otel]" in refused.value.hint


# metrics


def test_every_stage_is_timed_and_failures_are_counted_by_type(scripted):
    metrics = Metrics()
    list(Measured(Staged(scripted.answer), metrics).stream(SECRET))
    with pytest.raises(EmbeddingError):
        Measured(Staged(scripted.answer, EmbeddingError(SECRET)), metrics).invoke(SECRET)
    with pytest.raises(ZeroDivisionError):
        Measured(Staged(scripted.answer, ZeroDivisionError(SECRET)), metrics).invoke(SECRET)
    told = metrics.text(lambda: 3, {"questions": 2, "jobs": 1}).decode()
    for name in ("retrieve", "read", "compose", "gate"):
        assert f'geungeo_stage_seconds_count{{stage="{name}"}} 3.0' in told
    for line in (
        'geungeo_errors_total{type="EmbeddingError"} 1.0',
        'geungeo_errors_total{type="unexpected"} 1.0',
        'geungeo_queue{kind="questions"} 2.0',
        'geungeo_queue{kind="jobs"} 1.0',
        "geungeo_questions_running 0.0",
    ):
        assert line in told
    assert "비밀" not in told


# logs


def record(name, message, *arguments, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 7, message, arguments, info)


def raised():
    try:
        int(SECRET)
    except ValueError as first:
        try:
            {}[SECRET]
        except KeyError as error:
            error.__cause__ = first
            return error


@pytest.mark.parametrize("form", [logs.Formatter, logs.JsonFormatter])
def test_exceptions_and_other_libraries_say_nothing_of_what_they_were_given(form):
    said = form().format(record("ui.page.conversation.turns", "a question could not be answered", error=raised()))
    assert "a question could not be answered" in said
    assert "KeyError" in said
    assert "ValueError" in said
    assert "test_watching.py" in said
    for other in (record("langchain", f"failed on {SECRET}"), record("chroma", "failed on %s", SECRET)):
        said += form().format(other)
    assert "failed on %s" in said
    assert "비밀" not in said
    assert json.dumps("비밀")[1:-1] not in said


def test_json_lines_are_whole_and_carry_the_id_and_the_stages(scripted, capsys):
    root = logging.getLogger()
    before, level = list(root.handlers), logging.getLogger("ui").level
    try:
        logs.configure("json")
        list(Measured(Staged(scripted.answer), Metrics()).stream(SECRET))
        logging.getLogger("ui.page.conversation.turns").error("two\nlines")
    finally:
        for one in [one for one in root.handlers if one not in before]:
            root.removeHandler(one)
        logging.getLogger("ui").setLevel(level)
    question, other = map(json.loads, capsys.readouterr().err.splitlines())
    assert question["message"] == "question"
    assert question["outcome"] == "answer"
    assert set(question["stages"]) == {"retrieve", "read", "compose", "gate"}
    assert "request_id" in question
    assert other["message"] == "two\nlines"
    assert "비밀" not in json.dumps([question, other], ensure_ascii=False)
