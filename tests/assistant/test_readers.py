import sys

import pytest

from assistant.models import readers
from ingest.errors import ModelError


def test_a_missing_library_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match="불러올 수 없습니다") as raised:
        readers.load("cross-encoder:가온")
    assert "sentence-transformers" in raised.value.hint
