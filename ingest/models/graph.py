"""ONNX graph of the bundled model, in float32 and quantised.

Static quantisation. The word embeddings keep the four-bit blocks of the source. Linear layers multiply integers: the
input is scaled per channel and rounded to uint8 with constants fixed when the graph is built, the weights are int8
with one scale per output. No range is measured at run time, so a text's vector does not depend on its batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ingest.models.source import BLOCK, Floats, Matrix, Source

MIGRATION = {"qkv": 0.8, "ao": 0.6, "fi": 0.6, "fo": 0.85}
"""Share of an input channel's range that moves into the weights, by kind of layer."""
ZERO = {"qkv": 128, "ao": 128, "fi": 128, "fo": 20}
"""Code of zero: most of the range is positive after the activation function."""
PARTS = {"qkv": ("q", "k", "v"), "ao": ("ao",), "fi": ("fi",), "fo": ("fo",)}

_MICROSOFT = "com.microsoft"


@dataclass(frozen=True, slots=True)
class Range:
    """The least and greatest value each input channel of a layer takes, shape (channels,)."""

    low: Floats
    high: Floats


def floating(source: Source, ids: NDArray[np.int64]) -> tuple[onnx.ModelProto, dict[str, str]]:
    """Return the float32 graph, which also outputs the input of every linear layer, and those output names by layer."""
    graph = _Graph(source, ids, None)
    return graph.model(), graph.probes


def integer(source: Source, ids: NDArray[np.int64], ranges: Mapping[str, Range]) -> onnx.ModelProto:
    """Return the quantised graph that is shipped, with scales computed from the range of each layer's input."""
    return _Graph(source, ids, ranges).model()


class _Graph:
    def __init__(self, source: Source, ids: NDArray[np.int64], ranges: Mapping[str, Range] | None) -> None:
        self.source = source
        self.ids = ids
        self.ranges = ranges
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.probes: dict[str, str] = {}

    def model(self) -> onnx.ModelProto:
        hidden = self.embeddings()
        mask = self.add("Cast", ["attention_mask"], to=TensorProto.INT32)
        for number in range(self.source.layers):
            hidden = self.layer(f"l{number}", hidden, mask)
        self.nodes.append(helper.make_node("Identity", [hidden], ["last_hidden_state"]))
        shape = ["batch_size", "sequence_length"]
        value = helper.make_tensor_value_info
        outputs = [value("last_hidden_state", TensorProto.FLOAT, [*shape, self.source.hidden])]
        if self.ranges is None:
            outputs += [value(name, TensorProto.FLOAT, None) for name in dict.fromkeys(self.probes.values())]
        graph = helper.make_graph(
            self.nodes,
            "e5-small-ko",
            [value(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
            outputs,
            list(self.constants.values()),
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="geungeo")

    def embeddings(self) -> str:
        vectors, hidden = self.source.vectors, self.source.hidden
        words = self.words(self.source.words.rows(self.ids))
        # Every token is of type 0, so that one vector is added to the positions here.
        table = vectors["emb.pos"].reshape(-1, hidden) + vectors["emb.type"].reshape(-1, hidden)[:1]
        length = self.add("Shape", ["input_ids"], start=1, end=2)
        start = self.constant("zero", np.array([0], np.int64))
        positions = self.add("Slice", [self.constant("positions", table), start, length, start])
        summed = self.add("Add", [words, self.add("Unsqueeze", [positions, start])])
        weights = [self.constant(f"emb.ln.{part}", vectors[f"emb.ln.{part}"]) for part in "wb"]
        return self.add("LayerNormalization", [summed, *weights], axis=-1, epsilon=self.source.epsilon)

    def words(self, table: Matrix) -> str:
        if self.ranges is None:
            return self.add("Gather", [self.constant("words", table.dense()), "input_ids"])
        codes = (table.codes - 8) & 15
        packed = onnx.TensorProto(name="words", data_type=TensorProto.INT4, dims=codes.shape)
        packed.raw_data = (codes[:, 0::2] | (codes[:, 1::2] << 4)).tobytes()
        self.constants["words"] = packed
        # Folded when the session opens: float16 on disk, exact products in float32.
        scales = self.add("Cast", [self.constant("words.scales", table.scales)], to=TensorProto.FLOAT)
        return self.add(
            "GatherBlockQuantized",
            ["words", "input_ids", scales],
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )

    def layer(self, name: str, hidden: str, mask: str) -> str:
        projected = self.linear(name, "qkv", hidden, bias=True)
        queries, keys, values = self.split(projected, 3)
        attended = self.add("MultiHeadAttention", [queries, keys, values, "", mask], num_heads=self.source.heads)
        hidden = self.normalised(name, "aln", "ao", hidden, self.linear(name, "ao", attended))
        inner = self.linear(name, "fi", hidden)
        inner = self.add("BiasGelu", [inner, self.bias(name, "fi")])
        return self.normalised(name, "oln", "fo", hidden, self.linear(name, "fo", inner))

    def normalised(self, layer: str, norm: str, kind: str, hidden: str, change: str) -> str:
        vectors = self.source.vectors
        weights = [self.constant(f"{layer}.{norm}.{p}", vectors[f"{layer}.{norm}.{p}"]) for p in "wb"]
        inputs = [hidden, change, *weights, self.bias(layer, kind)]
        return self.add("SkipLayerNormalization", inputs, epsilon=self.source.epsilon)

    def bias(self, layer: str, kind: str) -> str:
        parts = [self.source.vectors[f"{layer}.{part}.b"] for part in PARTS[kind]]
        return self.constant(f"{layer}.{kind}.b", np.concatenate(parts))

    def linear(self, layer: str, kind: str, hidden: str, bias: bool = False) -> str:
        """Add one linear layer; without its bias where the next node adds that for nothing."""
        name = f"{layer}.{kind}"
        self.probes[name] = hidden
        dense = np.concatenate([self.source.matrices[f"{layer}.{part}.w"].dense() for part in PARTS[kind]])
        ending = [self.bias(layer, kind)] if bias else []
        if self.ranges is None:
            product = self.add("MatMul", [hidden, self.constant(f"{name}.w", dense.T)])
            return self.add("Add", [product, *ending]) if bias else product
        steps = _steps(dense, self.ranges[name], kind)
        scaled = dense * steps
        scales = np.abs(scaled).max(axis=1) / 127
        codes = np.rint(scaled / scales[:, None]).astype(np.int8)
        one = self.constant("one", np.array(1, np.float32))
        zero = self.constant(f"zero.{ZERO[kind]}", np.array(ZERO[kind], np.uint8))
        even = self.add("Mul", [hidden, self.constant(f"{name}.r", (1 / steps).astype(np.float32))])
        rounded = self.add("QuantizeLinear", [even, one, zero])
        weights = [self.constant(f"{name}.w", codes.T), one, self.constant(f"{name}.s", scales)]
        return self.add("MatMulIntegerToFloat", [rounded, *weights, zero, "", *ending])

    def split(self, joined: str, count: int) -> list[str]:
        names = [f"{joined}.{part}" for part in range(count)]
        self.nodes.append(helper.make_node("Split", [joined], names, axis=-1, num_outputs=count))
        return names

    def constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, operator: str, inputs: list[str], **attributes: Any) -> str:  # noqa: ANN401
        contributed = not onnx.defs.has(operator)
        name = f"{operator}.{len(self.nodes)}"
        domain = _MICROSOFT if contributed else ""
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name


def _steps(dense: Floats, seen: Range, kind: str) -> Floats:
    """Return the value of one code for each input channel, shape (channels,).

    Wide channels are narrowed before rounding and their weights widened in turn; how far is MIGRATION's choice.
    """
    zero, share = ZERO[kind], MIGRATION[kind]
    needed = np.maximum(np.maximum(seen.high / (255 - zero), -seen.low / zero), 1e-6)
    needed = np.maximum(needed, needed.max() * 1e-3)
    weights = np.maximum(np.abs(dense).max(axis=0), 1e-6)
    shape = needed**share / weights ** (1 - share)
    steps: Floats = (shape * (needed / shape).max()).astype(np.float32)
    return steps
