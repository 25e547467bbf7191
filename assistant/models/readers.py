"""Loading of a reader by its name."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import bundled_reader
from assistant.models.reader import BUNDLED_READER, CROSS_ENCODER, Reader, Reading, Text, problem
from assistant.models.windows import Role
from ingest.errors import ModelError


def load(name: str) -> Reader | None:
    """Return the reader of a name, None for an empty one. Raises ModelError when it cannot be had."""
    if trouble := problem(name):
        raise ModelError(f"쓸 수 없는 읽기 모델입니다: {name}", trouble)
    if not name:
        return None
    if name != BUNDLED_READER:
        return CrossEncoderReader(name.removeprefix(CROSS_ENCODER))
    return bundled_reader.bundled()


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder with one logit, as rerankers have; it tells relevance and nothing else."""

    def __init__(self, name: str) -> None:
        """Load the model. Raises ModelError if it cannot be had."""
        from sentence_transformers import CrossEncoder

        self.name = name
        try:
            self._encoder = CrossEncoder(name)
        except (OSError, ValueError) as error:
            raise ModelError(f"읽기 모델을 읽을 수 없습니다: {name}", str(error)) from error

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        """Score every sentence with its title as a pair with the question; no verdict and no short answer is told."""
        del role
        pairs = [(asked, f"{one.title}\n{sentence}") for one in texts for sentence in one.sentences]
        scores = iter(self._encoder.predict(pairs, convert_to_numpy=True) if pairs else ())
        return [[Reading(float(next(scores)), 0.0, 0.0, (0, 0), 0.0) for _ in one.sentences] for one in texts]
