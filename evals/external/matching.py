"""Which case an answer of another system belongs to: by its question, or by the id of the case.

Two tables seldom number their rows alike, so that the question counts where it is given; the id decides between cases
that ask the same, as with other days, and stands alone where no question is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from evals.datasets.cases import QuestionCase
from evals.datasets.columns import UnusedColumn
from evals.datasets.reading import CaseError
from evals.external.answer import AnswerFile, ExternalAnswer

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Matched:
    """Answers by case, and what found no partner."""

    answers: dict[str, ExternalAnswer]
    """By the id of the case."""
    unanswered: tuple[str, ...]
    """Ids of the cases that no answer belongs to."""
    strays: int
    """Answers that belong to no case."""
    unused: tuple[UnusedColumn, ...] = ()
    """Columns of the file of answers that nothing was read from."""


def matched(cases: Sequence[QuestionCase], file: AnswerFile) -> Matched:
    """Return the answer of each case.

    Raises CaseError where no answer belongs to any case, two belong to one, or several cases ask what one answers.
    """
    ids = {case.id for case in cases}
    asking: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        asking[_folded(case.question)].append(case.id)
    found: dict[str, ExternalAnswer] = {}
    strays = 0
    for answer in file.answers:
        case_id = _case(answer, ids, asking.get(_folded(answer.question), []))
        if case_id is None:
            strays += 1
        elif case_id in found:
            raise CaseError(
                f"한 질문에 답이 둘입니다: {answer.question or found[case_id].question or case_id}",
                "답 파일에 질문마다 답을 하나만 남기십시오.",
            )
        else:
            found[case_id] = answer
    if not found:
        raise CaseError(
            "답 파일의 어느 답도 질문 파일의 질문과 맞지 않습니다.",
            "답 파일에 질문을 그대로 적거나, 질문 파일에 적은 번호를 적으십시오.",
        )
    return Matched(found, tuple(case.id for case in cases if case.id not in found), strays, file.unused)


def _case(answer: ExternalAnswer, ids: set[str], asking: Sequence[str]) -> str | None:
    if answer.id in asking or len(asking) == 1:
        return answer.id if answer.id in asking else asking[0]
    if asking:
        raise CaseError(
            f"질문 파일에 같은 질문이 여럿입니다: {', '.join(asking[:SHOWN])}.",
            "어느 것의 답인지 답 파일에 번호를 적으십시오.",
        )
    return answer.id if not answer.question and answer.id in ids else None


def _folded(question: str) -> str:
    return "".join(question.split()).casefold()
