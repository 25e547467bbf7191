"""Owns `geungeo search`; knows nothing of how passages are ranked."""

from __future__ import annotations

import time
from argparse import Namespace

from assistant.answers import Question
from ui import contract, render
from ui.commands import questions
from ui.settings import Settings
from ui.terminal import Terminal


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the passages nearest to one query, or to each of a batch."""
    from assistant.retrieval import HybridRetriever
    from ingest.store import Store

    with Store.open(settings.ingest, warm=True) as store:
        retriever = HybridRetriever(store=store)

        def work(question: Question, identity: object) -> contract.Json:
            started = time.perf_counter()
            passages = retriever.retrieve(question, arguments.k, arguments.per_document)
            return contract.hits(passages, identity, (time.perf_counter() - started) * 1000)

        if arguments.batch:
            return questions.answer_each(arguments, terminal, work)
        question = questions.from_flags(arguments, terminal.look.language)
        if terminal.json:
            terminal.emit(work(question, question.id))
        else:
            passages = retriever.retrieve(question, arguments.k, arguments.per_document)
            terminal.show(render.passages(passages, terminal.look))
    return 0
