"""Windows cut at random out of examples, in batches for the network."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from tokenizers import Tokenizer

from assistant.models.windows import QUESTION_PART, Pieces, Window, window
from evals.training.examples import Example, answer_span, plain
from evals.training.loss import Targets
from evals.training.network import Batch
from evals.training.turned import Turner

BEFORE = 5
"""Most sentences before the one that answers in a window cut around it."""
ELSEWHERE = 0.15
"""Share of windows cut anywhere in the document, to learn what does not answer."""
REMOVED = 0.12
"""Share of windows cut where the answer stood, all that tells it taken out: the matter stays, its answer is gone."""
FOREIGN = 0.12
"""Share of windows cut out of another document, the likest in its title of so many drawn as `DRAWN` says."""
TURNED = {"claim": 0.4, "question": 0.12}
"""Share of windows cut out of a document changed so that the claim's verdict turns, or the question has no answer."""
DRAWN = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A window with what it is to say."""

    window: Window
    gold: frozenset[int]
    """Positions within the window."""
    label: int
    claim: bool
    span: tuple[int, int]


class Cutter:
    """Cuts windows out of examples with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer, turner: Turner) -> None:
        """Remember the ids of texts already cut, for they come again each epoch."""
        self.tokenizer = tokenizer
        self.turner = turner
        self.pieces: Pieces = lru_cache(maxsize=200_000)(self._pieces)

    def _pieces(self, text: str) -> tuple[int, ...]:
        return tuple(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def item(self, example: Example, start: int, sentences: Sequence[str] | None = None, title: str = "") -> Item:
        """Return the window of an example from sentence `start` on; other `sentences` answer nothing."""
        own = sentences is None
        told = example.sentences if sentences is None else sentences
        cut = window(self.pieces, example.asked, example.title if own else title, told, start, example.role)
        gold = frozenset(k for k, at in enumerate(cut.sentences) if own and at in example.gold)
        return Item(cut, gold, example.label, example.role == "claim", self._span(example, cut, gold))

    def drawn(self, example: Example, others: Sequence[Example], chance: random.Random) -> Item:
        """Return a window at random: mostly around what answers, else anywhere, else of another document."""
        if chance.random() < FOREIGN:
            several = (one for one in chance.sample(others, DRAWN) if one.document != example.document)
            other = max(several, key=lambda one: len(pairs(one.title) & pairs(example.asked)))
            return self.item(example, chance.randrange(len(other.sentences)), other.sentences, other.title)
        if chance.random() < ELSEWHERE:
            return self.item(example, chance.randrange(len(example.sentences)))
        turned = self.turner.turned(example, chance) if chance.random() < TURNED[example.role] else None
        before, example = example, turned or example
        if not example.gold:
            at = chance.choice(before.gold) if before.gold else likest(example)
            return self.item(example, max(0, at - chance.randint(0, BEFORE)))
        at = chance.choice(example.gold)
        if chance.random() < REMOVED and (rest := without_answer(example)):
            start = max(0, min(at, len(rest) - 1) - chance.randint(0, BEFORE))
            return self.item(example, start, rest, example.title)
        for start in range(max(0, at - chance.randint(0, BEFORE)), at + 1):
            item = self.item(example, start)
            if at in item.window.sentences:
                return item
        raise AssertionError("a window holds at least its first sentence")

    def _span(self, example: Example, cut: Window, gold: frozenset[int]) -> tuple[int, int]:
        """Return the first and last token of the short answer, -1 twice where it is not told in these words."""
        for k in sorted(gold) if example.answer else ():
            sentence = example.sentences[cut.sentences[k]]
            place = answer_span(sentence, example.answer)
            if place is None:
                continue
            offsets = self.tokenizer.encode(sentence, add_special_tokens=False).offsets
            tokens = [i for i, (a, b) in enumerate(offsets) if a < place[1] and b > place[0]]
            begin = cut.parts.index(k + 1)
            room = cut.parts.count(k + 1) - 1
            if tokens and tokens[-1] < room:
                return begin + tokens[0], begin + tokens[-1]
        return -1, -1


@lru_cache(maxsize=20_000)
def likest(example: Example) -> int:
    """Return the sentence that shares most with what is asked: there a missing answer is missed hardest."""
    asked = pairs(example.asked)
    return max(range(len(example.sentences)), key=lambda at: len(asked & pairs(example.sentences[at])))


def without_answer(example: Example) -> tuple[str, ...]:
    """Return the document's sentences without those that answer or decide, or repeat the short answer."""
    told = plain(example.answer)
    return tuple(
        sentence
        for at, sentence in enumerate(example.sentences)
        if at not in example.gold and not (told and told in plain(sentence))
    )


def tokenizer(directory: Path) -> Tokenizer:
    """Return the tokenizer of a model directory, without padding or truncation."""
    found = Tokenizer.from_file(str(directory / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def batch(windows: Sequence[Window]) -> Batch:
    """Return windows padded to the longest."""
    length = max(len(one.ids) for one in windows)
    most = max(len(one.sentences) for one in windows)
    ids = torch.ones(len(windows), length, dtype=torch.long)  # 1 is <pad>
    mask = torch.zeros(len(windows), length, dtype=torch.long)
    parts = torch.full((len(windows), length), -2)
    for row, one in enumerate(windows):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        parts[row, : len(one.ids)] = torch.tensor(one.parts)
        mask[row, : len(one.ids)] = 1
    asked = (parts == QUESTION_PART).float()[:, None]
    sentences = (parts[:, None] == torch.arange(1, most + 1)[None, :, None]).float()
    counts = sentences.sum(-1, keepdim=True)
    return Batch(ids, mask, asked / asked.sum(-1, keepdim=True), sentences / counts.clamp(min=1), counts[..., 0] > 0)


def targets(items: Sequence[Item], most: int) -> Targets:
    """Return what a batch is to say; `most` is its number of sentence places."""
    gold = torch.zeros(len(items), most, dtype=torch.bool)
    for row, item in enumerate(items):
        gold[row, sorted(item.gold)] = True
    return Targets(
        gold,
        torch.tensor([item.label for item in items]),
        torch.tensor([item.claim for item in items]),
        torch.tensor([item.span for item in items]),
    )


@lru_cache(maxsize=20_000)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def endless(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Yield the examples in a new order each time round."""
    while True:
        order = list(examples)
        chance.shuffle(order)
        yield from order
