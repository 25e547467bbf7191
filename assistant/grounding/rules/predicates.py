"""Predicate agreement of claim and source: the verb, its direction (more, less) and its status (done, open).

A claim without figures may share every word with a document that says none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.facts import organisations
from assistant.facts.fact import Moment
from assistant.grounding.differences import Finding
from assistant.grounding.rules.deeds import DEED, LIGHT, OPEN, deeds, ends, opened, said_in, text_of
from assistant.grounding.rules.readings import Reader
from assistant.korean.morphemes import Word
from assistant.korean.synonyms import alike

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
BESIDE = re.compile(r"보다|대비|비해|평균|예상|전년|작년|지난해")
# How a claim says all, nothing but, must, and before; and how a source may.
_WIDE = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"모두(?=\s[가-힣])|모든\s|전부|전액|전원", r"모두|모든|전부|전체|전액|전원"),
        (
            r"(?:으로|에게|에서|기업|사람|지역|기관)만(?=\s)",
            r"(?:으로|에게|에서|기업|사람|지역|기관)만(?=\s)|뿐|한정|한해|전용",
        ),
        (r"반드시|꼭\s", r"반드시|꼭|의무|필수|해야|하여야|있어야"),
        (r"(?<=\s)전에(?=\s)", r"전에|기\s전|앞서|먼저|미리"),
    )
)
_ITEMS = re.compile(r"[가-힣A-Za-z0-9·+()&/\s]{2,24}(?:,\s?[가-힣A-Za-z0-9·+()&/\s]{2,24}){2,}")
_COPULA = re.compile(r"(?:입니다|이다|다|의|을|를|은|는|이|가|등)$")
_CLAIMED = 16
"""Letters at the end of a claim in which its predicate stands."""
# Deeds by which a matter is settled; others may be told in passing.
_TOLD = re.compile(r"다[.!\s]*$")


def unsaid(reader: Reader, counted: bool, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield what the claim says of its matter and the source's `sentences` do not; `counted`: a figure ties it down."""
    found = [*_compared(reader, counted, sentences), *deeds(reader, sentences), *_listed(reader)]
    found += _widened(reader, sentences)
    if not counted:
        found += (*_unknown(reader), *_scattered(reader))
        found = found or list(_parted(reader))
    yield from found


def _compared(reader: Reader, counted: bool, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield a more or less that the cited sentences do not tell, or tell the other way round."""
    end = reader.claim[-_CLAIMED:]
    measured = counted and not all(isinstance(fact.value, Moment) for fact in reader.facts)
    beside = not measured or BESIDE.search(reader.claim)
    text = text_of(reader, sentences)
    for mine, other in ((MORE, LESS), (LESS, MORE)):
        claimed = mine.search(end)
        if claimed is None or mine.search(text):
            continue
        turned = other.search(text)
        if turned:
            yield Finding("exchanged", "polarity", claimed.group(), turned.group())
        elif beside:
            yield Finding("added", "word", end[claimed.start() :].strip(" ."), "")


def _widened(reader: Reader, sentences: Sequence[int]) -> Iterator[Finding]:
    """Yield the word by which the claim speaks of all, of nothing else or of must, where the source does not."""
    if not _TOLD.search(reader.claim):
        return  # a headline's 모든 것을 한눈에 claims nothing
    near = sorted({index + step for index in sentences for step in (-1, 0, 1)})
    text = text_of(reader, [index for index in near if 0 <= index < len(reader.source.sentences)])
    for claimed, told in _WIDE:
        said = claimed.search(reader.claim)
        if said and not told.search(text):
            yield Finding("added", "word", said.group().strip(), "")


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
        if word.form in LIGHT or any(body.start <= word.start < body.end for body in bodies):
            continue
        last = index == len(reader.words) - 1
        if (word.tag.startswith("NN") or last) and not _known(reader, word):
            yield Finding("added", "word", word.form, "")


def _scattered(reader: Reader) -> Iterator[Finding]:
    """Yield the claim itself where its words stand in the source, but nowhere together."""
    held: dict[int, set[str]] = {}
    words = [word for word in reader.words if word.form not in LIGHT]
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
    words = [word for word in reader.words if word.form not in LIGHT]
    if len(words) < LISTED or not _TOLD.search(reader.claim):
        return
    noun, predicate = words[-2:]
    bodies = list(organisations.find(reader.claim))
    if any(name.start < predicate.end and predicate.start < name.end for name in bodies):
        return  # 맡은 곳은 중기부다: a body goes by many names
    body = next((name.normal for name in bodies if name.start <= noun.start < name.end), "")
    done = DEED.search(reader.claim) is not None
    for start, end in reader.source.sentences:
        sentence = reader.source.text[start:end]
        if done and OPEN.search(sentence):
            continue
        beside = any(name.normal == body for name in organisations.find(sentence)) if body else said_in(noun, sentence)
        if beside and any(not (done and opened(sentence, at)) for at in ends(predicate, sentence)):
            return
    yield Finding("added", "word", reader.claim[noun.start : predicate.end], "")
