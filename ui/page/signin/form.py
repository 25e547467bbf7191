"""HTML of the sign-in form, and of the signed-in user's name with the sign-out button."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from ui.accounts.visitors import Visitor
from ui.messages import Language, say
from ui.page import theme
from ui.page.html.markup import element, join


@dataclass(frozen=True, slots=True)
class Ways:
    """How somebody may sign in."""

    house: str = ""
    """Address at which signing in with the organisation's account begins; empty where that is no way."""
    again: bool = False
    """Whether it leads to another account than the last."""
    passwords: bool = True
    """Whether this server has accounts of its own."""


def form(language: Language, elsewhere: str, target: str, name: str, trouble: str, ways: Ways = Ways()) -> Markup:
    """Return the whole sign-in page; its form posts name, password and `target` to its own address."""
    return _page(
        language,
        element("p", say("signin.why", language), class_="why"),
        element("p", trouble, class_="trouble", role="alert") if trouble else "",
        _house(ways, language) if ways.house else "",
        _passwords(target, name, language, focused=not ways.house) if ways.passwords else "",
        element("p", say("signin.forgotten" if ways.passwords else "signin.stuck", language), class_="why"),
        element("a", say("page.other_language", language), href=elsewhere, hreflang="en" if language == "ko" else "ko"),
        title=say("signin.title", language),
    )


def leaving(language: Language, place: str) -> Markup:
    """Return the page of whoever has signed out here, which goes on to `place` to sign out there too."""
    return _page(
        language,
        element("p", say("signin.left", language)),
        element("p", element("a", say("signin.leave_house", language), href=place)),
        title=say("signin.title", language),
        head=element("meta", http_equiv="refresh", content=f"0;url={place}"),
    )


def _page(language: Language, *parts: Markup | str, title: str, head: Markup | str = "") -> Markup:
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
                    head,
                    element("title", title),
                    element("style", style),
                ),
                element("body", element("main", element("h1", say("page.name", language)), *parts)),
                lang=language,
            ),
        )
    )


def _house(ways: Ways, language: Language) -> Markup:
    said = say("signin.other" if ways.again else "signin.house", language)
    link = element("a", said, href=ways.house, class_="house")
    between = element("p", say("signin.or", language), class_="why or") if ways.passwords else ""
    return join((link, between))


def _passwords(target: str, name: str, language: Language, *, focused: bool) -> Markup:
    return element(
        "form",
        _field("name", "text", "username", name, language, focused=focused and not name),
        _field("password", "password", "current-password", "", language, focused=bool(name)),
        element("input", name="next", type="hidden", value=target),
        element("button", say("signin.enter", language), type="submit"),
        method="post",
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
