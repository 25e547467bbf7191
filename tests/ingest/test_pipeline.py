"""A run adds and updates: it counts what it did, reports what it could not read and loses nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest import pipeline
from ingest.catalogue import Entry
from ingest.edits import Edit
from ingest.errors import SettingsError, StoreMismatch
from ingest.pipeline import IngestReport, Progress, edit, ingest, reindex
from ingest.readers import read
from ingest.scope import Filter
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
    for name in ("빈.txt", "빈 사본.txt"):
        (corpus / name).write_bytes(b"")
    (corpus / "그림.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    report = ingest([corpus], store)
    assert (counts(report), report.twins) == ((4, 0, 0, 0, 3), 0)
    assert {Path(failure.path).name for failure in report.failures} == {"빈.txt", "빈 사본.txt", "그림.pdf"}
    assert all(failure.error.startswith(Path(failure.path).name) for failure in report.failures)
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


def text(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, "utf-8")
    return path


def test_a_document_keeps_its_id_from_whichever_folder_it_is_named(
    store: Store, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([corpus], store)
    monkeypatch.chdir(corpus / "자료")
    assert counts(ingest([Path()], store)) == (0, 0, 1, 0, 0)
    text(corpus, "자료/길.txt", "바람길 조성 안내\n\n다솜청은 바람길을 넓힌다.\n")
    assert counts(ingest([corpus / "자료"], store)) == (0, 1, 0, 0, 0)
    assert store.versions("자료/길.txt") == (1, 2)


def test_a_renamed_file_keeps_its_id_and_history(store: Store, corpus: Path) -> None:
    ingest([corpus], store)
    text(corpus, "강.txt", "해맑은강 정비 안내\n\n가온부는 해맑은강 정비에 130억원을 쓴다.\n")
    ingest([corpus], store)
    (corpus / "강.txt").rename(corpus / "자료" / "새 이름.txt")
    report = ingest([corpus], store)
    assert (counts(report), report.gone) == ((0, 0, 4, 0, 0), ())
    assert store.versions("강.txt") == (1, 2)
    assert store.document("강.txt").uri.endswith("%EC%9D%B4%EB%A6%84.txt")


def test_the_same_bytes_under_two_names_are_one_document_with_two_places(store: Store, corpus: Path) -> None:
    twin = text(corpus, "자료/강 사본.txt", (corpus / "강.txt").read_text("utf-8"))
    report = ingest([corpus], store)
    assert (counts(report), report.twins) == ((4, 0, 0, 0, 0), 1)
    assert store.places("강.txt") == ((corpus / "강.txt").as_uri(), twin.as_uri())
    (corpus / "강.txt").unlink()
    assert counts(ingest([corpus], store, prune=True)) == (0, 0, 4, 0, 0)
    assert store.places("강.txt") == (twin.as_uri(),)
    text(corpus, "강.txt", twin.read_text("utf-8"))
    ingest([corpus], store)
    text(corpus, "강.txt", "해맑은강 정비 안내\n\n가온부는 해맑은강을 둘러본다.\n")
    assert counts(ingest([corpus], store)) == (1, 0, 4, 0, 0)
    assert store.places("강.txt") == (twin.as_uri(),)


def test_what_looks_like_an_unmounted_folder_is_not_pruned_unless_confirmed(store: Store, corpus: Path) -> None:
    ingest([corpus], store)
    kept = corpus.rename(corpus.with_name("elsewhere"))
    with pytest.raises(SettingsError):
        ingest([corpus], store, prune=True)
    corpus.mkdir()
    report = ingest([corpus], store, prune=True)
    assert (report.removed, report.withheld, len(report.gone)) == (0, "empty", 4)
    (kept / "강.txt").rename(corpus / "강.txt")
    report = ingest([corpus], store, prune=True)
    assert (report.removed, report.withheld, len(report.gone)) == (0, "many", 3)
    assert ingest([corpus], store, prune=True, confirmed=True).removed == 3
    assert ids(store) == ["강.txt"]


def test_a_folder_that_cannot_be_listed_loses_nothing(
    store: Store, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([corpus], store)
    scan = os.scandir

    def locked(path: str) -> object:
        if Path(path).name == "자료":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", locked)
    report = ingest([corpus], store, prune=True, confirmed=True)
    assert (report.removed, report.gone) == (0, ())
    assert "자료" in report.failures[0].error


def test_only_documents_go_in_and_a_named_program_gets_a_word(store: Store, corpus: Path) -> None:
    text(corpus, "run.sh", "echo 1\n")
    text(corpus, "run.log", "2025-01-24 10:00:00 시작\n")
    text(corpus, "page.html", "<html><body><p>나래부는 은빛다리를 놓는다.</p></body></html>")
    text(corpus, "page_files/ad.html", "<html><body><p>광고입니다.</p></body></html>")
    report = ingest([corpus], store)
    assert sorted(Path(one).name for one in report.skipped) == ["run.log", "run.sh"]
    assert ids(store) == ["page.html", "r1", "r2", "강.txt", "자료/길.txt"]
    (failure,) = ingest([corpus / "run.sh"], store).failures
    assert "문서가 아닌 파일" in failure.error
    assert failure.hint


def test_a_correction_outlives_the_next_version(store: Store, corpus: Path) -> None:
    ingest([corpus], store)
    edit(store, "강.txt", Edit(issuer="가온부", published=datetime(2025, 1, 24)))
    edit(store, "강.txt", Edit(title="강 정비"))
    text(corpus, "강.txt", "해맑은강 정비 안내\n\n가온부는 해맑은강을 둘러본다.\n")
    assert ingest([corpus], store).updated == 1
    document = store.document("강.txt")
    assert (document.title, document.issuer, document.published) == ("강 정비", "가온부", datetime(2025, 1, 24))
    assert (document.dated, store.edits("강.txt").names) == ("edited", ("title", "issuer", "published"))
    assert store.match_documents(["강", "정비"], 5, Filter(since=date(2025, 1, 24), until=date(2025, 1, 24)))
    assert edit(store, "없음", Edit(title="새 제목")) is None


def test_what_slow_files_took_to_read_is_written_before_the_batch_is_full(store: Store, corpus: Path) -> None:
    divided = [pipeline.divide(document, store.settings) for path in corpus.rglob("*.txt") for document in read(path)]
    ticks = iter(range(0, 1000, int(pipeline.PATIENCE) + 1))
    assert [len(batch) for batch in pipeline.batches(divided, 512, lambda: next(ticks))] == [1, 1]
    assert [len(batch) for batch in pipeline.batches(divided, 512)] == [2]


def test_a_batch_is_kept_whatever_befalls_the_next_and_a_long_document_is_embedded_in_steps(
    store: Store, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text(corpus, "하나.txt", "".join(f"가온부는 {n}구역을 정비하고 그 뒤를 살핀다.\n\n" * 9 for n in range(40)))
    seen: list[Progress] = []
    write = Store.write

    def failing(self: Store, found: Sequence[Entry]) -> None:
        if any(entry.document.id == "하나.txt" for entry in found):
            raise KeyboardInterrupt
        write(self, found)

    monkeypatch.setattr(Store, "write", failing)
    with pytest.raises(KeyboardInterrupt):
        ingest([corpus], store, seen.append)
    assert ids(store) == ["r1", "r2", "강.txt", "자료/길.txt"][: len(ids(store))] != []
    assert len({p.chunks for p in seen}) > 5
