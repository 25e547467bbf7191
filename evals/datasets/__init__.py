"""Evaluation data: paths of the sample and golden files; the modules read, import and match cases."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def sample_folder() -> Path:
    """Return the folder of sample documents that the project wrote itself."""
    return _FOLDER / "sample"


def sample_questions() -> Path:
    """Return the JSON Lines file of questions about the sample documents."""
    return _FOLDER / "sample_questions.jsonl"


def golden_files() -> tuple[Path, ...]:
    """Return the JSON Lines files of golden questions and claims."""
    return tuple(sorted((_FOLDER / "golden").glob("*.jsonl")))


def golden_folders() -> tuple[Path, ...]:
    """Return the folders of documents that the golden cases are about."""
    return sample_folder(), _FOLDER / "injected"


def policy_files() -> tuple[Path, ...]:
    """Return the JSON Lines files of questions and claims about real press releases, which are not shipped."""
    return tuple(sorted((_FOLDER / "policy").glob("*.jsonl")))
