"""The command `geungeo search`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from assistant.answers import Passage, Question
from ui.cli import questions
from ui.cli.terminal import Terminal
from ui.exports import contract, plain_text
from ui.settings import Settings


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show the passages nearest to one query, or to each of a batch."""
    from assistant.retrieval.retriever import HybridRetriever
    from ingest.store import Store

    with Store.open(settings.ingest, warm=True) as store:
        questions.narrow(store, arguments)
        retriever = HybridRetriever(store=store)

        def find(question: Question) -> Sequence[Passage]:
            return retriever.retrieve(question, arguments.k, arguments.per_document)

        return questions.answer(arguments, terminal, find, contract.hits, plain_text.passages)
