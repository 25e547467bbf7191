"""Fit how claims are judged: `python -m evals.training.verdicts DATA [--work DIR]`.

Over the claims kept out of the reader's training: a multinomial logistic curve over the signs of
`assistant.grounding.meaning`. Prints what five-fold cross-validation over documents says of it by the least
probabilities of the two verdicts, and the constants.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import claims
from assistant.answers import Question
from assistant.chain import AnswerChain, build_chain
from assistant.grounding import meaning
from evals.benchmarks.reading import day
from evals.training import kept_out
from evals.training.examples import LABELS
from evals.training.kept_out import Row

STRENGTH = 0.05
"""Inverse of the ridge, over signs of unit variance."""

Floats = NDArray[np.float64]


def signs(chain: AnswerChain, rows: Sequence[Row]) -> Floats:
    """Return the signs of each claim, shape (claims, signs); all 0 where nothing was read."""
    assert chain.reader is not None
    found = []
    for row in rows:
        question, subject = Question(row["claim"], as_of=day(row)), row.get("context", "")
        ruled, passages = claims.examined(question, chain.retriever, chain.judge, subject)
        read = claims.read(question, passages, chain.reader, subject)
        found.append(meaning.signs(question.text, ruled, read).values if read else ())
    width = max(map(len, found))
    return np.array([values or (0.0,) * width for values in found])


def crossed(table: Floats, truth: NDArray[np.int64], fold: Sequence[int]) -> Floats:
    """Return the probabilities of each claim by curves fitted on the other folds, shape (claims, 3)."""
    which, found = np.array(fold), np.zeros((len(table), len(LABELS)))
    for k in range(kept_out.FOLDS):
        out = which == k
        found[out] = fitted(table[~out], truth[~out]).predict_proba(table[out])
    return found


def fitted(table: Floats, truth: NDArray[np.int64]) -> Pipeline:
    """Return the curves over a table, its columns brought to unit variance first."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000)).fit(table, truth)


def constants(curves: Pipeline) -> Floats:
    """Return the bias and the weights of each verdict over the signs as they are, shape (3, 1 + signs)."""
    scaler, model = curves[0], curves[-1]
    weights = model.coef_ / scaler.scale_
    return np.column_stack([model.intercept_ - weights @ scaler.mean_, weights])


def main() -> None:
    """Print the fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    chosen = parser.parse_args()
    rows = kept_out.rows(chosen.data, "claims")
    with kept_out.store(chosen.data, chosen.work) as store:
        table = signs(build_chain(store), rows)
    truth = np.array([LABELS.index(row["label"]) for row in rows])
    likely = crossed(table, truth, kept_out.folds(rows))
    print(f"{len(rows)} claims; likeliest verdict right {np.mean(likely.argmax(1) == truth):.3f}")
    for supported in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        for contradicted in (0.4, 0.45, 0.5, 0.55, 0.6):
            _line(supported, contradicted, likely, truth, [row["kind"] for row in rows])
    columns = ["bias", *meaning.NAMES]
    for name, weights in zip(columns, constants(fitted(table, truth)).T.tolist(), strict=True):
        print(f'    "{name}": ({", ".join(f"{weight:.3f}" for weight in weights)}),')


def _line(
    supported: float, contradicted: float, likely: Floats, truth: NDArray[np.int64], kinds: Sequence[str]
) -> None:
    said = np.where(likely[:, 1] >= supported, 1, np.where(likely[:, 2] >= contradicted, 2, 0))
    true, paraphrased = truth == 1, np.array([kind == "paraphrase" for kind in kinds])
    print(
        f"  supported from {supported} contradicted from {contradicted}: exact {np.mean(said == truth):.3f}"
        f" false supported {np.mean(said[~true] == 1):.3f} paraphrases supported {np.mean(said[paraphrased] == 1):.3f}"
        f" true contradicted {np.mean(said[true] == 2):.3f} contradictions {np.mean(said[truth == 2] == 2):.3f}"
    )


if __name__ == "__main__":
    main()
