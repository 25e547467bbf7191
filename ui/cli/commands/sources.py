"""The commands `geungeo sources add|list|remove`."""

from __future__ import annotations

from argparse import Namespace

from ingest.errors import SettingsError
from ui.cli import source_report
from ui.cli.terminal import Terminal
from ui.exports import contract
from ui.messages import say
from ui.settings import Settings


def run_add(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Add sources, all or none; an address is asked once whether it is a feed or site map."""
    from ingest import collections, registry
    from ingest.sources.recognition import recognised
    from ingest.sources.synchronisation import korean_time
    from ingest.store import Store
    from ingest.web.download import Downloader, Limits
    from ingest.web.object_storage import Endpoint

    language, chosen = terminal.look.language, settings.ingest
    downloader = Downloader(Limits(chosen.web_megabytes, chosen.web_seconds, chosen.allow_private))
    # Before the store is made: a slip in a name must not leave an empty one behind.
    endpoint = Endpoint(chosen.s3_endpoint, chosen.s3_region)
    named = dict.fromkeys(arguments.sources)
    found = [recognised(one, downloader, korean_time(), arguments.since, endpoint) for one in named]
    with Store.open(chosen, create=True) as store, store.catalogue.transaction() as connection:
        new = [registry.add(connection, one) for one in found]
        for one in found if arguments.collection else ():
            collections.assign(connection, one.place, arguments.collection)
    for source, added in zip(found, new, strict=True):
        if terminal.json:
            terminal.emit({"source": source.place, "kind": source.kind, "added": added})
            continue
        kind = say(f"source_kind.{source.kind}", language)
        key = "sources.added" if added else "sources.present"
        terminal.show([say(key, language, kind=kind, place=source_report.shown(source.place))])
    if any(new) and not terminal.json:
        terminal.show([say("sources.next", language)])
    return 0


def run_list(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show every source with its last visit, its errors, what was given up and what is withdrawn."""
    from ingest.sources.standing import standings
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        found = standings(store.catalogue.connection)
    if terminal.json:
        for one in found:
            terminal.emit(contract.source(one))
    else:
        terminal.show(source_report.standings(found, terminal.look))
    return 0


def run_remove(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Stop keeping up with sources, whose documents stay; return 1 if any was none."""
    from ingest import collections, registry
    from ingest.sources.recognition import named
    from ingest.store import Store

    language = terminal.look.language
    unknown = []
    with Store.open(settings.ingest) as store:
        for text in arguments.sources:
            place = named(text)
            with store.catalogue.transaction() as connection:
                removed = registry.remove(connection, place)
                collections.forget_source(connection, place)
            if not removed:
                unknown.append(place)
            elif not terminal.json:
                terminal.show([say("sources.removed", language, place=source_report.shown(place))])
    if terminal.json:
        terminal.emit({"removed": len(arguments.sources) - len(unknown), "missing": unknown})
    for place in unknown:
        message = say("sources.unknown", language, place=source_report.shown(place))
        terminal.fail(SettingsError(message, say("sources.list_hint", language)))
    return int(bool(unknown))
