"""Entailment model as the verifier of a run, in place of the rules; optional."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from evals.verifier import Support

ENTAILED = 0.5


class Entails(Protocol):
    """An entailment model: a cross-encoder or a chat model."""

    def entails(self, premise: str, claim: str) -> float:
        """Return the probability that `premise` entails `claim`, 0 to 1."""
        ...


class Judge:
    """Verifier backed by an entailment model; its balanced accuracy is measured on the same claims as the rules'."""

    def __init__(self, name: str, model: Entails) -> None:
        self.name = name
        self._model = model

    def judge(self, premises: Sequence[str], sentence: str) -> Support:
        """Return whether `premises` together entail `sentence`; without premises nothing is supported."""
        if not premises:
            return Support(False, ("인용 없음",))
        sure = self._model.entails("\n".join(premises), sentence)
        return Support(True) if sure >= ENTAILED else Support(False, (f"함의 {sure:.2f}",))
