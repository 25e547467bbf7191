"""Write constraints.txt from lock.txt: the same versions without hashes, which pip takes with `-c`, and torch's.

`python .ci/constraints.py` writes it; a test compares. In constraints with hashes pip would want a hash of the project
itself too.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADER = """\
# The versions of lock.txt without their hashes, for `pip install -c constraints.txt`, and the one of .ci/uv.toml.
# Written by `make lock`; edit pyproject.toml instead.
"""


def constraints(lock: str, settings: str) -> str:
    """Return the versions of a lock and those of uv's settings, one a line, with their markers."""
    found = [line.removesuffix("\\").strip() for line in lock.splitlines() if re.match(r"[a-z0-9-]+==", line)]
    found += tomllib.loads(settings)["constraint-dependencies"]
    return HEADER + "".join(f"{line}\n" for line in sorted(found))


def written() -> str:
    """Return constraints.txt as it should be."""
    return constraints((ROOT / "lock.txt").read_text("utf-8"), (ROOT / ".ci" / "uv.toml").read_text("utf-8"))


if __name__ == "__main__":
    (ROOT / "constraints.txt").write_text(written(), "utf-8")
