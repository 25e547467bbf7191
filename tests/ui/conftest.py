"""Owns what the tests of ui share: a scripted chain and library, and the command line as a function."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from ui import cli


@pytest.fixture(scope="session")
def scripted() -> ModuleType:
    """Return the module `scripted_page`, which is also a program and so no test module can import it by name."""
    spec = spec_from_file_location("scripted_page", Path(__file__).with_name("scripted_page.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["scripted_page"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return the command line as a function in an empty directory: exit status, output, errors."""
    monkeypatch.chdir(tmp_path)

    def call(*argv: str) -> tuple[int, str, str]:
        try:
            code = cli.main(argv)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call
