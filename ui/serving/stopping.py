"""Stopping the server in good order: no new questions, the running ones end, then all is closed.

SIGTERM and SIGINT begin it. While it lasts `/healthz` answers 503, so that whoever directs visitors here sends them
elsewhere.
"""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from ui.serving.asgi import Application, Message, Receive, Send
from ui.serving.reception import refused

if TYPE_CHECKING:
    import uvicorn

_STANDING = re.compile(r".*/gradio_api/heartbeat/.*", re.DOTALL)
"""Streams that a browser keeps open for as long as the page is shown."""
_BEGINS = re.compile(r".*/gradio_api/(?:queue/join|run/|call/).*|(?:/api)?/v1/.*|/mcp/?|/files", re.DOTALL)
"""Where questions and files come in, if they are sent there."""
BETWEEN = 1.0
"""Seconds without any request after which all is answered."""
SWEEP = 2
"""Seconds that connections have to close once all is answered or the limit has passed."""


class Stopping:
    """Whether the server is to stop, and how many requests are still worked on."""

    def __init__(self) -> None:
        self.begun = False
        self.running = 0
        self.standing: set[asyncio.Task[None]] = set()

    async def finish(self, seconds: float) -> None:
        """Return when nothing runs any more, or after so many seconds; then end the standing streams."""
        loop = asyncio.get_running_loop()
        now = busy = loop.time()
        end = now + seconds
        # Between a question and the request that fetches its answer nothing runs for a moment.
        while now < end and now - busy < BETWEEN:
            await asyncio.sleep(0.05)
            now = loop.time()
            if self.running:
                busy = now
        for task in self.standing:
            task.cancel()


class Drain:
    """ASGI middleware that counts what runs, and turns new questions away once the server is to stop."""

    def __init__(self, app: Application, stopping: Stopping) -> None:
        self.app = app
        self._stopping = stopping

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or turn it away."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _STANDING.fullmatch(scope["path"]):
            await self._stand(scope, receive, send)
        elif self._stopping.begun and self._new(scope):
            answer = refused(503, "서버가 곧 멈춥니다.", "잠시 뒤에 다시 시도하십시오.", scope["path"])
            answer.headers["Retry-After"] = "30"
            await answer(scope, receive, send)
        else:
            self._stopping.running += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self._stopping.running -= 1

    def _new(self, scope: Message) -> bool:
        begins = scope["method"] in ("POST", "PUT") and _BEGINS.fullmatch(scope["path"])
        return bool(begins) or scope["path"] == "/healthz"

    async def _stand(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        async def stand() -> None:
            await self.app(scope, receive, noted)

        task = asyncio.create_task(stand())
        self._stopping.standing.add(task)
        try:
            await asyncio.wait([task])
        finally:
            self._stopping.standing.discard(task)
            task.cancel()
        if task.cancelled() and begun:
            # Ended as a whole answer: what is cut off looks like a fault to whoever reads it.
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        elif not task.cancelled():
            task.result()


def run(config: uvicorn.Config, stopping: Stopping, seconds: float, sockets: list[object]) -> None:
    """Serve until a signal comes, then stop in good order; raise KeyboardInterrupt for the one of the keyboard.

    Running questions have `seconds` to end. A second signal ends all at once.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """A server that is left, once it has stopped, as one that returned: what it serves from must be closed."""

        interrupted = False
        ending: asyncio.Task[None] | None = None

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGTERM, signal.SIGINT)}
            try:
                yield
            finally:
                for one, handler in before.items():
                    signal.signal(one, handler)

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature is uvicorn's
            self.interrupted = self.interrupted or sig == signal.SIGINT
            if stopping.begun:
                self.should_exit = self.force_exit = True
            stopping.begun = True

        async def on_tick(self, counter: int) -> bool:
            if stopping.begun and self.ending is None:
                self.ending = asyncio.create_task(self._end())
            return await super().on_tick(counter)

        async def _end(self) -> None:
            await stopping.finish(seconds)
            self.should_exit = True

    config.timeout_graceful_shutdown = SWEEP
    server = Server(config)
    server.run(sockets=sockets)  # type: ignore[arg-type]
    if server.interrupted:
        raise KeyboardInterrupt
