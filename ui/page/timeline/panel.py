"""HTML of a programme's timeline: the form, the dated facts and plots of values over time."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.history.milestones import Status
from assistant.history.timeline import Entry, Timeline
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.evidence.context import Exhibit
from ui.page.html import plots
from ui.page.html.markup import element
from ui.page.html.plots import Named, Spot
from ui.page.timeline.series import Amount, Series
from ui.page.trouble import Trouble

SETTLED: tuple[Status, ...] = ("면제", "완료", "확정", "선정", "예산")
OPEN: tuple[Status, ...] = ("검토 중", "모집", "예산안", "예정")
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


def line(value: Timeline, exhibit: Exhibit, found: Sequence[Series], language: Language) -> Markup:
    """Return the entries, oldest first, with their citation numbers in `exhibit`, and the plots of `found`."""
    closing = say("timeline.closing", language, date=value.as_of.isoformat(), count=len(value.entries))
    head = [
        element("h2", value.subject, class_="subject"),
        element("p", closing, class_="closing", role="status"),
    ]
    if not value.entries:
        none = say("timeline.none", language, subject=value.subject)
        tried = element("p", say("timeline.try", language), class_="try")
        return element("section", *head, element("p", none, class_="none"), tried, class_="history empty")
    markers = _markers(value.entries)
    entries = [
        _entry(index, entry, value.entries, exhibit, markers[index], language)
        for index, entry in enumerate(value.entries)
    ]
    return element(
        "section",
        *head,
        element("ol", *entries, class_="line"),
        *([_plots(found, language)] if found else []),
        class_="history",
        data_subject=value.subject,
    )


def hint(language: Language) -> Markup:
    """Return the evidence pane while no citation is open."""
    return element(
        "section",
        element("h2", say("page.evidence", language), class_="heading"),
        element("p", say("history.press", language), class_="hint"),
        class_="pane",
    )


def _markers(entries: Sequence[Entry]) -> list[tuple[int, ...]]:
    """Return the numbers of each entry's citations, numbered consecutively over the whole timeline."""
    found, next_ = [], 1
    for entry in entries:
        found.append(tuple(range(next_, next_ + len(entry.citations))))
        next_ += len(entry.citations)
    return found


def _entry(
    index: int,
    entry: Entry,
    entries: Sequence[Entry],
    exhibit: Exhibit,
    markers: tuple[int, ...],
    language: Language,
) -> Markup:
    old = entry.superseded_by is not None
    kind = "settled" if entry.status in SETTLED else "open" if entry.status in OPEN else "told"
    kind = "stopped" if entry.status == "중단" else kind
    mark = {"settled": "✓", "open": "…", "stopped": "✕", "told": "•"}[kind]
    dated = say(f"dated.{entry.dated_by}", language)
    parts = [
        element(
            "p",
            element("time", entry.date, datetime=entry.date, title=dated),
            element("span", f"{mark} ", say(f"status.{entry.status}", language), class_="status"),
            element("span", f" ({dated})", class_="hidden"),
            class_="dated",
        ),
        element(
            "p",
            element("s" if old else "span", entry.text, class_="said"),
            citations.buttons(exhibit, markers, language),
            class_="text",
        ),
    ]
    if entry.superseded_by is not None:
        parts.append(_replaced(entry.superseded_by, entries, language))
    return element("li", *parts, id=f"entry-{index}", class_=f"entry {kind}{' old' if old else ''}")


def _replaced(by: int, entries: Sequence[Entry], language: Language) -> Markup:
    newer = entries[by]
    status = say(f"status.{newer.status}", language)
    text = say("history.replaced", language, date=newer.date, status=status)
    return element("p", element("a", f"{text} ↓", href=f"#entry-{by}"), class_="replaced")


def _plots(found: Sequence[Series], language: Language) -> Markup:
    return element(
        "details",
        element("summary", say("history.amounts", language)),
        element("div", *(_plot(number, one, language) for number, one in enumerate(found)), class_="plots"),
        class_="amounts",
        open="open",
    )


def _plot(number: int, one: Series, language: Language) -> Markup:
    name = _name(one, language)
    spots = [Spot(each.day, each.date, float(each.number), _label(each, language)) for each in one.amounts]
    first, last = one.amounts[0], one.amounts[-1]
    text = say(
        "history.plot",
        language,
        name=name,
        first_date=first.date,
        first=_label(first, language),
        last_date=last.date,
        last=_label(last, language),
        count=len(spots),
    )
    heads = (say("history.date", language), say("history.value", language))
    rows = [(spot.when, spot.label) for spot in spots]
    return element(
        "figure",
        element("figcaption", name),
        plots.line(spots, Named(f"amounts-{number}", name, text)),
        element(
            "details",
            element("summary", say("history.table", language)),
            plots.table(heads, rows, name),
            class_="astable",
        ),
    )


def _label(one: Amount, language: Language) -> str:
    text = one.text
    return say("history.of_year", language, year=one.year, text=text) if one.year else text


def _name(one: Series, language: Language) -> str:
    if one.kind == "spent" and one.of:
        return say("series.spent_over", language, period=one.of)
    if one.kind == "count":
        return say("series.count", language, noun=one.of)
    return say(f"series.{one.kind}", language)
