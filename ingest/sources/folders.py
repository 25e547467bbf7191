"""A visit to a folder: what is new or changed is put in, what is gone is marked withdrawn.

A file that could not be read several times is left alone until its size or time of change is another.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest import registry, withdrawals
from ingest.errors import ReadError
from ingest.file_names import legible, located
from ingest.pipeline import Failure, ingest
from ingest.registry import Item
from ingest.sources.backoff import MOST_ATTEMPTS
from ingest.sources.visit import Visit


def visit(this: Visit) -> None:
    """Bring the store up to date with a folder.

    Raises:
        ReadError: nothing is in the folder any more; a drive that is not mounted looks like that.
        SettingsError: the folder is not there.
    """
    catalogue, place = this.store.catalogue, this.source.place
    before = {one.address: one for one in registry.items(catalogue.connection, place, "failed", "dead")}
    given_up = [one.address for one in before.values() if one.state == "dead" and _stamp(one.address) == one.stamp]
    report = ingest(
        [located(place)],
        this.store,
        this.notify,
        engine=this.engine,
        given_up=given_up,
        destination=this.destination,
    )
    if report.withheld == "empty":
        raise ReadError(
            f"{legible(place)}: 폴더가 비어 있습니다.",
            "드라이브가 연결되어 있는지 확인해 주세요. 문서는 그대로 두었습니다.",
        )
    this.count(report)
    failed = _failed(report.failures, before)
    this.failures += report.failures
    this.given_up += sum(one.state == "dead" for one in failed)
    marked = {one.document_id for one in withdrawals.of_source(catalogue.connection, place)}
    this.withdraw(report.gone)
    this.show(sorted(marked.difference(report.gone)))
    with catalogue.transaction() as connection:
        registry.drop(connection, place, before.keys() - set(given_up))
        registry.settle(connection, place, failed)


def _failed(failures: Sequence[Failure], before: dict[str, Item]) -> list[Item]:
    """Return the files that failed, a file of several records once."""
    found: dict[str, Item] = {}
    for one in failures:
        address, stamp = one.container, _stamp(one.container)
        earlier = before.get(address)
        attempts = earlier.attempts + 1 if earlier and earlier.stamp == stamp else 1
        state: registry.State = "dead" if attempts >= MOST_ATTEMPTS else "failed"
        found.setdefault(address, Item(address, stamp, True, state, attempts=attempts, error=one.error, hint=one.hint))
    return list(found.values())


def _stamp(container: str) -> str:
    try:
        status = located(container).stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"
