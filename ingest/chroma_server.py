"""A Chroma server that keeps the vectors of stores: its address, its sign-in, its collections and its failures.

Each store has a collection of its own, named by a file of the store that is made once. A backup leaves that file out,
so that a restored store gets another collection and never shares one with the store it was made of.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlparse

from ingest.errors import IndexUnreachable, StoreError

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client

NAME_FILE = "chroma.collection"
_NAME = re.compile(r"geungeo-[0-9a-f]{16}")
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
"""Most seconds that the server may take to be reached, and to answer; Chroma's own client waits for ever."""
_DENIED = (401, 403)
_NOT_NOW = (408, 425, 429)
_CHECK = "서버가 켜져 있는지, CHROMA_URL이 맞는지 확인한 뒤 다시 실행해 주세요. 넣은 문서는 저장소에 남아 있습니다."


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a store's vectors are kept, if not in its own folder."""

    url: str = field(repr=False)
    """May carry `user:password@`, which is sent as basic authentication."""
    header: str = field(default="", repr=False)
    """`Name: value`, sent with every request."""

    @property
    def address(self) -> str:
        """The address without name and password, to be shown and remembered."""
        return addressed(self.url)

    def client(self) -> Client:
        """Return a client of the server.

        Raises `IndexUnreachable` when it does not answer, and `StoreError` when the address is none or it refuses.
        """
        import chromadb
        import httpx
        from chromadb.config import Settings

        parts = urlparse(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise StoreError(
                f"Chroma 서버 주소가 올바르지 않습니다: {self.address}", "http://호스트:포트 꼴로 적어 주세요."
            )
        limits = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        with self.told():
            # Chroma's client asks without a limit of time when it is made, so the server is tried before.
            answer = httpx.get(f"{self.address.rstrip('/')}/api/v2/heartbeat", headers=self._headers(), timeout=limits)
            answer.raise_for_status()
            client = chromadb.HttpClient(
                host=self.address.rstrip("/") if parts.path.strip("/") else parts.hostname,
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                headers=self._headers(),
                settings=Settings(anonymized_telemetry=False),
            )
            for session in _sessions(client):
                session.timeout = limits
        return cast("Client", client)

    def leave(self, client: Client) -> None:
        """Close a client and its connections, which Chroma leaves open."""
        sessions = _sessions(client)
        client.close()
        for session in sessions:
            session.close()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Raise what a request raises as `IndexUnreachable` or, where the server refuses, as `StoreError`."""
        import httpx

        try:
            yield
        except Exception as error:  # Chroma raises bare exceptions and hides their cause
            causes = tuple(_causes(error))
            status = next((one.response.status_code for one in causes if isinstance(one, httpx.HTTPStatusError)), 0)
            if status in _DENIED:
                raise StoreError(
                    f"Chroma 서버가 접근을 거절했습니다 ({status}): {self.address}",
                    "CHROMA_HEADER나 CHROMA_URL에 적은 이름과 비밀번호를 확인해 주세요.",
                ) from error
            if status >= 500 or status in _NOT_NOW or any(isinstance(one, httpx.TransportError) for one in causes):
                raise IndexUnreachable(f"Chroma 서버가 응답하지 않습니다: {self.address}", _CHECK) from error
            if status == 404 and not _from_chroma(error):
                raise StoreError(f"Chroma 서버가 아닙니다: {self.address}", "CHROMA_URL을 확인해 주세요.") from error
            raise

    def _headers(self) -> dict[str, str]:
        name, _, value = self.header.partition(":")
        headers = {name.strip(): value.strip()} if value else {}
        parts = urlparse(self.url)
        if parts.username:
            given = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers.setdefault("Authorization", "Basic " + base64.b64encode(given.encode()).decode())
        return headers


def _sessions(client: object) -> tuple[httpx.Client, ...]:
    """Return the connections of a client and of the second one inside it; Chroma has no public name for them."""
    from chromadb.api import ServerAPI

    held = cast("Any", client)
    return tuple(one._system.instance(ServerAPI)._session for one in (held, held._admin_client))


def addressed(url: str) -> str:
    """Return an address without the name and password in it.

    >>> addressed("https://me:hunter2@chroma.example:8000/v")
    'https://chroma.example:8000/v'
    """
    return re.sub(r"(?<=://)[^/@]*@", "", url)


def collection_name(store: Path) -> str:
    """Return the name of a store's own collection, which is made up and kept on first use.

    Raises `StoreError` when the file that keeps it holds something else.
    """
    path = store / NAME_FILE
    if not path.exists():
        made = path.with_name(f"{NAME_FILE}.{secrets.token_hex(4)}")
        made.write_text(f"geungeo-{secrets.token_hex(8)}\n", encoding="ascii")
        try:
            path.hardlink_to(made)
        except FileExistsError:
            pass  # another process was first: its name counts
        finally:
            made.unlink()
    name = path.read_text(encoding="utf-8", errors="replace").strip()
    if not _NAME.fullmatch(name):
        raise StoreError(f"Chroma 모음의 이름을 읽을 수 없습니다: {path}", "파일을 지우고 다시 실행하면 새로 만듭니다.")
    return name


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _from_chroma(error: BaseException) -> bool:
    return type(error).__module__.startswith("chromadb")
