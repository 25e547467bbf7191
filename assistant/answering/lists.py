"""Detection of the list that a question asks for: items of an outline, rows of a table, an enumerating sentence.

A list is told by what stands over it (세 가지 원칙 over three items
of one mark) and by the count that the question gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.sentences import LABEL, Evidence
from assistant.answers import Passage
from assistant.grounding.orders import masked
from assistant.korean.synonyms import met
from assistant.questions.analysis import Analysis
from ingest import sentences
from ingest.cells import cells
from ingest.lexical import terms

MOST = 12
"""Items of the longest list that is given whole."""
ABOUT = 0.55
"""Share of the question's weighted words that a list and what stands over it must hold."""
HEADED = 0.6
"""Share of the asked-for word that what stands over a list, or the sentence that lists, must hold."""
NAMED = 0.5
"""What a row or a column that bears the very name asked for is worth."""
TOLD = 0.4
"""What items cost that are whole sentences without a label, where things are asked for."""
AFTER = 12
"""Characters after a count in which what it counts is named."""

_NATIVE = {"두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8}
_COUNT = re.compile(
    rf"(?<![\d.,가-힣])(?:(?P<digits>\d{{1,2}})\s?(?:개(?!월|년)|대|가지|곳|종|명|단계)|(?P<native>{'|'.join(_NATIVE)})(?=\s))"
)
_SEPARATOR = re.compile(r"\s?[,·ㆍ、/△▲▪▸;]\s?|(?<=[가-힣])(?:와|과|하고|이랑|랑)\s|\s(?:및|또는)\s")
_TOLD = re.compile(r"^(?!.{1,25}(?::|\s-\s)).*(?:다|함|임|음|됨)[.”\"')\s]*$")
_TOTAL = re.compile(r"(?:합\s?계|총\s?계|소\s?계|계)$")
_CHECKED = frozenset("○●◎✓✔OoVv")
_MARKED = _CHECKED | frozenset("-–—×xX☓□")
_NUMBER = re.compile(r"\d+|[가나다라마바사아자차카타파하](?=[.)])|[①-⑳➊-➓❶-❿]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """In the document."""
    text: str
    mark: str
    """What stands before it, numbers made equal; empty for running text and headings."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Things listed under one line."""

    frame: str
    """Title and headings."""
    over: str
    """The line before, the last heading, the name of the column."""
    items: tuple[Evidence, ...]

    @property
    def length(self) -> int:
        """How many things it lists."""
        return listed(self.items[0].text) if len(self.items) == 1 else len(self.items)


def listing(
    text: str, analysis: Analysis, weights: Mapping[str, float], found: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """Return the items of the list that a question asks for, or one sentence that lists them; () where none is sure."""
    wanted = count(text)
    best = 0.0
    items: tuple[Evidence, ...] = ()
    for candidate in _candidates(found, analysis, wanted):
        score = _score(candidate, analysis, weights)
        if score > best and (not wanted or candidate.length == wanted):
            best, items = score, candidate.items
    return items


def _score(candidate: Listing, analysis: Analysis, weights: Mapping[str, float]) -> float:
    """Return how well a list suits the question, 0 where it does not."""
    first = candidate.items[0].text
    single = len(candidate.items) == 1
    if single and _counts_other(first, analysis):
        return 0.0
    told = "\n".join((candidate.frame, candidate.over, *(item.text for item in candidate.items)))
    about = met(analysis.words, weights, told, frozenset(terms(told)))
    headed = len(analysis.head & set(terms(f"{candidate.over}\n{first}" if single else candidate.over)))
    share = headed / max(1, len(analysis.head))
    if about < ABOUT or share < HEADED:
        return 0.0
    label = cells(first)[0].value if single else candidate.over.rpartition("\n")[2]
    told_out = sum(bool(_TOLD.search(item.text)) for item in candidate.items) > len(candidate.items) / 2
    return about + share + NAMED * (analysis.head == set(terms(label))) - TOLD * (told_out and not single)


def _counts_other(text: str, analysis: Analysis) -> bool:
    """Tell whether a sentence counts, but not what is asked for: 4개 지방정부 where 4대 특구 are asked for."""
    counted = [set(terms(text[m.end() : m.end() + AFTER])) for m in _COUNT.finditer(text)]
    return bool(counted) and not any(analysis.head & one for one in counted)


def count(text: str) -> int:
    """Return how many things a question says there are, 0 where it does not say."""
    match = _COUNT.search(text)
    if match is None:
        return 0
    return int(match["digits"]) if match["digits"] else _NATIVE[match["native"]]


def listed(text: str) -> int:
    """Return how many things the longest enumeration of a sentence names; 1 where it has none."""
    body = cells(text)[-1].value if sentences.CELL in text else text
    longest = run = 1
    end = 0
    for match in _SEPARATOR.finditer(body):
        near = match.start() - end <= 30 and "다." not in body[end : match.start()]
        run = run + 1 if run > 1 and near else 2
        longest, end = max(longest, run), match.end()
    return longest


def _candidates(found: Sequence[Evidence], analysis: Analysis, wanted: int) -> Iterator[Listing]:
    known = {(e.passage.chunk.document_id, e.start): e for e in found}
    for passage in dict.fromkeys(e.passage for e in found):
        lines = tuple(_lines(passage))
        frame = "\n".join((passage.title, *passage.chunk.section))
        for over, items in (*_outlines(lines, passage), *_tables(lines, passage, analysis)):
            told = tuple(filter(None, (known.get(_place(passage, line)) or _short(passage, line) for line in items)))
            if 2 <= len(told) == len(items) <= MOST:
                yield Listing(frame, over, told)
    if wanted:
        for evidence in found:
            section = evidence.passage.chunk.section
            yield Listing("\n".join((evidence.passage.title, *section)), "\n".join(section[-1:]), (evidence,))


def _place(passage: Passage, line: _Line) -> tuple[str, int]:
    return passage.chunk.document_id, line.start


def _short(passage: Passage, line: _Line) -> Evidence | None:
    """Return an item too short to be a sentence of its own."""
    own = frozenset(terms(line.text))
    if not own or len(line.text) >= LABEL:
        return None
    return Evidence(passage, line.start, line.start + len(line.text), line.text, own, 0.0, 0.0)


def _lines(passage: Passage) -> Iterator[_Line]:
    chunk = passage.chunk
    for start, end in sentences.spans(masked(chunk.text)):
        first = min(sentences.marker_end(chunk.text, start), end)
        text = chunk.text[first:end].strip()
        heading = text in chunk.section or chunk.text[start:end].strip() in chunk.section
        opens = chunk.text[chunk.text.rfind("\n", 0, start) + 1 : start].strip() == ""
        mark = "" if heading or not opens else _NUMBER.sub("1", chunk.text[start:first].strip())
        yield _Line(chunk.start + first, text, mark)


def _outlines(lines: Sequence[_Line], passage: Passage) -> Iterator[tuple[str, list[_Line]]]:
    """Yield runs of items of one mark with what stands over them."""
    frame = "\n".join(passage.chunk.section[-1:])
    open_: list[tuple[str, str, list[_Line]]] = []
    last = ""
    for line in lines:
        depth = next((i for i, (mark, _, _) in enumerate(open_) if mark == line.mark), None)
        if not line.mark:
            yield from ((over, items) for _, over, items in open_)
            open_ = []
        elif depth is None:
            open_.append((line.mark, f"{frame}\n{last}", [line]))
        else:
            yield from ((over, items) for _, over, items in open_[depth + 1 :])
            del open_[depth + 1 :]
            open_[depth][2].append(line)
        last = line.text
    yield from ((over, items) for _, over, items in open_)


def _tables(lines: Sequence[_Line], passage: Passage, analysis: Analysis) -> Iterator[tuple[str, list[_Line]]]:
    """Yield the rows of tables whose first column is asked for, or those that a column asked for marks."""
    frame = "\n".join(passage.chunk.section[-1:])
    rows: list[_Line] = []
    last = ""
    for line in (*lines, _Line(0, "", "")):
        if sentences.CELL in line.text:
            rows.append(line)
            continue
        if len(rows) > 2:
            yield from _columns(f"{frame}\n{last}", rows, analysis)
        rows, last = [], line.text


def _columns(over: str, rows: Sequence[_Line], analysis: Analysis) -> Iterator[tuple[str, list[_Line]]]:
    header, values = _grid([row.text for row in rows])
    body = [
        (line, cells)
        for line, cells in zip(rows[len(rows) - len(values) :], values, strict=True)
        if not _TOTAL.match(cells[0])
    ]
    marked = [
        column
        for column in range(1, len(header))
        if body and all(len(cells) > column and cells[column] in _MARKED for _, cells in body)
    ]
    if not marked:
        yield f"{over}\n{header[0]}", [line for line, _ in body]
        return
    asked = {term for word in analysis.words for term in word.terms}
    best = max(marked, key=lambda column: len(asked & set(terms(header[column]))))
    if asked & set(terms(header[best])):
        yield f"{over}\n{header[0]}\n{header[best]}", [line for line, cells in body if cells[best] in _CHECKED]


def _grid(rows: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns and the values of each row; the first row names them where no label does."""
    told = [cells(row) for row in rows]
    labels = list(dict.fromkeys(cell.label for row in told for cell in row if cell.label))
    if not labels:
        plain = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
        return plain[0], plain[1:]
    found = []
    for row in told:
        said = {cell.label: cell.value.strip() for cell in row}
        found.append([said.get(label, "") for label in labels])
    return labels, found
