"""Implicit negation, where a sentence retracts what it names: 추진이 무산됐다, 확정으로 보기는 이르다.

Each way is found by its final form alone: 어려운 기업 and 중단됐던 사업 deny nothing of what follows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.korean.morphemes import Reading, Word, read

REACH = 16
"""Most letters between a deed and what takes it back."""
_TAKEN_BACK = re.compile(
    r"(?:어렵|힘들)(?:다|고|지만|습니다)|어려울|힘들\s?것"
    r"|(?:기는|기엔|기에는|기에|아직)\s?(?:아직\s?)?이(?:르(?:다|고|지만|며)|릅니다)"
    r"|불가능(?:하다|하고|하며|합니다|함)|곤란(?:하다|하고|하며|합니다|함)|거리가\s멀(?:다|고|며)"
    r"|(?:무산|백지화|철회|취소|중단|폐지|보류|유보|불발|부결|반려|좌절|결렬)"
    r"(?:(?:됐|되었|했|하였)(?!던|을)|된다|한다|되며|하며|되고|하고|하기로|됨|함|됩니다|합니다|\s?(?:[.…]|$))"
)
_NOT_DONE = re.compile(
    r"(?P<stem>[가-힣]{1,6})지(?:는|도|를)?\s?"
    r"(?:않(?:는다|았다|기로|고|으며|음|습니다|을\s(?:것|방침|예정|계획))|못(?:한다|했다|하고|하며|함|합니다|했습니다))"
)
# The deed told as a thing and that thing denied: 확정된 것은 아니다, 담긴다는 뜻이 아니며. 것만 아니라 denies nothing.
_NOT_SO = re.compile(
    r"(?:것|거|게|건|뜻|의미)(?:은|는|이|가|도)?\s?(?:아니(?![냐])|아님|아닙|아닌\s?(?:것|셈|데))"
    r"|(?:뜻|의미)(?:하|되)지(?:는|도)?\s?않"
)
_MEANT = frozenset({"뜻", "의미", "말"})
# 확정됐다고 보기 어렵다 is one clause.
_CLAUSE = re.compile(r"[,;·]\s?|(?<=[고며나만])(?<![다라자]고)\s")


def denials(claim: str, sentence: str) -> Iterator[tuple[str, str]]:
    """Yield what `claim` says in the end and the words by which `sentence` takes just that back.

    A claim that takes something back itself is left to others.
    """
    told = read(claim)
    if told.negations or not told.words or _TAKEN_BACK.search(claim):
        return
    said = told.words[-1]
    for match in _TAKEN_BACK.finditer(sentence):
        begins = max((seam.end() for seam in _CLAUSE.finditer(sentence, 0, match.start())), default=0)
        near = sentence.find(said.form, max(begins, match.start() - REACH), match.start())
        if len(said.form) > 1 and near >= 0:
            yield said.form, sentence[near : match.end()]
    theirs = read(sentence)
    undone = [match.span() for match in _NOT_DONE.finditer(sentence) if _is(said, match["stem"])]
    undone += _not_so(said, theirs, sentence)
    if undone and sum(word.form == said.form for word in theirs.stems) <= len(undone):
        yield said.form, sentence[slice(*undone[0])]


def _not_so(said: Word, theirs: Reading, sentence: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence says of the claim's last word that it is not so: from the word to its denial."""
    for match in _NOT_SO.finditer(sentence):
        before = [word for word in theirs.words if word.end <= match.start() and word.form not in _MEANT]
        if before and before[-1].form == said.form:
            yield before[-1].start, match.end()


def _is(said: Word, stem: str) -> bool:
    """Tell whether `stem`, with what makes a noun a verb, is the claim's last word."""
    if said.tag.startswith("V"):
        return stem == said.form
    return stem in (f"{said.form}하", f"{said.form}되", f"{said.form}시키")
