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
    tokens: tuple[int, int] | None = None
    """Read and written, as it says of every answer."""
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
            base: dict[str, object] = {"id": "x", "created": 0, "model": "m"}
            used: dict[str, object] = {}
            if held.tokens:
                read, written = held.tokens
                used = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
            if body.get("stream"):
                # As OpenAI streams: the tokens come last, in a chunk of their own and only where they were asked for.
                parts = [{"choices": [{"index": 0, "finish_reason": None, "delta": {"content": content}}]}]
                if used and body.get("stream_options", {}).get("include_usage"):
                    parts.append({"choices": [], "usage": used})  # type: ignore[dict-item]
                lines = [json.dumps({**base, "object": "chat.completion.chunk", **part}) for part in parts]
                self._send("".join(f"data: {one}\n\n" for one in (*lines, "[DONE]")), "text/event-stream")
                return
            self._reply({**base, "object": "chat.completion", "choices": [choice]} | ({"usage": used} if used else {}))

        def _reply(self, value: dict[str, object]) -> None:
            self._send(held.page or json.dumps(value), "text/html" if held.page else "application/json")

        def _send(self, text: str, kind: str) -> None:
            data = text.encode()
            self.send_response(held.status)
            if held.location:
                self.send_header("Location", held.location)
            self.send_header("Content-Type", kind)
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
