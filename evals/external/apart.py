"""Files of answers that others send, read in a process of their own with limits of time and memory."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.datasets.columns import UnusedColumn
from evals.datasets.importers.apart import told_apart
from evals.datasets.reading import CaseError
from evals.external.answer import AnswerFile, Evidence, ExternalAnswer
from evals.external.file import read
from ingest.readers.worker import restrict


def read_apart(path: Path) -> AnswerFile:
    """Return what `read` returns of one file; raise CaseError as it does, and where reading broke off."""
    told = told_apart(__name__, path)
    return AnswerFile(
        tuple(_answer(one) for one in told["answers"]), tuple(UnusedColumn(**one) for one in told["unused"])
    )


def tell(path: str, megabytes: int) -> None:
    """Write the answers in a file, or why there are none, as JSON to standard output: the body of the other process."""
    restrict(megabytes)
    try:
        told: dict[str, object] = asdict(read(Path(path)))
    except CaseError as error:
        told = {"error": error.message, "hint": error.hint}
    sys.stdout.write(json.dumps(told))


def _answer(one: dict[str, Any]) -> ExternalAnswer:
    quotes, contexts = (tuple(Evidence(**held) for held in one[name]) for name in ("quotes", "contexts"))
    return ExternalAnswer(**{**one, "quotes": quotes, "contexts": contexts})
