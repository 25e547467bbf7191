"""Measure retrieval and answers on kept-out questions about welfare programmes.

    python -m evals.benchmarks.welfare DATA [--work DIR] [--every N]

DATA/learn/welfare holds `passages.jsonl` ({"id", "title", "text"} a line) and `dev.jsonl` ({"id", "question", "answer",
"relevant": [ids]} a line), of programmes that no question of the training part asks about; all have an answer.
The sentences that count as right are those of the right passage that are most like the written answer, as in training;
questions whose answer is like none of them count for retrieval alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ir_measures import R, calc_aggregate, nDCG

from assistant.answers import Answer, Question, Refusal, Reply
from assistant.chain import AnswerChain, build_chain
from evals.benchmarks.corpora import open_documents
from evals.training import examples

MEASURES = (nDCG @ 10, R @ 1, R @ 5)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the reply to it and the texts that answer it."""

    right: tuple[str, ...]
    """Letters and digits of the right sentences."""
    passage: str
    """Id of the right passage."""
    reply: Reply

    @property
    def shown(self) -> tuple[bool, ...]:
        """For each citation of the answer, in the order shown, whether it quotes a right sentence."""
        if not isinstance(self.reply, Answer):
            return ()
        by_marker = {one.marker: one for one in self.reply.citations}
        cited = [by_marker[marker] for sentence in self.reply.sentences for marker in sentence.citations]
        return tuple(one.document_id == self.passage and self._quotes(one.quote) for one in cited)

    def _quotes(self, quote: str) -> bool:
        text = examples.plain(quote)
        return bool(text) and any(text in right or right in text for right in self.right)


def retrieval(chain: AnswerChain, rows: Sequence[dict[str, object]]) -> dict[str, float]:
    """Return the measures of the retriever over the questions."""
    run = {
        str(row["id"]): {
            passage.chunk.document_id: 1 / passage.rank
            for passage in chain.retriever.retrieve(Question(str(row["question"])), k=10)
        }
        for row in rows
    }
    truth = {str(row["id"]): dict.fromkeys(row["relevant"], 1) for row in rows}  # type: ignore[call-overload]
    found = calc_aggregate(MEASURES, truth, run)
    return {str(measure): found[measure] for measure in MEASURES}


def answers(chain: AnswerChain, folder: Path, every: int) -> Iterator[Asked]:
    """Yield every so many of the questions whose right sentences are known, with the replies."""
    relevant = {str(row["id"]): row["relevant"][0] for row in examples.rows(folder / "dev.jsonl")}
    for one in examples.welfare(folder, "dev")[::every]:
        right = tuple(examples.plain(one.sentences[index]) for index in one.gold)
        yield Asked(right, relevant[one.id], chain.invoke(Question(one.asked)))


def main() -> None:
    """Print the measures of retrieval and of answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="answer one of so many (default: all)")
    chosen = parser.parse_args()
    folder = chosen.data / "learn" / "welfare"
    with open_documents("welfare", [folder / "passages.jsonl"], chosen.work) as store:
        chain = build_chain(store)
        rows = examples.rows(folder / "dev.jsonl")
        print(f"retrieval, n {len(rows)}", flush=True)
        for name, value in retrieval(chain, rows).items():
            print(f"  {name:<32} {value:.3f}", flush=True)
        asked = list(answers(chain, folder, chosen.every))
    print(f"answers, n {len(asked)}")
    table = {
        "right": sum(any(one.shown) for one in asked),
        "right in the first sentence": sum(bool(one.shown) and one.shown[0] for one in asked),
        "refused": sum(isinstance(one.reply, Refusal) for one in asked),
    }
    for name, count in table.items():
        print(f"  {name:<32} {count / len(asked):.3f}")


if __name__ == "__main__":
    main()
