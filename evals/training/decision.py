"""Fit how answers are chosen: `python -m evals.training.decision DATA [--work DIR]`.

Over the tenth of the training documents that the reader was not trained on, among the distractors: the weights of the
sentences' features by a softmax over each question's sentences, then the logistic curve over the best one's relevance
that tells answerable questions from those the documents leave open. Prints recall by five-fold cross-validation over
documents and the constants of `assistant.answering.decision`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answering import decision, relevance
from assistant.answering.sentences import PRIOR_DOCUMENTS, collect, weighted
from assistant.answers import Question
from assistant.chain import AnswerChain, build_chain
from assistant.questions.analysis import analyse
from assistant.questions.followups import Rewriter
from evals.benchmarks.reading import day, marked_text, overlap
from evals.training import kept_out, softmax
from evals.training.softmax import Floats

RIDGE = 2e-3


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its sentences."""

    row: Mapping[str, Any]
    scored: tuple[decision.Scored, ...]
    features: Floats
    """Shape (sentences, features)."""
    gold: NDArray[np.bool_]


def cases(chain: AnswerChain, rows: Sequence[Mapping[str, Any]]) -> Iterator[Case]:
    """Yield the questions with their sentences as the chain reads them."""
    assert chain.reader is not None
    for row in rows:
        asked = Question(row["question"], history=tuple(row.get("history", ())), as_of=day(row))
        question = Rewriter().resolve(asked)
        passages = chain.retrieve(question)
        analysis = analyse(question.text)
        idf = chain.retriever.store.lexical.idf(analysis.terms, PRIOR_DOCUMENTS)
        weights = weighted(analysis, idf)
        found = collect(passages, weights, analysis.words)
        near = relevance.chosen(passages, relevance.READ)
        readings = relevance.read(chain.reader, relevance.asked(question), near, found, {})
        scored = decision.scores(found, readings, analysis)
        gold = [marked_text(row, one.evidence.passage.chunk.document_id, one.evidence.text) for one in scored]
        features = np.array([one.features for one in scored]).reshape(len(scored), -1)
        yield Case(row, scored, features, np.array(gold, bool))


def fit(several: Sequence[Case]) -> Floats:
    """Return the weights under which the right sentences are likeliest, each question counting alike."""
    return softmax.fit([(case.features, case.gold) for case in several if case.gold.any()], RIDGE, most=80)


def recall(several: Sequence[Case], weights: Sequence[Floats], k: int) -> float:
    """Return the share of questions with a right sentence among the first `k`."""
    pairs = zip(several, weights, strict=True)
    hits = [bool(case.gold[np.argsort(-(case.features @ w))[:k]].any()) for case, w in pairs]
    return sum(hits) / len(hits)


def relevances(several: Sequence[Case], weights: Floats) -> Floats:
    """Return the reader's relevance of each question's best sentence, shape (questions, 1)."""
    best = [case.scored[int((case.features @ weights).argmax())] for case in several]
    return np.array([[one.reading.relevance] for one in best])


def main() -> None:
    """Print the fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    chosen = parser.parse_args()
    with kept_out.store(chosen.data, chosen.work) as store:
        rows = kept_out.rows(chosen.data, "questions")
        found = [case for case in cases(build_chain(store), rows) if len(case.scored)]
    answerable = [case for case in found if case.row["answerable"]]
    absent = [case for case in found if case.row["kind"] == "unanswerable"]
    fold = kept_out.folds([case.row for case in answerable])
    numbered = list(zip(fold, answerable, strict=True))
    by_fold = [fit([case for at, case in numbered if at != k]) for k in range(kept_out.FOLDS)]
    crossed = [by_fold[at] for at in fold]
    first, third = (recall(answerable, crossed, k) for k in (1, 3))
    print(f"{len(answerable)} answerable: R@1 {first:.3f} R@3 {third:.3f}")
    weights = fit(answerable)
    print("WEIGHTS", dict(zip(decision.FEATURES, weights.round(2).tolist(), strict=True)))
    yes, no = relevances(answerable, weights), relevances(absent, weights)
    truth = np.r_[np.ones(len(yes)), np.zeros(len(no))]
    balance = np.r_[np.full(len(yes), 1 / len(yes)), np.full(len(no), 1 / len(no))] * len(truth) / 2
    model = LogisticRegression(C=0.3).fit(np.vstack([yes, no]), truth, sample_weight=balance)
    values = model.predict_proba(np.vstack([yes, no]))[:, 1]
    print(f"CERTAINTY {model.coef_[0][0]:.2f} BIAS {model.intercept_[0]:.2f}")
    print(f"AUC {roc_auc_score(truth, values):.3f} on {len(yes)} and {len(no)}")
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        lost, open_ = (values[: len(yes)] < cut).mean(), (values[len(yes) :] < cut).mean()
        print(f"  below {cut}: answerable {lost:.3f}, unanswerable {open_:.3f}")
    _spread(answerable, weights)
    _leads(answerable, weights)


def _spread(answerable: Sequence[Case], weights: Floats) -> None:
    """Print what showing sentences this close to the best brings and costs."""
    for close in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0):
        right, shown = [], []
        for case in answerable:
            values = case.features @ weights
            order = np.argsort(-values)[: decision.MOST]
            near = [i for i in order if values[order[0]] - values[i] <= close]
            right.append(case.gold[near].any())
            shown.append(len(near))
        print(f"  close {close}: right {np.mean(right):.3f}, sentences {np.mean(shown):.2f}")


def _leads(answerable: Sequence[Case], weights: Floats) -> None:
    """Print the overlap of the short answers with the written ones, by the least probability of one that is shown."""
    for least in (0.0, 0.02, 0.05, 0.1, 0.2):
        found = []
        for case in answerable:
            if case.row["kind"] in ("figure", "date"):
                best = case.scored[int((case.features @ weights).argmax())]
                start, end = best.reading.answer
                told = best.evidence.text[start:end] if best.reading.sure >= least else ""
                found.append(overlap(told, case.row["gold"]))
        print(f"  leads from {least}: F1 {np.mean(found):.3f} of {len(found)}")


if __name__ == "__main__":
    main()
