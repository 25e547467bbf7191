"""Owns what the tests of the page share: the scripted chain and library; knows no browser."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


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
