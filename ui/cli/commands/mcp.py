"""The command `geungeo mcp`."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import redirect_stdout

from ui.cli import questions
from ui.cli.terminal import Terminal
from ui.settings import Settings, answering


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:  # noqa: ARG001 - nothing but the protocol is written
    """Serve MCP tools over standard input and output until the input ends."""
    import anyio

    from assistant.chain import build_chain
    from ingest.store import Store
    from ui.exports.release import version
    from ui.programs import functions, tools

    protocol = sys.stdout
    # Whatever a library prints would break the protocol, which has this stream to itself.
    with redirect_stdout(sys.stderr), Store.open(settings.ingest, warm=True) as store:
        questions.narrow(store, arguments)
        sources = functions.over(store, build_chain(store, answering(settings)))
        anyio.run(tools.serve, sources, version(), protocol)
    return 0
