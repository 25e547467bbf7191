"""Owns the address to which a browser sends a file; knows nothing of what becomes of the file.

The file is the body of the request as it is, so that the browser can say how much of it has arrived.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ingest.errors import GeungeoError
from ui import visitors
from ui.reception import foreign
from ui.uploads import safe

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.jobs import Jobs
    from ui.uploads import Uploads

PATH = "/files"
"""Address that takes files; `?name=` says how the file is called."""


def intake(uploads: Uploads, jobs: Jobs) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of `PATH`: an editor's file is queued, or why it is not is shown among the visitor's files."""

    async def take(request: Request) -> Response:
        from starlette.requests import ClientDisconnect
        from starlette.responses import Response

        try:
            visitor = visitors.require(request, "editor")
        except GeungeoError:
            return Response(status_code=403)
        if foreign(request):
            return Response(status_code=403)
        name = safe(request.query_params.get("name", ""))
        try:
            jobs.submit(await uploads.receive(name, request.stream()), name, visitor.key)
        except ClientDisconnect:
            return Response(status_code=400)
        except GeungeoError as error:
            jobs.refuse(name, visitor.key, error)
            return Response(status_code=422)
        return Response(status_code=202)

    return take
