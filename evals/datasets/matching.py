"""Document matching: the names that cases give for documents resolved to ids in a store."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from evals.datasets.cases import Dataset
from evals.datasets.reading import CaseError
from ingest.rows import DocumentRecord

SHOWN = 5


def matched(dataset: Dataset, records: Sequence[DocumentRecord]) -> Dataset:
    """Return the dataset with every document name replaced by its id in the store.

    A case may name a document by its id, its file name with or without suffix, or its title, as long as only one
    document matches. Raises CaseError listing the names that match none or several.
    """
    known, several = identities(records), _names(records)
    unknown: dict[str, str] = {}

    def identity(name: str, case: str) -> str:
        if found := known(name):
            return found
        unknown.setdefault(name, case)
        return name

    questions = tuple(
        replace(
            case,
            documents=tuple(identity(name, case.id) for name in case.documents),
            exclude=tuple(identity(name, case.id) for name in case.exclude),
        )
        for case in dataset.questions
    )
    claims = tuple(
        replace(case, documents=tuple(identity(name, case.id) for name in case.documents)) for case in dataset.claims
    )
    if unknown:
        told = [
            f"{name} ({case}, 그런 문서가 여럿)" if several.get(_plain(name)) else f"{name} ({case})"
            for name, case in list(unknown.items())[:SHOWN]
        ]
        more = f" 외 {len(unknown) - SHOWN}개" if len(unknown) > SHOWN else ""
        raise CaseError(
            f"질문 파일에 적힌 문서를 찾을 수 없습니다: {', '.join(told)}{more}.",
            "문서 목록(geungeo documents list)에 나오는 번호(id)나 파일 이름, 제목으로 적으십시오. 아직 넣지 않은 "
            "문서이면 먼저 넣거나, 명령줄에서 --documents로 주십시오.",
        )
    return replace(dataset, questions=questions, claims=claims)


def identities(records: Sequence[DocumentRecord]) -> Callable[[str], str | None]:
    """Return a function that gives the id of the document with a name; None for a name of none or of several."""
    ids = {record.id for record in records}
    names = _names(records)

    def identity(name: str) -> str | None:
        if name in ids:
            return name
        found = names.get(_plain(name), set())
        return next(iter(found)) if len(found) == 1 else None

    return identity


def _names(records: Sequence[DocumentRecord]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        path = PurePosixPath(record.id)
        for name in (record.id, path.name, path.stem, record.title):
            if name:
                found[_plain(name)].add(record.id)
    return found


def _plain(name: str) -> str:
    """Fold what file systems and spreadsheets change: composition, case, spaces around."""
    return unicodedata.normalize("NFC", name).strip().casefold()
