"""Owns the wiring of the conversation in Gradio; knows nothing of how anything is answered or drawn."""

# Without postponed annotations: Gradio finds the event argument of a handler by its evaluated type.
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ui.desks.conversation import Desk, Turns
from ui.messages import say
from ui.site import Site
from ui.tabs.panel import QUIET, panel, pressed
from ui.turns import QUESTION_LIMIT

if TYPE_CHECKING:
    from gradio import Blocks

AT_ONCE = 8
"""Questions answered side by side."""


def build(page: "Blocks", site: Site) -> None:
    """Add the conversation to the page that is being built."""
    import gradio as gr

    language = site.language
    desk = Desk(site.chain, site.library, site.suggestions, language)
    turns = gr.State(())
    with gr.Column(elem_id="desk"):
        conversation = panel("conversation", language)
        with gr.Column(elem_id="evidence"):
            sources, opened = panel("sources", language), panel("opened", language)
        question = gr.Textbox(
            elem_id="question",
            label=say("page.question", language),
            placeholder=say("page.question.hint", language),
            submit_btn=say("page.ask", language),
            lines=1,
            max_lines=6,
            max_length=QUESTION_LIMIT,
            container=False,
        )

    def ask(before: Turns, text: str) -> Iterator[dict[Any, Any]]:
        first = True
        for view in desk.ask(before, text):
            shown = {turns: view.turns, conversation: view.conversation, sources: view.sources}
            # Only once: what the reader opens or types while the answer grows is the reader's.
            yield shown | ({opened: "", question: ""} if first else {})
            first = False

    def act(now: Turns, event: gr.EventData) -> object:
        data = pressed(event)
        if data.get("act") == "close":
            return ""
        return desk.open(now, data) or gr.skip()

    answering = [turns, conversation, sources, opened, question]
    question.submit(ask, [turns, question], answering, concurrency_limit=AT_ONCE, **QUIET)
    for one in (conversation, sources, opened):
        one.act(act, [turns], [opened], queue=False, **QUIET)
    page.load(desk.arrive, None, [conversation, sources], queue=False, **QUIET)
