"""Another system as a system under evaluation: from its answers in a file, or asked over the network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Never

from assistant.answers import Reply
from evals.datasets.cases import ClaimCase, QuestionCase
from evals.datasets.reading import CaseError
from evals.external import replies
from evals.external.answer import ExternalAnswer
from evals.external.matching import Matched
from evals.external.replies import Library
from evals.runner import System


def answered(name: str, matched: Matched, library: Library, today: date) -> System:
    """Return the system whose answers were read from a file called `name`; a case without one is an error."""

    def answer(case: QuestionCase) -> ExternalAnswer:
        if case.id not in matched.answers:
            raise CaseError("답 파일에 이 질문의 답이 없습니다.", "답을 더해 다시 하십시오.")
        return matched.answers[case.id]

    given = [matched.answers[case] for case in sorted(matched.answers)]
    digest = hashlib.sha256(repr(given).encode()).hexdigest()[:12]
    conditions = {"model": name, "answers": f"{len(given)} {digest}"}
    if matched.strays:
        conditions["strays"] = str(matched.strays)
    return replace(_system(answer, library, today, conditions, given), unused=matched.unused)


def asked(name: str, ask: Callable[[QuestionCase], ExternalAnswer], library: Library, today: date) -> System:
    """Return the system that `ask` asks; its answers are text alone."""
    return _system(ask, library, today, {"model": name}, ())


def _system(
    answer: Callable[[QuestionCase], ExternalAnswer],
    library: Library,
    today: date,
    conditions: dict[str, str],
    given: Sequence[ExternalAnswer],
) -> System:
    def ask(case: QuestionCase) -> Reply:
        return replies.reply(case, answer(case), library, today, conditions["model"])

    return System(ask, _check, {**conditions, "today": today.isoformat()}, replies.parts(given))


def _check(case: ClaimCase) -> Never:
    raise AssertionError(f"another system checks no claim: {case.id}")
