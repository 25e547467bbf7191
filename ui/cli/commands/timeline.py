"""The command `geungeo timeline`."""

from __future__ import annotations

import time
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ui.cli import questions
from ui.cli.terminal import Terminal
from ui.exports import contract, plain_text
from ui.messages import Language, say
from ui.settings import Settings

if TYPE_CHECKING:
    from assistant.history.timeline import Timeline


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the dated events of a programme in order, or which programmes have any where none is named.

    A programme that no document names has none, which is not a failure.
    """
    from assistant.history.timeline import timeline
    from ingest.store import Store

    if arguments.asked is None:
        return _programmes(arguments, settings, terminal)
    question = questions.from_flags(arguments, terminal.look.language)
    with Store.open(settings.ingest) as store:
        questions.narrow(store, arguments)
        started = time.perf_counter()
        found = timeline(question, store, date.today())
        milliseconds = (time.perf_counter() - started) * 1000
    if terminal.json:
        terminal.emit(contract.timeline(found, milliseconds))
    else:
        terminal.show(plain_text.timeline(found, terminal.look))
    if arguments.export:
        _write(arguments.export, found, terminal.look.language)
    return 0


def _programmes(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    from assistant.history.programmes import programmes
    from assistant.history.timeline import timeline
    from ingest.store import Store

    with Store.open(settings.ingest) as store:
        questions.narrow(store, arguments)
        found = programmes(store, lambda question: timeline(question, store, date.today()))
    if terminal.json:
        terminal.emit(contract.programmes(found))
    else:
        terminal.show(plain_text.programmes(found, terminal.look))
    return 0


def _write(path: Path, value: Timeline, language: Language) -> None:
    from ui.exports import timeline_files

    made = timeline_files.exported(value, path.suffix.lower().removeprefix("."), datetime.now().astimezone(), language)
    if made is None:
        raise SettingsError(say("export.no_plot", language, path=path), say("export.no_plot.hint", language))
    try:
        path.write_bytes(made.content)
    except OSError as error:
        raise SettingsError(say("export.unwritable", language, path=path), error.strerror or "") from error
