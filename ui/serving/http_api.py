"""The HTTP API for programs below `/api/v1`: a path for each operation, described by an OpenAPI document."""

# Without postponed annotations: FastAPI reads the types of the arguments.
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from ingest.errors import GeungeoError
from ui.accounts import visitors
from ui.messages import both
from ui.programs import faults, schemas
from ui.programs.functions import Sources
from ui.programs.operations import OPERATIONS, Operation
from ui.serving.headers import UNKEPT
from ui.serving.turnstile import Turnstile

PATH = "/api/v1"
FAILURES = (401, 403, 404, 422, 429, 503)
RETRY_SECONDS = 5


def build(sources: Sources, turnstile: Turnstile) -> FastAPI:
    """Return the application that answers below `PATH`, and describes itself at `/openapi.json`."""
    told: dict[int | str, dict[str, Any]] = {status: {"model": schemas.Failed} for status in FAILURES}
    # Only described here: `ui.serving.reception` has looked at the token already.
    token = Depends(HTTPBearer(auto_error=False, description="geungeo users token NAME"))
    api = FastAPI(
        title="geungeo",
        description=both("api.server", None),
        version="1",
        docs_url=None,
        redoc_url=None,
        dependencies=[token],
    )
    for operation in OPERATIONS:
        api.add_api_route(
            f"/{operation.name}",
            _endpoint(operation, sources, turnstile),
            methods=[operation.method],
            operation_id=operation.name,
            summary=operation.name,
            description=operation.description,
            response_model=operation.told,
            responses=told,
        )
    tell(api)
    return api


def tell(api: FastAPI) -> None:
    """Have an application tell malformed requests, unknown paths and failures in the form of its paths."""

    async def malformed(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return failed(request, faults.malformed(error.errors()))

    async def unknown(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        said = "없는 주소입니다." if error.status_code == 404 else "이 주소는 그 방법으로 부르지 않습니다."
        return _response(request.scope["path"], faults.Fault(error.status_code, said), error.headers)

    async def failing(request: Request, error: Exception) -> Response:
        return failed(request, error)

    api.add_exception_handler(RequestValidationError, malformed)
    api.add_exception_handler(HTTPException, unknown)
    api.add_exception_handler(GeungeoError, failing)


def failed(request: Request, error: Exception) -> Response:
    """Return the response to a request that ended in an exception."""
    return _response(request.scope["path"], faults.fault(error))


def _response(path: str, fault: faults.Fault, headers: Mapping[str, str] | None = None) -> Response:
    status = fault.status_of(path)
    answer = JSONResponse(fault.body(path), status, {**UNKEPT, **(headers or {})})
    if status in (429, 503):
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _endpoint(operation: Operation[Any], sources: Sources, turnstile: Turnstile) -> Any:  # noqa: ANN401 - FastAPI reads its signature
    async def answer(request: Request, asked):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - set below
        visitors.require(request, "reader")
        try:
            told = await turnstile.run(operation.name, lambda: operation.work(sources, asked))
            return JSONResponse(told, headers=UNKEPT)
        except Exception as error:  # noqa: BLE001 - whatever it is, the program is told of a failure and the log what
            return failed(request, error)

    in_query = operation.method == "GET"
    answer.__annotations__["asked"] = Annotated[operation.asked, Query()] if in_query else operation.asked
    return answer
