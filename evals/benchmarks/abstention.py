"""Abstention benchmark of the whole chain, and of words alone with the fit of their answerability weights.

Run: python -m evals.benchmarks.abstention DATA [--work DIR]

Half of the questions in DATA/bench/abstention.jsonl are asked with the documents that answer them left out. Weights are
fitted on one half of them and reported on the other; golden and policy questions join a half by their split. Macro-F1
and the names of the measures are Trust-Align's; `incorrect_refusal` is the share of answerable questions that are
refused. STR-EM is the share of answered KorQuAD questions whose reply contains the short gold answer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answering.answerability import BIAS, THRESHOLD, WEIGHTS, Features
from assistant.answering.extractive import choose
from assistant.answering.sentences import PRIOR_DOCUMENTS
from assistant.answers import Answer, Filter, Question
from assistant.chain import AnswerChain, build_chain
from assistant.questions.analysis import analyse
from assistant.questions.followups import Rewriter
from evals.benchmarks.corpora import open_documents, open_store, written_sets
from evals.datasets.cases import QuestionCase
from evals.datasets.reading import read
from evals.metrics.gold import holds
from evals.systems import asked

LENIENCE = 0.75
"""Added to the bias, chosen on the same half: balanced classes refuse too much."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question, the composer's choice for it, and whether it is answerable."""

    id: str
    source: str
    answerable: bool
    features: Features | None
    probability: float
    """As shipped; 0 where a rule refused."""
    exact: bool
    """Whether a short gold answer stands in the sentences chosen."""
    split: str = ""
    """Of a written case; the others are split by their id."""

    @property
    def held_out(self) -> bool:
        """Whether the case belongs to the half that is reported on."""
        if self.split:
            return self.split == "test"
        return held_out(self.id)


def held_out(name: str) -> bool:
    """Whether a question of that id belongs to the half that is reported on."""
    return hashlib.sha256(name[2:].encode()).digest()[0] % 2 == 1


def ask(chain: AnswerChain, row: dict[str, object]) -> Case:
    """Retrieve and choose sentences for one question, without applying the answerability threshold."""
    text, exclude = str(row["question"]), row["exclude"]
    assert isinstance(exclude, list)
    question = Question(text, filter=Filter(exclude=tuple(exclude)))
    analysis = analyse(text)
    passages = chain.retrieve(question)
    choice = choose(analysis, passages, chain.retriever.store.lexical.idf(analysis.terms, PRIOR_DOCUMENTS))
    gold = [str(answer).replace(" ", "") for answer in row.get("answers") or ()]  # type: ignore[attr-defined]
    said = "".join(e.text for e in choice.chosen).replace(" ", "")
    return Case(
        id=str(row["id"]),
        source=str(row["set"]),
        answerable=not row["is_impossible"],
        features=choice.features,
        probability=choice.answerable,
        exact=any(answer in said for answer in gold),
    )


def reply(chain: AnswerChain, row: dict[str, Any]) -> Case:
    """Ask one question of the whole chain, with the reader; its probability is 1 where it is answered."""
    told = chain.invoke(Question(row["question"], filter=Filter(exclude=tuple(row["exclude"]))))
    answered = isinstance(told, Answer)
    said = "".join(sentence.text for sentence in told.sentences).replace(" ", "") if isinstance(told, Answer) else ""
    exact = any(str(gold).replace(" ", "") in said for gold in row.get("answers") or ())
    return Case(str(row["id"]), row["set"], not row["is_impossible"], None, float(answered), exact)


def written(chain: AnswerChain, case: QuestionCase) -> Case:
    """Retrieve and choose sentences for one case of the golden or the policy set."""
    question = Rewriter().resolve(asked(case))
    analysis = analyse(question.text)
    idf = chain.retriever.store.lexical.idf(analysis.terms, PRIOR_DOCUMENTS)
    choice = choose(analysis, chain.retrieve(question), idf)
    said = " ".join(evidence.text for evidence in choice.chosen)
    exact = all(holds(said, gold) for gold in case.gold)
    return Case(case.id, "written", case.expected == "answer", choice.features, choice.answerable, exact, case.split)


def table(cases: list[Case], answered: list[bool]) -> str:
    """Return the metrics of a set of answer-or-refuse decisions as one line of text."""
    truth = np.array([case.answerable for case in cases])
    said = np.array(answered)
    answer_recall, reject_recall = said[truth].mean(), (~said)[~truth].mean()
    answer_precision = truth[said].mean() if said.any() else 0.0
    reject_precision = (~truth)[~said].mean() if (~said).any() else 0.0
    f1 = [
        2 * p * r / (p + r) if p + r else 0.0
        for p, r in ((answer_precision, answer_recall), (reject_precision, reject_recall))
    ]
    short = [
        case.exact
        for case, yes in zip(cases, answered, strict=True)
        if yes and case.answerable and case.source.startswith(("korquad", "written"))
    ]
    return (
        f"n {len(cases)}  balanced {(answer_recall + reject_recall) / 2:.3f}  macro-F1 {sum(f1) / 2:.3f}  "
        f"incorrect_refusal {1 - answer_recall:.3f}  answered though absent {1 - reject_recall:.3f}  "
        f"STR-EM (KorQuAD or written, answered) {np.mean(short) if short else 0:.3f}"
    )


def _decide(case: Case, weights: Features, bias: float) -> bool:
    if case.features is None or case.probability == 0:
        return False
    return bool(bias + sum(w * x for w, x in zip(astuple(weights), astuple(case.features), strict=True)) >= 0)


def main() -> None:
    """Print the results on the held-out half: of the whole chain, of words alone as shipped, and as fitted anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    arguments = parser.parse_args()
    bench = arguments.data / "bench"
    with (bench / "abstention.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    cases: list[Case] = []
    replies: list[Case] = []
    for name in sorted({row["set"] for row in rows}):
        with open_store(bench / name, arguments.work) as store:
            chain = build_chain(store)
            cases.extend(ask(chain, row) for row in rows if row["set"] == name)
            replies.extend(reply(chain, row) for row in rows if row["set"] == name and held_out(row["id"]))
    for name, files, folders in written_sets(arguments.data):
        with open_documents(name, folders, arguments.work) as store:
            chain = build_chain(store)
            cases.extend(written(chain, case) for case in read(files, name).questions)
    kept = [case for case in cases if case.held_out and not case.split]
    ours = [case for case in cases if case.held_out and case.split]
    print("whole chain, held-out abstention:", table(replies, [case.probability == 1 for case in replies]))
    for name, group in (("abstention", kept), ("written", ours)):
        print(f"words alone, held-out {name}:", table(group, [case.probability >= THRESHOLD for case in group]))
    fit = [case for case in cases if not case.held_out and case.features]
    model = LogisticRegression(C=3.0, max_iter=5_000, class_weight="balanced")
    model.fit([astuple(case.features) for case in fit if case.features], [case.answerable for case in fit])
    weights = Features(*(round(float(w), 2) for w in model.coef_[0]))
    bias = round(float(model.intercept_[0]) + LENIENCE, 2)
    print("fitted on the other half:", weights, "bias", bias)
    for name, group in (("abstention", kept), ("written", ours)):
        print(f"fitted, held-out {name}:", table(group, [_decide(case, weights, bias) for case in group]))
    print("shipped weights:", WEIGHTS, "bias", BIAS, "of", len(fields(Features)), "features")


if __name__ == "__main__":
    main()
