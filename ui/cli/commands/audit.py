"""The commands `geungeo audit verify|show`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.errors import SettingsError
from ui.audit import chain
from ui.audit.chain import Link, Walk
from ui.audit.events import FAILURE
from ui.cli.terminal import Terminal
from ui.messages import Language, say
from ui.settings import Settings

NAMED = 3
"""Documents named in a line of text; all are in the log."""


def run_verify(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Follow the chain of an audit log; return 1 where it breaks, and name the first line at which it does."""
    language = terminal.look.language
    path = _path(arguments, settings, language)
    after, head = (_link(text, language) for text in (arguments.after, arguments.head))
    try:
        found = chain.walk(path, after, head)
    except OSError as error:
        raise _unreadable(path, error, language) from error
    if not found.lines and not found.kept:
        # All is well with nothing: whoever asks each night must not be told so.
        raise _missing(path, language)
    if terminal.json:
        terminal.emit(_object(found))
    else:
        terminal.show(_lines(found, language))
    return int(found.broken is not None)


def run_show(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the events of a log, the oldest first, narrowed to a name, kind, document, collection or days (of UTC)."""
    language = terminal.look.language
    path = _path(arguments, settings, language)
    try:
        for event in _events(path):
            if _wanted(event, arguments):
                if terminal.json:
                    terminal.emit(event)
                else:
                    terminal.show([_line(event, language)])
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unreadable(path, error, language) from error
    return 0


def _path(arguments: Namespace, settings: Settings, language: Language) -> Path:
    path = Path(arguments.path).expanduser() if arguments.path else settings.audit.folder
    if path is None:
        raise SettingsError(say("audit.none", language), say("audit.none.hint", language))
    if not path.exists():
        raise _missing(path, language)
    return path


def _missing(path: Path, language: Language) -> SettingsError:
    return SettingsError(say("audit.missing", language, path=path), say("audit.none.hint", language))


def _unreadable(path: Path, error: OSError, language: Language) -> SettingsError:
    return SettingsError(say("audit.unreadable", language, path=error.filename or path), error.strerror or "")


def _link(text: str | None, language: Language) -> Link | None:
    if text is None:
        return None
    if found := chain.link(text):
        return found
    raise SettingsError(say("audit.link", language, text=text), say("audit.link.hint", language))


def _object(found: Walk) -> dict[str, object]:
    broken = found.broken
    return {
        "ok": broken is None,
        "files": found.files,
        "lines": found.lines,
        "head": str(found.head),
        "head_kept": found.kept,
        "broken": broken
        and {"reason": broken.reason, "file": str(broken.path), "line": broken.line, "sequence": broken.sequence},
    }


def _lines(found: Walk, language: Language) -> Iterator[str]:
    if broken := found.broken:
        place = {"path": broken.path, "line": broken.line, "sequence": broken.sequence}
        yield say(f"broken.{broken.reason}", language, **place)
        yield say("audit.until", language, lines=f"{found.lines:,}")
        return
    yield say("audit.whole", language, lines=f"{found.lines:,}", files=found.files)
    yield say("audit.head", language, head=found.head)
    if not found.kept:
        yield say("audit.headless", language)


def _events(path: Path) -> Iterator[Mapping[str, object]]:
    """Yield the events of a folder or file; what cannot be read is passed over, for `verify` tells of it."""
    for one in [file for _, _, file in chain.files(path)] if path.is_dir() else [path]:
        with one.open("rb") as file:
            for raw in file:
                if chain.parsed(raw):
                    yield json.loads(raw)


def _wanted(event: Mapping[str, object], arguments: Namespace) -> bool:
    day = _day(event)
    return (
        arguments.who in (None, _text(event, "actor", "user", "name"))
        and arguments.what in (None, _text(event, "metadata", "event_code"))
        and (arguments.document is None or arguments.document in _documents(event))
        and (arguments.collection is None or arguments.collection in _collections(event))
        and (arguments.since is None or day >= arguments.since)
        and (arguments.until is None or day <= arguments.until)
    )


def _line(event: Mapping[str, object], language: Language) -> str:
    documents = _documents(event)
    more = f" … +{len(documents) - NAMED}" if len(documents) > NAMED else ""
    parts = (
        _text(event, "time_dt"),
        _text(event, "actor", "user", "name"),
        _text(event, "src_endpoint", "ip") or _text(event, "src_endpoint", "name"),
        _text(event, "metadata", "event_code"),
        say("audit.failed", language) if event.get("status_id") == FAILURE else "",
        _shared(event),
        _text(event, "unmapped", "outcome"),
        _text(event, "file", "name") or ", ".join(documents[:NAMED]) + more,
        _places(event),
    )
    return "  ".join(part for part in parts if part)


def _documents(event: Mapping[str, object]) -> list[str]:
    return [_text(one, "uid") for one in _each(event, "unmapped", "documents")]


def _collections(event: Mapping[str, object]) -> list[str]:
    """Return the collections of an event's documents and the one that it is about, each once."""
    named = [_text(one, "collection") for one in _each(event, "unmapped", "documents")]
    return list(dict.fromkeys(one for one in (_text(event, "unmapped", "collection"), *named) if one))


def _places(event: Mapping[str, object]) -> str:
    found = ", ".join(_collections(event))
    return f"[{found}]" if found else ""


def _shared(event: Mapping[str, object]) -> str:
    """Return what was shared and the name of its link, as `check 3f2a9c0d3f2a9c0d`."""
    return ", ".join(f"{_text(one, 'name')} {_text(one, 'uid')}" for one in _each(event, "web_resources"))


def _each(event: Mapping[str, object], *path: str) -> list[dict[str, object]]:
    found = _at(event, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _day(event: Mapping[str, object]) -> date:
    time = event.get("time")
    return datetime.fromtimestamp(time / 1000 if isinstance(time, int) else 0, UTC).date()


def _text(event: Mapping[str, object], *names: str) -> str:
    found = _at(event, *names)
    return found if isinstance(found, str) else ""


def _at(event: Mapping[str, object], *names: str) -> object:
    found: object = event
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found
