"""Evaluation cases (questions and claims with expected results) and the digest that identifies a dataset."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal, TypeVar, get_args

from assistant.answers import VerdictLabel
from evals.datasets.columns import UnusedColumn

_T = TypeVar("_T")
Expected = Literal["answer", "refusal"]
Split = Literal["dev", "test"]
QuestionKind = Literal[
    "fact",
    "list",
    "number",
    "table",
    "status",
    "as_of",
    "comparison",
    "follow_up",
    "unanswerable",
    "false_premise",
    "injection",
]
KINDS: tuple[str, ...] = get_args(QuestionKind)
REFUSED: tuple[str, ...] = ("unanswerable", "false_premise")
"""Kinds that are to be refused where a case does not say what it expects."""
VERDICTS: tuple[str, ...] = get_args(VerdictLabel)


@dataclass(frozen=True, slots=True)
class QuestionCase:
    """One question with what a right reply must contain."""

    id: str
    question: str
    kind: str
    expected: Expected
    gold: tuple[str, ...] = ()
    """Short strings that must all stand in the answer; alternatives are separated by `|`."""
    forbidden: tuple[str, ...] = ()
    """Strings that must not stand in it."""
    documents: tuple[str, ...] = ()
    """Ids of the documents that hold the answer, the nearest ones where there is none."""
    quotes: tuple[str, ...] = ()
    """Sentences of the documents that prove the answer."""
    as_of: date | None = None
    history: tuple[str, ...] = ()
    """What was asked before in the same conversation, oldest first."""
    exclude: tuple[str, ...] = ()
    """Ids of documents that must not be answered from."""
    split: Split = "test"


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """One claim with its expected verdict."""

    id: str
    claim: str
    kind: str
    verdict: VerdictLabel
    source: tuple[str, ...] = ()
    """What the documents write instead, of a claim they contradict."""
    documents: tuple[str, ...] = ()
    """Ids of the documents that decide it, the nearest ones where nothing speaks of it."""
    as_of: date | None = None
    split: Split = "test"


Case = QuestionCase | ClaimCase


@dataclass(frozen=True, slots=True)
class Dataset:
    """Cases that are run and reported together."""

    name: str
    questions: tuple[QuestionCase, ...] = ()
    claims: tuple[ClaimCase, ...] = ()
    unused: tuple[UnusedColumn, ...] = ()
    """Columns of its tables that nothing was read from."""

    @property
    def sha256(self) -> str:
        """Digest of the content of every case in order; identifies a version of the dataset."""
        return digest((*self.questions, *self.claims))

    def of(self, split: Split | None, limit: int | None = None) -> Dataset:
        """Return the cases of one split (all if None), at most `limit` questions and `limit` claims."""
        questions = [case for case in self.questions if split in (None, case.split)]
        claims = [case for case in self.claims if split in (None, case.split)]
        return replace(self, questions=tuple(questions[:limit]), claims=tuple(claims[:limit]))

    def spread(self, split: Split | None, limit: int) -> Dataset:
        """Return `limit` questions and `limit` claims of one split, spread evenly over it: some of every kind.

        Cases stand by kind in their files, so that the first ones are all alike.
        """
        whole = self.of(split)
        return replace(whole, questions=_spread(whole.questions, limit), claims=_spread(whole.claims, limit))


def _spread(cases: tuple[_T, ...], limit: int) -> tuple[_T, ...]:
    if len(cases) <= limit:
        return cases
    return tuple(cases[at * len(cases) // limit] for at in range(limit))


def digest(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of cases in a canonical serialisation, lower-case hexadecimal."""
    hashed = hashlib.sha256()
    for case in cases:
        hashed.update(line(case).encode())
        hashed.update(b"\n")
    return hashed.hexdigest()


def line(case: Case) -> str:
    """Return a case as its line of JSON, empty fields left out."""
    kept = {name: value for name, value in asdict(case).items() if value or name in ("expected", "verdict")}
    if case.as_of is not None:
        kept["as_of"] = case.as_of.isoformat()
    return json.dumps(kept, ensure_ascii=False)
