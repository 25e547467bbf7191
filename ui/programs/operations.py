"""Operations that programs may call, each with the schema of its arguments and of its result.

The HTTP API makes a path of each and the MCP server a tool: neither knows more of them than stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ui.exports.contract import KINDS, Json
from ui.limits import QUESTION_LIMIT, TEXT_LIMIT
from ui.messages import both
from ui.programs import faults, functions, schemas
from ui.programs.functions import LISTED, MOST, SHOWN, Sources

DAY: dict[str, Any] = {"format": "date"}


def _described(name: str) -> str:
    return both(f"api.{name}", None)


class Arguments(BaseModel):
    """Arguments of an operation; an unknown name is an error, as a misspelt restriction would restrict nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Narrowed(Arguments):
    """What narrows the documents that an operation may use."""

    as_of: str | None = Field(None, description=_described("as_of"), json_schema_extra=DAY)
    issuer: list[str] | None = Field(None, description=_described("issuer"))
    kind: list[str] | None = Field(
        None, description=_described("kind"), json_schema_extra={"items": {"type": "string", "enum": list(KINDS)}}
    )
    region: list[str] | None = Field(None, description=_described("region"))
    since: str | None = Field(None, description=_described("since"), json_schema_extra=DAY)
    until: str | None = Field(None, description=_described("until"), json_schema_extra=DAY)
    document: list[str] | None = Field(None, description=_described("document"))
    exclude: list[str] | None = Field(None, description=_described("exclude"))

    def restrictions(self) -> dict[str, Any]:
        """Return the restrictions by name."""
        return {name: getattr(self, name) for name in Narrowed.model_fields}


class Ask(Narrowed):
    """Arguments of `ask`."""

    question: str = Field(description=_described("question"), json_schema_extra={"maxLength": QUESTION_LIMIT})
    history: list[str] | None = Field(None, description=_described("history"))


class Check(Narrowed):
    """Arguments of `check`."""

    text: str = Field(description=_described("text"), json_schema_extra={"maxLength": TEXT_LIMIT})


class Search(Narrowed):
    """Arguments of `search`."""

    query: str = Field(description=_described("query"), json_schema_extra={"maxLength": QUESTION_LIMIT})
    k: int = Field(10, description=_described("k"), json_schema_extra={"minimum": 1, "maximum": MOST})
    per_document: int = Field(
        1, description=_described("per_document"), json_schema_extra={"minimum": 1, "maximum": MOST}
    )


class Timeline(Narrowed):
    """Arguments of `timeline`."""

    programme: str = Field(description=_described("programme"), json_schema_extra={"maxLength": QUESTION_LIMIT})


class Documents(Arguments):
    """Arguments of `documents`."""

    text: str = Field("", description=_described("words"))
    kind: str = Field("", description=_described("one_kind"))
    issuer: str = Field("", description=_described("one_issuer"))
    year: int | None = Field(None, description=_described("year"))
    until: str | None = Field(None, description=_described("until"), json_schema_extra=DAY)
    limit: int = Field(50, description=_described("limit"), json_schema_extra={"minimum": 1, "maximum": LISTED})
    offset: int = Field(0, description=_described("offset"), json_schema_extra={"minimum": 0})


class Document(Arguments):
    """Arguments of `document`."""

    id: str = Field(description=_described("id"))
    version: int | None = Field(None, description=_described("version"))
    start: int = Field(0, description=_described("start"), json_schema_extra={"minimum": 0})
    length: int = Field(20_000, description=_described("length"), json_schema_extra={"minimum": 1, "maximum": SHOWN})


Asked = TypeVar("Asked", bound=Arguments)


@dataclass(frozen=True, slots=True)
class Operation(Generic[Asked]):
    """One thing that a program may ask for."""

    name: str
    about: str
    """Key of the message that says what it does."""
    asked: type[Asked]
    told: type[BaseModel]
    work: Callable[[Sources, Asked], Json]
    method: Literal["GET", "POST"] = "POST"

    @property
    def description(self) -> str:
        """What it does, in Korean and English."""
        return both(self.about, None)

    def run(self, sources: Sources, arguments: Mapping[str, object]) -> Json:
        """Return the result for arguments as they came in; raise SettingsError for malformed ones."""
        try:
            asked = self.asked.model_validate(arguments)
        except ValidationError as error:
            raise faults.malformed(error.errors()) from error
        return self.work(sources, asked)


def _ask(sources: Sources, asked: Ask) -> Json:
    question = functions.question(asked.question, history=asked.history, **asked.restrictions())
    return functions.ask(sources, question)


def _check(sources: Sources, asked: Check) -> Json:
    question = functions.question(asked.text, TEXT_LIMIT, **asked.restrictions())
    return {"sentences": functions.check(sources, question)}


def _search(sources: Sources, asked: Search) -> Json:
    question = functions.question(asked.query, **asked.restrictions())
    return functions.search(sources, question, asked.k, asked.per_document)


def _timeline(sources: Sources, asked: Timeline) -> Json:
    return functions.timeline(sources, functions.question(asked.programme, **asked.restrictions()))


def _documents(sources: Sources, asked: Documents) -> Json:
    wanted = functions.wanted(asked.text, asked.kind, asked.issuer, asked.year, asked.until)
    return functions.documents(sources, wanted, asked.limit, asked.offset)


def _document(sources: Sources, asked: Document) -> Json:
    return functions.document(sources, asked.id, asked.version, asked.start, asked.length)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation("ask", "api.ask", Ask, schemas.Reply, _ask),
    Operation("check", "api.check", Check, schemas.Checked, _check),
    Operation("search", "api.search", Search, schemas.Hits, _search),
    Operation("timeline", "api.timeline", Timeline, schemas.Timeline, _timeline),
    Operation("documents", "api.documents", Documents, schemas.Documents, _documents, "GET"),
    Operation("document", "api.read", Document, schemas.Document, _document, "GET"),
)
"""Every operation, in the order shown."""
