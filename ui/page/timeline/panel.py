"""HTML of a programme's timeline: the form, the dated facts and plots of values over time."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.history.milestones import Status
from assistant.history.programmes import Programme
from assistant.history.series import Series
from assistant.history.timeline import Entry, Timeline
from ui.exports import timeline_words
from ui.exports.charts import chart
from ui.exports.timeline_files import FORMS
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.evidence.context import Exhibit
from ui.page.html import plots
from ui.page.html.markup import element
from ui.page.trouble import Trouble

SETTLED: tuple[Status, ...] = ("면제", "완료", "확정", "선정", "예산")
OPEN: tuple[Status, ...] = ("검토 중", "모집", "신청", "예산안", "예정")
LONGEST = 120
"""Most characters of a programme's name."""


def form(language: Language, subject: str = "", as_of: str = "") -> Markup:
    """Return the form, filled with the current query."""
    return element(
        "form",
        element("h2", say("history.title", language)),
        element("p", say("history.how", language), class_="how"),
        element(
            "div",
            element("label", say("history.subject", language), for_="trace-subject", class_="hidden"),
            element(
                "input",
                type="search",
                id="trace-subject",
                name="subject",
                value=subject,
                maxlength=LONGEST,
                placeholder=say("history.subject.hint", language),
                list="trace-known",
            ),
            element(
                "label",
                say("checking.as_of", language),
                element("input", type="date", name="as_of", value=as_of, max="9999-12-31"),
                class_="day",
            ),
            element("button", say("history.run", language), type="submit", class_="primary"),
            class_="controls",
        ),
        element("p", class_="note", role="status", data_searching=say("history.searching", language)),
        class_="traceform",
        autocomplete="off",
    )


def notice(trouble: Trouble, language: Language) -> Markup:
    """Return the message why no history can be shown."""
    message = trouble.message or say("history.failed", language)
    hint = trouble.hint or ("" if trouble.message else say("page.failed.hint", language))
    return element("div", element("p", message), element("p", hint, class_="try"), class_="trouble", role="alert")


def known(found: Sequence[Programme], language: Language) -> Markup:
    """Return the programmes to start from as buttons, and their names for the search field to offer."""
    if not found:
        return Markup()
    items = [
        element(
            "li",
            element(
                "button",
                element("span", one.name, class_="name"),
                element(
                    "span",
                    say("history.known.told", language, first=one.first[:7], last=one.last[:7], count=one.events),
                    class_="told",
                ),
                type="button",
                data_subject=one.name,
            ),
        )
        for one in found
    ]
    return element(
        "section",
        element("h3", say("history.known", language)),
        element("ul", *items),
        element("datalist", *(element("option", value=one.name) for one in found), id="trace-known"),
        class_="programmes",
    )


def finding(language: Language) -> Markup:
    """Return what stands in the place of the programmes while they are found."""
    return element("p", say("history.known.finding", language), class_="finding", role="status")


def line(value: Timeline, exhibit: Exhibit, found: Sequence[Series], language: Language) -> Markup:
    """Return the events, oldest first, with their citation numbers in `exhibit`, and the plots of `found`."""
    closing = say("timeline.closing", language, date=value.as_of.isoformat(), count=len(value.entries))
    head = [
        element("h2", value.subject, class_="subject"),
        element(
            "p",
            element("span", closing, role="status"),
            element("a", say("history.other", language), href="?tab=timeline"),
            class_="closing",
        ),
    ]
    if not value.entries:
        none = say("timeline.none", language, subject=value.subject)
        tried = element("p", say("timeline.try", language), class_="try")
        return element("section", *head, element("p", none, class_="none"), tried, class_="history empty")
    markers = timeline_words.markers(value.entries)
    entries = [
        _entry(index, entry, value.entries, exhibit, markers[index], language)
        for index, entry in enumerate(value.entries)
    ]
    return element(
        "section",
        *head,
        _exports(bool(found), language),
        *([_plots(found, language)] if found else []),
        element("ol", *entries, class_="line"),
        class_="history",
        data_subject=value.subject,
    )


def _exports(plotted: bool, language: Language) -> Markup:
    buttons = [
        element(
            "button",
            say(f"export.{form}", language),
            type="button",
            class_="quiet",
            data_act="export",
            data_form=form,
        )
        for form in FORMS
        if plotted or form != "svg"
    ]
    return element("div", element("span", say("history.export", language), class_="label"), *buttons, class_="exports")


def hint(language: Language) -> Markup:
    """Return the evidence pane while no citation is open."""
    return element(
        "section",
        element("h2", say("page.evidence", language), class_="heading"),
        element("p", say("history.press", language), class_="hint"),
        class_="pane",
    )


def _entry(
    index: int,
    entry: Entry,
    entries: tuple[Entry, ...],
    exhibit: Exhibit,
    markers: tuple[int, ...],
    language: Language,
) -> Markup:
    old = entry.superseded_by is not None
    kind = "settled" if entry.status in SETTLED else "open" if entry.status in OPEN else "told"
    kind = "stopped" if entry.status == "중단" else kind
    mark = {"settled": "✓", "open": "…", "stopped": "✕", "told": "•"}[kind]
    dated = say(f"dated.{entry.dated_by}", language)
    further = len(entry.further)
    parts = [
        element(
            "p",
            element("time", entry.date, datetime=entry.date, title=dated),
            element("span", f"{mark} ", say(f"status.{entry.status}", language), class_="status"),
            element("span", f" ({dated})", class_="hidden"),
            class_="dated",
        ),
        *([_values(entry, language)] if entry.values else []),
        element(
            "p",
            element("s" if old else "span", entry.text, class_="said"),
            citations.buttons(exhibit, (*markers[:1], *markers[1 + further :]), language),
            class_="text",
        ),
        *(
            element(
                "p", element("span", text, class_="said"), citations.buttons(exhibit, (at,), language), class_="more"
            )
            for text, at in zip(entry.further, markers[1 : 1 + further], strict=True)
        ),
    ]
    if entry.superseded_by is not None:
        replaced = timeline_words.replaced(entry, entries, language)
        parts.append(
            element("p", element("a", f"{replaced} ↓", href=f"#entry-{entry.superseded_by}"), class_="replaced")
        )
    return element("li", *parts, id=f"entry-{index}", class_=f"entry {kind}{' old' if old else ''}")


def _values(entry: Entry, language: Language) -> Markup:
    """Return the figures of an event, each with what it measures."""
    pairs = (
        element(
            "div",
            element("dt", timeline_words.measure(one, language)),
            element("dd", one.text),
            class_=f"figure {one.kind}",
        )
        for one in entry.values
    )
    return element("dl", *pairs, class_="figures")


def _plots(found: Sequence[Series], language: Language) -> Markup:
    return element(
        "details",
        element("summary", say("history.amounts", language)),
        element("div", *(_plot(number, one, language) for number, one in enumerate(found)), class_="plots"),
        class_="amounts",
        open="open",
    )


def _plot(number: int, one: Series, language: Language) -> Markup:
    drawing = chart(one, language)
    heads = (say("history.date", language), say("history.measure", language), say("history.value", language))
    rows = [
        (timeline_words.period(each.when, language), timeline_words.strand(strand, one.of, language), each.text)
        for strand in one.strands
        for each in strand.amounts
    ]
    return element(
        "figure",
        element("figcaption", drawing.title),
        plots.drawn(drawing, f"amounts-{number}"),
        element(
            "details",
            element("summary", say("history.table", language)),
            plots.table(heads, rows, drawing.title),
            class_="astable",
        ),
    )
