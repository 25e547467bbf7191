"""Spotlighting: documents numbered, fenced and escaped before a chat model reads them.

After "Defending Against Indirect Prompt Injection Attacks With Spotlighting" (Hines et al., 2024).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Passage

_FENCE = "§§"
# Chat templates mark turns with these; a document that holds them must not be able to open one.
_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "<": "‹", ">": "›", "【": "〔", "】": "〕", "［": "〔", "］": "〕"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model is given to read."""

    text: str
    """Numbered passages, each between two fences."""
    fence: str
    """The line that no document can have guessed."""
    passages: tuple[Passage, ...]
    """The passage of marker n is `passages[n - 1]`."""

    @property
    def heads(self) -> str:
        """The numbered titles, issuers and days alone."""
        return "\n".join(_head(number, passage) for number, passage in enumerate(self.passages, start=1))

    @property
    def documents(self) -> list[dict[str, object]]:
        """The passages as plain text blocks of LangChain, to be sent apart from the question and cited."""
        return [
            {
                "type": "text-plain",
                "mime_type": "text/plain",
                "text": _fenced(passage, self.fence),
                "title": _head(number, passage),
                "citations": {"enabled": True},
            }
            for number, passage in enumerate(self.passages, start=1)
        ]


def show(passages: Sequence[Passage], question: str, characters: int) -> Shown:
    """Return as many of the passages, best first, as fit in `characters`; at least one."""
    chosen: list[Passage] = []
    left = characters
    for passage in passages:
        if chosen and len(passage.chunk.text) > left:
            break
        chosen.append(passage)
        left -= len(passage.chunk.text)
    digest = hashlib.sha256("\0".join((question, *(p.chunk.text for p in chosen))).encode()).hexdigest()
    fence = f"{_FENCE}{digest[:8]}"
    blocks = (_block(number, passage, fence) for number, passage in enumerate(chosen, start=1))
    return Shown("\n\n".join(blocks), fence, tuple(chosen))


def harmless(text: str) -> str:
    """Return a document's text without anything that could open a turn, a marker or a fence."""
    return re.sub(r"§{2,}", "§", text.translate(_BRACKETS))


def _block(number: int, passage: Passage, fence: str) -> str:
    return f"{_head(number, passage)}\n{_fenced(passage, fence)}"


def _head(number: int, passage: Passage) -> str:
    day = f"{passage.published:%Y-%m-%d}" if passage.published else "날짜 없음"
    head = " · ".join(filter(None, (f"「{harmless(passage.title)}」", harmless(passage.issuer), day)))
    return f"[{number}] {head}"


def _fenced(passage: Passage, fence: str) -> str:
    return f"{fence}\n{harmless(passage.chunk.text.strip())}\n{fence}"
