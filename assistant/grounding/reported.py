"""Reported speech: stretches where a document repeats what others said in order to answer it.

A rebuttal quotes the report that it denies; the quoted words are no word of the document's.
"""

from __future__ import annotations

import re

from assistant.memo import memo

_MARK = r"[ \t\W\d]{0,8}(?:[가-하]\.\s?)?"
# A heading over what a paper wrote, up to the heading over what the body answers.
_HEADING = re.compile(
    rf"(?m)^{_MARK}(?:주요\s?|언론\s?|관련\s?|해당\s?|동\s?){{0,5}}(?:보도|기사|지적|언론)\s?(?:주요\s?)?(?:내용|요지|사항|보도)"
    r"[ \t]*(?:[>＞〉》\])】]|[:：]|$|[(（<][^\n]*$)"
)
_ANSWER = re.compile(
    rf"(?m)^{_MARK}[^\n.]{{0,40}}?(?:입장|설명\s?(?:내용|드림|자료)?|해명|반박|답변|사실은|사실\s?관계|검토\s?의견|팩트)[^\n.]{{0,20}}$"
)
# Words before the noun end in a space and the noun's own beginning (언론보도) does not: each text is read in one way.
_SAID = (
    r"(?:라는|다는|이라는|란|라고|다고|라며|다며)\s?(?:[가-힣]{1,6}\s){0,3}?[가-힣]{0,12}?"
    r"(?:보도|기사|주장|지적|의혹|소문|내용)"
)
_DENIED = (
    r"(?:사실이?\s?(?:과는?\s?)?(?:전혀\s?)?(?:다르|다릅|다른|다름|아니|아님|아닙|무근)"
    r"|사실\s?무근|허위|오보|왜곡|근거\s?(?:가\s?)?없|정확하지\s?않)"
)
_QUOTED = r"[‘'“\"「『][^\n’'”\"」』]{4,200}[’'”\"」』]"
_INLINE = re.compile(rf"(?P<said>(?:{_QUOTED}|[^\n.,]{{4,120}}?){_SAID})(?=[^\n.]{{0,40}}?{_DENIED})")
_DENIAL = re.compile(rf"[^\n.,]{{0,40}}{_DENIED}[가-힣]{{0,5}}")
_REPORTING = re.compile(r"보도|기사|지적|주장|의혹|언론")


def _stretches(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for heading in _HEADING.finditer(text):
        answer = _ANSWER.search(text, heading.end())
        if answer is not None:
            found.append((heading.end(), answer.start()))
    found += [match.span("said") for match in _INLINE.finditer(text)]
    return found


def quoted_blocks(text: str, over: str = "", *, answered: bool = False) -> tuple[tuple[int, int], ...]:
    """Return where a part of a document repeats what was reported, up to the heading of what is answered to it.

    `over` is the heading that the part stands under; `answered` tells that the heading of the answer comes after it.
    """
    opened = [heading.end() for heading in _HEADING.finditer(text)] if _REPORTING.search(text) else []
    if _HEADING.search(over):
        opened.insert(0, 0)
    found = []
    for start in opened:
        answer = _ANSWER.search(text, start)
        if answer is not None or answered:
            found.append((start, answer.start() if answer else len(text)))
    return tuple(found)


def answers_report(text: str) -> bool:
    """Tell whether a text has a heading over what is answered to a report."""
    return _ANSWER.search(text) is not None


@memo(len)
def masked(text: str) -> str:
    """Return `text`, equally long, with what it only reports blanked out."""
    if not _REPORTING.search(text):
        return text
    for start, end in _stretches(text):
        text = text[:start] + re.sub(r"\S", " ", text[start:end]) + text[end:]
    return text


def reports(claim: str) -> bool:
    """Tell whether a claim itself says what was reported, and may rest on a report."""
    return bool(_REPORTING.search(claim))


def denial(text: str) -> str:
    """Return the words by which a document denies what was reported; empty where it does not."""
    found = _DENIAL.search(text)
    return found.group().strip() if found else ""
