"""Parser of a chat model's stream: complete sentences and their [n] citation markers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.sentences import marker_end, spans

_ONE = (
    r"[\[［【]\s{0,9}(?:자료|출처|근거|문서)?\s{0,9}\d{1,20}(?:\s{0,9}번)?"
    r"(?:\s{0,9}[,·、~–-]\s{0,9}\d{1,20})*\s{0,9}(?:번\s*자료)?\s{0,9}[\]］】]"
)
_MARKERS = re.compile(rf"(?:{_ONE}[ \t,·]*)*{_ONE}")
_PARTICLE = (
    r"(?:에\s?(?:따르면|의하면|의해|따라)|에서는|에서도|에서|에는|에도|에|으로|로|은|는|이|가|의|을|를|과|와|도|번)"
    r"(?=[\s,.]|$)"
)
# A marker that stands for the document itself takes the particle away with it: "[1]에 따르면 …".
_NOUN = re.compile(rf"(?:^|(?<=[\s(\"'“‘]))(?P<markers>{_MARKERS.pattern})\s?{_PARTICLE}\s{{0,9}},?\s{{0,9}}")
_AFTER_END = re.compile(rf"(?P<end>[.!?。])(?P<gap>[ \t]{{0,40}})(?P<markers>{_MARKERS.pattern})(?!\s?{_PARTICLE})")
_OPENED = re.compile(r"[.!?。][ \t]{0,9}(?:[\[［【][^\[［【\]］】]{0,60}+[\]］】]?[ \t,·]{0,9}){1,20}[^\[［【]{0,6}$")
_SOURCE = re.compile(r"\s{0,9}[(（]\s{0,9}(?:출처|근거|자료|참고)?\s{0,9}[:：]?\s{0,9}[)）]")
_EMPHASIS = re.compile(r"\*\*|__|^#+\s+|`", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its markers, and the markers in the order they were given."""

    text: str
    markers: tuple[int, ...]


def read(sentence: str) -> Marked:
    """Take the markers out of a sentence, with list markers, emphasis and words that only carried a marker."""
    found: list[int] = []
    for match in _MARKERS.finditer(sentence):
        found.extend(_numbers(match.group()))
    text = _NOUN.sub("", _EMPHASIS.sub("", sentence))
    text = _SOURCE.sub("", _MARKERS.sub("", text))
    text = re.sub(r"\s{1,9}([.,!?])", r"\1", " ".join(text.split()))
    first = min(marker_end(text, 0), len(text))
    return Marked(text[first:].strip(" ,"), tuple(dict.fromkeys(found)))


def _numbers(markers: str) -> list[int]:
    """Return the numbers of a run of markers; a range names all that it spans."""
    numbers: list[int] = []
    for first, joint, last in re.findall(r"(\d+)(?:\s*([~–-])\s*(\d+))?", markers):
        end = int(last) if joint else int(first)
        numbers.extend(range(int(first), min(end, int(first) + 20) + 1))
    return numbers


class Draft:
    """The text of a model as it grows, given out by whole sentences."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._text = ""

    def feed(self, piece: str) -> tuple[str, ...]:
        """Add a piece and return the sentences that it completes, each with its markers."""
        self._text += piece
        settled = _inward(self._text)
        # A marker behind an end belongs to what stands before it, unless a particle turns out to follow.
        opened = _OPENED.search(self._text)
        limit = opened.start() if opened else len(settled)
        whole = [(start, end) for start, end in spans(settled)[:-1] if end <= limit]
        if not whole:
            return ()
        self._text = self._text[whole[-1][1] :]
        return tuple(settled[start:end] for start, end in whole)

    def close(self) -> tuple[str, ...]:
        """Return what is left once nothing more comes."""
        left, self._text = _inward(self._text), ""
        return tuple(left[start:end] for start, end in spans(left))


def _inward(text: str) -> str:
    """Put markers behind the end of a sentence before it, changing no length: "이다.[1]" becomes "이다[1]."."""
    return _AFTER_END.sub(lambda match: f"{match['gap']}{match['markers']}{match['end']}", text)
