"""Fit the weights that pair a figure with a mention, into `assistant/grounding/rules/pairing.toml`.

    python -m evals.benchmarks.pairing DATA_DIR

Learns from press releases and their own headlines: of all the values of one kind in a release, the headline's figure
speaks of its own and of no other. Headlines that retell one sentence teach
nothing and are left out, as are all releases that the grounding claims are about.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.facts.extraction import figures
from assistant.grounding.alignment import align, line
from assistant.grounding.rules.pairing import MEASURES, measures, understood, values
from assistant.grounding.rules.readings import Reader
from assistant.grounding.rules.standing import Stand
from assistant.grounding.source import Evidence, Source, bigrams

RETOLD = 0.85
"""Share of a headline lying on one sentence from which on it is left out."""
ABSENT = 0.05
"""Weight of a choice whose right value was taken away."""
RIDGE = 3.0
Floats = NDArray[np.float64]
_LABEL = re.compile(r"^\s*[\[(][^\])]{1,20}[\])]\s*")

Choice = tuple[tuple[float, ...], list[tuple[float, ...]]]
"""The measures of the value that a headline names and those of every other it could have named."""


def published(text: str) -> date | None:
    """Read a release's date, written month first, with or without a time of day."""
    match = re.match(r"(\d{2})/(\d{2})/(\d{4})(?!\d)", text or "")
    return date(int(match[3]), int(match[1]), int(match[2])) if match else None


def _retold(claim: str, source: Source) -> bool:
    ours = line(claim, source.evidence.published)
    for index in source.nearest(bigrams(claim), 2):
        start, end = source.sentences[index]
        if align(ours, line(source.text[start:end], source.evidence.published)).matched > RETOLD:
            return True
    return False


def _choice(reader: Reader, index: int) -> Choice:
    stand = Stand(reader, reader.facts[index], index)
    others = [measures(stand, group) for group in values(reader.rivals(index))]
    return measures(stand, reader.mentions[index]), others


def choices(data: Path) -> Iterator[Choice]:
    """Yield, for each figure of a headline, what it chose and what it might have chosen."""
    with (data / "bench" / "grounding_docs.jsonl").open(encoding="utf-8") as lines:
        judged = {json.loads(text)["id"] for text in lines}
    with gzip.open(data / "bench" / "gov_press_30k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for text in lines:
            record = json.loads(text)
            claim = _LABEL.sub("", record["title"])
            if record["id"] in judged or not any(letter.isdigit() for letter in claim):
                continue
            source = Source(Evidence(record["id"], record["text"][:6000], published(record["date"])))
            reader = Reader(claim, figures(claim, source.evidence.published), source)
            if not reader.facts or not all(reader.mentions) or not source.sentences or _retold(claim, source):
                continue
            for index, fact in enumerate(reader.facts):
                if not understood(fact, reader) and reader.rivals(index):
                    yield _choice(reader, index)


def _table(found: list[Choice]) -> tuple[Floats, Floats]:
    """Return options (choices, options, measures and one for none) and a mask; the chosen option comes first."""
    widest = 2 + max(len(others) for _, others in found)
    options = np.zeros((len(found), widest, len(MEASURES) + 1))
    mask = np.zeros((len(found), widest))
    for row, (own, others) in enumerate(found):
        options[row, : 1 + len(others), :-1] = [own, *others]
        options[row, 1 + len(others), -1] = 1.0
        mask[row, : 2 + len(others)] = 1.0
    return options, mask


def _step(options: Floats, mask: Floats, right: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return gradient and curvature of a conditional logit."""
    scores = np.where(mask > 0, options @ weight, -np.inf)
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    mean = np.einsum("ij,ijk->ik", chance, options)
    curvature = np.einsum("ij,ijk,ijl->kl", chance, options, options) - mean.T @ mean
    return (mean - right).sum(axis=0), curvature


def fit(found: list[Choice]) -> tuple[float, Floats]:
    """Return the score of none and the weights, by Newton's method.

    Each choice is seen twice: with the value named, which is right; and, for a little, without it, when none is.
    """
    options, mask = _table(found)
    spread = options[mask > 0][:, :-1].std(axis=0) + 1e-9
    options[:, :, :-1] /= spread
    none = np.zeros_like(options[:, 0])
    none[:, -1] = 1.0
    without = mask.copy()
    without[:, 0] = 0.0
    weight = np.zeros(options.shape[2])
    for _ in range(25):
        gradient, curvature = _step(options, mask, options[:, 0], weight)
        lost, bent = _step(options, without, none, weight)
        gradient += ABSENT * lost + RIDGE * weight
        weight -= np.linalg.solve(curvature + ABSENT * bent + RIDGE * np.eye(len(weight)), gradient)
    return float(weight[-1]), weight[:-1] / spread


def main() -> None:
    """Fit and write the weights."""
    found = list(choices(Path(sys.argv[1])))
    none, weights = fit(found)
    lines = [
        "# Weights of the measures in assistant/grounding/rules/standing.py, fitted by evals/benchmarks/pairing.py.",
        f"choices = {len(found)}",
        f"none = {none:.4f}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(MEASURES, weights, strict=True)),
        "",
    ]
    Path("assistant/grounding/rules/pairing.toml").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
