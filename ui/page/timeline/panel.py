"""HTML of a programme's timeline: the form, the dated facts and plots of values over time.

What is shown is decided here; how it is laid out stands in the templates beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from ui.page.html.templates import render
from ui.page.trouble import Trouble

SETTLED: tuple[Status, ...] = ("면제", "완료", "확정", "선정", "예산", "시행")
OPEN: tuple[Status, ...] = ("검토 중", "모집", "신청", "예산안", "예정")
MARKS = {"settled": "✓", "open": "…", "stopped": "✕", "told": "•"}
LONGEST = 120
"""Most characters of a programme's name."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an event and what it measures."""

    kind: str
    measure: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a further document says of an event, with its citation."""

    text: str
    cited: Markup


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a timeline as it is shown."""

    entry: Entry
    kind: str
    mark: str
    figures: tuple[Figure, ...]
    cited: Markup
    further: tuple[Said, ...]
    replaced: str
    """What took its place, in words; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of values over time, and the same values as a table."""

    title: str
    drawn: Markup
    table: Markup


def form(language: Language, subject: str = "", as_of: str = "") -> Markup:
    """Return the form, filled with the current query."""
    return render("timeline/form.html", language, subject=subject, as_of=as_of, longest=LONGEST)


def notice(trouble: Trouble, language: Language) -> Markup:
    """Return the message why no history can be shown."""
    message = trouble.message or say("history.failed", language)
    hint = trouble.hint or ("" if trouble.message else say("page.failed.hint", language))
    return element("div", element("p", message), element("p", hint, class_="try"), class_="trouble", role="alert")


def known(found: Sequence[Programme], language: Language) -> Markup:
    """Return the programmes to start from as buttons, and their names for the search field to offer."""
    return render("timeline/known.html", language, programmes=found) if found else Markup()


def finding(language: Language) -> Markup:
    """Return what stands in the place of the programmes while they are found."""
    return element("p", say("history.known.finding", language), class_="finding", role="status")


def line(value: Timeline, exhibit: Exhibit, found: Sequence[Series], language: Language) -> Markup:
    """Return the events, oldest first, with their citation numbers in `exhibit`, and the plots of `found`."""
    closing = say("timeline.closing", language, date=value.as_of.isoformat(), count=len(value.entries))
    if not value.entries:
        return render("timeline/empty.html", language, subject=value.subject, closing=closing)
    markers = timeline_words.markers(value.entries)
    return render(
        "timeline/history.html",
        language,
        subject=value.subject,
        closing=closing,
        forms=[form for form in FORMS if found or form != "svg"],
        plots=[_plot(number, one, language) for number, one in enumerate(found)],
        events=[
            _event(entry, value.entries, exhibit, cited, language)
            for entry, cited in zip(value.entries, markers, strict=True)
        ],
    )


def hint(language: Language) -> Markup:
    """Return the evidence pane while no citation is open."""
    return element(
        "section",
        element("h2", say("page.evidence", language), class_="heading"),
        element("p", say("history.press", language), class_="hint"),
        class_="pane",
    )


def _event(
    entry: Entry, entries: tuple[Entry, ...], exhibit: Exhibit, markers: tuple[int, ...], language: Language
) -> Event:
    kind = "settled" if entry.status in SETTLED else "open" if entry.status in OPEN else "told"
    kind = "stopped" if entry.status == "중단" else kind
    # The first citation and those after the further ones bear out the entry's own text.
    own, others = 1, 1 + len(entry.further)
    return Event(
        entry,
        kind,
        MARKS[kind],
        tuple(Figure(one.kind, timeline_words.measure(one, language), one.text) for one in entry.values),
        citations.buttons(exhibit, (*markers[:own], *markers[others:]), language),
        tuple(
            Said(text, citations.buttons(exhibit, (at,), language))
            for text, at in zip(entry.further, markers[own:others], strict=True)
        ),
        timeline_words.replaced(entry, entries, language),
    )


def _plot(number: int, one: Series, language: Language) -> Plot:
    drawing = chart(one, language)
    heads = (say("history.date", language), say("history.measure", language), say("history.value", language))
    rows = [
        (timeline_words.period(each.when, language), timeline_words.strand(strand, one.of, language), each.text)
        for strand in one.strands
        for each in strand.amounts
    ]
    return Plot(drawing.title, plots.drawn(drawing, f"amounts-{number}"), plots.table(heads, rows, drawing.title))
