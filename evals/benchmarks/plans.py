"""Measure answers to forty hand-written questions on real plans: table cells and text, PDF, HWP, HWPX and DOCX.

    python -m evals.benchmarks.plans DATA [--work DIR] [--errors FILE]

DATA/docs holds the documents. The store is of those asked about and fifteen others; a document that cannot be read
counts as wrong. A store kept under the work directory keeps what was read into it: delete it after a reader changed.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from assistant.answers import Answer, Citation, Question, Refusal, Reply
from assistant.chain import build_chain
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Value
from evals.benchmarks.corpora import open_documents
from evals.metrics.gold import holds

DATASETS = Path(__file__).parent.parent / "datasets"
QUESTIONS = DATASETS / "plan_questions.jsonl"
DISTRACTORS = DATASETS / "plan_distractors.txt"

APPROXIMATE = ("hwp", "hwpx")
"""Formats that name no pages: a reader lays them out again, so the page beside the right one is right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the reply to it."""

    row: Mapping[str, Any]
    reply: Reply

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations of the first sentence of an answer."""
        if not isinstance(self.reply, Answer) or not self.reply.sentences:
            return ()
        markers = self.reply.sentences[0].citations
        return tuple(one for one in self.reply.citations if one.marker in markers)

    @property
    def document(self) -> bool:
        """Whether the first sentence is of the right document."""
        return any(self._of_document(one.uri, one.document_id) for one in self.shown)

    @property
    def page(self) -> bool | None:
        """Whether the first sentence stands on a right page of the right document; None where there are no pages."""
        if not self.row["pages"]:
            return None
        near = 1 if self.row["format"] in APPROXIMATE else 0
        return any(
            self._of_document(one.uri, one.document_id)
            and any(abs((one.page or 0) - page) <= near for page in self.row["pages"])
            for one in self.shown
        )

    @property
    def retrieved(self) -> bool:
        """Whether a passage that the answer was chosen from is of the right document."""
        return any(self._of_document(one.uri, one.chunk.document_id) for one in self.reply.passages)

    @property
    def outcome(self) -> str:
        """`right`, `wrong` or `refused`: right when the lead gives the value, or the first sentence does.

        A lead with figures is what the reader takes for the answer, so the first sentence does not mend a wrong one.
        """
        if not isinstance(self.reply, Answer):
            return "refused"
        first = self.reply.sentences[0].text if self.reply.sentences else ""
        said = lead_text(self.reply)
        told = said if figures(said) and figures(self.row["gold"]) else f"{said}\n{first}"
        return "right" if gives(self.row, told) else "wrong"

    @property
    def led(self) -> bool:
        """Whether the lead gives the value."""
        return gives(self.row, lead_text(self.reply))

    def _of_document(self, uri: str, document_id: str) -> bool:
        asked = _name(self.row["document"])
        return asked in (_name(uri.partition("#")[0]), _name(document_id))


def lead_text(reply: Reply) -> str:
    """Return the text of an answer's lead, empty where it has none."""
    return reply.lead.text if isinstance(reply, Answer) and reply.lead else ""


def gives(row: Mapping[str, Any], text: str) -> bool:
    """Tell whether a text gives the value asked for, as one of its spellings or as an equal figure."""
    stated = [fact.value for fact in figures(text)]
    return any(holds(text, one) or _equal(one, stated) for one in (row["gold"], *row.get("accept", ())))


def questions() -> list[dict[str, Any]]:
    """Read the forty questions."""
    with QUESTIONS.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def documents(folder: Path) -> list[Path]:
    """Return the documents asked about and the distractors; raises FileNotFoundError naming those that are missing."""
    wanted = {row["document"] for row in questions()} | set(DISTRACTORS.read_text(encoding="utf-8").split("\n"))
    # File systems may hold names of Hangul decomposed.
    stored = {_composed(path.relative_to(folder).as_posix()): path for path in folder.rglob("*") if path.is_file()}
    missing = sorted(name for name in wanted if name and name not in stored)
    if missing:
        raise FileNotFoundError(f"not in {folder}: {', '.join(missing)}")
    return [stored[name] for name in sorted(wanted) if name]


def table(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the measures of a run as shares of its questions."""
    paged = [one for one in asked if one.page is not None]
    return {
        "n": len(asked),
        "right document": _share(asked, lambda one: one.document),
        "right page": _share(paged, lambda one: bool(one.page)),
        "document retrieved": _share(asked, lambda one: one.retrieved),
        "answered right": _share(asked, lambda one: one.outcome == "right"),
        "… by the lead": _share(asked, lambda one: one.led),
        "refused": _share(asked, lambda one: one.outcome == "refused"),
        "wrong": _share(asked, lambda one: one.outcome == "wrong"),
    }


def main() -> None:
    """Print a table of all questions, of each kind and of each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--errors", type=Path, help="write every question with what came of it, one JSON object a line")
    chosen = parser.parse_args()
    with open_documents("plans", documents(chosen.data / "docs"), chosen.work) as store:
        chain = build_chain(store)
        asked = [Asked(row, chain.invoke(Question(row["question"]))) for row in questions()]
    _show(asked)
    if chosen.errors:
        lines = [json.dumps(_line(one), ensure_ascii=False) for one in asked]
        chosen.errors.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _show(asked: Sequence[Asked]) -> None:
    parts = {"all": list(asked)}
    for key in ("kind", "format"):
        for one in asked:
            parts.setdefault(str(one.row[key]), []).append(one)
    tables = {name: table(part) for name, part in parts.items()}
    print(f"{'':<20}" + "".join(f"{name:>8}" for name in tables))
    for measure in tables["all"]:
        cells = [one[measure] for one in tables.values()]
        print(f"{measure:<20}" + "".join(f"{cell:>8}" if measure == "n" else f"{cell:>8.3f}" for cell in cells))


def _line(one: Asked) -> dict[str, Any]:
    citations = one.reply.citations if isinstance(one.reply, Refusal) else one.shown
    return {
        **one.row,
        "reply": type(one.reply).__name__.lower(),
        "outcome": one.outcome,
        "right_document": one.document,
        "right_page": one.page,
        "lead": lead_text(one.reply),
        "shown": [[citation.document_id, citation.page, citation.quote] for citation in citations],
    }


def _equal(gold: str, stated: Sequence[Value]) -> bool:
    wanted = [fact.value for fact in figures(gold)]
    return bool(wanted) and all(any(agree(one, other) for other in stated) for one in wanted)


def _share(asked: Sequence[Asked], told: Callable[[Asked], bool]) -> float:
    return sum(map(told, asked)) / len(asked) if asked else 0.0


def _name(path: str) -> str:
    return _composed(PurePosixPath(unquote(path)).name)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


if __name__ == "__main__":
    main()
