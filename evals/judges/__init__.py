"""Optional LLM judges (ragas, deepeval), loaded by name and run with a chat model of the user's choice.

No gate needs them. Their scores are reported apart from the suite's own metrics, under the judge's name, version and
model.
"""

from __future__ import annotations

from importlib import import_module, metadata

from assistant.models.chat import ChatModel
from evals.judges.judge import Judge
from ingest.errors import SettingsError

NAMES = ("ragas", "deepeval")


def load(name: str, model: ChatModel, embedding: str) -> Judge:
    """Return the judge of one of `NAMES`; raise SettingsError with the install command if it is not installed.

    `embedding` names the embedding model with which ragas compares questions.
    """
    try:
        judge: Judge = import_module(f"{__name__}.{name}").judge(model, embedding)
    except ImportError as error:
        # ragas names no upper bound, but fails to import beside a langchain-community that has dropped what it uses.
        raise SettingsError(
            f"{name}을(를) 불러올 수 없습니다: {error}", f"pip install 'geungeo[{name}]' 로 맞는 판을 설치하십시오."
        ) from error
    return judge


def version(name: str) -> str:
    """Return the version of an installed judge."""
    return metadata.version(name)
