"""HTTP endpoint for file uploads.

The file is sent as the raw request body, so that the browser can report upload progress.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ingest.errors import GeungeoError
from ui import visitors
from ui.reception import foreign
from ui.uploads import named

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.jobs import Jobs
    from ui.uploads import Uploads

PATH = "/files"
"""Address that takes files; `?name=` says how the file is called."""


def intake(uploads: Uploads, jobs: Jobs) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of `PATH`: it queues an editor's file, or lists it with the reason for its rejection."""

    async def take(request: Request) -> Response:
        from starlette.requests import ClientDisconnect
        from starlette.responses import Response

        try:
            visitor = visitors.require(request, "editor")
        except GeungeoError:
            return Response(status_code=403)
        if foreign(request):
            return Response(status_code=403)
        name = named(request.query_params.get("name", ""))
        try:
            jobs.submit(await uploads.receive(name, request.stream()), name, visitor.key)
        except ClientDisconnect:
            return Response(status_code=400)
        except GeungeoError as error:
            jobs.refuse(name, visitor.key, error)
            return Response(status_code=422)
        return Response(status_code=202)

    return take
