"""The command `geungeo timeline`."""

from __future__ import annotations

import time
from argparse import Namespace
from datetime import date

from ui.cli import questions
from ui.cli.terminal import Terminal
from ui.exports import contract, plain_text
from ui.settings import Settings


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
        terminal.show(plain_text.timeline(found, terminal.look))
    return 0
