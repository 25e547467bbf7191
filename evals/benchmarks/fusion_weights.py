"""Fusion weight search with two-fold cross-validation over the retrieval sets.

Run: python -m evals.benchmarks.fusion_weights DATA/bench [--work DIR]

Each fold chooses weights on two sets and a fifth one, which is never reported, and is tested on the other two. A seeded
random search maximises the mean of nDCG@10 and R@1 over the sets chosen on; candidates are gathered once.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import astuple, dataclass
from pathlib import Path

import ir_measures
from ir_measures import R, nDCG

from assistant.retrieval.candidates import Candidates, gather
from assistant.retrieval.fusion import Weights, fuse
from evals.benchmarks.corpora import RETRIEVAL_SETS, Query, open_store, queries
from ingest.scope import Filter

MOST_QUERIES = 300
"""Questions of one set used in the search; large sets are thinned evenly."""
ALWAYS = "allganize_rag_ko"
"""A fifth set, chosen on in every fold and never reported."""
FOLDS = (("autorag_retrieval", "publichealthqa_ko"), ("gov_press_retrieval", "korquad_retrieval"))


@dataclass(frozen=True)
class Case:
    """One question with its candidates and their document ids."""

    query: Query
    candidates: Candidates
    ids: tuple[str, ...]


def cases(folder: Path, work: Path) -> list[Case]:
    """Gather the candidates of a set's questions."""
    asked = queries(folder)
    asked = asked[:: max(1, len(asked) // MOST_QUERIES)]
    with open_store(folder, work) as store:
        found = []
        for query in asked:
            candidates = gather(store, query.text, Filter())
            names = store.shown.ids_of(candidates.documents)
            found.append(Case(query, candidates, tuple(names[key] for key in candidates.documents)))
    return found


def measure(found: list[Case], weights: Weights) -> tuple[float, float]:
    """Return nDCG@10 and R@1."""
    run = {
        case.query.id: dict(zip(case.ids, fuse(case.candidates, weights).documents.tolist(), strict=True))
        for case in found
    }
    truth = {case.query.id: dict.fromkeys(case.query.relevant, 1) for case in found}
    figures = ir_measures.calc_aggregate((nDCG @ 10, R @ 1), truth, run)
    return figures[nDCG @ 10], figures[R @ 1]


def search(sets: list[list[Case]], rounds: int) -> Weights:
    """Return the best of `rounds` random weights over the sets."""
    draw = random.Random(20261122)  # noqa: S311 - a reproducible search, nothing secret

    def drawn() -> Weights:
        return Weights(
            dense_matched=draw.choice((0.15, 0.2, 0.25, 0.3, 0.35)),
            dense_unmatched=draw.choice((0.7, 0.8, 0.9, 1.0)),
            bias=round(draw.uniform(2, 14), 1),
            matched=round(draw.uniform(2, 14), 1),
            agreement=round(draw.uniform(0, 8), 1),
            document=draw.choice((0.4, 0.5, 0.6, 0.7)),
        )

    tried = [Weights(), *(drawn() for _ in range(rounds))]
    return max(tried, key=lambda weights: sum(sum(measure(found, weights)) for found in sets))


def main() -> None:
    """Print the weights each fold chooses, their scores on every set, and those of the shipped weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--rounds", type=int, default=300)
    arguments = parser.parse_args()
    found = {name: cases(arguments.bench / name, arguments.work) for name in (*RETRIEVAL_SETS, ALWAYS)}
    chosen = {fold: search([found[n] for n in (*fold, ALWAYS)], arguments.rounds) for fold in FOLDS}
    for fold, weights in chosen.items():
        print(f"chosen on {', '.join(fold)}: {astuple(weights)}")
        for name in RETRIEVAL_SETS:
            ndcg, recall = measure(found[name], weights)
            print(f"  {name:24} nDCG@10 {ndcg:.3f}  R@1 {recall:.3f}  {'(chosen on)' if name in fold else ''}")
    everything = search(list(found.values()), arguments.rounds)
    print(f"chosen on all four: {astuple(everything)}; shipped: {astuple(Weights())}")
    for name in RETRIEVAL_SETS:
        best, shipped = measure(found[name], everything), measure(found[name], Weights())
        print(f"  {name:24} all {best[0]:.3f} {best[1]:.3f}   shipped {shipped[0]:.3f} {shipped[1]:.3f}")


if __name__ == "__main__":
    main()
