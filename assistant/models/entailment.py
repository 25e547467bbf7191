"""Entailment judges: a cross-encoder or a chat model that scores whether a premise entails a claim.

The gate asks them last, about sentences whose figures, names and negations agree already, and they can only withhold
support.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import prompts
from assistant.models import cross_encoder
from ingest.errors import ModelError

if TYPE_CHECKING:
    from assistant.models.chat import ChatModel

CROSS_ENCODER = "cross-encoder:"
CHAT = "chat"


class Entailment(Protocol):
    """A judge of meaning, asked only about sentences whose figures, names and negations already agree."""

    def entails(self, premise: str, claim: str) -> float:
        """Return how sure it is that `premise` entails `claim`, 0 to 1."""
        ...


def problem(name: str) -> str:
    """Return what is wrong with a judge's name, in Korean; empty when it can be tried."""
    if name in {"", CHAT} or (name.startswith(CROSS_ENCODER) and len(name) > len(CROSS_ENCODER)):
        return ""
    return f"비워 두거나, {CROSS_ENCODER}모델 또는 {CHAT}이어야 합니다"


def load(name: str, model: ChatModel | None = None) -> Entailment | None:
    """Return the judge of `name`, None for an empty one; `chat` is judged by `model`. Raises ModelError."""
    if trouble := problem(name):
        raise ModelError(f"쓸 수 없는 함의 판정기입니다: {name}", trouble)
    if not name:
        return None
    if name == CHAT:
        if model is None:
            raise ModelError("함의를 판정할 대화 모델이 없습니다.", "--model로 대화 모델을 정하십시오.")
        return ChatJudge(model)
    return CrossEncoderJudge(name.removeprefix(CROSS_ENCODER))


@dataclass(frozen=True, slots=True)
class ChatJudge:
    """A chat model asked for one word: 예 or 아니요."""

    model: ChatModel

    def entails(self, premise: str, claim: str) -> float:
        """Return 1 where the model says yes, 0 where it says anything else."""
        from langchain_core.messages import HumanMessage, SystemMessage

        from assistant.models.spotlight import harmless

        parts = prompts.load("judge").messages(premise=harmless(premise), claim=harmless(claim))
        said = self.model.chat.invoke([SystemMessage(t) if role == "system" else HumanMessage(t) for role, t in parts])
        return 1.0 if str(said.text).strip(" \"'.").startswith("예") else 0.0


@dataclass(slots=True)
class CrossEncoderJudge:
    """A sentence-transformers CrossEncoder with one logit, or with labels of which one is entailment."""

    name: str
    _encoder: Any = field(default=None, repr=False)

    def entails(self, premise: str, claim: str) -> float:
        """Return the probability of entailment; raise ModelError when the model cannot be loaded."""
        encoder = self._loaded()
        scores = encoder.predict([(premise, claim)], convert_to_numpy=True)[0]
        if getattr(scores, "ndim", 0) == 0:
            return float(scores)
        labels = {index: str(label).lower() for index, label in encoder.model.config.id2label.items()}
        wanted = next((index for index, label in labels.items() if label.startswith("entail")), None)
        if wanted is None:
            raise ModelError(f"함의를 가리키는 표지가 없는 모델입니다: {self.name}", "NLI로 학습한 모델을 쓰십시오.")
        largest = float(max(scores))
        powers = [math.exp(float(score) - largest) for score in scores]
        return float(powers[wanted] / sum(powers))

    def _loaded(self) -> Any:  # noqa: ANN401 - imported only when it is used
        if self._encoder is None:
            self._encoder = cross_encoder.load(self.name, "함의 판정 모델")
        return self._encoder
