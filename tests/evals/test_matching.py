"""Tests of finding the documents that cases name."""

from __future__ import annotations

from datetime import datetime

import pytest

from evals.datasets.cases import Dataset, QuestionCase
from evals.datasets.matching import matched
from evals.datasets.reading import CaseError
from ingest.rows import DocumentRecord


def record(identity: str, title: str) -> DocumentRecord:
    return DocumentRecord(
        id=identity, version=1, title=title, issuer="", published=datetime(2025, 1, 1), modified=None,
        kind="document", uri="", sha256="", chunks=1, key=1, regions=(),
    )  # fmt: skip


HELD = (record("2025/바닷길.pdf", "바닷길 계획"), record("a/요약.txt", "요약"), record("b/요약.txt", "요약본"))


def named(*names: str) -> Dataset:
    return Dataset("d", (QuestionCase("q", "?", "fact", "answer", documents=names),))


@pytest.mark.parametrize("name", ["2025/바닷길.pdf", "바닷길.pdf", "바닷길", " 바닷길.PDF ", "바닷길 계획"])
def test_a_document_is_known_by_id_file_name_or_title(name: str) -> None:
    assert matched(named(name), HELD).questions[0].documents == ("2025/바닷길.pdf",)


@pytest.mark.parametrize("name", ["없는 글.pdf", "요약.txt"])
def test_none_or_several_is_an_error_that_names_the_case(name: str) -> None:
    with pytest.raises(CaseError, match="q") as caught:
        matched(named(name), HELD)
    assert name in caught.value.message
