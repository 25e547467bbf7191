"""Constraints on the form of an answer: a name, a limit, a contact, one payer's share.

A sentence on the right matter that lacks the form asked for does not answer:
K-TOP 평가는 점수를 매긴다 names no mark from which one passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.questions.analysis import Analysis
from ingest.sentences import CELL


@dataclass(frozen=True, slots=True)
class Demand:
    """How a question asks for a form, and how a sentence shows that it has it."""

    asked: re.Pattern[str]
    shown: re.Pattern[str]


_QUOTED = r"[‘“'\"「『《<][^‘’“”'\"「」『』《》<>]{2,40}[’”'\"」』》>]"
_NAMED = "사업|과제|계획|프로그램|정책|제도|품목|제품"
"""Things that many sentences mention and few name."""
DEMANDS = (
    Demand(
        re.compile(rf"(?:{_NAMED})(?:들|의)?\s?(?:이름|명칭)(?:이|은|을)?\s?(?:뭐|무엇|뭔|[?]|$|알려|말해)"),
        re.compile(rf"{_QUOTED}|이름|명칭|[가-힣]명\s?[:은]|라는\s|이란\s"),
    ),
    Demand(
        re.compile(r"(?:몇\s?[가-힣%]{0,40}|얼마)\s?(?:부터|이상|이하|미만|초과|넘)"),
        re.compile(
            r"\d[\d,.]{0,40}\s?[가-힣%㎡]{0,40}\s?(?:이상|이하|미만|초과|이내|부터|넘|못\s?미)|최소|최대|최저|커트라인|기준(?:점|액)"
        ),
    ),
    Demand(
        re.compile(r"전화(?:번호)?|연락처|이메일|메일\s?주소|누리집\s?주소|홈페이지\s?주소"),
        re.compile(
            r"\d{2,4}[-).\s]\s?\d{3,4}(?:[-.\s]\d{4})?|\S{1,40}@\S{1,40}\.\S{1,40}|https?://|www\.|[a-z]{1,40}\.(?:kr|com|org)"
        ),
    ),
    Demand(
        re.compile(r"(?:몇\s?(?:조|항)(?!\s?원)[에이]?|몇\s?조\s?몇\s?항)"),
        re.compile(r"\d{1,20}\s?(?:조|항)"),
    ),
)


# What one pays is no answer to what another does, however near it stands: 국비는 115억원이다 tells no 시비.
_PAYER = re.compile(
    r"(국비|국고|도비|시비|군비|구비|지방비|민자|자부담)(?:[가-힣]{0,3}\s?(?:규모|비율|비중|분담률|금액|액수|지원액|부담액))?"
    r"(?:은|는|이|가|을|를)?\s?(?:모두\s?|총\s?)?(?:얼마|몇)"
)


def unmet(analysis: Analysis, text: str) -> bool:
    """Tell whether a question asks for a form that a text lacks."""
    payer = _PAYER.search(analysis.text)
    # A row of a table may have the payer's name in its first row.
    if payer and payer[1] not in text and CELL not in text:
        return True
    return any(demand.asked.search(analysis.text) and not demand.shown.search(text) for demand in DEMANDS)
