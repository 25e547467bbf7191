"""Owns a model of entailment as the verifier of a run, where one is at hand; no gate needs it; it knows no metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from evals.verifier import Support

ENTAILED = 0.5


class Entails(Protocol):
    """What says how sure it is that one text entails another: a cross-encoder or a chat model."""

    def entails(self, premise: str, claim: str) -> float:
        """Return a probability, 0 to 1."""
        ...


class Judge:
    """The verifier by a model; its balanced accuracy is measured on the same claims as that of the rules."""

    def __init__(self, name: str, model: Entails) -> None:
        self.name = name
        self._model = model

    def judge(self, premises: Sequence[str], sentence: str) -> Support:
        """Return whether `premises` together entail `sentence`; no premise supports nothing."""
        if not premises:
            return Support(False, ("인용 없음",))
        sure = self._model.entails("\n".join(premises), sentence)
        return Support(True) if sure >= ENTAILED else Support(False, (f"함의 {sure:.2f}",))
