"""The command `geungeo eval judge`, by which a person judges a case of a run right or wrong."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from ingest.errors import SettingsError
from ui.cli.terminal import Terminal
from ui.messages import say
from ui.settings import Settings


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Keep one judgement with the run."""
    from evals import judgements

    del settings
    language, folder = terminal.look.language, Path(arguments.run_folder)
    if not (folder / judgements.REPORT).is_file():
        raise SettingsError(say("file.unreadable", language, path=folder / judgements.REPORT))
    judgement = judgements.Judgement(
        case=arguments.case,
        right={"right": True, "wrong": False}.get(arguments.verdict),
        expected=arguments.expected or "",
        gold=tuple(arguments.gold or ()),
        forbidden=tuple(arguments.forbidden or ()),
        note=arguments.note or "",
        by=arguments.by or "",
        at=datetime.now().isoformat(timespec="seconds"),
    )
    judgements.keep(folder, judgement)
    judged = judgements.kept(folder)
    right = sum(bool(one.right) for one in judged.values())
    counts = {"count": len(judged), "right": right, "wrong": len(judged) - right}
    if terminal.json:
        terminal.emit({"case": arguments.case, "verdict": arguments.verdict, **counts})
    else:
        terminal.show([say("judging.counted", language, **counts)])
    return 0
