"""Preparation of documents over Ray: reading, cutting and embedding on many processes or machines, writing on this one.

Documents go out in groups and come back in their order, so that the store is the same as with the local engine. A group
whose worker is lost is given to another; a document that takes its worker down each time is reported as unreadable.
Files are read where the worker runs: machines of a cluster must see the folders under the same paths.
"""

from __future__ import annotations

import os
import socket
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.catalogue import Entry
from ingest.errors import EngineLost, ReadError, ReaderStopped, SettingsError
from ingest.pipeline import Divided, Job, Watcher, embedded, grouped
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

GROUP = 16
"""Documents of one task: enough to fill batches of the model, few enough to lose little with a worker."""
AHEAD = 2
"""Tasks for each processor that are under way or wait to be written."""
CONNECT_SECONDS = 5.0
"""Most seconds to reach a cluster."""
RETRIES = 3
"""How often a task is given to another worker when its own is lost."""

_OURS = {"address": "local", "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
"""Whoever reaches a port of Ray's runs code with it: workers of this machine alone listen to it alone."""

Outcome = Entry | ReadError


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Prepares documents on a Ray cluster, or on worker processes of this machine."""

    settings: IngestSettings
    embedding: Embeddings | None = None
    """Sent to the workers; None lets each of them load the one that the settings name."""

    def batches(self, jobs: Iterable[Job], watcher: Watcher) -> Iterator[list[Entry]]:
        """Prepare groups of documents ahead of the writer; yield them in order.

        Raises `SettingsError` where Ray is not installed and `EngineLost` where its cluster cannot be reached.
        """
        with _cluster(self.settings.ray_address) as ray, _told(ray):
            found = self._outcomes(ray, jobs, watcher)
            yield from grouped(found, self.settings.batch_chunks, lambda entry: len(entry.chunks))

    def _outcomes(self, ray: Any, jobs: Iterable[Job], watcher: Watcher) -> Iterator[Entry]:  # noqa: ANN401 - a module
        threads = self.settings.threads or 1
        task = ray.remote(num_cpus=threads, max_retries=RETRIES)(prepared)
        model = None if self.embedding is None else ray.put(self.embedding)
        ahead = max(2, AHEAD * int(ray.cluster_resources().get("CPU", 1)) // threads)
        rest, waiting = iter(jobs), deque[tuple[tuple[Job, ...], Any]]()
        while True:
            while len(waiting) < ahead and (group := tuple(islice(rest, GROUP))):
                waiting.append((group, task.remote(group, self.settings, threads, model)))
            if not waiting:
                return
            group, reference = waiting.popleft()
            watcher.reading(group[0])
            for job, outcome in zip(group, self._got(ray, task, group, reference, model), strict=True):
                if isinstance(outcome, ReadError):
                    watcher.failed(job, outcome)
                else:
                    watcher.embedded(len(outcome.chunks))
                    yield outcome

    def _got(
        self,
        ray: Any,  # noqa: ANN401 - a module
        task: Any,  # noqa: ANN401 - Ray's class has no name to import
        group: Sequence[Job],
        reference: object,
        model: object,
    ) -> Sequence[Outcome]:
        """Return what became of a group; where it takes down every worker, of each of its documents alone."""
        try:
            found: Sequence[Outcome] = ray.get(reference)
        except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError, ray.exceptions.NodeDiedError):
            if len(group) == 1:
                return (_stopped(group[0]),)
            threads = self.settings.threads or 1
            alone = [task.remote((job,), self.settings, threads, model) for job in group]
            return [
                outcome
                for job, one in zip(group, alone, strict=True)
                for outcome in self._got(ray, task, (job,), one, model)
            ]
        except ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, Exception):
                raise error.cause from error
            raise
        return found


def prepared(
    jobs: Sequence[Job], settings: IngestSettings, threads: int, embedding: Embeddings | None
) -> list[Outcome]:
    """Read, cut and embed a group of documents; an error stands in for one that cannot be read."""
    outcomes: list[Divided | ReadError] = []
    for job in jobs:
        try:
            outcomes.append(job.divided(settings))
        except ReadError as error:
            outcomes.append(error)
    read = [(job, one) for job, one in zip(jobs, outcomes, strict=True) if not isinstance(one, ReadError)]
    made = iter(
        embedded(
            [divided for _, divided in read],
            [job.candidate.container for job, _ in read],
            settings,
            embedding or _model(settings.embedding, threads),
        )
    )
    return [one if isinstance(one, ReadError) else next(made) for one in outcomes]


@cache
def _model(name: str, threads: int) -> Embeddings:
    """Return the model of a worker, which serves task after task."""
    from ingest.embedding import load

    return load(name, threads)


def _stopped(job: Job) -> ReaderStopped:
    return ReaderStopped(
        f"{job.candidate.source.place}: 읽는 작업이 거듭 멈췄습니다.", "이 문서만 --engine local로 다시 넣어 보세요."
    )


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """Connect to a cluster, or start workers on this machine where no address is given."""
    try:
        import ray
    except ImportError as error:
        raise SettingsError("Ray가 설치되어 있지 않습니다.", "pip install 'geungeo[ray]'") from error
    if ray.is_initialized():
        yield ray  # whoever connected it disconnects it
        return
    try:
        _reach(address)
        with _importable():
            ray.init(**(_OURS if not address else {"address": address}), log_to_driver=False, logging_level="ERROR")
    except Exception as error:  # what Ray raises when it cannot start has no class of its own
        ray.shutdown()
        raise EngineLost(
            f"Ray에 연결하지 못했습니다: {address or 'local'}",
            "클러스터가 켜져 있는지, RAY_ADDRESS가 맞는지 확인해 주세요. "
            "토큰을 묻는 클러스터라면 RAY_AUTH_MODE=token도 필요합니다.",
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Raise OSError where nothing listens at the address of a cluster; Ray would try for a quarter of an hour."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()


@contextmanager
def _importable() -> Iterator[None]:
    """Let workers started on this machine import what this process can, installed or not."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    # Ray would otherwise report its use to its makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


@contextmanager
def _told(ray: Any) -> Iterator[None]:  # noqa: ANN401 - a module
    """Raise the loss of the cluster itself as `EngineLost`; what is written stays."""
    try:
        yield
    except (ray.exceptions.RaySystemError, ray.exceptions.RayChannelError, ConnectionError) as error:
        raise EngineLost("Ray와의 연결이 끊겼습니다.", "다시 실행하면 남은 문서부터 이어서 넣습니다.") from error
