"""Loading of a reader by its name."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.models import bundled_reader, cross_encoder
from assistant.models.reader import BUNDLED_READER, CROSS_ENCODER, Reader, Reading, Text, problem
from assistant.models.windows import Role
from ingest.errors import ModelError

_Read = tuple[str, Role, Sequence[Text]]


def load(name: str) -> Reader | None:
    """Return the reader of a name, None for an empty one. Raises ModelError when it cannot be had."""
    if trouble := problem(name):
        raise ModelError(f"쓸 수 없는 읽기 모델입니다: {name}", trouble)
    if not name:
        return None
    if name != BUNDLED_READER:
        return TracedReader(CrossEncoderReader(name.removeprefix(CROSS_ENCODER)))
    return TracedReader(bundled_reader.bundled())


class TracedReader:
    """A reader whose every reading is a LangChain run of its own, told to the callbacks of the run it happens in."""

    def __init__(self, reader: Reader) -> None:
        """Wrap a reader."""
        self.name = reader.name
        self._run: Runnable[_Read, list[list[Reading]]] = RunnableLambda(
            lambda given: reader.read(*given), name=reader.name
        )

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        """Return, for each text, the reading of each of its sentences."""
        return self._run.invoke((asked, role, texts))


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder with one logit, as rerankers have; it tells relevance and nothing else."""

    def __init__(self, name: str) -> None:
        """Load the model. Raises ModelError if it cannot be had."""
        self.name = name
        self._encoder = cross_encoder.load(name, "읽기 모델")

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        """Score every sentence with its title as a pair with the question; no verdict and no short answer is told."""
        del role
        pairs = [(asked, f"{one.title}\n{sentence}") for one in texts for sentence in one.sentences]
        scores = iter(self._encoder.predict(pairs, convert_to_numpy=True) if pairs else ())
        return [[Reading(float(next(scores)), 0.0, 0.0, (0, 0), 0.0) for _ in one.sentences] for one in texts]
