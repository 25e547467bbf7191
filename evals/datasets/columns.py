"""Columns of a table: which field each stands for by its title, and which stand for none and were not used.

`정담` stands for no field, and is most like `정답`, which no other column is called: it may be misspelt, and whoever
wrote the table is told so rather than that every answer is right for want of gold strings. Titles are compared letter
by letter, a syllable as its two or three, so that one slip in a word of two syllables is still seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

ALIKE = 0.72
"""Least similarity of a misspelt title, of 1: 기데 and 기대 have 0.75, 정담 and 정답 0.83."""
Known = Mapping[str, Sequence[str]]
"""The titles that a column may have, spaces and case aside, for each field."""


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column of a table that was read for no field."""

    file: str
    title: str
    nearest: str = ""
    """The title that it may be a misspelling of; empty where it is like none that the table lacks."""
    instead: str = ""
    """The column that was read for the same field; empty where there is none."""


def folded(title: str) -> str:
    """Return a title without spaces and case."""
    return "".join(title.split()).casefold()


def fields(header: Sequence[str], known: Known) -> dict[str, int]:
    """Return the place of the column of every field that a header has one for."""
    plain = [folded(title) for title in header]
    places = {name: next((plain.index(one) for one in titles if one in plain), None) for name, titles in known.items()}
    return {name: at for name, at in places.items() if at is not None}


def unused(file: str, header: Sequence[str], known: Known, taken: Mapping[str, int]) -> tuple[UnusedColumn, ...]:
    """Return the columns of a table that have a title and were taken for no field."""
    missing = [title for name, titles in known.items() if name not in taken for title in titles]
    named = {title: header[taken[name]] for name, titles in known.items() if name in taken for title in titles}
    return tuple(
        UnusedColumn(file, title, nearest(title, missing), named.get(folded(title), ""))
        for at, title in enumerate(header)
        if title and at not in taken.values()
    )


def nearest(title: str, among: Sequence[str]) -> str:
    """Return the title that another one is most like; empty where it is like none."""
    spelt = {unicodedata.normalize("NFD", one): one for one in among}
    found = get_close_matches(unicodedata.normalize("NFD", folded(title)), spelt, n=1, cutoff=ALIKE)
    return spelt[found[0]] if found else ""
