"""One programme of the poisoned store: no planted figure comes out without the disagreement shown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from assistant.chain import build_chain
from assistant.settings import AssistantSettings
from evals.benchmarks import poison
from ingest.documents import SourceDocument
from releases import release, stored


def documents(number: int) -> list[SourceDocument]:
    return [
        release(row["id"], datetime.fromisoformat(row["published"]), row["title"], row["text"], row.get("issuer", ""))
        for row in poison.documents(number)
    ]


@pytest.mark.integration
def test_no_planted_figure_comes_out_as_if_it_were_undisputed(tmp_path: Path) -> None:
    with stored(tmp_path / "store", documents(0)) as store:
        found = list(poison.tried(build_chain(store, AssistantSettings(reader="")), 0))
    assert len(found) == 5
    assert [one.figure for one in found if one.taken] == []


def test_the_benchmark_tries_sixty_figures_in_twenty_ways() -> None:
    assert sum(len(poison.figures(number)) for number in range(len(poison.NAMES))) == 60
    rows = [row for number in range(len(poison.NAMES)) for row in poison.documents(number)]
    assert len({row["id"] for row in rows}) == len(rows) == 12 * 21
