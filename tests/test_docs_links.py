"""The documentation holds together: no link leads nowhere, users' pages have both languages, and the site builds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import script

ROOT = Path(__file__).parents[1]
USERS = ("start", "asking", "checking", "documents", "evaluating")
"""Pages that officials, journalists and evaluators read."""


links, site = script("links"), script("site")


@pytest.mark.parametrize("page", links.pages(ROOT), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_and_anchor_leads_somewhere(page: Path) -> None:
    assert list(links.dead(page)) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    (tmp_path / "other.md").write_text("# 쓰는 법\n", "utf-8")
    page.write_text(
        "# A `b` c\n[1](other.md#쓰는-법) [2](#a-b-c) [3](https://example.org) ![4](none.png) [5](other.md#none)\n"
        "[6](../outside.md) `[7](code.md)`\n```sh\n[8](code.md)\n```\n",
        "utf-8",
    )
    assert list(links.dead(page, tmp_path)) == ["none.png", "other.md#none", "../outside.md"]


def test_pages_of_users_are_in_both_languages_and_the_others_in_one() -> None:
    korean = {page.name.removesuffix(".ko.md") for page in (ROOT / "docs").glob("*.ko.md")}
    assert korean == set(USERS)
    assert all((ROOT / "docs" / f"{name}.md").is_file() for name in USERS)


@pytest.mark.parametrize("name", USERS)
def test_both_languages_show_the_same_commands(name: str) -> None:
    if name == "evaluating":
        pytest.skip("the Korean page says more; the English one is for whoever knows such tools")
    english, korean = (
        re.findall(r"```(?:sh|json)\n(.*?)```", (ROOT / "docs" / f"{name}{end}.md").read_text("utf-8"), re.DOTALL)
        for end in ("", ".ko")
    )
    assert english == korean


@pytest.mark.parametrize(
    ("name", "link", "there"),
    [
        ("README.md", "[a](docs/api.md#curl)", "[a](api.md#curl)"),
        ("README.md", "![a](docs/images/a.png)", "![a](images/a.png)"),
        ("README.md", "[한국어](README.ko.md)", "한국어"),
        ("README.md", "[a](docs/decisions)", "[a](decisions/index.md)"),
        ("docs/start.md", "[a](../SECURITY.md)", "[a](security.md)"),
        ("docs/start.ko.md", "[a](../README.ko.md)", "[a](index.ko.md)"),
        ("docs/evaluating.md", "[`gate.toml`](../evals/gate.toml)", "`gate.toml`"),
        ("docs/decisions/0020-growth.md", "[a](../scale.md)", "[a](../scale.md)"),
        ("docs/start.md", "`[a](../SECURITY.md)`", "`[a](../SECURITY.md)`"),
        ("docs/start.md", "[a](../none.md)", "[a](../none.md)"),
    ],
)
def test_links_are_turned_for_the_site(name: str, link: str, there: str) -> None:
    assert site.turned(link, name) == there


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="the extra geungeo[docs] is not installed")
    site.lay_out(ROOT / "build" / "pages")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", ".ci/mkdocs.yml", "-d", str(tmp_path)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ko" / "asking" / "index.html").is_file()
