"""The command `geungeo ask`."""

from __future__ import annotations

from argparse import Namespace

from ui import contract, render
from ui.commands import questions
from ui.settings import Settings, answering
from ui.terminal import Terminal


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Answer or refuse one question, or each of a batch; a refusal does not count as a failure."""
    from ingest.store import Store

    with Store.open(settings.ingest, warm=True) as store:
        from assistant.chain import build_chain

        chain = build_chain(store, answering(settings))
        return questions.answer(arguments, terminal, chain.invoke, contract.reply, render.reply)
