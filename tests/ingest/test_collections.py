"""Collections: who reads what, in the catalogue, in both indexes, after a move, over a restart and in older stores."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from bigrams import Bigrams
from ingest import collections
from ingest.changes import Change
from ingest.collections import DEFAULT, EVERYBODY, Collection
from ingest.errors import SettingsError, StoreDenied
from ingest.lexical import terms
from ingest.listing import Wanted
from ingest.pictures import NoImage
from ingest.pipeline import Destination, entries, ingest
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release

pytestmark = pytest.mark.integration
NOW = datetime(2026, 3, 1, 9)
SECRET = "비밀낱말"
OPEN = release("open", datetime(2025, 1, 1), "바다숲 조성사업", "바다숲 조성사업의 총사업비는 210억원이다.")
SHUT = release(
    "shut",
    datetime(2025, 6, 1),
    "바다숲 조성사업 내부 검토",
    f"{SECRET} 바다숲 조성사업의 총사업비는 999억원이다.",
    "나래부",
)


def opened(folder: Path) -> Store:
    return Store.open(IngestSettings(store=folder), create=True, embedding=Bigrams())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "store") as made:
        made.write(entries([OPEN, SHUT], made, ["/가/open.txt", "/가/shut.txt"]))
        with made.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
            collections.grant(connection, "press", "보도")
        made.put(["shut"], "press")
        yield made


def reads(store: Store, *groups: str) -> None:
    """Have the store read by somebody of these groups from now on."""
    store.rights = lambda: collections.readable(store.catalogue.connection, groups)


def everything_seen(store: Store) -> set[str]:
    """Return the ids that come out of every way of reading a store."""
    words, vector = terms("바다숲 조성사업 총사업비"), np.asarray(Bigrams().embed_query("바다숲 총사업비"), np.float32)
    dense = [row for row, _ in store.nearest(vector, 9, Filter())]
    near_only = [row for row, _ in store.nearest(vector, 1, Filter(kinds=("press_release",)))]
    chunks = [row for row, _ in store.match_chunks(words, 9, Filter())]
    keys = [key for key, _ in store.match_documents(words, 9, Filter())]
    seen = {record.id for _, record in store.passages([*dense, *chunks, *near_only]).values()}
    seen |= set(store.shown.ids_of(keys).values()) | {one.id for one in store.documents()}
    seen |= {one.record.id for one in store.find().listed}
    seen |= {one.record.id for one in store.find(Wanted(text="바다숲")).listed}
    return seen | {one for group in store.copies() for one in group}


def test_a_group_reads_what_it_was_let_into_and_others_do_not_know_of_it(store: Store) -> None:
    assert everything_seen(store) == {"open", "shut"}
    reads(store)
    assert everything_seen(store) == {"open"}
    reads(store, "보도")
    assert everything_seen(store) == {"open", "shut"}


def test_a_document_that_may_not_be_read_is_one_that_is_not_there(store: Store) -> None:
    key = store.documents(["shut"])[0].key
    rows = list(store.shown.vectors([key])[0])
    reads(store)
    assert store.document("shut") is None
    assert store.document("shut", 1) is None
    assert store.listed("shut") is None
    assert store.versions("shut") == ()
    assert store.places("shut") == ()
    assert store.passages([int(row) for row in rows]) == {}
    assert len(store.shown.vectors([key])[0]) == 0
    assert store.shown.owners([int(row) for row in rows]) == {}
    assert store.pictures.of("shut", 1, 1, 0, 1) == NoImage("gone")
    assert store.stock().documents == 1
    assert store.stock().newest == OPEN.published.date()  # type: ignore[union-attr]
    assert store.facets().issuers == (("가람부", 1),)
    assert store.find(Wanted(text=SECRET)).total == 0
    assert store.find(Wanted(issuer="나래부")).total == 0
    assert store.withheld(["open", "shut", "other"]) == {"shut"}
    assert store.collections() == (DEFAULT,)
    with pytest.raises(StoreDenied):
        store.shown.connection.execute("DELETE FROM main.documents")


def test_results_are_not_short_where_closed_documents_would_have_been_nearer(tmp_path: Path) -> None:
    same = "바다숲 조성사업의 총사업비는 210억원이다."
    shut = [release(f"s{n}", datetime(2025, 1, 1), "바다숲 조성사업", f"{same} {n}") for n in range(30)]
    others = [release(f"o{n}", datetime(2025, 1, 1), "강 정비", f"강 정비에 {n}억원을 쓴다.") for n in range(10)]
    with opened(tmp_path / "store") as store:
        store.write(entries([*shut, *others], store, [""] * 40))
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
        store.put([one.id for one in shut], "press")
        reads(store)
        vector = np.asarray(Bigrams().embed_query(same), np.float32)
        found = [row for row, _ in store.nearest(vector, 10, Filter())]
        assert {record.id for _, record in store.passages(found).values()} == {one.id for one in others}


def test_facets_are_those_of_whoever_asks(store: Store) -> None:
    assert dict(store.facets().issuers) == {"가람부": 1, "나래부": 1}
    reads(store)
    assert dict(store.facets().issuers) == {"가람부": 1}
    reads(store, "보도")
    assert dict(store.facets().issuers) == {"가람부": 1, "나래부": 1}


def test_what_is_kept_for_a_set_of_readers_was_read_by_it(store: Store) -> None:
    looks = iter((frozenset({DEFAULT, "press"}), frozenset({DEFAULT}), frozenset({DEFAULT})))
    with store.catalogue.transaction() as connection:
        collections.add(connection, "other", NOW)
    store.rights = lambda: next(looks)
    # Revoked right after the first look: what it showed is not kept for those who may read less.
    assert dict(store.facets().issuers) == {"가람부": 1, "나래부": 1}
    assert dict(store.facets().issuers) == {"가람부": 1}
    assert store.stock().documents == 1


def test_what_changes_takes_effect_at_once(store: Store) -> None:
    reads(store)
    before = store.stock().state
    store.put(["shut"], DEFAULT)
    assert everything_seen(store) == {"open", "shut"}
    assert store.stock().state != before
    store.put(["open"], "press")
    assert everything_seen(store) == {"shut"}
    with store.catalogue.transaction() as connection:
        collections.grant(connection, "press", EVERYBODY)
    assert everything_seen(store) == {"open", "shut"}
    with store.catalogue.transaction() as connection:
        assert collections.revoke(connection, "press", EVERYBODY)
    assert everything_seen(store) == {"shut"}


def test_a_move_changes_every_version_and_is_told(store: Store) -> None:
    heard: list[Change] = []
    store.heard = heard.extend
    assert store.put(["shut", "shut", "missing"], DEFAULT) == ("shut",)
    assert store.put(["shut"], DEFAULT) == ()
    assert [(one.action, one.document_id, one.collection) for one in heard] == [("moved", "shut", DEFAULT)]
    assert store.catalogue.pending() == ()


def test_a_move_that_was_killed_is_finished_when_the_store_is_opened(store: Store) -> None:
    store.catalogue.put(["open"], "press")
    assert store.catalogue.pending() == (("open", False),)
    reads(store)
    assert everything_seen(store) == set()
    store.close()
    with opened(store.settings.store) as again:
        assert again.catalogue.pending() == ()
        reads(again)
        assert everything_seen(again) == set()
        reads(again, "보도")
        assert everything_seen(again) == {"open", "shut"}


def test_indexes_that_are_rebuilt_hold_the_collections(store: Store) -> None:
    store.repair(force=True)
    reads(store)
    assert everything_seen(store) == {"open"}
    words = terms("바다숲 조성사업 총사업비")
    assert len(store.lexical.match_documents(words, 9, Filter(collections=(DEFAULT,)))) == 1
    assert len(store.lexical.match_documents(words, 9, Filter(collections=("press",)))) == 1
    assert len(store.lexical.match_documents(words, 9, Filter(collections=()))) == 0
    vector = np.asarray(Bigrams().embed_query("바다숲"), np.float32)
    for names, kept in (((DEFAULT,), 1), (("press",), 1), ((), 0), ((DEFAULT, "press"), 2)):
        assert len(store.vectors.nearest(vector, 9, Filter(collections=names))) == kept
        assert len(store.vectors.nearest(vector, 9, Filter(collections=names, documents=("open", "shut")))) == kept


def test_an_older_store_opens_as_it_was_and_learns_collections_when_one_is_used(tmp_path: Path) -> None:
    from ingest import lexical

    folder = tmp_path / "store"
    with pytest.MonkeyPatch.context() as patch:

        def older() -> object:
            import tantivy

            builder = tantivy.SchemaBuilder()
            builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
            for name in ("document_id", "issuer", "kind", "region"):
                builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
            builder.add_integer_field("published", indexed=True, fast=True)
            builder.add_integer_field("key", fast=True)
            return builder.build()

        patch.setattr(lexical, "_schema", older)
        with opened(folder) as store:
            store.write(entries([OPEN, SHUT], store, ["/가/open.txt", "/가/shut.txt"]))
    with sqlite3.connect(folder / "catalogue.sqlite3") as old:
        old.execute("DROP INDEX documents_listed")
        old.execute("ALTER TABLE documents DROP COLUMN collection")
        for table in ("collection_readers", "collections", "left_collections", "expired_documents"):
            old.execute(f"DROP TABLE {table}")
    old.close()
    with opened(folder) as store:
        reads(store)
        assert everything_seen(store) == {"open", "shut"}
        assert {one.collection for one in store.documents()} == {DEFAULT}
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
        # A collection without documents holds nothing back, in an index that knows of none too.
        assert everything_seen(store) == {"open", "shut"}
        store.put(["shut"], "press")
        assert everything_seen(store) == {"open"}
        store.narrow(["press"])
        assert everything_seen(store) == {"shut"}


def test_a_document_stays_in_its_collection_over_new_versions_and_a_return(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    file = folder / "shut.txt"
    file.write_text(f"{SECRET} 총사업비는 999억원이다.", "utf-8")
    with opened(tmp_path / "store") as store:
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
        ingest([folder], store, destination=Destination("press"))
        file.write_text(f"{SECRET} 총사업비는 1,000억원이다.", "utf-8")
        ingest([folder], store)
        assert [(one.version, one.collection) for one in store.documents()] == [(2, "press")]
        reads(store)
        assert store.document("shut.txt", 1) is None
        store.remove(["shut.txt"])
        # What was removed may not be known to whoever could not read it.
        assert store.withheld(["shut.txt"]) == {"shut.txt"}
        ingest([folder], store)
        assert store.documents() == ()
        assert [one.collection for one in store.catalogue.records()] == ["press"]


def test_what_is_put_into_a_collection_by_name_is_moved_there(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    (folder / "a.txt").write_text("총사업비는 999억원이다.", "utf-8")
    with opened(tmp_path / "store") as store:
        ingest([folder], store)
        with pytest.raises(SettingsError):
            ingest([folder], store, destination=Destination("press", moves=True))
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
        report = ingest([folder], store, destination=Destination("press", moves=True))
        assert (report.unchanged, [one.collection for one in store.documents()]) == (1, ["press"])


def test_a_file_given_by_a_reader_of_one_collection_never_becomes_a_document_of_another(tmp_path: Path) -> None:
    shut, given = tmp_path / "닫힘", tmp_path / "받음"
    for one in (shut, given):
        one.mkdir()
    line = '{"id": "r1", "title": "t", "text": "%s 총사업비는 999억원이다."}\n'
    (shut / "같은글.txt").write_text(f"{SECRET} 같은 글이다.", "utf-8")
    (shut / "목록.jsonl").write_text(line % SECRET, "utf-8")
    (given / "같은글.txt").write_text(f"{SECRET} 같은 글이다.", "utf-8")
    (given / "목록.jsonl").write_text(line % "공개", "utf-8")
    with opened(tmp_path / "store") as store:
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
        ingest([shut], store, destination=Destination("press"))
        before = {one.id: one.version for one in store.documents()}
        report = ingest([given], store, destination=Destination(DEFAULT, apart=True))
        assert (report.added, report.updated, report.unchanged, report.twins) == (2, 0, 0, 0)
        after = {one.id: (one.version, one.collection) for one in store.documents()}
        assert {name: after[name] for name in before} == dict.fromkeys(before, (1, "press"))
        assert {collection for name, (_, collection) in after.items() if name not in before} == {DEFAULT}
        again = ingest([given], store, destination=Destination(DEFAULT, apart=True))
        assert (again.added, again.unchanged) == (0, 2)


def test_what_a_removed_collection_held_stays_closed_and_comes_back_read_by_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{SECRET} 총사업비는 999억원이다.", "utf-8")
    with opened(tmp_path / "store") as store:
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
            collections.grant(connection, "press", "보도")
        ingest([folder], store, destination=Destination("press"))
        with pytest.raises(SettingsError), store.catalogue.transaction() as connection:
            collections.remove(connection, "press")
        store.remove(["a.txt"])
        with store.catalogue.transaction() as connection:
            assert collections.remove(connection, "press") == ("보도",)
        reads(store, "보도")
        assert store.withheld(["a.txt"]) == {"a.txt"}
        ingest([folder], store)
        assert store.documents() == ()
        assert collections.everything(store.catalogue.connection)[1:] == (Collection("press", (), None, 1),)


def test_names_rights_and_days_are_checked(store: Store) -> None:
    with store.catalogue.transaction() as connection:
        assert not collections.add(connection, "press", NOW)
        assert not collections.add(connection, DEFAULT, NOW)
        for wrong in ("", "../x", "a b", "*", "가" * 65):
            with pytest.raises(SettingsError):
                collections.add(connection, wrong, NOW)
        for call in (
            lambda: collections.grant(connection, DEFAULT, "보도"),
            lambda: collections.revoke(connection, DEFAULT, EVERYBODY),
            lambda: collections.grant(connection, "none", "보도"),
            lambda: collections.grant(connection, "press", " "),
            lambda: collections.retain(connection, "press", 0),
            lambda: collections.move(connection, ["open"], "none"),
        ):
            with pytest.raises(SettingsError):
                call()
        assert not collections.grant(connection, "press", "보도")
        assert collections.everything(connection) == (
            Collection(DEFAULT, (EVERYBODY,), None, 1),
            Collection("press", ("보도",), None, 1),
        )
    with pytest.raises(SettingsError):
        store.narrow(["none"])


def test_documents_go_when_their_collection_keeps_them_no_longer_and_do_not_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    for name, day in (("old", "2020-01-01"), ("new", "2026-01-01")):
        text = f'{{"id": "{name}", "title": "{name}", "date": "{day}", "text": "{name} 총사업비는 1억원이다."}}\n'
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    (folder / "undated.txt").write_text("날짜가 없는 글이다.", "utf-8")
    with opened(tmp_path / "store") as store:
        ingest([folder], store)
        assert collections.expired(store.catalogue.connection, NOW) == ()
        with store.catalogue.transaction() as connection:
            collections.retain(connection, DEFAULT, 365)
        due = collections.expired(store.catalogue.connection, NOW)
        assert [(one.document_id, one.collection, one.day) for one in due] == [("old", DEFAULT, "2020-01-01")]
        assert store.expire([one.document_id for one in due]) == 1
        ingest([folder], store)
        assert {one.id for one in store.documents()} == {"new", "undated.txt"}
        with store.catalogue.transaction() as connection:
            collections.retain(connection, DEFAULT, None)
        ingest([folder], store)
        assert {one.id for one in store.documents()} == {"new", "old", "undated.txt"}


def test_what_expired_of_one_collection_is_not_told_by_a_file_for_another(tmp_path: Path) -> None:
    folder, given = tmp_path / "문서", tmp_path / "받음"
    for one in (folder, given):
        one.mkdir()
        (one / "a.txt").write_text(f"{SECRET} 총사업비는 999억원이다.", "utf-8")
    with opened(tmp_path / "store") as store:
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
        ingest([folder], store, destination=Destination("press"))
        assert store.expire(["a.txt"]) == 1
        assert ingest([folder], store, destination=Destination("press", apart=True)).added == 0
        report = ingest([given], store, destination=Destination(DEFAULT, apart=True))
        assert (report.added, [one.collection for one in store.documents()]) == (1, [DEFAULT])


def test_a_store_that_may_only_be_read_shows_each_reader_what_is_theirs(store: Store) -> None:
    folder = store.settings.store
    store.close()
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in reversed(paths):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.MonkeyPatch.context() as patch:
            # Whoever runs the tests as root may write everywhere.
            patch.setattr("ingest.aside.needed", lambda _: True)
            with opened(folder) as read:
                assert read.read_only
                reads(read)
                assert everything_seen(read) == {"open"}
                reads(read, "보도")
                assert everything_seen(read) == {"open", "shut"}
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
