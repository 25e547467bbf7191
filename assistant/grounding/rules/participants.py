"""Who did what to whom, by the particles and the voice of a sentence.

`가온처가 나래위에 과징금을 부과했다` has 가온처 for its giver and 나래위 for its receiver;
so has `나래위는 가온처로부터 과징금을 부과받았다`.
A claim that gives two participants of one deed each other's part tells the opposite of its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.answers import Difference
from assistant.facts import organisations
from assistant.korean.morphemes import Token, tokens
from assistant.korean.synonyms import alike

Part = Literal["giver", "receiver", "start", "standard"]
"""A start is where something happens or comes from (달섬에서), a standard what it is compared with (작년보다)."""
Voice = Literal["active", "received", "passive"]
Case = Literal["subject", "goal", "direction", "object", "origin", "start", "standard"]

_CASES: dict[str, Case] = {
    **dict.fromkeys(("이", "가", "께서", "은", "는"), "subject"),
    **dict.fromkeys(("에", "에게", "한테", "께"), "goal"),
    **dict.fromkeys(("으로", "로"), "direction"),
    **dict.fromkeys(("을", "를"), "object"),
    **dict.fromkeys(("로부터", "으로부터", "에게서", "한테서"), "origin"),
    "에서": "start",
    "보다": "standard",
}
SHORTEST = 4
"""Letters from which on a name is known at the end of a longer one."""
_NOMINAL = ("NN", "NR", "NP", "SL", "SH", "SN", "XPN", "XSN", "XR")
_AGAINST = re.compile(r"\s?(?:상대|대상)(?:으)?로|\s?(?:대하여|대해|관해)")
"""Behind a name with 을, 를 or 에: what is done is done to it."""
_BY = re.compile(r"\s?의해|\s?의하여")
_RECEIVED = frozenset({"받", "당하", "얻", "입"})
"""Verbs whose subject receives: 부과받다, 해킹당하다, 승인을 얻다."""
_UNDERGONE = frozenset({"되", "받", "당하"})
_BRACKET = re.compile(r"\([^()]{0,120}\)")
_FIRM = re.compile(r"^(?:㈜|\((?:주|재|사|유)\))|(?:㈜|\((?:주|재|사|유)\))$")
_HEADED = re.compile(r"^\W{0,6}(?P<name>[가-힣A-Za-z·]{2,20}),\s")
"""A headline names who acts before a comma: 가온처, 나래위에 과징금 부과."""
_FIRST: frozenset[Part] = frozenset({"giver", "start"})
_MUTUAL = frozenset({"만나", "면담", "회담", "대화", "협의", "합의", "협력", "교류", "악수", "통화"})
"""Deeds that either side does with the other."""
_LIGHT = frozenset({"하", "되", "있", "없", "이", "위하", "대하", "따르", "의하", "통하", "관하"})


@dataclass(frozen=True, slots=True)
class Participant:
    """A name with the part that its sentence gives it."""

    name: str
    part: Part
    written: str
    """The name with its particle, as it stands there."""
    addressed: bool
    """Whether the deed is told to be done to it: by 에, 에게, 을 대상으로, or as the subject of 받다."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One predicate with those that take part in it."""

    predicate: str
    voice: Voice
    participants: tuple[Participant, ...]


def exchanged(claim: str, sentences: Sequence[str]) -> Iterator[Difference]:
    """Yield a participant of the claim that `sentences` give the other's part in the same deed, and the other its own.

    Nothing is yielded where any of them tells the deed as the claim does.
    """
    for claimed in deeds(claim):
        if not _tells(claimed) or claimed.predicate in _MUTUAL:
            continue
        near = (sentence for sentence in sentences if _near(claimed, sentence))
        same = [deed for sentence in near for deed in deeds(sentence) if _one_deed(claimed.predicate, deed.predicate)]
        for giver, other in _pairs(claimed):
            turned = [found for deed in same if (found := _turned(giver, other, deed))]
            if turned and not any(_borne(giver, other, deed) for deed in same):
                yield Difference("role", giver.written, turned[0].written)
                return
        if not any(one.part == "giver" for one in claimed.participants):
            yield from list(_giving(claimed, same))[:1]


def _tells(deed: Deed) -> bool:
    """Tell whether a deed says who did it to whom, or at least to whom it was done."""
    parts = {one.part for one in deed.participants}
    return len(parts) > 1 if parts & _FIRST else deed.voice != "active"


def _near(deed: Deed, sentence: str) -> bool:
    """Tell, without reading it, whether a sentence may tell of a deed: reading the words of one costs milliseconds."""
    forms = (deed.predicate, *alike(deed.predicate))
    # The last letter of a stem melts into its ending: 옮기 in 옮긴다.
    told = any(form in sentence or (len(form) > 1 and form[:-1] in sentence) for form in forms)
    return told and any(one.name in sentence for one in deed.participants)


def _giving(claimed: Deed, same: Sequence[Deed]) -> Iterator[Difference]:
    """Yield to whom a claim that names no giver says that the deed was done, where all deeds make that one do it."""
    for one in (one for one in claimed.participants if one.addressed):
        found = [other for deed in same for other in deed.participants if same_name(one.name, other.name)]
        others = any(other.addressed for deed in same for other in deed.participants)
        if found and others and all(other.part == "giver" for other in found):
            yield Difference("role", one.written, found[0].written)


def _pairs(deed: Deed) -> Iterator[tuple[Participant, Participant]]:
    givers = [one for one in deed.participants if one.part in _FIRST]
    others = [one for one in deed.participants if one.part not in _FIRST]
    return ((giver, other) for giver in givers for other in others if not same_name(giver.name, other.name))


def _one_deed(mine: str, other: str) -> bool:
    return mine == other or other in alike(mine)


def _turned(giver: Participant, other: Participant, deed: Deed) -> Participant | None:
    """Return the claim's giver where the deed gives it the part of `other`, and `other` or nobody known gives."""
    turned = [one for one in deed.participants if one.part == other.part and same_name(one.name, giver.name)]
    giving = any(one.part == giver.part and same_name(one.name, other.name) for one in deed.participants)
    # A sentence often leaves out who acts: 나래위에 과징금을 부과했다.
    addressed = [one for one in turned if one.addressed and other.addressed and giver.part == "giver"]
    stands = any(one.part == other.part and same_name(one.name, other.name) for one in deed.participants)
    found = turned if giving else [] if stands else addressed
    return found[0] if found else None


def _borne(giver: Participant, other: Participant, deed: Deed) -> bool:
    """Tell whether a deed has the claim's giver for its own, and the other not."""
    gives = {one.part for one in deed.participants if same_name(one.name, giver.name)}
    given = {one.part for one in deed.participants if same_name(one.name, other.name)}
    return giver.part in gives and giver.part not in given


def same_name(mine: str, other: str) -> bool:
    """Tell whether two names are of one body or thing: short and full names, and a name with what it is part of."""
    if mine == other:
        return True
    first, second = organisations.body(mine), organisations.body(other)
    if first or second:
        return first is second
    short, long = sorted((mine, other), key=len)
    return len(short) >= SHORTEST and long.endswith(short)


@lru_cache(maxsize=2048)
def deeds(sentence: str) -> tuple[Deed, ...]:
    """Return the deeds of a sentence in order, each with its participants."""
    plain = _BRACKET.sub(_blank, sentence)
    found = tokens(plain)
    headed = _HEADED.match(plain)
    subject = _Argument(headed["name"], "subject", headed["name"]) if headed else None
    told: list[Deed] = []
    held: list[_Argument] = []
    for index in range(len(found)):
        argument = _argument(plain, found, index)
        if argument and argument.case == "subject":
            subject = argument
        elif argument:
            held.append(argument)
        predicate = _predicate(found, index)
        if predicate:
            voice = _voice(found, index)
            told.append(Deed(predicate, voice, _participants([*([subject] if subject else []), *held], voice)))
            held = held if _goes_on(found, index) else []
    last = next((one for one in reversed(found) if one.tag[0] not in "S" or one.tag in {"SL", "SN"}), None)
    if last and last.tag == "NNG":
        # 나래위는 과징금 부과: its topic may as well be to whom it is done.
        acting = [subject] if subject and not subject.written.endswith(("은", "는")) else []
        told.append(Deed(last.form, "active", _participants([*acting, *held], "active")))
    return tuple(told)


def _blank(bracket: re.Match[str]) -> str:
    return bracket.group() if _FIRM.match(bracket.group()) else " " * len(bracket.group())


@dataclass(frozen=True, slots=True)
class _Argument:
    name: str
    case: Case
    written: str


def _argument(text: str, found: Sequence[Token], index: int) -> _Argument | None:
    """Return the name that a particle at `index` follows, with its case."""
    particle = found[index]
    case = _CASES.get(particle.form) if particle.tag in {"JKS", "JKB", "JKO", "JX"} else None
    # 에는 and 에게는 say where to, whatever the topic.
    if case is None or (index and found[index - 1].tag.startswith("J")):
        return None
    end = particle.start
    while end and text[end - 1].isspace():
        end -= 1
    start = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1
    name = _FIRM.sub("", text[start:end].strip("'\"‘’“”「」『』,"))
    if len(name) < 2 or not any(one.tag.startswith(_NOMINAL) for one in found[:index][-2:]):
        return None
    last = particle.end
    if case in {"object", "goal"} and (against := _AGAINST.match(text, last)):
        case, last = "goal", against.end()
    elif case == "goal" and (by := _BY.match(text, last)):
        case, last = "origin", by.end()
    # What stands in brackets between the two is no part of the name.
    return _Argument(name, case, text[start:end] if end < particle.start else text[start:last])


def _predicate(found: Sequence[Token], index: int) -> str | None:
    """Return the noun or stem that a verb at `index` tells: 부과 of 부과했다 and of 부과를 받았다."""
    token = found[index]
    before = found[index - 1] if index else None
    if token.tag in {"XSV", "XSA"} and before and before.tag.startswith(("NN", "XR")):
        return before.form
    if token.tag not in {"VV", "VA"}:
        return None
    if token.form in _UNDERGONE | {"하"} and before:
        noun = found[index - 2] if before.tag == "JKO" and index > 1 else before
        return noun.form if noun.tag.startswith(("NN", "XR")) else None
    return None if token.form in _LIGHT else token.form


def _voice(found: Sequence[Token], index: int) -> Voice:
    form = found[index].form
    if form in _RECEIVED:
        return "received"
    # 만들어지다 is done to its subject as 개발되다 is.
    made = [one.form for one in found[index + 1 : index + 3]][-1:] == ["지"] and found[index + 2].tag == "VX"
    return "passive" if form == "되" or made else "active"


def _goes_on(found: Sequence[Token], index: int) -> bool:
    """Tell whether what stands before the predicate may belong to a later one: 위반한 곳에, 부과하기로."""
    following = next((one for one in found[index + 1 :] if one.tag.startswith("E") and one.tag != "EP"), None)
    return following is not None and following.tag in {"ETM", "ETN"}


def _participants(arguments: Sequence[_Argument], voice: Voice) -> tuple[Participant, ...]:
    parts: dict[Voice, dict[Case, Part]] = {
        "active": {**dict.fromkeys(("goal", "direction", "object"), "receiver"), "subject": "giver", "origin": "giver"},
        "received": {"subject": "receiver", "origin": "giver", "goal": "giver"},
        "passive": {**dict.fromkeys(("goal", "direction"), "receiver"), "subject": "receiver", "origin": "giver"},
    }
    known: dict[Case, Part] = {**parts[voice], "start": "start", "standard": "standard"}
    addressed: Case = "subject" if voice == "received" else "goal"
    return tuple(
        Participant(one.name, known[one.case], one.written, one.case == addressed)
        for one in arguments
        if one.case in known
    )
