"""The commands of collections, groups of users and retention, and the page that shows them."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bigrams import Bigrams
from ingest import collections
from ingest.errors import ReadError
from ingest.settings import IngestSettings
from ingest.store import Store
from ui.accounts.users import Accounts
from ui.audit import chain, events
from ui.page.documents.uploads import Uploads

pytestmark = pytest.mark.integration
Run = Callable[..., tuple[int, str, str]]
PASSWORD = "길고 긴 비밀번호 하나"


@pytest.fixture(autouse=True)
def by_letter_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())


def told(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def written(folder: Path) -> None:
    folder.mkdir()
    for name, day, text in (
        ("open", "2026-01-01", "바다숲 조성사업의 총사업비는 210억원이다."),
        ("shut", "2020-01-01", "바다숲 조성사업의 내부 총사업비는 999억원이다."),
    ):
        line = {"id": name, "title": f"바다숲 {name}", "date": day, "text": text}
        (folder / f"{name}.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")


def test_documents_are_put_moved_and_narrowed_by_collection(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "문서")
    assert run("collections", "add", "press", "--group", "보도")[0] == 0
    code, _, err = run("ingest", "문서", "--collection", "none")
    assert (code, "그런 컬렉션이 없습니다" in err) == (2, True)
    assert run("ingest", "문서/open.jsonl")[0] == 0
    assert run("ingest", "문서/shut.jsonl", "--collection", "press")[0] == 0
    assert told(run("collections", "list")[1]) == [
        {"collection": "public", "documents": 1, "readers": ["*"], "days": None},
        {"collection": "press", "documents": 1, "readers": ["보도"], "days": None},
    ]
    for name, only in (("press", "shut"), ("public", "open")):
        listed = told(run("documents", "list", "--collection", name)[1])
        assert [one["document_id"] for one in listed] == [only]
        (found,) = told(run("search", "바다숲 총사업비", "--collection", name)[1])
        assert {one["document_id"] for one in found["hits"]} == {only}
    assert run("search", "바다숲", "--collection", "none")[0] == 2
    (moved,) = told(run("collections", "move", "public", "shut")[1])
    assert moved == {"collection": "public", "moved": ["shut"], "missing": []}
    code, out, _ = run("collections", "move", "press", "shut", "missing")
    assert (code, told(out)[0]["moved"], told(out)[0]["missing"]) == (1, ["shut"], ["missing"])


def test_groups_are_let_in_and_out(run: Run) -> None:
    assert told(run("collections", "add", "press")[1]) == [{"collection": "press", "added": True, "readers": []}]
    assert told(run("collections", "add", "press")[1])[0]["added"] is False
    assert "아직 읽는 그룹이 없습니다" in run("collections", "add", "press", "--text", "--lang", "ko")[1]
    granted = told(run("collections", "grant", "press", "보도", "기획")[1])
    assert [(one["group"], one["changed"]) for one in granted] == [("보도", True), ("기획", True)]
    assert told(run("collections", "revoke", "press", "기획", "없음")[1])[1]["changed"] is False
    assert told(run("collections", "list")[1])[1]["readers"] == ["보도"]
    shown = run("collections", "list", "--text", "--lang", "ko")[1]
    assert "읽는 그룹: 보도" in shown
    assert "읽는 그룹: 모두" in shown
    assert run("collections", "grant", "public", "보도")[0] == 2


def test_what_was_kept_for_long_enough_is_shown_and_then_removed(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "문서")
    run("ingest", "문서")
    assert run("documents", "expire", "--text", "--lang", "ko")[1] == "보존 기간이 지난 문서가 없습니다.\n"
    assert run("collections", "retain", "public", "0")[0] == 2
    assert told(run("collections", "retain", "public", "1500")[1]) == [{"collection": "public", "days": 1500}]
    line = {"document_id": "shut", "collection": "public", "title": "바다숲 shut", "date": "2020-01-01"}
    assert told(run("documents", "expire")[1]) == [line | {"removed": False}]
    assert len(told(run("documents", "list")[1])) == 2
    assert told(run("documents", "expire", "--yes")[1]) == [line | {"removed": True}]
    run("ingest", "문서")
    assert [one["document_id"] for one in told(run("documents", "list")[1])] == ["open"]
    run("collections", "retain", "public", "none")
    run("ingest", "문서")
    assert len(told(run("documents", "list")[1])) == 2


def test_a_source_puts_its_new_documents_into_its_collection(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "문서")
    run("collections", "add", "press")
    assert run("sources", "add", "문서", "--collection", "none")[0] == 2
    assert run("sources", "add", "문서", "--collection", "press")[0] == 0
    assert run("sync")[0] == 0
    assert {one["collection"]: one["documents"] for one in told(run("collections", "list")[1])} == {
        "public": 0,
        "press": 2,
    }
    run("collections", "move", "public", "open")
    (tmp_path / "문서" / "new.txt").write_text("새 글이다.", "utf-8")
    assert run("sync")[0] == 0
    assert [one["document_id"] for one in told(run("documents", "list", "--collection", "public")[1])] == ["open"]
    assert {one["document_id"]: one["collection"] for one in told(run("documents", "list")[1])}["shut"] == "press"
    assert [one["collection"] for one in told(run("documents", "show", "shut")[1])] == ["press"]
    # What expired is not brought back by its source.
    run("collections", "retain", "press", "1500")
    run("documents", "expire", "--yes")
    assert run("sync")[0] == 0
    assert "shut" not in {one["document_id"] for one in told(run("documents", "list")[1])}


def test_an_uploaded_file_goes_with_a_document_that_expired(tmp_path: Path) -> None:
    with Store.open(IngestSettings(tmp_path / "store"), create=True, embedding=Bigrams()) as store:
        uploads = Uploads(store)
        arrived = tmp_path / "arrived"
        arrived.write_text("글이다.", "utf-8")
        uploads.put(arrived, "글.txt", lambda _: None)
        assert (uploads.folder / "글.txt").exists()
        assert uploads.expire(["글.txt"]) == 1
        assert not (uploads.folder / "글.txt").exists()
        arrived.write_text("글이다.", "utf-8")
        with pytest.raises(ReadError):
            uploads.put(arrived, "글.txt", lambda _: None)
        assert not (uploads.folder / "글.txt").exists()
        # Whoever puts a file elsewhere is not told what was here.
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", datetime(2026, 3, 1))
        arrived.write_text("글이다.", "utf-8")
        assert uploads.put(arrived, "글.txt", lambda _: None, "press").outcome == "added"


def test_users_have_groups_and_an_older_file_is_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.cli.commands.users._password", lambda _: PASSWORD)
    assert run("users", "add", "kim", "--group", "보도", "--group", "\u1100\u1175")[0] == 0
    (kim,) = told(run("users", "list")[1])
    assert kim["groups"] == ["기", "보도"]
    assert run("users", "groups", "kim", "--group", "기획")[0] == 0
    accounts = Accounts(tmp_path / ".geungeo" / "users.json")
    assert accounts.all()["kim"].visitor.groups == {"기획"}
    token = accounts.make_token("kim")
    run("users", "groups", "kim")
    found = accounts.with_token(token)
    assert found is not None
    assert found.groups == frozenset()
    assert run("users", "groups", "kim", "--group", " ")[0] == 2
    assert run("users", "groups", "lee")[0] == 2
    table = json.loads(accounts.path.read_text("utf-8"))
    del table["users"]["kim"]["groups"]
    accounts.path.write_text(json.dumps(table), "utf-8")
    assert Accounts(accounts.path).all()["kim"].groups == frozenset()


def test_the_audit_log_says_what_a_document_belongs_to(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEUNGEO_AUDIT", str(tmp_path / "audit"))
    written(tmp_path / "문서")
    run("collections", "add", "press")
    run("ingest", "문서/shut.jsonl", "--collection", "press")
    run("collections", "move", "public", "shut")
    run("documents", "remove", "shut")
    lines = [
        json.loads(line)
        for _, _, path in chain.files(tmp_path / "audit")
        for line in path.read_text("utf-8").splitlines()
    ]
    found = [
        (one["metadata"]["event_code"], document["collection"])
        for one in lines
        for document in one["unmapped"].get("documents", ())
    ]
    assert found == [("document.added", "press"), ("document.moved", "public"), ("document.removed", "public")]
    assert "document.moved" in events.CODES


def test_who_reads_a_collection_is_recorded_and_an_empty_one_is_removed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEUNGEO_AUDIT", str(tmp_path / "audit"))
    written(tmp_path / "문서")
    run("collections", "add", "press", "--group", "보도")
    run("collections", "grant", "press", "보도", "기획")
    run("collections", "revoke", "press", "보도", "없음")
    run("collections", "retain", "press", "30")
    run("ingest", "문서", "--collection", "press")
    code, _, err = run("collections", "remove", "press")
    assert code == 2
    assert "문서 2건" in err
    assert "collections move" in err
    run("collections", "move", "public", "open", "shut")
    run("sources", "add", "문서", "--collection", "press")
    assert "sources add" in run("collections", "remove", "press")[2]
    run("sources", "add", "문서", "--collection", "public")
    assert told(run("collections", "remove", "press")[1]) == [{"collection": "press", "removed": True}]
    assert run("collections", "remove", "press")[0] == run("collections", "remove", "public")[0] == 2
    assert [one["collection"] for one in told(run("collections", "list")[1])] == ["public"]
    lines = [
        json.loads(line)
        for _, _, path in chain.files(tmp_path / "audit")
        for line in path.read_text("utf-8").splitlines()
    ]
    found = [
        (code, one.get("group", {}).get("name", ""), one["unmapped"].get("outcome", ""))
        for one in lines
        if (code := one["metadata"]["event_code"]).startswith("collection.")
    ]
    assert found == [
        ("collection.added", "", ""),
        ("collection.granted", "보도", ""),
        ("collection.granted", "기획", ""),
        ("collection.revoked", "보도", ""),
        ("collection.retained", "", "30"),
        ("collection.revoked", "기획", ""),
        ("collection.removed", "", ""),
    ]


def test_every_command_of_the_page_of_rights_runs(run: Run, tmp_path: Path, sample: Path, root: Path) -> None:
    page = (root / "docs" / "rights.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert len(commands) >= 12
    (tmp_path / "sample").symlink_to(sample)
    printed: dict[str, list[dict]] = {}
    for command in commands:
        words = shlex.split(command.replace("evals/datasets/sample", "sample"))
        assert words[0] == "geungeo"
        code, out, err = run(*words[1:])
        assert code == 0, err
        printed[command.removesuffix(" --store .demo/store")] = told(out)
    shut = {"plan-202412-draft.pdf", "plan-202502-basic.pdf"}
    public, press = printed["geungeo collections list"]
    assert (press["collection"], press["documents"], press["readers"]) == ("press", 2, ["보도"])
    assert public["readers"] == ["*"]
    assert {one["document_id"] for one in printed["geungeo documents list --collection press"]} == shut
    (found,) = printed["geungeo search 시행계획 --collection press"]
    assert {hit["document_id"] for hit in found["hits"]} <= shut
    due = printed["geungeo documents expire"]
    assert printed["geungeo documents expire --yes"] == [one | {"removed": True} for one in due]
