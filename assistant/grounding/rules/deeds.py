"""Event status: whether a source calls done, open or settled what a claim calls so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Difference
from assistant.grounding.differences import Finding
from assistant.grounding.rules.readings import Reader
from assistant.korean.morphemes import Word, read
from assistant.korean.synonyms import alike

# Nouns that every writer puts in and no document need hold.
LIGHT = frozenset(
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
OPEN = re.compile(r"미정|미확정|정해지지|확정되지|검토\s?중|검토를?\s?받")
_SETTLED = re.compile(r"(?:확정|결정|의결)(?:됐|되었|했|하였|함|됨)|정해졌|굳어졌|정하였|정했")
_UNSETTLED = re.compile(rf"{OPEN.pattern}|지\s?(?:않|못)")
FINAL = re.compile(rf"{_SETTLED.pattern}|끝났|마쳤|매듭|마무리|완료")
DEED = re.compile(r"(?P<word>[가-힣]{2})(?P<done>됐|되었|되어|했|하였)[가-힣]{0,5}[.!\s]*$")
_UNDONE = re.compile(
    r"(?:된|한|되는|하는|됐다는|되었다는|했다는)?\s?(?:것|건|게|바|뜻)?[은는이가도]?\s?(?:아니|아님|아직|뜻하지\s?않|않|못)|되지|하지\s?(?:않|못)"
    r"|되기\s?전|전(?:이다|입니다|임)|(?:된|한)\s?[가-힣]{1,4}[이가]\s?아니"
)
_NOW = re.compile(r"아직|여전히|현재|지금")
_DONE = re.compile(
    r"[가-힣]?(?:났|됐|되었|했|하였|쳤|었|지었)(?:다|고|으며|습니다|음)|(?:완료|마무리|확정|결정)(?:\s?[….]|\s*$)"
)
_TOLD = re.compile(r"(?:됐|되었|했|하였|된|한)(?!\s?(?:것|건|뒤|다음|후|때))")
_PASSED = frozenset(("확정", "결정", "의결", "선정", "완료", "체결", "승인", "통과"))
_TO_COME = re.compile(r"(?:될|할|되면|하면|돼야|해야|한다고|된다|되기\s?전|하기\s?전)")


def deeds(reader: Reader, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield what the claim calls done or open and the source, in its `sentences` or at all, does not."""
    yield from list(_undone(reader, sentences)) or list(_untold(reader))
    yield from _settled(reader, sentences)
    yield from _still(reader)


def settles(difference: Difference) -> bool:
    """Tell whether a source calls settled what a claim calls open, or the other way round."""
    sides = (difference.claim, difference.source)
    return any(_UNSETTLED.search(one) and FINAL.search(other) for one, other in (sides, sides[::-1]))


def _settled(reader: Reader, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield what the claim calls open and the cited sentences call settled."""
    text = text_of(reader, sentences)
    said = OPEN.search(reader.claim)
    settled = _SETTLED.search(text)
    if said and settled and not OPEN.search(text):
        yield Finding("exchanged", "status", said.group(), settled.group())


def _undone(reader: Reader, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield a deed that the claim calls done and every mention near the cited sentences calls not done."""
    deed = DEED.search(reader.claim)
    if deed is None:
        return
    near = sorted({index + step for index in sentences for step in (-1, 0, 1)})
    text = text_of(reader, [index for index in near if 0 <= index < len(reader.source.sentences)])
    found = list(re.finditer(rf"미?{re.escape(deed['word'])}", text))
    undone = [one for one in found if one.group().startswith("미") or _UNDONE.match(text, one.end())]
    if found and len(undone) == len(found):
        said = text[undone[0].start() : undone[0].end() + 10].split(".")[0].strip()
        yield Finding("exchanged", "status", deed.group().strip(" ."), said)


def _pair(reader: Reader, end: int) -> tuple[Word, Word] | None:
    """Return the last two content words of the claim before `end`: what a predicate is said of, and the predicate."""
    words = [word for word in reader.words if word.form not in LIGHT and word.start < end]
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
        if not said_in(noun, sentence) or OPEN.search(sentence):
            continue
        for at in ends(predicate, sentence):
            done = _DONE.match(sentence, at - 1)
            if done and not opened(sentence, at):
                said = sentence[max(0, at - 8) : done.end()].strip()
                yield Finding("exchanged", "status", reader.claim[predicate.start :].strip(" ."), said)
                return


def _untold(reader: Reader) -> Iterator[Finding]:
    """Yield a deed that the claim calls done, where the source calls it open and nowhere says that it was done."""
    deed = DEED.search(reader.claim)
    pair = _pair(reader, deed.end()) if deed else None
    if deed is None or pair is None or deed["word"] not in _PASSED:
        return
    still = ""
    for start, end in reader.source.sentences:
        sentence = reader.source.text[start:end]
        if not said_in(pair[0], sentence):
            continue
        for found in re.finditer(rf"미?{deed['word']}", sentence):
            pending = opened(sentence, found.end())
            if _TOLD.match(sentence, found.end()) and not pending:
                return
            if found.group().startswith("미") or pending:
                still = sentence[found.start() : found.end() + 10].strip()
    if still:
        yield Finding("exchanged", "status", deed.group().strip(" ."), still)


def text_of(reader: Reader, sentences: Sequence[int]) -> str:
    """Return the source's sentences of those indexes as one text."""
    return " ".join(reader.source.text[slice(*reader.source.sentences[index])] for index in sentences)


def opened(sentence: str, end: int) -> bool:
    """Tell whether a deed that ends at `end` is called undone or to come."""
    return bool(_UNDONE.match(sentence, end) or _TO_COME.match(sentence, end))


def said_in(word: Word, sentence: str) -> bool:
    """Tell whether a word, its stem or a word of its meaning stands in a sentence."""
    return next(ends(word, sentence), None) is not None


def ends(word: Word, sentence: str) -> Iterator[int]:
    """Yield where a word, its stem or a word of its meaning ends in a sentence."""
    stem = word.form[:-1] if word.tag.startswith("V") and len(word.form) > 1 else word.form
    for form in (stem, *alike(word.form)):
        yield from (match.end() for match in re.finditer(re.escape(form), sentence))
