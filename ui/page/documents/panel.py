"""HTML of the list of documents with its search form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from ingest.listing import Facets, Found, Listed, Wanted
from ui.exports import wording
from ui.messages import Language, say
from ui.page.html.lines import unbroken
from ui.page.html.markup import element

MOST_CHOICES = 200
"""Most issuers offered; the others are found by typing."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list and the filters applied to it."""

    found: Found
    facets: Facets
    wanted: Wanted
    typed: str
    """What was searched for, as it was typed."""
    page: int
    pages: int


def shelf(shown: Shelf, language: Language) -> Markup:
    """Return the search form, one page of the list and links to the other pages."""
    rows = [_row(one, language) for one in shown.found.listed]
    narrowed = shown.typed.strip() or shown.wanted != Wanted()
    if rows:
        total = element(
            "p", say("shelf.total", language, count=f"{shown.found.total:,}"), class_="total", role="status"
        )
        body = [total, element("ol", *rows, class_="rows")]
    elif narrowed:
        hint = element("p", say("shelf.none.hint", language), class_="hint")
        body = [element("p", say("shelf.none", language), class_="none", role="status"), hint]
    else:
        body = [element("p", say("shelf.empty", language), class_="none", role="status")]
    return element(
        "section",
        element("h2", say("shelf.heading", language), class_="hidden"),
        _search(shown, bool(narrowed), language),
        *body,
        *([_steps(shown, language)] if shown.pages > 1 else []),
        class_="shelf",
    )


def particulars(one: Listed, language: Language) -> Markup:
    """Return issuer, date, kind and number of pages of a document in one line."""
    record = one.record
    parts = [
        record.issuer,
        wording.issued(record.published, record.declared, language, record.withdrawn, record.dated),
        say(f"page.kind.{record.kind}", language),
        say("volume.pages", language, count=f"{one.pages:,}") if one.pages else "",
        say("volume.versions", language, count=one.versions) if one.versions > 1 else "",
    ]
    return unbroken(" · ".join(part for part in parts if part))


def _row(one: Listed, language: Language) -> Markup:
    return element(
        "li",
        element(
            "button",
            element("bdi", one.record.title or say("untitled", language), class_="title"),
            element("span", particulars(one, language), class_="particulars"),
            type="button",
            data_act="open",
            data_document=one.record.id,
        ),
    )


def _search(shown: Shelf, narrowed: bool, language: Language) -> Markup:
    facets, wanted = shown.facets, shown.wanted
    kinds = [(kind, say(f"page.kind.{kind}", language), count) for kind, count in facets.kinds]
    issuers = [(name, name, count) for name, count in facets.issuers[:MOST_CHOICES]]
    years = [(str(year), str(year), count) for year, count in facets.years]
    return element(
        "form",
        element(
            "div",
            element("label", say("shelf.search", language), for_="shelf-text", class_="hidden"),
            element(
                "input",
                type="search",
                id="shelf-text",
                name="text",
                value=shown.typed,
                placeholder=say("shelf.search.hint", language),
                maxlength=200,
            ),
            element("button", say("shelf.find", language), type="submit", class_="primary"),
            class_="asked",
        ),
        element(
            "div",
            _choice("kind", kinds, wanted.kind, language),
            _choice("issuer", issuers, wanted.issuer, language),
            _choice("year", years, str(wanted.year or ""), language),
            *(
                [element("button", say("shelf.clear", language), type="button", class_="link", data_clear="")]
                * narrowed
            ),
            class_="narrow",
        ),
        class_="search",
        role="search",
        autocomplete="off",
    )


def _choice(name: str, values: Iterable[tuple[str, str, int]], chosen: str, language: Language) -> Markup:
    options = [element("option", say("shelf.any", language), value="")]
    options += [
        element("option", f"{label} ({count:,})", value=value, selected="selected" if value == chosen else None)
        for value, label, count in values
    ]
    return element(
        "label",
        element("span", say(f"shelf.{name}", language)),
        element("select", *options, name=name),
        class_="choice",
    )


def _steps(shown: Shelf, language: Language) -> Markup:
    return element(
        "nav",
        _step("shelf.previous", shown.page - 1 if shown.page > 1 else None, language),
        element("span", say("shelf.page", language, page=shown.page, pages=shown.pages)),
        _step("shelf.next", shown.page + 1 if shown.page < shown.pages else None, language),
        class_="steps",
        aria_label=say("shelf.pages", language),
    )


def _step(label: str, page: int | None, language: Language) -> Markup:
    return element(
        "button",
        say(label, language),
        type="button",
        class_="quiet",
        data_page=page,
        disabled="disabled" if page is None else None,
    )
