"""Sentence recall at 1, 3 and 5 of the extractive composer, and the fit of its ranking weights.

Run: python -m evals.benchmarks.answering DATA [--work DIR] [--fit]

Questions are the project's golden set, over its sample documents, and the policy set, over DATA/policy. Weights are
fitted pairwise on the development half (right sentences against the highest-ranked wrong ones), reported on the other.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.answering.ranking import LIKELY, WEIGHTS, Features, complete, lexical
from assistant.answering.sentences import PRIOR_DOCUMENTS, Evidence, collect, weighted
from assistant.chain import AnswerChain, build_chain
from assistant.questions.analysis import analyse
from assistant.questions.followups import Rewriter
from evals.benchmarks.corpora import open_documents, written_sets
from evals.datasets.cases import QuestionCase
from evals.datasets.reading import read
from evals.metrics.gold import holds
from evals.systems import asked

HARD = 30
"""Wrong sentences that each right one is set against."""
NAMES = tuple(field.name for field in fields(Features))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One answerable question with the features of its sentences and which of them are right."""

    case: QuestionCase
    features: Floats
    """Shape (sentences, features)."""
    right: Floats
    """Share of the gold strings each sentence holds, shape (sentences,)."""


def rows(chain: AnswerChain, cases: Sequence[QuestionCase]) -> Iterator[Ranked]:
    """Yield every answerable question's sentences, as the composer sees them."""
    for case in cases:
        if case.expected != "answer":
            continue
        question = Rewriter().resolve(asked(case))
        passages = chain.retrieve(question)
        analysis = analyse(question.text)
        weights = weighted(analysis, chain.retriever.store.lexical.idf(analysis.terms, PRIOR_DOCUMENTS))
        found = collect(passages, weights, analysis.words)
        features = complete(lexical(found, analysis), found, analysis)
        yield Ranked(case, features, np.array([_right(case, evidence) for evidence in found]))


def _right(case: QuestionCase, evidence: Evidence) -> float:
    if evidence.passage.chunk.document_id not in case.documents:
        return 0.0
    return sum(holds(evidence.text, gold) for gold in case.gold) / len(case.gold)


def fit(ranked: Sequence[Ranked]) -> Floats:
    """Return the weights that best separate right sentences from the highest-ranked wrong ones."""
    differences, importance = [], []
    for row in ranked:
        best = row.right.max(initial=0.0)
        if best == 0:
            continue
        likely = row.features @ np.array(astuple(WEIGHTS))
        right, wrong = (np.flatnonzero(mask) for mask in (row.right == best, row.right < best))
        right = right[np.argsort(-likely[right])][:3]
        wrong = wrong[np.argsort(-likely[wrong])][:HARD]
        for one in right:
            for other in wrong:
                differences.append(row.features[one] - row.features[other])
                importance.append(1 / (len(right) * len(wrong)))
    pairs = np.array(differences)
    model = LogisticRegression(C=0.1, fit_intercept=False, max_iter=2_000)
    truth = np.r_[np.ones(len(pairs)), np.zeros(len(pairs))]
    model.fit(np.vstack([pairs, -pairs]), truth, sample_weight=np.r_[importance, importance])
    return np.asarray(model.coef_[0])


def recall(ranked: Sequence[Ranked], weights: Floats, k: int) -> float:
    """Return the share of questions with a sentence among the first `k` that holds every gold string."""
    found = []
    for row in ranked:
        order = np.argsort(-(row.features @ weights), kind="stable")[:LIKELY][:k]
        found.append(bool(len(order)) and bool(row.right[order].max() == 1))
    return float(np.mean(found))


def main() -> None:
    """Print recall at 1, 3 and 5 by set and split, with the shipped weights or freshly fitted ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    ranked: dict[tuple[str, str], list[Ranked]] = defaultdict(list)
    for name, files, folders in written_sets(arguments.data):
        with open_documents(name, folders, arguments.work) as store:
            for row in rows(build_chain(store), read(files, name).questions):
                ranked[name, row.case.split].append(row)
    weights = np.array(astuple(WEIGHTS))
    if arguments.fit:
        weights = fit([row for (_, split), group in ranked.items() if split == "dev" for row in group])
        print("fitted:", {name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)})
    for (name, split), group in sorted(ranked.items()):
        shares = "  ".join(f"R@{k} {recall(group, weights, k):.3f}" for k in (1, 3, 5))
        print(f"{name} {split}: n {len(group)}  {shares}")


if __name__ == "__main__":
    main()
