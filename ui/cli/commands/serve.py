"""The command `geungeo serve`."""

from __future__ import annotations

import os
from argparse import Namespace

from ingest.errors import SettingsError
from ui.cli.terminal import Terminal
from ui.messages import say
from ui.settings import Settings


def run(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Serve the page until interrupted."""
    from ui.serving import heap
    from ui.serving.server import serve

    heap.settle(os.environ)
    try:
        serve(settings, settings.host, settings.port)
    except OSError as error:
        message = say("serve.taken", terminal.look.language, host=settings.host, port=settings.port)
        raise SettingsError(message, say("serve.taken_hint", terminal.look.language)) from error
    return 0
