"""Building of HTML with escaping, so that text can never become markup.

Documents are untrusted data: only `element` and the templates create tags, and both escape every string that is not
`Markup`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from ui.page.html.bidi import visible

VOID = frozenset({"br", "img", "input", "meta"})
"""Elements without content or end tag."""


def element(name: str, /, *children: str, **attributes: str | int | None) -> Markup:
    """Return `<name …>children</name>` with text children and attribute values escaped.

    In attribute names a trailing underscore is dropped and others become hyphens (`class_` as class, `data_turn` as
    data-turn); an attribute whose value is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    made = f"<{name}{written}>" if name in VOID else f"<{name}{written}>{join(children)}</{name}>"
    return Markup(made)  # noqa: S704 - attributes and children are escaped above


def join(children: Iterable[str]) -> Markup:
    """Return the children concatenated, text escaped."""
    return Markup("".join(map(safe, children)))  # noqa: S704 - each part is markup or escaped


def safe(text: str) -> Markup:
    """Return text as markup that shows it; markup as it is."""
    return text if isinstance(text, Markup) else Markup(_text(text))  # noqa: S704 - escaped


def _text(value: str) -> str:
    # A lone surrogate cannot be sent as UTF-8: one damaged character would lose the whole page.
    return escape(visible(value.encode("utf-8", "replace").decode("utf-8")))
