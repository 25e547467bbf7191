"""A sentence-transformers CrossEncoder by its name, and what is said where it cannot be had."""

from __future__ import annotations

from typing import Any

from ingest.errors import ModelError


def load(name: str, what: str) -> Any:  # noqa: ANN401 - imported only when it is used
    """Return the model of that name, which `what` calls in messages; raise ModelError if it cannot be had."""
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise ModelError(
            f"{what} '{name}'을(를) 돌릴 sentence-transformers를 불러올 수 없습니다: {error}",
            "pip install sentence-transformers",
        ) from error
    try:
        return CrossEncoder(name)
    except (OSError, ValueError) as error:
        raise ModelError(f"{what}을 읽을 수 없습니다: {name}", str(error)) from error
