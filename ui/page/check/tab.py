"""Gradio wiring of the tab that checks a text."""

# Without postponed annotations: Gradio finds the event argument of a handler by its evaluated type.
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ui.accounts import visitors
from ui.accounts.visitors import Visitor
from ui.page.check import panel as panels
from ui.page.check.desk import Desk, View
from ui.page.check.sheets import Sheet
from ui.page.components.download import download, sent
from ui.page.components.panel import QUIET, panel, pressed

if TYPE_CHECKING:
    from gradio import Blocks

AT_ONCE = 4
"""Texts judged side by side."""
READ_AT_ONCE = 2
"""Files read, and addresses visited, side by side."""


def build(page: "Blocks", desk: Desk) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    language = desk.language
    sheet = gr.State(None)
    with gr.Column(elem_id="check-desk", elem_classes=["bench"]):
        with gr.Column(elem_id="check-left", elem_classes=["bench-main"]):
            form = panel("checkform", language, value=panels.form(language))
            checked = panel("checked", language)
        with gr.Column(elem_id="check-right", elem_classes=["beside"]):
            differing, compared = panel("differing", language), panel("compared", language)
        file = download("check-download")
    parts = {"sheet": sheet, "checked": checked, "differing": differing, "compared": compared, "file": file}

    def shown(changed: Mapping[str, object]) -> object:
        return {parts[name]: value for name, value in changed.items()} or gr.skip()

    def check(event: gr.EventData) -> Iterator[object]:
        first = True
        for view in desk.check(pressed(event)):
            # Only once: what the reader opens while the verdicts come is the reader's.
            yield shown(_viewed(view) | ({"compared": ""} if first else {}))
            first = False

    def stop(now: Sheet | None) -> object:
        view = desk.stop(now)
        return shown(_viewed(view) if view else {})

    def act(now: Sheet | None, event: gr.EventData, request: gr.Request) -> object:
        return shown(_acted(desk, now, pressed(event), visitors.of(request)))

    def reopen(request: gr.Request) -> object:
        asked = dict(request.query_params)
        word = asked.get("shared", "") if asked.get("tab") == "check" else ""
        return shown(_viewed(desk.arrive(visitors.of(request), word)) if word else {})

    def load(event: gr.EventData) -> str:
        return desk.load(pressed(event))

    def visit(event: gr.EventData) -> str:
        return desk.visit(pressed(event))

    everything = list(parts.values())
    running = form.submit(check, [], everything, concurrency_limit=AT_ONCE, **QUIET)
    checked.stop(stop, [sheet], everything, cancels=[running], queue=False, **QUIET)
    form.visit(visit, [], [form], concurrency_limit=READ_AT_ONCE, **QUIET)
    form.upload(load, [], [form], concurrency_limit=READ_AT_ONCE, **QUIET)
    for one in (checked, compared):
        one.act(act, [sheet], everything, queue=False, **QUIET)
    page.load(reopen, None, everything, queue=False, **QUIET)


def _viewed(view: View) -> dict[str, Any]:
    return {"sheet": view.sheet, "checked": view.checked, "differing": view.differing}


def _acted(desk: Desk, now: Sheet | None, data: Mapping[str, str], visitor: Visitor) -> dict[str, Any]:
    """Return the parts that change when an element is pressed, by name."""
    wanted = data.get("act")
    if wanted == "edit":
        return {"sheet": None, "checked": "", "differing": "", "compared": ""}
    if wanted == "close":
        return {"compared": ""}
    if wanted in ("share", "unshare"):
        view = desk.share(now, visitor, wanted)
        return _viewed(view) if view else {}
    if wanted == "export":
        made = desk.export(now, data, datetime.now().astimezone())
        return {"file": sent(made)} if made else {}
    opened = desk.open(now, data)
    return {"compared": opened} if opened else {}
