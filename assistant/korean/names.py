"""Names of programmes, plans and bodies in a question."""

from __future__ import annotations

import re

from assistant.facts.extraction import extract

KINDS = (
    "사업|계획|협의회|센터|법안?|제도|프로그램|프로젝트|대책|방안|위원회|허브|정책|공모|회의|기관|부처|"
    "바우처|펀드|플랫폼"
)
PARTICLE = re.compile(
    r"(?:에서는|에서의|으로는|에게는|까지는|부터는|에는|에서|으로|에게|까지|부터|이라는|라는|이란|란|"
    r"이랑|하고|보다|처럼|마다|은|는|이|가|을|를|의|에|로|와|과|도)(?:요)?$"
)
_PROGRAMME = re.compile(rf"(?:{KINDS}|육성|R&D|지원금|수당|전략|로드맵|비전)(?:\s?\d+(?:\.\d+)?\+?)?$")
# 로, 도, 가, 만 end names as well: 수로, 남도, 국가, 항만.
_CLEAR = re.compile(r"(?:에서는|에서의|으로는|에게는|까지는|부터는|에는|에서|으로|에게|까지|부터|은|는|을|를|의|에)$")
_MODIFIER = re.compile(r"(?:된|한|할|될|하는|되는|했던|됐던|뽑힌|나온)$")
# A compound of so many letters names one thing; 예비타당성조사 and its like are procedure.
_COMPOUND = re.compile(r"(?!예비타당성)[가-힣]{7,}|[A-Z][A-Z0-9-]{2,}(?![a-z])|[가-힣]{4,}\d\.\d")
_SEVERAL = re.compile(r"(?:^|[가-힣)’」'”])등(?:의)?$|^\d{1,3}\s?(?:대|개|종|건|여\s?개)?$")
_GOES_ON = re.compile(r"\s?(?:…|\.{2,3})\s*$|\s?등\s?(?:…|\.{2,3}|$)")
_GENERIC = re.compile(rf"^(?:신규|해당|이|그|동|본|총)?(?:{KINDS}|육성|전략|지원금)$")
ASKING = re.compile(r"^(?:무엇|누구|언제|어디|얼마|어느|어떤|어떻게|왜|몇|며칠|뭐|무슨|누가|뭔)")

_CLOSED = "013678LMNR"
"""Digits and letters whose Korean names end in a consonant: 영, 일, 삼, 엠."""


def subject(text: str) -> str:
    """Return the programme, plan or body that a question names, as written there; empty where it names none."""
    named = [fact.text for fact in extract(text) if fact.kind in {"programme", "law"}]
    if named:
        return named[0]
    words = text.replace("?", " ").split()
    for last in range(len(words) - 1, -1, -1):
        word = bare(words[last])
        if not _PROGRAMME.search(word.rstrip(")").removesuffix("(R&D")) or ASKING.match(word):
            continue
        first = last
        while first and _joins(words[first - 1]) and last - first < 3:
            first -= 1
        phrase = " ".join((*words[first:last], word))
        if not _GENERIC.match(phrase.replace(" ", "")):
            return phrase
    return ""


def whole(text: str, name: str) -> bool:
    """Tell whether a name stands whole in a title and names one thing.

    `한파 대비 근로자 건강보호 대책` was cut short where only `대비 근로자 건강보호 대책` of it is taken for the name,
    `공고 등 후속 계획` is one of several, of `3개 환경법` none is named, and `지원 방안…` goes on behind the title.
    """
    start = text.find(name)
    if start < 0:
        return False
    before, after = text[:start].split(), text[start + len(name) :]
    if text[:start].endswith(" ") and before and (_joins(before[-1]) or _SEVERAL.search(before[-1])):
        return False
    return not _GOES_ON.match(after)


def _joins(word: str) -> bool:
    """Tell whether a word is part of the name that follows it: no particle, no figure, no question word."""
    return not (word[0].isdigit() or _CLEAR.search(word) or ASKING.match(word) or _MODIFIER.search(word))


def bare(word: str) -> str:
    """Return a word without quotation marks and particle."""
    return PARTICLE.sub("", word.strip("'\"‘’“”.,"))


def names(text: str) -> tuple[str, ...]:
    """Return the programme, the long compounds and the Latin abbreviations of a question, without particles."""
    words = [bare(word) for word in text.replace("?", " ").split()]
    long = [word for word in words if _COMPOUND.match(word) and not ASKING.match(word)]
    return tuple(dict.fromkeys(filter(None, (subject(text), *long))))


def followed(name: str, particle: str) -> str:
    """Return a name with a particle in the form that suits its last letter."""
    closed = name[-1] in _CLOSED or ("가" <= name[-1] <= "힣" and (ord(name[-1]) - ord("가")) % 28 > 0)
    pair = next((pair for pair in ("은는", "이가", "을를") if particle and particle in pair), "")
    return name + (pair[0 if closed else 1] if pair else particle)
