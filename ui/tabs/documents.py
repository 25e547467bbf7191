"""Gradio wiring of the documents tab."""

# Without postponed annotations: Gradio finds the request and event arguments of a handler by their evaluated types.
from typing import TYPE_CHECKING, Any

from ui import visitors
from ui.desks.documents import Desk
from ui.site import Site
from ui.tabs.panel import QUIET, panel, pressed

if TYPE_CHECKING:
    from gradio import Blocks


def build(page: "Blocks", site: Site) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    if site.archive is None:
        return
    desk = Desk(site.archive, site.uploads, site.jobs, site.language)
    with gr.Column(elem_id="documents-desk"):
        intake, shelf, volume = (panel(name, site.language) for name in ("intake", "shelf", "volume"))

    def appear(event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
        # Only when the tab is first seen: most visitors come to ask.
        return {shelf: desk.find(pressed(event)), intake: desk.files(visitors.of(request))}

    def find(event: gr.EventData) -> str:
        return desk.find(pressed(event))

    def act(event: gr.EventData, request: gr.Request) -> str:
        return desk.act(pressed(event), visitors.of(request))

    def files(event: gr.EventData, request: gr.Request) -> str:
        return desk.give(pressed(event), visitors.of(request))

    def arrive(request: gr.Request) -> str:
        return desk.arrive(dict(request.query_params), visitors.of(request))

    shelf.appear(appear, None, [shelf, intake], queue=False, **QUIET)
    shelf.submit(find, None, [shelf], queue=False, **QUIET)
    for one in (shelf, volume):
        one.act(act, None, [volume], queue=False, **QUIET)
    intake.act(files, None, [intake], queue=False, **QUIET)
    page.load(arrive, None, [volume], queue=False, **QUIET)
