"""Vectors on a Chroma server: the same store as with vectors in the folder, whatever becomes of the server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import numpy as np
import pytest

from bigrams import Bigrams
from ingest import chroma_server
from ingest.errors import SettingsError
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from ui import cli
from ui.settings import load, shown

pytestmark = [pytest.mark.integration, pytest.mark.slow]

SECRET = "hunter2-hunter2"
"""The tests look for it where it must not be."""
TEXTS = {
    "강": "가온부는 해맑은강 정비에 120억원을 쓴다. 정비는 2027년에 끝난다.",
    "길": "다솜청은 바람길 30km를 새로 만든다.",
    "관": "나래부는 별빛도서관 열한 곳을 연다.",
    "원": "나래부는 달빛공원 두 곳을 고친다.",
}


class Server:
    """A real `chroma run` on this machine, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.start(folder)

    def start(self, folder: Path) -> None:
        run = f"import sys; sys.argv[1:] = ['run', '--path', {str(folder)!r}, '--port', '{self.port}',"
        run += " '--host', '127.0.0.1']; from chromadb.cli.cli import app; app()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", run],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("chroma run did not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None


class Model(Bigrams):
    """Counts the passages embedded, and does something when a passage or a question comes."""

    def __init__(self) -> None:
        self.passages = 0
        self.on_passage: Callable[[int], object] = lambda _: None
        self.on_question: Callable[[], object] = lambda: None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.passages += len(texts)
        self.on_passage(self.passages)
        return super().embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        self.on_question()
        return super().embed_query(text)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "served")
    yield started
    started.kill()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    made = Model()
    monkeypatch.setattr("ingest.embedding.load", lambda *_: made)
    return made


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"id": i, "title": f"{i} 안내", "text": t}, ensure_ascii=False) for i, t in TEXTS.items()]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("GEUNGEO_BATCH_CHUNKS", "1")

    def call(*arguments: object, store: Path, url: str = "", header: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("CHROMA_URL", url)
        monkeypatch.setenv("CHROMA_HEADER", header)
        code = cli.main([str(one) for one in arguments] + ["--store", str(store)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


def held(store: Path, url: str | None) -> dict[str, object]:
    """What a store holds, in every part of it."""
    with Store.open(IngestSettings(store=store, chroma_url=url), embedding=Bigrams()) as opened:
        rows = opened.catalogue.connection.execute("SELECT id, vector FROM chunks ORDER BY id").fetchall()
        ones = np.ones(len(rows[0]["vector"]) // 2, np.float32)
        return {
            "documents": [(one.id, one.version, opened.document(one.id)) for one in opened.documents()],
            "chunks": [(row["id"], bytes(row["vector"])) for row in rows],
            "vectors": sorted(
                (chunk, round(cosine, 4)) for chunk, cosine in opened.vectors.nearest(ones, 99, Filter())
            ),
            "postings": opened.lexical.counts(),
            "pending": opened.catalogue.pending(),
        }


def test_a_server_killed_in_a_run_and_back_again_ends_in_the_undisturbed_store(
    server: Server, model: Model, corpus: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    store = tmp_path / "store"
    model.on_passage = lambda count: server.kill() if count == 2 else None
    code, _, err = run("ingest", corpus, store=store, url=server.url)
    assert code == 1
    assert f"응답하지 않습니다: {server.url}" in err
    code, _, err = run("search", "바람길", store=store, url=server.url)
    assert code == 1
    assert "CHROMA_URL" in err
    server.start(tmp_path / "served")
    assert run("ingest", corpus, store=store, url=server.url)[0] == 0
    assert model.passages == len(TEXTS)
    assert run("ingest", corpus, store=tmp_path / "local")[0] == 0
    assert held(store, server.url) == held(tmp_path / "local", None)


def test_a_server_killed_in_a_question_is_told_and_answers_when_it_is_back_even_empty(
    server: Server, model: Model, corpus: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    store = tmp_path / "store"
    assert run("ingest", corpus, store=store, url=server.url)[0] == 0
    question = ("ask", "해맑은강 정비에 얼마를 쓰나요?")
    model.on_question = server.kill
    code, out, err = run(*question, store=store, url=server.url)
    assert (code, out) == (1, "")
    assert f"응답하지 않습니다: {server.url}" in err
    model.on_question = lambda: None
    for folder in ("served", "another disk"):
        server.kill()
        server.start(tmp_path / folder)
        code, out, _ = run(*question, store=store, url=server.url)
        assert code == 0
        assert "120억원" in out
    assert model.passages == len(TEXTS)


def test_a_server_that_hangs_is_not_waited_for(
    server: Server,
    model: Model,
    corpus: Path,
    tmp_path: Path,
    run: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("ingest", corpus, store=tmp_path / "store", url=server.url)[0] == 0
    monkeypatch.setattr(chroma_server, "ANSWER_SECONDS", 0.5)
    assert server.process is not None
    model.on_question = lambda: os.kill(server.process.pid, signal.SIGSTOP)
    for _ in ("a question under way", "the next one"):
        code, _, err = run("search", "바람길", store=tmp_path / "store", url=server.url)
        assert code == 1
        assert "응답하지 않습니다" in err


def test_two_stores_on_one_server_do_not_mix(
    server: Server, model: Model, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    for name, text in (("one", "가온부는 강을 고친다."), ("two", "나래부는 길을 낸다.")):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps({"id": name, "text": text}, ensure_ascii=False), "utf-8")
        assert run("ingest", path, store=tmp_path / name, url=server.url)[0] == 0
    for name in ("one", "two"):
        code, out, _ = run("search", "강 길", store=tmp_path / name, url=server.url)
        assert code == 0
        assert {hit["document_id"] for hit in json.loads(out)["hits"]} == {name}
    assert run("documents", "remove", "one", store=tmp_path / "one", url=server.url)[0] == 0
    assert held(tmp_path / "two", server.url)["vectors"]


def test_vectors_move_to_a_server_and_back_without_being_made_again(
    server: Server, model: Model, corpus: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    store = tmp_path / "store"
    assert run("ingest", corpus, store=store)[0] == 0
    here = held(store, None)
    code, _, err = run("search", "바람길", store=store, url=server.url)
    assert code == 2
    assert "--reindex" in err
    assert run("ingest", "--reindex", store=store, url=server.url)[0] == 0
    assert held(store, server.url) == here
    assert run("ingest", "--reindex", store=store)[0] == 0
    assert held(store, None) == here
    assert model.passages == len(TEXTS)


@pytest.fixture
def gate(server: Server) -> Iterator[str]:
    """A door before the server that asks for a header, as a proxy or Chroma Cloud does; yields its address."""

    class Door(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def pass_on(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            status, content = 401, b"{}"
            if self.headers.get("Authorization") in (f"Bearer {SECRET}", BASIC):
                kind = {"Content-Type": "application/json"}
                answer = httpx.request(self.command, server.url + self.path, content=body, headers=kind)
                status, content = answer.status_code, answer.content
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = do_PUT = pass_on  # noqa: N815 - the names that the base class calls

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as door:
        Thread(target=door.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{door.server_address[1]}"
        door.shutdown()


BASIC = "Basic bWU6aHVudGVyMi1odW50ZXIy"
"""me and the secret."""


def test_the_sign_in_is_sent_and_never_shown(
    gate: str, model: Model, corpus: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    named = gate.replace("://", f"://me:{SECRET}@")
    for number, (url, header) in enumerate(((gate, f"Authorization: Bearer {SECRET}"), (named, ""))):
        store = tmp_path / f"store{number}"
        assert run("ingest", corpus, store=store, url=url, header=header)[0] == 0
        code, out, err = run("doctor", "--json", store=store, url=url, header=header)
        assert code == 0
        assert SECRET not in out + err
        assert SECRET.encode() not in (store / "catalogue.sqlite3").read_bytes()
    for url, header in ((gate, ""), (gate.replace("://", f"://me:{SECRET}x@"), "")):
        code, out, err = run("search", "길", store=tmp_path / "store0", url=url, header=header)
        assert code == 2
        assert "거절" in err
        assert SECRET not in out + err


def test_a_header_is_a_name_and_a_value_and_is_masked(tmp_path: Path) -> None:
    found = load({"CHROMA_HEADER": f"X-Chroma-Token: {SECRET}"}, directory=tmp_path)
    assert shown(found)["chroma_header"] == "***"
    assert SECRET not in repr(found)
    with pytest.raises(SettingsError) as caught:
        load({"CHROMA_HEADER": SECRET}, directory=tmp_path)
    assert SECRET not in caught.value.message + caught.value.hint
