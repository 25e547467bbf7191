"""The log: lines to read or JSON, each with the id of its request, and without anything of a question or a document.

Messages of exceptions and of other libraries often quote what they were given. So an exception is told by its type and
the lines of code it passed, and another library's message as it stands in its code, without what was filled in.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import ModuleType, TracebackType

from ui.serving import requests
from ui.settings import LogForm

UI = __package__.removesuffix(".serving")
"""Logger of the interface: `ui`, or `geungeo.ui` where it is installed."""
OURS = ("geungeo", "ui", "assistant", "ingest", "evals", "prompts", "uvicorn.error")
"""Loggers whose messages are known to quote nothing."""
DATA = "data"
"""Attribute of a record that holds the values of its line of JSON."""

Trouble = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Formats records as text without what was asked."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as lines."""
        lines = [f"{record.levelname} {record.name} {requests.current() or '-'}: {said(record)}"]
        if record.exc_info:
            lines += told(record.exc_info[1])
        return "\n".join(lines)


class JsonFormatter(logging.Formatter):
    """Formats records as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said(record),
            "request_id": requests.current(),
        }
        data = getattr(record, DATA, None)
        if isinstance(data, Mapping):
            line |= data
        if record.exc_info:
            line["trace"] = list(told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


class Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in stubs alone
    """Writes to the standard error of the moment, which tests and services replace."""

    def __init__(self, form: LogForm) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(JsonFormatter() if form == "json" else Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.stream = sys.stderr
        super().emit(record)


def configure(form: LogForm) -> None:
    """Send every logger's records to standard error; as JSON also a line for every request and question."""
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one, Handler)]:
        root.removeHandler(one)
    root.addHandler(Handler(form))
    logging.getLogger(UI).setLevel(logging.INFO if form == "json" else logging.NOTSET)


def said(record: logging.LogRecord) -> str:
    """Return the message of a record; of another library's, only what stands in its code."""
    if record.name.split(".")[0] in OURS or record.name in OURS:
        return record.getMessage()
    place = f"{record.module}:{record.lineno}"
    # With no values to fill in, the message may have been put together of anything before it came here.
    return f"{place} {record.msg}" if record.args and isinstance(record.msg, str) else place


def told(error: BaseException | None) -> Iterator[str]:
    """Yield the type of an exception and the lines of code it passed, then those of what caused it; no messages."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield type(error).__name__
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class Quiet(ModuleType):
    """Stands in for the module `traceback` in a library that prints its exceptions, messages and all."""

    def __init__(self, logger: logging.Logger) -> None:
        super().__init__("traceback")
        self._logger = logger

    def __getattr__(self, name: str) -> object:
        """Return whatever else of `traceback` is used."""
        return getattr(traceback, name)

    def print_exc(self, *_: object, **__: object) -> None:
        """Log the exception that is being handled."""
        self._logger.error("a handler failed", exc_info=True)


def hush_gradio() -> None:
    """Have Gradio's exceptions logged like all others: it prints them with what was asked."""
    from gradio import queueing, route_utils, routes

    for module in (queueing, routes, route_utils):
        module.traceback = Quiet(logging.getLogger(f"{UI}.gradio"))  # type: ignore[attr-defined]
