"""Gradio wiring of the documents tab."""

# Without postponed annotations: Gradio finds the request and event arguments of a handler by their evaluated types.
from typing import TYPE_CHECKING, Any

from ui.accounts import visitors
from ui.page.components.panel import QUIET, panel, pressed
from ui.page.documents.desk import Desk

if TYPE_CHECKING:
    from gradio import Blocks


def build(page: "Blocks", desk: Desk) -> None:
    """Add the tab to the page that is being built."""
    import gradio as gr

    with gr.Column(elem_id="documents-desk"):
        names = ("intake", "followed", "shelf", "volume")
        intake, followed, shelf, volume = (panel(name, desk.language) for name in names)

    def appear(event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
        # Only when the tab is first seen: most visitors come to ask.
        visitor = visitors.of(request)
        return {
            shelf: desk.find(pressed(event)),
            intake: desk.files(visitor),
            followed: desk.followed(visitor),
        }

    def find(event: gr.EventData) -> str:
        return desk.find(pressed(event))

    def act(event: gr.EventData, request: gr.Request) -> str:
        return desk.act(pressed(event), visitors.of(request))

    def files(event: gr.EventData, request: gr.Request) -> str:
        return desk.give(pressed(event), visitors.of(request))

    def arrive(request: gr.Request) -> str:
        return desk.arrive(dict(request.query_params), visitors.of(request))

    shelf.appear(appear, None, [shelf, intake, followed], queue=False, **QUIET)
    shelf.submit(find, None, [shelf], queue=False, **QUIET)
    for one in (shelf, volume):
        one.act(act, None, [volume], queue=False, **QUIET)
    for heard in (intake.act, intake.look):
        heard(files, None, [intake], queue=False, **QUIET)
    page.load(arrive, None, [volume], queue=False, **QUIET)
