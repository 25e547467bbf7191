"""The commands `geungeo backup` and `geungeo restore`."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ui.cli.terminal import Terminal
from ui.messages import say
from ui.settings import Settings


def run_backup(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Write a backup of the store, which others may go on using."""
    from ingest.backup import back_up

    made = back_up(settings.ingest.store, _path(arguments.target), datetime.now())
    if terminal.json:
        terminal.emit(
            {
                "backup": str(made.path),
                "documents": made.documents,
                "chunks": made.chunks,
                "files": made.files,
                "bytes": made.size,
            }
        )
    else:
        terminal.show(
            [
                say("backup.done", terminal.look.language, path=made.path, documents=made.documents),
                say("backup.size", terminal.look.language, files=made.files, size=f"{made.size / 1e6:,.1f}"),
            ]
        )
    return 0


def run_restore(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Make the store from a backup and build its indexes."""
    from ingest.backup import restore
    from ingest.store import Store

    made = restore(_path(arguments.archive), settings.ingest.store, datetime.now(), force=arguments.force)
    # With whatever settings the backup was made: they are compared when the store is next used.
    with Store.open(replace(settings.ingest, store=made.path), check=False) as store:
        store.repair()
    if terminal.json:
        terminal.emit(
            {
                "store": str(made.path),
                "documents": made.documents,
                "chunks": made.chunks,
                "files": made.files,
                "kept": str(made.kept) if made.kept else None,
            }
        )
    else:
        lines = [say("restore.done", terminal.look.language, path=made.path, documents=made.documents)]
        if made.kept:
            lines.append(say("restore.kept", terminal.look.language, path=made.kept))
        terminal.show(lines)
    return 0


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()
