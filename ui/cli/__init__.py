"""The command line: arguments, commands and what a terminal shows."""

from ui.cli.entry import main

__all__ = ["main"]
