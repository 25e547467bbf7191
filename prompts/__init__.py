"""Prompt templates, kept as versioned Markdown files.

A prompt is one Markdown file: a TOML header between `+++` lines that names its version and its variables, then
`## system` and `## user` parts in which `$name` stands for a variable.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal

Role = Literal["system", "user"]

_FILE = re.compile(r"\A\+\+\+\n(?P<header>.*?)\n\+\+\+\n(?P<text>.*)\Z", re.DOTALL)
_PART = re.compile(r"^## (system|user)[ \t]*\n", re.MULTILINE)


class PromptError(ValueError):
    """A prompt file is missing or malformed, or its variables were not all given."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of one prompt."""

    name: str
    version: int
    text: str
    """Everything below the header."""
    variables: tuple[str, ...]

    @property
    def id(self) -> str:
        """Name, version and a digest of the text: two runs with the same id had the same prompt."""
        return f"{self.name}@{self.version}-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"

    def messages(self, **values: str) -> tuple[tuple[Role, str], ...]:
        """Return (role, text) parts with the variables filled in; a `$` inside a value stays as it is.

        Raises PromptError when a variable is missing or unknown.
        """
        if set(values) != set(self.variables):
            raise PromptError(f"{self.name}: needs {sorted(self.variables)}, was given {sorted(values)}")
        return tuple((role, Template(part).substitute(values)) for role, part in _parts(self.text))


@cache
def load(name: str) -> Prompt:
    """Return the prompt of the file `<name>.md`; raise PromptError when it is missing or malformed."""
    file = files(__package__) / f"{name}.md"
    if not file.is_file():
        raise PromptError(f"there is no prompt {name!r}")
    return parse(name, file.read_text(encoding="utf-8"))


def parse(name: str, content: str) -> Prompt:
    """Return the prompt written in `content`; raise PromptError saying what is wrong with it."""
    match = _FILE.match(content)
    if match is None:
        raise PromptError(f"{name}: must begin with a TOML header between +++ lines")
    try:
        header = tomllib.loads(match["header"])
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"{name}: {error}") from error
    version, variables = header.get("version"), header.get("variables")
    if not isinstance(version, int) or not isinstance(variables, list):
        raise PromptError(f"{name}: the header needs version (a whole number) and variables (a list of names)")
    prompt = Prompt(name, version, match["text"].strip() + "\n", tuple(map(str, variables)))
    parts = _parts(prompt.text)
    if not parts or parts[-1][0] != "user":
        raise PromptError(f"{name}: needs a ## user part at the end")
    used = {found for _, part in parts for found in Template(part).get_identifiers()}
    if used != set(prompt.variables):
        raise PromptError(f"{name}: declares {sorted(prompt.variables)}, uses {sorted(used)}")
    return prompt


def _parts(text: str) -> tuple[tuple[Role, str], ...]:
    pieces = _PART.split(text)
    roles: tuple[Role, ...] = tuple("system" if role == "system" else "user" for role in pieces[1::2])
    return tuple((role, part.strip()) for role, part in zip(roles, pieces[2::2], strict=True))
