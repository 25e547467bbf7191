"""HTTP endpoint for file uploads.

The file is sent as the raw request body, so that the browser can report upload progress.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ingest.errors import GeungeoError
from ui.accounts import visitors
from ui.page.documents.uploads import named
from ui.serving.reception import foreign, refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.accounts.visitors import Visitor
    from ui.page.documents.jobs import Jobs
    from ui.page.documents.uploads import Uploads

AT_ONCE = 4
"""Files of one visitor that may arrive side by side: the page sends one after the other."""


def intake(uploads: Uploads, jobs: Jobs) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of `PATH`: it queues an editor's file, or lists it with the reason for its rejection."""
    arriving: Counter[str] = Counter()

    async def take(request: Request) -> Response:
        try:
            visitor = visitors.require(request, "editor")
        except GeungeoError as error:
            return refused(403, error.message, error.hint)
        if foreign(request):
            return refused(403, "다른 사이트에서 보낸 요청은 받지 않습니다.")
        if arriving[visitor.key] >= AT_ONCE:
            return refused(429, f"한 번에 파일 {AT_ONCE}개까지 올릴 수 있습니다.", "잠시 뒤에 다시 올려 주세요.")
        arriving[visitor.key] += 1
        try:
            return await _taken(request, visitor, uploads, jobs)
        finally:
            arriving[visitor.key] -= 1
            if not arriving[visitor.key]:
                del arriving[visitor.key]

    return take


async def _taken(request: Request, visitor: Visitor, uploads: Uploads, jobs: Jobs) -> Response:
    from starlette.requests import ClientDisconnect
    from starlette.responses import Response

    name = named(request.query_params.get("name", ""))
    try:
        jobs.submit(await uploads.receive(name, request.stream()), name, visitor.key)
    except ClientDisconnect:
        return Response(status_code=400)
    except GeungeoError as error:
        jobs.refuse(name, visitor.key, error)
        return Response(status_code=422)
    return Response(status_code=202)
