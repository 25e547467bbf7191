"""A store that cannot be used is told in words by every command, and doctor goes on with its other checks."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bigrams import Bigrams
from ingest import aside, pipeline, places
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = [pytest.mark.integration, pytest.mark.slow]

Run = Callable[..., tuple[int, str, str]]
COMMANDS = (
    ("search", "하천"),
    ("ask", "하천 정비에 얼마를 쓰나요?"),
    ("check", "하천 정비에 120억원을 쓴다."),
    ("timeline", "하천 정비"),
    ("documents", "list"),
    ("documents", "edit", "river", "--title", "새 제목"),
    ("documents", "remove", "river"),
    ("ingest", "corpus.jsonl"),
    ("serve",),
    ("backup", "backup.zip"),
)
WRITING = ("ingest", "documents")


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    text = "하천 정비에 120억원을 쓴다.\n정비는 2027년에 끝난다."
    line = {"id": "river", "title": "하천 정비 계획", "text": text, "issuer": "환경부", "published": "2026-01-02"}
    (folder / "corpus.jsonl").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    with Store.open(IngestSettings(folder / ".geungeo"), create=True, embedding=Bigrams()) as store:
        pipeline.ingest([folder / "corpus.jsonl"], store)
    return folder


@pytest.fixture
def stored(run: Run, tmp_path: Path, template: Path) -> Run:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return run


def told(out: str) -> str:
    """What a command printed, without how long it took."""
    return re.sub(r'"(milli)?seconds": [0-9.]+', "", out)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / ".geungeo" / places.CATALOGUE


def test_every_command_names_a_damaged_catalogue(stored: Run, catalogue: Path) -> None:
    for content in (b"", catalogue.read_bytes()[:30_000]):
        catalogue.write_bytes(content)
        for command in COMMANDS:
            code, out, err = stored(*command)
            assert (code, out) == (2, ""), command
            assert "카탈로그가 손상되었습니다" in err, command
            assert "geungeo restore 백업파일" in err, command
        assert catalogue.read_bytes() == content


def test_every_command_names_a_file_in_the_place_of_the_store(stored: Run, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / ".geungeo")
    (tmp_path / ".geungeo").write_text("딴 것")
    for command in COMMANDS[:-1]:
        code, _, err = stored(*command)
        assert (code, "다른 것이 있습니다" in err) == (2, True), command
    assert (tmp_path / ".geungeo").read_text() == "딴 것"


@pytest.mark.parametrize("file", ["chroma/chroma.sqlite3", "lexical/chunks/meta.json"])
def test_every_command_goes_on_over_a_damaged_index(stored: Run, tmp_path: Path, file: str) -> None:
    before = told(stored("search", "하천")[1])
    for command in (("search", "하천"), ("documents", "list"), ("doctor",)):
        (tmp_path / ".geungeo" / file).write_bytes(b"\x17" * 9_000)
        code, _, err = stored(*command)
        assert (code, "Traceback" in err) == (0, False), command
    assert told(stored("search", "하천")[1]) == before


def test_a_store_is_backed_up_and_restored_over_a_damaged_one(stored: Run, catalogue: Path, tmp_path: Path) -> None:
    before = told(stored("search", "하천")[1])
    assert stored("backup", "backup.zip", "--text")[1].startswith("백업했습니다")
    catalogue.write_bytes(b"\x17" * 9_000)
    assert stored("restore", "backup.zip")[0] == 2
    code, out, _ = stored("restore", "backup.zip", "--force")
    restored = json.loads(out)
    assert (code, restored["documents"], Path(restored["kept"]).parent) == (0, 1, tmp_path)
    assert told(stored("search", "하천")[1]) == before


def test_where_nothing_may_be_written_reading_goes_on(
    stored: Run, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = [command for command in COMMANDS if command[0] in ("search", "ask", "check", "timeline")]
    before = {command: told(stored(*command)[1]) for command in reading}
    monkeypatch.setattr(aside, "needed", lambda store: True)
    assert {command: told(stored(*command)[1]) for command in reading} == before
    assert json.loads(stored("documents", "list")[1])["document_id"] == "river"
    assert stored("doctor")[0] == 0
    Path("corpus.jsonl").write_text('{"id": "new", "text": "새 문서를 넣는다."}', encoding="utf-8")
    for command in COMMANDS:
        if command[0] in WRITING and "list" not in command:
            code, _, err = stored(*command)
            assert (code, "읽기만 되는 저장소" in err) == (2, True), command


# doctor


def checks(out: str) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in json.loads(out)["checks"]}


def test_doctor_names_damage_and_goes_on(stored: Run, catalogue: Path) -> None:
    text = catalogue.read_bytes()
    for content, said in (
        (b"", "빈 파일"),
        (text[:30_000], "손상"),
        (text.replace("120억원".encode(), "720억원".encode(), 1), "본문이 달라진 문서: river"),
    ):
        catalogue.write_bytes(content)
        code, out, _ = stored("doctor")
        found = checks(out)
        assert (code, found["catalogue"]["state"], found["model"]["state"]) == (1, "bad", "ok")
        assert said in found["catalogue"]["detail"]
        assert "geungeo restore" in found["catalogue"]["hint"]


@pytest.mark.parametrize("broken", ["_model", "_writable", "_space", "_catalogue", "_store", "inventory"])
def test_doctor_goes_on_where_a_check_itself_fails(stored: Run, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("뜻밖의 일")

    monkeypatch.setattr(f"ui.cli.commands.doctor.{broken}", fail)
    code, out, _ = stored("doctor")
    bad = [check for check in checks(out).values() if check["state"] == "bad"]
    assert (code, len(bad)) == (1, 1)
    assert "RuntimeError: 뜻밖의 일" in bad[0]["detail"]
    assert stored("doctor", "--text")[0] == 1


FIELDS = {"ok", "settings", "origins", "file", "versions", "checks", "documents"}


def test_the_json_of_doctor_is_as_documented(stored: Run, root: Path) -> None:
    found = json.loads(stored("doctor", "--json")[1])
    page = (root / "docs" / "store.md").read_text("utf-8")
    assert set(found) == FIELDS
    names = [*FIELDS, *found["checks"][0], *found["documents"], *(check["name"] for check in found["checks"])]
    assert [name for name in names if f"`{name}`" not in page] == []


# a full disk

FULL = """
import resource, sys
from pathlib import Path
from bigrams import Bigrams
from ui import cli
import ingest.embedding
ingest.embedding.load = lambda *_: Bigrams()
if sys.argv[1] == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
sys.exit(cli.main(["ingest", "more.jsonl", "--json"]))
"""


def test_a_full_disk_is_told_and_ingesting_goes_on_when_there_is_room(
    stored: Run, catalogue: Path, tmp_path: Path, root: Path
) -> None:
    text = "\n".join(f"{n}번 하천 정비에 {n}억원을 쓴다." for n in range(4_000))
    (tmp_path / "more.jsonl").write_text(json.dumps({"id": "more", "text": text}, ensure_ascii=False), "utf-8")
    # Room for less than the document's text; every file that is there fits.
    room = max(path.stat().st_size for path in catalogue.parent.rglob("*")) + 100_000

    def child(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}"}
        command = [sys.executable, "-c", FULL, *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    full = child("full", str(room))
    assert full.returncode == 1, full.stderr
    assert "저장 공간이 모자라" in full.stderr
    assert "Traceback" not in full.stderr
    assert json.loads(stored("documents", "list")[1])["document_id"] == "river"
    again = child("again")
    assert (again.returncode, json.loads(again.stdout)["documents"]["added"]) == (0, 1), again.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


# folders that are not there


def test_a_folder_that_is_empty_keeps_its_documents_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    for name in ("가.txt", "나.txt"):
        (share / name).write_text(f"{name} 하천 정비에 120억원을 쓴다.", encoding="utf-8")
    assert run("ingest", "share")[0] == 0
    shutil.move(share, tmp_path / "unmounted")
    share.mkdir()
    for options in ((), ("--prune",)):
        code, out, _ = run("ingest", "share", *options)
        report = json.loads(out)
        assert (code, report["documents"]["removed"], report["withheld"]) == (1, 0, "empty")
        assert "연결되어 있는지" in run("ingest", "share", "--text", *options)[1]
    share.rmdir()
    assert run("ingest", "share", "--prune")[0] == 2
    assert len(run("documents", "list")[1].splitlines()) == 2
    assert json.loads(run("ingest", "share", "--prune", "--yes")[1])["documents"]["removed"] == 2
