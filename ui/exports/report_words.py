"""Texts of the page of an evaluation report, which `evals` takes from whoever shows it."""

from __future__ import annotations

from ui.messages import MESSAGES, Language


def page_words(language: Language) -> dict[str, str]:
    """Return all texts of the page of an evaluation report, by key."""
    names = [key.partition(".")[2] for key in MESSAGES if key.startswith("evaluation.")]
    return {name: getattr(MESSAGES[f"evaluation.{name}"], language) for name in names}
