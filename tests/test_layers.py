"""Tests of the house rules: the way imports point, what importing costs, and what no module is called."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")
HEAVY = {
    *("chromadb", "torch", "transformers", "sentence_transformers", "onnxruntime", "kiwipiepy"),
    *("gradio", "trafilatura", "pypdf", "pypdfium2", "langchain"),
}
SCRIPTS = ("evals/benchmarks/", "evals/training/", "ingest/models/")
"""Run by hand with their own extras; nothing imports them."""
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LIBRARY = [path for path in MODULES if not path.relative_to(ROOT).as_posix().startswith(SCRIPTS)]

# Runs in a fresh interpreter: watches what importing opens for writing, connects to or starts.
WATCHED = """
import importlib, json, sys
done = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        done.append(f"writes {arguments[0]}")
    elif event in ("socket.connect", "subprocess.Popen", "os.mkdir", "sqlite3.connect"):
        done.append(f"{event} {arguments[1:]}")
sys.addaudithook(watch)
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps({"done": done, "loaded": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def import_all(names: list[str], directory: Path) -> dict[str, list[str]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", WATCHED, json.dumps(names)]
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_importing_everything_has_no_effect_and_loads_nothing_heavy(tmp_path: Path) -> None:
    found = import_all([dotted(path) for path in LIBRARY], tmp_path)
    assert found["done"] == []
    assert HEAVY & set(found["loaded"]) == set()
    assert list(tmp_path.iterdir()) == []


def test_help_and_usage_errors_wait_for_no_library(tmp_path: Path) -> None:
    found = import_all(["ui.cli"], tmp_path)
    assert {"numpy", "rich", "langchain_core", "pydantic"} & set(found["loaded"]) == set()


def test_layers_are_kept(root: Path) -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_named_for_a_concept(path: Path) -> None:
    assert path.stem not in ("utils", "util", "helpers", "common", "manager", "misc")


@pytest.mark.parametrize(("library", "home"), [("chromadb", "ingest/chroma"), ("gradio", "ui/")])
def test_a_library_of_one_part_is_imported_there_alone(library: str, home: str) -> None:
    importers = [path.relative_to(ROOT).as_posix() for path in LIBRARY if library in third_party(path)]
    assert importers
    assert [path for path in importers if not path.startswith(home)] == []


def test_every_third_party_import_is_declared() -> None:
    distributions = packages_distributions()
    undeclared = {
        (name, path.relative_to(ROOT).as_posix())
        for path in LIBRARY
        for name in third_party(path)
        if not {normal(one) for one in distributions.get(name, [name])} & declared()
    }
    assert undeclared == set()


def test_constraints_pin_every_declared_dependency_exactly() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?", line)] == []
    assert declared() - {line.partition("==")[0] for line in lines} == JUDGES | PROVIDERS


JUDGES = {"ragas", "deepeval", "langchain-community"}
"""Of the extras that hold other packages back, so that no one set of versions serves them and the rest."""
PROVIDERS = {"langchain-anthropic", "langchain-aws", "langchain-google-genai", "langchain-ollama"}
"""Of the extras that ask a provider of chat models: no test runs them, and one of them holds other packages back."""


def third_party(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - set(PACKAGES)


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    return {normal(re.split(r"[^\w.-]", one)[0]) for one in wanted} - {"geungeo"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
