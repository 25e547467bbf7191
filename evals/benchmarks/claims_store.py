"""Claim-checking benchmark: claims checked against a whole store, without being given their document.

    python -m evals.benchmarks.claims_store DATA_DIR [--work DIR] [--count 600] [--half B] [--documents N]

The store holds the documents of the grounding claims, or only the first N (then only claims about those are used).
Claims are sampled in the order of the digest of their text, so every run draws the same ones. Recall of true claims is
the share called supported; for false claims, the shares not called supported and called contradicted are shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant import claims
from assistant.answers import Question
from assistant.korean.morphemes import warm
from assistant.retrieval.retriever import HybridRetriever
from evals.benchmarks.corpora import open_documents
from evals.benchmarks.grounding import Claim, half
from evals.benchmarks.grounding import claims as read_claims
from evals.benchmarks.pairing import published

FILES = ("grounding_claims.jsonl", "grounding_hard.jsonl")


@dataclass(frozen=True, slots=True)
class Held:
    """One claim with its verdict against the store."""

    claim: Claim
    label: str
    own: bool
    """Whether the first citation is of the document the claim was made from."""
    milliseconds: float


def corpus(bench: Path) -> Iterator[str]:
    """Yield the documents as lines of a JSON Lines corpus, dates written year first."""
    with (bench / "grounding_docs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            day = published(record.get("date") or "")
            known = {"issuer": record.get("ministry"), "date": day and day.isoformat()}
            row = {"id": record["id"], "title": record.get("title") or "", "text": record["text"]}
            yield json.dumps(row | {name: value for name, value in known.items() if value}, ensure_ascii=False)


def draw(bench: Path, part: str, count: int, known: frozenset[str]) -> list[Claim]:
    """Return `count` claims of one half about `known` documents, true and false, in the order of their digests."""
    found = {
        (claim.text, claim.true): claim
        for name in FILES
        for claim in read_claims(bench / name)
        if half(claim.document_id) == part and claim.document_id in known
    }
    return sorted(found.values(), key=lambda claim: hashlib.sha256(claim.text.encode()).hexdigest())[:count]


def hold(drawn: Sequence[Claim], retriever: HybridRetriever) -> Iterator[Held]:
    """Check every claim against the store."""
    for claim in drawn:
        started = time.perf_counter()
        verdict = claims.check(Question(claim.text), retriever)
        own = bool(verdict.evidence) and verdict.evidence[0].document_id == claim.document_id
        yield Held(claim, verdict.label, own, (time.perf_counter() - started) * 1000)


def table(held: Sequence[Held]) -> Iterator[str]:
    """Yield the lines of the table: one row per kind of claim and one for all."""
    yield "| kind | true: supported | false: not supported | false: contradicted | cited from its own document |"
    yield "|---|---|---|---|---|"
    kinds: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        kinds[one.claim.kind].append(one)
        kinds["all"].append(one)
    for kind in sorted(kinds, key=lambda name: (name == "all", name)):
        true = [one for one in kinds[kind] if one.claim.true]
        false = [one for one in kinds[kind] if not one.claim.true]
        cells = (
            _share([one.label == "supported" for one in true]),
            _share([one.label != "supported" for one in false]),
            _share([one.label == "contradicted" for one in false]),
            _share([one.own for one in kinds[kind] if one.label != "not_found"]),
        )
        yield f"| {kind} | {' | '.join(cells)} |"


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.3f} ({len(found)})" if found else "–"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, help="where the store is kept between runs")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--documents", type=int, help="hold only the first so many documents")
    parser.add_argument("--half", choices=("A", "B"), default="B")
    parser.add_argument("--errors", action="store_true", help="list the errors; only of half A")
    options = parser.parse_args()
    bench = options.data / "bench" if (options.data / "bench").is_dir() else options.data
    work = options.work or Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    documents = work / "grounding_docs.jsonl"
    rows = list(islice(corpus(bench), options.documents))
    documents.write_text("\n".join(rows) + "\n", encoding="utf-8")
    known = frozenset(json.loads(row)["id"] for row in rows)
    warm()
    with open_documents("grounding", [documents], work / "stores") as store:
        held = list(hold(draw(bench, options.half, options.count, known), HybridRetriever(store=store)))
    print("\n".join(table(held)))
    times = sorted(one.milliseconds for one in held)
    print(f"\n{len(times)} claims: median {times[len(times) // 2]:.0f} ms, 95% {times[int(len(times) * 0.95)]:.0f}")
    if options.errors and options.half == "A":
        for one in held:
            if (one.label == "supported") != one.claim.true:
                print(one.claim.kind, one.claim.document_id, one.claim.true, one.label, one.own, one.claim.text)


if __name__ == "__main__":
    main()
