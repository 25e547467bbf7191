"""Every regular expression of the product, how it is used, and the texts that would show it to be worse than linear."""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as constants
import re._parser as parser
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")
FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}
MANY = 20
"""A repeat of more may run over a long text."""
COMMON = " \n1가,(."
MOST = 4.0
"""Seconds of the processor that nothing tried here may take."""
EXTRAS = {"authlib", "httpx2", "joserfc", "onnx", "ray", "torch"}
"""Packages that only extras bring: without one, the patterns of a module that imports it are not tried."""
NOBODY = "\x01"
"""Ends a run without being in it."""
_KINDS = {
    constants.CATEGORY_DIGIT: "1",
    constants.CATEGORY_SPACE: " \n",
    constants.CATEGORY_WORD: "가1",
    constants.CATEGORY_NOT_DIGIT: "가",
    constants.CATEGORY_NOT_SPACE: "가",
    constants.CATEGORY_NOT_WORD: " ,",
}
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True)
class Used:
    """One regular expression, where it is written and whether it is only ever held against the start of a text."""

    compiled: re.Pattern[Any]
    place: str
    anchored: bool

    def over(self, text: str) -> None:
        """Apply it to a whole text as the product does."""
        given = text if isinstance(self.compiled.pattern, str) else text.encode()
        if self.anchored:
            self.compiled.match(given)
            self.compiled.fullmatch(given)
        else:
            for _ in self.compiled.finditer(given):
                pass


def used() -> list[Used]:
    """Return every regular expression that the product's source writes, in the order of its places."""
    found: dict[tuple[str | bytes, int], Used] = {}
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        try:
            module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
        except ModuleNotFoundError as missing:
            if missing.name not in EXTRAS:
                raise
            continue
        for one in _written(module, ast.parse(path.read_text("utf-8"))):
            key = one.compiled.pattern, one.compiled.flags
            before = found.get(key)
            if before is None or (before.anchored and not one.anchored):
                found[key] = one
    return list(found.values())


def _written(module: ModuleType, tree: ast.Module) -> Iterator[Used]:
    uses = _uses(tree)
    names = {id(node.value): node.targets[0].id for node in tree.body if _names(node)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        function = _function(node)
        if not function:
            continue
        assert isinstance(node, ast.Call)
        pattern, flags = _value(node.args[0], module), 0
        for argument in [*node.args[1:], *(one.value for one in node.keywords if one.arg == "flags")]:
            given = _value(argument, module) if isinstance(argument, ast.Attribute | ast.BinOp) else None
            flags |= int(given) if isinstance(given, re.RegexFlag) else 0
        if isinstance(pattern, str | bytes):
            ways = uses.get(names.get(id(node), ""), {"search"}) if function == "compile" else {function}
            place = f"{module.__name__}:{node.lineno}"
            yield Used(re.compile(pattern, flags), place, bool(ways) and ways <= ANCHORED)


def _names(node: ast.stmt) -> bool:
    """Whether a statement gives a private name, so that all its uses are in this module."""
    return (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.startswith("_")
    )


def _function(node: ast.AST) -> str:
    """Return which function of `re` is called, empty where none is."""
    called = node.func if isinstance(node, ast.Call) and node.args else None
    known = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    return called.attr if known and called.attr in FUNCTIONS else ""  # type: ignore[union-attr]


def _uses(tree: ast.Module) -> dict[str, set[str]]:
    """Return the methods called of each name; a name used in any other way counts as searched."""
    uses: dict[str, set[str]] = {}
    called: set[int] = set()
    for node in ast.walk(tree):
        function = node.func if isinstance(node, ast.Call) else None
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            uses.setdefault(function.value.id, set()).add(function.attr)
            called.add(id(function.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            uses.setdefault(node.id, set()).add("search")
    return uses


def _value(node: ast.expr, module: ModuleType) -> object:
    """Return what an expression is in its module; a word stands in for what only a call would know."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else _text(part, module) for part in node.values]
        return "".join(map(str, parts))
    try:
        return eval(compile(ast.Expression(node), module.__name__, "eval"), vars(module).copy())
    except (NameError, AttributeError, TypeError):
        return None


def _text(node: ast.expr, module: ModuleType) -> str:
    assert isinstance(node, ast.FormattedValue)
    value = _value(node.value, module)
    return str(value) if isinstance(value, str | int) else "가온"


@dataclass(slots=True)
class _Characters:
    """The characters that a pattern names, and those that its long repeats run over."""

    named: dict[str, None] = field(default_factory=dict)
    run: dict[str, None] = field(default_factory=dict)

    def read(self, items: Iterable[tuple[Any, Any]], *, inside: bool = False) -> None:
        for kind, value in items:
            if kind in _REPEATS:
                self.read(value[2], inside=inside or value[1] > MANY)
            elif kind is constants.SUBPATTERN:
                self.read(value[3], inside=inside)
            elif kind is constants.ATOMIC_GROUP:
                self.read(value, inside=inside)
            elif kind in (constants.ASSERT, constants.ASSERT_NOT):
                self.read(value[1], inside=inside)
            elif kind is constants.BRANCH:
                for branch in value[1]:
                    self.read(branch, inside=inside)
            else:
                for character in _matched(kind, value)[:3]:
                    (self.run if inside else self.named)[character] = None


def _matched(kind: object, value: Any) -> str:
    if kind is constants.LITERAL:
        return chr(value)
    if kind in (constants.NOT_LITERAL, constants.ANY):
        return "가 "
    if kind is not constants.IN:
        return ""
    if value[0][0] is constants.NEGATE:
        return "가 "
    found = ""
    for one, given in value:
        if one is constants.LITERAL:
            found += chr(given)
        elif one is constants.RANGE:
            found += chr(given[0])
        elif one is constants.CATEGORY:
            found += _KINDS.get(given, "")
    return found


def units(pattern: re.Pattern[Any], *, all_pairs: bool) -> list[str]:
    """Return one or two characters each, repeats of which might hold a pattern long: what it runs over, after what."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    characters = _Characters()
    characters.read(parser.parse(text, pattern.flags))
    run, named = list(characters.run), list(characters.named)
    if all_pairs:
        alone = list(dict.fromkeys([*run, *named, *COMMON]))
        return [*alone, *map("".join, permutations(alone[:24], 2))]
    pairs = [one + other for other in run[:3] for one in [*named[:3], *run[:3]] if one != other]
    return list(dict.fromkeys([*run[:8], *named[:3], *pairs]))


def text(unit: str, size: int) -> str:
    """Return a text of repeats that ends with something else, where what had to follow them fails."""
    return unit * (size // len(unit)) + NOBODY


class TooSlow(Exception):
    """A pattern is still at it."""


def seconds(work: Callable[[], None], limit: float) -> float:
    """Return the processor time that something takes; ten times the limit where it takes more."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, late)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        work()
        return time.process_time() - started
    except TooSlow:
        return limit * 10
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def grows(work: Callable[[int], None], size: int, quick: float) -> bool:
    """Whether eight times the size takes much more than eight times as long; what is quick at `size` is let pass.

    A square would be 64 times; a busy machine measures up to three times what an idle one does.
    """
    small = 10.0
    # What is slow once may only have been the first.
    for _ in range(3):
        small = min(small, seconds(lambda: work(size), 1.0))
        if small < quick:
            return False
    most = min(30 * small, MOST)
    return small >= MOST or seconds(lambda: work(8 * size), most) > most
