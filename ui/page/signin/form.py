"""HTML of the sign-in form, and of the signed-in user's name with the sign-out button."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from ui.accounts.visitors import Visitor
from ui.messages import Language, say
from ui.page import theme
from ui.page.html.markup import element, join


def form(language: Language, elsewhere: str, target: str, name: str, trouble: str) -> Markup:
    """Return the whole sign-in page; its form posts name, password and `target` to its own address."""
    sheet = files(__package__).joinpath("signin.css").read_text(encoding="utf-8")
    style = Markup(theme.faces() + sheet)  # noqa: S704 - files of this package
    return join(
        (
            Markup("<!doctype html>"),
            element(
                "html",
                element(
                    "head",
                    Markup('<meta charset="utf-8">'),
                    Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
                    element("title", say("signin.title", language)),
                    element("style", style),
                ),
                element("body", _body(language, elsewhere, target, name, trouble)),
                lang=language,
            ),
        )
    )


def _body(language: Language, elsewhere: str, target: str, name: str, trouble: str) -> Markup:
    return element(
        "main",
        element("h1", say("page.name", language)),
        element("p", say("signin.why", language), class_="why"),
        element("p", trouble, class_="trouble", role="alert") if trouble else "",
        element(
            "form",
            _field("name", "text", "username", name, language, focused=not name),
            _field("password", "password", "current-password", "", language, focused=bool(name)),
            element("input", name="next", type="hidden", value=target),
            element("button", say("signin.enter", language), type="submit"),
            method="post",
        ),
        element("p", say("signin.forgotten", language), class_="why"),
        element("a", say("page.other_language", language), href=elsewhere, hreflang="en" if language == "ko" else "ko"),
    )


def _field(name: str, kind: str, complete: str, value: str, language: Language, *, focused: bool) -> Markup:
    return element(
        "label",
        element("span", say(f"signin.{name}", language)),
        element(
            "input",
            name=name,
            type=kind,
            value=value,
            autocomplete=complete,
            required="",
            autofocus="" if focused else None,
        ),
    )


def badge(visitor: Visitor, language: Language) -> Markup:
    """Return the signed-in user's name and the way to sign out; empty HTML if no sign-in is required.

    Whom a proxy signed in is led to where the proxy signs out, where the settings name that place.
    """
    if not visitor.signed_in:
        return Markup()
    name = element("span", visitor.name, class_="visitor")
    if visitor.proxied:
        leave = element("a", say("signin.leave", language), href=visitor.sign_out) if visitor.sign_out else ""
        return element("div", name, leave, class_="signed-in")
    return element(
        "form",
        name,
        element("button", say("signin.leave", language), type="submit"),
        method="post",
        action="/logout",
        class_="signed-in",
    )
