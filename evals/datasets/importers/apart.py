"""Case files that others send, read in a process of their own with limits of time and memory.

A workbook of a few kilobytes can unpack to gigabytes, and its reader is native code: what it costs is that process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from evals.datasets.cases import Case, Dataset, line
from evals.datasets.columns import UnusedColumn
from evals.datasets.importers import load
from evals.datasets.reading import CaseError, gathered, parse
from ingest.readers.worker import restrict

SECONDS = 30
"""Most seconds that reading one file may take."""
MEGABYTES = 1024
"""Most memory of the reading process."""


def load_apart(path: Path, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Dataset:
    """Return what `load` returns of one file.

    Raises CaseError as `load` does, and where reading took too long, too much memory or broke off.
    """
    told = told_apart(__name__, path, seconds, megabytes)
    found = gathered(((parse(json.loads(one), path.name), path.name) for one in told["cases"]), path.stem)
    return replace(found, unused=tuple(UnusedColumn(**one) for one in told["unused"]))


def told_apart(module: str, path: Path, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> dict[str, Any]:
    """Return what `tell` of a module writes of a file, called in another process with limits of time and memory.

    Raises CaseError where it tells an error, and where it took too long, too much memory or broke off.
    """
    start = f"import sys; sys.path[:] = sys.argv[3:]; from {module} import tell; tell(sys.argv[1], int(sys.argv[2]))"
    command = [sys.executable, "-c", start, str(path), str(megabytes), *sys.path]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - this very interpreter
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise CaseError(f"{path.name}: {seconds}초 안에 읽지 못했습니다.", "작게 나누어 주십시오.") from error
    except ValueError as error:
        raise CaseError(
            f"{path.name}: 읽는 프로그램이 멈췄습니다.", "CSV로 저장하거나 작게 나누어 주십시오."
        ) from error
    if "error" in told:
        raise CaseError(told["error"], told["hint"])
    return told


def tell(path: str, megabytes: int) -> None:
    """Write the cases of a file, or why there are none, as JSON to standard output: the body of the other process."""
    restrict(megabytes)
    try:
        found = load([Path(path)])
        cases: tuple[Case, ...] = (*found.questions, *found.claims)
        told: dict[str, object] = {
            "cases": [line(case) for case in cases],
            "unused": [asdict(one) for one in found.unused],
        }
    except CaseError as error:
        told = {"error": error.message, "hint": error.hint}
    sys.stdout.write(json.dumps(told))
