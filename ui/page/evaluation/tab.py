"""Gradio wiring of the tab of evaluation runs."""

# Without postponed annotations: Gradio finds the event and request arguments of a handler by their evaluated types.
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ui.accounts import visitors
from ui.accounts.visitors import Visitor
from ui.page.components.download import download, sent
from ui.page.components.panel import QUIET, panel, pressed
from ui.page.evaluation.desk import Desk
from ui.page.evaluation.questions import template

if TYPE_CHECKING:
    from gradio import Blocks

READ_AT_ONCE = 2
"""Files read side by side: each takes a process."""


def build(page: "Blocks", desk: Desk) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    with gr.Column(elem_id="runs-desk", elem_classes=["bench"]):
        with gr.Column(elem_id="runs-left", elem_classes=["beside"]):
            launch, listing = panel("launch", desk.language), panel("runs", desk.language)
        with gr.Column(elem_id="runs-right", elem_classes=["bench-main"]):
            opened = panel("run", desk.language)
        file = download("runs-download")
    parts = {"launch": launch, "listing": listing, "opened": opened, "file": file}
    everything = list(parts.values())

    def shown(changed: dict[str, object]) -> Any:  # noqa: ANN401 - Gradio's own mark for no change
        return {parts[name]: value for name, value in changed.items()} or gr.skip()

    def arrive(request: gr.Request) -> tuple[Markup, Markup, Markup]:
        asked = dict(request.query_params)
        name = asked.get("run", "") if asked.get("tab") == "evaluation" else ""
        visitor = visitors.of(request)
        return desk.launch(visitor), desk.listing(name), desk.open(name, asked.get("other", ""), visitor)

    def act(event: gr.EventData, request: gr.Request) -> object:
        return desk.act(pressed(event), visitors.of(request)) or gr.skip()

    def judge(event: gr.EventData, request: gr.Request) -> object:
        return shown(_judged(desk, pressed(event), visitors.of(request)))

    def begin(event: gr.EventData, request: gr.Request) -> object:
        return shown(_pressed(desk, pressed(event), visitors.of(request)))

    def start(request: gr.Request) -> object:
        return desk.start(datetime.now(), visitors.require(request, "evaluator"))

    def upload(event: gr.EventData, request: gr.Request) -> object:
        return _given(desk, pressed(event), visitors.require(request, "evaluator"))

    for one in (listing, opened):
        one.act(act, [], [listing, opened], queue=False, **QUIET)
    opened.judge(judge, [], everything, queue=False, **QUIET)
    for event in (launch.act, launch.look):
        event(begin, [], everything, queue=False, **QUIET)
    launch.start(start, [], [launch], queue=False, **QUIET)
    launch.upload(upload, [], [launch], concurrency_limit=READ_AT_ONCE, **QUIET)
    page.load(arrive, None, [launch, listing, opened], queue=False, **QUIET)


def _pressed(desk: Desk, data: Mapping[str, str], visitor: Visitor) -> dict[str, object]:
    """Return the parts that change after a press above the list, by name."""
    match data.get("act"):
        case "template":
            return {"file": sent(template(desk.language))}
        case "stop":
            return {"launch": desk.stop(visitor)}
        case "ended":
            # What the reader looks at stays; only an empty place shows the new run.
            run = data.get("run") or desk.finished()
            return {
                "listing": desk.listing(run),
                **({} if data.get("run") else {"opened": desk.open(run, "", visitor)}),
            }
    return {"launch": desk.launch(visitor)}


def _given(desk: Desk, data: Mapping[str, str], visitor: Visitor) -> Markup:
    """Start the run of a file of questions, or the comparison with another system, and return what starts runs."""
    begin = desk.compare if data.get("act") == "compare" else desk.ask
    return begin(data, datetime.now(), visitor)


def _judged(desk: Desk, data: Mapping[str, str], visitor: Visitor) -> dict[str, object]:
    """Return the parts that change after a case was judged, or the judged cases were asked for, by name."""
    if data.get("act") == "export":
        made = desk.export(data.get("run", ""))
        return {"file": sent(made)} if made else {}
    return {"opened": desk.judge(data, datetime.now(), visitor)}
