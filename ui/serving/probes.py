"""Monitoring endpoints: `/healthz` and `/metrics`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ui.serving.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from ui.serving.site import Site

_log = logging.getLogger(__name__)


def add(application: Starlette, site: Site, waiting: Callable[[], int] = lambda: 0) -> None:
    """Add `/healthz`, which answers 200 while the store can be read and else 503, and `/metrics` for Prometheus.

    `waiting` is called for the number of questions that wait.
    """

    def documents() -> int:
        return site.library.stock().documents

    # Not coroutines: both read the store, which would hold up everyone else.
    def healthz(_: Request) -> Response:
        try:
            return JSONResponse({"status": "ok", "documents": documents()})
        except Exception:  # noqa: BLE001 - whatever it is, the store cannot be read
            _log.exception("the store cannot be read")
            return JSONResponse({"status": "unavailable"}, 503)

    def metrics(_: Request) -> Response:
        queued = {"questions": waiting(), "jobs": site.jobs.waiting if site.jobs else 0}
        return Response(site.metrics.text(documents, queued), media_type=CONTENT_TYPE)

    application.add_route("/healthz", healthz)
    application.add_route("/metrics", metrics)
