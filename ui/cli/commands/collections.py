"""The commands `geungeo collections list|add|grant|revoke|move|retain|remove`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from ingest import collections
from ingest.collections import EVERYBODY, Collection
from ingest.errors import SettingsError
from ui.audit.events import Code, Event
from ui.cli.operator import noted, recorded
from ui.cli.terminal import Terminal
from ui.messages import Language, say
from ui.settings import Settings


def run_list(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """List the collections with their documents, who reads them and how long they keep documents."""
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        found = collections.everything(store.catalogue.connection)
    for one in found:
        if terminal.json:
            terminal.emit(
                {"collection": one.name, "documents": one.documents, "readers": list(one.readers), "days": one.days}
            )
        else:
            terminal.show([_line(one, terminal.look.language)])
    return 0


def run_add(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Add a collection, read by the groups given."""
    from ingest.sources.synchronisation import korean_time
    from ingest.store import Store

    name = collections.checked(arguments.name)
    with Store.open(settings.ingest, create=True) as store, store.catalogue.transaction() as connection:
        added = collections.add(connection, name, korean_time())
        groups = [one for one in arguments.group or () if collections.grant(connection, name, one)]
        readers = next(one.readers for one in collections.everything(connection) if one.name == name)
    made = [Event("collection.added", collection=name)] if added else []
    noted(settings, *made, *(Event("collection.granted", collection=name, group=one) for one in groups))
    if terminal.json:
        terminal.emit({"collection": name, "added": added, "readers": list(readers)})
        return 0
    terminal.show([say("collections.added" if added else "collections.present", terminal.look.language, name=name)])
    if not readers:
        terminal.show([say("collections.closed", terminal.look.language, name=name)])
    return 0


def run_grant(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Let groups read a collection."""
    told = ("collections.granted", "collections.granted")
    return _changed(arguments, settings, terminal, collections.grant, told, "collection.granted")


def run_revoke(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Let groups read a collection no more."""
    told = ("collections.revoked", "collections.not_granted")
    return _changed(arguments, settings, terminal, collections.revoke, told, "collection.revoked")


def run_move(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Move documents into a collection; return 1 if the store lacks any, and move the others."""
    from ingest.store import Store

    wanted = tuple(dict.fromkeys(arguments.ids))
    with Store.open(settings.ingest) as store:
        store.heard = recorded(settings)
        present = {record.id for record in store.documents(wanted)}
        moved = store.put([one for one in wanted if one in present], arguments.name)
    missing = [one for one in wanted if one not in present]
    language = terminal.look.language
    if terminal.json:
        terminal.emit({"collection": arguments.name, "moved": list(moved), "missing": missing})
    else:
        terminal.show([say("collections.moved", language, name=arguments.name, count=len(moved))])
    for one in missing:
        terminal.fail(SettingsError(say("documents.unknown", language, id=one), say("documents.list_hint", language)))
    return int(bool(missing))


def run_retain(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Say for how many days after their publication the documents of a collection are kept."""
    from ingest.store import Store

    with Store.open(settings.ingest) as store, store.catalogue.transaction() as connection:
        collections.retain(connection, arguments.name, arguments.days)
    kept = "none" if arguments.days is None else str(arguments.days)
    noted(settings, Event("collection.retained", collection=arguments.name, outcome=kept))
    if terminal.json:
        terminal.emit({"collection": arguments.name, "days": arguments.days})
    else:
        language = terminal.look.language
        terminal.show(
            [say("collections.retained", language, name=arguments.name, days=_kept(arguments.days, language))]
        )
    return 0


def run_remove(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Remove a collection in which no document lies."""
    from ingest.store import Store

    with Store.open(settings.ingest) as store, store.catalogue.transaction() as connection:
        readers = collections.remove(connection, arguments.name)
    revoked = (Event("collection.revoked", collection=arguments.name, group=one) for one in readers)
    noted(settings, *revoked, Event("collection.removed", collection=arguments.name))
    if terminal.json:
        terminal.emit({"collection": arguments.name, "removed": True})
    else:
        terminal.show([say("collections.removed", terminal.look.language, name=arguments.name)])
    return 0


def _changed(
    arguments: Namespace,
    settings: Settings,
    terminal: Terminal,
    change: Callable[..., bool],
    told: tuple[str, str],
    code: Code,
) -> int:
    """Change what groups read; `told` are the messages of a change and of none, `code` is the audit log's."""
    from ingest.store import Store

    with Store.open(settings.ingest) as store, store.catalogue.transaction() as connection:
        changed = [(group, change(connection, arguments.name, group)) for group in arguments.groups]
    noted(settings, *(Event(code, collection=arguments.name, group=group) for group, done in changed if done))
    for group, done in changed:
        if terminal.json:
            terminal.emit({"collection": arguments.name, "group": group, "changed": done})
        else:
            key = told[0] if done else told[1]
            terminal.show([say(key, terminal.look.language, name=arguments.name, group=group)])
    return 0


def _line(one: Collection, language: Language) -> str:
    named = (say("collections.everybody", language) if group == EVERYBODY else group for group in one.readers)
    readers = ", ".join(named) or say("collections.nobody", language)
    values = {"name": one.name, "documents": one.documents, "readers": readers, "days": _kept(one.days, language)}
    return say("collections.line", language, **values)


def _kept(days: int | None, language: Language) -> str:
    return say("collections.forever", language) if days is None else say("collections.kept", language, days=days)
