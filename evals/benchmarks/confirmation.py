"""How often yes or no is right where it is said: claims kept out of the reader's training, asked as yes/no questions.

    python -m evals.benchmarks.confirmation DATA [--work DIR]

A claim stands for the statement that a question asks about. Those were altered by hand to mislead, which few questions
are, so the shares are lower bounds. Printed are the replies yes and no with how many were right, for claims with and
without a figure; the assistant answers only the first kind so.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

from assistant import claims
from assistant.answering import confirmation
from assistant.answers import Answer, Question
from assistant.chain import build_chain
from assistant.facts.extraction import figures
from evals.benchmarks.reading import day
from evals.training import kept_out

RIGHT = {"yes": "supported", "no": "contradicted"}


def said(reply: Answer | None) -> str:
    """Return `yes`, `no` or an empty string."""
    return (reply.lead.says or "") if reply and reply.lead else ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    chosen = parser.parse_args()
    found: Counter[tuple[bool, str, bool]] = Counter()
    with kept_out.store(chosen.data, chosen.work) as store:
        chain = build_chain(store)
        for row in kept_out.rows(chosen.data, "claims"):
            question = Question(row["claim"], as_of=day(row))
            verdict = claims.check(question, chain.retriever, chain.judge, row.get("context", ""), chain.reader)
            reply = confirmation.confirmed(question, question.text, verdict, (), date.today())
            answer = said(reply)
            found[bool(figures(question.text)), answer, RIGHT.get(answer) == row["label"]] += 1
    print("claims | reply | right | of")
    for figured in (True, False):
        for answer in RIGHT:
            right, wrong = found[figured, answer, True], found[figured, answer, False]
            print(f"{'with' if figured else 'without'} a figure | {answer} | {right} | {right + wrong}")
        print(f"{'with' if figured else 'without'} a figure | neither | - | {found[figured, '', False]}")


if __name__ == "__main__":
    main()
