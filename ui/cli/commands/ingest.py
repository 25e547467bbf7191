"""The command `geungeo ingest`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ingest.pruning import UNSURE
from ingest.walk import absent
from ingest.web.addresses import is_address
from ui.cli import ingestion_report
from ui.cli.operator import recorded
from ui.cli.terminal import Terminal
from ui.exports import contract
from ui.messages import say
from ui.settings import Settings

if TYPE_CHECKING:
    from ingest.pipeline import Engine


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Put the documents under the given paths and at the given addresses into the store.

    Returns 1 when some failed, or when a folder that held documents is empty or has lost most of what should go.
    """
    from ingest import pipeline
    from ingest.store import Store
    from ingest.web.download import download
    from ingest.web.originals import Original, failed, keep

    paths = [Path(path).expanduser() for path in arguments.paths if not is_address(path)]
    urls = [path for path in dict.fromkeys(arguments.paths) if is_address(path)]
    if not arguments.paths and not arguments.reindex:
        raise SettingsError(say("paths.empty", terminal.look.language))
    prune, confirmed = arguments.prune, arguments.yes
    for path in paths:
        # Checked before the store is made: a slip in a path must not leave an empty store behind.
        if absent(path) and not (prune and confirmed):
            raise SettingsError(say("ingest.missing", terminal.look.language, path=path))
    downloads, refused = download(urls, settings.ingest) if urls else ([], {})
    if refused and not (downloads or paths or settings.ingest.store.exists()):
        raise next(iter(refused.values()))
    with (
        Store.open(settings.ingest, create=bool(paths or downloads), check=not arguments.reindex) as store,
        terminal.progress(say("ingest.progress", terminal.look.language)) as advance,
    ):
        store.heard = recorded(settings)
        into = arguments.collection or ""
        destination = pipeline.Destination(into, moves=bool(into))

        def notify(progress: pipeline.Progress) -> None:
            advance(progress.done, progress.total, progress.label, progress.chunks)

        if arguments.reindex:
            pipeline.reindex(store, notify)
        originals = [keep(one, settings.ingest.store) for one in downloads]
        originals += [Original(Path(url), failed(url, error)) for url, error in refused.items()]
        report = pipeline.ingest(
            paths,
            store,
            notify,
            originals=originals,
            prune=prune,
            confirmed=confirmed,
            engine=engine(settings),
            destination=destination,
        )
    if terminal.json:
        terminal.emit(contract.report(report))
    else:
        terminal.show(ingestion_report.report(report, terminal.look))
    return int(bool(report.failures) or report.withheld in UNSURE)


def engine(settings: Settings) -> Engine | None:
    """Return the engine that the settings name; None for the one that comes with the store."""
    if settings.ingest.engine == "local":
        return None
    from ingest.ray_engine import RayEngine

    return RayEngine(settings.ingest)
