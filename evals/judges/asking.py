"""Structured output from a chat model: the reply parsed and validated as a pydantic object."""

from __future__ import annotations

from typing import TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from pydantic import BaseModel, ValidationError

from evals.judges.judge import NotJudged

T = TypeVar("T", bound=BaseModel)
MOST_TOKENS = 4_000
"""A judge takes an answer apart sentence by sentence and writes more than an answer is long."""
SHOWN = 80


def roomy(chat: BaseChatModel) -> BaseChatModel:
    """Return the model with its output token limit, if it has one, raised for the long replies of judges."""
    return chat.model_copy(update={"max_tokens": MOST_TOKENS}) if "max_tokens" in type(chat).model_fields else chat


def ask(chat: BaseChatModel, prompt: str, shape: type[T]) -> T:
    """Return the model's reply as a `shape` object; raise NotJudged if the model fails or writes anything else."""
    try:
        said = str(chat.invoke([HumanMessage(prompt)]).text)
    except Exception as error:  # each provider's client has its own errors for a server that fails
        raise NotJudged(f"채점 모델이 답하지 못함: {error}") from error
    start, end = said.find("{"), said.rfind("}")
    try:
        return shape.model_validate_json(said[start : end + 1])
    except ValidationError as error:
        raise NotJudged(f"채점 모델의 답을 읽을 수 없음: {' '.join(said.split())[:SHOWN]}") from error
