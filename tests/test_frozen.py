"""Every third verdict and reply over the sample corpus is what it was when the snapshot was taken."""

from __future__ import annotations

from pathlib import Path

import pytest

import frozen


@pytest.mark.slow
@pytest.mark.integration
def test_no_verdict_and_no_reply_has_changed(tmp_path: Path) -> None:
    kept, found = frozen.load(), frozen.taken(tmp_path / "store")
    changed = {key: (kept.get(key), case) for key, case in found.items() if kept.get(key) != case}
    assert changed == {}, "if this is meant: python tests/frozen.py"
    assert list(found) == list(kept)
