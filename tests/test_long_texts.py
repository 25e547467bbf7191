"""Whatever a long text is made of, reading it and taking it apart stays linear in its length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant import claims
from assistant.answers import LONGEST, Question, bounded
from assistant.questions.analysis import analyse
from ingest import chunks, structure
from ingest.documents import SourceDocument
from ingest.errors import SettingsError
from ingest.readers import characters, html, text
from ingest.readers.formats import sniff
from ingest.sentences import spans
from patterns import grows

UNITS = (
    " ",
    "가",
    "1",
    "가 ",
    "(",
    ".",
    ",",
    "[",
    '"',
    "<",
    "○ ",
    ". ",
    "(.) ",
    "1. 가\n",
    "가 | ",
    "'",
    "다. ",
    "\n ",
)


def _document(body: str) -> SourceDocument:
    return SourceDocument("a", 1, "가", "", None, None, "document", "file:///a", "", body)


def _cut(body: str) -> None:
    document = _document(body)
    chunks.chunks(replace(document, sections=structure.sections(document)), 400, 60)


WORK: dict[str, Callable[[str], object]] = {
    "clean": characters.clean,
    "sniff": lambda body: sniff(body.encode()),
    "text": lambda body: text.parse(f"가{body}나".encode(), "a.txt", "a"),
    "html": lambda body: html.parse(
        f"<html><body><p>등대는 밤에 켠다. {body}</p></body></html>".encode(), "a.html", "a"
    ),
    "sentences": lambda body: spans(f"가{body}나"),
    "sections and chunks": lambda body: _cut(f"가{body}나"),
    "claims": lambda body: claims.split(f"가{body}나"),
}


@pytest.mark.parametrize("unit", UNITS, ids=repr)
@pytest.mark.parametrize("name", WORK)
def test_reading_and_cutting_stay_linear(name: str, unit: str) -> None:
    assert not grows(lambda size: WORK[name](unit * (size // len(unit))), 20_000, 0.1)


@pytest.mark.integration
@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_the_longest_question_is_analysed_at_once(unit: str) -> None:
    analyse("가")
    assert not grows(lambda size: analyse((unit * size)[:size]), LONGEST // 4, 0.1)


def test_a_question_without_end_is_refused_with_its_limit() -> None:
    with pytest.raises(SettingsError, match=r"2,001자") as raised:
        bounded(Question("가" * (LONGEST + 1)).text)
    assert "2,000자" in raised.value.hint


def test_a_sentence_without_end_is_checked_in_pieces_that_lose_nothing() -> None:
    for body in ("가" * 50_000, "가나 " * 20_000, f"가{' ' * 50_000}나"):
        found = claims.split(body)
        assert all(0 < end - start <= LONGEST for start, end in found)
        assert "".join(body[start:end] for start, end in found).replace(" ", "") == body.replace(" ", "")
