"""Bilingual argument parser: headings, help and error messages in Korean or English."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from ui.exports.layout import wrap
from ui.messages import Language, both, say


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks `language`, or Korean and English where none is chosen."""

    def __init__(self, *arguments: object, language: Language | None = None, **options: object) -> None:
        self.language = language
        settled = {"add_help": False, "allow_abbrev": False, "formatter_class": _Formatter, **options}
        super().__init__(*arguments, **settled)  # type: ignore[arg-type]
        self._positionals.title = both("group.arguments", language)
        self._optionals.title = both("group.options", language)
        self.add_argument("-h", "--help", action="help", help=both("option.help", language))

    def format_usage(self) -> str:
        """Return the usage line under its heading in the chosen language."""
        return headed(super().format_usage(), self.language)

    def format_help(self) -> str:
        """Return the whole help."""
        return headed(super().format_help(), self.language)

    def error(self, message: str) -> NoReturn:
        """Print the error and how to get help, and exit with 2."""
        language = self.language or "ko"
        sys.stderr.write(say("error", language, message=_translated(message, language)) + "\n")
        hint = say("usage.hint", language, command=self.prog)
        sys.stderr.write(say("hint", language, hint=hint) + "\n")
        raise SystemExit(2)


class _Formatter(argparse.HelpFormatter):
    """Wrap help by terminal columns, of which a Korean letter takes two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrap(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        # An indented line is an example, to be copied as it stands.
        return "\n".join(
            line
            for part in text.splitlines()
            for line in ([indent + part] if part.startswith(" ") else wrap(part, width, indent))
        )


def headed(text: str, language: Language | None) -> str:
    """Return usage or help with its heading in the chosen language."""
    # On a line of its own: argparse aligns what follows to the width of "usage: ".
    return text.replace("usage: ", f"{both('usage', language)}:\n       ", 1)


_COMPLAINTS = (
    (r"the following arguments are required: (?P<names>.+)", "usage.required"),
    (r"one of the arguments (?P<names>.+) is required", "usage.one"),
    (r"unrecognized arguments: (?P<names>.+)", "usage.unknown"),
    (r"argument (?P<name>.+?): invalid choice: (?P<value>'.*?') .+", "usage.choice"),
    (r"argument (?P<name>.+?): invalid .*?value: (?P<value>.+)", "usage.value"),
    (r"argument (?P<name>.+?): expected .+", "usage.expected"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "usage.excludes"),
)


def _translated(message: str, language: Language) -> str:
    """Return argparse's English error message in `language`, or unchanged if its form is unknown."""
    for pattern, key in _COMPLAINTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return say(key, language, **match.groupdict())
    return message
