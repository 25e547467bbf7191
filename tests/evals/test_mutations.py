"""Tests that the gate holds on the sample corpus, and breaks for each of twelve faults and without the number check."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals import gate, suites, systems
from evals.datasets import golden_folders
from evals.datasets.cases import Dataset
from evals.datasets.golden_set import golden, labelled
from evals.faults import FAULTS, put
from evals.records import Records
from evals.reports.report import Json, as_json
from evals.runner import run
from evals.suites import Bench
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    settings = IngestSettings(store=tmp_path_factory.mktemp("golden") / "store")
    with Store.open(settings, create=True) as store:
        assert not ingest(golden_folders(), store).failures
        yield Bench(systems.over(store), systems.documents(store), labelled)


@pytest.fixture(scope="module")
def kept(bench: Bench) -> Records:
    return run(golden(), bench.system)


@pytest.fixture(scope="module")
def before(bench: Bench, kept: Records) -> Json:
    found = suites.score("grounding", golden(), kept, bench)
    return as_json(found.report, found.kinds)


def test_the_assistant_as_it_is_passes_the_gate(bench: Bench, kept: Records) -> None:
    report = suites.score("grounding", golden(), kept, bench).report
    assert gate.breaches(report, gate.rules(gate.shipped(), "grounding")) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_breaks_the_gate(bench: Bench, kept: Records, name: str) -> None:
    faulty, cases = put(FAULTS[name], kept, golden(), None)
    assert cases
    report = suites.score("grounding", golden(), faulty, bench).report
    broken = gate.breaches(report, gate.rules(gate.shipped(), "grounding"))
    assert set(cases) & {case for one in broken for case in one.cases}


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "everything refused"])
def test_one_faulty_reply_breaks_the_gate_beside_a_baseline(
    bench: Bench, kept: Records, before: Json, name: str
) -> None:
    faulty, (case,) = put(FAULTS[name], kept, golden(), 1)
    report = suites.score("grounding", golden(), faulty, bench).report
    broken = gate.breaches(report, gate.rules(gate.shipped(), "grounding"), before)
    assert case in {named for one in broken for named in one.cases}


def test_the_gate_breaks_with_the_number_check_switched_off(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.facts.numbers.find", lambda *_: iter(()))
    _forget()
    report = suites.claims(Dataset("golden", claims=golden().claims), bench).report
    monkeypatch.undo()
    _forget()
    broken = {one.metric: one for one in gate.breaches(report, gate.rules(gate.shipped(), "claims"))}
    numbers = {case.id for case in golden().claims if case.kind == "number" and case.verdict == "contradicted"}
    assert numbers & set(broken["false_support"].cases)


def _forget() -> None:
    """Empty what the assistant remembers of texts it has read."""
    for name, module in list(sys.modules.items()):
        if name.startswith("assistant"):
            held: list[Any] = list(vars(module).values())
            cached = [one for one in held if hasattr(one, "cache_clear") and not isinstance(one, type)]
            for one in cached:
                one.cache_clear()


def test_documents_and_figures_stay_where_they_were(bench: Bench, tmp_path: Path) -> None:
    few = golden().of("dev", 3)
    first = suites.grounding(few, bench, tmp_path / "a.jsonl")
    second = suites.grounding(few, bench, tmp_path / "b.jsonl")
    assert as_json(first.report, first.kinds) == as_json(second.report, second.kinds)
