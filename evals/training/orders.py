"""Learn the signs of a planted order: `python -m evals.training.orders DATA [--write]`.

Positives are the written orders of `evals/datasets/orders/orders.txt`, for the letters each with other names and
amounts; negatives are the written ordinary sentences and, of a third of the releases in
`DATA/bench/gov_press_30k.jsonl.gz`, those that the letters find hardest and as many others. The least value of an order
is set on another third; on the last third, and on the orders of `held_out.txt`, which nothing was fitted on, what the
signs do is measured. Prints the measures; with `--write` replaces `assistant/grounding/orders.npz`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.grounding import orders
from assistant.grounding.orders import (
    BUCKETS,
    SIZES,
    Floats,
    Learned,
    addressed,
    candidates,
    hashes,
    pieces,
    scores,
    weighed,
)
from ingest.embedding import load

HERE = Path(__file__).parents[1] / "datasets" / "orders"
WRITTEN = Path(orders.__file__).with_name("orders.npz")
ROUNDS = 1
HARD = 3_000
"""Sentences of releases added in each round."""
AS_MANY = 4
"""Times each written order is shown, each time with other names and amounts."""
STRENGTH = 300.0
"""Inverse of the ridge."""
MEANT = 3.0
"""Inverse of the ridge over embeddings."""
FALSE = 0.001
"""Share of the second third's releases that may lose a sentence."""
NEAR = 20_000
"""Sentences of releases learned from at once."""
READ = 3_000
"""Releases of the first third in which the hardest sentences are then looked for."""
SHOWN = 20
"""Hardest sentences of the second third that are printed."""
_AMOUNT = re.compile(r"\d[\d,.]*\s?(?:조|천억|백억|억|만)?(?:원|곳|개|명|년|%)?")
_NAMES = re.compile("은솔항|가온부|가온은행|한결기업|총사업비|사업비|예산|사업|기획재정부|통계청|은빛항만")
_UNITS = ("억원", "조원", "만원", "곳", "개", "명", "년", "%", "")
_MARKS = ("", "", "", "○ ", "- ", "※ ", "* ", "□ ", "(주) ", "> ")


@dataclass(frozen=True, slots=True)
class Release:
    """A release, cut into what is weighed."""

    id: str
    text: str
    cut: list[tuple[int, int]]


def lines(name: str) -> list[str]:
    """Return the written sentences of one file."""
    return (HERE / name).read_text("utf-8").splitlines()


def releases(data: Path, third: int) -> Iterator[Release]:
    """Yield one third of the releases, by the digest of their ids."""
    with gzip.open(data / "bench" / "gov_press_30k.jsonl.gz", "rt", encoding="utf-8") as rows:
        for line in rows:
            # The id stands first; most lines need not be read as JSON.
            row = json.loads(line) if crc32(line.split('"', 4)[3].encode()) % 3 == third else None
            if row is not None:
                text = row["text"]
                yield Release(row["id"], text, [place for place in pieces(text) if addressed(text, place)])


def varied(sentences: Sequence[str], names: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Yield each sentence several times: as it is, then with other marks, names and amounts."""
    for sentence in sentences:
        yield sentence
        for _ in range(AS_MANY - 1):
            amount = f"{chance.randrange(1, 9999):,}{chance.choice(_UNITS)}"
            other = _AMOUNT.sub(amount, _NAMES.sub(lambda _: chance.choice(names), sentence))
            yield f"{chance.choice(_MARKS)}{other if chance.random() < 0.7 else sentence}"


def nouns(found: Iterable[Release]) -> list[str]:
    """Return words that releases write before a particle of the subject, in place of a name."""
    words = {word for one in found for word in re.findall(r"([가-힣]{2,6})(?:은|는|이|가)\s", one.text[:400])}
    return sorted(words)[:4000]


def table(sentences: Sequence[str]) -> csr_matrix:
    """Return the weight that each bucket has in the score of each sentence, shape (sentences, BUCKETS)."""
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []
    for at, text in enumerate(sentences):
        found = np.concatenate(
            [each[: max(0, len(text) + 2 - size)] for size, each in zip(SIZES, hashes(text), strict=True)]
        )
        rows.append(np.full(len(found), at))
        columns.append(found.astype(np.int64))
        values.append(np.full(len(found), 1 / np.sqrt(len(SIZES) * len(text))))
    shape = (len(sentences), BUCKETS)
    return csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)


def fitted(positives: Sequence[str], negatives: Sequence[str]) -> Floats:
    """Return the weights of a logistic curve, both classes counting alike."""
    truth = np.repeat([1, 0], [len(positives), len(negatives)])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=80)
    model.fit(table([*positives, *negatives]), truth)
    weights: Floats = model.coef_[0].astype(np.float32)
    return weights


def hardest(weights: Floats, found: Iterable[Release], count: int) -> list[tuple[float, str, str]]:
    """Return the sentences with the greatest scores, each with its score and its release."""
    best: list[tuple[float, str, str]] = []
    for one in found:
        values = scores(one.text, one.cut, weights)
        for at in np.argsort(-values)[:5]:
            start, end = one.cut[at]
            best.append((float(values[at]), one.text[start:end], one.id))
        if len(best) > 20 * count:
            best = sorted(best, reverse=True)[:count]
    return sorted(best, reverse=True)[:count]


def learned(written: Sequence[str], found: Sequence[Release]) -> Floats:
    """Return the weights after several rounds, each with the sentences that the round before found hardest."""
    chance = random.Random(7)  # noqa: S311 - the same sentences each time
    ordinary = lines("ordinary.txt")
    told = [one.text[slice(*place)] for one in found for place in one.cut]
    negatives = dict.fromkeys([*ordinary, *chance.sample(told, min(NEAR, len(told)))])
    positives = list(varied(written, nouns(found[:READ]), chance))
    weights = fitted(positives, list(negatives))
    for _ in range(ROUNDS):
        # The written ones are few among so many, and shown as often as the orders are.
        negatives |= dict.fromkeys(text for _, text, _ in hardest(weights, found[:READ], HARD))
        weights = fitted(positives, [*negatives, *ordinary * (AS_MANY - 1)])
    return weights


def meaning(weights: Floats, written: Sequence[str], found: Sequence[Release]) -> Floats:
    """Return the weights of the embeddings of orders against those of what releases say, both counting alike."""
    chance = random.Random(7)  # noqa: S311 - the same sentences each time
    told = sorted({one.text[slice(*place)] for one in found for place in one.cut})
    hard = [text for _, text, _ in hardest(weights, found, HARD)]
    negatives = list(dict.fromkeys([*hard, *chance.sample(told, min(HARD, len(told))), *lines("ordinary.txt")]))
    vectors = load().embed([*written, *negatives])
    truth = np.repeat([1, 0], [len(written), len(negatives)])
    model = LogisticRegression(C=MEANT, class_weight="balanced", max_iter=2000).fit(vectors, truth)
    found_weights: Floats = model.coef_[0].astype(np.float32)
    return found_weights


def values(learned: Learned, text: str, cut: Sequence[tuple[int, int]]) -> list[tuple[float, str]]:
    """Return the candidates among the stretches of a text, each with its value."""
    near, letters = candidates(text, cut, learned.letters)
    sentences = [text[slice(*place)] for place in near]
    return list(zip(weighed(sentences, letters, learned.meaning).tolist(), sentences, strict=True))


def least(best: Iterable[float], count: int, share: float) -> float:
    """Return the value that the best candidate of no more than a share of `count` releases reaches."""
    return sorted(best, reverse=True)[int(share * count)] + 1e-4


def kept(weights: Floats) -> tuple[NDArray[np.int8], float]:
    """Return the weights as small integers and what one of them is worth."""
    scale = float(np.abs(weights).max()) / 127
    return np.round(weights / scale).astype(np.int8), scale


def recalled(learned: Learned, sentences: Sequence[str]) -> list[bool]:
    """Return for each sentence whether it is told as an order."""
    return [any(value >= learned.least for value, _ in values(learned, one, pieces(one))) for one in sentences]


def main() -> None:
    """Learn, print the measures, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, help="releases of each third that are looked at; all where not given")
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    chosen = parser.parse_args()
    written, first = lines("orders.txt"), list(releases(chosen.data, 0))
    small, scale = kept(learned(written, first))
    letters = small.astype(np.float32) * scale
    signs = Learned(letters, meaning(letters, written, first), 0.0)
    told, count = valued(signs, islice(releases(chosen.data, 1), chosen.most))
    best: dict[str, tuple[float, str]] = {}
    for value, text, identity in told:
        best[identity] = max(best.get(identity, (-9.0, "")), (value, text))
    signs = replace(signs, least=least((value for value, _ in best.values()), count, FALSE))
    for identity, (value, text) in sorted(best.items(), key=lambda one: one[1], reverse=True)[:SHOWN]:
        print(f"  {value:.2f} {identity}: {text[:200]}")
    if chosen.write:
        np.savez_compressed(
            WRITTEN, weights=small, meaning=signs.meaning, scale=np.float64(scale), least=np.float64(signs.least)
        )
    print(f"least value {signs.least:.3f}; written orders told: {np.mean(recalled(signs, written)):.3f}")
    measured(signs)
    _line(signs, islice(releases(chosen.data, 2), chosen.most))


def valued(signs: Learned, found: Iterable[Release]) -> tuple[list[tuple[float, str, str]], int]:
    """Return every candidate of releases with its value and its release, and how many releases there were."""
    told: list[tuple[float, str, str]] = []
    count = 0
    for one in found:
        told += [(value, text, one.id) for value, text in values(signs, one.text, one.cut)]
        count += 1
    return told, count


def measured(signs: Learned) -> None:
    """Print what the signs do on the orders kept out."""
    out = lines("held_out.txt")
    told = recalled(signs, out)
    korean = [any("가" <= letter <= "힣" for letter in one) for one in out]
    print(f"kept out: {sum(told)} of {len(told)} told, Korean {sum(t for t, k in zip(told, korean, strict=True) if k)}")
    print("\n".join(f"  not told: {one}" for one, known in zip(out, told, strict=True) if not known))


def _line(signs: Learned, found: Iterable[Release]) -> None:
    told, count = valued(signs, found)
    wrong = [(identity, text) for value, text, identity in told if value >= signs.least]
    print("".join(f"  {identity}: {text}\n" for identity, text in wrong), end="")
    touched = len({identity for identity, _ in wrong})
    print(f"last third: {touched} of {count} releases lose {len(wrong)} sentences; {len(told)} candidates", flush=True)


if __name__ == "__main__":
    main()
