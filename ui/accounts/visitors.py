"""Visitors of the page: identity, roles and permission checks.

`ui.serving.reception` puts the visitor of a request into `scope["state"]` before anything else handles it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ingest.errors import GeungeoError

Role = Literal["reader", "editor", "evaluator"]
"""A reader asks, checks and reads; an editor also puts in and removes documents, an evaluator also starts runs."""
ROLES: tuple[Role, ...] = get_args(Role)
STATE = "visitor"


class NotAllowed(GeungeoError):
    """The visitor lacks the role that an action requires."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"이 일을 할 권한({role})이 없습니다.", "관리자에게 권한을 요청하십시오: geungeo users add")
        self.role = role


class UnknownVisitor(GeungeoError):
    """A request has no visitor: it did not pass through `ui.serving.reception`."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Identity and roles of whoever sends a request."""

    name: str
    """Name of the account, or an opaque word for a browser that signed in nowhere."""
    roles: frozenset[Role] = frozenset(ROLES)
    signed_in: bool = False
    groups: frozenset[str] = frozenset()
    """Groups of the house to which the visitor belongs, as its sign-in names them."""
    identity: str = ""
    """Whom an OpenID provider signed in: the issuer and its subject, which unlike the name are nobody else's."""
    passing: bool = False
    """Whether the request came without the cookie that would tell it from others: a program's first or only one."""
    proxied: bool = False
    """Whether a proxy signed the visitor in, who then has no session here to end."""
    sign_out: str = ""
    """Where whoever a proxy signed in signs out; empty where the settings name no place."""

    @property
    def key(self) -> str:
        """Key under which the visitor's data are stored, unique among accounts and browsers."""
        if self.identity:
            return f"openid:{self.identity}"
        return f"{'account' if self.signed_in else 'browser'}:{self.name}"

    def may(self, role: Role) -> bool:
        """Tell whether the visitor has `role`; every role includes reading."""
        return role in self.roles or (role == "reader" and bool(self.roles))


def of(request: object) -> Visitor:
    """Return the visitor of a request, given as Gradio's (`gr.Request`), Starlette's, or an ASGI scope.

    Raises `UnknownVisitor` if the request has none.
    """
    found = scope_of(request).get("state", {}).get(STATE)
    if not isinstance(found, Visitor):
        raise UnknownVisitor("누가 보낸 요청인지 알 수 없습니다.", "페이지를 새로 고치십시오.")
    return found


def require(request: object, role: Role) -> Visitor:
    """Return the visitor of a request, who must have `role`.

    Raises `NotAllowed` if the visitor lacks it, and `UnknownVisitor` if the request has no visitor.
    """
    visitor = of(request)
    if not visitor.may(role):
        raise NotAllowed(role)
    return visitor


def scope_of(request: object) -> Mapping[str, Any]:
    """Return the ASGI scope of a request given as Gradio's, Starlette's or a scope; empty if it has none."""
    # Gradio wraps the request of the framework, which wraps the scope.
    inner = getattr(request, "request", None) or request
    scope = inner if isinstance(inner, Mapping) else getattr(inner, "scope", None)
    return scope if isinstance(scope, Mapping) else {}
