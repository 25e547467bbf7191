"""Owns `geungeo eval`; knows nothing of how a case is judged or a figure computed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ingest.errors import SettingsError
from ui.messages import MESSAGES, Language, say
from ui.settings import Settings, answering
from ui.terminal import Terminal

if TYPE_CHECKING:
    from rich.table import Table

    from evals.datasets.cases import Dataset
    from evals.gate import Breach, Rule
    from evals.reports.changes import Change
    from evals.reports.report import Found
    from ingest.store import Store


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Run one suite and write its reports; return 1 where a gate was asked for and broke."""
    from evals import gate
    from evals.reports.changes import changes
    from evals.reports.written import write

    out = Path(arguments.out)
    thresholds = Path(arguments.thresholds) if arguments.thresholds else gate.shipped()
    gated = arguments.gate or arguments.thresholds is not None
    # Read before the run: an hour of answers must not end in a misspelt threshold.
    rules = gate.rules(thresholds, arguments.suite) if gated else ()
    before = gate.baseline(Path(arguments.baseline)) if arguments.baseline else None
    with _store(arguments, settings, terminal, out) as store:
        found = _suite(arguments, settings, terminal, out, store)
    broken = gate.breaches(found.report, rules, before) if gated else None
    changed = changes(found.report, before) if before else ()
    words = page_words(terminal.look.language)
    paths = write(out, found, words, broken, changed, rules)
    if terminal.json:
        terminal.emit(_summary(found, broken, paths))
    else:
        shown = _drops(found, terminal) if arguments.suite == "robustness" else _table(found, rules, changed, terminal)
        terminal.show(shown)
        terminal.show(_verdict(broken, words, terminal.look.language))
        terminal.show([say("eval.written", terminal.look.language, path=paths[-1])])
    return int(bool(broken))


def page_words(language: Language) -> dict[str, str]:
    """Return everything that a report page says, by key."""
    names = [key.partition(".")[2] for key in MESSAGES if key.startswith("evaluation.")]
    return {name: getattr(MESSAGES[f"evaluation.{name}"], language) for name in names}


@contextmanager
def _store(arguments: Namespace, settings: Settings, terminal: Terminal, out: Path) -> Iterator[Store]:
    """Open the store to evaluate on: documents named, the golden ones, or else the store of the settings."""
    from evals.datasets import golden_folders
    from ingest.pipeline import ingest
    from ingest.store import Store

    paths = [Path(one) for one in arguments.documents or ()]
    if not paths and not arguments.data and not arguments.store:
        paths = list(golden_folders())
    if not paths:
        with Store.open(settings.ingest, warm=True) as store:
            yield store
        return
    own = replace(settings.ingest, store=out.absolute() / "store", chroma_url=None)
    with Store.open(own, create=True, warm=True) as store:
        with terminal.progress(say("ingest.progress", terminal.look.language)) as advance:
            report = ingest(paths, store, (lambda p: advance(p.done, p.total, p.label)) if advance else None)
        for failure in report.failures:
            message = say("eval.failed_documents", terminal.look.language, path=failure.path, error=failure.error)
            terminal.note(message)
        if not store.documents():
            raise SettingsError(say("documents.none", terminal.look.language))
        yield store


def _suite(arguments: Namespace, settings: Settings, terminal: Terminal, out: Path, store: Store) -> Found:
    from evals import robustness, suites, systems
    from evals.datasets.golden_set import labelled
    from evals.datasets.matching import matched

    dataset = matched(_dataset(arguments), store.documents())
    suited = _suited(dataset, arguments.suite)
    if not suited.questions and not suited.claims:
        language = terminal.look.language
        raise SettingsError(say("eval.no_cases", language), say("eval.no_cases_hint", language, suite=arguments.suite))
    assistant = answering(settings)
    system = systems.over(store, assistant)
    verifier = systems.verifier(arguments.verifier, assistant)
    bench = suites.Bench(system, systems.documents(store), labelled, verifier, arguments.workers)
    trace = out / "trace.jsonl"
    with terminal.progress(say("eval.progress", terminal.look.language)) as advance:
        notify = (lambda done, total: advance(done, total, "")) if advance else None
        if arguments.suite == "retrieval":
            return suites.ranked(suited, systems.ranking(store, assistant), system, notify)
        if arguments.suite == "claims":
            return suites.claims(suited, bench, trace, notify)
        if arguments.suite == "robustness":
            return robustness.measure(suited, bench, store, assistant, out, notify)
        return suites.grounding(suited, bench, trace, notify)


def _dataset(arguments: Namespace) -> Dataset:
    from evals.datasets.golden_set import golden
    from evals.datasets.importers import load

    columns = dict(arguments.map or ())
    dataset = load([Path(one) for one in arguments.data], columns) if arguments.data else golden()
    return dataset.of(arguments.split, arguments.limit)


def _suited(dataset: Dataset, suite: str) -> Dataset:
    if suite == "claims":
        return replace(dataset, questions=())
    if suite == "retrieval":
        asked = tuple(one for one in dataset.questions if one.documents and one.expected == "answer")
        return replace(dataset, questions=asked, claims=())
    return replace(dataset, claims=()) if suite == "robustness" else dataset


def _summary(found: Found, broken: Sequence[Breach] | None, paths: Sequence[Path]) -> dict[str, object]:
    return {
        "suite": found.report.suite,
        "cases": len(found.report.lines),
        "metrics": {one.name: one.value for one in found.report.results},
        "gate": None
        if broken is None
        else [{"metric": one.metric, "reason": one.reason, "cases": list(one.cases)} for one in broken],
        "files": [str(path) for path in paths],
    }


def _table(found: Found, rules: Sequence[Rule], changed: Sequence[Change], terminal: Terminal) -> Iterator[str]:
    """Yield the metrics as a table."""
    from rich.table import Table

    words = page_words(terminal.look.language)
    report = found.report
    change = {one.metric: one for one in changed}
    bounds = {rule.metric: _bound(rule) for rule in rules}
    table = Table(title=f"{words['title']} · {words[f'suite_{report.suite}']} · {report.dataset}")
    for name in ("metric", "value", "interval", "judged"):
        table.add_column(words[name], justify="left" if name == "metric" else "right")
    table.add_column("gate", justify="right")
    if changed:
        table.add_column(words["before"], justify="right")
        table.add_column("p", justify="right")
    results = [*report.results, *([report.verified] if report.verified else [])]
    for one in results:
        row = [
            f"{words.get(f'metric_{one.name}', one.name)} {'↑' if one.better == 'higher' else '↓'}",
            _number(one.value),
            f"{_number(one.low)}–{_number(one.high)}",
            str(one.judged) + (f" +{one.unjudged} {words['not_judged']}" if one.unjudged else ""),
            bounds.get(one.name, ""),
        ]
        if changed:
            was = change.get(one.name)
            row += [f"{was.before:.3f}", f"{was.paired.p:.3f}"] if was else ["", ""]
        table.add_row(*row)
    yield from _printed(table, terminal)
    if report.verified:
        yield words["verifier"].format(
            name=report.verifier,
            value=_number(report.verified.value),
            low=_number(report.verified.low),
            high=_number(report.verified.high),
            claims=report.verified_on,
            count=report.verified.judged,
        )


def _drops(found: Found, terminal: Terminal) -> Iterator[str]:
    """Yield what each metric is under each disturbance, and what it lost."""
    from rich.table import Table

    from evals.robustness import MEASURED

    words = page_words(terminal.look.language)
    rows = cast(Mapping[str, Mapping[str, float | None]], found.kinds)
    table = Table(title=f"{words['title']} · {words['suite_robustness']} · {found.report.dataset}")
    table.add_column(words["disturbance"])
    for name in MEASURED:
        table.add_column(words[f"metric_{name}"], justify="right")
    for row in rows:
        name, _, part = row.partition(": ")
        if part == "after":
            drop = rows[f"{name}: drop"]
            cells = [f"{_number(value)} ({_number(drop[one])})" for one, value in rows[row].items()]
            ordered = dict(zip(rows[row], cells, strict=True))
            table.add_row(name, *(ordered[one] for one in MEASURED))
    yield from _printed(table, terminal)
    yield words["drop"]


def _printed(table: Table, terminal: Terminal) -> list[str]:
    from rich.console import Console

    console = Console(width=terminal.look.width, no_color=not terminal.look.colour, force_terminal=terminal.look.colour)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n").split("\n")


def _verdict(broken: Sequence[Breach] | None, words: Mapping[str, str], language: Language) -> Iterator[str]:
    from evals.reports.page import breach

    if broken is None:
        return
    if not broken:
        yield say("eval.held", language)
        return
    yield words["gate_broke"]
    for one in broken:
        yield f"  - {breach(one, words)}"
        yield from (f"      {case}" for case in one.cases)


def _bound(rule: Rule) -> str:
    parts = [
        *([f"≥ {rule.least:.3f}"] if rule.least is not None else []),
        *([f"≤ {rule.most:.3f}"] if rule.most is not None else []),
    ]
    return " ".join(parts)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 3) + 0.0:.3f}"
