"""A store that an earlier version made opens, and its PDFs are no longer dated by when the file was made."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.documents import SourceDocument
from ingest.lexical import terms
from ingest.pipeline import entries
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = pytest.mark.integration


def make(name: str, published: datetime) -> SourceDocument:
    return SourceDocument(
        name, 1, "강 정비", "가온부", published, None, "plan", f"file:///c/{name}", "0" * 64, "강 정비 사업."
    )


def test_an_old_store_gains_the_columns_and_keeps_its_documents(tmp_path: Path) -> None:
    settings = IngestSettings(store=tmp_path / "store")
    embedding = DeterministicFakeEmbedding(size=8)
    made, printed = datetime(2025, 7, 1, 9, 30, 5), datetime(2021, 9, 3)
    with Store.open(settings, create=True, embedding=embedding) as store:
        documents = [make("가.pdf", made), make("나.pdf", printed), make("다.txt", made)]
        store.write(entries(documents, store, ["/c"] * 3))
    with sqlite3.connect(settings.store / "catalogue.sqlite3") as old:
        for column in ("dated", "declared"):
            old.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        for table in ("places", "edits", "copies", "sketches"):
            old.execute(f"DROP TABLE {table}")
    old.close()
    with Store.open(settings, embedding=embedding) as store:
        found = {one.id: (one.published, one.dated, one.declared) for one in store.documents()}
        assert found == {
            "가.pdf": (None, "declared", made),
            "나.pdf": (printed, "printed", None),
            "다.txt": (made, "printed", None),
        }
        until = Filter(until=date(2025, 12, 31))
        names = store.catalogue.ids_of([key for key, _ in store.match_documents(terms("강 정비"), 9, until)])
        assert sorted(names.values()) == ["나.pdf", "다.txt"]
        assert store.stock().newest == date(2025, 7, 1)
        assert store.catalogue.pending() == ()
