"""Which cell of a table's row a question asks for.

Of `사업명: 통신망 | 계(억원): 90 | 2023(억원): 40 | 2024(억원): 50` a question for 2023 asks for 40: the name of the
column must say the year asked for, and a total is only given where a total is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.facts.cells import unit, years
from assistant.facts.dates import years_of
from assistant.korean.columns import ASKS_TOTAL, END, REMARK, TOTAL, UP_TO
from assistant.questions.analysis import Analysis
from ingest.cells import Cell, bare, cells
from ingest.lexical import terms

_SHORT = 2
_MEANT = 10
"""Words that a row of totals is worth where a total is asked for."""
_PARTS = re.compile(r"\s>\s|\(|\)")


def asked(analysis: Analysis, row: str, answer: tuple[int, int]) -> Cell | None:
    """Return the cell of a row whose column the question names, None where none is named alone.

    `answer` is where the reader takes the answer to stand; it decides between columns that are named alike.
    """
    told = [cell for cell in cells(row) if cell.label]
    sought = frozenset(analysis.terms) - _dated(analysis)
    open_ = [cell for cell in told if not _names(cell, sought)]
    if len(told) < 2 or not open_:
        return None
    timed = _timed(open_, analysis)
    left = _items(_met(timed, sought, told), analysis)
    named = len(timed) < len(open_) or len(open_) == 1 or ASKS_TOTAL.search(analysis.text)
    if len(left) == 1 and (named or sought & _words(left[0])):
        return left[0]
    start, end = answer
    return next((cell for cell in left if cell.value_start < end and start < cell.end), None)


def up_to(analysis: Analysis, text: str) -> bool:
    """Tell whether a text gives the year that the question names as an end only: 2023년까지, where it asks for 2023."""
    wanted = years_of(analysis.pinned)
    ends = [match for match in END.finditer(text) if years(match[0]) & wanted]
    return bool(ends) and not UP_TO.search(analysis.text)


def exact(analysis: Analysis, row: str) -> bool:
    """Tell whether a row has one cell, and not an empty one, for the very year that the question names."""
    told = [cell for cell in cells(row) if cell.label]
    timed = [cell for cell in _timed(told, analysis) if years(cell.label)]
    dated = bool(years_of(analysis.pinned))
    return dated and len(timed) == 1 and any(map(str.isalnum, timed[0].value))


def naming(analysis: Analysis, row: str) -> float:
    """Return how well the cells that name a row suit the question: a word each, a total where one is asked for.

    A name of a letter or two is short for a word that begins with it: 중 for 중학교.
    """
    told = [cell for cell in cells(row) if not bare(cell.value)]
    words = analysis.text.split()
    sought = frozenset(analysis.terms) - _dated(analysis)
    met: set[str] = set()
    short = 0
    for cell in told:
        name = cell.value.strip()
        if len(name) <= _SHORT:
            short += any(word.startswith(name) for word in words)
        met |= sought & set(terms(name))
    total = not told or any(TOTAL.fullmatch("".join(cell.value.split())) for cell in told)
    if ASKS_TOTAL.search(analysis.text):
        return len(met) + short + _MEANT * total
    return len(met) + short - total


def alike(row: str, other: str) -> bool:
    """Return whether two rows are told with the labels of one table."""
    labels, others = ({cell.label for cell in cells(one) if cell.label} for one in (row, other))
    return bool(labels) and 2 * len(labels & others) > max(len(labels), len(others))


def value(row: str, cell: Cell) -> str:
    """Return what a cell says with its unit: 41,000백만원."""
    text = " ".join(cell.value.split())
    return f"{text}{unit(cells(row), cell)}" if bare(text) else text


def _names(cell: Cell, sought: frozenset[str]) -> bool:
    """Return whether a cell names the row by words of the question."""
    return not bare(cell.value) and bool(sought & set(terms(cell.value)))


def _dated(analysis: Analysis) -> frozenset[str]:
    return frozenset(term for fact in analysis.pinned if fact.kind == "date" for term in terms(fact.text))


def _timed(told: Sequence[Cell], analysis: Analysis) -> list[Cell]:
    """Return the cells of the years that the question names; all where it names none, or no column is a year's."""
    wanted = years_of(analysis.pinned)
    dated = [cell for cell in told if years(cell.label)]
    if not wanted or not dated:
        return list(told)
    up_to = UP_TO.search(analysis.text) is not None
    found = [cell for cell in dated if wanted & years(cell.label)]
    exact = [cell for cell in found if (UP_TO.search(cell.label) is not None) == up_to]
    return exact or ([cell for cell in found if not UP_TO.search(cell.label)] if up_to else [])


def _met(told: Sequence[Cell], sought: frozenset[str], row: Sequence[Cell]) -> list[Cell]:
    """Return the cells whose columns the question names by the most words."""
    said = {term for cell in row if _names(cell, sought) for term in terms(cell.value)}
    scores = [len((sought - said) & _words(cell)) or 0.5 * bool(sought & _words(cell)) for cell in told]
    best = max(scores, default=0)
    named = [cell for cell, score in zip(told, scores, strict=True) if score == best]
    figured = [cell for cell in named if any(map(str.isdigit, cell.value))]
    return named if best else figured or named


def _words(cell: Cell) -> set[str]:
    return {term for part in _PARTS.split(cell.label) for term in terms(part)}


def _items(told: Sequence[Cell], analysis: Analysis) -> list[Cell]:
    """Return the totals where the question asks for one, else the others; remarks only where nothing else is left."""
    totals = [cell for cell in told if TOTAL.fullmatch(_PARTS.split(cell.label.split(" > ")[-1])[0].strip())]
    if ASKS_TOTAL.search(analysis.text) and totals:
        return totals
    items = [cell for cell in told if cell not in totals and not REMARK.search(cell.label)]
    parents = {cell.label.rpartition(" > ")[0] for cell in told}
    if len(totals) == 1 and len(items) > 1 and len(parents) == 1 and "" not in parents:
        return totals  # 식품비 > 계 is all of 식품비
    return items or list(told)
