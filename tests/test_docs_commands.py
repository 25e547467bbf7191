"""Commands that the pages of documentation show run as written, in order, on the sample documents.

A block of `sh` is run, here or by the test of a feature (audit, rights, sources, programs); one of `text` is shown
alone: it wants another machine, a key of a provider or the rights of root.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from assistant.models import chat, providers
from chats import listening
from commands import ENVIRONMENT, ROOT, run

DOCS = ROOT / "docs"
ELSEWHERE = ("audit.md", "api.md", "rights.md", "sources.md")
"""Pages whose blocks the tests of their feature run."""
HERE = (
    "asking.md",
    "checking.md",
    "deploy.md",
    "documents.md",
    "evaluating.md",
    "models.md",
    "signin.md",
    "start.md",
)
"""Pages whose blocks are run here. The Korean ones show the same commands, or none as run."""
SERVES = ("http://127.0.0.1:8000/v1", "http://127.0.0.1:11434/v1")
"""Addresses at which the pages have a model served."""
CASES = "질문,정답,문서,기대\n지역혁신선도기업육성 사업의 총사업비는 얼마인가요?,1조 445억원,,답\n"
ANSWERS = "질문,답변\n지역혁신선도기업육성 사업의 총사업비는 얼마인가요?,총사업비는 1조 445억원입니다.\n"
DRAFT = "지역혁신선도기업육성 사업의 총사업비는 1조 4,450억원이다."
THRESHOLDS = "[grounding.str_em]\nleast = 0.5\n"
GIVEN = {
    "questions.csv": CASES,
    "answers.csv": ANSWERS,
    "own.toml": THRESHOLDS,
}
"""Files that a page takes as the reader's own."""


def blocks(page: str, language: str = "sh") -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample documents."""
    store = tmp_path_factory.mktemp("filled") / "store"
    run("ingest", "evals/datasets/sample", "--store", str(store))
    return store


@pytest.fixture
def place(tmp_path: Path, filled: Path) -> Path:
    """A folder as a reader has it: the command, the sample, a store in `.demo` and files of their own."""
    command = tmp_path / ".venv" / "bin" / "geungeo"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ui.cli "$@"\n', "utf-8")
    command.chmod(0o755)
    (tmp_path / ".demo").mkdir()
    subprocess.run(["cp", "-r", str(filled), str(tmp_path / ".demo" / "store")], check=True)
    (tmp_path / "evals").symlink_to(ROOT / "evals")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "press.txt").symlink_to(ROOT / "evals/datasets/sample/press-20250124-msit.txt")
    draft = docx.Document()
    draft.add_paragraph(DRAFT)
    draft.save(str(tmp_path / "draft.docx"))
    for name, text in GIVEN.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def served() -> Iterator[str]:
    """A server of OpenAI's protocol on loopback that counts tokens."""
    with listening() as server:
        server.answer, server.tokens = lambda _: "총사업비는 1조 445억원입니다 [1].", (900, 20)
        yield server.address


def ran(block: str, place: Path, served: str) -> str:
    for address in SERVES:
        block = block.replace(address, served)
    block = block.replace("/var/backups", str(place / "backups")).replace("/var/lib/geungeo", str(place / ".demo"))
    path = f"{place / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = ENVIRONMENT | {"PATH": path, "HOME": str(place)}
    done = subprocess.run(
        ["bash", "-euc", block],
        cwd=place,
        env=environment,
        input="a password piped in\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, (block, done.stderr)
    return done.stdout


@pytest.mark.integration
@pytest.mark.slow
@pytest.mark.parametrize("page", HERE)
def test_every_command_of_a_page_runs(page: str, place: Path, served: str) -> None:
    shown = [block for block in blocks(page) if "geungeo " in block]
    assert shown
    assert all(ran(block, place, served).strip() for block in shown)


def test_no_page_shows_a_command_as_one_that_runs_which_no_test_runs() -> None:
    pages = {path.name for path in DOCS.glob("*.md") if blocks(path.name)}
    same = {f"{name}.ko.md" for name in ("asking", "checking", "documents", "start")}
    assert pages == {*HERE, *ELSEWHERE, *same}


def test_every_model_that_the_page_names_is_a_name_and_every_extra_one_of_the_package() -> None:
    page = (DOCS / "models.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)`[^|]* \| (?:`(\w+)`|–) \| ([^|]+) \|", page, re.MULTILINE)
    named = [row for row in rows if row[0].startswith(("http", "gguf:")) or ":" in row[0]]
    assert len(named) == 12
    for name, extra, needs in named:
        assert chat.problem(name) == "", name
        assert providers.provider(name).extra == ("" if name.startswith("gguf:") else extra)
        assert providers.provider(name).key in needs
