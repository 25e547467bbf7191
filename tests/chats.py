"""A stand-in for a server of OpenAI's protocol, on loopback, for tests of what is asked of one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Chat:
    """A server of OpenAI's protocol on loopback that answers by script and remembers what it was sent."""

    answer: Callable[[str], str] = lambda question: f"{question}: 120억원"
    status: int = 200
    location: str = ""
    page: str = ""
    """HTML in place of every answer."""
    sent: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    address: str = ""


@contextmanager
def listening() -> Iterator[Chat]:
    """Serve scripted answers until the block ends."""
    held = Chat()

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({"object": "list", "data": []})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.sent.append(body)
            held.keys.append(self.headers["Authorization"])
            content = held.answer(body["messages"][-1]["content"])
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
            self._reply({"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})

        def _reply(self, value: dict[str, object]) -> None:
            data = (held.page or json.dumps(value)).encode()
            self.send_response(held.status)
            if held.location:
                self.send_header("Location", held.location)
            self.send_header("Content-Type", "text/html" if held.page else "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    held.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
