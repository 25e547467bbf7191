"""Isolation of visitors: nobody reaches another visitor's sessions, events or files in Gradio.

Gradio identifies sessions, events and uploaded files by ids that anybody who knows them may use. Here each id belongs
to the visitor who sent or received it first. Of Gradio's endpoints only those that the page and the API use are open;
the rest, such as uploading a file or fetching a URL of another host, answer 404.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from os import environ
from pathlib import Path

from starlette.requests import HTTPConnection

from ui.accounts import visitors
from ui.serving.asgi import Application, Message, Receive, Send
from ui.serving.bodies import gathered, replayed, too_long
from ui.serving.reception import refused

BODY_LIMIT = 32 * 1024 * 1024
"""Most bytes of a request that is no upload: a file of 20 MiB to check comes within one."""
PASSING = "passing"
WORDS = 20_000
"""Most words whose owner is remembered; the longest unused are forgotten first."""

_ADDRESS = re.compile(r"(?:/(?:ko|en))?/gradio_api/(?P<rest>.*)", re.DOTALL)
_CLOSED = re.compile(r"(?:/(?:ko|en))?/(?:monitoring|login|logout|dev)(?:/.*)?")
_OPEN = re.compile(
    r"(?:info|openapi\.json|queue/(?:join|data|status)|heartbeat/(?P<session>[^/]+)|file=(?P<file>.+)"
    r"|startup-events|theme\.css|app_id|run/[^/]+|cancel|reset"
    r"|call/(?:v2/)?(?:{public})(?:/(?P<event>[^/]+))?)/?",
    re.DOTALL,
)
_PATH = re.compile(rb'"path":\s*("(?:[^"\\]|\\.)+")')
_EVENT = re.compile(rb'"event_id":\s*"(\w+)"')


class Belongings:
    """Owners of the ids of sessions, events and files."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def give(self, word: str, owner: str) -> None:
        """Add `owner` to the owners of `word`."""
        before = self._owners.get(word, ())
        self._owners[word] = before if owner in before else (*before, owner)
        self._owners.move_to_end(word)
        while len(self._owners) > WORDS:
            self._owners.popitem(last=False)

    def has(self, word: str, owner: str) -> bool:
        """Tell whether `word` belongs to `owner`."""
        return owner in self._owners.get(word, ())

    def claim(self, word: str, owner: str) -> bool:
        """Tell whether `word` belongs to `owner`; an id without an owner is assigned to `owner`."""
        if word not in self._owners:
            self.give(word, owner)
        return self.has(word, owner)


class Isolation:
    """ASGI middleware that rejects requests for another visitor's sessions, events or files."""

    def __init__(self, app: Application, public: tuple[str, ...] = (), ours: Iterable[str] = ()) -> None:
        """Allow calls by name to the endpoints `public`; the paths `ours` are this application's, not Gradio's."""
        self.app = app
        self._ours = frozenset(ours)
        self.belongings = Belongings()
        names = "|".join(map(re.escape, public)) or "(?!)"
        self._open = re.compile(_OPEN.pattern.replace("{public}", names), re.DOTALL)
        root = environ.get("GRADIO_TEMP_DIR") or str(Path(tempfile.gettempdir()) / "gradio")
        self._files = f"{root.rstrip('/')}/"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Forward permitted requests, and record the ids in the response as the visitor's."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        inner = _ADDRESS.fullmatch(path)
        if inner is None:
            closed = path not in self._ours and _CLOSED.fullmatch(path)
            await (refused(404, "없는 주소입니다.") if closed else self.app)(scope, receive, send)
            return
        found = self._open.fullmatch(inner["rest"])
        visitor = visitors.of(scope)
        # Programs keep no cookies: they share what only their own random words name.
        owner = PASSING if visitor.passing else visitor.key
        if found is None or not self._may_see(found, HTTPConnection(scope), owner):
            await refused(404, "없는 주소입니다.")(scope, receive, send)
        elif scope["method"] == "POST":
            await self._posted(scope, receive, self._noted(owner, send, _EVENT), owner)
        else:
            await self.app(scope, receive, self._noted(owner, send))

    def _may_see(self, found: re.Match[str], connection: HTTPConnection, owner: str) -> bool:
        query = connection.query_params
        sessions = [found["session"], query.get("session_hash")]
        mine = all(self.belongings.claim(word, owner) for word in sessions if word)
        got = all(self.belongings.has(word, owner) for word in (found["file"], found["event"]) if word)
        return mine and got

    async def _posted(self, scope: Message, receive: Receive, send: Send, owner: str) -> None:
        body = await gathered(receive, BODY_LIMIT)
        if body is None:
            await refused(413, too_long(BODY_LIMIT))(scope, receive, send)
        elif not self._own(body, owner):
            await refused(403, "다른 방문자의 것입니다.")(scope, receive, send)
        else:
            await self.app(scope, replayed(body, receive), send)

    def _own(self, body: bytes, owner: str) -> bool:
        """Tell whether a request names only sessions, events and files of the visitor."""
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return True  # Not what Gradio reads either: it answers that itself.
        if isinstance(value, dict):
            session, event = value.get("session_hash"), value.get("event_id")
            if isinstance(session, str) and not self.belongings.claim(session, owner):
                return False
            if isinstance(event, str) and not self.belongings.has(event, owner):
                return False
        named = (text for text in texts(value) if text.startswith(self._files))
        return all(self.belongings.has(text, owner) for text in named)

    def _noted(self, owner: str, send: Send, words: re.Pattern[bytes] | None = None) -> Send:
        async def noted(message: Message) -> None:
            body = message.get("body", b"")
            # In a string of JSON the quotes are escaped: what a document says cannot look like a path.
            for quoted in _PATH.findall(body):
                self.belongings.give(json.loads(quoted), owner)
            for word in words.findall(body) if words else ():
                self.belongings.give(word.decode(), owner)
            await send(message)

        return noted


def texts(value: object) -> Iterator[str]:
    """Yield every string in a JSON value, however deeply nested."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
