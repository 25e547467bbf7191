"""Owns whether a source says of a matter what a claim says of it: the predicate, more or less, done or not.

A claim without figures may share every word with a document that says none of it. Knows nothing of figures, quotes or
verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Difference
from assistant.differences import Finding
from assistant.facts import organisations
from assistant.facts.status import Word, read
from assistant.readings import Reader
from assistant.words import alike

LISTED = 2
"""Items of a claimed list that one sentence must hold to be that list."""
WINDOW = 0.6
"""Share of a claim's words that one sentence with its neighbours must hold, where no figure ties the claim down."""

MORE = re.compile(
    r"늘|증가|증액|커[졌지진]|오[르른]|올[라랐]|상승|많[았아다은]|높[았아다은]|웃돌|웃도[는]|넘[었는어]|앞[섰서]"
)
LESS = re.compile(
    r"줄[었어인이]|감소|감액|작[았아다은]|내[렸려]|하락|적[었어다은]|낮[았아다은]|밑돌|못\s?미|미치지|뒤[졌지]"
)
# Nouns that every writer puts in and no document need hold.
_LIGHT = frozenset(
    (
        *(
            "단계",
            "근처",
            "때문",
            "경우",
            "정도",
            "수준",
            "방식",
            "내용",
            "상태",
            "사실",
            "이번",
            "이후",
            "이전",
            "당시",
        ),
        *(
            "가운데",
            "사업",
            "과제",
            "분야",
            "부분",
            "측면",
            "모습",
            "상황",
            "결과",
            "과정",
            "계획",
            "예정",
            "방침",
            "뒤",
        ),
        *("앞", "안", "중", "대비", "진행", "실시", "나서", "앞두", "이뤄지", "이루어지", "시점", "당시", "처음"),
    )
)
BESIDE = re.compile(r"보다|대비|비해|평균|예상|전년|작년|지난해")
_OPEN = re.compile(r"미정|미확정|정해지지|확정되지|검토\s?중|검토를?\s?받")
_SETTLED = re.compile(r"(?:확정|결정|의결)(?:됐|되었|했|하였|함|됨)|정해졌|굳어졌|정하였|정했")
_UNSETTLED = re.compile(rf"{_OPEN.pattern}|지\s?(?:않|못)")
_FINAL = re.compile(rf"{_SETTLED.pattern}|끝났|마쳤|매듭|마무리|완료")
_ITEMS = re.compile(r"[가-힣A-Za-z0-9·+()&/\s]{2,24}(?:,\s?[가-힣A-Za-z0-9·+()&/\s]{2,24}){2,}")
_COPULA = re.compile(r"(?:입니다|이다|다|의|을|를|은|는|이|가|등)$")
_CLAIMED = 16
"""Letters at the end of a claim in which its predicate stands."""
_DEED = re.compile(r"(?P<word>[가-힣]{2})(?P<done>됐|되었|되어|했|하였)[가-힣]{0,5}[.!\s]*$")
_UNDONE = re.compile(
    r"(?:된|한|되는|하는|됐다는|되었다는|했다는)?\s?(?:것|건|게|바|뜻)?[은는이가도]?\s?(?:아니|아님|아직|뜻하지\s?않|않|못)|되지|하지\s?(?:않|못)"
    r"|되기\s?전|전(?:이다|입니다|임)|(?:된|한)\s?[가-힣]{1,4}[이가]\s?아니"
)


_NOW = re.compile(r"아직|여전히|현재|지금")
_DONE = re.compile(
    r"[가-힣]?(?:났|됐|되었|했|하였|쳤|었|지었)(?:다|고|으며|습니다|음)|(?:완료|마무리|확정|결정)(?:\s?[….]|\s*$)"
)
# Deeds by which a matter is settled; others may be told in passing.
_PASSED = frozenset(("확정", "결정", "의결", "선정", "완료", "체결", "승인", "통과"))
_TOLD = re.compile(r"다[.!\s]*$")
_TO_COME = re.compile(r"(?:될|할|되면|하면|돼야|해야|한다고|된다|되기\s?전|하기\s?전)")


def settles(difference: Difference) -> bool:
    """Tell whether a source calls settled what a claim calls open, or the other way round."""
    sides = (difference.claim, difference.source)
    return any(_UNSETTLED.search(one) and _FINAL.search(other) for one, other in (sides, sides[::-1]))


def unsaid(reader: Reader, counted: bool, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield what the claim says of its matter and the source's `sentences` do not; `counted`: a figure ties it down."""
    undone = list(_undone(reader, sentences)) or list(_untold(reader))
    found = [*_compared(reader, counted, sentences), *undone, *_listed(reader)]
    found += (*_settled(reader, sentences), *_still(reader))
    if not counted:
        found += (*_unknown(reader), *_scattered(reader))
        found = found or list(_parted(reader))
    yield from found


def _text(reader: Reader, sentences: Sequence[int]) -> str:
    return " ".join(reader.source.text[slice(*reader.source.sentences[index])] for index in sentences)


def _compared(reader: Reader, counted: bool, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield a more or less that the cited sentences do not tell, or tell the other way round."""
    end = reader.claim[-_CLAIMED:]
    beside = not counted or BESIDE.search(reader.claim)
    text = _text(reader, sentences)
    for mine, other in ((MORE, LESS), (LESS, MORE)):
        claimed = mine.search(end)
        if claimed is None or mine.search(text):
            continue
        turned = other.search(text)
        if turned:
            yield Finding("exchanged", "polarity", claimed.group(), turned.group())
        elif beside:
            yield Finding("added", "word", end[claimed.start() :].strip(" ."), "")


def _settled(reader: Reader, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield what the claim calls open and the cited sentences call settled."""
    text = _text(reader, sentences)
    said = _OPEN.search(reader.claim)
    settled = _SETTLED.search(text)
    if said and settled and not _OPEN.search(text):
        yield Finding("exchanged", "status", said.group(), settled.group())


def _listed(reader: Reader) -> Iterator[Finding]:
    """Yield the items of a list that stand nowhere in the source, which lists another in their place."""
    run = _ITEMS.search(reader.claim)
    if run is None:
        return
    items = _items(run.group())
    missing = [item for item in items if item not in reader.source.text]
    known = [item for item in items if item in reader.source.text]
    if not missing or len(known) < LISTED:
        return
    for start, end in reader.source.sentences:
        sentence = reader.source.text[start:end]
        if all(item in sentence for item in known):
            theirs = _ITEMS.search(sentence)
            others = [one for one in _items(theirs.group()) if one not in known] if theirs else []
            yield Finding("exchanged", "list", missing[0], others[0] if others else sentence)
            return


def _items(run: str) -> list[str]:
    """Return the last word of each item of a list, without 등, a copula or a particle."""
    words = [re.sub(r"\s등\S*$", "", item.strip()).split() for item in run.split(",")]
    return [item for each in words if each and len(item := _COPULA.sub("", each[-1])) > 1]


def _undone(reader: Reader, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield a deed that the claim calls done and every mention near the cited sentences calls not done."""
    deed = _DEED.search(reader.claim)
    if deed is None:
        return
    near = sorted({index + step for index in sentences for step in (-1, 0, 1)})
    text = _text(reader, [index for index in near if 0 <= index < len(reader.source.sentences)])
    found = list(re.finditer(rf"미?{re.escape(deed['word'])}", text))
    undone = [one for one in found if one.group().startswith("미") or _UNDONE.match(text, one.end())]
    if found and len(undone) == len(found):
        said = text[undone[0].start() : undone[0].end() + 10].split(".")[0].strip()
        yield Finding("exchanged", "status", deed.group().strip(" ."), said)


def _pair(reader: Reader, end: int) -> tuple[Word, Word] | None:
    """Return the last two content words of the claim before `end`: what a predicate is said of, and the predicate."""
    words = [word for word in reader.words if word.form not in _LIGHT and word.start < end]
    return (words[-2], words[-1]) if len(words) > 1 else None


def _still(reader: Reader) -> Iterator[Finding]:
    """Yield a matter that the claim calls open to this day and a sentence calls done."""
    now = _NOW.search(reader.claim)
    negation = next(iter(read(reader.claim).negations), None)
    pair = _pair(reader, negation.start) if now and negation else None
    if pair is None:
        return
    noun, predicate = pair
    for start, end in reader.source.sentences:
        sentence = reader.source.text[start:end]
        if not _in(noun, sentence) or _OPEN.search(sentence):
            continue
        for at in _ends(predicate, sentence):
            done = _DONE.match(sentence, at - 1)
            if done and not _open(sentence, at):
                said = sentence[max(0, at - 8) : done.end()].strip()
                yield Finding("exchanged", "status", reader.claim[predicate.start :].strip(" ."), said)
                return


def _untold(reader: Reader) -> Iterator[Finding]:
    """Yield a deed that the claim calls done, where the source calls it open and nowhere says that it was done."""
    deed = _DEED.search(reader.claim)
    pair = _pair(reader, deed.end()) if deed else None
    if deed is None or pair is None or deed["word"] not in _PASSED:
        return
    opened = ""
    for start, end in reader.source.sentences:
        sentence = reader.source.text[start:end]
        if not _in(pair[0], sentence):
            continue
        for found in re.finditer(rf"미?{deed['word']}", sentence):
            if re.match(
                r"(?:됐|되었|했|하였|된|한)(?!\s?(?:것|건|뒤|다음|후|때))", sentence[found.end() :]
            ) and not _open(sentence, found.end()):
                return
            if found.group().startswith("미") or _open(sentence, found.end()):
                opened = sentence[found.start() : found.end() + 10].strip()
    if opened:
        yield Finding("exchanged", "status", deed.group().strip(" ."), opened)


def _known(reader: Reader, word: Word) -> bool:
    # The last letter of a stem melts into its ending: 늘리 in 늘렸다.
    if word.tag.startswith("V") and len(word.form) > 1 and word.form[:-1] in reader.source.text:
        return True
    half = len(word.form) // 2
    if (
        half > 1
        and word.tag.startswith("NN")
        and all(part in reader.source.text for part in (word.form[:half], word.form[half:]))
    ):
        return True
    return bool(reader.places[word.form]) or any(other in reader.source.text for other in alike(word.form))


def _unknown(reader: Reader) -> Iterator[Finding]:
    """Yield the names and the predicate of the claim that stand nowhere in the source, nor a word of their meaning."""
    bodies = list(organisations.find(reader.claim))
    for index, word in enumerate(reader.words):
        if word.form in _LIGHT or any(body.start <= word.start < body.end for body in bodies):
            continue
        last = index == len(reader.words) - 1
        if (word.tag.startswith("NN") or last) and not _known(reader, word):
            yield Finding("added", "word", word.form, "")


def _scattered(reader: Reader) -> Iterator[Finding]:
    """Yield the claim itself where its words stand in the source, but nowhere together."""
    held: dict[int, set[str]] = {}
    words = [word for word in reader.words if word.form not in _LIGHT]
    for form in {word.form for word in words}:
        for offset in reader.places[form] or _others(reader, form):
            home = reader.source.sentence_at(offset)
            for index in (home - 1, home, home + 1):
                held.setdefault(index, set()).add(form)
    most = max((len(forms) for forms in held.values()), default=0)
    if most < WINDOW * len({word.form for word in words}):
        yield Finding("added", "word", reader.claim, "")


def _others(reader: Reader, form: str) -> list[int]:
    """Return where words of the same meaning stand."""
    return [match.start() for other in alike(form) for match in re.finditer(re.escape(other), reader.source.text)]


def _parted(reader: Reader) -> Iterator[Finding]:
    """Yield the predicate of a claim with the noun beside it, where no sentence says the one of the other."""
    words = [word for word in reader.words if word.form not in _LIGHT]
    if len(words) < LISTED or not _TOLD.search(reader.claim):
        return
    noun, predicate = words[-2:]
    bodies = list(organisations.find(reader.claim))
    if any(name.start < predicate.end and predicate.start < name.end for name in bodies):
        return  # 맡은 곳은 중기부다: a body goes by many names
    body = next((name.normal for name in bodies if name.start <= noun.start < name.end), "")
    done = _DEED.search(reader.claim) is not None
    for start, end in reader.source.sentences:
        sentence = reader.source.text[start:end]
        if done and _OPEN.search(sentence):
            continue
        beside = any(name.normal == body for name in organisations.find(sentence)) if body else _in(noun, sentence)
        if beside and any(not (done and _open(sentence, at)) for at in _ends(predicate, sentence)):
            return
    yield Finding("added", "word", reader.claim[noun.start : predicate.end], "")


def _open(sentence: str, end: int) -> bool:
    return bool(_UNDONE.match(sentence, end) or _TO_COME.match(sentence, end))


def _in(word: Word, sentence: str) -> bool:
    return next(_ends(word, sentence), None) is not None


def _ends(word: Word, sentence: str) -> Iterator[int]:
    """Yield where a word, its stem or a word of its meaning ends in a sentence."""
    stem = word.form[:-1] if word.tag.startswith("V") and len(word.form) > 1 else word.form
    for form in (stem, *alike(word.form)):
        yield from (match.end() for match in re.finditer(re.escape(form), sentence))
