"""What people judged of a run's cases: kept in its folder, and made into cases that a later run must get right.

A reply judged right becomes a case that expects it, with what it cited; one judged wrong a case that expects what the
person says it should have been, or else what its case expected already. Of an answer of 240억원 that lacked the gold
string 240억 원 and was judged right, the person's word counts and the string goes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from assistant.answers import VerdictLabel
from evals import records
from evals.datasets import reading
from evals.datasets.cases import REFUSED, VERDICTS, Case, ClaimCase, Expected, QuestionCase, line
from evals.datasets.reading import CaseError
from evals.metrics.gold import holds, spoken
from evals.records import Asked, Checked, Record

FILE = "judgements.jsonl"
CASES, REPORT, TRACE = "cases.jsonl", "report.json", "trace.jsonl"
FORM = {"gold": "‘있어야 할 말’", "forbidden": "‘없어야 할 말’"}
"""What the fields of a judgement are called where people judge."""
EXPECTED = ("answer", "refusal", *VERDICTS)
"""What a reply should have been: for questions the first two, for claims the others."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's judgement of one case."""

    case: str
    right: bool | None
    """None takes an earlier judgement back."""
    expected: str = ""
    """What should have come, one of `EXPECTED`; empty leaves it as it was."""
    gold: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""
    by: str = ""
    """Name of the account; empty where nobody signs in."""
    at: str = ""
    """When, as an ISO date and time."""


def keep(folder: Path, judgement: Judgement) -> None:
    """Add a judgement to those of a run; a later one of the same case replaces an earlier one.

    Raises CaseError for a case that the run lacks, and if no case could be made of the judgement.
    """
    case, record = _found(folder).get(judgement.case, (None, None))
    if case is None:
        raise CaseError(
            f"{folder.name}: 없는 문항입니다: {judgement.case}.", "report.json의 cases에 있는 id를 적으십시오."
        )
    if judgement.right is not None:
        made(judgement, case, record)
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(judgement), ensure_ascii=False) + "\n")


def kept(folder: Path) -> Mapping[str, Judgement]:
    """Return the judgements that hold in a run, by case, in the order in which they were first made."""
    found: dict[str, Judgement] = {}
    for raw in _lines(folder / FILE):
        try:
            row = json.loads(raw)
            one = Judgement(**{**row, "gold": tuple(row["gold"]), "forbidden": tuple(row["forbidden"])})
        except (ValueError, TypeError, KeyError):
            continue  # cut off in the middle, or of another program
        found[one.case] = one
    return {case: one for case, one in found.items() if one.right is not None}


def cases(folder: Path) -> tuple[Case, ...]:
    """Return the judged cases of a run as cases of their own, in the order of the run."""
    judged = kept(folder)
    return tuple(made(judged[name], case, record) for name, (case, record) in _found(folder).items() if name in judged)


def made(judgement: Judgement, case: Case, record: Record | None) -> Case:
    """Return the case that a judgement makes of a case and what came of it; raise CaseError if it is none."""
    if isinstance(case, ClaimCase):
        found: Case = _claim(judgement, case, record if isinstance(record, Checked) else None)
    else:
        found = _question(judgement, case, record if isinstance(record, Asked) else None)
    return reading.parse(json.loads(line(found)), case.id, FORM)


def _question(judgement: Judgement, case: QuestionCase, record: Asked | None) -> QuestionCase:
    came = record.kind if record and record.kind != "error" else case.expected
    wanted = judgement.expected if judgement.expected in ("answer", "refusal") else ""
    expected = cast(Expected, wanted or (came if judgement.right else case.expected))
    kind = case.kind
    if expected == "refusal" and kind not in REFUSED:
        kind = "unanswerable"
    elif expected == "answer" and kind in REFUSED:
        kind = "fact"
    gold = judgement.gold or case.gold
    if judgement.right and record and not judgement.gold:
        gold = tuple(one for one in case.gold if holds(spoken(record), one))
    cited = record.citations if judgement.right and record and expected == "answer" else ()
    return replace(
        case,
        kind=kind,
        expected=expected,
        gold=gold if expected == "answer" or kind == "false_premise" else (),
        forbidden=tuple(dict.fromkeys((*case.forbidden, *judgement.forbidden))),
        documents=case.documents or tuple(dict.fromkeys(one.document_id for one in cited)),
        quotes=case.quotes or tuple(one.quote for one in cited),
    )


def _claim(judgement: Judgement, case: ClaimCase, record: Checked | None) -> ClaimCase:
    came = record.verdict if record and record.verdict else case.verdict
    wanted = judgement.expected if judgement.expected in VERDICTS else ""
    return replace(case, verdict=cast(VerdictLabel, wanted or (came if judgement.right else case.verdict)))


def _found(folder: Path) -> Mapping[str, tuple[Case, Record | None]]:
    """Return every case of a run with what came of it, by id; a run without a list of its cases tells them itself."""
    came = traced(folder)
    if (folder / CASES).is_file():
        return {case.id: (case, came.get(case.id)) for case in asked(folder)}
    report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return {
        str(one["id"]): (_told(one, came[one["id"]]), came[one["id"]]) for one in report["cases"] if one["id"] in came
    }


def asked(folder: Path) -> tuple[Case, ...]:
    """Return the cases of a run as they were asked; raise CaseError where it kept no readable list of them."""
    dataset = reading.read([folder / CASES])
    return (*dataset.questions, *dataset.claims)


def traced(folder: Path) -> Mapping[str, Record]:
    """Return the records of a run's trace by case; empty where it kept none."""
    found: dict[str, Record] = {}
    for raw in _lines(folder / TRACE)[1:]:
        try:
            record = records.load(raw)
        except ValueError:
            continue  # cut off in the middle, as by a run that was killed
        found[record.case] = record
    return found


def _told(one: Mapping[str, Any], record: Record) -> Case:
    if isinstance(record, Checked):
        return ClaimCase(record.case, record.claim, str(one["kind"]), one["expected"])
    # Such a run kept no earlier questions; the one that was searched stands for itself.
    kind = "fact" if one["kind"] == "follow_up" else str(one["kind"])
    return QuestionCase(record.case, record.question, kind, one["expected"])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
