"""The declaration of a setting: a field of a frozen dataclass together with what reads and shows it.

    port: int = option(parsers.number(0, 65_535), 7860)

is the setting `port`: `port = 7860` in the file, `GEUNGEO_PORT` in the environment, `--port` where the command line has
that flag. A field of a group is named after the group: `text` of the group `audit` is the setting `audit_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")
D = TypeVar("D")
Parser = Callable[[str, object], T]
"""Takes where a value stands, for the complaint, and the value; returns it parsed or raises `SettingsError`."""
_DECLARED = "option"
_GROUP = "group"


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its name in the file and as a flag, its environment variable, its parser and its default."""

    name: str
    variable: str
    parse: Parser[object]
    default: object
    place: str
    """Where the value stands in the settings, as `audit.text`."""
    secret: bool = False
    empty: bool = False
    """Whether an empty environment variable sets it, to nothing; of any other it counts as unset."""

    def of(self, settings: object) -> object:
        """Return the value that this setting has in `settings`."""
        return attrgetter(self.place)(settings)


@dataclass(frozen=True, slots=True)
class _Declared:
    parse: Parser[Any]
    name: str
    variable: str
    empty: bool


def option(
    parse: Parser[T], default: D, *, name: str = "", variable: str = "", secret: bool = False, empty: bool = False
) -> T | D:
    """Declare the field of a setting; a secret one is masked where settings are shown and left out of their repr.

    Without `name` and `variable` both follow from the field's name. Where `empty`, an empty environment variable says
    "none", as an empty string in the file does, and not "unset".
    """
    return field(default=default, repr=not secret, metadata={_DECLARED: _Declared(parse, name, variable, empty)})


def group(kind: Callable[..., T]) -> T:
    """Declare a field that holds a dataclass of settings of its own."""
    return field(default_factory=kind, metadata={_GROUP: kind})


def declared(kind: type, place: str = "") -> Iterator[Option]:
    """Yield the settings that the fields of a dataclass declare, those of its groups in their place."""
    for one in fields(kind):
        if _GROUP in one.metadata:
            yield from declared(one.metadata[_GROUP], f"{place}{one.name}.")
        elif _DECLARED in one.metadata:
            said: _Declared = one.metadata[_DECLARED]
            name = said.name or f"{place}{one.name}".replace(".", "_")
            where = said.variable or variable(name)
            held = f"{place}{one.name}"
            yield Option(name, where, said.parse, one.default, held, secret=not one.repr, empty=said.empty)


def filled(kind: type[T], values: Mapping[str, object], place: str = "") -> T:
    """Return a dataclass made of the values given by their places; a field that has none keeps its default."""
    chosen: dict[str, object] = {}
    for one in fields(kind):  # type: ignore[arg-type]  # T is a dataclass
        if _GROUP in one.metadata:
            chosen[one.name] = filled(one.metadata[_GROUP], values, f"{place}{one.name}.")
        elif f"{place}{one.name}" in values:
            chosen[one.name] = values[f"{place}{one.name}"]
    return kind(**chosen)


def variable(name: str) -> str:
    """Return the environment variable of a setting that names no other."""
    return f"GEUNGEO_{name.upper()}"
