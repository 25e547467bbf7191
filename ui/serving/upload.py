"""HTTP endpoint for file uploads.

The file is sent as the raw request body, so that the browser can report upload progress.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread

from ingest.collections import DEFAULT
from ingest.errors import GeungeoError
from ui.accounts import visitors
from ui.accounts.visitors import NotAllowed
from ui.audit.events import Event
from ui.audit.trail import Trail
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


def intake(uploads: Uploads, jobs: Jobs, trail: Trail | None = None) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of `PATH`: it queues an editor's file, or lists it with the reason for its rejection."""
    recorded = trail or Trail()
    arriving: Counter[str] = Counter()

    async def take(request: Request) -> Response:
        try:
            visitor = visitors.require(request, "editor")
        except GeungeoError as error:
            if isinstance(error, NotAllowed):
                await to_thread.run_sync(recorded.refused, error.role)
            return refused(403, error.message, error.hint)
        if foreign(request):
            return refused(403, "다른 사이트에서 보낸 요청은 받지 않습니다.")
        if arriving[visitor.key] >= AT_ONCE:
            return refused(429, f"한 번에 파일 {AT_ONCE}개까지 올릴 수 있습니다.", "잠시 뒤에 다시 올려 주세요.")
        arriving[visitor.key] += 1
        try:
            return await _taken(request, visitor, uploads, jobs, recorded)
        finally:
            arriving[visitor.key] -= 1
            if not arriving[visitor.key]:
                del arriving[visitor.key]

    return take


async def _taken(request: Request, visitor: Visitor, uploads: Uploads, jobs: Jobs, trail: Trail) -> Response:
    from starlette.requests import ClientDisconnect
    from starlette.responses import Response

    name = named(request.query_params.get("name", ""))
    collection = request.query_params.get("collection", "") or DEFAULT
    if collection not in await to_thread.run_sync(uploads.collections):
        # Whether there is one of that name that the visitor may not read is not told.
        return refused(403, f"그런 컬렉션이 없습니다: {collection}", "페이지에서 고르거나 관리자에게 물어보십시오.")
    try:
        path = await uploads.receive(name, request.stream())
        # Before the queue has it, which may take it away at once.
        sha256 = await to_thread.run_sync(_digest, path) if trail.on else ""
        jobs.submit(path, name, visitor.key, collection)
    except ClientDisconnect:
        return Response(status_code=400)
    except GeungeoError as error:
        jobs.refuse(name, visitor.key, error)
        event = Event("upload", succeeded=False, outcome=type(error).__name__, name=name)
        await to_thread.run_sync(trail.note, event)
        return Response(status_code=422)
    await to_thread.run_sync(trail.note, Event("upload", outcome="taken", name=name, sha256=sha256))
    return Response(status_code=202)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
