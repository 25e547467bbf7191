"""The command `geungeo eval add`, which turns saved replies, or the judged cases of a run, into evaluation cases."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ui.cli.terminal import Terminal
from ui.messages import Language, say
from ui.settings import Settings

if TYPE_CHECKING:
    from evals.datasets.cases import Case


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Append saved replies as cases to a JSON Lines file: all of them, or none if any is not a valid case."""
    from evals.datasets import cases, reading
    from evals.datasets.cases import ClaimCase

    del settings
    language = terminal.look.language
    to = Path(arguments.to)
    known = _known(to)
    run_folder = Path(arguments.line)
    made = _judged(run_folder, language) if run_folder.is_dir() else _made(arguments, language)
    for case in made:
        if case.id in known:
            raise reading.CaseError(
                f"{to}: 이미 있는 사례입니다: {case.id}",
                f"같은 사례가 있습니다: {case.claim if isinstance(case, ClaimCase) else case.question}",
            )
        known.add(case.id)
    with to.open("a", encoding="utf-8") as file:
        file.writelines(cases.line(case) + "\n" for case in made)
    for case in made:
        if terminal.json:
            terminal.emit({"id": case.id, "file": str(to)})
        else:
            terminal.show([say("eval.added", language, path=to, id=case.id)])
    return 0


def _known(to: Path) -> set[str]:
    from evals.datasets import reading

    if not to.exists() or not to.read_bytes().strip():
        return set()
    dataset = reading.read([to])
    return {case.id for case in dataset.questions} | {claim.id for claim in dataset.claims}


def _judged(folder: Path, language: Language) -> list[Case]:
    from evals import judgements

    if not (folder / judgements.REPORT).is_file():
        raise SettingsError(say("file.unreadable", language, path=folder / judgements.REPORT))
    if not (made := judgements.cases(folder)):
        raise SettingsError(say("eval.unjudged", language, path=folder), say("eval.unjudged_hint", language))
    return list(made)


def _made(arguments: Namespace, language: Language) -> list[Case]:
    from evals.datasets import turns

    source, question = arguments.line, arguments.question or ""
    raw = sys.stdin.read() if source == "-" else _text(source, language)
    lines = [
        (_object(line, place), place)
        for number, line in enumerate(raw.split("\n"), start=1)
        if line.strip()
        for place in [f"{source} {number}번째 줄"]
    ]
    batch = _batch(question, language)
    if question and batch is None and len(lines) > 1:
        raise SettingsError(say("eval.one_question", language), say("eval.one_question_hint", language))
    wish = turns.Wish(
        question=question if batch is None else "",
        kind=arguments.kind,
        expected=arguments.expected or "",
        gold=tuple(arguments.gold or ()),
        forbidden=tuple(arguments.forbidden or ()),
    )
    written = date.today() if source == "-" else date.fromtimestamp(Path(source).stat().st_mtime)
    return [turns.case(line, wish, place, (batch or {}).get(str(line.get("id"))), written) for line, place in lines]


def _batch(question: str, language: Language) -> Mapping[str, Mapping[str, object]] | None:
    """Return the lines of the batch file named by `question`, keyed by id; None if it does not name a file."""
    if not question.endswith((".jsonl", ".ndjson")):
        return None
    lines = enumerate(_text(question, language).split("\n"), start=1)
    rows = [_object(line, f"{question} {number}번째 줄") for number, line in lines if line.strip()]
    return {str(row.get("id")): row for row in rows}


def _text(source: str, language: Language) -> str:
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(say("file.unreadable", language, path=source)) from error


def _object(line: str, place: str) -> dict[str, object]:
    from evals.datasets.reading import CaseError

    try:
        found = json.loads(line)
    except ValueError as error:
        raise CaseError(f"{place}: JSON이 아닙니다.", "ask가 낸 JSON 한 줄을 그대로 주십시오.") from error
    if not isinstance(found, dict):
        raise CaseError(f"{place}: JSON 객체가 아닙니다.", "ask가 낸 JSON 한 줄을 그대로 주십시오.")
    return found
