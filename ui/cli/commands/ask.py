"""The command `geungeo ask`."""

from __future__ import annotations

from argparse import Namespace

from ui.cli import questions
from ui.cli.terminal import Terminal
from ui.exports import contract, plain_text
from ui.settings import Settings, answering


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Answer or refuse one question, or each of a batch; a refusal does not count as a failure."""
    from ingest.store import Store

    with Store.open(settings.ingest, warm=True) as store:
        questions.narrow(store, arguments)
        from assistant.chain import build_chain

        chain = build_chain(store, answering(settings))
        return questions.answer(arguments, terminal, chain.invoke, contract.reply, plain_text.reply)
