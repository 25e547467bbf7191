"""The command `geungeo sync`."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import TYPE_CHECKING

from ingest.errors import GeungeoError
from ui.cli import source_report, watching
from ui.cli.operator import recorded
from ui.cli.terminal import Terminal
from ui.exports import contract
from ui.messages import say
from ui.settings import Settings

if TYPE_CHECKING:
    from ingest.pipeline import Engine, Progress


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Bring the store up to date with its sources, once or again and again.

    Returns 1 when a source or an item failed in a single run. A repeated one tells what failed and goes on; it ends
    where trying again cannot help.
    """
    if arguments.every is None:
        return _once(arguments, settings, terminal)
    while True:
        started = time.monotonic()
        try:
            _once(arguments, settings, terminal)
        except GeungeoError as error:
            if not error.retryable:
                raise
            terminal.fail(error)
        time.sleep(max(0.0, arguments.every - (time.monotonic() - started)))


def _once(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    from ingest.sources.recognition import named
    from ingest.sources.synchronisation import synchronise
    from ingest.store import Store

    only = [named(one) for one in arguments.sources]
    failed, visited = False, 0
    with (
        Store.open(settings.ingest) as store,
        terminal.progress(say("sync.progress", terminal.look.language)) as advance,
    ):
        store.heard = recorded(settings)

        def notify(progress: Progress) -> None:
            advance(progress.done, progress.total, progress.label, progress.chunks)

        engine = _engine(settings)
        for visit in synchronise(store, only, retry=arguments.retry, notify=notify, engine=engine):
            visited += 1
            failed = failed or visit.outcome == "failed" or bool(visit.failures)
            if terminal.json:
                terminal.emit(contract.visited(visit))
            else:
                terminal.show(source_report.visited(visit, terminal.look))
        told = watching.look(store, settings, arguments, terminal)
    if not visited and not terminal.json:
        terminal.show([say("sync.none", terminal.look.language)])
    return int(failed or not told)


def _engine(settings: Settings) -> Engine | None:
    from ui.cli.commands.ingest import engine

    return engine(settings)
