"""OpenTelemetry spans of each question and its stages, by the semantic conventions for generative AI.

A question is the span `invoke_workflow geungeo`, its children are `retrieve`, `read`, `compose` and, within that,
`gate`. No span carries anything of a question, a document or a message of an error. Where they go is said by
OpenTelemetry's own variables (`OTEL_EXPORTER_OTLP_ENDPOINT`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.stages import Stage
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

NAME = "geungeo"
OPERATION, MODEL, SOURCE = "gen_ai.operation.name", "gen_ai.request.model", "gen_ai.data_source.id"
OPERATIONS: Mapping[Stage, str] = {"retrieve": "retrieval", "compose": "generate_content"}
"""Stages that are operations of the conventions; the others are ours alone."""


class Asked:
    """The spans of one question: a watch of its stages."""

    def __init__(self, tracer: Tracer, model: str, request: str) -> None:
        """Begin the span of a question that `model` answers, asked by the request of that id."""
        attributes = {OPERATION: "invoke_workflow", "gen_ai.workflow.name": NAME, MODEL: model}
        self._tracer = tracer
        self._model = model
        self._root = tracer.start_span(f"invoke_workflow {NAME}", attributes=attributes)
        if request:
            self._root.set_attribute("geungeo.request.id", request)
        # Kept here and not in OpenTelemetry's context: a question goes on in another thread after each step.
        self._open: list[Span] = [self._root]

    @contextmanager
    def stage(self, name: Stage) -> Iterator[None]:
        """Begin and end the span of a stage."""
        from opentelemetry.trace import set_span_in_context

        span = self._tracer.start_span(name, context=set_span_in_context(self._open[-1]))
        span.set_attribute("geungeo.stage", name)
        if name in OPERATIONS:
            span.set_attribute(OPERATION, OPERATIONS[name])
        if name == "retrieve":
            span.set_attribute(SOURCE, NAME)
        if name == "compose":
            span.set_attribute(MODEL, self._model)
        self._open.append(span)
        try:
            yield
        except Exception as error:
            _fail(span, error)
            raise
        finally:
            self._open.remove(span)
            span.end()

    def end(self, outcome: str, error: BaseException | None = None) -> None:
        """End the span of the question with what became of it."""
        self._root.set_attribute("geungeo.outcome", outcome)
        if error is not None:
            _fail(self._root, error)
        self._root.end()


def _fail(span: Span, error: BaseException) -> None:
    from opentelemetry.trace import StatusCode

    span.set_attribute("error.type", type(error).__name__)
    span.set_status(StatusCode.ERROR)


def provider() -> TracerProvider:
    """Return a provider that sends spans over OTLP to where OpenTelemetry's variables say.

    Raises `SettingsError` where the packages are missing.
    """
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError("OpenTelemetry가 설치되어 있지 않습니다.", "pip install 'geungeo[otel]'") from error
    # The environment's name, if it gives one, is stronger.
    made = TracerProvider(resource=Resource({SERVICE_NAME: NAME}).merge(Resource.create()))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made
