"""Connections of a client library within limits: to addresses that may be asked, in a bounded time, without redirects.

A host's name is resolved once for each request, the address is checked, and the connection goes to that address, as in
`ingest.web.download`.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from http.client import IncompleteRead
from io import BytesIO
from typing import Any

from urllib3 import PoolManager, Timeout
from urllib3.response import BaseHTTPResponse, HTTPResponse

from ingest.errors import ReadError
from ingest.web.addresses import Address, parse
from ingest.web.download import Limits, Network, usable

CONNECTING = 10.0
"""Most seconds that a connection may take."""
MOST_BYTES = 64 << 20
"""Most bytes of an answer that is read at once: a part of a list, or an error."""
_BLOCK = 65_536
_NOT_MODIFIED = 304


class GuardedPool(PoolManager):
    """A pool of connections for one client, used by one thread."""

    def __init__(self, limits: Limits, network: Network) -> None:
        timeout = Timeout(connect=min(CONNECTING, limits.seconds), read=limits.seconds)
        super().__init__(retries=False, timeout=timeout)
        self.limits = limits
        self.status = 0
        """Of the last answer; 0 where there was none."""
        self._network = network
        self._trust = ssl.create_default_context()

    def urlopen(  # type: ignore[override]  # the library hands on whatever it is given
        self,
        method: str,
        url: str,
        redirect: bool = False,  # noqa: ARG002 - none is followed
        *,
        preload_content: bool = True,
        **options: Any,  # noqa: ANN401
    ) -> BaseHTTPResponse:
        """Send a request; an answer that is not to be streamed is read at once, within the limits.

        Raises:
            ReadError: the host's addresses may not be asked.
            HTTPError: of urllib3, whatever else goes wrong.
        """
        self.status = 0
        address = parse(url)
        secured = {"ssl_context": self._trust, "server_hostname": address.host, "assert_hostname": address.host}
        pool = self.connection_from_host(
            self._resolved(address),
            address.port,
            address.scheme,
            pool_kwargs=secured if address.scheme == "https" else None,
        )
        deadline = time.monotonic() + self.limits.seconds
        options |= {"redirect": False, "assert_same_host": False, "preload_content": False}
        # As it was signed, to the letter.
        target = url.partition("://")[2].partition("/")
        answer = pool.urlopen(method, f"/{target[2]}", **options)
        self.status = answer.status
        if not preload_content and answer.status == 200:
            return answer
        data = b"".join(blocks(answer, deadline, MOST_BYTES))
        return HTTPResponse(
            BytesIO(data),
            answer.headers,
            answer.status,
            preload_content=preload_content,
            decode_content=False,
            request_method=method,
        )

    def unless_same(self, ask: Callable[[], BaseHTTPResponse]) -> BaseHTTPResponse | None:
        """Return the answer to what `ask` asks for on a condition; None where it does not hold (304).

        A client takes that for an error, each for another one.
        """
        try:
            return ask()
        except Exception:
            if self.status == _NOT_MODIFIED:
                return None
            raise

    def _resolved(self, address: Address) -> str:
        try:
            found = self._network.resolve(address.host, address.port)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ReadError(
                f"{address.origin}: 주소를 찾지 못했습니다 ({reason}).", "주소와 인터넷 연결을 확인해 주세요."
            ) from error
        return usable(address.origin, found, self.limits)[0]


def blocks(answer: BaseHTTPResponse, deadline: float, most: int) -> Iterator[bytes]:
    """Yield the body of an answer as it arrives, and give its connection back.

    Raises:
        TimeoutError: it has not ended at the deadline of the monotonic clock.
        OverflowError: it is longer than `most` bytes.
        IncompleteRead: it ends too early.
    """
    try:
        yield from _whole(answer, deadline, most)
    except BaseException:
        # What is left of the body must not be taken for the next answer.
        answer.close()
        raise
    finally:
        answer.release_conn()


def _whole(answer: BaseHTTPResponse, deadline: float, most: int) -> Iterator[bytes]:
    taken = 0
    while block := answer.read1(_BLOCK):
        taken += len(block)
        if taken > most:
            raise OverflowError
        if time.monotonic() >= deadline:
            raise TimeoutError
        yield block
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and "Content-Encoding" not in answer.headers and taken < int(promised):
        raise IncompleteRead(b"", int(promised) - taken)
