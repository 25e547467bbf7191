"""Fits the weights by which a claim's figure is paired with a mention; writes `assistant/pairing.toml`.

    python -m evals.benchmarks.pairing DATA_DIR

Learns from press releases and their own headlines: a headline's figure stands where it says, and any other figure
of the same kind from the same release, put in its place, does not. Headlines that retell one sentence teach
nothing and are left out, as are all releases that the grounding claims are about.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from assistant.alignment import align, line
from assistant.facts import Fact, figures
from assistant.pairing import MEASURES, measures
from assistant.readings import Reader
from assistant.sources import Evidence, Source, bigrams
from assistant.standing import Stand

RETOLD = 0.85
"""Share of a headline lying on one sentence from which on it is left out."""
RELEASES = 20_000
_LABEL = re.compile(r"^\s*[\[(][^\])]{1,20}[\])]\s*")

Row = tuple[tuple[float, ...], bool]


def published(text: str) -> date | None:
    """Read a release's date, written month first."""
    match = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text or "")
    return date(int(match[3]), int(match[1]), int(match[2])) if match else None


def _retold(claim: str, source: Source) -> bool:
    ours = line(claim, source.evidence.published)
    for index in source.nearest(bigrams(claim), 2):
        start, end = source.sentences[index]
        if align(ours, line(source.text[start:end], source.evidence.published)).matched > RETOLD:
            return True
    return False


def _row(reader: Reader, index: int) -> tuple[float, ...]:
    return measures(Stand(reader, reader.facts[index], index), reader.rivals(index))[0]


def _exchange(reader: Reader, chance: random.Random) -> tuple[Reader, Fact] | None:
    """Put another figure of the source in the place of one of the claim's."""
    index = chance.randrange(len(reader.facts))
    fact, rivals = reader.facts[index], reader.rivals(index)
    if not rivals:
        return None
    rival = chance.choice(rivals)
    text = reader.claim[: fact.start] + rival.text + reader.claim[fact.end :]
    changed = Reader(text, figures(text, reader.source.evidence.published), reader.source)
    at = next((item for item in changed.facts if item.start <= fact.start < item.end), None)
    return (changed, at) if at else None


def rows(data: Path) -> Iterator[Row]:
    """Yield measures and whether the figure stands where the headline says."""
    with (data / "bench" / "grounding_docs.jsonl").open(encoding="utf-8") as lines:
        judged = {json.loads(text)["id"] for text in lines}
    chance = random.Random(7)  # noqa: S311 - not for secrets
    taken = 0
    with gzip.open(data / "bench" / "gov_press_30k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for text in lines:
            record = json.loads(text)
            claim = _LABEL.sub("", record["title"])
            if record["id"] in judged or not any(letter.isdigit() for letter in claim) or taken >= RELEASES:
                continue
            source = Source(Evidence(record["id"], record["text"][:6000], published(record["date"])))
            reader = Reader(claim, figures(claim, source.evidence.published), source)
            if not reader.facts or not all(reader.mentions) or not source.sentences or _retold(claim, source):
                continue
            taken += 1
            for index in range(len(reader.facts)):
                yield _row(reader, index), True
            changed = _exchange(reader, chance)
            if changed and all(changed[0].mentions):
                yield _row(changed[0], changed[0].facts.index(changed[1])), False


def fit(table: list[Row]) -> tuple[float, np.ndarray]:
    """Return the intercept and weights of a ridge-penalised logistic regression, by Newton's method."""
    values = np.array([row for row, _ in table])
    labels = np.array([label for _, label in table], dtype=float)
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(values), 1)), (values - mean) / spread])
    penalty = np.diag([0.0, *([3.0] * values.shape[1])])
    weight = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ weight))
        gradient = design.T @ (chance - labels) + penalty @ weight
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        weight -= np.linalg.solve(curvature, gradient)
    scaled = weight[1:] / spread
    return float(weight[0] - scaled @ mean), scaled


def main() -> None:
    """Fit and write the weights."""
    table = list(rows(Path(sys.argv[1])))
    intercept, weights = fit(table)
    lines = [
        "# Weights of the measures in assistant/standing.py, fitted by evals/benchmarks/pairing.py.",
        f"rows = {len(table)}",
        f"intercept = {intercept:.4f}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(MEASURES, weights, strict=True)),
        "",
    ]
    Path("assistant/pairing.toml").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
