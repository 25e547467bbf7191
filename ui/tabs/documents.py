"""Owns the wiring of the documents tab; knows nothing of how documents are listed, kept or drawn."""

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

    def find(event: gr.EventData, request: gr.Request) -> str:
        visitors.of(request)
        return desk.find(pressed(event))

    def act(event: gr.EventData, request: gr.Request) -> str:
        data = pressed(event)
        if data.get("act") == "close":
            return ""
        if data.get("act") == "remove":
            visitors.require(request, "editor")
            return desk.remove(data)
        return desk.open(data, visitors.of(request))

    def files(event: gr.EventData, request: gr.Request) -> str:
        visitor, data = visitors.of(request), pressed(event)
        if data.get("act") == "clear":
            desk.clear(visitor)
        if data.get("act") == "refuse":
            desk.refuse(data, visitors.require(request, "editor"))
        return desk.files(visitor)

    def arrive(request: gr.Request) -> str:
        asked = dict(request.query_params)
        return desk.open(asked, visitors.of(request)) if asked.get("document") else ""

    shelf.appear(appear, None, [shelf, intake], queue=False, **QUIET)
    shelf.submit(find, None, [shelf], queue=False, **QUIET)
    for one in (shelf, volume):
        one.act(act, None, [volume], queue=False, **QUIET)
    intake.act(files, None, [intake], queue=False, **QUIET)
    page.load(arrive, None, [volume], queue=False, **QUIET)
