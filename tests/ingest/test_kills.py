"""Killed anywhere, inside the commits of its parts too, a store ends as if undisturbed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.slow]

TESTS = Path(__file__).parents[1]
RANDOM = int(os.environ.get("KILLS", "3"))
"""Kills at random times; KILLS=500 for all that was promised."""


def run(*arguments: str) -> list[dict[str, object]]:
    """Kill and heal in a process of its own, which forks; return what it told of each run."""
    done = subprocess.run(
        [sys.executable, str(TESTS / "kills.py"), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (TESTS, TESTS.parent))), "PYTHONWARNINGS": "ignore"},
        check=False,
    )
    assert done.stdout, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (done.stderr, [line for line in lines if line.get("differing")])
    return lines


def test_kills_inside_the_commits_of_each_part_of_the_store(tmp_path: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler or sys.platform != "linux":
        pytest.skip("needs Linux and a C compiler, for a library that is preloaded and kills at a file system call")
    shim = tmp_path / "kills.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", shim, TESTS / "kills.c", "-ldl"], check=True)
    *runs, last = run(str(tmp_path / "runs"), "--shim", str(shim), "--points", os.environ.get("KILL_POINTS", "2"))
    # A run makes some calls more or fewer than the one they were counted in: the last point may lie beyond its end.
    killed = {str(line["kill"]).split()[0] for line in runs if line["died"]}
    assert killed == {"catalogue.sqlite3", "chroma", "lexical"}
    assert last["as undisturbed"] == last["runs"]


@pytest.mark.parametrize("task", [(), ("--reindex",)])
def test_kills_at_random(tmp_path: Path, task: tuple[str, ...]) -> None:
    *_, last = run(str(tmp_path), "--random", str(RANDOM), *task)
    assert last["as undisturbed"] == last["runs"] == RANDOM
    assert RANDOM < 5 or last["killed"]
