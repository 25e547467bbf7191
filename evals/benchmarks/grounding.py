"""Grounding benchmark: verdicts of the gate on labelled claims, by kind and half.

    python -m evals.benchmarks.grounding DATA_DIR [--errors KIND]

Half A holds the documents on which rules and thresholds were chosen, half B those that were only measured; the parity
of the digest of a document's id decides its half. A false claim counts as caught when the verdict is anything but
`supported`; the share called `contradicted` is shown beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.facts.extraction import figures
from assistant.grounding.gate import Evidence, GateVerdict, check
from evals.benchmarks.pairing import published
from ingest.sentences import spans

QUOTES = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, the document it is about and whether that document supports it."""

    kind: str
    document_id: str
    text: str
    true: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with the gate's verdict and the time it took."""

    claim: Claim
    verdict: GateVerdict
    milliseconds: float

    @property
    def right(self) -> bool:
        """True when a true claim is supported or a false one is not."""
        return (self.verdict.label == "supported") == self.claim.true


def half(document_id: str) -> str:
    """Return A or B by the digest of a document's identifier."""
    return "AB"[int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % 2]


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def documents(bench: Path) -> dict[str, Evidence]:
    """Read the documents that claims are about."""
    return {
        record["id"]: Evidence(record["id"], record["text"], published(record.get("date", "")))
        for record in _records(bench / "grounding_docs.jsonl")
    }


def claims(path: Path) -> list[Claim]:
    """Read one file of claims."""
    return [
        Claim(record["kind"], record["doc_id"], record["claim"], record["label"] == "supported")
        for record in _records(path)
    ]


def altered(text: str) -> str | None:
    """Return `text` with the first digit of its first figure changed; None without a figure."""
    # A number that opens a sentence may be its list marker, which is no part of what it says.
    found = (fact for fact in figures(text) if fact.start > 5 and any(map(str.isdigit, fact.text)))
    fact = next(found, None)
    if fact is None:
        return None
    at = next(index for index in range(fact.start, fact.end) if text[index].isdigit())
    return text[:at] + str((int(text[at]) + 1) % 9 + 1) + text[at + 1 :]


def quotes(sources: Iterable[Evidence]) -> list[Claim]:
    """Return two claims per press release: a sentence with a figure, as it is and with one digit changed."""
    found: list[Claim] = []
    for source in sources:
        if not source.document_id.startswith("press-") or len(found) >= 2 * QUOTES:
            continue
        for start, end in spans(source.text):
            sentence = re.sub(r"\s+", " ", source.text[start:end])
            changed = altered(sentence) if len(sentence) > 40 else None
            if changed and changed not in source.text:
                found.append(Claim("quote", source.document_id, sentence, True))
                found.append(Claim("quote", source.document_id, changed, False))
                break
    return found


def judge(items: list[Claim], sources: dict[str, Evidence]) -> list[Judged]:
    """Check every claim with the gate."""
    judged: list[Judged] = []
    for item in items:
        started = time.perf_counter()
        verdict = check(item.text, [sources[item.document_id]])
        judged.append(Judged(item, verdict, (time.perf_counter() - started) * 1000))
    return judged


def _share(items: list[Judged]) -> str:
    return f"{sum(item.right for item in items) / len(items):.3f} ({len(items):4d})" if items else "   –       "


def _table(title: str, judged: list[Judged]) -> None:
    print(f"\n## {title}\n")
    print("| kind | A true | A false | B true | B false | B contradicted, strictly |")
    print("|---|---|---|---|---|---|")
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        kinds[item.claim.kind].append(item)
        kinds["all"].append(item)
    for kind in sorted(kinds, key=lambda name: (name == "all", name)):
        cells = [
            _share([item for item in kinds[kind] if half(item.claim.document_id) == part and item.claim.true is true])
            for part in "AB"
            for true in (True, False)
        ]
        false = [item for item in kinds[kind] if half(item.claim.document_id) == "B" and not item.claim.true]
        strict = sum(item.verdict.label == "contradicted" for item in false) / len(false) if false else 0.0
        print(f"| {kind} | {' | '.join(cells)} | {strict:.3f} |")


def _balanced(judged: list[Judged]) -> None:
    for part in "AB":
        items = [item for item in judged if half(item.claim.document_id) == part]
        true = [item.right for item in items if item.claim.true]
        false = [item.right for item in items if not item.claim.true]
        if true and false:
            print(f"balanced accuracy, half {part}: {(sum(true) / len(true) + sum(false) / len(false)) / 2:.4f}")


def _times(judged: list[Judged]) -> None:
    times = sorted(item.milliseconds for item in judged)
    mean = sum(times) / len(times)
    print(f"\n{len(times)} sentences: mean {mean:.2f} ms, median {times[len(times) // 2]:.2f}, "
          f"95% {times[int(len(times) * 0.95)]:.2f}, slowest {times[-1]:.1f}")  # fmt: skip


def _errors(judged: list[Judged], kind: str) -> None:
    for item in judged:
        if item.claim.kind == kind and not item.right and half(item.claim.document_id) == "A":
            print(item.claim.document_id, item.verdict.label, f"{item.verdict.score:.2f}", item.claim.text)
            print("    ", [(d.kind, d.claim, d.source) for d in item.verdict.differences])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--errors", metavar="KIND", help="list the errors of one kind in half A")
    options = parser.parse_args()
    bench = options.data / "bench" if (options.data / "bench").is_dir() else options.data
    sources = documents(bench)
    check("처음 한 번은 형태소 분석기를 싣는다.", [Evidence("warm", "형태소 분석기는 처음 쓸 때 싣는다.")])
    everything: list[Judged] = []
    for title, path in (("Claims", "grounding_claims.jsonl"), ("Hard claims", "grounding_hard.jsonl")):
        judged = judge(claims(bench / path), sources)
        everything += judged
        _table(title, judged)
        _balanced(judged)
    judged = judge(quotes(sources.values()), sources)
    _table("Quotes, as they are and with one digit changed", judged)
    _times(everything + judged)
    if options.errors:
        _errors(everything + judged, options.errors)


if __name__ == "__main__":
    main()
