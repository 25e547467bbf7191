"""ragas as a judge, with its telemetry turned off.

Faithfulness, answer relevancy, context precision and context recall as ragas defines them (Es et al., RAGAS: Automated
Evaluation of Retrieval Augmented Generation, EACL 2024), in its own English prompts.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.models.chat import ChatModel
from evals.judges.asking import T, ask, roomy
from evals.judges.judge import Judge, NotJudged, Part, Sample

if TYPE_CHECKING:
    from ingest.embedding import Embedding

NEEDS: Mapping[str, tuple[Part, ...]] = {
    "faithfulness": ("answer", "contexts"),
    "answer_relevancy": ("answer",),
    "context_precision": ("contexts", "reference"),
    "context_recall": ("contexts", "reference"),
}


def judge(model: ChatModel, embedding: str) -> Judge:
    """Return a ragas judge that uses `model`; raise ImportError if it is missing or its dependencies conflict."""
    # Read once, when ragas first reports; so before it is imported.
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    from ragas.embeddings.base import BaseRagasEmbedding
    from ragas.llms.base import InstructorBaseRagasLLM
    from ragas.metrics import collections

    from evals.judges import version

    chat = roomy(model.chat)

    class Asked(InstructorBaseRagasLLM):  # type: ignore[misc]  # an extra, so untyped here
        def generate(self, prompt: str, response_model: type[T]) -> T:
            made = ask(chat, prompt, response_model)
            # ragas counts an answer from which no question came as 0, though it is the judge that failed.
            if not str(getattr(made, "question", "?")).strip():
                raise NotJudged("채점 모델이 되물을 질문을 쓰지 않음")
            return made

        async def agenerate(self, prompt: str, response_model: type[T]) -> T:
            return self.generate(prompt, response_model)

    class Embedded(BaseRagasEmbedding):  # type: ignore[misc]
        def embed_text(self, text: str, **_: object) -> list[float]:
            return _embedding(embedding).embed_query(text)

        async def aembed_text(self, text: str, **_: object) -> list[float]:
            return self.embed_text(text)

    asked = Asked()
    scorers = {
        "faithfulness": collections.Faithfulness(llm=asked),
        "answer_relevancy": collections.AnswerRelevancy(llm=asked, embeddings=Embedded()),
        "context_precision": collections.ContextPrecisionWithReference(llm=asked),
        "context_recall": collections.ContextRecall(llm=asked),
    }
    return _Ragas(version("ragas"), model.name, scorers)


class _Ragas:
    """The judge, once its library is there."""

    name = "ragas"
    needs = NEEDS

    def __init__(self, version: str, model: str, scorers: Mapping[str, Any]) -> None:
        self.version, self.model = version, model
        self._scorers = scorers

    def mark(self, metric: str, sample: Sample) -> float:
        given: dict[str, object] = {"user_input": sample.question}
        names = {"answer": "response", "contexts": "retrieved_contexts", "reference": "reference"}
        for part in NEEDS[metric]:
            value = getattr(sample, part)
            given[names[part]] = list(value) if isinstance(value, tuple) else value
        try:
            value = float(self._scorers[metric].score(**given).value)
        except NotJudged:
            raise
        except Exception as error:  # the library names no errors of its own
            raise NotJudged(f"ragas {metric}: {error}") from error
        if math.isnan(value) or value > 1 + 1e-6:
            raise NotJudged(f"ragas {metric}: {value}")
        # Only the cosine of two questions can be below 0 or, by rounding, above 1.
        return min(1.0, max(0.0, value))


@cache
def _embedding(name: str) -> Embedding:
    from ingest import embedding

    return embedding.load(name)
