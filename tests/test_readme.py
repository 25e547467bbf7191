"""The READMEs are true: every command in them runs. The tree of the architecture matches the packages."""

from __future__ import annotations

import json
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import script

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.ko.md")


def commands(page: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_tree_matches_the_packages() -> None:
    tree = script("tree")
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert "<!-- tree -->" in page
    assert tree.written(page) == page, "run: python .ci/tree.py"


def test_both_pages_show_the_same_commands() -> None:
    english, korean = (sorted(commands(page)) for page in PAGES)
    assert english == korean


def test_the_make_commands_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = [shlex.split(command)[1] for command in commands("README.md") if command.startswith("make ")]
    assert made == ["demo", "test"]
    assert set(made) <= set(targets)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    store = tmp_path_factory.mktemp("demo") / "store"
    run([*geungeo("ingest evals/datasets/sample --store .demo/store", store)])
    return store


def geungeo(command: str, store: Path) -> list[str]:
    places = {".demo/store": str(store), ".demo/run": str(store.with_name("run"))}
    words = [places.get(word, word) for word in shlex.split(command)]
    return [sys.executable, "-m", "ui.cli", *words]


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.integration
@pytest.mark.parametrize(
    "command",
    sorted({c for page in PAGES for c in commands(page) if "geungeo" in c and " serve " not in c}),
)
def test_every_command_runs(command: str, demo: Path) -> None:
    printed = run(geungeo(command.removeprefix(".venv/bin/geungeo "), demo))
    assert printed.strip()
    for line in printed.splitlines():
        json.loads(line)


def sessions(page: str) -> list[tuple[str, str]]:
    """The commands that a page shows with what they print."""
    blocks = re.findall(r"```text\n(\$ geungeo .*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    shown = [part for block in blocks for part in re.split(r"^\$ geungeo ", block, flags=re.MULTILINE) if part]
    return [(command, printed.strip()) for command, _, printed in (part.partition("\n") for part in shown)]


@pytest.mark.integration
def test_the_output_shown_is_what_is_printed(demo: Path) -> None:
    shown = dict(sessions("README.md"))
    assert len(shown) > 1
    assert shown == dict(sessions("README.ko.md"))
    for command, printed in shown.items():
        assert run([*geungeo(command, demo), "--text", "--store", str(demo)]).startswith(printed)


@pytest.mark.integration
def test_the_page_command_serves(demo: Path) -> None:
    (command,) = {c for page in PAGES for c in commands(page) if " serve " in c}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [*geungeo(command.removeprefix(".venv/bin/geungeo "), demo), "--port", str(port)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            assert b"geungeo" in fetch(f"http://127.0.0.1:{port}/", server)
        finally:
            server.terminate()


def fetch(address: str, server: subprocess.Popen[bytes]) -> bytes:
    for _ in range(120):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                body: bytes = page.read()
                return body
        except OSError:
            time.sleep(0.5)
    pytest.fail("the page did not come up within a minute")
