"""HTML of what starts a run: the quick one, a visitor's own cases, and how far the current one is."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.evaluation.questions import FORMS, LARGEST, MOST
from ui.page.evaluation.starter import Progress
from ui.page.html.markup import element
from ui.page.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Launch:
    """What stands above the list of runs."""

    progress: Progress | None
    asks: bool
    """Whether own cases are run here."""
    allowed: bool
    """Whether the visitor may start a run."""
    note: Trouble | None = None
    """Why what was just asked for was not done."""


def launch(shown: Launch, language: Language) -> Markup:
    """Return the buttons and the progress; a visitor who may start nothing sees the progress alone."""
    busy = shown.progress is not None and not shown.progress.ended
    parts = [element("h2", say("runs.start.title", language))]
    if not shown.allowed:
        parts.append(element("p", say("runs.start.denied", language), class_="hint"))
    elif not busy:
        # Beside the file that it speaks of.
        parts += [*([_own(language)] if shown.asks else []), _note(shown.note), _quick(language)]
    return element(
        "section",
        *parts,
        *([_note(shown.note)] if busy and shown.allowed else []),
        _progress(shown.progress, shown.allowed, language),
        class_="launch",
        data_active="1" if busy else "",
    )


def _own(language: Language) -> Markup:
    file = element(
        "label",
        say("runs.own.choose", language),
        element(
            "input",
            type="file",
            class_="hidden",
            accept=",".join(FORMS),
            data_largest=LARGEST << 20,
            data_reading=say("runs.own.reading", language),
        ),
        class_="quiet file",
    )
    template = element(
        "button", say("runs.own.template.get", language), type="button", class_="link", data_act="template"
    )
    columns = element(
        "details",
        element("summary", say("runs.own.columns", language)),
        element("dl", *(part for line in say("runs.own.columns.how", language).split("\n") for part in _told(line))),
        class_="columns",
    )
    return element(
        "div",
        element("p", say("runs.own.how", language), class_="how"),
        element("p", file, " ", template, class_="controls"),
        columns,
        element("p", say("runs.own.limit", language, limit=LARGEST, most=MOST), class_="hint"),
        class_="own",
    )


def _told(line: str) -> tuple[Markup, Markup]:
    """Return the name of a column and what it holds."""
    name, _, what = line.partition(": ")
    return element("dt", name), element("dd", what)


def _quick(language: Language) -> Markup:
    start = element(
        "button", say("runs.start", language), type="button", class_="quiet", data_act="start", data_event="start"
    )
    return element(
        "div",
        element("p", start, class_="controls"),
        element("p", say("runs.start.how", language), class_="hint"),
        class_="quickly",
    )


def _note(note: Trouble | None) -> Markup:
    if note is None:
        return element("p", class_="note", role="status")
    lines = [element("span", line) for text in (note.message, note.hint) for line in text.split("\n") if line]
    return element("p", *lines, class_="note wrong", role="alert")


def _progress(progress: Progress | None, allowed: bool, language: Language) -> Markup:
    if progress is None:
        return Markup()
    if progress.trouble:
        message = progress.trouble.message or say("runs.failed", language)
        return element("p", f"{message} {progress.trouble.hint}".strip(), class_="progress wrong", role="alert")
    if progress.ended:
        return element("p", say("runs.done", language), class_="progress", role="status")
    if not progress.total:
        said = say(f"runs.preparing.{progress.sort}", language)
        return element("p", said, " …", class_="progress", role="status")
    said = say("runs.running", language, done=progress.done, total=progress.total)
    bar = element("progress", value=progress.done, max=progress.total, aria_label=said)
    stop = element("button", say("runs.stop", language), type="button", class_="quiet", data_act="stop")
    stopping = element("span", say("runs.stopping", language), class_="hint")
    control = stopping if progress.stopping else stop if allowed else Markup()
    return element("div", element("p", said, role="status"), bar, control, class_="progress")
