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
    servers: tuple[str, ...] | None = None
    """Servers that may be compared with; None where no comparison is run here."""
    comparing: bool = False
    """Whether what was just asked for was a comparison."""


def launch(shown: Launch, language: Language) -> Markup:
    """Return the buttons and the progress; a visitor who may start nothing sees the progress alone."""
    busy = shown.progress is not None and not shown.progress.ended
    parts = [element("h2", say("runs.start.title", language))]
    if not shown.allowed:
        parts.append(element("p", say("runs.start.denied", language), class_="hint"))
    elif not busy:
        # Beside the file that it speaks of.
        parts += [_own(language)] if shown.asks else []
        parts += [_note(None if shown.comparing else shown.note)]
        parts += [_versus(shown, shown.servers, language)] if shown.servers is not None else []
        parts += [_quick(language)]
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


def _versus(shown: Launch, servers: tuple[str, ...], language: Language) -> Markup:
    """Return the form that compares with another system; it stands open while it tells why it could not."""
    server = []
    if servers:
        none = element("option", say("runs.versus.server.none", language), value="")
        options = [element("option", one, value=one) for one in servers]
        label = element("span", say("runs.versus.server", language))
        server = [element("label", label, element("select", none, *options, name="server"), class_="field")]
        server.append(element("p", say("runs.versus.server.how", language), class_="hint"))
    start = element("button", say("runs.versus.start", language), type="submit", class_="quiet")
    form = element(
        "form",
        _file("cases", language),
        _file("answers", language),
        element("p", say("runs.versus.answers.how", language), class_="hint"),
        *server,
        _note(shown.note if shown.comparing else None),
        element("p", start, class_="controls"),
        class_="against",
        data_largest=LARGEST << 20,
        data_reading=say("runs.own.reading", language),
    )
    return element(
        "details",
        element("summary", say("runs.versus", language)),
        element("p", say("runs.versus.how", language), class_="how"),
        form,
        class_="versus",
        open="open" if shown.comparing and shown.note else None,
    )


def _file(name: str, language: Language) -> Markup:
    """Return the field of a file, whose name stands beside it once it is chosen."""
    chosen = element("input", type="file", class_="hidden", accept=",".join(FORMS), name=name)
    button = element("span", say(f"runs.versus.{name}", language), class_="quiet file")
    return element("label", button, chosen, " ", element("span", class_="chosen"), class_="field")


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
