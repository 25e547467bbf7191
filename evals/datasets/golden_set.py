"""The golden set and its documents, read straight from their files without a store."""

from __future__ import annotations

from functools import cache

from evals.datasets import golden_files, golden_folders
from evals.datasets.cases import Dataset
from evals.datasets.reading import read
from evals.judging import Documents
from ingest.documents import SourceDocument
from ingest.readers import read as read_documents

NAME = "golden"


@cache
def golden() -> Dataset:
    """Return the golden questions and claims."""
    return read(golden_files(), NAME)


def labelled() -> tuple[Dataset, Documents]:
    """Return the golden set and a function that looks up its documents."""
    return golden(), _document


def _document(identity: str, version: int | None) -> SourceDocument | None:
    del version  # files have no versions
    return _documents().get(identity)


@cache
def _documents() -> dict[str, SourceDocument]:
    found = (one for folder in golden_folders() for path in sorted(folder.iterdir()) for one in read_documents(path))
    return {document.id: document for document in found if isinstance(document, SourceDocument)}
