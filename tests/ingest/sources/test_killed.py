"""Killed in the middle of a visit, a store goes on where it was: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import buckets
from bigrams import Bigrams
from ingest import registry
from ingest.settings import IngestSettings
from ingest.sources.synchronisation import korean_time, synchronise
from ingest.store import Store
from sites import Press, serving

pytestmark = [pytest.mark.integration, pytest.mark.slow]

TESTS = Path(__file__).parents[2]
COUNT = 300
MOMENTS = (1, 40, 90, 150, 220)
"""Of the visit rather than of the clock: this machine may be slow."""
SCRIPT = """
import sys
from pathlib import Path
from bigrams import Bigrams
from ingest.settings import IngestSettings
from ingest.sources.synchronisation import synchronise
from ingest.store import Store
settings = IngestSettings(store=Path(sys.argv[1]), s3_endpoint=sys.argv[2], allow_private=True, file_seconds=0)
with Store.open(settings, embedding=Bigrams()) as store:
    print([one.outcome for one in synchronise(store)])
"""


def begun(store: Path, endpoint: str = "") -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(map(str, (TESTS, TESTS.parent)))
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(store), endpoint],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def killed(child: subprocess.Popen[bytes], moment: int, read: Callable[[], int]) -> None:
    """Kill a visit when its source was asked for so many items by all visits, and for one by this."""
    asked, end = read(), time.monotonic() + 120
    while read() < max(moment, asked + 1):
        assert child.poll() is None, child.stderr and child.stderr.read().decode()
        assert time.monotonic() < end
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.communicate()


def test_a_visit_that_is_killed_again_and_again_ends_as_one_that_was_not(tmp_path: Path) -> None:
    settings = IngestSettings(store=tmp_path / "store", allow_private=True, file_seconds=0)
    with serving(Press()) as press:
        press.fill(COUNT)
        place = f"{press.address}/rss.xml"
        with (
            Store.open(settings, create=True, embedding=Bigrams()) as store,
            store.catalogue.transaction() as connection,
        ):
            registry.add(connection, registry.Source(place, "feed", "2025-11-24"))
        for moment in MOMENTS:
            killed(begun(settings.store), moment, lambda: len(press.asked_for("/news/")))
        with Store.open(settings, embedding=Bigrams()) as store:
            left = registry.counts(store.catalogue.connection, place)
            assert left["pending"], "the last kill came too late to matter"
            (visit,) = synchronise(store)
            assert (visit.outcome, visit.left, visit.failures) == ("read", 0, ())
            documents = store.documents()
            assert sorted(one.id for one in documents) == sorted(press.page(n) for n in range(1, COUNT + 1))
            assert {one.version for one in documents} == {1}
            assert registry.counts(store.catalogue.connection, place) == {"held": COUNT}
            assert store.catalogue.pending() == ()
            originals = [one for one in (settings.store / "web").rglob("*") if one.is_file()]
            assert len(originals) == COUNT
            (idle,) = synchronise(store, clock=korean_time)
            assert (idle.added, idle.updated) == (0, 0)
        read = len(press.asked_for("/news/"))
        assert read <= COUNT + 5 * 33, "a kill costs one batch at most"


def test_a_visit_to_a_bucket_that_is_killed_loses_nothing_and_puts_nothing_in_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("minio", reason="the extra geungeo[s3] is not installed")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", buckets.KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", buckets.SECRET)
    place = "s3://haesol/press/"
    with buckets.serving(buckets.Storage(page=70)) as storage:
        storage.fill(COUNT)
        settings = IngestSettings(
            store=tmp_path / "store", s3_endpoint=storage.address, allow_private=True, file_seconds=0
        )
        with (
            Store.open(settings, create=True, embedding=Bigrams()) as store,
            store.catalogue.transaction() as connection,
        ):
            registry.add(connection, registry.Source(place, "bucket", "2025-11-24"))
        for moment in MOMENTS:
            killed(begun(settings.store, storage.address), moment, lambda: len(storage.read()))
        with Store.open(settings, embedding=Bigrams()) as store:
            assert registry.counts(store.catalogue.connection, place)["pending"], (
                "the last kill came too late to matter"
            )
            storage.remove("press/1.txt")
            (visit,) = synchronise(store)
            assert (visit.outcome, visit.left, visit.failures, visit.withdrawn) == ("read", 0, (), 1)
            documents = store.documents()
            assert sorted(one.id for one in documents) == sorted(f"{place}{n}.txt" for n in range(1, COUNT + 1))
            assert {one.version for one in documents} == {1}
            assert registry.counts(store.catalogue.connection, place) == {"held": COUNT - 1, "withdrawn": 1}
            assert store.catalogue.pending() == ()
            originals = [one for one in (settings.store / "web").rglob("*") if one.is_file()]
            assert len(originals) == COUNT
        assert len(storage.read()) <= COUNT + 5 * 33, "a kill costs one batch at most"
