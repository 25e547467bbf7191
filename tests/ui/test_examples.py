"""Tests of the examples in the help of every command: each is one that is understood."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Question
from ui.cli.arguments import Parser
from ui.cli.examples import EXAMPLES
from ui.cli.parser import build
from ui.cli.questions import batch
from ui.cli.terminal import Terminal

LINES = [line for lines in EXAMPLES.values() for line in lines]


def leaves(parser: Parser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Parser]]:
    """Yield every command that does something, with its parser."""
    held = next((one for one in parser._actions if isinstance(one, argparse._SubParsersAction)), None)
    if held is None:
        yield ".".join(path), parser
        return
    for name, inner in held.choices.items():
        yield from leaves(inner, (*path, name))


def test_every_command_has_an_example_in_its_help() -> None:
    commands = dict(leaves(build("0")))
    assert EXAMPLES.keys() == commands.keys()
    for command, parser in commands.items():
        shown = parser.format_help().splitlines()
        assert [line for line in EXAMPLES[command] if f"  {line}" not in shown] == []


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith(" ")])
def test_every_example_is_a_command_that_is_understood(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])
    assert words[0] == "geungeo"
    assert build("0").parse_args(words[1:]).run


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith(" ")])
def test_every_batch_line_shown_is_one_that_is_answered(line: str, tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text(line.strip() + "\n", encoding="utf-8")
    (asked,) = batch(str(path), Question(""), Terminal.open("ko", json=True, text=False))
    assert asked.error is None
    assert asked.question is not None
