"""What a synchronisation does for watched texts: look, tell, write the feed, post."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ui.cli.terminal import Terminal
from ui.exports import changed_figures, contract
from ui.exports.layout import Look, wrap
from ui.messages import say
from ui.settings import Settings, answering, masked

if TYPE_CHECKING:
    from assistant.watch import Looking
    from ingest.store import Store
    from ingest.watches import Change

IN_FEED = 200
"""Most changes in the feed."""
SECONDS = 10.0
"""Most seconds that a webhook may take to answer."""
_NO_CONTENT = 300
"""First status that is no success."""


def look(store: Store, settings: Settings, arguments: Namespace, terminal: Terminal) -> bool:
    """Tell which watched figures changed, and send on what is to be sent; return False where that failed."""
    from assistant import watch
    from ingest import watches
    from ingest.sources.synchronisation import korean_time

    changed = watch.look(store, lambda: looking(store, settings), korean_time())
    tell(changed, terminal)
    connection = store.catalogue.connection
    if arguments.feed:
        latest = watches.changes(connection, IN_FEED)
        _write(Path(arguments.feed).expanduser(), changed_figures.feed(latest, terminal.look.language), terminal)
    if not arguments.webhook or not (unsent := watches.changes(connection, watch.MOST, unsent=True)):
        return True
    if not _posted(arguments.webhook, tuple(reversed(unsent)), terminal):
        return False
    with store.catalogue.transaction() as writing:
        watches.send(writing, unsent)
    return True


def looking(store: Store, settings: Settings) -> Looking:
    """Return what it takes to look at the documents, with the models that the settings name."""
    from assistant.models import readers
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.watch import Looking

    answers = answering(settings)
    retriever = HybridRetriever(store=store, weights=answers.weights, trust=answers.trust)
    return Looking(store, retriever, readers.load(answers.reader), date.today())


def tell(changed: Iterable[Change], terminal: Terminal) -> None:
    """Show changes: a line of JSON each, or the change with both quotes below."""
    for one in changed:
        if terminal.json:
            terminal.emit(contract.change(one))
        else:
            terminal.show(_lines(one, terminal.look))


def _lines(change: Change, look: Look) -> Iterator[str]:
    yield from (look.bold(line) for line in wrap(changed_figures.headline(change, look.language), look.width, "● "))
    for key, side in (("watch.before", change.old), ("watch.now", change.new)):
        yield from wrap(changed_figures.quoted(side), look.width, f"  {say(key, look.language)}", "    ")


def _write(path: Path, made: bytes, terminal: Terminal) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(made)
        new.replace(path)
    except OSError as error:
        message = say("watch.unwritable", terminal.look.language, path=path)
        raise SettingsError(message, error.strerror or "") from error


def _posted(url: str, changes: Iterable[Change], terminal: Terminal) -> bool:
    """Post changes, the first first; return False where the address does not take them, and say so."""
    import httpx

    try:
        answer = httpx.post(url, json={"changes": [contract.change(one) for one in changes]}, timeout=SECONDS)
        reason = "" if answer.status_code < _NO_CONTENT else str(answer.status_code)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = type(error).__name__
    if reason:
        language = terminal.look.language
        message = say("watch.unsent", language, url=masked(url), reason=reason)
        terminal.fail(SettingsError(message, say("watch.unsent.hint", language)))
    return not reason
