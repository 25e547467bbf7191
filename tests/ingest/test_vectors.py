"""The nearest chunks within a filter are those that trying every chunk finds, however the filter is applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from ingest.rows import DocumentRecord, IndexEntry
from ingest.scope import Filter
from ingest.vectors import VectorIndex

pytestmark = pytest.mark.integration
FIRST = date(2026, 1, 1)
LIMIT = 10
DOCUMENTS = 60


def _document(number: int, vectors: np.ndarray) -> IndexEntry:
    day = None if number % 7 == 0 else datetime.combine(FIRST + timedelta(days=number), datetime.min.time())
    record = DocumentRecord(
        key=number,
        id=f"d{number}",
        version=1,
        title="",
        issuer=("교육부", "환경부", "고용노동부")[number % 3],
        published=day,
        modified=None,
        kind="press_release" if number % 2 else "plan",
        uri="",
        sha256="",
        regions=("강원",) if number % 5 == 0 else (),
        chunks=len(vectors),
    )
    ids = tuple(f"d{number}:{part}" for part in range(len(vectors)))
    return IndexEntry(record, "", tuple(range(len(ids))), ids, ids, tuple(() for _ in ids), vectors)


@pytest.fixture(scope="module")
def entries() -> list[IndexEntry]:
    drawn = np.random.default_rng(7).normal(size=(DOCUMENTS, 3, 16)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=2, keepdims=True)
    return [_document(number, vectors) for number, vectors in enumerate(drawn)]


@pytest.fixture(scope="module")
def index(entries: list[IndexEntry], tmp_path_factory: pytest.TempPathFactory) -> Iterator[VectorIndex]:
    made = VectorIndex(tmp_path_factory.mktemp("store") / "vectors")
    made.replace(entries, ())
    yield made
    made.close()


def _admits(scope: Filter, record: DocumentRecord) -> bool:
    day = record.published.date() if record.published else None
    return (
        (not scope.issuers or record.issuer in scope.issuers)
        and (not scope.kinds or record.kind in scope.kinds)
        and (not scope.documents or record.id in scope.documents)
        and record.id not in scope.exclude
        and (not scope.regions or bool(set(scope.regions) & set(record.regions)))
        and (not scope.since or (day is not None and day >= scope.since))
        and (not scope.until or (day is not None and day <= scope.until))
    )


@pytest.mark.parametrize(
    "scope",
    [
        Filter(),
        Filter(until=FIRST + timedelta(days=50)),
        Filter(until=FIRST + timedelta(days=2)),
        Filter(since=FIRST + timedelta(days=10)),
        Filter(since=FIRST + timedelta(days=55)),
        Filter(exclude=tuple(f"d{n}" for n in range(20))),
        Filter(exclude=tuple(f"d{n}" for n in range(DOCUMENTS - 1))),
        Filter(issuers=("교육부", "환경부")),
        Filter(kinds=("plan",), regions=("강원", "서울")),
        Filter(regions=("서울",)),
        Filter(documents=("d3", "d4")),
        Filter(documents=("d3",), until=FIRST),
        Filter(issuers=("환경부",), since=FIRST + timedelta(days=5), until=FIRST + timedelta(days=40), exclude=("d7",)),
    ],
    ids=str,
)
def test_nearest_within(scope: Filter, index: VectorIndex, entries: list[IndexEntry]) -> None:
    asked = entries[11].vectors[1]
    every = [
        (identity, float(vector @ asked))
        for one in entries
        if _admits(scope, one.record)
        for identity, vector in zip(one.chunk_ids, one.vectors, strict=True)
    ]
    wanted = sorted(every, key=lambda pair: -pair[1])[:LIMIT]
    found = index.nearest(asked, LIMIT, scope)
    assert [identity for identity, _ in found] == [identity for identity, _ in wanted]
    assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in wanted], abs=1e-5)
