"""Exact quotation: the span of a text that holds a sentence word for word.

Only spaces, quotation marks, list markers and variants of one punctuation mark are looked past. Letters and
figures must be equal, so a quote is never found for a sentence in which one digit was changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SKIPPED = frozenset(" \t\n\r\f\v\u00a0\u3000\u200b\ufeff'\"‘’“”`´′＇「」『』｢｣《》〈〉<>□■◇◆○●◎◦•▪▫▲△▴▵▶▷►☞ㅇ※*")
_SAME = str.maketrans("％～〜∼–—−‐‑，．（）：ㆍ・∙･", "%~~~-----,.():····")
_MARKER = re.compile(r"(?m)^[ \t\u3000]*(?:[-–—ㆍ·oO]\s+|\(?\d{1,2}\)\s|[가-하]\.\s|\d{1,2}\.\s(?!\d)|[①-⑳➊-➓❶-❿]\s?)")
# Where a long sentence may part so that each half rests on its own span.
_JOINT = re.compile(r"(?<=[고며만데서면])\s*,\s+|(?<=[으하되이했됐였]며)\s+|(?<=[가-힣)])[,;]\s+|(?<=[.다])\s+")
_ENDING = " .。!?…,;"
_LEAST = 8
"""Letters that half a sentence must have to be looked up alone."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without spaces, quotation marks and list markers, and where each letter came from."""

    text: str
    offsets: tuple[int, ...]
    """Offset in the original of each character of `text`."""


def fold(text: str) -> Folded:
    """Drop what a quote may look past; every kept character remembers its offset."""
    marked = bytearray(len(text))
    for match in _MARKER.finditer(text):
        marked[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    mapped = text.translate(_SAME)
    kept = [index for index, letter in enumerate(text) if letter not in _SKIPPED and not marked[index]]
    return Folded("".join(mapped[index] for index in kept), tuple(kept))


def _joined(left: str, right: str) -> bool:
    """Tell whether two neighbouring characters belong to one word or one figure."""
    return left.isalnum() and right.isalnum()


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` begins and ends between words."""
    if start and _joined(text[start - 1], text[start]):
        return False
    if start > 1 and text[start].isdigit() and text[start - 1] in ".,~-" and text[start - 2].isdigit():
        return False
    return end >= len(text) or not _joined(text[end - 1], text[end])


def _find(needle: str, text: str, haystack: Folded) -> tuple[int, int] | None:
    at = haystack.text.find(needle)
    while at >= 0:
        start, end = haystack.offsets[at], haystack.offsets[at + len(needle) - 1] + 1
        if _whole(text, start, end):
            return start, end
        at = haystack.text.find(needle, at + 1)
    return None


def locate(sentence: str, text: str, folded: Folded | None = None) -> tuple[tuple[int, int], ...]:
    """Return the spans of `text` that carry `sentence`: one, two where it rests on two, or none.

    `folded` is `fold(text)`, passed by callers that look for many sentences in one text.
    """
    haystack = folded or fold(text)
    needle = fold(sentence.strip(_ENDING)).text
    if not needle:
        return ()
    whole = _find(needle, text, haystack)
    if whole:
        return (whole,)
    for joint in _JOINT.finditer(sentence):
        parts = [fold(part.strip(_ENDING)).text for part in (sentence[: joint.start()], sentence[joint.end() :])]
        if any(len(part) < _LEAST for part in parts):
            continue
        spans = [span for part in parts if (span := _find(part, text, haystack))]
        if len(spans) == 2:
            return (spans[0], spans[1])
    return ()
