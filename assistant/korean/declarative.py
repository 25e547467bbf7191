"""Yes/no questions as the statements they ask about: 과제가 선정됐나요? asks about 과제가 선정됐다."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.korean.morphemes import Token, join, tokens

_ASKING = frozenset(
    [
        "무엇",
        "무어",
        "뭐",
        "뭣",
        "뭘",
        "누구",
        "누",
        "언제",
        "어디",
        "얼마",
        "얼마나",
        "몇",
        "며칠",
        "어느",
        "어떤",
        "어떠",
        "어떻",
        "어떻게",
        "어때",
        "어쩌",
        "왜",
        "무슨",
    ]
)
"""Morphemes that ask for something else than yes or no."""
_ENDINGS = (
    "나요",
    "ᆫ가요",
    "은가요",
    "는가요",
    "ᆫ가",
    "은가",
    "는가",
    "나",
    "습니까",
    "ᆸ니까",
    "던가요",
    "는지요",
    "ᆯ까요",
    "을까요",
    "ᆯ까",
    "을까",
)
"""Endings that ask whatever mark follows; with the mark of a question also those of `_SPOKEN`."""
_SPOKEN = ("죠", "지요", "지", "어요", "아요", "에요", "예요", "여요", "냐", "니", "어", "아", "야", "이야")
_DESCRIBING = frozenset({"VA", "VCP", "VCN", "XSA"})
_STATIVE = frozenset({"있", "없", "계시"})
_DENYING = frozenset({"없", "않", "아니", "못하", "말"})
"""Whether 예 or 아니요 affirms a question that is asked in the negative, readers do not agree."""
_MARKS = frozenset({"SF", "SP", "SE", "SS", "SSO", "SSC", "SO", "SW"})
_QUOTING = ("다는", "다고", "라는", "라고", "다던데", "라던데", "다는데", "라는데", "다며", "라며")


def statement(question: str) -> str:
    """Return what a yes/no question asks about as a statement; empty where it asks for anything else.

    `2조원인가요?` gives `2조 원이다.`, `뽑힌 게 맞나요?` gives `뽑힌 것이다.` A question of several sentences gives
    none: the first ones say of whom it is asked. Nor does one asked in the negative.
    """
    found = list(tokens(question))
    asks = "?" in question[-3:]
    while found and (found[-1].tag in _MARKS or (found[-1].tag == "JX" and found[-1].form == "요")):
        found.pop()
    if len(found) < 3 or any(one.form in _ASKING for one in found):
        return ""
    ending = found.pop()
    if ending.tag != "EF" or not (ending.form in _ENDINGS or (asks and ending.form in _SPOKEN)):
        return ""
    predicate = next((one for one in reversed(found) if one.tag != "EP"), found[-1])
    if predicate.form in _DENYING or any(one.tag == "EF" for one in found):
        return ""
    if found[-1].form == "맞" and found[-1].tag in {"VV", "VA"}:
        found = _confirmed(found[:-1])
    if not found:
        return ""
    return _declared(question, found)


def _confirmed(found: list[Token]) -> list[Token]:
    """Return what is asked to be confirmed without its frame: …됐다는데 (맞나요), …된 게 (맞나요), 445억원 (맞나요)."""
    while found and (
        found[-1].tag in {"JKS", "JX", "JKO", "JC", "MAG"} or found[-1].form == "데" or found[-1].form in _QUOTING
    ):
        found.pop()
    if found and found[-1].tag == "EF":
        found.pop()
        while found and (found[-1].form in _QUOTING or (found[-1].form == "하" and len(found) > 1)):
            found.pop()
    return found


def _declared(question: str, found: Sequence[Token]) -> str:
    """Return the text up to the last word as it is written, and the last word with a declarative ending."""
    last = found[-1]
    first = len(found) - 1
    # Contracted morphemes have one place: 건 is 거, 이 and the beginning of the ending.
    while first and (
        found[first - 1].start == found[first].start
        or not question[found[first].start - 1 : found[first].start].isspace()
    ):
        first -= 1
    ends: list[tuple[str, str]] = []
    if last.tag.startswith(("N", "SN", "SL", "XSN")):
        ends.append(("이", "VCP"))
    describing = last.tag in _DESCRIBING or last.form in _STATIVE or last.tag == "EP" or bool(ends)
    ends.append(("다" if describing else "ᆫ다", "EF"))
    word = join([*((one.form, one.tag) for one in found[first:]), *ends])
    return f"{question[: found[first].start]}{word}."
