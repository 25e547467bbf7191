"""Runner: every case of a dataset, several in parallel, resuming an interrupted run from its trace.

The trace is a JSON Lines file: its first line names the conditions, each further line is the record of a finished case.
Only an interrupted run is resumed: a complete trace is started afresh, and a trace made under other conditions is kept
beside the new one.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextvars import copy_context
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from assistant.answers import Reply, Verdict
from evals import records
from evals.calls import taking
from evals.datasets.cases import Case, ClaimCase, Dataset, QuestionCase, digest
from evals.datasets.columns import UnusedColumn
from evals.metrics.applicability import WHOLE, Part
from evals.records import Asked, Checked, Record, Records
from ingest.errors import GeungeoError

Notify = Callable[[int, int], None]
"""Called with (cases done, cases in all)."""


@dataclass(frozen=True, slots=True)
class System:
    """The system under evaluation: anything that answers questions and checks claims."""

    ask: Callable[[QuestionCase], Reply]
    check: Callable[[ClaimCase], Verdict]
    conditions: Mapping[str, str]
    """All that a result depends on beside the cases: model, settings, documents, the code itself."""
    parts: frozenset[Part] = WHOLE
    """What its answers come with beside their text; metrics that need more are not applicable."""
    unused: tuple[UnusedColumn, ...] = ()
    """Columns of the table that holds its answers, where one does, that nothing was read from."""


def run(
    dataset: Dataset,
    system: System,
    trace: Path | None = None,
    workers: int = 2,
    notify: Notify | None = None,
) -> Records:
    """Return a record of every case, in the dataset's order whatever the order of completion.

    Without `trace` nothing is kept on disk. A case that raises a GeungeoError is recorded with it and tried again
    by the next run; any other exception is a bug and ends the run.
    """
    cases: tuple[Case, ...] = (*dataset.questions, *dataset.claims)
    kept = _Trace(trace, _head(cases, system.conditions), len(cases)) if trace else None
    done: dict[tuple[str, str], Record] = dict(kept.found) if kept else {}
    waiting = [case for case in cases if _key(case) not in done]
    with ThreadPoolExecutor(max(1, workers)) as pool:
        # Each in a context of its own, in which the rights of whoever started it hold.
        futures = {pool.submit(copy_context().run, _work, case, system): case for case in waiting}
        try:
            for number, future in enumerate(as_completed(futures), start=len(done) + 1):
                record = future.result()
                done[_key(futures[future])] = record
                if kept:
                    kept.append(record)
                if notify:
                    notify(number, len(cases))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    ordered = [done[_key(case)] for case in cases]
    return Records(
        tuple(one for one in ordered if isinstance(one, Asked)),
        tuple(one for one in ordered if isinstance(one, Checked)),
    )


def _work(case: Case, system: System) -> Record:
    started = time.perf_counter()
    with taking() as calls:
        try:
            if isinstance(case, QuestionCase):
                reply = system.ask(case)
                return records.asked(case.id, reply, (time.perf_counter() - started) * 1000, calls.taken)
            verdict = system.check(case)
            return records.checked(case.id, case.claim, verdict, (time.perf_counter() - started) * 1000, calls.taken)
        except GeungeoError as error:
            if isinstance(case, QuestionCase):
                return records.failed(case.id, case.question, error, "question", calls.taken)
            return records.failed(case.id, case.claim, error, "claim", calls.taken)


def _key(case: Case) -> tuple[str, str]:
    return ("question" if isinstance(case, QuestionCase) else "claim", case.id)


def _head(cases: Sequence[Case], conditions: Mapping[str, str]) -> str:
    return json.dumps({"cases": digest(cases), **conditions}, ensure_ascii=False, sort_keys=True)


class _Trace:
    """The trace file and what of it still holds."""

    def __init__(self, path: Path, head: str, cases: int) -> None:
        self._path, self._lock = path, threading.Lock()
        self.found: dict[tuple[str, str], Record] = {}
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        if lines and lines[0] == head:
            self.found = _read(lines[1:])
        elif path.exists():
            _aside(path)
        if len(self.found) == cases:
            self.found = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written whole again: the last line of a killed run may be cut off, and failed cases are dropped.
        path.write_text(
            "".join(f"{line}\n" for line in (head, *map(records.dump, self.found.values()))), encoding="utf-8"
        )

    def append(self, record: Record) -> None:
        """Write one record immediately, so that a killed run loses no finished case."""
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(records.dump(record) + "\n")


def _aside(path: Path) -> None:
    """Keep the trace of other conditions beside the new one: what it holds may have taken hours."""
    number = next(n for n in count(1) if not path.with_suffix(f".{n}{path.suffix}").exists())
    path.rename(path.with_suffix(f".{number}{path.suffix}"))


def _read(lines: Sequence[str]) -> dict[tuple[str, str], Record]:
    found: dict[tuple[str, str], Record] = {}
    for line in lines:
        try:
            record = records.load(line)
        except ValueError:
            continue  # cut off in the middle: that case is run again
        if not record.error:
            found[record.sort, record.case] = record
    return found
