"""Failures as programs are told them: a status of HTTP, what is wrong and what to do.

The chat clients' API has errors of its own form: `{"error": {"message": …, "type": …}}` in the place of
`{"error": …, "hint": …}`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.errors import GeungeoError, SettingsError
from ui.accounts.visitors import NotAllowed, UnknownVisitor
from ui.messages import say
from ui.programs.functions import UnknownDocument

CHAT = "/v1"
"""Where the API for chat clients is served."""
KINDS = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}

_WRONG = {
    "missing": "빠졌습니다",
    "string_type": "글이어야 합니다",
    "list_type": "목록이어야 합니다",
    "int_type": "정수여야 합니다",
    "int_parsing": "정수여야 합니다",
    "int_from_float": "정수여야 합니다",
    "bool_type": "true나 false여야 합니다",
    "bool_parsing": "true나 false여야 합니다",
    "extra_forbidden": "모르는 이름입니다",
    "json_invalid": "JSON이 아닙니다",
    "model_type": "JSON 객체여야 합니다",
    "model_attributes_type": "JSON 객체여야 합니다",
    "dict_type": "JSON 객체여야 합니다",
}

_log = logging.getLogger(__name__)


class Busy(GeungeoError):
    """Too many questions wait already."""

    retryable = True


class UnknownModel(SettingsError):
    """A model that is not offered was named."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a program got no answer."""

    status: int
    message: str
    hint: str = ""
    code: str = ""
    """Word for it that chat clients know."""

    def status_of(self, path: str) -> int:
        """Return the status of the response to a request for `path`: chat clients know 400 for what is malformed."""
        return 400 if self.status == 422 and _chat(path) else self.status

    def body(self, path: str) -> dict[str, object]:
        """Return the body of the response to a request for `path`."""
        if not _chat(path):
            return {"error": self.message, "hint": self.hint}
        kind = KINDS.get(self.status, "invalid_request_error" if self.status < 500 else "server_error")
        said = " ".join(filter(None, (self.message, self.hint)))
        return {"error": {"message": said, "type": kind, "param": None, "code": self.code or None}}


_STATUS: Sequence[tuple[type[GeungeoError], int]] = (
    (NotAllowed, 403),
    (UnknownVisitor, 403),
    (UnknownDocument, 404),
    (UnknownModel, 404),
    (SettingsError, 422),
    (Busy, 429),
    (GeungeoError, 503),
)


def fault(error: Exception) -> Fault:
    """Return what a program is told of an exception; one that is none of ours goes to the log and tells nothing."""
    if isinstance(error, GeungeoError):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        return Fault(status, error.message, error.hint, "model_not_found" if isinstance(error, UnknownModel) else "")
    _log.error("a program's question could not be answered", exc_info=error)
    return Fault(500, say("page.failed", "ko"), say("page.failed.hint", "ko"))


def malformed(errors: Sequence[Mapping[str, Any]]) -> SettingsError:
    """Return the first error that pydantic found as one of ours, without the value that it complains of."""
    first = errors[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query"))
    said = _WRONG.get(first["type"], "값이 맞지 않습니다")
    return SettingsError(f"{where}: {said}." if where and first["type"] != "json_invalid" else f"요청: {said}.")


def _chat(path: str) -> bool:
    return path == CHAT or path.startswith(f"{CHAT}/")
