"""Owns wiring the page together in Gradio and serving it; knows nothing of how anything is answered or drawn."""

# Without postponed annotations: Gradio finds the event argument of a handler by its evaluated type.
import os
from collections.abc import Iterator
from socket import AF_INET, AF_INET6, socket
from threading import Event
from typing import TYPE_CHECKING, Any

from ingest.store import Store
from ui import theme
from ui.desk import Desk, Turns
from ui.holdings import Library
from ui.messages import Language, say
from ui.settings import Settings, answering
from ui.starters import Suggestions
from ui.turns import QUESTION_LIMIT

if TYPE_CHECKING:
    from gradio import Blocks
    from langchain_core.runnables import Runnable

    from assistant.answers import Question, Reply

AT_ONCE = 8
"""Questions answered side by side."""
WAITING = 64
"""Questions that may wait; more are turned away with a message."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No overlay of Gradio's own over the page, and no handler offered as an API."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Open the store, build the chain and serve the page until interrupted.

    Raises `StoreError` or `EmbeddingError` when the store cannot be used, and `OSError` when the address cannot be
    listened on.
    """
    from assistant import facts
    from assistant.chain import build_chain

    with Store.open(settings.ingest) as store:
        # Loaded now: a missing model must show here, and the first reader must not wait for it.
        _ = store.embedding
        # Suggestions are proved without a model, whichever one answers: they must not cost anything.
        suggestions = Suggestions(build_chain(store), store)
        suggestions.of(store.documents())
        facts.warm()
        chain = build_chain(store, answering(settings))
        launch(build(chain, store, suggestions, settings.language), host, port, settings.language)


def build(
    chain: "Runnable[Question | str, Reply]",
    library: Library,
    suggestions: Suggestions,
    language: Language = "ko",
) -> "Blocks":
    """Return the page over a chain that answers and a library that shows its sources."""
    # Set before Gradio is imported: it would otherwise look up its newest version on the net.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import gradio as gr

    desk = Desk(chain, library, suggestions, language)
    script = theme.script()

    def panel(name: str) -> Any:  # noqa: ANN401 - Gradio makes the listeners of a script's own events at run time
        return gr.HTML(elem_id=name, js_on_load=script, apply_default_css=False, language=language)

    page = gr.Blocks(title=say("page.title", language), analytics_enabled=False, fill_width=True)
    with page:
        turns = gr.State(())
        masthead = gr.HTML(elem_id="masthead", apply_default_css=False)
        with gr.Column(elem_id="desk"):
            conversation = panel("conversation")
            with gr.Column(elem_id="evidence"):
                sources, opened = panel("sources"), panel("opened")
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

        def cite(now: Turns, event: gr.EventData) -> object:
            return desk.open(now, event._data if isinstance(event._data, dict) else {}) or gr.skip()

        answering = [turns, conversation, sources, opened, question]
        question.submit(ask, [turns, question], answering, concurrency_limit=AT_ONCE, **QUIET)
        for pressed in (conversation, sources, opened):
            pressed.cite(cite, [turns], [opened], queue=False, **QUIET)
        opened.close(lambda: "", None, [opened], queue=False, **QUIET)
        page.load(desk.arrive, None, [masthead, conversation, sources], queue=False, **QUIET)
    page.queue(max_size=WAITING)
    return page


def launch(page: "Blocks", host: str, port: int, language: Language = "ko") -> None:
    """Serve `page` and print its address, until interrupted; port 0 takes a free one.

    Raises `OSError` when the address cannot be listened on.
    """
    from starlette.middleware import Middleware

    from ui.headers import Headers

    _, address, _ = page.launch(
        server_name=host,
        server_port=port or _free(host),
        theme=theme.theme(),
        css=theme.style(),
        favicon_path=theme.icon(),
        footer_links=[],
        run_history=False,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        quiet=True,
        prevent_thread_lock=True,
        app_kwargs={"middleware": [Middleware(Headers)]},
    )
    try:
        print(say("serve.open", language, url=address), flush=True)  # noqa: T201 - this command's only output
        Event().wait()
    finally:
        page.close(verbose=False)


def _free(host: str) -> int:
    with socket(AF_INET6 if ":" in host else AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
