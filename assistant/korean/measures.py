"""What a figure measures, by the words beside it: whose share of the money, how far a budget or projects have come.

국비 150억원 is the national share; in 신청 기업 1,200개 가운데 300개를 선정했다 the first count is of applicants.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Share = Literal["national", "local", "private"]
"""Who pays a part of a cost."""
Stage = Literal["proposed", "settled", "planned", "called", "applied", "selected"]
"""How far what is counted has come: the first two of budgets, the others of projects, firms and the like."""

_SHARES: tuple[tuple[Share, re.Pattern[str]], ...] = (
    ("national", re.compile(r"(?:국비|국고|정부\s?(?:출연금|지원금))[가-힣()\s:：]{0,4}$")),
    ("local", re.compile(r"(?:지방비|시[·ㆍ]?도비|도비|시비|군비|구비)[가-힣()\s:：]{0,4}$")),
    ("private", re.compile(r"(?:민자|민간|자부담|기업\s?부담금?)[가-힣()\s:：]{0,4}$")),
)
_PROPOSED = re.compile(r"예산안|정부안|요구안|(?<![가-힣])안\s?\)?")
_NOUN = r"(?:과제|품목|기업|지역|대학|팀|기관|단지|지구|센터|업체)"
# 신청 기업은 1,200개: a stage that the counted thing is named after.
_NAMED_AFTER = re.compile(
    rf"(?P<stage>신청|접수|응모|공고|모집|공모|선정|선발)(?:한|된|하는)?\s?{_NOUN}?(?:\s?수)?(?:은|는|이|가|[:：])?"
    r"\s?(?:총|약|모두)?\s?$"
)
_STAGES: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    (
        "planned",
        re.compile(
            r"(?:할|될|하려는|한다는|으로)\s?(?:예정|계획|방침|목표|것으로)"
            r"|(?:지원|선정|선발|공모|모집|추진)\s?(?:예정|계획)|하기로"
        ),
    ),
    ("applied", re.compile(r"신청(?:했|하였|하여|해|이\s|서)|접수(?:됐|되었|했|하였|한\s)|응모|지원했|몰렸|몰려")),
    ("selected", re.compile(r"선정|선발|최종\s?확정|뽑혔|뽑았|골랐")),
    ("called", re.compile(r"공고|모집|공모|접수")),
)
_AFTER: dict[str, Stage] = {
    "신청": "applied",
    "접수": "applied",
    "응모": "applied",
    "공고": "called",
    "모집": "called",
    "공모": "called",
    "선정": "selected",
    "선발": "selected",
}


def share(before: str) -> Share | None:
    """Return whose share an amount is, by the text before it; None for a whole."""
    return next((who for who, words in _SHARES if words.search(before)), None)


def proposed(beside: str) -> bool:
    """Tell whether the words beside a budget call it a proposal: 정부안, '26년 안."""
    return _PROPOSED.search(beside) is not None


def stage(before: str, following: Sequence[str]) -> Stage | None:
    """Return how far counted projects have come; None where no word tells.

    `before` is the text before the count. `following` is the text behind it, cut where other counts begin: a count
    without a verb of its own shares that of the next (157개 및 149개 과제가 선정되었다).
    """
    if named := _NAMED_AFTER.search(before):
        return _AFTER[named["stage"]]
    for part in following:
        if found := next((one for one, words in _STAGES if words.search(part)), None):
            return found
    return None
