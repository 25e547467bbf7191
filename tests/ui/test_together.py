"""Many ask while files are taken in, changed and removed: nobody fails, and nobody gets another's answer."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, Question
from assistant.chain import build_chain
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store
from ui.page.documents.jobs import Jobs
from ui.page.documents.uploads import Uploads

pytestmark = [pytest.mark.integration, pytest.mark.slow]
ASKERS, HELD, GIVEN = 20, 8, 6


def text(number: int, amount: int) -> str:
    return (
        f"{number}구역 은빛도서관 조성\n\n{number}구역 은빛도서관 조성 사업비는 {amount}억 원이다. 개관은 2027년이다.\n"
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(HELD):
        (papers / f"{number}.txt").write_text(text(number, 100 + number), "utf-8")
    settings = IngestSettings(store=tmp_path / "store", threads=1, batch_chunks=16)
    with Store.open(settings, create=True) as opened:
        ingest([papers], opened)
        yield opened


class Askers:
    """Threads that ask of the documents that stay, until stopped."""

    def __init__(self, store: Store) -> None:
        self.failures: list[Exception] = []
        self.mixed: list[str] = []
        self.answered: set[int] = set()
        self._store, self._chain, self._stop = store, build_chain(store), threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(seed,)) for seed in range(ASKERS)]

    def __enter__(self) -> Askers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _ask(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._stop.is_set():
            try:
                self._once(chance.randrange(HELD))
            except Exception as error:  # noqa: BLE001 - every failure is told at the end
                self.failures.append(error)
                return
            self.answered.add(seed)

    def _once(self, number: int) -> None:
        question = f"{number}구역 은빛도서관 조성 사업비는 얼마입니까?"
        reply = self._chain.invoke(Question(question))
        self._store.find(limit=10)
        self._store.facets()
        if reply.question.text != question or (isinstance(reply, Answer) and f"{number}구역" not in reply.text):
            self.mixed.append(f"{question} → {reply}")


def test_asking_goes_on_while_documents_come_and_go(store: Store, tmp_path: Path) -> None:
    uploads = Uploads(store)
    jobs = Jobs(uploads.put)
    with Askers(store) as askers:
        for amount in (200, 300):
            for number in range(HELD, HELD + GIVEN):
                arrived = tmp_path / f"{amount}-{number}"
                arrived.write_text(text(number, amount + number), "utf-8")
                jobs.submit(arrived, f"{number}.txt", "가")
            while any(job.active for job in jobs.of("가")):
                time.sleep(0.05)
        for number in range(HELD, HELD + GIVEN, 2):
            assert uploads.remove(f"{number}.txt")
    jobs.close()

    assert askers.failures == []
    assert askers.mixed == []
    assert askers.answered == set(range(ASKERS))
    assert [job.stage for job in jobs.of("가")] == ["done"] * 2 * GIVEN
    assert store.stock().documents == HELD + GIVEN // 2
    assert store.lexical.counts() == store.catalogue.counts()
    assert store.vectors.count() == store.catalogue.counts()[1]
    assert not store.repair()
