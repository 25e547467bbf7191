"""The commands `geungeo watch add|list|remove|changes`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ui.cli import watching
from ui.cli.terminal import Terminal
from ui.exports import changed_figures, contract
from ui.exports.layout import Look, wrap
from ui.messages import say
from ui.settings import Settings

if TYPE_CHECKING:
    from ingest.watches import Watch

SHOWN = 200
"""Most changes shown."""


def run_add(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Watch texts, and show which figures the documents give for them now."""
    from assistant import watch
    from assistant.answers import bounded
    from ingest import watches
    from ingest.sources.synchronisation import korean_time
    from ingest.store import Store

    language = terminal.look.language
    texts = [bounded(text) for one in arguments.texts if (text := " ".join(one.split()))]
    if not texts:
        raise SettingsError(say("claim.empty", language))
    with Store.open(settings.ingest, warm=True) as store:
        with store.catalogue.transaction() as connection:
            new = {text: watches.add(connection, text, korean_time()) for text in texts}
        watching.tell(watch.look(store, lambda: watching.looking(store, settings), korean_time()), terminal)
        found = {one.text: one for one in watches.watches(store.catalogue.connection)}
    for text, added in new.items():
        if terminal.json:
            terminal.emit(contract.watch(found[text]) | {"new": added})
        else:
            head = say("watch.added" if added else "watch.present", language, text=text)
            terminal.show([*wrap(head, terminal.look.width), *_seen(found[text], terminal.look)])
    return 0


def run_list(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show every watched text with the figures last seen."""
    from ingest import watches
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        found = watches.watches(store.catalogue.connection)
    for one in found:
        if terminal.json:
            terminal.emit(contract.watch(one))
        else:
            terminal.show([*wrap(one.text, terminal.look.width), *_seen(one, terminal.look)])
    if not found and not terminal.json:
        terminal.show([say("watch.none", terminal.look.language)])
    return 0


def run_remove(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Watch texts no more and forget their changes; return 1 if any was not watched."""
    from ingest import watches
    from ingest.store import Store

    language = terminal.look.language
    texts = [" ".join(one.split()) for one in arguments.texts]
    with Store.open(settings.ingest) as store, store.catalogue.transaction() as connection:
        unknown = [one for one in texts if not watches.remove(connection, one)]
    if terminal.json:
        terminal.emit({"removed": len(texts) - len(unknown), "missing": unknown})
    else:
        terminal.show([say("watch.removed", language, text=one) for one in texts if one not in unknown])
    for one in unknown:
        terminal.fail(SettingsError(say("watch.unknown", language, text=one), say("watch.list_hint", language)))
    return int(bool(unknown))


def run_changes(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the figures that changed, the latest first."""
    from ingest import watches
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        found = watches.changes(store.catalogue.connection, SHOWN)
    watching.tell(found, terminal)
    if not found and not terminal.json:
        terminal.show([say("watch.unchanged", terminal.look.language)])
    return 0


def _seen(value: Watch, look: Look) -> Iterator[str]:
    for one in value.seen.values():
        name = changed_figures.name(one, look.language)
        yield from wrap(f"{name}: {one['value']} {changed_figures.quoted(one)}", look.width, "  - ", "    ")
    if not value.seen:
        yield from wrap(say("watch.nothing", look.language), look.width, "  ")
