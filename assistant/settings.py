"""Owns the settings of answering as one frozen value; knows nothing of environment variables or files."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.fusion import Weights


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """Who answers, and from how much."""

    model: str = "extractive"
    """`extractive`: answers made of exact source sentences, no model."""
    documents: int = 8
    """Documents retrieved for one question."""
    per_document: int = 3
    """Most passages taken of each."""
    weights: Weights = field(default_factory=Weights)
