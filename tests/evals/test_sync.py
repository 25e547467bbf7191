"""The synchronisation benchmark notices a store that lost, doubled or misread what a site published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.benchmarks.growth import StandIn
from evals.benchmarks.sync import (
    BEGINNING,
    Held,
    Published,
    Site,
    compared,
    differences,
    follow,
    serving,
    settings,
    visit,
)
from ingest.store import Store

PUBLISHED = {
    "http://site/news/1": Published("가로등", "해솔부는 가로등 열 개를 단다."),
    "http://site/news/2": Published("빨래방", "해솔부는 빨래방 두 곳을 연다.", version=2),
    "http://site/news/3": Published("나루터", "해솔부는 나루터를 고친다.", withdrawn=True),
}
HELD = tuple(Held(address, one.said, one.version, one.withdrawn) for address, one in PUBLISHED.items())


def test_a_store_that_holds_what_was_published_does_not_differ_whatever_its_line_breaks() -> None:
    broken = [replace(one, text=one.text.replace(" ", "\n")) for one in HELD]
    assert differences(PUBLISHED, broken, lambda one: one.said) == []


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (HELD[1:], "lost: http://site/news/1"),
        ((*HELD, HELD[0]), "2 times: http://site/news/1"),
        ((*HELD, replace(HELD[0], id="http://site/news/1?a")), "never published: http://site/news/1?a"),
        ((*HELD[:2], replace(HELD[2], withdrawn=False)), "not marked as withdrawn: http://site/news/3"),
        ((replace(HELD[0], withdrawn=True), *HELD[1:]), "marked as withdrawn: http://site/news/1"),
        ((replace(HELD[0], version=2), *HELD[1:]), "version 2 of 1: http://site/news/1"),
        (
            (HELD[0], replace(HELD[1], text="해솔부는 빨래방 두 곳을 연다."), HELD[2]),
            "another text: http://site/news/2",
        ),
    ],
)
def test_what_differs_is_named(held: tuple[Held, ...], said: str) -> None:
    assert differences(PUBLISHED, held, lambda one: one.said) == [said]


def test_lines_that_the_reader_leaves_out_of_a_page_are_not_lost() -> None:
    held = [replace(HELD[0], text="열 개를 단다."), *HELD[1:]]
    assert differences(PUBLISHED, held, lambda _: "열 개를 단다.") == []


def test_the_site_lists_what_stands_gives_what_changed_and_says_what_is_gone() -> None:
    site = Site(address="http://site")
    site.publish([("1", Published("가로등", "가로등을 단다.")), ("2", Published("빨래방", "빨래방을 연다."))])
    status, page, tag = site.answer("/news/1", "")
    assert (status, site.answer("/news/1", tag)[0]) == (200, 304)
    site.change(["http://site/news/1"])
    site.withdraw(["http://site/news/2"])
    assert site.answer("/news/1", tag)[1] != page
    assert site.answer("/news/2", "")[0] == 410
    assert b"news/2" not in site.answer("/rss.xml", "")[1]


@pytest.mark.integration
def test_a_store_that_visited_the_site_agrees_with_it_until_it_loses_a_document(tmp_path: Path) -> None:
    with serving(Site()) as site:
        site.publish((name, replace(one, version=1, withdrawn=False)) for name, one in enumerated())
        follow(site, tmp_path / "store")
        assert visit(tmp_path / "store", BEGINNING)["added"] == len(PUBLISHED)
        site.change([f"{site.address}/news/2"])
        site.withdraw([f"{site.address}/news/3"])
        told = visit(tmp_path / "store", BEGINNING)
        assert (told["updated"], told["withdrawn"], told["left"]) == (1, 1, 0)
        assert compared(tmp_path / "store", site) == []
        with Store.open(settings(tmp_path / "store"), embedding=StandIn()) as store:
            store.remove([f"{site.address}/news/1"])
        assert f"lost: {site.address}/news/1" in compared(tmp_path / "store", site)


def enumerated() -> list[tuple[str, Published]]:
    """Return the releases by name."""
    return [(address.rpartition("/")[2], one) for address, one in PUBLISHED.items()]
