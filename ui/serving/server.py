"""HTTP server of the page, with one path per language."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from ingest import permissions, watches
from ingest.errors import SettingsError
from ingest.sources import standing
from ingest.store import Store
from ui.accounts.openid import CALLBACK, LOGOUT_TOLD, START, OpenIdConnect
from ui.accounts.single_sign_on import SingleSignOn
from ui.accounts.users import ADD_HINT, Accounts
from ui.addresses import Network, loopback, networks
from ui.audit import trail
from ui.audit.events import Event
from ui.audit.log import SYSTEM
from ui.exports.release import version
from ui.messages import LANGUAGES, Language, say
from ui.page import app, theme
from ui.page.check.drafts import Drafts
from ui.page.conversation.suggestions import Suggestions
from ui.page.documents.jobs import Jobs
from ui.page.documents.uploads import PATH, Uploads
from ui.programs import functions
from ui.serving import requests, rights, upload
from ui.serving.headers import Headers
from ui.serving.proxies import Proxies
from ui.serving.site import Site
from ui.settings import NOBODY, Settings, answering

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI
    from gradio import Blocks
    from gradio.routes import App
    from opentelemetry.sdk.trace import TracerProvider

    from ui.accounts.authorizations import Authorizations
    from ui.accounts.provider import Provider
    from ui.accounts.sessions import Sessions
    from ui.page.check.shares import Shares
    from ui.page.conversation.memory import Memory

RUNS = "runs"
"""Folder of a store in which evaluation runs lie where no other is set."""
PAGE_WAIT = 5
"""Most seconds that the page waits for another process that writes before it says so; uploads go on waiting."""
API_BODY_LIMIT = 4 * 1024 * 1024
"""Most bytes of a request of a program: a text of 50,000 characters, or a long conversation, comes within one."""
BACKLOG = 2048
"""Connections that may wait to be taken up."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Open the store, build the chain and serve the page until interrupted.

    Raises `SettingsError` if other machines could connect but nobody could sign in, `StoreError` or `EmbeddingError` if
    the store cannot be used, and `OSError` if the address cannot be bound.
    """
    from assistant.korean import morphemes
    from ui.accounts import authorizations, sessions
    from ui.page.check import shares
    from ui.page.conversation import memory

    accounts = Accounts(settings.users_file)
    sso, house = settings.single_sign_on, settings.openid_connect
    provider = _provider(house) if house else None
    guarded(accounts, host, elsewhere=bool(sso or house))
    with ExitStack() as stack:
        # One thread of the model for each who asks or puts in: none waits for another's whole batch.
        # A visitor is told that another process writes, and his file waits its turn, rather than a worker that is held.
        own = replace(settings.ingest, threads=settings.ingest.threads or 1, wait_seconds=PAGE_WAIT)
        store = stack.enter_context(Store.open(own))
        # Conversations and sessions over a store that cannot be written last as long as the server.
        home = Path(stack.enter_context(TemporaryDirectory())) if store.read_only else settings.ingest.store
        # Loaded now: a missing model must show here, and the first reader must not wait for it.
        _ = store.embedding
        kept = stack.enter_context(closing(memory.Conversations(permissions.file(home / memory.FILE_NAME))))
        # In the same file, which a backup knows.
        shared = stack.enter_context(closing(shares.KeptShares(home / memory.FILE_NAME)))
        door = under_way = None
        if accounts.all() or sso or provider:
            file = permissions.file(home / sessions.FILE_NAME)
            lasts, idle = settings.session.hours * 3600, settings.session.idle_minutes * 60
            door = stack.enter_context(closing(sessions.Sessions(file, accounts, lasts, idle)))
            under_way = stack.enter_context(closing(authorizations.Authorizations(file))) if provider else None
        tracing = None
        if settings.otel:
            from ui.serving import spans

            tracing = spans.provider()
            stack.callback(tracing.shutdown)
        built = site(store, settings, kept, tracing, shared)
        built.trail.note(Event("server.started"), SYSTEM)
        stack.callback(built.trail.note, Event("server.stopped"), SYSTEM)
        if built.jobs:
            stack.enter_context(closing(built.jobs))
        built.suggestions.now()
        morphemes.warm()
        proxies = networks(settings.trusted_proxies)
        outer = Outer(proxies, settings.framed_by, settings.public_url, sso, provider, under_way)
        launch(application(built, door, outer), host, port, settings.language, settings.stop_seconds)


def guarded(accounts: Accounts, host: str, *, elsewhere: bool = False) -> None:
    """Raise `SettingsError` if `host` accepts connections from other machines and nobody could sign in.

    With `elsewhere` users sign in at a proxy or a provider.
    """
    if not loopback(host) and not elsewhere and not accounts.all():
        raise SettingsError(
            f"다른 컴퓨터에서도 열 수 있는 주소({host})에는 로그인이 필요한데, 사용자가 없습니다: {accounts.path}",
            f"먼저 사용자를 더하십시오: {ADD_HINT}",
        )


def _provider(house: OpenIdConnect) -> Provider:
    """Return the client of a provider; raise `SettingsError` where the extra that it needs is not installed."""
    try:
        from ui.accounts.provider import Provider
    except ModuleNotFoundError as error:
        said = "OpenID Connect로 로그인하려면 Authlib이 필요합니다."
        raise SettingsError(said, "pip install 'geungeo[oidc]'") from error
    return Provider(house)


def site(
    store: Store,
    settings: Settings,
    memory: Memory | None = None,
    tracing: TracerProvider | None = None,
    shares: Shares | None = None,
) -> Site:
    """Return the parts of a page over an open store; with `tracing` the stages of answers are told as spans."""
    from assistant import watch
    from assistant.chain import build_chain
    from assistant.models import chat
    from ui.page.evaluation import own, quick, versus
    from ui.page.evaluation.starter import Starter
    from ui.serving.metrics import Measured, Metrics

    answers = answering(settings)
    model = chat.load(answers.model, answers.temperature, answers.key)
    chain = build_chain(store, answers, model=model)
    told = functions.over(store, chain)
    metrics = Metrics()
    recorded = trail.opened(settings.audit, requests.sender, metrics.audit_lost.inc, store.belonging)
    store.rights = rights.of_visitors(store)
    if recorded.on:
        store.heard = recorded.changed
    # Nothing is put in or removed, and no run is started, where nothing may be written.
    uploads = None if store.read_only else Uploads(store)
    if uploads:
        uploads.sweep()
    runs = settings.runs or settings.ingest.store / RUNS
    return Site(
        chain=Measured(chain, metrics, tracing.get_tracer("geungeo") if tracing else None, settings.model),
        library=store,
        # Suggestions are proved without a model, whichever one answers: they must not cost anything.
        suggestions=Suggestions(build_chain(store), store),
        check=told.check,
        trace=told.trace,
        search=told.search,
        embedding=told.embedding,
        metrics=metrics,
        drafts=Drafts(settings.ingest),
        language=settings.language,
        memory=memory,
        shares=shares,
        runs=runs,
        starter=Starter(
            runs,
            quick.evaluation(settings),
            own.evaluation(store, settings),
            versus.evaluation(store, settings),
            settings.compare.servers,
        )
        if settings.runs or not store.read_only
        else None,
        archive=store,
        withheld=store.withheld,
        collections=store.collections,
        followed=lambda: standing.readable(store),
        changes=lambda: watches.changes(store.catalogue.connection, watch.MOST),
        uploads=uploads,
        jobs=Jobs(uploads.put, lambda stage: metrics.jobs.labels(stage).inc()) if uploads else None,
        trail=recorded,
    )


@dataclass(frozen=True, slots=True)
class Outer:
    """What stands around the server: proxies and other sites."""

    proxies: tuple[Network, ...] = ()
    """Whose word on a visitor's address is believed."""
    framed_by: str = NOBODY
    """Sites whose pages may show this one."""
    public: str = ""
    """Address at which readers open the page, to which the links of answers lead; empty for that of the request."""
    sso: SingleSignOn | None = None
    """The sign-in by a proxy; None where none signs anybody in."""
    provider: Provider | None = None
    """The OpenID provider; None where users do not sign in by one."""
    under_way: Authorizations | None = None
    """Sign-ins at the provider; there where it is."""


def application(site: Site, sessions: Sessions | None = None, outer: Outer = Outer()) -> FastAPI:
    """Return the whole application: the page in the site's language at `/`, other languages at `/en/` or `/ko/`.

    With `sessions`, only signed-in users may see it. What `launch` needs to stop it is in its `state.stopping`.
    """
    # Before FastAPI, which Gradio brings: importing the page's builder sets what Gradio reads when imported.
    paths = addresses(site.language)
    sources = site.sources()
    pages = {
        language: app.build(
            replace(site, language=language, elsewhere=paths["en" if language == "ko" else "ko"]).desks(),
            sources if language == site.language else None,
            site.trail.refused,
        )
        for language in LANGUAGES
    }
    from fastapi import FastAPI
    from starlette.routing import Route

    from ui.serving import chat_api, http_api, logs, mcp_api, probes
    from ui.serving.bodies import Bounded
    from ui.serving.fonts import Fonts
    from ui.serving.isolation import Isolation
    from ui.serving.reception import Reception
    from ui.serving.requests import Requests
    from ui.serving.signin import SignIn
    from ui.serving.stopping import Drain, Stopping
    from ui.serving.turnstile import Turnstile

    logs.hush_gradio()
    turnstile = Turnstile()
    called = mcp_api.Tools(sources, turnstile, version())
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lambda _: called.running())
    application.state.stopping = Stopping()
    door = SignIn(sessions.accounts, sessions, paths, outer.sso, site.trail, outer.provider) if sessions else None
    # The last added sees a request first.
    application.add_middleware(Isolation, public=functions.NAMES, ours=(*door.logins, "/logout") if door else ())
    application.add_middleware(Reception, door=door)
    application.add_middleware(Drain, stopping=application.state.stopping)
    application.add_middleware(Headers, framed_by=outer.framed_by)
    application.add_middleware(Requests)
    application.add_middleware(Proxies, trusted=outer.proxies, sso=outer.sso)
    application.mount(theme.FONT_FILES, Fonts(theme.font_folder()))
    probes.add(application, site, lambda: sum(len(page._queue) for page in pages.values()))
    if site.uploads and site.jobs:
        application.add_route(PATH, upload.intake(site.uploads, site.jobs, site.trail), ["PUT"])
    asked = http_api.build(sources, turnstile)
    talked = chat_api.build(sources, turnstile, site.language, outer.public)
    application.mount(http_api.PATH, Bounded(asked, API_BODY_LIMIT))
    application.mount(chat_api.PATH, Bounded(talked, API_BODY_LIMIT))
    for path in (mcp_api.PATH, f"{mcp_api.PATH}/"):
        application.routes.append(Route(path, Bounded(called, API_BODY_LIMIT)))
    if door:
        for path in door.logins:
            application.add_route(path, door.login, ["GET", "POST"])
        application.add_route("/logout", door.logout, ["POST"])
    if door and sessions and outer.provider and outer.under_way:
        from ui.serving.openid import OpenIdSignIn

        openid = OpenIdSignIn(door, outer.provider, sessions, outer.under_way)
        application.add_route(START, openid.start, ["GET"])
        application.add_route(CALLBACK, openid.callback, ["GET"])
        application.add_route(LOGOUT_TOLD, openid.logged_out, ["POST"])
    # The longer paths first: `/` takes whatever comes to it.
    for language in sorted(LANGUAGES, key=lambda one: -len(paths[one])):
        _mount(application, pages[language], paths[language])
    return application


def _mount(application: FastAPI, page: Blocks, path: str) -> None:
    from fastapi.responses import RedirectResponse
    from gradio import mount_gradio_app
    from starlette.routing import Mount

    from ui.serving import gradio_memory

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
        # Ours has the schemas of the results: `ui.serving.mcp_api`.
        mcp_server=False,
        theme=theme.theme(),
        css=theme.style(),
        favicon_path=str(theme.icon()) if root else None,
    )
    # Not `page.app`, which is one that was never mounted.
    (mounted,) = (one.app for one in application.routes if isinstance(one, Mount) and one.path == path.rstrip("/"))
    gradio_memory.bound(page, cast("App", mounted))


def addresses(home: Language) -> Mapping[Language, str]:
    """Return the path of the page in each language, ending in a slash; the site's own language has `/`."""
    return {language: "/" if language == home else f"/{language}/" for language in LANGUAGES}


def configuration(application: FastAPI) -> uvicorn.Config:
    """Return how uvicorn serves `application`: it believes nobody's headers, `ui.serving.proxies` decides that."""
    import uvicorn

    return uvicorn.Config(
        application, log_config=None, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )


def launch(application: FastAPI, host: str, port: int, language: Language = "ko", stop_seconds: float = 25) -> None:
    """Serve `application` until told to stop, and print its address; port 0 picks a free port.

    Running questions then have `stop_seconds` to end. Raises `OSError` if the address cannot be bound.
    """
    from ui.serving import stopping

    with _listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        # The socket already listens: whoever reads the line may come at once.
        print(say("serve.open", language, url=f"http://{shown}:{listener.getsockname()[1]}/"), flush=True)  # noqa: T201 - this command's only output
        stopping.run(configuration(application), application.state.stopping, stop_seconds, [listener])


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
