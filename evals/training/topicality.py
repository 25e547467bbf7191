"""Fit whether passages speak of the matter of a question: `python -m evals.training.topicality DATA [--work DIR]`.

Two kinds of questions are weighed alike: those written for the tenth of the training documents that the reader was not
trained on, some of which the documents leave open, and one half of the abstention benchmark, half of whose questions
are asked with the documents that answer them left out (`evals.benchmarks.abstention` reports on the other). Prints the
constants of `assistant.answering.topicality` and what each threshold refuses.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answering import decision, relevance, topicality
from assistant.answering.sentences import PRIOR_DOCUMENTS, timely, weighted
from assistant.answers import Filter, Question
from assistant.chain import AnswerChain, build_chain
from assistant.questions.analysis import analyse
from assistant.questions.followups import Rewriter
from evals.benchmarks.abstention import held_out
from evals.benchmarks.corpora import open_store
from evals.benchmarks.reading import day, marked_text
from evals.training import kept_out
from evals.training.softmax import Floats

SCALE = np.array([1.0, 1.0, 20.0])
"""Of relevance, words and nearness: cosines differ by hundredths, and the ridge would hold their weight down."""
CURVES = {"BUNDLED": 3, "OTHER": 2}
"""How many of the features each curve takes."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the features of its likeliest sentence; none where a rule found no sentence."""

    answerable: bool
    features: tuple[float, ...]
    shown: bool
    """Whether the reader takes the documents to answer."""
    right: bool = False
    """Whether the likeliest sentence is one that the question's author marked."""


def case(chain: AnswerChain, asked: Question, answerable: bool, row: kept_out.Row | None = None) -> Case:
    """Return what the chain finds for one question."""
    assert chain.reader is not None
    question = Rewriter().resolve(asked)
    analysis = analyse(question.text)
    passages = chain.retrieve(question)
    idf = chain.retriever.store.lexical.idf(analysis.terms, PRIOR_DOCUMENTS)
    weights = weighted(analysis, idf)
    choice = decision.likeliest(analysis, timely(passages, analysis), weights, chain.reader, relevance.asked(question))
    if not choice.chosen:
        return Case(answerable, (), False)
    best = choice.chosen[0]
    found = topicality.features(choice.answerable, best, weights, topicality.nearness(passages))
    right = row is not None and marked_text(row, best.passage.chunk.document_id, best.text)
    return Case(answerable, astuple(found), choice.answerable >= decision.ANSWERED, right)


def written(data: Path, work: Path) -> Iterator[Case]:
    """Yield the kept-out questions on documents that are in the store."""
    with kept_out.store(data, work) as store:
        chain = build_chain(store)
        for row in kept_out.rows(data, "questions"):
            asked = Question(row["question"], history=tuple(row.get("history", ())), as_of=day(row))
            yield case(chain, asked, bool(row["answerable"]), row)


def left_out(data: Path, work: Path) -> Iterator[Case]:
    """Yield one half of the abstention benchmark."""
    with (data / "bench" / "abstention.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if not held_out(row["id"])]
    for name in sorted({row["set"] for row in rows}):
        with open_store(data / "bench" / name, work) as store:
            chain = build_chain(store)
            for row in rows:
                if row["set"] == name:
                    asked = Question(row["question"], filter=Filter(exclude=tuple(row["exclude"])))
                    yield case(chain, asked, not row["is_impossible"])


def fit(groups: Sequence[Sequence[Case]], count: int) -> tuple[Floats, float]:
    """Return the weights of the first `count` features and the bias that tell the groups, each counting alike, best."""
    features, truth, weights = [], [], []
    for group in groups:
        known = [one for one in group if one.features]
        features += [one.features[:count] for one in known]
        truth += [one.answerable for one in known]
        weights += [1 / len(known)] * len(known)
    scale, counted = SCALE[:count], np.array(weights) * len(weights) / len(groups)
    model = LogisticRegression(C=10.0, max_iter=1_000).fit(np.array(features) * scale, truth, sample_weight=counted)
    return model.coef_[0] * scale, float(model.intercept_[0])


def main() -> None:
    """Print the fits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    chosen = parser.parse_args()
    groups = {
        "written": list(written(chosen.data, chosen.work)),
        "left out": list(left_out(chosen.data, chosen.work)),
    }
    for curve, count in CURVES.items():
        weights, bias = fit(list(groups.values()), count)
        print(curve, weights.round(2).tolist(), "bias", round(bias, 2))
        for name, group in groups.items():
            known = [one for one in group if one.features]
            values = np.array([one.features[:count] for one in known]) @ weights + bias
            print(f"{name}: n {len(group)}, AUC {roc_auc_score([one.answerable for one in known], values):.3f}")
            for least in (0.0, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
                print(f"  from {least:.2f} on: {_told(group, known, 1 / (1 + np.exp(-values)) >= least)}")


def _told(group: Sequence[Case], known: Sequence[Case], about: NDArray[np.bool_]) -> str:
    shown = [one for one, kept in zip(known, about, strict=True) if kept and one.shown]
    answerable, absent = (sum(one.answerable is wanted for one in group) for wanted in (True, False))
    lost = 1 - sum(one.answerable for one in shown) / answerable
    told = sum(not one.answerable for one in shown) / absent
    right = sum(one.right for one in shown) / answerable
    return f"answerable refused {lost:.3f}, others answered {told:.3f}, right in the first sentence {right:.3f}"


if __name__ == "__main__":
    main()
