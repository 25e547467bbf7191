"""The API for chat clients below `/v1`, in the form of OpenAI's: models, chat completions, embeddings.

An answer is streamed by checked sentence over server-sent events. What fails before the first of them has a status of
its own; what fails later is an event that holds the error.
"""

# Without postponed annotations: FastAPI reads the types of the arguments.
import json
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing

from anyio import CancelScope, create_task_group, to_thread
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from assistant.answers import Question
from ui.accounts import visitors
from ui.exports.contract import Json
from ui.messages import Language
from ui.programs import faults, functions, vectors
from ui.programs.chat import MODEL, ChatRequest, Completion, known, opened
from ui.programs.functions import Sources
from ui.programs.vectors import EmbeddingRequest
from ui.serving.asgi import Message, Receive, Send
from ui.serving.http_api import failed, tell
from ui.serving.turnstile import Turnstile

PATH = faults.CHAT
MEDIA_TYPE = "text/event-stream"
HEADERS = {
    "Cache-Control": "no-store",
    # A proxy of the kind of nginx would otherwise hold sentences back until the answer is whole.
    "X-Accel-Buffering": "no",
}


def build(sources: Sources, turnstile: Turnstile, language: Language = "ko", public: str = "") -> FastAPI:
    """Return the application that answers below `PATH`, in `language`.

    Links lead to the page at the address `public`, or else at the one that the request came to.
    """
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    tell(api)

    @api.get("/models")
    def models(request: Request) -> Response:
        visitors.require(request, "reader")
        return JSONResponse({"object": "list", "data": [_model(one) for one in _offered(sources)]})

    @api.get("/models/{name:path}")
    def model(request: Request, name: str) -> Response:
        visitors.require(request, "reader")
        known(name, *_offered(sources))
        return JSONResponse(_model(name))

    @api.post("/embeddings")
    async def embeddings(request: Request, asked: EmbeddingRequest) -> Response:
        visitors.require(request, "reader")
        try:
            return JSONResponse(await turnstile.run("embeddings", lambda: vectors.embeddings(sources, asked)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the client is told of a failure and the log what
            return failed(request, error)

    @api.post("/chat/completions")
    async def completions(request: Request, asked: ChatRequest) -> Response:
        visitors.require(request, "reader")
        question = asked.question()
        base = public or f"{request.url.scheme}://{request.url.netloc}"
        completion = Completion(language, opened(base))
        if asked.stream:
            return Streamed(sources, turnstile, question, completion)
        try:
            made = await turnstile.run("ask", lambda: functions.timed(lambda: sources.chain.invoke(question)))
            return JSONResponse(completion.whole(*made))
        except Exception as error:  # noqa: BLE001 - whatever it is, the client is told of a failure and the log what
            return failed(request, error)

    return api


class Streamed(Response):
    """A completion whose chunks are sent as they are made; a client that leaves ends the making."""

    def __init__(self, sources: Sources, turnstile: Turnstile, question: Question, completion: Completion) -> None:
        super().__init__(headers=HEADERS, media_type=MEDIA_TYPE)
        del self.headers["content-length"]
        self._sources = sources
        self._turnstile = turnstile
        self._question = question
        self._completion = completion

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Send the completion, or why there is none."""
        async with create_task_group() as group:

            async def watch() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(watch)
            await self._send(scope, receive, send)
            group.cancel_scope.cancel()

    async def _send(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = False
        try:
            async with self._turnstile.turn("ask"), aclosing(self._chunks()) as chunks:
                async for chunk in chunks:
                    if not begun:
                        begun = True
                        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                    await send(_event(chunk))
        except Exception as error:  # noqa: BLE001 - whatever it is, the client is told of a failure and the log what
            if not begun:
                await failed(Request(scope), error)(scope, receive, send)
                return
            await send(_event(faults.fault(error).body(scope["path"])))
        await send({"type": "http.response.body", "body": b"data: [DONE]\n\n", "more_body": False})

    async def _chunks(self) -> AsyncGenerator[Json, None]:
        started, last = time.perf_counter(), None
        replies = self._sources.chain.stream(self._question)
        try:
            # The chain works in a thread, one step at a time: nobody else's request waits for it.
            while (reply := await to_thread.run_sync(next, replies, None)) is not None:
                if last is None:
                    yield self._completion.begun()
                last = reply
                for chunk in self._completion.grown(reply):
                    yield chunk
            if last is not None:
                for chunk in self._completion.ended(last, (time.perf_counter() - started) * 1000):
                    yield chunk
        finally:
            if isinstance(replies, Generator):
                with CancelScope(shield=True):
                    await to_thread.run_sync(replies.close)


def _offered(sources: Sources) -> list[str]:
    """Return the names of the models: the one that answers, and the one of the store's vectors."""
    return [MODEL, *filter(None, (vectors.name(sources),))]


def _model(name: str) -> Json:
    # When it was made nobody knows, and clients expect a number.
    return {"id": name, "object": "model", "created": 0, "owned_by": "geungeo"}


def _event(value: Json) -> Message:
    body = f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
    return {"type": "http.response.body", "body": body.encode(), "more_body": True}
