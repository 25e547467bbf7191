"""The command `geungeo doctor`: settings, installed packages and whether they work.

A check that itself fails is reported as one more thing that is wrong, and the others go on.
"""

from __future__ import annotations

import os
import platform
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from typing import Literal

from ingest import aside, faults, integrity, places
from ingest.errors import GeungeoError
from ingest.file_names import legible
from ingest.inventory import Inventory, inventory
from ingest.registry import stamped
from ui.cli.source_report import moment
from ui.cli.terminal import Terminal
from ui.exports.layout import wrap
from ui.exports.provenance import ranges
from ui.messages import Language, say
from ui.settings import Settings, masked, shown, unknown_variables

PACKAGES = ("geungeo", "langchain-core", "chromadb", "tantivy", "onnxruntime", "tokenizers", "gradio")
State = Literal["ok", "note", "bad"]
LEAST_FREE = 200_000_000
"""Bytes that must be free on the disk of the store: a batch, the log of its transaction and a merge of the index."""
SHOWN = 5
"""Most documents or sources named under one check."""
VISITED_WITHIN = timedelta(days=1)
"""A source that was not visited for longer is named: a timer that stopped says nothing of itself."""
_SIGNS: dict[State, str] = {"ok": "✓", "note": "·", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its status and what to do about it."""

    name: str
    state: State
    detail: str
    hint: str = ""


def run(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show settings, versions and checks; return 1 when something needs attention."""
    checks, held = _examined(settings, terminal.look.language)
    bad = any(check.state == "bad" for check in checks)
    if terminal.json:
        terminal.emit(
            {
                "ok": not bad,
                "settings": shown(settings),
                "origins": dict(settings.origins),
                "file": str(settings.file) if settings.file else None,
                "versions": versions(),
                "checks": [asdict(check) for check in checks],
                "documents": asdict(held),
            }
        )
    else:
        terminal.show(_lines(settings, checks, terminal, bad=bad))
    return int(bad)


def versions() -> dict[str, str]:
    """Return the versions of Python and of the main packages, `-` for one that is missing."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "-"
    return found


def _examined(settings: Settings, language: Language) -> tuple[tuple[Check, ...], Inventory]:
    """Return what every check found, and what is to know about the documents."""
    store = settings.ingest.store
    held: list[Inventory] = []

    def documents() -> Iterable[Check]:
        held.append(inventory(store))
        return _documents(held[0], language)

    tries: tuple[tuple[str, Callable[[], Iterable[Check]]], ...] = (
        ("environment", lambda: _environment(language)),
        ("model", lambda: [_model(settings, language)]),
        ("writable", lambda: [_writable(store, language)]),
        ("space", lambda: [_space(store, language)]),
        ("catalogue", lambda: _catalogue(store, language)),
        ("store", lambda: [_store(settings, language)]),
        ("documents", documents),
        ("sources", lambda: _sources(store, language)),
    )
    found: list[Check] = []
    for name, check in tries:
        if name in ("store", "documents", "sources") and any(
            one.name == "catalogue" and one.state == "bad" for one in found
        ):
            # They would only say the same again.
            continue
        found += _tried(name, check, language)
    return tuple(found), held[0] if held else Inventory()


def _tried(name: str, check: Callable[[], Iterable[Check]], language: Language) -> list[Check]:
    try:
        return list(check())
    except GeungeoError as error:
        return [Check(name, "bad", error.message, error.hint)]
    except Exception as error:  # noqa: BLE001 - whatever is broken must be told, and must not hide the rest
        detail = say("doctor.failed", language, error=f"{type(error).__name__}: {error}")
        return [Check(name, "bad", detail, say("doctor.failed_hint", language))]


def _environment(language: Language) -> Iterator[Check]:
    if unknown := unknown_variables(os.environ):
        yield Check("environment", "note", say("doctor.unknown", language, names=", ".join(unknown)))


def _model(settings: Settings, language: Language) -> Check:
    from ingest.embedding import load

    name = settings.ingest.embedding
    try:
        dimensions = len(load(name, settings.ingest.threads).embed_query("근거"))
    except GeungeoError as error:
        return Check("model", "bad", error.message, error.hint)
    return Check("model", "ok", say("doctor.loaded", language, name=name, dimensions=dimensions))


def _writable(directory: Path, language: Language) -> Check:
    nearest = _nearest(directory)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Check("writable", "ok", str(directory))
    if (directory / places.CATALOGUE).exists():
        return Check("writable", "note", say("doctor.read_only", language, path=directory))
    return Check("writable", "bad", say("doctor.locked", language, path=nearest), say("doctor.locked_hint", language))


def _space(directory: Path, language: Language) -> Check:
    free = shutil.disk_usage(_nearest(directory)).free
    detail = say("doctor.free", language, size=f"{free / 1e9:,.1f}")
    if free >= LEAST_FREE:
        return Check("space", "ok", detail)
    return Check("space", "bad", detail, say("doctor.free_hint", language))


def _nearest(directory: Path) -> Path:
    return next(path for path in (directory, *directory.resolve().parents) if path.exists())


def _catalogue(directory: Path, language: Language) -> Iterator[Check]:
    """Read every page and text of the catalogue, where there is one."""
    if directory.exists():
        places.clear(directory)
    if not os.path.lexists(directory / places.CATALOGUE):
        if places.left(directory):
            raise faults.damaged(directory, say("doctor.gone", language))
        return
    with aside.catalogue(directory) as catalogue:
        integrity.whole(catalogue.connection, catalogue.path)
    yield Check("catalogue", "ok", say("doctor.sound", language))


def _store(settings: Settings, language: Language) -> Check:
    from ingest.store import Store

    directory = settings.ingest.store
    if not (directory / places.CATALOGUE).exists():
        hint = say("doctor.empty_hint", language, path=directory)
        return Check("store", "note", say("doctor.empty", language, path=directory), hint)
    # Counted before the store is opened, because opening it repairs.
    with aside.catalogue(directory) as catalogue:
        pending = len(catalogue.pending())
        documents, chunks = catalogue.counts()
        manifest = ", ".join(f"{key} {value}" for key, value in sorted(catalogue.manifest().items()) if value)
    detail = say("doctor.counts", language, documents=documents, chunks=chunks, pending=pending, manifest=manifest)
    try:
        Store.open(settings.ingest).close()
    except GeungeoError as error:
        return Check("store", "bad", f"{detail} · {error.message}", error.hint)
    return Check("store", "ok", detail)


def _documents(held: Inventory, language: Language) -> Iterator[Check]:
    """Yield what is to know about the documents of the store; nothing where all is well."""
    edit = say("doctor.edit_hint", language)
    unread = tuple(f"{one.id} ({ranges(one.pages)})" for one in held.unread)
    places = tuple(f"{one.id} ({len(one.addresses)})" for one in held.places)
    copies = tuple(" = ".join(group) for group in held.copies)
    for name, ids, hint in (
        ("undated", held.undated, edit),
        ("declared", held.declared, edit),
        ("unissued", held.unissued, edit),
        ("unread", unread, say("ingest.unread.hint", language)),
        ("places", places, ""),
        ("copies", copies, ""),
    ):
        if ids:
            yield Check(name, "note", _listed(ids, language), hint)


def _sources(directory: Path, language: Language) -> Iterator[Check]:
    """Yield how the sources stand: how many and when last read, and those that need a look; nothing where none is."""
    from ingest.sources.standing import standings
    from ingest.sources.synchronisation import korean_time

    if not (directory / places.CATALOGUE).exists():
        return
    with aside.catalogue(directory) as catalogue:
        found = standings(catalogue.connection)
    if not found:
        return
    latest = max(one.source.synced for one in found)
    read = say("sources.synced", language, time=moment(latest)) if latest else say("sources.never", language)
    yield Check("sources", "ok", say("doctor.sources_read", language, count=len(found), read=read))
    before = stamped(korean_time() - VISITED_WITHIN)
    late = [one.source.place for one in found if max(one.source.tried, one.source.added) < before]
    failing = [f"{one.source.place} ({one.source.error})" for one in found if one.source.error]
    dead = [f"{item.address} ({item.error})" for one in found for item in one.dead]
    for name, told, hint in (
        ("unvisited", late, "doctor.unvisited_hint"),
        ("failing", failing, "doctor.failing_hint"),
        ("given_up", dead, "doctor.given_up_hint"),
    ):
        if told:
            yield Check(name, "note", _listed([masked(legible(one)) for one in told], language), say(hint, language))


def _listed(names: Sequence[str], language: Language) -> str:
    """Return how many there are and the first of them by name."""
    others = [say("doctor.others", language, count=len(names) - SHOWN)] * (len(names) > SHOWN)
    return say("doctor.listed", language, count=len(names), names=", ".join((*names[:SHOWN], *others)))


def _lines(settings: Settings, checks: tuple[Check, ...], terminal: Terminal, *, bad: bool) -> Iterator[str]:
    look = terminal.look
    yield look.bold(say("doctor.settings", look.language))
    origins = dict(settings.origins)
    for name, value in shown(settings).items():
        origin = say(f"origin.{origins.get(name, 'default')}", look.language)
        yield f"  {name:<16} {value or '-'}  " + look.dim(f"({origin})")
    yield f"  {'file':<16} {settings.file or '-'}"
    yield look.bold(say("doctor.versions", look.language))
    yield from wrap(" · ".join(f"{name} {version}" for name, version in versions().items()), look.width, "  ")
    yield look.bold(say("doctor.checks", look.language))
    for check in checks:
        label = say(f"doctor.{check.name}", look.language)
        yield from wrap(f"{label}: {check.detail}", look.width, f"  {_SIGNS[check.state]} ")
        if check.hint:
            yield from wrap(check.hint, look.width, "    → ")
    yield look.bold(say("doctor.bad" if bad else "doctor.ok", look.language))
