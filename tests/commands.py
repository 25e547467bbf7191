"""The command `geungeo` of the checkout, run and served in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "ui.cli")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def run(*words: str) -> None:
    """Run a command, which must succeed."""
    subprocess.run([*COMMAND, *words], check=True, capture_output=True, cwd=ROOT, env=ENVIRONMENT, text=True)


@contextmanager
def served(store: Path, log: Path) -> Iterator[str]:
    """Serve a store and yield its address; what the server says of errors goes to `log`, and must hold no traceback."""
    words = [*COMMAND, "serve", "--port", "0", "--store", str(store)]
    with log.open("w") as file:
        server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=file, cwd=ROOT, env=ENVIRONMENT, text=True)
        assert server.stdout
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found, log.read_text("utf-8")
        yield found.group()
        server.terminate()
        server.communicate()
    assert "Traceback" not in log.read_text("utf-8")
