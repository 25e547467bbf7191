"""The commands `geungeo documents list|show|edit|remove|expire`."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time

from ingest.errors import GeungeoError, SettingsError
from ui.cli import questions
from ui.cli.operator import recorded
from ui.cli.terminal import Terminal
from ui.exports import contract, plain_text
from ui.exports.provenance import provenance
from ui.messages import Language, say
from ui.settings import Settings


def run_list(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """List the documents of the store, by id."""
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        questions.narrow(store, arguments)
        records = store.documents()
    if terminal.json:
        for record in records:
            terminal.emit(contract.record(record))
    else:
        terminal.show(plain_text.records(records, terminal.look))
    return 0


def run_show(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show one version of a document; return 1 when the store does not hold it."""
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        document = store.document(arguments.id, arguments.version_number)
        known = provenance(arguments.id, store)
    if document is None:
        terminal.fail(_unknown(arguments.id, terminal.look.language))
        return 1
    if terminal.json:
        terminal.emit(contract.document(document, known))
    else:
        terminal.show(plain_text.document(document, terminal.look, known))
    return 0


def run_edit(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Correct what a document says of itself; return 1 when the store does not hold it."""
    from ingest.edits import Edit, checked
    from ingest.pipeline import edit
    from ingest.store import Store

    published = datetime.combine(arguments.published, time()) if arguments.published else None
    wanted = checked(Edit(arguments.title, arguments.issuer, published, arguments.kind))
    with Store.open(settings.ingest) as store:
        store.heard = recorded(settings)
        document = edit(store, arguments.id, wanted)
    if document is None:
        terminal.fail(_unknown(arguments.id, terminal.look.language))
        return 1
    if terminal.json:
        terminal.emit({"document_id": document.id, "edited": list(wanted.names)})
    else:
        names = ", ".join(say(f"edited.{name}", terminal.look.language) for name in wanted.names)
        terminal.show([say("documents.edit.done", terminal.look.language, names=names)])
    return 0


def run_remove(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Remove documents with all their versions; return 1 if any did not exist."""
    from ingest.store import Store

    wanted = tuple(dict.fromkeys(arguments.ids))
    with Store.open(settings.ingest) as store:
        store.heard = recorded(settings)
        present = {record.id for record in store.documents(wanted)}
        removed = store.remove(identity for identity in wanted if identity in present)
    missing = [identity for identity in wanted if identity not in present]
    if terminal.json:
        terminal.emit({"removed": removed, "missing": missing})
    else:
        terminal.show([say("documents.removed", terminal.look.language, count=removed)])
    for identity in missing:
        terminal.fail(_unknown(identity, terminal.look.language))
    return int(bool(missing))


def run_expire(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the documents that their collection keeps no longer, and with `--yes` remove them and their files."""
    from ingest import collections
    from ingest.sources.synchronisation import korean_time
    from ingest.store import Store
    from ui.page.documents.uploads import Uploads

    language = terminal.look.language
    with Store.open(settings.ingest) as store:
        store.heard = recorded(settings)
        found = collections.expired(store.catalogue.connection, korean_time())
        if arguments.yes and found:
            Uploads(store).expire([one.document_id for one in found])
    for one in found:
        if terminal.json:
            line = {"document_id": one.document_id, "collection": one.collection, "title": one.title}
            terminal.emit(line | {"date": one.day, "removed": arguments.yes})
        else:
            told = {"day": one.day, "collection": one.collection, "id": one.document_id, "title": one.title}
            terminal.show([say("expire.line", language, **told)])
    if not terminal.json:
        key = "expire.none" if not found else "expire.done" if arguments.yes else "expire.dry"
        terminal.show([say(key, language, count=len(found))])
    return 0


def _unknown(identity: str, language: Language) -> GeungeoError:
    return SettingsError(say("documents.unknown", language, id=identity), say("documents.list_hint", language))
