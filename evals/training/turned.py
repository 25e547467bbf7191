"""Minimal pairs for the reader: the claim or question stays, its document is changed so that the verdict turns.

False claims written by hand read otherwise than true ones, so that their wording alone betrays them (decision 16). Here
nothing can be learned from the wording: one and the same claim is supported over its document and contradicted over the
turned one.

    claim     2025년에 115개 과제를 선정했다.             supported
    document  최종 115개 과제를 선정하였다.               → 최종 842개 과제를 선정하였다.    contradicted
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from evals.training.examples import LABELS, Example

FIGURE = re.compile(r"\d+(?:[,.]\d+)*")
BODY = re.compile(
    r"(?<![가-힣A-Za-z])([가-힣A-Za-z]{2,9}(?:위원회|연구원|진흥원|대학교|공사|공단|재단|협회|은행|센터|부|처|청))"
    r"(?=[은는이가을를의와과에도로서]|[^가-힣A-Za-z]|$)"
)
YEAR = re.compile(r"20\d\d(?=년)|(?<=[’'‘])\d\d(?=[년.])")
KNOWN_FROM = 6
"""Least documents that name a body of ours: fewer are mostly words that end alike."""
REGIONS = (
    *("서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종"),
    *("경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"),
)
OPPOSED = (
    (("증가", "감소"), ("늘어", "줄어"), ("늘었", "줄었"), ("늘린", "줄인"), ("늘렸", "줄였"), ("확대", "축소")),
    (("상승", "하락"), ("올랐", "내렸"), ("인상", "인하"), ("높아", "낮아"), ("높였", "낮췄"), ("높은", "낮은")),
    (("이상", "이하"), ("초과", "미만"), ("최대", "최소"), ("최고", "최저")),
    (("강화", "완화"), ("허용", "금지"), ("의무", "자율")),
    (("신설", "폐지"), ("시작", "종료"), ("착수", "완료"), ("이전", "이후"), ("상반기", "하반기")),
    (("포함", "제외"), ("모두", "일부"), ("전체", "일부")),
    (("수 있", "수 없"), ("가능", "불가능")),
    (("수출", "수입"), ("국내", "해외"), ("공공", "민간"), ("무료", "유료")),
)
"""Words and their opposites; in one row, those of one matter: a claim may say 늘었다 where its document says 증가."""
ENDINGS = (
    ("하였다", "하지 않았다"), ("했다", "하지 않았다"), ("한다", "하지 않는다"),
    ("된다", "되지 않는다"), ("되었다", "되지 않았다"), ("됐다", "되지 않았다"),
    ("하였습니다", "하지 않았습니다"), ("했습니다", "하지 않았습니다"), ("합니다", "하지 않습니다"),
    ("됩니다", "되지 않습니다"), ("있다", "없다"), ("있습니다", "없습니다"),
)  # fmt: skip
"""Endings of a sentence and their denials."""
TELLING = ("말", "전", "설명", "발표", "강조", "평가", "전망", "당부", "언급", "제안")
"""Verbs by which somebody tells a thing: their denial does not deny the thing."""
RETOLD = 0.3
"""Share of false claims whose deciding sentence is replaced by the claim itself."""
Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Turner:
    """Turns examples; bodies of the same kind stand in for one another."""

    bodies: tuple[str, ...]
    """Names of bodies known from several documents."""

    @classmethod
    def over(cls, examples: Iterable[Example]) -> Turner:
        """Return a turner with the bodies that the examples' documents name."""
        texts = {example.document: " ".join((example.title, *example.sentences)) for example in examples}
        found = Counter(name for text in texts.values() for name in set(BODY.findall(text)))
        return cls(tuple(sorted(name for name, count in found.items() if count >= KNOWN_FROM)))

    def turned(self, example: Example, chance: random.Random) -> Example | None:
        """Return the example over a document changed so that its label is another, None where no way is known."""
        supported = example.gold and LABELS[example.label] == "supported"
        if example.role == "question":
            return self._unanswered(example, chance) if example.gold and example.answer else None
        if supported:
            ways = [self._figure, self._name, _opposite, _denied]
            chance.shuffle(ways)
            found = next((changed for way in ways if (changed := way(example, chance))), None)
            return _over(example, found, "contradicted") if found else None
        if example.gold and LABELS[example.label] == "contradicted":
            mended = _mended_figure(example) or _mended_word(example)
            if mended is None and chance.random() < RETOLD:
                mended = _retold(example)
            return _over(example, mended, "supported") if mended else None
        return None

    def _figure(self, example: Example, chance: random.Random) -> Change | None:
        shared = sorted(_figures(example.asked) & _figures(_gold(example)))
        if not shared:
            return None
        one = chance.choice(shared)
        return lambda text: _exchanged(text, one, _other_figure(one))

    def _name(self, example: Example, chance: random.Random) -> Change | None:
        told = _gold(example)
        shared = [name for name in self._named(example.asked) if name in told]
        if not shared:
            return None
        return self._renamed(chance.choice(shared), chance)

    def _named(self, text: str) -> list[str]:
        return [*(name for name in BODY.findall(text) if name in self.bodies), *(one for one in REGIONS if one in text)]

    def _renamed(self, one: str, chance: random.Random) -> Change:
        alike = REGIONS if one in REGIONS else [name for name in self.bodies if name[-1] == one[-1]]
        other = chance.choice([name for name in alike if name not in one and one not in name])
        return lambda text: text.replace(one, other)

    def _unanswered(self, example: Example, chance: random.Random) -> Example | None:
        """Return the question over a document on another year, body or region: it answers something else."""
        whole = " ".join((example.title, *example.sentences))
        years = {year for year in YEAR.findall(example.asked) if len(year) == 4}
        names = {name for name in self._named(example.asked) if name in whole}
        shared = sorted(one for one in years | names if one in whole and one not in example.answer)
        if not shared:
            return None
        one = chance.choice(shared)
        shift = chance.choice((-3, -2, 2, 3))
        change: Change
        if one in years:
            # Every year moves alike, so that the document stays one that could have been written.
            change = partial(YEAR.sub, lambda found: str(int(found[0]) + shift).zfill(len(found[0])))
        else:
            change = self._renamed(one, chance)
        return replace(_changed(example, change), gold=(), answer="")


def _over(example: Example, change: Change, label: str) -> Example | None:
    """Return the example over the changed document; None where its deciding sentences stayed as they were."""
    changed = replace(_changed(example, change), label=LABELS.index(label))
    return changed if _gold(changed) != _gold(example) else None


def _changed(example: Example, change: Change) -> Example:
    return replace(example, title=change(example.title), sentences=tuple(map(change, example.sentences)))


def _gold(example: Example) -> str:
    return " ".join(example.sentences[at] for at in example.gold)


@lru_cache(maxsize=20_000)
def _figures(text: str) -> frozenset[str]:
    return frozenset(FIGURE.findall(text))


def _exchanged(text: str, one: str, other: str) -> str:
    return FIGURE.sub(lambda found: other if found[0] == one else found[0], text)


def _other_figure(one: str) -> str:
    """Return a figure of the same form, always the same for one figure, so that repeated ones agree."""
    chance = random.Random(one)  # noqa: S311 - no secret
    while True:
        first = True
        made = ""
        for sign in one:
            made += chance.choice("123456789" if first else "0123456789") if sign.isdigit() else sign
            first = first and not sign.isdigit()
        if made != one:
            return made


def _mended_figure(example: Example) -> Change | None:
    """Return the change by which the only figure that differs becomes the claim's."""
    if example.kind not in {"figure", "date", "number", "plain"}:
        return None
    told = _gold(example)
    claimed = _unmatched(example.asked, _figures(told))
    given = _unmatched(told, _figures(example.asked))
    alike = [(mine, theirs) for mine, unit in claimed for theirs, other in given if unit == other]
    if len(claimed) != 1 or len(alike) != 1:
        return None
    (mine, theirs) = alike[0]
    return lambda text: _exchanged(text, theirs, mine)


def _unmatched(text: str, known: frozenset[str]) -> list[tuple[str, str]]:
    """Return the figures of a text that are not `known`, each with the first letter of its unit."""
    found = [(one[0], text[one.end() :].lstrip()[:1]) for one in FIGURE.finditer(text)]
    return [pair for pair in found if pair[0] not in known]


def _opposite(example: Example, chance: random.Random) -> Change | None:
    del chance
    found = _opposed(example.asked, _gold(example), same=True)
    return _within(example, *found) if found else None


def _mended_word(example: Example) -> Change | None:
    if example.kind not in {"polarity", "scope", "meaning"}:
        return None
    found = _opposed(example.asked, _gold(example), same=False)
    return _within(example, *found) if found else None


def _opposed(claim: str, told: str, *, same: bool) -> tuple[str, str] | None:
    """Return the word of a source and its opposite, where the claim is on the same side of it (or on the other)."""
    for row in OPPOSED:
        sides = [{side for pair in row for side in (0, 1) if pair[side] in text} for text in (claim, told)]
        if any(len(side) != 1 for side in sides) or (sides[0] == sides[1]) != same:
            continue
        side = next(iter(sides[1]))
        pair = next(pair for pair in row if pair[side] in told)
        return pair[side], pair[1 - side]
    return None


def _within(example: Example, one: str, other: str) -> Change:
    """Return the change of a word in the deciding sentences alone: elsewhere it tells other things."""
    told = {example.sentences[at] for at in example.gold}
    return lambda text: text.replace(one, other) if text in told else text


def _retold(example: Example) -> Change:
    """Return the change by which the first deciding sentence says the claim itself."""
    sentence = example.sentences[example.gold[0]]
    return lambda text: example.asked if text == sentence else text


def _denied(example: Example, chance: random.Random) -> Change | None:
    del chance
    if len(example.gold) != 1:
        return None
    sentence = example.sentences[example.gold[0]]
    bare = sentence.rstrip(" .")
    for ending, denial in ENDINGS:
        if bare.endswith(ending) and not bare.removesuffix(ending).endswith(TELLING):
            return lambda text: bare[: -len(ending)] + denial + "." if text == sentence else text
    return None
