"""The command `geungeo ingest`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ingest.errors import SettingsError
from ui import contract, intake_report
from ui.messages import say
from ui.settings import Settings
from ui.terminal import Terminal


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Put the documents under the given paths into the store; return 1 when some failed."""
    from ingest import pipeline
    from ingest.store import Store

    paths = [Path(path).expanduser() for path in arguments.paths]
    if not paths and not arguments.reindex:
        raise SettingsError(say("paths.empty", terminal.look.language))
    prune, confirmed = arguments.prune, arguments.yes
    for path in paths:
        # Checked before the store is made: a slip in a path must not leave an empty store behind.
        if not path.exists() and not (prune and confirmed):
            raise SettingsError(say("ingest.missing", terminal.look.language, path=path))
    with (
        Store.open(settings.ingest, create=bool(paths), check=not arguments.reindex) as store,
        terminal.progress(say("ingest.progress", terminal.look.language)) as advance,
    ):

        def notify(progress: pipeline.Progress) -> None:
            advance(progress.done, progress.total, progress.label, progress.chunks)

        if arguments.reindex:
            pipeline.reindex(store, notify)
        report = pipeline.ingest(paths, store, notify, prune=prune, confirmed=confirmed)
    if terminal.json:
        terminal.emit(contract.report(report))
    else:
        terminal.show(intake_report.report(report, terminal.look))
    return int(bool(report.failures))
