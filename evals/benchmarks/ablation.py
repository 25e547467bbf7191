"""What each word rule earns: verdicts and replies with one rule switched off at a time.

    python -m evals.benchmarks.ablation DATA [--work DIR] [--only claims|questions|plans] [--rules NAME ...]
        [--claims N] [--every N]

Claims and questions are those kept out of the reader's training (`evals.training.kept_out`); `grounding` and `hard` are
half B of the benchmark's claims, N of each, where the gate judges alone. With `--every 3` a third of the kept-out rows
is asked. `plans` are the forty questions on plans and their tables of `evals.benchmarks.plans`. A rule that changes
nothing on any of them earns nothing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import cast
from unittest.mock import patch

import assistant
from assistant import claims
from assistant.answering import decision
from assistant.answering.extractive import Choice
from assistant.answers import Passage, Question, Refusal, Verdict
from assistant.chain import AnswerChain, build_chain
from assistant.grounding.gate import Evidence, GateVerdict
from assistant.grounding.rules.bearing import Bearing
from assistant.models.reader import Reader, Reading, Text
from assistant.models.windows import Role
from assistant.retrieval.retriever import HybridRetriever
from assistant.retrieval.trust import Trust
from evals.benchmarks import grounding, plans
from evals.benchmarks.corpora import open_documents
from evals.benchmarks.reading import Asked, day
from evals.training import kept_out
from evals.training.kept_out import Row
from ingest.store import Store


def _nothing(*_: object, **__: object) -> Iterator[object]:
    return iter(())


def _false(*_: object, **__: object) -> bool:
    return False


def _true(*_: object, **__: object) -> bool:
    return True


def _whole(*_: object, **__: object) -> float:
    return 1.0


def _unsupported(*_: object, **__: object) -> GateVerdict:
    return GateVerdict("not_found", 0.0, ())


def _near(*_: object, **__: object) -> Bearing:
    return Bearing(1.0, 1.0, 1.0, (), 0, "")


Off = Mapping[str, object]
"""The names that stand for a rule, as `module:name` of the assistant, and what stands in for each when it is off."""

_RULES = "grounding.rules."
CLAIM_RULES: Mapping[str, Off] = {
    "objections": {"grounding.gate:objections": _nothing},
    "predicates": {f"{_RULES}support:unsaid": _nothing},
    "deeds": {f"{_RULES}predicates:deeds": _nothing},
    "denials": {f"{_RULES}objections:denials": _nothing},
    "namesakes": {f"{_RULES}objections:namesakes": _nothing},
    "another year (elsewhen)": {
        "checking.assessment:elsewhen": _nothing,
        f"{_RULES}objections:elsewhen": _nothing,
        f"{_RULES}scope:elsewhen": _nothing,
    },
    "contraries": {"checking.assessment:contraries": _nothing},
    "counterparts": {"checking.assessment:counterparts": _nothing},
    "misplaced figures": {"checking.assessment:misplaced": _false},
    "figures borne out (borne)": {"checking.assessment:borne": _false},
    "scope of a denial (denied)": {"checking.assessment:denied": _true},
    "retold": {"checking.assessment:retold": _whole},
    "outcome after plan": {
        "checking.assessment:overtakes": _false,
        "checking.combination:overtakes": _false,
        "checking.assessment:_only_planned": _false,
    },
    "nearness of a document (bearing, topics)": {"checking.assessment:bearing": _near},
    "changes of a laid sentence (differences)": {"grounding.gate:findings": lambda *_: ()},
    "figures beside their words (pairing, standing, readings)": {f"{_RULES}support:pair": _nothing},
    "freely worded support": {"grounding.gate:_weighed": _unsupported},
}
QUESTION_RULES: Mapping[str, Off] = {
    "lexical and exact features (ranking)": {
        "answering.decision:WEIGHTS": decision.WEIGHTS | dict.fromkeys(decision.LEXICAL, 0.0),
    },
    "demands": {"questions.demands:unmet": _false},
    "agreement of words and facts (answerability)": {
        "answering.extractive:choose": lambda *_, **__: Choice((), (), 0.0)
    },
    "reading on where a figure is missing": {"answering.decision:_wanting": _false},
    "false premises": {"answering.premises:correction": lambda *_, **__: None},
    "another year, article or place (elsewhere)": {"answering.sentences:Evidence.elsewhere": _false},
    "figures of other things (disowned)": {"answering.decision:disowned": _false},
    "cells of another kind": {"answering.decision:_other": _false},
    "row of the year asked for": {"answering.decision:_timed": lambda best, *_: best},
    "row that is named": {"answering.decision:_named": lambda best, *_: best},
    "bounds and open amounts": {"answering.decision:_first": lambda scored, *_: scored[0]},
    "yes and no (confirmation)": {"answering.confirmation:asked": lambda *_: ""},
    "lists": {"answering.decision:listing": lambda *_, **__: ()},
}


@contextmanager
def off(rule: Off) -> Iterator[None]:
    """Switch a rule off; raises AttributeError where a name of it is no more."""
    with ExitStack() as stack:
        for place, stand_in in rule.items():
            module, _, name = place.partition(":")
            owner: object = import_module(f"{assistant.__name__}.{module}")
            *classes, name = name.split(".")
            for one in classes:
                owner = getattr(owner, one)
            stack.enter_context(patch.object(owner, name, stand_in))
        yield


@dataclass(slots=True)
class _Remembered:
    """A retriever that finds for each question and its filter what the real one found first: rules alone differ."""

    real: HybridRetriever
    found: dict[tuple[Question, tuple[int, ...]], tuple[Passage, ...]] = field(default_factory=dict)

    @property
    def trust(self) -> Trust:
        return self.real.trust

    @property
    def store(self) -> Store:
        return self.real.store

    def retrieve(self, question: Question, *sizes: int) -> tuple[Passage, ...]:
        if (question, sizes) not in self.found:
            self.found[question, sizes] = tuple(self.real.retrieve(question, *sizes))
        return self.found[question, sizes]


@dataclass(slots=True)
class _Recalled:
    """A reader that reads the same texts for the same question or claim once."""

    real: Reader
    name: str
    known: dict[tuple[str, Role, tuple[Text, ...]], list[list[Reading]]] = field(default_factory=dict)

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        key = asked, role, tuple(texts)
        if key not in self.known:
            self.known[key] = self.real.read(asked, role, texts)
        return self.known[key]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """The measures of one run over claims, each a share of 0 to 1."""

    exact: float
    false_supported: float
    true_supported: float
    contradicted: float
    """Of the false claims that are contradicted, those told so."""
    grounding: float
    hard: float

    def __str__(self) -> str:
        return " | ".join(
            f"{value:.3f}"
            for value in (
                self.exact,
                self.false_supported,
                self.true_supported,
                self.contradicted,
                self.grounding,
                self.hard,
            )
        )


@dataclass(frozen=True, slots=True)
class Judging:
    """What claims are judged with."""

    rows: Sequence[Row]
    retriever: HybridRetriever
    reader: Reader
    benchmark: Mapping[str, Sequence[grounding.Claim]]
    sources: Mapping[str, Evidence]

    def line(self) -> ClaimLine:
        """Judge every claim with the rules as they are now."""
        verdicts = [self._verdict(row) for row in self.rows]
        true = [
            v.label == "supported" for row, v in zip(self.rows, verdicts, strict=True) if _label(row) == "supported"
        ]
        false = [
            v.label == "supported" for row, v in zip(self.rows, verdicts, strict=True) if _label(row) != "supported"
        ]
        told = [
            v.label == "contradicted"
            for row, v in zip(self.rows, verdicts, strict=True)
            if _label(row) == "contradicted"
        ]
        right = {
            name: _mean([one.right for one in grounding.judge(list(found), dict(self.sources))])
            for name, found in self.benchmark.items()
        }
        exact = _mean([v.label == _label(row) for row, v in zip(self.rows, verdicts, strict=True)])
        return ClaimLine(exact, _mean(false), _mean(true), _mean(told), right["grounding"], right["hard"])

    def _verdict(self, row: Row) -> Verdict:
        question = Question(row["claim"], as_of=day(row))
        return claims.check(question, self.retriever, None, row.get("context", ""), self.reader)


def _label(row: Row) -> str:
    return str(row["label"])


def _mean(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def judging(data: Path, chain: AnswerChain, most: int, every: int = 1) -> Judging:
    """Return what claims are judged with: one of `every` kept-out ones, and `most` of each half B."""
    assert chain.reader is not None
    bench = data / "bench"
    sources = grounding.documents(bench)
    held: dict[str, Sequence[grounding.Claim]] = {}
    for name in ("grounding", "hard"):
        found = grounding.claims(bench / ("grounding_claims.jsonl" if name == "grounding" else "grounding_hard.jsonl"))
        half = [one for one in found if one.document_id in sources and grounding.half(one.document_id) == "B"]
        held[name] = half[:: max(1, len(half) // most)][:most]
    retriever = cast(HybridRetriever, _Remembered(chain.retriever))
    rows = kept_out.rows(data, "claims")[::every]
    return Judging(rows, retriever, _Recalled(chain.reader, chain.reader.name), held, sources)


def asked_line(chain: AnswerChain, rows: Sequence[Row]) -> str:
    """Return the measures of one run over questions as cells of a table."""
    asked = [Asked(row, chain.invoke(_question(row)), 0.0) for row in rows]
    answerable = [one for one in asked if one.row["answerable"]]
    absent = [one for one in asked if one.kind == "unanswerable"]
    false = [one for one in asked if one.kind == "false_premise"]
    shares = (
        _mean([one.right for one in answerable]),
        _mean([one.first for one in answerable]),
        _mean([isinstance(one.reply, Refusal) for one in answerable]),
        _mean([isinstance(one.reply, Refusal) for one in absent]),
        _mean([one.corrected for one in false]),
    )
    return " | ".join(f"{share:.3f}" for share in shares)


def planned_line(chain: AnswerChain) -> str:
    """Return the measures of one run over the questions on plans as cells of a table."""
    asked = [plans.Asked(row, chain.invoke(Question(row["question"]))) for row in plans.questions()]
    shares = [
        _mean([one.outcome == outcome for one in asked if one.row["kind"] == kind])
        for kind in ("text", "cell")
        for outcome in ("right", "wrong")
    ]
    return " | ".join(f"{share:.3f}" for share in shares)


def _question(row: Row) -> Question:
    return Question(row["question"], day(row), history=tuple(row.get("history", ())))


def main() -> None:
    """Print a row for each rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--only", choices=("claims", "questions", "plans"))
    parser.add_argument("--rules", nargs="*", metavar="NAME", help="these alone")
    parser.add_argument("--claims", type=int, default=300, metavar="N", help="claims of each benchmark (default: 300)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one of so many kept-out rows (default: all)")
    chosen = parser.parse_args()
    if chosen.only != "plans":
        _of_kept_out(chosen)
    if chosen.only in (None, "plans"):
        with open_documents("plans", plans.documents(chosen.data / "docs"), chosen.work) as store:
            chain = build_chain(store)
            _recalling(chain)
            print("rule switched off | text right | text wrong | cell right | cell wrong")
            _table(QUESTION_RULES, chosen.rules, lambda: planned_line(chain))


def _of_kept_out(chosen: argparse.Namespace) -> None:
    with kept_out.store(chosen.data, chosen.work) as store:
        chain = build_chain(store)
        if chosen.only != "questions":
            judged = judging(chosen.data, chain, chosen.claims, chosen.every)
            print(
                "rule switched off | exact | false supported | true supported | contradictions | grounding B | hard B"
            )
            _table(CLAIM_RULES, chosen.rules, lambda: str(judged.line()))
        if chosen.only != "claims":
            _recalling(chain)
            rows = kept_out.rows(chosen.data, "questions")[:: chosen.every]
            print("rule switched off | right | first | answerable refused | unanswerable refused | premises corrected")
            _table(QUESTION_RULES, chosen.rules, lambda: asked_line(chain, rows))


def _recalling(chain: AnswerChain) -> None:
    """Let a chain retrieve and read once what it is asked again."""
    assert chain.reader is not None
    chain.reader = _Recalled(chain.reader, chain.reader.name)
    chain.retriever = cast(HybridRetriever, _Remembered(chain.retriever))


def _table(rules: Mapping[str, Off], wanted: Sequence[str] | None, line: Callable[[], str]) -> None:
    for name, rule in {"as it is": {}, **rules}.items():
        if name == "as it is" or not wanted or name in wanted:
            began = time.perf_counter()
            with off(rule):
                print(f"{name} | {line()} | {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
