"""Train the reader: `python -m evals.training.reader DATA OUT [--steps N] [--device cuda]`.

DATA is the directory of the reading and welfare sets; `evals/datasets/reading` and further folders named by `--more`
are added. OUT takes checkpoints: started again with the same OUT it goes on from the last one. Needs the extra `model`.
On two idle cores 1,200 steps take an hour, on an accelerator minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from dataclasses import fields
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import torch

from evals.training import examples
from evals.training.batches import Cutter, batch, endless, targets, tokenizer
from evals.training.examples import Example
from evals.training.loss import Targets, losses
from evals.training.network import Batch, Reader
from evals.training.turned import Turner

PATTERN = (
    *("question", "claim", "question", "claim", "question", "claim", "altered", "claim"),
    *("question", "claim", "question", "claim", "welfare", "claim", "claim", "altered"),
)
"""Whence the windows come, in turn."""
WINDOWS = 8
"""Windows of one step."""
BODY_RATE, HEAD_RATE = 8e-5, 1e-3
FROZEN = 3
"""Lowest layers left as the embedding model has them, beside the word table."""
WARM = 0.08
"""Share of the steps over which the learning rate rises."""
Moved = TypeVar("Moved", Batch, Targets)
WEIGHTS = {"relevance": 1.0, "verdict": 0.7, "span": 0.5, "window": 1.0}
SAVED_EVERY = 50


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="float32 directory of the embedding model")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="further folders of questions and claims")
    parser.add_argument("--steps", type=int, default=1800)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    train(chosen)


def train(chosen: argparse.Namespace) -> None:
    """Train from the last checkpoint, or from the start, to the last step."""
    torch.manual_seed(chosen.seed)
    sources = _sources(chosen.data, chosen.more)
    everyone = [example for several in sources.values() for example in several]
    cutter = Cutter(tokenizer(chosen.encoder), Turner.over(everyone))
    model = Reader(chosen.encoder, FROZEN).to(chosen.device)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    rates = [BODY_RATE, HEAD_RATE]
    groups = [{"params": part, "lr": rate} for part, rate in zip((body, heads), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    done = _resume(chosen.out / "checkpoint.pt", model, optimizer)
    # Another order after each resumption: the examples may have grown.
    chance = random.Random(chosen.seed + done)  # noqa: S311 - no secret
    streams = {name: endless(several, chance) for name, several in sources.items()}
    turns = cycle(PATTERN)
    seen: dict[str, list[float]] = defaultdict(list)
    began = time.perf_counter()
    model.train()
    for step in range(done, chosen.steps):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * _schedule(step, chosen.steps)
        items = [cutter.drawn(next(streams[next(turns)]), everyone, chance) for _ in range(WINDOWS)]
        inputs = batch([item.window for item in items])
        told = targets(items, inputs.present.shape[1])
        inputs, told = _on(inputs, chosen.device), _on(told, chosen.device)
        found = losses(model(inputs), inputs.present, inputs.mask, told)
        total = sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros(()))
        torch.autograd.backward(total)
        torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        for name, loss in found.items():
            seen[name].append(float(loss.detach()))
        if (step + 1) % 25 == 0:
            means = " ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in seen.items())
            sys.stdout.write(f"{step + 1}/{chosen.steps} {means} {time.perf_counter() - began:.0f} s\n")
            sys.stdout.flush()
            seen.clear()
        if (step + 1) % SAVED_EVERY == 0 or step + 1 == chosen.steps:
            _save(chosen.out / "checkpoint.pt", model, optimizer, step + 1)


def _sources(data: Path, more: list[Path]) -> dict[str, list[Example]]:
    folders = (data / "reading" / "train", *more)
    found = [*examples.written(data), *(example for folder in folders for example in examples.reading(folder))]
    kept, _ = examples.split([example for example in found if example.sentences])
    return {
        "question": [example for example in kept if example.role == "question"],
        "claim": [example for example in kept if example.role == "claim"],
        "welfare": examples.welfare(data / "learn" / "welfare", "train"),
        "altered": examples.altered(data / "bench"),
    }


def _schedule(step: int, steps: int) -> float:
    """Rise over the first steps, then fall to a fiftieth."""
    return min((step + 1) / (WARM * steps), max(0.02, 1 - step / steps))


def _on(value: Moved, device: str) -> Moved:
    return type(value)(*(getattr(value, field.name).to(device) for field in fields(value)))


def _resume(path: Path, model: Reader, optimizer: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model"], strict=False)
    optimizer.load_state_dict(saved["optimizer"])
    return int(saved["step"])


def _save(path: Path, model: Reader, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Replace the checkpoint as a whole, so that a kill leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    learned = {name: value for name, value in model.state_dict().items() if "word_embeddings" not in name}
    fresh = path.with_suffix(".new")
    torch.save({"model": learned, "optimizer": optimizer.state_dict(), "step": step}, fresh)
    fresh.replace(path)


if __name__ == "__main__":
    main()
