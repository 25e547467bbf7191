"""Prompt injection: stretches of a document that give orders to whoever reads it.

A document is quoted, never obeyed, and what it orders to be said is no statement of its own. Marks of a chat's turns
tell (`<|im_start|>`, `system:`), and the plainest wordings; the rest is told by two linear signs learned by
`evals.training.orders` from written orders and from sentences of real releases, which also ask things of their readers
(신청서를 제출하시기 바랍니다). The sign over the letters of a sentence is quick and finds the few that might be orders;
the one over its embedding tells which of these are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from assistant.memo import memo
from ingest.embedding import Embedding, load

_MARK = re.compile(
    r"<!--|<\|\w+\|>|\[/?INST\]|[\"']role[\"']\s?:\s?[\"'](?:system|assistant|user)"
    r"|(?:이전|위의|앞의|기존)\s?(?:모든\s?)?(?:지시|명령|규칙)(?:를|을|은|는|사항을|사항은)?\s?(?:모두\s?|전부\s?)?(?:무시|잊|따르지)"
    r"|(?:지시|명령)(?:를|을|사항을)?\s?(?:모두\s?)?(?:무시|잊)"
    r"|라고\s?(?:만\s?)?(?:답|대답|응답|출력|안내|말)(?:하라|해라|하십시오|하세요|하시오|할 것)"
    r"|(?:묻는|물으면|물어보면|질문하면|질문에는?)[^\n]{0,60}라고\s?(?:만\s?)?(?:답|대답|응답|안내)(?:한다|합니다)"
    r"|^[^\S\n]{0,9}(?:system|assistant|user)\s{0,3}:",
    re.IGNORECASE | re.MULTILINE,
)
_PIECE = re.compile(r"[^\s][^\n]*?(?:[.!?。](?=\s)|(?=\n)|\Z)")
_ADDRESS = re.compile(
    r"AI|인공지능|봇|도우미|비서|모델|답|응답|출력|질문|질의|물으|묻|물어|무시|지시|지침|명령|규칙|시스템|인용|요약|사용자|문서|자료"
    r"|출처|프롬프트|설정|하라|쓰라|시오|세요|마라|말고|주석|각주|[{<\[#]"
    r"|[A-Za-z]{2,20}[ ,]{1,3}[A-Za-z]{2,20}[ ,]{1,3}[A-Za-z]{2,20}",
    re.IGNORECASE,
)
# What somebody said or did is told, not ordered: 1조원이라고 답했다.
_REPORTED = re.compile(r"[했었였았혔렸됐졌났왔냈]다[^\w\n]{0,4}\Z")
SIZES = (2, 3, 4)
"""Letters of the stretches that are weighed."""
BUCKETS = 1 << 17
"""Weights there are; a stretch of letters has the one at its hash."""
FLOOR = 2.0
"""Score of the letters from which on a sentence might be an order and is embedded: about one in thirty documents has
one."""
LETTERS = 0.3
"""What the score of the letters counts beside that of the meaning."""
LEAST = 6
"""Characters below which nothing is taken for an order in words."""

Floats = NDArray[np.float32]
Indexes = NDArray[np.uint32]


@lru_cache(maxsize=4096)
def orders(text: str) -> bool:
    """Tell whether a sentence or line gives an order, or could open one."""
    return bool(_found(text))


@memo(len)
def masked(text: str) -> str:
    """Return `text`, equally long, with every line that an order touches blanked out."""
    for start, end in _found(text):
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        last = len(text) if last < 0 else last
        text = text[:first] + re.sub(r"[^\n]", " ", text[first:last]) + text[last:]
    return text


def _found(text: str) -> list[tuple[int, int]]:
    learned = _learned()
    near, letters = candidates(text, pieces(text), learned.letters)
    values = weighed([text[slice(*place)] for place in near], letters, learned.meaning)
    told = [place for place, value in zip(near, values, strict=True) if value >= learned.least]
    return [*(match.span() for match in _MARK.finditer(text)), *told]


def candidates(text: str, cut: Sequence[tuple[int, int]], weights: Floats) -> tuple[list[tuple[int, int]], Floats]:
    """Return the stretches of `text` that might be orders, with the score of their letters."""
    found = scores(text, cut, weights)
    kept = [at for at in np.flatnonzero(found >= FLOOR).tolist() if addressed(text, cut[at])]
    return [cut[at] for at in kept], found[kept]


def weighed(sentences: Sequence[str], letters: Floats, meaning: Floats) -> Floats:
    """Return how much each sentence reads like an order, by what it means and by the score of its letters."""
    if not sentences:
        return np.zeros(0, np.float32)
    values: Floats = _encoder().embed(sentences) @ meaning + np.float32(LETTERS) * letters
    return values


def pieces(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the stretches that are weighed, each a sentence or a line without one."""
    return [match.span() for match in _PIECE.finditer(text) if match.end() - match.start() >= LEAST]


def addressed(text: str, place: tuple[int, int]) -> bool:
    """Tell whether a stretch of `text` may speak to a reader or a model, and does not merely report."""
    return _ADDRESS.search(text, *place) is not None and _REPORTED.search(text, *place) is None


def hashes(text: str) -> tuple[Indexes, ...]:
    """Return for each of `SIZES` the bucket of the stretch that begins at each letter; digits and case count alike."""
    letters = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    letters[(letters >= ord("0")) & (letters <= ord("9"))] = ord("0")
    letters[(letters >= ord("A")) & (letters <= ord("Z"))] += 32
    found: list[Indexes] = []
    grown = letters.copy()
    for size in range(2, max(SIZES) + 1):
        after = np.full_like(letters, ord("\n"))
        after[: max(0, len(letters) - size + 1)] = letters[size - 1 :]
        grown = (grown * np.uint32(0x01000193)) ^ (after * np.uint32(0x9E3779B1))
        if size in SIZES:
            found.append((grown ^ (grown >> np.uint32(15))) * np.uint32(0x85EBCA6B) >> np.uint32(15))
    return tuple(found)


def scores(text: str, cut: Sequence[tuple[int, int]], weights: Floats) -> Floats:
    """Return how much each stretch of `text` reads like an order: its mean weight by the root of its length."""
    if not cut:
        return np.zeros(0, np.float32)
    starts, ends = np.array(cut).T
    total = np.zeros(len(cut), np.float64)
    for size, found in zip(SIZES, hashes(text), strict=True):
        sums = np.concatenate([[0.0], np.cumsum(weights[found], dtype=np.float64)])
        # A stretch may end one letter after the sentence: how it ends tells most.
        total += sums[np.maximum(starts, ends + 2 - size)] - sums[starts]
    scaled: Floats = (total / np.sqrt(len(SIZES) * (ends - starts))).astype(np.float32)
    return scaled


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What the two signs know."""

    letters: Floats
    """Weight of each bucket."""
    meaning: Floats
    """Weight of each dimension of a sentence's embedding."""
    least: float
    """The least value of an order."""


@cache
def _learned() -> Learned:
    with np.load(BytesIO(files(__package__).joinpath("orders.npz").read_bytes())) as kept:
        letters: Floats = (kept["weights"] * float(kept["scale"])).astype(np.float32)
        return Learned(letters, kept["meaning"], float(kept["least"]))


@cache
def _encoder() -> Embedding:
    """Return the bundled model, whatever the store is embedded with: the sign was learned over its vectors."""
    return load()
