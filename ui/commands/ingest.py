"""The command `geungeo ingest`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ingest.errors import SettingsError
from ui import contract, render
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
    for path in paths:
        # Checked before the store is made: a slip in a path must not leave an empty store behind.
        if not path.exists():
            raise SettingsError(say("ingest.missing", terminal.look.language, path=path))
    with (
        Store.open(settings.ingest, create=bool(paths), check=not arguments.reindex) as store,
        terminal.progress(say("ingest.progress", terminal.look.language)) as advance,
    ):

        def notify(progress: pipeline.Progress) -> None:
            if advance:
                advance(progress.done, progress.total, progress.label)

        if arguments.reindex:
            pipeline.reindex(store, notify)
        report = pipeline.ingest(paths, store, notify)
    if terminal.json:
        terminal.emit(contract.report(report))
    else:
        terminal.show(render.report(report, terminal.look))
    return int(bool(report.failures))
