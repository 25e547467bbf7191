"""Gradio wiring of the tab of evaluation runs."""

# Without postponed annotations: Gradio finds the event and request arguments of a handler by their evaluated types.
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.accounts import visitors
from ui.accounts.visitors import NotAllowed
from ui.messages import say
from ui.page.components.panel import QUIET, panel, pressed
from ui.page.evaluation.desk import Desk
from ui.page.evaluation.panel import notice

if TYPE_CHECKING:
    from gradio import Blocks


def build(page: "Blocks", desk: Desk) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    with gr.Column(elem_id="runs-desk", elem_classes=["bench"]):
        with gr.Column(elem_id="runs-left", elem_classes=["beside"]):
            listing = panel("runs", desk.language)
        with gr.Column(elem_id="runs-right", elem_classes=["bench-main"]):
            opened = panel("run", desk.language)

    def arrive(request: gr.Request) -> tuple[Markup, Markup]:
        asked = dict(request.query_params)
        name = asked.get("run", "") if asked.get("tab") == "evaluation" else ""
        return desk.listing(name), desk.open(name, asked.get("other", ""))

    def act(event: gr.EventData) -> object:
        return desk.act(pressed(event)) or gr.skip()

    def start(request: gr.Request) -> Iterator[Markup]:
        try:
            visitors.require(request, "evaluator")
        except NotAllowed as error:
            yield notice(say("visitors.denied", desk.language, role=error.role), "")
            return
        yield from desk.start(datetime.now())

    for one in (listing, opened):
        one.act(act, [], [listing, opened], queue=False, **QUIET)
    listing.start(start, [], [listing], concurrency_limit=4, **QUIET)
    page.load(arrive, None, [listing, opened], queue=False, **QUIET)
