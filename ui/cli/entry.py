"""Entry point of the command line: arguments, settings, command and exit code.

Exit codes: 0 success; 1 some documents or lines failed, or a retry may help; 2 usage or configuration error, or a store
that cannot be used as it is.
"""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import cast

from assistant import tracing
from ingest import faults
from ingest.errors import GeungeoError
from ui import settings
from ui.cli import parser
from ui.cli.terminal import Terminal
from ui.exports.release import version
from ui.messages import Language
from ui.serving import logs

Command = Callable[[Namespace, settings.Settings, Terminal], int]
INTERRUPTED = 130
PIPE_CLOSED = 141
COLLECT_AFTER = 300_000
"""Allocations between garbage collections: at the default of 700, importing spends a third of its time on them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes stdout once more at exit, which would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def _locale(environ: Mapping[str, str]) -> str:
    """Return the language of the locale: `ko` of ko_KR.UTF-8. Help is in both languages where it is neither."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return named.split("_")[0].split(".")[0]


def _run(argv: list[str]) -> int:
    language = parser.chosen_language(argv, os.environ.get("GEUNGEO_LANG") or _locale(os.environ))
    arguments = parser.build(version(), language).parse_args(argv)
    terminal = _terminal(arguments, language or "ko")
    try:
        chosen = _settings(arguments)
        terminal = _terminal(arguments, chosen.language)
        logs.configure(chosen.log)
        if not chosen.tracing:
            tracing.silence(os.environ)
        with faults.told(chosen.ingest.store):
            return _command(arguments.run)(arguments, chosen, terminal)
    except GeungeoError as error:
        terminal.fail(error)
        return 1 if error.retryable else 2


def _settings(arguments: Namespace) -> settings.Settings:
    names = ("store", "embedding", "model", "host", "port", "users", "engine")
    flags = {name: getattr(arguments, name, None) for name in names}
    environment = dict(os.environ)
    if config := getattr(arguments, "config", None):
        environment["GEUNGEO_CONFIG"] = config
    return settings.load(environment, flags | {"language": getattr(arguments, "lang", None)})


def _terminal(arguments: Namespace, language: Language) -> Terminal:
    as_json = getattr(arguments, "json", False) or bool(getattr(arguments, "batch", None))
    return Terminal.open(language, json=as_json, text=getattr(arguments, "text", False))


def _command(name: str) -> Command:
    # Imported only now: `geungeo --help` and a usage error must not wait for numpy, let alone a store.
    module, _, function = name.partition(":")
    return cast(Command, getattr(import_module(f"{__package__}.commands.{module}"), function))
