"""Write the trained reader as the model directory that ships: `python -m evals.training.export CHECKPOINT DATA OUT`.

The encoder is quantised as the bundled embedding is (`ingest.models.graph`), its input ranges measured on windows of
the training set; the heads stay float32. Needs the extra `model`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from evals.training import examples
from evals.training.batches import Cutter
from evals.training.turned import Turner
from ingest.models import graph, source, vocabulary
from ingest.models.graph import Range
from ingest.models.reference import names
from ingest.models.source import Dense, Source

CALIBRATED = 160
"""Windows over which the ranges of the layers' inputs are measured."""

Floats = NDArray[np.float32]


def export(checkpoint: Path, data: Path, out: Path) -> str:
    """Write `model.onnx` and `manifest.json` into a directory and return the fingerprint."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
    weights = source.read()
    ids = vocabulary.kept(weights.pieces)
    tokenizer = vocabulary.tokenizer(weights, ids)
    trained = _trained(weights, state)
    floating, layers = graph.floating(trained, ids)
    ranges = _ranges(floating, layers, _windows(data, tokenizer))
    model = graph.integer(trained, ids, ranges)
    _add_heads(model.graph, state)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, out / "model.onnx")
    fingerprint = sha256((out / "model.onnx").read_bytes()).hexdigest()[:32]
    manifest = json.dumps({"name": out.name, "fingerprint": fingerprint}, indent=2)
    (out / "manifest.json").write_text(manifest + "\n", encoding="utf-8")
    return fingerprint


def _trained(weights: Source, state: Mapping[str, torch.Tensor]) -> Source:
    """Return the source with the layers as they were trained; the word table was frozen and keeps its codes."""
    vectors, matrices = dict(weights.vectors), dict(weights.matrices)
    for ours, theirs in names(weights.layers).items():
        value = np.ascontiguousarray(state[f"encoder.{theirs}"].float().numpy())
        if ours in matrices:
            matrices[ours] = Dense(value)
        else:
            vectors[ours] = value
    return replace(weights, vectors=vectors, matrices=matrices)


def _windows(data: Path, tokenizer: Tokenizer) -> list[NDArray[np.int64]]:
    kept, _ = examples.split(examples.reading(data / "reading" / "train"))
    cutter = Cutter(tokenizer, Turner(()))
    chosen = [one for one in kept if one.gold][:: max(1, len(kept) // CALIBRATED)]
    return [np.array([cutter.item(one, max(0, one.gold[0] - 2)).window.ids], np.int64) for one in chosen]


def _ranges(
    model: onnx.ModelProto, layers: Mapping[str, str], windows: Sequence[NDArray[np.int64]]
) -> dict[str, Range]:
    import onnxruntime

    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = list(dict.fromkeys(layers.values()))
    low: dict[str, Floats] = {}
    high: dict[str, Floats] = {}
    for ids in windows:
        found = session.run(outputs, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, values in zip(outputs, found, strict=True):
            least, most = values[0].min(axis=0), values[0].max(axis=0)
            low[name] = np.minimum(low.get(name, least), least)
            high[name] = np.maximum(high.get(name, most), most)
    return {layer: Range(low[name], high[name]) for layer, name in layers.items()}


class _Heads:
    """Adds the nodes of `network.Reader.forward` after the encoder."""

    def __init__(self, made: onnx.GraphProto, state: Mapping[str, torch.Tensor]) -> None:
        self.made, self.state = made, state

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: object) -> str:
        output = output or f"head.{operator}.{len(self.made.node)}"
        self.made.node.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.made.initializer.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def linear(self, name: str, value: str, output: str = "") -> str:
        weight = self.constant(f"{name}.w", self.state[f"{name}.weight"].float().numpy().T)
        bias = self.constant(f"{name}.b", self.state[f"{name}.bias"].float().numpy())
        return self.node("Add", self.node("MatMul", value, weight), bias, output=output)

    def perceptron(self, name: str, value: str, output: str = "") -> str:
        return self.linear(f"{name}.2", self.node("Gelu", self.linear(f"{name}.0", value)), output)

    def normed(self, value: str) -> str:
        return self.node("LpNormalization", value, axis=-1, p=2)


def _add_heads(made: onnx.GraphProto, state: Mapping[str, torch.Tensor]) -> None:
    heads = _Heads(made, state)
    tokens = "last_hidden_state"
    asked = heads.node("MatMul", "asked", tokens)
    sentences = heads.node("MatMul", "sentences", tokens)
    beside = heads.node("Expand", asked, heads.node("Shape", sentences))
    product = heads.node("Mul", sentences, beside)
    turned = heads.node("Add", beside, heads.linear("turn", beside))
    axis = heads.constant("head.last", np.array([-1], np.int64))
    near = heads.node("ReduceSum", heads.node("Mul", heads.normed(sentences), heads.normed(turned)), axis, keepdims=0)
    scaled = heads.node("Mul", near, heads.constant("head.scale", state["scale"].float().numpy()))
    joined = heads.node("Concat", sentences, beside, product, axis=-1)
    scored = heads.node("Squeeze", heads.perceptron("relevance", joined), axis)
    heads.node("Add", scored, scaled, output="relevance")
    apart = heads.node("Abs", heads.node("Sub", sentences, beside))
    heads.perceptron("verdict", heads.node("Concat", sentences, beside, product, apart, axis=-1), output="verdict")
    inside = heads.node(
        "Greater",
        heads.node("Transpose", "asked", perm=[0, 2, 1]),
        heads.constant("head.zero", np.zeros(1, np.float32)),
    )
    told = heads.node("Gelu", heads.linear("token", tokens))
    masked = heads.node("Where", inside, told, heads.constant("head.far", np.full(1, -1e4, np.float32)))
    first = heads.constant("head.tokens", np.array([1], np.int64))
    most = heads.node("ReduceMax", masked, first, keepdims=0)
    mean = heads.node("Squeeze", heads.node("MatMul", "asked", told), first)
    heads.linear("window", heads.node("Concat", most, mean, axis=-1), output="window")
    heads.linear("span", heads.node("Concat", tokens, heads.node("Mul", tokens, asked), axis=-1), output="span")
    value = helper.make_tensor_value_info
    batch, length, places = "batch_size", "sequence_length", "sentences"
    made.input.extend(
        [
            value("asked", TensorProto.FLOAT, [batch, 1, length]),
            value("sentences", TensorProto.FLOAT, [batch, places, length]),
        ]
    )
    del made.output[:]
    made.output.extend(
        [
            value("relevance", TensorProto.FLOAT, [batch, places]),
            value("verdict", TensorProto.FLOAT, [batch, places, 3]),
            value("span", TensorProto.FLOAT, [batch, length, 2]),
            value("window", TensorProto.FLOAT, [batch, 3]),
        ]
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args()
    sys.stdout.write(export(chosen.checkpoint, chosen.data, chosen.out) + "\n")


if __name__ == "__main__":
    main()
