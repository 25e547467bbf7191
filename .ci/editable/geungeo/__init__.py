"""`geungeo` in a checkout: `geungeo.ingest` is the package `ingest` of the folder two above, under the wheel's name.

An editable install puts this package where Python looks. Both names give the same module, so that code which
follows the documentation (`from geungeo.ingest.store import Store`) and the packages' own imports share every class.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[3]
PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")


class _Checkout(MetaPathFinder, Loader):
    """Finds and loads `geungeo.X` as the module `X` of the checkout."""

    def __init__(self) -> None:
        self._specs: dict[str, ModuleSpec | None] = {}

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        top, _, own = name.partition(".")
        return ModuleSpec(name, self) if top == __name__ and own.partition(".")[0] in PACKAGES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        own = spec.name.partition(".")[2]
        module = import_module(own)
        self._specs[own] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # Importing has put the spec of the second name on it.
        module.__spec__ = self._specs.pop(module.__name__)


# First, as another distribution's `evals` would be found before the checkout's.
sys.path.insert(0, str(ROOT))
sys.meta_path.insert(0, _Checkout())
