"""Gradio wiring of the tab of evaluation runs."""

# Without postponed annotations: Gradio finds the event and request arguments of a handler by their evaluated types.
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ui import visitors
from ui.desks.evaluation import Desk
from ui.markup import Html
from ui.messages import say
from ui.panels.evaluation import notice
from ui.site import Site
from ui.tabs.panel import QUIET, panel, pressed
from ui.visitors import NotAllowed

if TYPE_CHECKING:
    from gradio import Blocks


def build(page: "Blocks", site: Site) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    desk = Desk(site.runs, site.starter, site.language)
    with gr.Column(elem_id="runs-desk", elem_classes=["bench"]):
        with gr.Column(elem_id="runs-left", elem_classes=["beside"]):
            listing = panel("runs", site.language)
        with gr.Column(elem_id="runs-right", elem_classes=["bench-main"]):
            opened = panel("run", site.language)

    def arrive(request: gr.Request) -> tuple[Html, Html]:
        asked = dict(request.query_params)
        name = asked.get("run", "") if asked.get("tab") == "evaluation" else ""
        return desk.listing(name), desk.open(name, asked.get("other", ""))

    def act(event: gr.EventData) -> object:
        return desk.act(pressed(event)) or gr.skip()

    def start(request: gr.Request) -> Iterator[Html]:
        try:
            visitors.require(request, "evaluator")
        except NotAllowed as error:
            yield notice(say("visitors.denied", site.language, role=error.role), "")
            return
        yield from desk.start(datetime.now())

    for one in (listing, opened):
        one.act(act, [], [listing, opened], queue=False, **QUIET)
    listing.start(start, [], [listing], concurrency_limit=4, **QUIET)
    page.load(arrive, None, [listing, opened], queue=False, **QUIET)
