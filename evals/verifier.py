"""Independent verifier: whether quotes support a sentence, judged without any code of the assistant.

A sentence is supported if its quotes hold every figure and province of it, nothing is negated or turned into its
opposite, and enough of its letter pairs occur there. This is strict about figures and shallow about meaning, so the
verifier's balanced accuracy on labelled claims is printed beside every metric that rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from evals import figures
from ingest.regions import regions
from ingest.sentences import spans

NAME = "rules-1"
"""Changes whenever the rules do: figures judged by different verifiers are not comparable."""
COVERED = 0.50
"""Least share of a sentence's letter pairs that its quotes must hold; chosen on the dev claims."""
CLOSE = 0.75
"""From this share on a sentence retells one sentence of its quotes, and a word of its own is an exchanged one."""
RETOLD, WHOLE = 0.5, 0.8
"""Share of a quote that a sentence retells from which on its denials, and their number, are compared."""
_WORD = re.compile(r"(?<![0-9가-힣A-Za-z%])[가-힣A-Za-z]{2,}")
_LETTERS = re.compile(r"[^0-9A-Za-z가-힣]+")
_NEGATION = re.compile(
    r"않|못[하한했할]|없[다는어었이습]|없으|없을|없지|아니[다라며고었]|아닌|아닙|불가능?|불허|제외|미(?=확정|정|달|포함|지급|이행|선정|반영)"
    r"|비(?=수도권|공개|대면|정규|과세)"
)
_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"증가|늘[어었]|늘린", r"감소|줄[어었]|줄인"),
        (r"상승|올[라랐]|인상", r"하락|내[려렸]|인하"),
        (r"확대", r"축소"),
        (r"이상", r"이하|미만"),
        (r"초과", r"이하|미만"),
        (r"최대", r"최소"),
        (r"찬성", r"반대"),
        (r"신설", r"폐지"),
        (r"허용", r"금지"),
        (r"의무", r"자율|임의"),
        (r"상반기", r"하반기"),
        (r"확정(?!되?지|되?[할될]|\s?전|\s?예정)", r"미확정|검토\s?중|검토하고|협의\s?중|확정될|확정할|확정\s?예정"),
        (r"면제", r"부과"),
        (r"높[다은았였]|높아", r"낮[다은았]|낮아"),
        (r"많[다은았]|많아", r"적[다은었]|적어"),
        (r"(?:하였|했|되었|됐|됨|했음)", r"할\s?예정|될\s?예정|할\s?계획|하기로"),
        (r"시작|개시", r"종료|마감"),
        (r"국비", r"지방비"),
        (r"흑자", r"적자"),
        (r"강화", r"완화|약화"),
        (r"이전(?=에|까지)", r"이후"),
    )
)


class Entailment(Protocol):
    """Interface of a verifier, which decides whether premises support a sentence: rules or a model."""

    name: str

    def judge(self, premises: Sequence[str], sentence: str) -> Support:
        """Return whether `premises` together support `sentence`."""
        ...


@dataclass(frozen=True, slots=True)
class Support:
    """A verifier's verdict on one sentence."""

    supported: bool | None
    """None where it could not judge, which is neither yes nor no."""
    reasons: tuple[str, ...] = ()
    """What speaks against it."""


class Rules:
    """The rule-based verifier."""

    name = NAME

    def __init__(self, covered: float = COVERED) -> None:
        self.covered = covered

    def judge(self, premises: Sequence[str], sentence: str) -> Support:
        """Return whether `premises` together support `sentence`; without premises nothing is supported."""
        claim = squeezed(sentence)
        if not claim:
            return Support(None, ("글이 없음",))
        if not premises:
            return Support(False, ("인용 없음",))
        if any(claim in squeezed(premise) for premise in premises):
            return Support(True)
        whole = "\n".join(premises)
        near = nearest(whole, sentence)[0]
        reasons = [
            *(f"수치 {one.text}" for one in figures.missing(sentence, whole)),
            *(f"지역 {one}" for one in regions(sentence) if _oftener(one, sentence, whole)),
            *_turned(sentence, near),
        ]
        if coverage(sentence, near) >= CLOSE:
            reasons += [f"바뀐 말 {word}" for word in _strange(sentence, whole)]
        share = coverage(sentence, whole)
        if share < self.covered:
            reasons.append(f"낱말 {share:.2f}")
        return Support(not reasons, tuple(reasons))


def squeezed(text: str) -> str:
    """Return `text` without anything but letters and digits."""
    return _LETTERS.sub("", text)


def coverage(sentence: str, source: str) -> float:
    """Return the share of the letter pairs of `sentence` that `source` holds, 0 to 1."""
    wanted = _pairs(sentence)
    return len(wanted & _pairs(source)) / len(wanted) if wanted else 1.0


def nearest(source: str, sentence: str, count: int = 1) -> list[str]:
    """Return the `count` sentences of `source` that share the most letter pairs with `sentence`, best first."""
    wanted = _pairs(sentence)
    pieces = _pieces(source) or (source,)
    return sorted(pieces, key=lambda piece: -len(wanted & _pairs(piece)))[:count]


@lru_cache(maxsize=128)
def _pieces(source: str) -> tuple[str, ...]:
    return tuple(source[start:end] for start, end in spans(source))


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    words = _LETTERS.sub(" ", text).split()
    return frozenset(word[i : i + 2] for word in words for i in range(max(1, len(word) - 1)))


def _oftener(region: str, sentence: str, source: str) -> bool:
    """Tell whether a sentence names a province that its source does not, or names it more often: one for another."""
    return region not in regions(source) or sentence.count(region) > max(1, source.count(region))


def _strange(sentence: str, source: str) -> list[str]:
    """List the words of the sentence whose first two letters its source writes nowhere."""
    letters = squeezed(source)
    return [word for word in _WORD.findall(sentence) if word[:2] not in letters]


def _turned(sentence: str, near: str) -> list[str]:
    """List what the sentence says the other way round than the quote nearest to it."""
    found = []
    ours, theirs = _NEGATION.findall(sentence), _NEGATION.findall(near)
    told = coverage(near, sentence)
    # A denial in a quote that the sentence retells only in part may be of something else.
    dropped = bool(theirs) and not ours and told > RETOLD
    if (ours and not theirs) or dropped or (told > WHOLE and len(ours) != len(theirs)):
        found.append(f"부정 {len(ours)}≠{len(theirs)}")
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            mine, facing = one.search(sentence), other.search(near)
            if mine and facing and not one.search(near) and not other.search(sentence):
                found.append(f"반대 {mine[0]}≠{facing[0]}")
    return found
