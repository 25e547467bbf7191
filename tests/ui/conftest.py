"""Fixtures for the UI tests: a scripted page, a browser to open it in, and the command line as a function."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ui import cli

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def scripted() -> ModuleType:
    """Return the module of the scripted page, which is also a program."""
    import scripted_page

    return scripted_page


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return the command line as a function in an empty directory: exit status, output, errors."""
    monkeypatch.chdir(tmp_path)

    def call(*argv: str) -> tuple[int, str, str]:
        try:
            code = cli.main(argv)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@dataclass
class Server:
    """A page served by a process of its own."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def complaints(self) -> str:
        """Return what the process wrote to stderr: warnings, failures and hosts it reached for."""
        return self.log.read_text("utf-8")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a scripted page, with the words that vary it; stop all of them at the end."""
    started: dict[tuple[str, ...], Server] = {}

    def start(*words: str) -> Server:
        if words not in started:
            log = tmp_path_factory.mktemp("page") / "stderr.txt"
            with log.open("w") as sink:
                process = subprocess.Popen(
                    [sys.executable, "tests/ui/scripted_page.py", "0", *words],
                    cwd=ROOT,
                    env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
                    stdout=subprocess.PIPE,
                    stderr=sink,
                    text=True,
                )
            assert process.stdout
            line = process.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found, log.read_text("utf-8")
            started[words] = Server(process, found.group(), log)
        return started[words]

    yield start
    for server in started.values():
        server.process.terminate()
        server.process.communicate()


# Not for the session: while it is open, playwright holds an event loop that other modules' tests would run into.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the browser; a test that needs it is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip(f"no Chromium on the path, looked for {', '.join(NAMES)}")
    from playwright.sync_api import expect, sync_playwright

    # Patient: a busy machine is no failure of the page.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Complaints:
    """What pages wrote to the console as errors and warnings, and what they threw."""

    said: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Collect what `page` complains of from now on."""
        page.on("console", lambda said: self.said.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Pass over what is said while a page is left: its open event streams are aborted, and Gradio says so."""
        before = len(self.said)
        yield
        del self.said[before:]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Collect what the pages of a test complain of, and assert at its end that it was nothing."""
    heard = Complaints()
    yield heard
    assert heard.said == []


@pytest.fixture
def visit(chromium: Browser, serve: Callable[..., Server], complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own; at the end assert that it stayed here."""
    contexts, requested = [], []

    def open_page(*words: str, viewport: dict[str, int] = WIDE, path: str = "", ready: str = ".welcome") -> Page:
        from playwright.sync_api import expect

        context = chromium.new_context(viewport=viewport, locale="ko-KR")
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.url))
        complaints.listen(page)
        page.goto(serve(*words).address + path)
        expect(page.locator(ready)).to_be_visible(timeout=30_000)
        return page

    yield open_page
    with complaints.leaving():
        for context in contexts:
            context.close()
    hosts = {urlsplit(url).hostname for url in requested if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


@pytest.fixture(scope="session")
def assembled() -> Iterator[Callable[..., FastAPI]]:
    """Return a function that makes the application of a site, with `sessions` behind a door."""
    import asyncio

    from ui.serving import server

    loops: list[asyncio.AbstractEventLoop] = []
    new = asyncio.new_event_loop

    def recorded() -> asyncio.AbstractEventLoop:
        loops.append(new())
        return loops[-1]

    def make(site: object, sessions: object = None, **outer: object) -> FastAPI:
        with pytest.MonkeyPatch.context() as patch:
            # Gradio makes loops for its locks and never closes them.
            patch.setattr(asyncio, "new_event_loop", recorded)
            return server.application(site, sessions, server.Outer(**outer))  # type: ignore[arg-type]

    yield make
    for loop in loops:
        loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture(scope="session")
def serving(assembled: Callable[..., FastAPI]) -> Iterator[Callable[..., str]]:
    """Return a function that serves a site in a thread of this process, with `sessions` behind a door.

    It listens at `listener` where it is given, so that the address can be known before.
    """
    import socket
    import threading

    import uvicorn

    from ui.serving import server

    started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(site: object, sessions: object = None, listener: socket.socket | None = None, **outer: object) -> str:
        if listener is None:
            listener = socket.create_server(("127.0.0.1", 0))
        application = assembled(site, sessions, **outer)
        made = uvicorn.Server(server.configuration(application))
        thread = threading.Thread(target=made.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        started.append((made, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for made, thread in started:
        made.force_exit = made.should_exit = True
        thread.join()
