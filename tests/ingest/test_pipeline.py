"""A run mirrors its paths: it counts what it did, reports what it could not read and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest import pipeline
from ingest.errors import SettingsError, StoreMismatch
from ingest.pipeline import IngestReport, Progress, ingest, reindex
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = pytest.mark.integration


class CountingEmbedding(DeterministicFakeEmbedding):
    """Remember every text that was embedded."""

    seen: list[str] = []  # noqa: RUF012 - a pydantic field, copied for each instance

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.seen.extend(texts)
        return super().embed_documents(texts)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "자료").mkdir(parents=True)
    (folder / "강.txt").write_text("해맑은강 정비 안내\n\n가온부는 해맑은강 정비에 120억원을 쓴다.\n", "utf-8")
    (folder / "자료" / "길.txt").write_text("바람길 조성 안내\n\n다솜청은 바람길을 조성한다.\n", "utf-8")
    records(folder, {"r1": "나래부는 별빛도서관을 연다.", "r2": "나래부는 달빛공원을 연다."})
    return folder


def records(folder: Path, texts: dict[str, str], *extra: str) -> None:
    lines = [json.dumps({"id": i, "title": f"{i} 안내", "text": t}, ensure_ascii=False) for i, t in texts.items()]
    (folder / "releases.jsonl").write_text("\n".join([*lines, *extra]) + "\n", "utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> IngestSettings:
    return IngestSettings(store=tmp_path / "store", batch_chunks=2)


@pytest.fixture
def store(settings: IngestSettings) -> Iterator[Store]:
    with Store.open(settings, create=True, embedding=CountingEmbedding(size=8)) as opened:
        yield opened


def counts(report: IngestReport) -> tuple[int, int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed, len(report.failures)


def ids(store: Store) -> list[str]:
    return [record.id for record in store.documents()]


def test_a_first_run_adds_and_a_second_costs_no_embedding(store: Store, corpus: Path) -> None:
    assert counts(ingest([corpus], store)) == (4, 0, 0, 0, 0)
    assert ids(store) == ["r1", "r2", "강.txt", "자료/길.txt"]
    embedded = len(store.embedding.seen)
    assert counts(ingest([corpus], store)) == (0, 0, 4, 0, 0)
    assert len(store.embedding.seen) == embedded


def test_only_what_changed_becomes_a_new_version(store: Store, corpus: Path) -> None:
    ingest([corpus], store)
    store.embedding.seen.clear()
    records(corpus, {"r1": "나래부는 별빛도서관을 연다.", "r2": "나래부는 달빛공원을 닫는다."})
    assert counts(ingest([corpus], store)) == (0, 1, 3, 0, 0)
    assert all("닫는다" in text for text in store.embedding.seen)
    assert store.catalogue.versions("r2") == (1, 2)


def test_what_is_gone_from_a_path_is_told_and_removed_when_asked_for(
    store: Store, corpus: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("다른 자료입니다.\n\n다온부는 새 길을 연다.\n", "utf-8")
    ingest([corpus, other], store)
    (corpus / "강.txt").unlink()
    records(corpus, {"r1": "나래부는 별빛도서관을 연다."})
    report = ingest([corpus], store)
    assert (counts(report), report.withheld, set(report.gone)) == ((0, 0, 2, 0, 0), "unasked", {"강.txt", "r2"})
    assert counts(ingest([corpus], store, prune=True)) == (0, 0, 2, 2, 0)
    assert ids(store) == ["other.txt", "r1", "자료/길.txt"]


def test_a_bad_file_is_reported_with_a_hint_and_the_rest_goes_on(store: Store, corpus: Path) -> None:
    (corpus / "빈.txt").write_bytes(b"")
    (corpus / "그림.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    report = ingest([corpus], store)
    assert counts(report) == (4, 0, 0, 0, 2)
    assert {Path(failure.path).name for failure in report.failures} == {"빈.txt", "그림.pdf"}
    assert all(failure.error and failure.hint for failure in report.failures)


def test_a_file_that_turned_bad_keeps_its_last_good_version(store: Store, corpus: Path) -> None:
    ingest([corpus], store)
    (corpus / "강.txt").write_bytes(b"")
    records(corpus, {"r1": "나래부는 별빛도서관을 연다."}, '{"id": "r2", "text":')
    report = ingest([corpus], store)
    assert (report.removed, len(report.failures)) == (0, 2)
    assert ids(store) == ["r1", "r2", "강.txt", "자료/길.txt"]


def test_a_moved_folder_keeps_its_documents(store: Store, corpus: Path) -> None:
    ingest([corpus], store)
    moved = corpus.rename(corpus.with_name("moved"))
    assert counts(ingest([moved], store)) == (0, 0, 4, 0, 0)
    (moved / "강.txt").unlink()
    assert ingest([moved], store, prune=True).removed == 1


def test_files_of_one_name_in_two_folders_are_two_documents(store: Store, corpus: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    twin.mkdir()
    (twin / "강.txt").write_text("가람강 안내\n\n가온부는 가람강을 정비한다.\n", "utf-8")
    ingest([corpus], store)
    assert counts(ingest([twin], store)) == (1, 0, 0, 0, 0)
    assert "twin/강.txt" in ids(store)
    assert counts(ingest([corpus, twin], store)) == (0, 0, 5, 0, 0)


def test_one_id_in_two_corpora_is_a_failure_not_a_flip_flop(store: Store, corpus: Path) -> None:
    line = json.dumps({"id": "r1", "title": "다른 r1", "text": "나래부는 다른 글을 쓴다."}, ensure_ascii=False)
    (corpus / "zz.jsonl").write_text(line + "\n", "utf-8")
    report = ingest([corpus], store)
    assert counts(report) == (4, 0, 0, 0, 1)
    assert "r1" in report.failures[0].error


def test_a_path_that_does_not_exist_stops_the_run_before_it_starts(store: Store, corpus: Path) -> None:
    with pytest.raises(SettingsError):
        ingest([corpus, corpus / "없음"], store)
    assert ids(store) == []


def test_progress_ends_at_the_total(store: Store, corpus: Path) -> None:
    seen: list[Progress] = []
    ingest([corpus], store, seen.append)
    done = [p.done for p in seen]
    assert done == sorted(done)
    assert done[-1] == 4
    assert len(set(done)) > 1
    assert {p.total for p in seen} == {4}


def test_reindexing_takes_another_model_and_other_chunks(store: Store, corpus: Path, settings: IngestSettings) -> None:
    ingest([corpus], store)
    store.close()
    changed = replace(settings, chunk_size=200, embedding="another")
    with pytest.raises(StoreMismatch):
        Store.open(changed)
    with Store.open(changed, embedding=DeterministicFakeEmbedding(size=16), check=False) as opened:
        assert reindex(opened) == 4
        assert opened.vectors.count() == opened.catalogue.counts()[1] == opened.lexical.counts()[1]
        assert opened.catalogue.pending() == ()
    Store.open(changed, embedding=DeterministicFakeEmbedding(size=16)).close()


def test_interrupted_reindexing_leaves_a_store_that_says_so(
    store: Store, corpus: Path, settings: IngestSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([corpus], store)

    def fail(*_: Sequence[object]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "embed", fail)
    with pytest.raises(KeyboardInterrupt):
        reindex(store)
    with pytest.raises(StoreMismatch) as mismatch:
        Store.open(settings)
    assert "--reindex" in mismatch.value.hint
