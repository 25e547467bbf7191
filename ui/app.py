"""Assembly of the Gradio page from its tabs."""

# Without postponed annotations: Gradio finds the request argument of a handler by its evaluated type.
import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ui import visitors
from ui.holdings import holdings
from ui.messages import say
from ui.panels import welcome
from ui.site import Site
from ui.tabs import api, check, conversation, documents, evaluation, timeline
from ui.tabs.panel import QUIET, panel
from ui.tabs.told import tell

if TYPE_CHECKING:
    from gradio import Blocks

TABS = {
    "conversation": conversation.build,
    "check": check.build,
    "timeline": timeline.build,
    "documents": documents.build,
    "evaluation": evaluation.build,
}
"""What builds each tab, by its name in addresses and messages, in the order shown."""
WAITING = 64
"""Questions that may wait; more are turned away with a message."""


def build(site: Site, *, open_to_programs: bool = False) -> "Blocks":
    """Return the page for a site, with API endpoints for programs if requested."""
    # Set before Gradio is imported: it would otherwise look up its newest version on the net.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if find_spec("matplotlib") is None:
        # Gradio tries to import it at every step of a reply, and each miss searches all folders anew.
        sys.modules["matplotlib"] = None  # type: ignore[assignment]
    import gradio as gr

    page = gr.Blocks(title=say("page.title", site.language), analytics_enabled=False, fill_width=True)
    with page:
        if open_to_programs:
            # First, so that no handler takes the name of an endpoint.
            api.build(site)
        masthead = panel("masthead", site.language)
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            for name, tab in TABS.items():
                with gr.Tab(say(f"tab.{name}", site.language), id=name, elem_id=f"tab-{name}", render_children=True):
                    tab(page, site)

        def arrive(request: gr.Request) -> tuple[object, object]:
            asked = dict(request.query_params).get("tab")
            held = holdings(site.library.stock())
            head = welcome.masthead(held, site.language, site.elsewhere, visitors.of(request))
            return head, gr.Tabs(selected=asked) if asked in TABS else gr.skip()

        page.load(arrive, None, [masthead, tabs], queue=False, **QUIET)
    tell(page, site.language)
    page.queue(max_size=WAITING)
    return page
