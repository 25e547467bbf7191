"""One set of questions asked of the assistant and of another system, judged alike and set side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from evals.datasets.cases import Dataset
from evals.judging import JudgedReply
from evals.reports.report import Found
from evals.reports.side_by_side import SideBySide, side_by_side
from evals.runner import Notify
from evals.suites import Bench, grounding
from ingest.errors import GeungeoError

FOLDER = "against"
"""Folder of the other system's own report within that of a run."""
TRACE = "trace.jsonl"


class NoAnswer(GeungeoError):
    """Raised where the other system answered no question at all."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Both runs and their comparison."""

    first: Found
    second: Found
    beside: SideBySide


def compare(
    dataset: Dataset, bench: Bench, other: Bench, names: tuple[str, str], folder: Path, notify: Notify | None = None
) -> Compared:
    """Ask both systems every question of the dataset, the other one first; claims are left out.

    The traces are kept below `folder`. Raises NoAnswer, before the assistant is asked anything, where the other system
    answered nothing.
    """
    questions = replace(dataset, claims=())
    count = len(questions.questions)
    second = grounding(questions, other, folder / FOLDER / TRACE, _shifted(notify, 0, count))
    failed = [line for line in second.report.lines if line.outcome == "error"]
    if len(failed) == count:
        raise NoAnswer(_why(second), "서버의 주소와 모델 이름, 답 파일의 질문을 확인하십시오.")
    first = grounding(questions, bench, folder / TRACE, _shifted(notify, count, count))
    return Compared(first, second, side_by_side(first.report, second.report, names))


def _shifted(notify: Notify | None, before: int, count: int) -> Notify | None:
    """Count the cases of one of two runs of `count` cases as those of both."""
    if notify is None:
        return None
    tell = notify
    return lambda done, _: tell(before + done, 2 * count)


def _why(found: Found) -> str:
    judged = [line.judged for line in found.report.lines]
    why = next((one.asked.error for one in judged if isinstance(one, JudgedReply) and one.asked.error), "")
    return f"견줄 시스템이 한 문항에도 답하지 못했습니다. {why}".strip()
