"""Text embeddings, by the bundled model or any sentence-transformers model.

The bundled model runs on onnxruntime and tokenizers alone. Any other model goes to sentence-transformers,
which is imported only then, because that import costs seconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.errors import EmbeddingError
from ingest.settings import BUNDLED_MODEL

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Role = Literal["passage", "query"]

MODELS = Path(__file__).parent / "models"
MAX_TOKENS = 512
BATCH_TOKENS = 4096
"""Padded tokens run at once; bounds the memory of activations to some tens of MB."""
SLICE_TEXTS = 2048
"""Texts tokenised at once; bounds the memory of a long ingest."""

_E5 = re.compile(r"(^|[/-])e5-(small|base|large)(-v2)?$")


class Embedding(Embeddings):
    """A LangChain embedding that knows its own name and fingerprint and gives arrays as well as lists."""

    name: str
    """The name it was loaded by."""
    fingerprint: str
    """Changes whenever the vectors may change; goes into the manifest of a store."""

    @abstractmethod
    def embed(self, texts: Sequence[str], role: Role = "passage") -> Vectors:
        """Return L2-normalised vectors of shape (len(texts), dimensions), in the order of the texts."""

    @abstractmethod
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has before any truncation, prefix and specials included."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages."""
        return [[float(x) for x in row] for row in self.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""
        return [float(x) for x in self.embed([text], "query")[0]]


class BundledEmbedding(Embedding):
    """A model directory of this package, run by onnxruntime on the CPU."""

    dimensions = 384

    def __init__(self, directory: Path, threads: int = 0) -> None:
        """Load the graph and the tokenizer of a directory; threads=0 takes every core allowed.

        Raises EmbeddingError if a file is missing or damaged.
        """
        self.name = directory.name
        try:
            manifest = _json(directory / "manifest.json")
            prompts = _json(directory / "config_sentence_transformers.json")["prompts"]
            self._session = session(directory / "onnx" / "model.onnx", threads)
            self._tokenizer = _tokenizer(directory / "tokenizer.json")
        except Exception as error:  # the runtimes raise their own unrelated kinds
            raise EmbeddingError(
                f"내장 임베딩 모델 '{self.name}'을(를) 열 수 없습니다: {error}",
                "설치가 온전하지 않습니다. 패키지를 다시 설치해 주세요: pip install --force-reinstall geungeo",
            ) from error
        self.fingerprint = str(manifest["fingerprint"])
        self._prompts: dict[Role, str] = {"passage": prompts["passage"], "query": prompts["query"]}

    def embed(self, texts: Sequence[str], role: Role = "passage") -> Vectors:
        """Return L2-normalised vectors of shape (len(texts), 384), in the order of the texts.

        Texts are run in order of length, so that little padding is computed; whatever lies beyond 512 tokens
        is not seen.
        """
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), SLICE_TEXTS):
            ids = self._ids(texts[start : start + SLICE_TEXTS], role)
            for batch in _batches([len(row) for row in ids]):
                vectors[[start + position for position in batch]] = self._run([ids[at] for at in batch])
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has before truncation, prefix and specials included."""
        prefixed = [self._prompts["passage"] + _clean(text) for text in texts]
        encodings = self._tokenizer.encode_batch(prefixed)
        return [len(e.ids) + sum(len(o.ids) - 2 for o in e.overflowing) for e in encodings]

    def _ids(self, texts: Sequence[str], role: Role) -> list[list[int]]:
        prefix = self._prompts[role]
        encodings = self._tokenizer.encode_batch_fast([prefix + _clean(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    def _run(self, rows: Sequence[Sequence[int]]) -> Vectors:
        width = max(len(row) for row in rows)
        ids = np.ones((len(rows), width), np.int64)  # 1 is <pad>
        mask = np.zeros((len(rows), width), np.int64)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        (hidden,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        pooled: Vectors = np.matmul(mask[:, None, :].astype(np.float32), hidden)[:, 0, :]
        pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
        return pooled


class SentenceTransformerEmbedding(Embedding):
    """Any sentence-transformers model, by hub name or directory."""

    def __init__(self, name: str, threads: int = 0) -> None:
        """Import sentence-transformers and load the model.

        Raises EmbeddingError if the package or the model cannot be had.
        """
        self.name = name
        try:
            import torch
            from sentence_transformers import SentenceTransformer

            if threads:
                torch.set_num_threads(threads)
            self._model = SentenceTransformer(name)
        except ImportError as error:
            raise EmbeddingError(
                f"임베딩 모델 '{name}'을(를) 돌릴 sentence-transformers를 불러올 수 없습니다: {error}",
                f"pip install sentence-transformers, 또는 내장 모델을 쓰려면 임베딩 설정을 '{BUNDLED_MODEL}'로 두세요.",
            ) from error
        except Exception as error:  # hub, file and version errors share no base class
            raise EmbeddingError(
                f"임베딩 모델 '{name}'을(를) 열 수 없습니다: {error}",
                "모델 이름이나 경로와 네트워크 연결을 확인하거나, "
                f"내장 모델을 쓰려면 임베딩 설정을 '{BUNDLED_MODEL}'로 두세요.",
            ) from error
        self._prompts = _prompts(name, self._model.prompts)
        self.fingerprint = _fingerprint(name, self._prompts)

    def embed(self, texts: Sequence[str], role: Role = "passage") -> Vectors:
        """Return L2-normalised vectors of shape (len(texts), dimensions of the model)."""
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        vectors = encode(list(texts), prompt=self._prompts[role], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has before truncation, specials included and prefix not."""
        return [len(ids) for ids in self._model.tokenizer(list(texts), truncation=False)["input_ids"]]


def load(name: str = BUNDLED_MODEL, threads: int = 0) -> Embedding:
    """Load a bundled model by its name, or any sentence-transformers model by its hub name or directory.

    threads=0 takes every core allowed. Raises EmbeddingError with what to do next.
    """
    if not name.strip():
        raise EmbeddingError(
            "임베딩 모델 이름이 비어 있습니다.", f"임베딩 설정을 '{BUNDLED_MODEL}'로 두거나 모델 이름을 적어 주세요."
        )
    if name == BUNDLED_MODEL:
        return _bundled(threads)
    return SentenceTransformerEmbedding(name, threads)


@cache
def _bundled(threads: int) -> Embedding:
    """Return the bundled model, loaded once however many ask for it."""
    return BundledEmbedding(MODELS / BUNDLED_MODEL, threads)


def session(path: Path, threads: int) -> InferenceSession:
    """Return an onnxruntime session over a graph; threads=0 takes every core allowed."""
    # Before its first import: it would otherwise write a device id and report its use to its makers.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or _cores()
    options.inter_op_num_threads = 1
    # Shapes differ from batch to batch: remembered plans would only hold memory.
    options.enable_mem_pattern = False
    # Eight-bit products are summed exactly. Processors without VNNI otherwise sum them in 16 bits, which overflow: the
    # same text would get another vector, and the same question another answer, on another machine.
    options.add_session_config_entry("session.x64quantprecision", "1")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def bundled_tokenizer() -> Tokenizer:
    """Return the bundled model's tokenizer without truncation, for models that share its vocabulary."""
    tokenizer = _tokenizer(MODELS / BUNDLED_MODEL / "tokenizer.json")
    tokenizer.no_truncation()
    return tokenizer


def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group positions of similar length so that rows times longest row stays within BATCH_TOKENS."""
    order = iter(sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True))
    for first in order:
        yield [first, *islice(order, max(1, BATCH_TOKENS // lengths[first]) - 1)]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _clean(text: str) -> str:
    """Replace lone surrogates, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _prompts(name: str, configured: Mapping[str, str | None]) -> dict[Role, str]:
    """Return the prefixes of a model: those it configures, or those that E5 models need and do not configure."""
    passage = next((configured[n] for n in ("document", "passage", "corpus") if configured.get(n)), None)
    query = configured.get("query")
    if not (passage or query) and _E5.search(name):
        return {"passage": "passage: ", "query": "query: "}
    return {"passage": passage or "", "query": query or ""}


def _fingerprint(name: str, prompts: Mapping[Role, str]) -> str:
    """Hash a model's name and prompts and, of a directory, the configurations and the sizes of the rest."""
    digest = hashlib.sha256(json.dumps([name, sorted(prompts.items())]).encode())
    root = Path(name)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file():
            content = path.read_bytes() if path.suffix == ".json" else str(path.stat().st_size).encode()
            digest.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]
