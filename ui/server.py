"""Owns serving the page over HTTP, one address a language; knows nothing of what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import TYPE_CHECKING

from ingest.store import Store
from ui import app, theme
from ui.messages import LANGUAGES, Language, say
from ui.settings import Settings, answering
from ui.site import Site
from ui.starters import Suggestions

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks

    from ui.memory import Memory

BACKLOG = 2048
"""Connections that may wait to be taken up."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Open the store, build the chain and serve the page until interrupted.

    Raises `StoreError` or `EmbeddingError` when the store cannot be used, and `OSError` when the address cannot be
    listened on.
    """
    from assistant import facts
    from ui.memory import FILE_NAME, Conversations

    with Store.open(settings.ingest) as store, closing(Conversations(settings.ingest.store / FILE_NAME)) as memory:
        # Loaded now: a missing model must show here, and the first reader must not wait for it.
        _ = store.embedding
        built = site(store, settings, memory)
        built.suggestions.of(store.documents())
        facts.warm()
        launch(application(built), host, port, settings.language)


def site(store: Store, settings: Settings, memory: Memory | None = None) -> Site:
    """Return the parts of a page over an open store."""
    from assistant import claims, entailment, models
    from assistant.chain import build_chain
    from assistant.retrieval import HybridRetriever
    from assistant.timeline import timeline

    answers = answering(settings)
    model = models.load(answers.model, answers.temperature, answers.key)
    judge = entailment.load(answers.entailment, model)
    retriever = HybridRetriever(store=store, weights=answers.weights)
    return Site(
        chain=build_chain(store, answers, model=model),
        library=store,
        # Suggestions are proved without a model, whichever one answers: they must not cost anything.
        suggestions=Suggestions(build_chain(store), store),
        check=lambda question: claims.each(question.text, retriever, question, judge),
        trace=lambda question: timeline(question, store, date.today()),
        language=settings.language,
        memory=memory,
    )


def application(site: Site) -> FastAPI:
    """Return the whole application: the page in the site's language at `/`, in the others below their names."""
    # Before FastAPI, which Gradio brings: importing the page's builder sets what Gradio reads when imported.
    paths = addresses(site.language)
    pages = {
        language: app.build(replace(site, language=language, elsewhere=paths["en" if language == "ko" else "ko"]))
        for language in LANGUAGES
    }
    from fastapi import FastAPI

    from ui.headers import Headers
    from ui.reception import Reception

    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    # The last added sees a request first.
    application.add_middleware(Reception)
    application.add_middleware(Headers)
    # The longer paths first: `/` takes whatever comes to it.
    for language in sorted(LANGUAGES, key=lambda one: -len(paths[one])):
        _mount(application, pages[language], paths[language])
    return application


def _mount(application: FastAPI, page: Blocks, path: str) -> None:
    from fastapi.responses import RedirectResponse
    from gradio import mount_gradio_app

    root = path == "/"
    if not root:
        application.add_route(path.rstrip("/"), lambda _: RedirectResponse(path))
    mount_gradio_app(
        application,
        page,
        path if root else path.rstrip("/"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        theme=theme.theme(),
        css=theme.style(),
        favicon_path=str(theme.icon()) if root else None,
    )


def addresses(home: Language) -> Mapping[Language, str]:
    """Return the path of the page in each language, ending in a slash; the home language has the root."""
    return {language: "/" if language == home else f"/{language}/" for language in LANGUAGES}


def launch(application: FastAPI, host: str, port: int, language: Language = "ko") -> None:
    """Serve `application` and print its address, until interrupted; port 0 takes a free one.

    Raises `OSError` when the address cannot be listened on.
    """
    import uvicorn

    with _listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        # The socket already listens: whoever reads the line may come at once.
        print(say("serve.open", language, url=f"http://{shown}:{listener.getsockname()[1]}/"), flush=True)  # noqa: T201 - this command's only output
        config = uvicorn.Config(application, log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket:
    listener = socket(AF_INET6 if ":" in host else AF_INET, SOCK_STREAM)
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
