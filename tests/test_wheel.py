"""Tests of the wheel: what an editable install hides, such as a data file left out, shows here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.slow]

# Runs outside the repository with the unpacked wheel alone in front of the installed libraries.
PROBE = """
import json, sys
from importlib.metadata import version
import ingest, prompts, ui.cli
from evals import datasets
from ingest.embedding import load
from ui.messages import MESSAGES
print(json.dumps({
    "from": [module.__file__ for module in (ingest, prompts, ui.cli, datasets)],
    "version": version("geungeo"),
    "dimensions": len(load().embed_query("근거")),
    "sample": sorted(path.name for path in datasets.sample_folder().iterdir()),
}))
"""


@pytest.fixture(scope="module")
def unpacked(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel offline with the installed hatchling and unpack it; return the folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("geungeo-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def in_wheel(unpacked: Path, *arguments: str, cwd: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_packages(root: Path, unpacked: Path) -> None:
    # git's list, so that caches and other leavings do not count.
    command = ["git", "ls-files", "-z", "ingest", "assistant", "prompts", "ui", "evals"]
    tracked = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    assert [name for name in tracked if name and not (unpacked / name).exists() and (root / name).exists()] == []


def test_the_model_and_the_sample_load_from_the_wheel_alone(root: Path, unpacked: Path, tmp_path: Path) -> None:
    found = json.loads(in_wheel(unpacked, "-c", PROBE, cwd=tmp_path))
    assert all(Path(file).is_relative_to(unpacked) for file in found["from"])
    assert found["version"]
    assert found["dimensions"] == 384
    assert found["sample"] == sorted(path.name for path in (root / "evals/datasets/sample").iterdir())


def test_the_command_answers_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    command = ("-m", "ui.cli")
    sample = str(unpacked / "evals/datasets/sample")
    report = json.loads(in_wheel(unpacked, *command, "ingest", sample, "--store", "store", cwd=tmp_path))
    assert report["documents"]["failed"] == 0
    question = "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?"
    reply = json.loads(in_wheel(unpacked, *command, "ask", question, "--store", "store", cwd=tmp_path))
    assert reply["kind"] == "answer"
    assert "1조 445억원" in reply["text"]
