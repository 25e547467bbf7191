"""Assembly of the Gradio page from its tabs."""

# Without postponed annotations: Gradio finds the request argument of a handler by its evaluated type.
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ui.accounts import visitors
from ui.messages import Language, say
from ui.page import masthead
from ui.page.check import desk as check_desk
from ui.page.check import tab as check
from ui.page.components.failures import tell
from ui.page.components.panel import QUIET, panel
from ui.page.conversation import desk as conversation_desk
from ui.page.conversation import tab as conversation
from ui.page.documents import desk as documents_desk
from ui.page.documents import tab as documents
from ui.page.evaluation import desk as evaluation_desk
from ui.page.evaluation import tab as evaluation
from ui.page.library import Library, holdings
from ui.page.programs import endpoints
from ui.page.timeline import desk as timeline_desk
from ui.page.timeline import tab as timeline
from ui.programs.functions import Sources

if TYPE_CHECKING:
    from gradio import Blocks

TABS = ("conversation", "check", "timeline", "documents", "evaluation")
"""Every tab by its name in addresses and messages, in the order shown."""
WAITING = 64
"""Questions that may wait; more are turned away with a message."""


@dataclass(frozen=True, slots=True)
class Desks:
    """What each tab of one page works with, and no more; the store is what the page's header tells of."""

    language: Language
    elsewhere: str
    """Address of the page in the other language."""
    library: Library
    conversation: conversation_desk.Desk
    check: check_desk.Desk
    timeline: timeline_desk.Desk
    documents: documents_desk.Desk | None
    """None shows no documents."""
    evaluation: evaluation_desk.Desk


def build(desks: Desks, programs: Sources | None = None, refused: Callable[[str], None] = lambda _: None) -> "Blocks":
    """Return the page over its desks; with `programs` also the endpoints for programs, answered by these.

    `refused` hears which role a visitor lacked.
    """
    # Set before Gradio is imported: it would otherwise look up its newest version on the net.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if find_spec("matplotlib") is None:
        # Gradio tries to import it at every step of a reply, and each miss searches all folders anew.
        sys.modules["matplotlib"] = None  # type: ignore[assignment]
    import gradio as gr

    page = gr.Blocks(title=say("page.title", desks.language), analytics_enabled=False, fill_width=True)
    with page:
        if programs:
            # First, so that no handler takes the name of an endpoint.
            endpoints.build(programs)
        head = panel("masthead", desks.language)
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            for name in TABS:
                with gr.Tab(say(f"tab.{name}", desks.language), id=name, elem_id=f"tab-{name}", render_children=True):
                    _fill(page, name, desks)

        def arrive(request: gr.Request) -> tuple[object, object]:
            asked = dict(request.query_params).get("tab")
            held = holdings(desks.library.stock())
            shown = masthead.masthead(held, desks.language, desks.elsewhere, visitors.of(request))
            return shown, gr.Tabs(selected=asked) if asked in TABS else gr.skip()

        page.load(arrive, None, [head, tabs], queue=False, **QUIET)
    tell(page, desks.language, refused)
    page.queue(max_size=WAITING)
    return page


def _fill(page: "Blocks", name: str, desks: Desks) -> None:
    match name:
        case "conversation":
            conversation.build(page, desks.conversation)
        case "check":
            check.build(page, desks.check)
        case "timeline":
            timeline.build(page, desks.timeline)
        case "documents" if desks.documents:
            documents.build(page, desks.documents)
        case "evaluation":
            evaluation.build(page, desks.evaluation)
