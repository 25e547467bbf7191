"""Gradio wiring of the conversation tab."""

# Without postponed annotations: Gradio finds the event and request arguments of a handler by their evaluated types.
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ui.accounts import visitors
from ui.exports import files
from ui.limits import QUESTION_LIMIT
from ui.messages import say
from ui.page.components.download import download
from ui.page.components.download import sent as given
from ui.page.components.panel import QUIET, panel, pressed
from ui.page.conversation.controls import conditions
from ui.page.conversation.desk import Desk, Talk, View

if TYPE_CHECKING:
    from gradio import Blocks

AT_ONCE = 8
"""Questions answered side by side."""
CONDITIONS = "(talk, text) => [talk, text, window.geungeo?.conditions() ?? '']"
"""What the browser adds to a question: the controls are the page's own, which Gradio does not read."""


def build(page: "Blocks", desk: Desk) -> None:
    """Add the conversation to the page that is being built."""
    import gradio as gr

    language = desk.language
    talk = gr.State(Talk())
    with gr.Column(elem_id="desk"):
        conversation = panel("conversation", language)
        with gr.Column(elem_id="evidence"):
            sources, opened = panel("sources", language), panel("opened", language)
        with gr.Column(elem_id="asking"):
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
            controls = panel("conditions", language, editing=say("page.editing", language))
        sent = gr.Textbox(visible=False)
        kept = download("answer-pack")

    def shown(view: View) -> dict[Any, Any]:
        return {talk: view.talk, conversation: view.conversation, sources: view.sources}

    def ask(now: Talk, text: str, conditions: str, request: gr.Request) -> Iterator[dict[Any, Any]]:
        yield from map(shown, desk.ask(now, text, visitors.of(request), conditions))

    def again(now: Talk, event: gr.EventData, request: gr.Request) -> Iterator[dict[Any, Any]]:
        yield from map(shown, desk.again(now, pressed(event), visitors.of(request)))

    def act(now: Talk, event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
        led = desk.act(now, pressed(event), visitors.of(request))
        if led is None:
            # An empty mapping would count as too few values.
            return {opened: gr.skip()}
        return shown(led) if isinstance(led, View) else {opened: led}

    def stop(now: Talk, request: gr.Request) -> dict[Any, Any]:
        return shown(desk.stop(now, visitors.of(request)))

    def pack(now: Talk, event: gr.EventData) -> str:
        reply = desk.reply(now, pressed(event))
        return given(files.answer(reply, "html", datetime.now().astimezone(), language)) if reply else ""

    def arrive(request: gr.Request) -> dict[Any, Any]:
        asked = dict(request.query_params)
        # What is shared of another tab is opened there.
        shared = asked.get("shared", "") if asked.get("tab", "conversation") == "conversation" else ""
        view = desk.arrive(visitors.of(request), asked.get("talk", ""), shared)
        return shown(view) | {controls: conditions(date.today(), desk.offered(), language)}

    seen = [talk, conversation, sources]
    # A stopped reply may take a while to notice: the next question need not wait for it.
    growing = {"concurrency_limit": AT_ONCE, "concurrency_id": "answers", "trigger_mode": "multiple", **QUIET}
    question.submit(ask, [talk, question, sent], seen, js=CONDITIONS, **growing)
    conversation.again(again, [talk], seen, **growing)
    # In the browser: Gradio makes anew, at every step of a reply, each output that the step leaves as it is.
    conversation.begun(None, None, [opened], js="() => ''", queue=False, **QUIET)
    conversation.stop(stop, [talk], seen, queue=False, **QUIET)
    conversation.pack(pack, [talk], [kept], queue=False, **QUIET)
    for one in (conversation, sources, opened):
        one.act(act, [talk], [*seen, opened], queue=False, **QUIET)
    page.load(arrive, None, [*seen, controls], queue=False, **QUIET)
