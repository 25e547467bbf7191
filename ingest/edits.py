"""Corrections of what a document says of itself, made by a person and kept over every later version."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import get_args

from ingest.documents import Kind, SourceDocument
from ingest.errors import SettingsError

SCHEMA = """
CREATE TABLE IF NOT EXISTS edits (
  document_id TEXT PRIMARY KEY, title TEXT, issuer TEXT, published TEXT, kind TEXT);
"""


@dataclass(frozen=True, slots=True)
class Edit:
    """Corrected particulars of one document; None leaves what the document says."""

    title: str | None = None
    issuer: str | None = None
    published: datetime | None = None
    kind: Kind | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Which particulars are corrected."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) is not None)

    def over(self, earlier: Edit) -> Edit:
        """Return both corrections as one; where they differ, this one holds."""
        return replace(earlier, **{name: getattr(self, name) for name in self.names})

    def applied(self, document: SourceDocument) -> SourceDocument:
        """Return the document as corrected."""
        edited = replace(document, **{name: getattr(self, name) for name in self.names})
        return replace(edited, dated="edited", declared=None) if self.published else edited


def checked(edit: Edit) -> Edit:
    """Return the correction with its spaces tidied.

    Raises:
        SettingsError: nothing is corrected, or a value cannot be one.
    """
    if not edit.names:
        raise SettingsError("고칠 것이 없습니다.", "--title, --issuer, --published, --kind 가운데 하나를 적어 주세요.")
    if edit.title is not None and not edit.title.strip():
        raise SettingsError("제목은 비울 수 없습니다.", "--title 다음에 제목을 적어 주세요.")
    if edit.kind is not None and edit.kind not in get_args(Kind):
        raise SettingsError(f"모르는 종류입니다: {edit.kind}", f"쓸 수 있는 종류: {', '.join(get_args(Kind))}")
    title, issuer = (None if value is None else " ".join(value.split()) for value in (edit.title, edit.issuer))
    return replace(edit, title=title, issuer=issuer)


def kept(connection: sqlite3.Connection, document_id: str) -> Edit:
    """Return the corrections of a document; an empty one where there are none."""
    row = connection.execute(
        "SELECT title, issuer, published, kind FROM edits WHERE document_id = ?", (document_id,)
    ).fetchone()
    if row is None:
        return Edit()
    return Edit(row[0], row[1], datetime.fromisoformat(row[2]) if row[2] else None, row[3])


def keep(connection: sqlite3.Connection, document_id: str, edit: Edit) -> None:
    """Store the corrections of a document in place of earlier ones."""
    published = edit.published.isoformat() if edit.published else None
    connection.execute(
        "INSERT OR REPLACE INTO edits VALUES (?, ?, ?, ?, ?)",
        (document_id, edit.title, edit.issuer, published, edit.kind),
    )
