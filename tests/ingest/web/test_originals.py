"""A page of the web is one document whose id and address are its URL, and its original is kept in the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.pipeline import IngestReport, ingest
from ingest.settings import IngestSettings
from ingest.store import Store
from ingest.web.addresses import parse
from ingest.web.download import Download
from ingest.web.originals import FOLDER, keep

pytestmark = pytest.mark.integration

URL = "https://haesol.example/news/7"
PAGE = "<html><head><title>마을 빨래방 안내</title></head><body><p>{}</p><script>token={}</script></body></html>"
FIRST, SECOND = "가온부는 마을 빨래방을 31개 면에 둔다.", "가온부는 마을 빨래방을 40개 면에 둔다."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = IngestSettings(store=tmp_path / "store")
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        yield opened


def put(store: Store, page: str, url: str = URL, name: str = "7") -> IngestReport:
    download = Download(parse(url), page.encode(), name)
    return ingest([], store, originals=[keep(download, store.settings.store)])


def kept(store: Store) -> list[str]:
    return sorted(file.name for file in (store.settings.store / FOLDER).rglob("*") if file.is_file())


def test_a_page_is_named_by_its_address(store: Store) -> None:
    report = put(store, PAGE.format(FIRST, 1))
    assert (report.added, report.failures) == (1, ())
    document = store.document(URL)
    assert document is not None
    assert (document.uri, document.title, document.text) == (URL, "마을 빨래방 안내", FIRST)


def test_only_another_text_makes_another_version(store: Store) -> None:
    put(store, PAGE.format(FIRST, 1))
    assert put(store, PAGE.format(FIRST, 2)).unchanged == 1
    assert put(store, PAGE.format(SECOND, 3)).updated == 1
    document = store.document(URL)
    assert document is not None
    assert (document.version, document.text) == (2, SECOND)
    assert kept(store) == ["7"]


def test_a_page_that_cannot_be_read_any_more_leaves_what_was_read(store: Store) -> None:
    put(store, PAGE.format(FIRST, 1))
    report = put(store, '<html><body><div id="app"></div><script src="a.js"></script></body></html>')
    assert [failure.path for failure in report.failures] == [URL]
    document = store.document(URL)
    assert document is not None
    assert document.text == FIRST
    assert kept(store) == ["7"]


def test_records_are_not_taken_from_an_address(store: Store) -> None:
    report = put(store, '{"id": "a", "text": "가"}\n{"id": "b", "text": "나"}\n')
    assert "내려받아" in report.failures[0].hint
    assert kept(store) == []


def test_a_folder_given_later_takes_no_page_away(store: Store, tmp_path: Path) -> None:
    put(store, PAGE.format(FIRST, 1))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("다른 안내문이다.\n", "utf-8")
    ingest([folder], store)
    (folder / "a.txt").unlink()
    (folder / "b.txt").write_text("또 다른 안내문이다.\n", "utf-8")
    ingest([folder], store)
    assert store.document(URL) is not None


def test_a_removed_document_leaves_no_original(store: Store) -> None:
    put(store, PAGE.format(FIRST, 1))
    put(store, PAGE.format(SECOND, 1), "https://haesol.example/news/8", "8")
    store.remove([URL])
    assert kept(store) == ["8"]


@pytest.mark.parametrize("name", ["../../a.html", "a" * 400 + ".html", "", ".hidden", "계획\x00.html", "a/b\\c"])
def test_a_name_stays_in_its_folder(store: Store, name: str) -> None:
    assert put(store, PAGE.format(FIRST, 1), name=name).added == 1
    (file,) = (file for file in (store.settings.store / FOLDER).rglob("*") if file.is_file())
    assert file.parent.parent.parent == store.settings.store.resolve()
