"""Tests of the wheel and of an editable install: the names that they take, and what a checkout hides.

Both are tried beside a distribution that has installed `evals`, `ui` and the like for itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from scripts import script

PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")
# Runs outside the repository with the unpacked wheel alone in front of the installed libraries.
PROBE = """
import json, sys
from importlib.metadata import version
from geungeo import ingest, prompts
from geungeo.evals import datasets
from geungeo.ingest.embedding import load
from geungeo.ui import cli
from geungeo.ui.messages import MESSAGES
print(json.dumps({
    "from": [module.__file__ for module in (ingest, prompts, cli, datasets)],
    "version": version("geungeo"),
    "dimensions": len(load().embed_query("근거")),
    "sample": sorted(path.name for path in datasets.sample_folder().iterdir()),
}))
"""
# Both names of a checkout, whichever is imported first.
BOTH = """
from geungeo.ingest.store import Store
from geungeo.evals import datasets
import evals.datasets, ingest.store, pickle
from geungeo.ingest import errors
assert Store is ingest.store.Store and datasets is evals.datasets
assert ingest.store.__spec__.name == "ingest.store"
assert type(pickle.loads(pickle.dumps(errors.ReadError("a", "b")))) is errors.ReadError
print(datasets.__file__)
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


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where another distribution has installed packages of our folders' names."""
    folder = tmp_path_factory.mktemp("others")
    for name in PACKAGES:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(f"raise RuntimeError('another {name}')", "utf-8")
    return folder


def run(*arguments: str, cwd: Path, path: tuple[Path, ...]) -> str:
    found = os.pathsep.join(map(str, path))
    environment = os.environ | {"PYTHONPATH": found, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.integration
@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_packages_and_takes_one_name(root: Path, unpacked: Path) -> None:
    # git's list, so that caches and other leavings do not count.
    command = ["git", "ls-files", "-z", *PACKAGES]
    tracked = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    placed = unpacked / "geungeo"
    assert [name for name in tracked if name and not (placed / name).exists() and (root / name).exists()] == []
    assert {path.name.partition("-")[0] for path in unpacked.iterdir()} == {"geungeo"}


@pytest.mark.integration
@pytest.mark.slow
def test_the_model_and_the_sample_load_from_the_wheel_alone(
    root: Path, unpacked: Path, others: Path, tmp_path: Path
) -> None:
    found = json.loads(run("-c", PROBE, cwd=tmp_path, path=(others, unpacked)))
    assert all(Path(file).is_relative_to(unpacked) for file in found["from"])
    assert found["version"]
    assert found["dimensions"] == 384
    assert found["sample"] == sorted(path.name for path in (root / "evals/datasets/sample").iterdir())


@pytest.mark.integration
@pytest.mark.slow
def test_the_command_answers_from_the_wheel_alone(unpacked: Path, others: Path, tmp_path: Path) -> None:
    def told(*arguments: str) -> dict[str, object]:
        command = ("-m", "geungeo.ui.cli", *arguments, "--store", "store")
        answer: dict[str, object] = json.loads(run(*command, cwd=tmp_path, path=(others, unpacked)))
        return answer

    sample = unpacked / "geungeo/evals/datasets/sample"
    # A PDF is read in a process of its own, which finds the same modules.
    assert list(sample.glob("*.pdf"))
    report = told("ingest", str(sample))
    assert report["documents"]["failed"] == 0
    reply = told("ask", "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?")
    assert reply["kind"] == "answer"
    assert "1조 445억원" in reply["text"]


@pytest.mark.integration
def test_a_checkout_is_found_by_the_name_of_the_wheel_and_is_one_with_its_own(
    root: Path, others: Path, tmp_path: Path
) -> None:
    path = (root / ".ci/editable", others)
    assert Path(run("-c", BOTH, cwd=tmp_path, path=path).strip()) == root / "evals/datasets/__init__.py"
    assert "geungeo" in run("-c", "from geungeo.ui.cli import main; main(['--version'])", cwd=tmp_path, path=path)


# the names in the modules


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    return script("wheel")


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("from ingest.store import Store", "from geungeo.ingest.store import Store"),
        ("from evals import (\n    gate,\n)\n", "from geungeo.evals import (\n    gate,\n)\n"),
        ("import prompts", "import geungeo.prompts as prompts"),
        ("import os, prompts as p", "import os, geungeo.prompts as p"),
        ("if 1:\n    x = '한글'; from ui import cli", "if 1:\n    x = '한글'; from geungeo.ui import cli"),
        ("from . import store", "from . import store"),
        ("from evaluate import ingest", "from evaluate import ingest"),
        ("x = 'a\x0cb'\nfrom ui import cli", "x = 'a\x0cb'\nfrom geungeo.ui import cli"),
        ('say("ingest.more")', 'say("ingest.more")'),
    ],
)
def test_imports_of_the_packages_alone_are_renamed(hook: ModuleType, written: str, placed: str) -> None:
    assert hook.renamed(written) == placed


@pytest.mark.parametrize(
    "unclear",
    [
        "import ingest.store",
        "from \\\n ingest import store",
        'load("ui.cli.commands.ask:run")',
        'files("prompts")',
        'logging.getLogger("ui")',
        'run("import sys; from ui.cli import main; main()")',
        'name = f"evals.judges:{x}"',
    ],
)
def test_what_cannot_be_renamed_without_a_doubt_stops_the_build(hook: ModuleType, unclear: str) -> None:
    with pytest.raises(hook.UnclearName):
        hook.renamed(unclear, "a.py")
