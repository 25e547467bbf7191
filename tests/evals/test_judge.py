"""Tests of a model of entailment as verifier, with a scripted one."""

from __future__ import annotations

from dataclasses import replace

from evals import suites
from evals.datasets.cases import Dataset
from evals.judge import Judge
from evals.suites import Bench


class Scripted:
    """Entails what it is told to and remembers what it was asked."""

    def __init__(self, *sure: float) -> None:
        self.sure, self.seen = list(sure), list[tuple[str, str]]()

    def entails(self, premise: str, claim: str) -> float:
        self.seen.append((premise, claim))
        return self.sure.pop(0)


def test_it_asks_for_all_premises_together() -> None:
    model = Scripted(0.9, 0.4)
    judge = Judge("scripted", model)
    assert judge.judge(["가.", "나."], "다.").supported is True
    assert judge.judge(["가."], "다.").supported is False
    assert model.seen == [("가.\n나.", "다."), ("가.", "다.")]


def test_no_premise_is_not_asked_about() -> None:
    assert Judge("scripted", Scripted()).judge([], "다.").supported is False


def test_a_report_names_it_and_says_how_good_it_is(dataset: Dataset, bench: Bench) -> None:
    class Trusting:
        def entails(self, premise: str, claim: str) -> float:
            return 1.0

    report = suites.grounding(dataset, replace(bench, verifier=Judge("trusting", Trusting()))).report
    assert report.verified is not None
    assert (report.verifier, report.verified.value) == ("trusting", 0.5)
