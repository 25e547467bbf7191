"""deepeval as a judge, with its telemetry, error reports and files turned off.

Faithfulness, answer relevancy, contextual precision and contextual recall as deepeval defines them
(https://deepeval.com/docs/metrics-introduction), in its own English prompts.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.models.chat import ChatModel
from evals.judges.asking import T, ask, roomy
from evals.judges.judge import Judge, NotJudged, Part, Sample

NEEDS: Mapping[str, tuple[Part, ...]] = {
    "faithfulness": ("answer", "contexts"),
    "answer_relevancy": ("answer",),
    "contextual_precision": ("contexts", "reference"),
    "contextual_recall": ("contexts", "reference"),
}
_QUIET = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "YES",
    "ERROR_REPORTING": "NO",
    "DEEPEVAL_UPDATE_WARNING_OPT_IN": "0",
    "DEEPEVAL_DISABLE_DOTENV": "1",
    "DEEPEVAL_DISABLE_LEGACY_KEYFILE": "1",
    "DEEPEVAL_FILE_SYSTEM": "READ_ONLY",
    "CONFIDENT_TRACING_ENABLED": "NO",
    "CONFIDENT_TRACE_FLUSH": "NO",
}


def judge(model: ChatModel, embedding: str) -> Judge:
    """Return a deepeval judge that uses `model`; raise ImportError if deepeval is not installed."""
    del embedding
    _silence()
    from deepeval import metrics
    from deepeval.models import DeepEvalBaseLLM
    from deepeval.test_case import LLMTestCase

    from evals.judges import version

    chat = roomy(model.chat)

    class Asked(DeepEvalBaseLLM):  # type: ignore[misc]  # an extra, so untyped here
        def load_model(self) -> object:
            return chat

        def get_model_name(self) -> str:
            return model.name

        def generate(self, prompt: str, schema: type[T]) -> T:
            return ask(chat, prompt, schema)

        async def a_generate(self, prompt: str, schema: type[T]) -> T:
            return self.generate(prompt, schema)

    kinds = {
        "faithfulness": metrics.FaithfulnessMetric,
        "answer_relevancy": metrics.AnswerRelevancyMetric,
        "contextual_precision": metrics.ContextualPrecisionMetric,
        "contextual_recall": metrics.ContextualRecallMetric,
    }
    return _Deepeval(version("deepeval"), model.name, Asked(), kinds, LLMTestCase)


class _Deepeval:
    """The judge, once its library is there."""

    name = "deepeval"
    needs = NEEDS

    def __init__(self, version: str, model: str, asked: object, kinds: Mapping[str, Any], shown: Any) -> None:  # noqa: ANN401 - a class of the extra
        self.version, self.model = version, model
        self._asked, self._kinds, self._shown = asked, kinds, shown

    def mark(self, metric: str, sample: Sample) -> float:
        # A metric keeps what it found of its last case, so each case has its own.
        scorer = self._kinds[metric](model=self._asked, include_reason=False, async_mode=False)
        shown = self._shown(
            input=sample.question,
            actual_output=sample.answer,
            retrieval_context=list(sample.contexts),
            expected_output=sample.reference,
        )
        try:
            value = float(scorer.measure(shown, _show_indicator=False))
        except NotJudged:
            raise
        except Exception as error:  # the library's errors have no common class
            raise NotJudged(f"deepeval {metric}: {error}") from error
        # Without any verdict it gives 1 or 0 by its own fiat.
        if not scorer.verdicts:
            raise NotJudged(f"deepeval {metric}: 채점 모델이 판정을 쓰지 않음")
        return value


def _silence() -> None:
    """Turn off all that calls home or writes beside the work; read by deepeval when it is imported."""
    os.environ.update(_QUIET)
    os.environ["DEEPEVAL_CACHE_FOLDER"] = str(Path(tempfile.gettempdir()) / "deepeval-unused")
    os.environ.pop("CONFIDENT_API_KEY", None)
