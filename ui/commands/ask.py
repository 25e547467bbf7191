"""Owns `geungeo ask`; knows nothing of how an answer is composed or checked."""

from __future__ import annotations

import time
from argparse import Namespace

from assistant.answers import Question
from ui import contract, render
from ui.commands import questions
from ui.settings import Settings, answering
from ui.terminal import Terminal


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Answer or refuse one question, or each of a batch; a refusal is no failure."""
    from ingest.store import Store

    with Store.open(settings.ingest, warm=True) as store:
        from assistant.chain import build_chain

        chain = build_chain(store, answering(settings))

        def work(question: Question, identity: object) -> contract.Json:
            started = time.perf_counter()
            reply = chain.invoke(question)
            return contract.reply(reply, identity, (time.perf_counter() - started) * 1000)

        if arguments.batch:
            return questions.answer_each(arguments, terminal, work)
        question = questions.from_flags(arguments, terminal.look.language)
        if terminal.json:
            terminal.emit(work(question, question.id))
        else:
            terminal.show(render.reply(chain.invoke(question), terminal.look))
    return 0
