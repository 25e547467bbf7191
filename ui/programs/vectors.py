"""Embeddings in the form that clients of OpenAI's API know, by the model of the store."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Literal

import numpy as np
from langchain_core.embeddings import Embeddings
from pydantic import BaseModel, ConfigDict

from ingest.embedding import Embedding
from ingest.errors import SettingsError
from ui.exports.contract import Json
from ui.limits import TEXT_LIMIT
from ui.programs.chat import known
from ui.programs.functions import Sources

TEXTS = 256
"""Most texts of one request."""


class EmbeddingRequest(BaseModel):
    """A request for vectors."""

    model_config = ConfigDict(frozen=True)

    model: str
    input: str | list[str] | list[int] | list[list[int]]
    encoding_format: Literal["float", "base64"] | None = "float"
    dimensions: int | None = None
    input_type: Literal["passage", "query"] = "passage"
    """What the texts are: the model embeds a question otherwise than a passage that may answer it."""

    def texts(self) -> list[str]:
        """Return the texts; raise SettingsError for tokens, for nothing, and for more than is taken at once."""
        given = [self.input] if isinstance(self.input, str) else self.input
        texts = [one for one in given if isinstance(one, str)]
        if len(texts) < len(given):
            raise SettingsError(
                "input: 토큰이 아니라 글을 받습니다.",
                "LangChain의 OpenAIEmbeddings에는 check_embedding_ctx_length=False를 적으십시오.",
            )
        if not 1 <= len(texts) <= TEXTS or not all(one.strip() for one in texts):
            raise SettingsError(f"input: 비어 있지 않은 글을 1개에서 {TEXTS}개까지 받습니다.")
        if longest := next((one for one in texts if len(one) > TEXT_LIMIT), None):
            raise SettingsError(f"input: 글이 너무 깁니다: {len(longest):,}자", f"{TEXT_LIMIT:,}자까지 받습니다.")
        return texts


def name(sources: Sources) -> str | None:
    """Return the name of the store's embedding model; None where none is offered."""
    if sources.embedding is None:
        return None
    model = sources.embedding()
    return model.name if isinstance(model, Embedding) else type(model).__name__


def embeddings(sources: Sources, asked: EmbeddingRequest) -> Json:
    """Return the vectors of texts, and how many tokens they have; raise SettingsError for what cannot be had."""
    offered = name(sources)
    known(asked.model, *([offered] if offered else []))
    texts = asked.texts()
    model = sources.embedding() if sources.embedding else None
    assert model is not None
    vectors = [model.embed_query(one) for one in texts] if asked.input_type == "query" else model.embed_documents(texts)
    if asked.dimensions not in (None, len(vectors[0])):
        raise SettingsError(f"dimensions: 이 모델의 벡터는 {len(vectors[0])}차원입니다: {asked.dimensions}")
    tokens = _tokens(model, texts)
    return {
        "object": "list",
        "data": [
            {"object": "embedding", "index": index, "embedding": _encoded(vector, asked.encoding_format)}
            for index, vector in enumerate(vectors)
        ],
        "model": offered,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def _tokens(model: Embeddings, texts: Sequence[str]) -> int:
    return sum(model.count_tokens(texts)) if isinstance(model, Embedding) else 0


def _encoded(vector: list[float], form: str | None) -> list[float] | str:
    """Return a vector as numbers, or as the text that clients ask for to save bytes: little-endian floats in base64."""
    return base64.b64encode(np.asarray(vector, "<f4").tobytes()).decode() if form == "base64" else vector
