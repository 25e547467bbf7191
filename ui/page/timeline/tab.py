"""Gradio wiring of the timeline tab."""

# Without postponed annotations: Gradio finds the event and request arguments of a handler by their evaluated types.
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.history.timeline import Timeline
from ui.page.components.download import download, sent
from ui.page.components.panel import QUIET, panel, pressed
from ui.page.evidence.context import Exhibit
from ui.page.timeline import panel as panels
from ui.page.timeline.changed import GROUP
from ui.page.timeline.desk import Desk, View

if TYPE_CHECKING:
    from gradio import Blocks

AT_ONCE = 4
"""Histories made side by side."""


def build(page: "Blocks", desk: Desk) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    language = desk.language
    exhibit, told, noted = gr.State(None), gr.State(None), gr.State(None)
    with gr.Column(elem_id="trace-desk", elem_classes=["bench"]):
        with gr.Column(elem_id="trace-left", elem_classes=["bench-main"]):
            changed = panel("changed", language)
            form = panel("traceform", language, value=panels.form(language))
            known = panel("known", language, value=panels.finding(language))
            traced = panel("traced", language)
        with gr.Column(elem_id="trace-right", elem_classes=["beside"]):
            shown = panel("trace-opened", language)
        file = download("trace-download")

    def viewed(view: View) -> dict[Any, Any]:
        return {exhibit: view.exhibit, told: view.told, traced: view.line, shown: view.opened}

    def trace(event: gr.EventData) -> dict[Any, Any]:
        data = pressed(event)
        return viewed(desk.show(data.get("subject", ""), data.get("as_of", "")))

    def look() -> dict[Any, Any]:
        shown_, lines = desk.changed()
        return {noted: shown_, changed: lines}

    def act(now: Exhibit | None, held: Timeline | None, watched: Exhibit | None, event: gr.EventData) -> object:
        data = pressed(event)
        if data.get("act") == "export":
            made = desk.export(held, data, datetime.now().astimezone())
            return {file: sent(made)} if made else gr.skip()
        opened = desk.open(watched if data.get("group") == GROUP else now, data)
        return {shown: opened} if opened else gr.skip()

    def arrive(request: gr.Request) -> dict[Any, Any]:
        asked = dict(request.query_params)
        here = asked.get("tab") == "timeline"
        filled, view = desk.arrive(*((asked.get("subject", ""), asked.get("as_of", "")) if here else ("", "")))
        return {form: filled} | (viewed(view) if view.line else {})

    form.submit(trace, [], [exhibit, told, traced, shown], concurrency_limit=AT_ONCE, **QUIET)
    for one in (traced, changed, shown):
        one.act(act, [exhibit, told, noted], [shown, file], queue=False, **QUIET)
    changed.seen(look, [], [noted, changed], queue=False, **QUIET)
    known.seen(lambda: desk.known(), [], [known], concurrency_limit=1, **QUIET)
    page.load(arrive, None, [form, exhibit, told, traced, shown], queue=False, **QUIET)
