"""Settings of answering as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answers import Policy
from assistant.models.reader import BUNDLED_READER
from assistant.retrieval.fusion import Weights
from assistant.retrieval.trust import Trust


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """How answers are checked, and from how much they are made."""

    model: str = "extractive"
    """Name of the chat model as `assistant.models.chat` takes it; `extractive` is none: exact source sentences."""
    temperature: float | None = 0.0
    """Of the chat model; None leaves it to the model."""
    key: str = ""
    """Sent to a chat model named by its address."""
    policy: Policy = "strict"
    """What becomes of a written sentence that no document proves."""
    reader: str = BUNDLED_READER
    """Name of the model that judges which sentences answer; empty for none: words and figures alone decide."""
    entailment: str = ""
    """Name of a judge of meaning as `assistant.models.entailment` takes it; empty for none."""
    tracing: bool = False
    """Whether a tracer that the environment turns on may be sent what is asked and found."""
    documents: int = 8
    """Documents retrieved for one question."""
    per_document: int = 3
    """Most passages taken of each."""
    weights: Weights = field(default_factory=Weights)
    trust: Trust = field(default_factory=Trust)
    """Sources that are believed more than others."""
