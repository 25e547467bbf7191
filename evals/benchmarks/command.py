"""The command line as a module that a process of its own runs: `ui.cli`, or `geungeo.ui.cli` where it is installed."""

from __future__ import annotations

MODULE = ".".join((*__package__.split(".")[:-2], "ui", "cli"))
