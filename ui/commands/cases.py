"""Owns `geungeo eval add`; knows nothing of what a case is made of."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from ingest.errors import SettingsError
from ui.messages import say
from ui.settings import Settings
from ui.terminal import Terminal


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Append the case of a saved reply to a JSON Lines file."""
    from evals.datasets import cases, reading, turns

    del settings
    language = terminal.look.language
    source = arguments.line
    try:
        raw = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(say("file.unreadable", language, path=source)) from error
    wish = turns.Wish(
        question=arguments.question or "",
        kind=arguments.kind,
        expected=arguments.expected or "",
        gold=tuple(arguments.gold or ()),
        forbidden=tuple(arguments.forbidden or ()),
    )
    to = Path(arguments.to)
    known = {case.id for case in reading.read([to]).questions} if to.exists() and to.read_bytes().strip() else set()
    with to.open("a", encoding="utf-8") as file:
        for number, line in enumerate(filter(str.strip, raw.split("\n")), start=1):
            place = f"{source} {number}번째 줄"
            made = turns.case(_object(line, place), wish, place)
            if made.id in known:
                raise reading.CaseError(
                    f"{to}: 이미 있는 사례입니다: {made.id}", "질문이나 기준일이 같은 사례가 있습니다."
                )
            file.write(cases.line(made) + "\n")
            if terminal.json:
                terminal.emit({"id": made.id, "file": str(to)})
            else:
                terminal.show([say("eval.added", language, path=to, id=made.id)])
    return 0


def _object(line: str, place: str) -> dict[str, object]:
    from evals.datasets.reading import CaseError

    try:
        found = json.loads(line)
    except ValueError as error:
        raise CaseError(f"{place}: JSON이 아닙니다.", "ask가 낸 JSON 한 줄을 그대로 주십시오.") from error
    if not isinstance(found, dict):
        raise CaseError(f"{place}: JSON 객체가 아닙니다.", "ask가 낸 JSON 한 줄을 그대로 주십시오.")
    return found
