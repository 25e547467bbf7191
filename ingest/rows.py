"""Conversion of documents and chunks to catalogue rows and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ingest import withdrawals
from ingest.chunks import once, over
from ingest.collections import DEFAULT
from ingest.documents import Chunk, Dated, Kind, Page, Section, SourceDocument

RECORD_COLUMNS = (
    "d.key, d.id, d.version, d.title, d.issuer, d.published, d.modified, d.kind, d.uri, d.sha256, d.regions, d.dated,"
    f" d.declared, d.collection, {withdrawals.SINCE}"
)
PAGE_AT = {field.name: at for at, field in enumerate(fields(Page))}
"""Where each field of a page stands in the list that it is stored as."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The particulars of a current document, without its text."""

    key: int
    """The integer by which the lexical index knows this version."""
    id: str
    version: int
    title: str
    issuer: str
    published: datetime | None
    modified: datetime | None
    kind: Kind
    uri: str
    sha256: str
    regions: tuple[str, ...]
    chunks: int
    dated: Dated = ""
    """How its day was found."""
    declared: datetime | None = None
    """As in `SourceDocument`."""
    withdrawn: datetime | None = None
    """Since when its source no longer shows it, Korean time without zone; None while it does."""
    collection: str = DEFAULT
    """What it belongs to."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the derived indexes hold of one document."""

    record: DocumentRecord
    text: str
    chunk_rows: tuple[int, ...]
    chunk_ids: tuple[str, ...]
    chunk_texts: tuple[str, ...]
    """What words are looked up in: the labels of a table once, after its caption."""
    sections: tuple[tuple[str, ...], ...]
    vectors: NDArray[np.float32]
    """Shape (chunks, dimensions)."""


def dump(value: object) -> str:
    """Return `value` as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def document_values(document: SourceDocument) -> tuple[object, ...]:
    """Return the column values of a document in the order the catalogue inserts them, up to `declared`."""
    return (
        document.id,
        document.version,
        document.title,
        document.issuer,
        _stamp(document.published),
        _stamp(document.modified),
        document.kind,
        document.uri,
        document.sha256,
        document.byline,
        document.text,
        dump([astuple(page) for page in document.pages]),
        dump([astuple(section) for section in document.sections]),
        dump(document.outline),
        document.dated,
        _stamp(document.declared),
    )


def document(row: sqlite3.Row) -> SourceDocument:
    """Return the document that a full row of `documents` holds, with since when it is withdrawn."""
    return SourceDocument(
        id=row["id"],
        version=row["version"],
        title=row["title"],
        issuer=row["issuer"],
        published=_time(row["published"]),
        modified=_time(row["modified"]),
        kind=row["kind"],
        uri=row["uri"],
        sha256=row["sha256"],
        text=row["text"],
        sections=tuple(Section(tuple(path), *rest) for path, *rest in json.loads(row["sections"])),
        pages=tuple(Page(*values) for values in json.loads(row["pages"])),
        byline=row["byline"],
        outline=tuple((offset, depth) for offset, depth in json.loads(row["outline"])),
        dated=row["dated"],
        declared=_time(row["declared"]),
        withdrawn=_time(row["withdrawn"]),
        collection=row["collection"],
    )


def record(row: sqlite3.Row, chunks: int | None = None) -> DocumentRecord:
    """Return the particulars that a row with `RECORD_COLUMNS` and a chunk count holds."""
    return DocumentRecord(
        key=row["key"],
        id=row["id"],
        version=row["version"],
        title=row["title"],
        issuer=row["issuer"],
        published=_time(row["published"]),
        modified=_time(row["modified"]),
        kind=row["kind"],
        uri=row["uri"],
        sha256=row["sha256"],
        regions=tuple(json.loads(row["regions"])),
        chunks=row["chunks"] if chunks is None else chunks,
        dated=row["dated"],
        declared=_time(row["declared"]),
        withdrawn=_time(row["withdrawn"]),
        collection=row["collection"],
    )


def chunk(row: sqlite3.Row) -> Chunk:
    """Return the chunk that a row joined with its document holds."""
    return Chunk(
        id=row["chunk_id"],
        document_id=row["id"],
        version=row["version"],
        section=tuple(json.loads(row["section"])),
        page=row["page"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        label=row["label"] or "",
        ocr=bool(row["ocr"]),
        approximate=bool(row["approximate"]),
    )


def index_entry(document_row: sqlite3.Row, chunk_rows: Sequence[sqlite3.Row]) -> IndexEntry:
    """Join a document's row and its chunks' rows into what the indexes hold."""
    vectors = np.frombuffer(b"".join(row["vector"] for row in chunk_rows), dtype=np.float16).astype(np.float32)
    return IndexEntry(
        record=record(document_row, len(chunk_rows)),
        text=document_row["text"],
        chunk_rows=tuple(row["row"] for row in chunk_rows),
        chunk_ids=tuple(row["id"] for row in chunk_rows),
        chunk_texts=tuple(
            f"{over(document_row['text'], row['start'])}\n{once(row['text'])}".lstrip("\n") for row in chunk_rows
        ),
        sections=tuple(tuple(json.loads(row["section"])) for row in chunk_rows),
        vectors=vectors.reshape(len(chunk_rows), -1) if chunk_rows else vectors.reshape(0, 0),
    )


def _stamp(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp) if stamp else None
