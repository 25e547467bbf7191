"""The command `geungeo eval`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ui.cli import evaluation_tables
from ui.cli.commands import against, prices
from ui.cli.commands.against import Against
from ui.cli.terminal import Terminal
from ui.exports.report_words import page_words
from ui.messages import say
from ui.settings import Settings, answering

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from evals.external.comparing import Compared
    from evals.gate import Breach, Rule
    from evals.judges.judge import Judge
    from evals.reports.report import Found, Json
    from evals.reports.side_by_side import SideBySide
    from evals.runner import Notify
    from evals.suites import Bench
    from evals.verifier import Entailment
    from ingest.store import Store

STALE = ("comparison.json", "comparison.html")
"""What an earlier run into the same folder may have left, which would be taken for a comparison of this one."""


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Run one suite and write its reports; return 1 if a gate was requested and failed."""
    from evals import gate
    from evals.external.comparing import FOLDER
    from evals.reports import names
    from evals.reports.changes import changes
    from evals.reports.written import write, write_side_by_side

    out = Path(arguments.out)
    thresholds = Path(arguments.thresholds) if arguments.thresholds else gate.shipped()
    gated = arguments.gate or arguments.thresholds is not None
    # Read before the run: an hour of answers must not end in a misspelt threshold.
    rules = gate.rules(thresholds, arguments.suite) if gated else ()
    before = gate.baseline(Path(arguments.baseline)) if arguments.baseline else None
    prices.given(arguments, terminal.look.language)
    other = against.parsed(arguments.against, terminal.look.language) if arguments.against else None
    with _store(arguments, settings, terminal, out) as store:
        if other:
            compared = _compared(arguments, settings, terminal, out, store, before, other)
            found = compared.first
        else:
            compared, found = None, _suite(arguments, settings, terminal, out, store, before)
    broken = gate.breaches(found.report, rules, before) if gated else None
    changed = changes(found.report, before) if before else ()
    apart = gate.differing(before, found.report.conditions) if before else ()
    words = page_words(terminal.look.language)
    paths = write(out, found, words, broken, changed, rules, apart)
    for stale in STALE:
        (out / stale).unlink(missing_ok=True)
    if compared:
        write(out / FOLDER, compared.second, words)
        paths = (*paths, *write_side_by_side(out, compared.beside, words))
    if apart:
        terminal.note(names.differing(apart, words))
    if terminal.json:
        terminal.emit(
            {
                **_summary(found, rules, broken, paths, compared.beside if compared else None),
                **({"differing_conditions": {one.name: [one.before, one.now] for one in apart}} if apart else {}),
            }
        )
    else:
        shown = (
            evaluation_tables.drops(found, terminal)
            if arguments.suite == "robustness"
            else evaluation_tables.table(found, rules, changed, terminal)
        )
        terminal.show(shown)
        terminal.show(evaluation_tables.wrong(found, words))
        if compared:
            terminal.show(evaluation_tables.beside(compared.beside, terminal))
            for side, name in zip((compared.first, compared.second), compared.beside.names, strict=True):
                terminal.show(evaluation_tables.used(side, terminal, name))
        else:
            terminal.show(evaluation_tables.used(found, terminal))
        terminal.show(evaluation_tables.verdict(found, rules, broken, words))
        terminal.show([say("eval.written", terminal.look.language, path=paths[-1])])
    return int(bool(broken))


@contextmanager
def _store(arguments: Namespace, settings: Settings, terminal: Terminal, out: Path) -> Iterator[Store]:
    """Open the store to evaluate on: the documents given, the golden ones, or the store from the settings."""
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
        paths = [_corpus(path, out) for path in paths]
        with terminal.progress(say("ingest.progress", terminal.look.language)) as advance:
            report = ingest(paths, store, lambda p: advance(p.done, p.total, p.label, p.chunks))
        for failure in report.failures:
            message = say("eval.failed_documents", terminal.look.language, path=failure.path, error=failure.error)
            terminal.note(message)
        if not store.documents():
            raise SettingsError(say("documents.none", terminal.look.language))
        yield store


def _corpus(path: Path, out: Path) -> Path:
    """Return the path unchanged, or an AutoRAG corpus converted to JSON Lines for ingestion."""
    if path.suffix.lower() != ".parquet":
        return path
    from evals.datasets.importers import autorag
    from evals.disturbed import write

    return write(autorag.documents(path), out / f"{path.stem}.jsonl")


def _suite(
    arguments: Namespace, settings: Settings, terminal: Terminal, out: Path, store: Store, before: Json | None
) -> Found:
    from evals import robustness, suites, systems

    suited, bench = _bench(arguments, settings, terminal, store, before)
    trace = out / "trace.jsonl"
    with _progress(terminal) as notify:
        if arguments.suite == "retrieval":
            return suites.ranked(suited, systems.ranking(store, answering(settings)), bench.system, notify)
        if arguments.suite == "claims":
            return suites.claims(suited, bench, trace, notify)
        if arguments.suite == "robustness":
            return robustness.measure(suited, bench, store, answering(settings), out, notify)
        return suites.grounding(suited, bench, trace, notify)


def _compared(
    arguments: Namespace,
    settings: Settings,
    terminal: Terminal,
    out: Path,
    store: Store,
    before: Json | None,
    parsed: Against,
) -> Compared:
    """Ask this system and the one that `--against` names the same questions."""
    from evals.external.comparing import compare

    suited, bench = _bench(arguments, settings, terminal, store, before)
    with _other_store(arguments, settings, terminal, out, parsed) as other:
        second = against.bench(parsed, suited, bench, store, other, settings, terminal)
        second = replace(second, price=prices.given(arguments, terminal.look.language)[1])
        names = (f"geungeo · {settings.model}", parsed.shown)
        with _progress(terminal) as notify:
            return compare(suited, bench, second, names, out, notify)


@contextmanager
def _other_store(
    arguments: Namespace, settings: Settings, terminal: Terminal, out: Path, parsed: Against
) -> Iterator[Store | None]:
    """Open a store of the same documents with another embedding model, where that is what is compared."""
    if parsed.sort != "embedding":
        yield None
        return
    if not arguments.documents and (arguments.data or arguments.store):
        language = terminal.look.language
        raise SettingsError(say("against.embedding", language), say("against.embedding_hint", language))
    from evals.external.comparing import FOLDER

    other = replace(settings, ingest=replace(settings.ingest, embedding=parsed.name))
    with _store(arguments, other, terminal, out / FOLDER) as store:
        yield store


def _bench(
    arguments: Namespace, settings: Settings, terminal: Terminal, store: Store, before: Json | None
) -> tuple[Dataset, Bench]:
    """Return the cases of the suite, of which there are some, and all that is needed to run them."""
    from evals import gate, suites, systems
    from evals.datasets.golden_set import labelled
    from evals.datasets.matching import matched
    from evals.reports import names

    dataset = _dataset(arguments)
    # Before the run: an hour of answers must not end in a misspelt column.
    for told in names.unused(dataset.unused, page_words(terminal.look.language)):
        terminal.note(told)
    dataset = matched(dataset, store.documents())
    suited = _suited(dataset, arguments.suite)
    if arguments.against:
        # Another system answers questions; it checks no claims.
        suited = replace(suited, claims=())
    if not suited.questions and not suited.claims:
        language = terminal.look.language
        raise SettingsError(say("eval.no_cases", language), say("eval.no_cases_hint", language, suite=arguments.suite))
    system = systems.over(store, answering(settings))
    verifier, jury = _jury(arguments, settings, terminal)
    price, _ = prices.given(arguments, terminal.look.language)
    bench = suites.Bench(system, systems.documents(store), labelled, verifier, jury, arguments.workers, price)
    if before is not None:
        gate.comparable(before, suites.terms(arguments.suite, suited, bench))
    return suited, bench


@contextmanager
def _progress(terminal: Terminal) -> Iterator[Notify]:
    """Show how many cases are done."""
    with terminal.progress(say("eval.progress", terminal.look.language)) as advance:
        yield lambda done, total: advance(done, total, "")


def _jury(arguments: Namespace, settings: Settings, terminal: Terminal) -> tuple[Entailment, tuple[Judge, ...]]:
    """Return the verifier and the optional judges that `--verifier` lists besides it."""
    from evals import judges, systems

    named = [name.strip() for name in arguments.verifier.split(",") if name.strip()]
    optional = [name for name in named if name.partition("=")[0] in judges.NAMES]
    others = [name for name in named if name not in optional]
    language = terminal.look.language
    if len(others) > 1:
        raise SettingsError(say("eval.verifiers", language, names=", ".join(others)))
    if optional and arguments.suite != "grounding":
        raise SettingsError(say("eval.judges_grounding", language, names=", ".join(optional)))
    assistant = answering(settings)
    verifier = systems.verifier("" if others == ["rules"] else "".join(others), assistant)
    return verifier, systems.judges(optional, assistant, settings.ingest.embedding)


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
    return dataset if suite == "grounding" else replace(dataset, claims=())


def _summary(
    found: Found,
    rules: Sequence[Rule],
    broken: Sequence[Breach] | None,
    paths: Sequence[Path],
    beside: SideBySide | None,
) -> dict[str, object]:
    from evals import usage
    from evals.gate import unjudged
    from evals.reports import side_by_side

    compared = side_by_side.as_json(beside) if beside else {}
    other = beside.usages[1] if beside else None
    return {
        "suite": found.report.suite,
        "cases": len(found.report.lines),
        "unused_columns": [asdict(one) for one in found.report.unused],
        "metrics": {one.name: one.value for one in found.report.results},
        "gate": None
        if broken is None
        else [{"metric": one.metric, "reason": one.reason, "cases": list(one.cases)} for one in broken],
        "gate_not_judged": list(unjudged(found.report, rules)),
        **{name: compared[name] for name in ("systems", "tally") if compared},
        **({"comparison": compared["metrics"]} if compared else {}),
        **({"usage": usage.as_json(found.report.usage)} if found.report.usage else {}),
        **({"usage_against": usage.as_json(other)} if other else {}),
        "files": [str(path) for path in paths],
    }
