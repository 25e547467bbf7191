"""Chat completions, in the form that clients of OpenAI's API know: questions in messages, replies in completions.

The last message of the user is the question, the ones before it are what a follow-up leans on; what other roles say is
passed over, as an answer is made of documents alone. Numbered links of the text are annotations (`url_citation`), and
`geungeo` holds the whole reply as `geungeo ask` gives it: a refusal is plain content there whose `kind` and `reason`
tell it from an answer.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from assistant.answers import Citation, Question, Reply
from ingest.errors import SettingsError
from ui.exports import chat_markdown, contract
from ui.exports.chat_markdown import Address, Link
from ui.exports.contract import Json
from ui.exports.originals import original
from ui.limits import QUESTION_LIMIT
from ui.messages import Language
from ui.programs import functions
from ui.programs.faults import UnknownModel
from ui.programs.operations import Narrowed

MODEL = "geungeo"
"""The one chat model: whatever the settings answer with."""
REMEMBERED = 20
"""Most earlier questions that a follow-up may lean on."""


class Part(BaseModel):
    """A part of a message."""

    type: str
    text: str = ""


class Message(BaseModel):
    """A message of the conversation."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What it says; raises SettingsError where it holds a picture, a sound or a file."""
        if isinstance(self.content, list):
            if other := [part.type for part in self.content if part.type != "text"]:
                raise SettingsError(f"messages: 글만 받습니다: {other[0]}", "파일은 geungeo ingest로 넣으십시오.")
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class ChatRequest(BaseModel):
    """A request for a completion. What steers a model's writing, as `temperature`, is taken and has no effect."""

    model_config = ConfigDict(frozen=True)

    model: str
    messages: list[Message]
    stream: bool | None = False
    n: int | None = None
    response_format: dict[str, Any] | None = None
    tool_choice: str | dict[str, Any] | None = None
    geungeo: Narrowed | None = None
    """What narrows the documents, as in the HTTP API: `{"as_of": "2025-02-03"}`."""

    def question(self) -> Question:
        """Return the question asked; raise SettingsError for what cannot be answered in this form."""
        known(self.model, MODEL)
        if self.n not in (None, 1):
            raise SettingsError(f"n: 답은 하나뿐입니다: {self.n}", "n을 빼거나 1로 적으십시오.")
        if self.response_format and self.response_format.get("type") != "text":
            raise SettingsError(
                "response_format: 답은 문서의 문장 그대로여서 다른 꼴로 쓰지 않습니다.",
                "빼고 부른 뒤 응답의 geungeo에서 JSON을 읽거나 POST /api/v1/ask를 쓰십시오.",
            )
        if self.tool_choice not in (None, "auto", "none"):
            raise SettingsError("tool_choice: 도구를 부르지 않습니다.", "auto나 none으로 적거나 빼십시오.")
        asked = [one for one in self.messages if one.role == "user"]
        if not asked or self.messages[-1].role != "user":
            raise SettingsError("messages: 마지막이 user의 질문이어야 합니다.")
        # One that was too long to be answered cannot be leant on either.
        before = [text for one in asked[:-1] if 0 < len(text := one.text.strip()) <= QUESTION_LIMIT]
        restrictions = self.geungeo.restrictions() if self.geungeo else {}
        return functions.question(asked[-1].text, history=before[-REMEMBERED:], **restrictions)


def known(named: str, *offered: str) -> None:
    """Raise UnknownModel if the model `named` is not among those `offered`."""
    if named not in offered:
        raise UnknownModel(f"없는 모델입니다: {named}", f"쓸 수 있는 모델: {', '.join(offered)}")


def opened(base: str) -> Address:
    """Return what gives the address at which the page below `base` opens a document at the quote of a citation."""

    def address(citation: Citation) -> str:
        place = {"tab": "documents", "document": citation.document_id, "version": citation.version}
        return f"{base.rstrip('/')}/?{urlencode(place | {'quote': f'{citation.start}-{citation.end}'})}"

    return address


@dataclass
class Completion:
    """One completion while it is written: as chunks that are streamed, or whole."""

    language: Language
    address: Address
    clock: Callable[[], float] = time.time
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    written: int = 0
    """Paragraphs of the body that were sent."""
    length: int = 0
    """Characters that were sent."""

    def __post_init__(self) -> None:
        self.created = int(self.clock())

    def grown(self, reply: Reply) -> list[Json]:
        """Return the chunks for what a reply holds more than was sent."""
        fresh = chat_markdown.body(reply, self.language, self.address)[self.written :]
        self.written += len(fresh)
        return [self._chunk(self._delta((one,))) for one in fresh]

    def ended(self, reply: Reply, milliseconds: float) -> list[Json]:
        """Return the last chunks of a whole reply: its sources, and the reply as data."""
        rest = self._delta(chat_markdown.closing(reply, self.language, self.address))
        last = self._chunk({}, "stop") | {"geungeo": contract.reply(reply, self.id, milliseconds)}
        return [self._chunk(rest), last]

    def begun(self) -> Json:
        """Return the first chunk, which names the role alone."""
        return self._chunk({"role": "assistant", "content": ""})

    def whole(self, reply: Reply, milliseconds: float) -> Json:
        """Return a reply as one completion."""
        parts = (
            *chat_markdown.body(reply, self.language, self.address),
            *chat_markdown.closing(reply, self.language, self.address),
        )
        written = chat_markdown.joined(parts)
        message = {
            "role": "assistant",
            "content": written.text.rstrip(),
            "refusal": None,
            "annotations": _annotations(written.links),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "geungeo": contract.reply(reply, self.id, milliseconds),
        }

    def _delta(self, parts: Sequence[chat_markdown.Written]) -> Json:
        written = chat_markdown.joined(parts, self.length)
        self.length += len(written.text)
        cited = _annotations(written.links)
        return {"content": written.text} | ({"annotations": cited} if cited else {})

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def _head(self, kind: str) -> Json:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}


def _annotations(links: Sequence[Link]) -> list[Json]:
    return [{"type": "url_citation", "url_citation": _cited(link)} for link in links]


def _cited(link: Link) -> Json:
    cited = contract.citation(link.citation) | {"uri": original(link.citation.uri)}
    place = {"start_index": link.start, "end_index": link.end, "title": link.citation.title, "url": link.address}
    return place | {"geungeo": cited}
