"""The bundled reader: relevance, short answer and verdict of every sentence of a passage, in one pass.

A small encoder with three heads, fine-tuned from the bundled embedding model (`evals.training`), run by onnxruntime:

    relevance  log-odds that a sentence answers, against nothing in its window answering
    span       which characters of a sentence are the short answer, as `1조 445억원`
    verdict    whether a sentence says nothing on a claim, supports or contradicts it

What it reads are meanings; figures, dates and names are compared elsewhere, exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.models.reader import BUNDLED_READER, Ends, Reading, Text
from assistant.models.windows import QUESTION_PART, Role, Window, windows
from ingest import embedding
from ingest.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding

LONGEST_SPAN = 60
"""Tokens of the longest short answer."""
REMEMBERED = 20_000
"""Sentences whose tokens are kept, some tens of MB."""

Floats = NDArray[np.float32]


class BundledReader:
    """The model directory of this package."""

    def __init__(self, directory: Path, threads: int = 0) -> None:
        """Load the graph; the tokenizer is the bundled embedding model's. Raises ModelError if a file is damaged."""
        self.name = directory.name
        try:
            manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
            self._session = embedding.session(directory / "model.onnx", threads)
        except Exception as error:  # the runtime raises its own unrelated kinds
            raise ModelError(
                f"내장 읽기 모델 '{self.name}'을(를) 열 수 없습니다: {error}",
                "설치가 온전하지 않습니다. 패키지를 다시 설치해 주세요: pip install --force-reinstall geungeo",
            ) from error
        self.fingerprint = str(manifest["fingerprint"])
        self._tokenizer = embedding.bundled_tokenizer()
        self._encoded = lru_cache(maxsize=REMEMBERED)(self._encode)

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        """Return, for each text, the reading of each of its sentences.

        Windows run one by one: in a batch all are padded to the longest, which takes a fifth longer.
        """
        return [
            [
                reading
                for window in windows(self._pieces, asked, one.title, one.sentences, role)
                for reading in self._readings(window, one.sentences)
            ]
            for one in texts
        ]

    def _readings(self, window: Window, sentences: Sequence[str]) -> Iterator[Reading]:
        relevance, verdict, span, together = self._run(window)
        spans = _Spans(span, len(window.ids))
        _, all_yes, all_no = map(float, _softmax(together))
        for k, position in enumerate(window.sentences):
            encoding = self._encoded(sentences[position])
            (start, end), sure = spans.best(window, k + 1, encoding.offsets)
            _, yes, no = map(float, _softmax(verdict[k]))
            ends = spans.ends(window, k + 1, encoding.offsets)
            yield Reading(float(relevance[k]), yes, no, (start, end), sure, (all_yes, all_no), ends)

    def _encode(self, text: str) -> Encoding:
        return self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"), add_special_tokens=False)

    def _pieces(self, text: str) -> Sequence[int]:
        ids: Sequence[int] = self._encoded(text).ids
        return ids

    def _run(self, window: Window) -> tuple[Floats, Floats, Floats, Floats]:
        """Return relevance and verdict of each sentence, the scores of spans and the verdict of all sentences."""
        parts = np.array([window.parts])
        asked = (parts == QUESTION_PART).astype(np.float32)[:, None]
        places = np.arange(1, len(window.sentences) + 1)[None, :, None]
        sentences = (parts[:, None] == places).astype(np.float32)
        inputs = {
            "input_ids": np.array([window.ids], np.int64),
            "attention_mask": np.ones_like(parts, np.int64),
            "asked": asked / asked.sum(-1, keepdims=True),
            "sentences": sentences / np.maximum(sentences.sum(-1, keepdims=True), 1),
        }
        relevance, verdict, span, together = self._session.run(["relevance", "verdict", "span", "window"], inputs)
        return relevance[0], verdict[0], span[0], together[0]


@lru_cache(maxsize=1)
def bundled() -> BundledReader:
    """Return the bundled reader, loaded once a process: it holds no state of a question."""
    return BundledReader(Path(__file__).parent / BUNDLED_READER)


class _Spans:
    """The likeliest short answer of each sentence of one window."""

    def __init__(self, scores: Floats, length: int) -> None:
        self.first, self.last = (_softmax(scores[:length, side]) for side in (0, 1))

    def best(self, window: Window, part: int, offsets: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], float]:
        """Return characters of the sentence and the probability of the span, start times end."""
        ends = self.ends(window, part, offsets)
        if not ends.offsets:
            return (0, 0), 0.0
        table = np.triu(np.outer(ends.first, ends.last))
        table -= np.triu(table, LONGEST_SPAN)
        start, end = np.unravel_index(int(table.argmax()), table.shape)
        return (offsets[int(start)][0], offsets[int(end)][1]), float(table[start, end])

    def ends(self, window: Window, part: int, offsets: Sequence[tuple[int, int]]) -> Ends:
        """Return the probabilities of the tokens of one sentence, as far as it was read."""
        begin = window.parts.index(part)
        count = max(0, min(window.parts.count(part) - 1, len(offsets)))
        own = slice(begin, begin + count)
        return Ends(tuple(offsets[:count]), self.first[own], self.last[own])


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max())
    shares: Floats = powers / powers.sum()
    return shares
