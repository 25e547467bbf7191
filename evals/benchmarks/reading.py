"""Measure answers and verdicts on hand-written questions and claims over real releases.

    python -m evals.benchmarks.reading DATA [--part dev] [--work DIR] [--errors FILE] [--only questions|claims]

DATA/reading/PART holds `docs.jsonl`, `questions.jsonl` and `claims.jsonl`; `distractors.jsonl`, where there is one,
joins the store. A question is right when a sentence that its author marked is cited, and right at first when it is the
first one shown. Choose on `train`; look at `dev` only to report.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answers import Answer, Citation, Question, Refusal, Reply, Verdict
from assistant.chain import AnswerChain, build_chain
from assistant.claims import check
from evals.benchmarks.corpora import open_documents

MEASURED = ("figure", "date")
"""Kinds of question whose short answer is compared with the lead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the reply to it."""

    row: Mapping[str, Any]
    reply: Reply
    milliseconds: float

    @property
    def kind(self) -> str:
        """`unanswerable`, `false_premise` or what is asked for."""
        return str(self.row["kind"])

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations of the sentences of an answer, in the order shown."""
        if not isinstance(self.reply, Answer):
            return ()
        by_marker = {one.marker: one for one in self.reply.citations}
        return tuple(by_marker[marker] for sentence in self.reply.sentences for marker in sentence.citations)

    @property
    def right(self) -> bool:
        """Whether a marked sentence is cited."""
        return any(marked(self.row, citation) for citation in self.shown)

    @property
    def first(self) -> bool:
        """Whether the first sentence is a marked one."""
        return bool(self.shown) and marked(self.row, self.shown[0])

    @property
    def corrected(self) -> bool:
        """Whether a false premise is answered with what the document says instead."""
        reply = self.reply
        if isinstance(reply, Refusal):
            return reply.correction is not None and marked(self.row, reply.citations[0])
        return isinstance(reply, Answer) and reply.lead is not None and reply.lead.says == "no" and self.right

    @property
    def lead(self) -> float:
        """Overlap F1 of the lead with the short answer, 0 where nothing is answered."""
        return overlap(lead_text(self.reply), self.row["gold"]) if isinstance(self.reply, Answer) else 0.0


def lead_text(reply: Reply) -> str:
    """Return the text of an answer's lead, empty where it has none."""
    lead = getattr(reply, "lead", None)
    return str(lead.text) if lead else ""


def marked(row: Mapping[str, Any], citation: Citation) -> bool:
    """Tell whether a citation quotes a sentence that the author of a question marked."""
    return marked_text(row, citation.document_id, citation.quote)


def marked_text(row: Mapping[str, Any], document: str, text: str) -> bool:
    """Tell whether a text of a document is a sentence that the author of a question marked, or a part of one."""
    if document not in (row.get("docs") or [row["doc"]]):
        return False
    quote = _plain(text)
    return bool(quote) and any(quote in gold or gold in quote for gold in map(_plain, row["quote"]))


def overlap(one: str, other: str) -> float:
    """Return the F1 of the two texts' characters, letters and digits only, as KorQuAD measures short answers."""
    ours, theirs = _plain(one), _plain(other)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def questions(chain: AnswerChain, rows: Sequence[Mapping[str, Any]]) -> Iterator[Asked]:
    """Yield the rows with the chain's replies."""
    for row in rows:
        began = time.perf_counter()
        reply = chain.invoke(Question(row["question"], history=tuple(row.get("history", ())), as_of=day(row)))
        yield Asked(row, reply, (time.perf_counter() - began) * 1000)


def question_table(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the measures of a run over questions."""
    answerable = [one for one in asked if one.row["answerable"]]
    absent = [one for one in asked if one.kind == "unanswerable"]
    false = [one for one in asked if one.kind == "false_premise"]
    measured = [one for one in answerable if one.kind in MEASURED]
    followed = [one for one in answerable if one.row.get("history")]
    return {
        "answerable right": _share(one.right for one in answerable),
        "right in the first sentence": _share(one.first for one in answerable),
        "lead F1, figures and dates": statistics.fmean(one.lead for one in measured) if measured else 0.0,
        "answerable refused": _share(isinstance(one.reply, Refusal) for one in answerable),
        "unanswerable refused": _share(isinstance(one.reply, Refusal) for one in absent),
        "false premises corrected": _share(one.corrected for one in false),
        "follow-ups right": _share(one.right for one in followed),
        "sentences an answer": statistics.fmean(
            len(one.reply.sentences) for one in asked if isinstance(one.reply, Answer)
        ),
    }


def claims(chain: AnswerChain, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Verdict, float]]:
    """Yield the rows with the verdicts on them and the milliseconds each took."""
    for row in rows:
        began = time.perf_counter()
        question = Question(row["claim"], as_of=day(row))
        verdict = check(question, chain.retriever, chain.judge, row.get("context", ""), chain.reader)
        yield row, verdict, (time.perf_counter() - began) * 1000


def claim_table(judged: Sequence[tuple[Mapping[str, Any], Verdict, float]]) -> dict[str, float]:
    """Return the measures of a run over claims."""
    false = [verdict for row, verdict, _ in judged if row["label"] != "supported"]
    kinds: dict[str, list[bool]] = defaultdict(list)
    for row, verdict, _ in judged:
        kinds[f"{row['label']}: {row['kind']}"].append(verdict.label == row["label"])
    table = {
        "claims exact": _share(verdict.label == row["label"] for row, verdict, _ in judged),
        "false ones supported": _share(verdict.label == "supported" for verdict in false),
    }
    return table | {kind: _share(right) for kind, right in sorted(kinds.items())}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--only", choices=("questions", "claims"))
    parser.add_argument("--errors", type=Path, help="write every case with what came of it, one JSON object a line")
    chosen = parser.parse_args()
    folder = chosen.data / "reading" / chosen.part
    files = [path for name in ("docs", "distractors") if (path := folder / f"{name}.jsonl").exists()]
    log: list[dict[str, Any]] = []
    with open_documents(f"reading-{chosen.part}", files, chosen.work) as store:
        chain = build_chain(store)
        if chosen.only != "claims":
            asked = list(questions(chain, _rows(folder / "questions.jsonl")))
            _show(f"questions, {chosen.part}, n {len(asked)}", question_table(asked), [a.milliseconds for a in asked])
            log += [_question_line(one) for one in asked]
        if chosen.only != "questions":
            judged = list(claims(chain, _rows(folder / "claims.jsonl")))
            _show(f"claims, {chosen.part}, n {len(judged)}", claim_table(judged), [taken for *_, taken in judged])
            log += [_claim_line(row, verdict) for row, verdict, _ in judged]
    if chosen.errors:
        chosen.errors.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in log), "utf-8")


def _question_line(one: Asked) -> dict[str, Any]:
    return {
        **one.row,
        "reply": type(one.reply).__name__.lower(),
        "right": one.right,
        "first": one.first,
        "lead": lead_text(one.reply),
        "shown": [citation.quote for citation in one.shown or one.reply.citations],
    }


def _claim_line(row: Mapping[str, Any], verdict: Verdict) -> dict[str, Any]:
    differences = [[one.kind, one.claim, one.source] for one in verdict.differences]
    evidence = [one.quote for one in verdict.evidence]
    return {**row, "verdict": verdict.label, "score": verdict.score, "differences": differences, "evidence": evidence}


def _show(head: str, table: Mapping[str, float], taken: Sequence[float]) -> None:
    cuts = statistics.quantiles(taken, n=20)
    print(f"{head}; p50 {statistics.median(taken):.0f} ms, p95 {cuts[-1]:.0f} ms")
    for name, value in table.items():
        print(f"  {name:<40} {value:.3f}")


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _share(flags: Iterator[bool] | Sequence[bool]) -> float:
    counted = [bool(flag) for flag in flags]
    return sum(counted) / len(counted) if counted else 0.0


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def day(row: Mapping[str, Any]) -> date | None:
    """Return the day as of which a row is asked, None where it has none."""
    return date.fromisoformat(row["as_of"]) if row.get("as_of") else None


if __name__ == "__main__":
    main()
