"""Documents prepared over Ray make the same store as those prepared in this process, also when a worker is lost."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bigrams import Bigrams
from ingest.errors import EngineLost
from ingest.pipeline import IngestReport, ingest
from ingest.ray_engine import RayEngine
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from ui import cli

pytestmark = pytest.mark.integration


class Deadly(Bigrams):
    """Kills its process at the first passage that says so; `flag` remembers that it did, unless it is None."""

    def __init__(self, flag: Path | None) -> None:
        self.flag = flag

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if any("벼락" in text for text in texts) and not (self.flag and self.flag.exists()):
            if self.flag:
                self.flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_documents(texts)


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two workers on this machine."""
    ray = pytest.importorskip("ray", reason="the extra geungeo[ray] is not installed")
    paths = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    before = os.environ.get("PYTHONPATH", "")
    os.environ |= {"PYTHONPATH": os.pathsep.join([*paths, before]), "RAY_USAGE_STATS_ENABLED": "0"}
    where = {"address": "local", "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    ray.init(**where, num_cpus=2, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()
    os.environ["PYTHONPATH"] = before


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "강.txt").write_text("해맑은강 정비 안내\n\n가온부는 해맑은강 정비에 120억원을 쓴다.\n", "utf-8")
    (folder / "쪽.html").write_text("<html><body><p>나래부는 달빛공원을 고친다.</p></body></html>", "utf-8")
    (folder / "빈.txt").write_text(" \n", "utf-8")
    lines = [{"id": f"r{i}", "title": f"{i}차 안내", "text": f"나래부는 별빛도서관 {i}곳을 연다."} for i in range(40)]
    rows = [json.dumps(line, ensure_ascii=False) for line in lines]
    (folder / "releases.jsonl").write_text("\n".join([*rows, '{"id": "bad"}']), "utf-8")
    return folder


def put_in(folder: Path, store: Path, model: Bigrams, *, over_ray: bool) -> tuple[IngestReport, list[Sequence[object]]]:
    """Put a folder in, and return the report and all that the store holds."""
    settings = IngestSettings(store=store, batch_chunks=8)
    with Store.open(settings, create=True, embedding=model) as opened:
        report = ingest([folder], opened, engine=RayEngine(settings, model) if over_ray else None)
        connection = opened.catalogue.connection
        held: list[Sequence[object]] = [opened.lexical.counts(), (opened.vectors.count(),), opened.catalogue.pending()]
        for table in ("documents", "chunks", "sketches"):
            held += [tuple(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]
        words = ["도서", "해맑", "달빛"]
        # Of equals, the order is that of the index's segments, which are merged in threads of their own.
        held += sorted(opened.match_chunks(words, 99, Filter()))
        held += sorted(opened.vectors.nearest(np.ones(64, np.float32), 99, Filter()))
    return replace(report, seconds=0), held


def test_a_cluster_that_is_not_there_is_told(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the extra geungeo[ray] is not installed")
    settings = IngestSettings(store=tmp_path / "store", ray_address="127.0.0.1:1")
    with (
        Store.open(settings, create=True, embedding=Bigrams()) as opened,
        pytest.raises(EngineLost, match="연결하지 못했습니다"),
    ):
        ingest([corpus], opened, engine=RayEngine(settings))


def test_an_engine_is_named_and_its_extra_asked_for(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ["--store", str(tmp_path / "store")]
    assert cli.main(["ingest", str(corpus), "--engine", "spark", *store]) == 2
    assert "local, ray" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    assert cli.main(["ingest", str(corpus), "--engine", "ray", *store]) == 2
    assert "geungeo[ray]" in capsys.readouterr().err


def test_ray_makes_the_store_that_this_process_makes(cluster: None, corpus: Path, tmp_path: Path) -> None:
    here = put_in(corpus, tmp_path / "here", Bigrams(), over_ray=False)
    there = put_in(corpus, tmp_path / "there", Bigrams(), over_ray=True)
    assert here == there
    assert (here[0].added, len(here[0].failures)) == (42, 2)
    (corpus / "강.txt").write_text("해맑은강 정비 안내\n\n가온부는 해맑은강 정비에 130억원을 쓴다.\n", "utf-8")
    here = put_in(corpus, tmp_path / "here", Bigrams(), over_ray=False)
    assert here == put_in(corpus, tmp_path / "there", Bigrams(), over_ray=True)
    assert here[0].updated == 1


def test_a_lost_worker_is_replaced(cluster: None, corpus: Path, tmp_path: Path) -> None:
    (corpus / "벼락.txt").write_text("벼락 안내\n\n다솜청은 벼락을 막는다.\n", "utf-8")
    here = put_in(corpus, tmp_path / "here", Bigrams(), over_ray=False)
    flag = tmp_path / "struck"
    assert put_in(corpus, tmp_path / "there", Deadly(flag), over_ray=True) == here
    assert flag.exists()


def test_a_document_that_takes_every_worker_down_is_reported_and_the_others_go_in(
    cluster: None, corpus: Path, tmp_path: Path
) -> None:
    (corpus / "벼락.txt").write_text("벼락 안내\n\n다솜청은 벼락을 막는다.\n", "utf-8")
    report, _ = put_in(corpus, tmp_path / "there", Deadly(None), over_ray=True)
    assert report.added == 42
    assert [one.path for one in report.failures if "거듭 멈췄습니다" in one.error] == [str(corpus / "벼락.txt")]
