"""Run uv as lock.txt pins it, installed by pip beside this Python the first time, with the settings that pip was given.

    .venv/bin/python .ci/uv.py pip install ...

uv reads no settings of pip. Where `pip config` or the environment names an index, a folder of wheels or a file of
certificates, uv is told the same, unless it was told otherwise itself.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).parents[1] / "lock.txt"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
TOLD = {"index-url": "UV_DEFAULT_INDEX", "find-links": "UV_FIND_LINKS", "cert": "SSL_CERT_FILE"}
"""Settings of pip, and the variables in which uv looks for the same."""


def pinned(name: str, lock: str) -> str:
    """Return the lines of one package in a lock, hashes included; empty if it is not there."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n {{4}}.*)*", lock, re.MULTILINE)
    return found[0] if found else ""


def install(requirement: str) -> None:
    """Have pip install what the lock pins, if this version is not here yet. Raises CalledProcessError."""
    name, _, rest = requirement.partition("==")
    try:
        here = metadata.version(name)
    except metadata.PackageNotFoundError:
        here = ""
    if rest.split()[:1] == [here]:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requirements.txt")
        file.write_text(requirement, "utf-8")
        subprocess.run([*PIP, "install", "--quiet", "--require-hashes", "--requirement", file], check=True)  # noqa: S603


def told(settings: str, environment: dict[str, str]) -> dict[str, str]:
    """Return the variables for uv that say what `pip config list` printed and `environment` does not say yet.

    >>> told("global.find-links='/wheels'", {})
    {'UV_FIND_LINKS': '/wheels'}
    """
    values: dict[str, str] = {}
    for line in settings.splitlines():
        key, _, value = line.partition("=")
        scope, _, name = key.rpartition(".")
        # Of several places pip prefers its variables, which it lists as `:env:`.
        if name in TOLD and (scope == ":env:" or name not in values):
            values[name] = ",".join(str(ast.literal_eval(value)).split())
    return {TOLD[name]: value for name, value in values.items() if TOLD[name] not in environment}


def main() -> int:
    """Install uv if need be and run it; return its exit code."""
    install(pinned("uv", LOCK.read_text("utf-8")))
    settings = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=True)  # noqa: S603
    environment = os.environ | told(settings.stdout, dict(os.environ))
    return subprocess.run([sys.executable, "-m", "uv", *sys.argv[1:]], env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
