"""Loading of a chat model by its name.

A name is `extractive` (no model), `gguf:/path/model.gguf` (llama.cpp in this process), the base address of a server
that speaks OpenAI's protocol with the model after `#` (`http://127.0.0.1:8000/v1#qwen3`), or a provider with its model
(`openai:gpt-5`, `ollama:qwen3`): what LangChain's `init_chat_model` takes, and those of `providers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.models import providers
from ingest.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRACTIVE = "extractive"
MOST_TOKENS = 500
"""Longest answer a model may write."""
TIMEOUT = 120.0
"""Seconds that a server may take for one reply."""
LOCAL_CHARACTERS = 1_000
"""Characters of documents shown to a model in this process, which reads slowly on a plain processor."""
SERVED_CHARACTERS = 8_000
"""Characters of documents shown to a model on a server."""

_ADDRESS = re.compile(r"https?://[^\s#]+")
_NAME = re.compile(r"gguf:\S.*|[A-Za-z][\w.-]*:[^\s/]\S*")


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model with the name it is recorded under and how much it is given to read."""

    chat: BaseChatModel
    name: str
    characters: int
    cites: bool = False
    """Whether it is sent the documents apart from the question and cites them beside its text."""


def problem(name: str) -> str:
    """Return what is wrong with a model's name, in Korean; empty when it can be tried."""
    if name == EXTRACTIVE or _ADDRESS.match(name) or _NAME.fullmatch(name):
        return ""
    return (
        "extractive, gguf:/경로/모델.gguf, OpenAI와 호환되는 서버의 주소(http://…/v1#모델), "
        "또는 제공자:모델(openai:…) 꼴이어야 합니다"
    )


def load(name: str, temperature: float | None = 0.0, key: str = "") -> ChatModel | None:
    """Return the chat model of `name`, or None for `extractive`; a `temperature` of None leaves it to the model.

    `key` is sent to a server named by its address; providers look up their own. Raises ModelError when the name
    is malformed, or what it needs is missing or does not answer.
    """
    if trouble := problem(name):
        raise ModelError(f"쓸 수 없는 모델 이름입니다: {name}", trouble)
    if name == EXTRACTIVE:
        return None
    if name.startswith("gguf:"):
        return _gguf(name, temperature)
    options: dict[str, Any] = {"max_tokens": MOST_TOKENS, "timeout": TIMEOUT, "max_retries": 2}
    if temperature is not None:
        options["temperature"] = temperature
    if _ADDRESS.match(name):
        return _served(name, options, key)
    return _provided(name, options)


def _gguf(name: str, temperature: float | None) -> ChatModel:
    from assistant.models.llama import LlamaChat

    path = Path(name.removeprefix("gguf:")).expanduser()
    chat = LlamaChat(path=path, temperature=temperature or 0.0, max_tokens=MOST_TOKENS)
    chat.load()
    return ChatModel(chat, f"gguf:{path.name}", LOCAL_CHARACTERS)


def _served(name: str, options: dict[str, Any], key: str) -> ChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    address, _, model = name.partition("#")
    # Servers of one's own seldom want a key, but the client refuses to start without one.
    key = key or "none"
    model = model or _first_model(address, key)
    # Servers other than OpenAI's count tokens in a stream only when asked.
    chat = ChatOpenAI(base_url=address, model=model, api_key=SecretStr(key), stream_usage=True, **options)
    return ChatModel(chat, f"{address}#{model}", SERVED_CHARACTERS)


def _first_model(address: str, key: str) -> str:
    """Ask a server which model it serves; raise ModelError when it does not answer."""
    import openai

    try:
        with openai.OpenAI(base_url=address, api_key=key, timeout=10.0, max_retries=1) as client:
            return next((model.id for model in client.models.list()), "default")
    except openai.NotFoundError:
        return "default"
    except openai.OpenAIError as error:
        raise ModelError(
            f"모델 서버가 응답하지 않습니다: {address}: {error}",
            "서버가 떠 있는지, 주소가 /v1로 끝나는지 확인하십시오.",
        ) from error


def _provided(name: str, options: dict[str, Any]) -> ChatModel:
    from langchain.chat_models import init_chat_model

    known, asked = providers.arguments(name, options)
    try:
        chat = init_chat_model(known, **asked)
    except ImportError as error:
        raise ModelError(f"{name}에 필요한 패키지가 없습니다: {error}", providers.remedy(name)) from error
    except Exception as error:  # each provider's client has its own errors for a missing key or an unknown name
        raise ModelError(f"모델을 준비할 수 없습니다: {name}: {error}", "이름과 API 키를 확인하십시오.") from error
    return ChatModel(chat, name, SERVED_CHARACTERS, providers.provider(name).cites)
