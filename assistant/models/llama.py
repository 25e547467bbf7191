"""A GGUF chat model run in this process by llama.cpp, as a LangChain chat model."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Lock, Thread
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from ingest.errors import ModelError

CONTEXT = 4096
"""Tokens of prompt and answer together."""
CACHE = 256
"""Mebibytes in which what was read before is kept, so that a repair need not read it again."""
_ROLES = {"human": "user", "ai": "assistant", "system": "system"}

Json = dict[str, Any]


class LlamaChat(BaseChatModel):
    """A GGUF model behind LangChain's interface; one call at a time, the others wait their turn."""

    path: Path
    temperature: float = 0.0
    max_tokens: int = 400
    seed: int = 7
    _server: Any = PrivateAttr(default=None)
    _lock: Lock = PrivateAttr(default_factory=Lock)

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    def load(self) -> None:
        """Read the file, once; raise ModelError when it is missing, broken, or xllamacpp is not installed."""
        if self._server is not None:
            return
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelError(
                "GGUF 모델을 돌릴 xllamacpp가 설치되어 있지 않습니다.", "pip install 'geungeo[gguf]'"
            ) from error
        if not self.path.is_file():
            raise ModelError(f"모델 파일이 없습니다: {self.path}", "gguf: 뒤에 적은 경로를 확인하십시오.")
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(self.path)
        parameters.n_ctx, parameters.n_parallel = CONTEXT, 1
        parameters.verbosity, parameters.warmup, parameters.ui = -1, False, False
        parameters.cache_ram_mib = CACHE
        parameters.cpuparams.n_threads = os.cpu_count() or 1
        # The library also listens on a loopback port; without a key any local user could put questions to it.
        parameters.api_keys = [secrets.token_hex(16)]
        try:
            self._server = xllamacpp.Server(parameters)
        except RuntimeError as error:
            raise ModelError(f"모델 파일을 읽을 수 없습니다: {self.path}", "GGUF 형식인지 확인하십시오.") from error

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - the type is LangChain's
    ) -> ChatResult:
        del run_manager, kwargs
        with self._lock:
            self.load()
            reply: Json = self._server.handle_chat_completions(self._request(messages, stop))
        text = str(_choice(reply)["message"].get("content") or "")
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - the type is LangChain's
    ) -> Iterator[ChatGenerationChunk]:
        del run_manager, kwargs
        request = self._request(messages, stop) | {"stream": True}
        # The library hands over tokens by calling back, so it runs beside and its tokens come through a queue.
        tokens: Queue[Json | BaseException | None] = Queue()
        halted = [False]

        def take(chunk: Json) -> bool:
            tokens.put(chunk)
            return halted[0]

        def work() -> None:
            try:
                with self._lock:
                    self.load()
                    self._server.handle_chat_completions(request, take)
                tokens.put(None)
            except BaseException as error:  # noqa: BLE001 - raised again where the tokens are read
                tokens.put(error)

        Thread(target=work, daemon=True).start()
        try:
            while (item := tokens.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                text = _choice(item).get("delta", {}).get("content")
                if text:
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        finally:
            halted[0] = True

    def _request(self, messages: list[BaseMessage], stop: list[str] | None) -> Json:
        return {
            "messages": [{"role": _ROLES[message.type], "content": str(message.text)} for message in messages],
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "seed": self.seed,
            "stop": stop or [],
        }


def _choice(reply: Json) -> Json:
    """Return the first choice of a reply; raise ModelError when the reply is an error."""
    if error := reply.get("error"):
        raise ModelError(f"모델이 답하지 못했습니다: {error.get('message', error)}")
    choices = reply.get("choices") or [{}]
    choice: Json = choices[0]
    return choice
