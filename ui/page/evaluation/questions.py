"""A visitor's file of cases, or of another system's answers, read within limits; the template of a file of cases."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from ingest.errors import GeungeoError
from ui.exports.files import File
from ui.messages import Language, say

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from evals.external.answer import AnswerFile

T = TypeVar("T")
FORMS = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".jsonl", ".ndjson")
"""Endings of the files that are read."""
LARGEST = 5
"""Most megabytes of a file."""
MOST = 500
"""Most cases of a run; a command line takes more."""
LONGEST = 60
"""Most characters kept of a file's name."""
Read = Callable[[Path], "Dataset"]
ReadAnswers = Callable[[Path], "AnswerFile"]


class Rejected(GeungeoError):
    """A file that is no list of cases; it says why, to whoever gave it."""


def read(given: Mapping[str, str], load: Read, language: Language) -> Dataset:
    """Return the cases of the file in `given`, its `name` and its `content` in base64; `load` reads the file.

    Raises Rejected for a file that is too large, of another format or of too many cases, and what `load` raises.
    """
    name, dataset = _loaded(given, load, language)
    count = len(dataset.questions) + len(dataset.claims)
    if count > MOST:
        raise Rejected(say("runs.own.many", language, name=name, count=f"{count:,}", most=MOST))
    return dataset


def answers(given: Mapping[str, str], load: ReadAnswers, language: Language) -> tuple[str, AnswerFile]:
    """Return the name and the answers of the file in `given`, as `read` returns cases."""
    name, found = _loaded(given, load, language)
    if (count := len(found.answers)) > MOST:
        raise Rejected(say("runs.own.many", language, name=name, count=f"{count:,}", most=MOST))
    return name, found


def _loaded(given: Mapping[str, str], load: Callable[[Path], T], language: Language) -> tuple[str, T]:
    name = _name(given.get("name", ""))
    if Path(name).suffix.lower() not in FORMS:
        raise Rejected(say("runs.own.form", language, name=name))
    try:
        data = base64.b64decode(given.get("content", ""), validate=True)
    except binascii.Error:
        data = b""
    if len(data) > LARGEST << 20 or given.get("large"):
        raise Rejected(say("runs.own.large", language, name=name, limit=LARGEST))
    with TemporaryDirectory(prefix="geungeo-cases-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return name, load(path)


def template(language: Language) -> File:
    """Return a table with the columns that a file may have and rows that show what they hold, to be filled in."""
    text = say("runs.own.template", language)
    # A byte order mark, by which Excel knows the encoding.
    return File(say("runs.own.template.name", language), "text/csv;charset=utf-8", text.encode("utf-8-sig"))


def _name(given: str) -> str:
    """Return the file name without its folder, short enough for any file system."""
    name = given.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-LONGEST:]
    return "file" if name in ("", ".", "..") else name
