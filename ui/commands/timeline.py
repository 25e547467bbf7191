"""The command `geungeo timeline`."""

from __future__ import annotations

import time
from argparse import Namespace
from datetime import date

from ui import contract
from ui import timeline as shown
from ui.commands import questions
from ui.settings import Settings
from ui.terminal import Terminal


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the dated facts of a programme in order; one that no document names has none, which is not a failure."""
    from assistant.history.timeline import timeline
    from ingest.store import Store

    question = questions.from_flags(arguments, terminal.look.language)
    with Store.open(settings.ingest) as store:
        started = time.perf_counter()
        found = timeline(question, store, date.today())
        milliseconds = (time.perf_counter() - started) * 1000
    if terminal.json:
        terminal.emit(contract.timeline(found, milliseconds))
    else:
        terminal.show(shown.lines(found, terminal.look))
    return 0
