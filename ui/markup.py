"""Owns turning text into HTML that cannot be anything but text; knows nothing of what is shown.

A document is data: whatever it holds, only `element` makes tags, and every plain string it is given is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ui.bidi import visible

VOID = frozenset({"br", "img", "input"})
"""Elements without content or end tag."""


class Html(str):
    """A string that already is HTML; any other string counts as text."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | int | None) -> Html:
    """Return `<name …>children</name>` with text children and attribute values escaped.

    Attribute names lose a trailing underscore and turn the others into hyphens (`class_`, `data_turn`); an
    attribute whose value is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>" if name in VOID else f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[str]) -> Html:
    """Return the children one after the other, text escaped."""
    return Html("".join(child if isinstance(child, Html) else _text(child) for child in children))


def _text(value: str) -> str:
    # A lone surrogate cannot be sent as UTF-8: one damaged character would lose the whole page.
    return escape(visible(value.encode("utf-8", "replace").decode("utf-8")))
