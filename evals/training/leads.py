"""Fit which figure of a sentence leads an answer: `python -m evals.training.leads DATA`.

Over the figure and date questions kept out of the reader's training, on the sentence that answers: a softmax
over its figures (`assistant.answering.leads`). Prints the overlap of the chosen figure with the written short answer by
five-fold cross-validation over documents, by the least probability from which it is shown, and the weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from assistant.answering import leads
from assistant.facts.extraction import figures
from assistant.models.bundled_reader import bundled
from assistant.models.reader import Reader, Text
from assistant.questions.analysis import analyse
from evals.benchmarks.reading import overlap
from evals.training import examples, softmax
from evals.training.examples import Example
from evals.training.kept_out import FOLDS
from evals.training.softmax import Floats

KINDS = ("figure", "date")
AROUND = 2
"""Sentences before and after the one that answers that are read with it."""
SAME = 0.6
"""Least overlap with the written answer of a figure that is taken to be it."""
RIDGE = 0.005


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the figures of the sentence that answers it."""

    example: Example
    features: Floats
    """Shape (figures, features)."""
    overlaps: Floats
    """Shape (figures,): F1 of each with the written answer."""
    spanned: float
    """The same of the reader's own span, and its probability."""
    sure: float


def cases(reader: Reader, several: Sequence[Example]) -> list[Case]:
    """Return the cases whose sentence states a figure."""
    found = []
    for one in several:
        at = one.gold[0]
        start = max(0, at - AROUND)
        text = one.sentences[at]
        reading = reader.read(one.asked, "question", [Text(one.title, one.sentences[start : at + AROUND + 1])])[0][
            at - start
        ]
        told = leads.candidates(text, figures(text), analyse(one.asked), reading)
        if told:
            found.append(
                Case(
                    example=one,
                    features=np.array([astuple(each.features) for each in told]),
                    overlaps=np.array([overlap(text[each.start : each.end], one.answer) for each in told]),
                    spanned=overlap(text[slice(*reading.answer)], one.answer),
                    sure=reading.sure,
                )
            )
    return found


def fit(several: Sequence[Case]) -> Floats:
    """Return the weights under which the figures that are the written answers are likeliest."""
    right = [one for one in several if one.overlaps.max() >= SAME]
    return softmax.fit([(one.features, one.overlaps == one.overlaps.max()) for one in right], RIDGE, most=100)


def chosen(one: Case, weights: Floats) -> tuple[float, float]:
    """Return the overlap of the likeliest figure with the written answer, and its probability."""
    values = one.features @ weights
    powers = np.exp(values - values.max())
    best = int(values.argmax())
    return float(one.overlaps[best]), float(powers[best] / powers.sum())


def main() -> None:
    """Print the fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    everyone = [*examples.written(data), *examples.reading(data / "reading" / "train")]
    asked = [one for one in everyone if one.role == "question" and one.kind in KINDS and one.gold and one.answer]
    found = cases(bundled(), [one for one in asked if not examples.share(one.document)])
    documents = sorted({one.example.document for one in found})
    fold = [documents.index(one.example.document) % FOLDS for one in found]
    by_fold = [fit([one for one, at in zip(found, fold, strict=True) if at != k]) for k in range(FOLDS)]
    crossed = [chosen(one, by_fold[at]) for one, at in zip(found, fold, strict=True)]
    print(f"{len(found)} questions; the best figure there is: F1 {np.mean([one.overlaps.max() for one in found]):.3f}")
    print(f"the reader's span: F1 {np.mean([one.spanned for one in found]):.3f}")
    for least in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8):
        shown = [value for value, sure in crossed if sure >= least]
        wrong = sum(value < SAME for value in shown)
        print(
            f"  shown from {least}: F1 {sum(shown) / len(crossed):.3f} over all, {np.mean(shown):.3f} of the"
            f" {len(shown) / len(crossed):.0%} shown, {wrong} wrong"
        )
    for name, weight in zip(leads.NAMES, fit(found).tolist(), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
