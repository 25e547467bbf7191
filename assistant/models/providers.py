"""Providers of chat models: what a name such as `anthropic:claude-sonnet-4-5` needs to be tried.

Most are clients of LangChain, of which some come with an extra of this package. Upstage and HyperCLOVA X are asked at
the address at which they speak OpenAI's protocol: LangChain's package for the one cannot be installed beside the
tokenizers that this program reads with, and LangChain knows no name for the other.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.errors import ModelError


@dataclass(frozen=True, slots=True)
class Provider:
    """What of one provider differs from the others."""

    extra: str = ""
    """Extra of this package that brings its client; empty where none does or none is needed."""
    address: str = ""
    """Where it speaks OpenAI's protocol; empty where LangChain has a client under its name."""
    key: str = ""
    """Environment variable that holds its key; read for those with an address alone, clients look up their own."""
    cites: bool = False
    """Whether it cites documents that are sent apart from the question."""


OTHER = Provider()
"""A provider of which only LangChain knows."""
PROVIDERS: Mapping[str, Provider] = {
    "anthropic": Provider(extra="anthropic", cites=True),
    "bedrock": Provider(extra="bedrock"),
    "bedrock_converse": Provider(extra="bedrock"),
    "anthropic_bedrock": Provider(extra="bedrock"),
    "clova": Provider(address="https://clovastudio.stream.ntruss.com/v1/openai", key="CLOVASTUDIO_API_KEY"),
    "google_genai": Provider(extra="google"),
    "ollama": Provider(extra="ollama"),
    "upstage": Provider(address="https://api.upstage.ai/v1", key="UPSTAGE_API_KEY"),
}


def provider(name: str) -> Provider:
    """Return the provider of a model's name: that of Anthropic for `anthropic:claude-sonnet-4-5`."""
    return PROVIDERS.get(name.partition(":")[0], OTHER)


def arguments(name: str, options: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the name and the options with which `init_chat_model` makes a model.

    `upstage:solar-pro3` becomes `openai:solar-pro3` at the address of Upstage. Raises ModelError where the key of such
    a provider is not set.
    """
    one, (sort, _, model) = provider(name), name.partition(":")
    if one.address:
        # Servers other than OpenAI's count tokens in a stream only when asked.
        return f"openai:{model}", {**options, "base_url": one.address, "api_key": _key(one, name), "stream_usage": True}
    if sort == "ollama":
        bounds = {"num_predict": options["max_tokens"], "client_kwargs": {"timeout": options["timeout"]}}
        return name, bounds | {key: value for key, value in options.items() if key == "temperature"}
    return name, dict(options)


def remedy(name: str) -> str:
    """Return how the client of a model's provider is installed, in Korean."""
    extra = provider(name).extra
    return f"pip install 'geungeo[{extra}]'" if extra else "안내된 패키지를 설치하십시오."


def _key(one: Provider, name: str) -> str:
    key = os.environ.get(one.key, "")
    if not key:
        raise ModelError(f"{name}의 API 키가 없습니다.", f"환경 변수 {one.key}에 키를 넣으십시오.")
    return key
