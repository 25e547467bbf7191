"""Style sheets of a web page: which declarations its own style elements and attributes give each element.

Selectors of tags, classes, ids and attributes, below one another, are understood; those of other kinds (`:not()`, `~`)
and sheets in other files are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Declarations = dict[str, str]
"""Property, in lower case, to its value."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_OTHER_MEDIA = re.compile(r"\bprint|\bspeech|\bnot\b|max-(?:device-)?width|orientation|prefers-|hover|pointer", re.I)
# No letter is of two of these classes: a name could else be read in as many ways as it has subsets.
_NAME = r"(?:[a-zA-Z0-9_-]|[^\x00-\x7f]|\\.)+"
_COMPOUND = re.compile(rf"(?P<tag>\*|[a-zA-Z][\w-]*)?(?P<rest>(?:[.#]{_NAME}|\[[^\]]+\])*)$")
_PART = re.compile(
    rf"(?P<kind>[.#])(?P<name>{_NAME})|\[\s{{0,9}}(?P<key>[\w-]{{1,40}})\s{{0,9}}(?:(?P<sign>[~^$*|]?=)\s{{0,9}}(?P<value>.{{0,400}}?))?\]"
)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
_INLINE = (1, 0, 0)
_MOST_SHEET = 4_000_000


@dataclass(frozen=True, slots=True)
class _Compound:
    """A selector of one element; `child` says that it must stand directly in what the selector before selects."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    child: bool


_Selector = tuple[_Compound, ...]
_Weight = tuple[bool, tuple[int, int, int], tuple[int, int, int], int]


def styles(tree: HtmlElement, properties: frozenset[str]) -> dict[HtmlElement, Declarations]:
    """Return the declarations of `properties` in force for each element that has any, nothing inherited."""
    index = _Index(tree)
    found: dict[HtmlElement, dict[str, tuple[_Weight, str]]] = defaultdict(dict)
    sheet = "\n".join(str(text) for text in tree.xpath("//style[not(ancestor::noscript) and not(@disabled)]/text()"))
    rules = list(_rules(_COMMENT.sub(" ", sheet[:_MOST_SHEET])))
    named = {name: value for _, block in rules for name, value, _ in declarations(block) if name.startswith("--")}

    def wanted(block: str) -> list[tuple[str, str, bool]]:
        known = [one for one in declarations(block) if one[0] in properties]
        return [(name, _VARIABLE.sub(lambda m: named.get(m[1], m[0]), value), marked) for name, value, marked in known]

    for order, (selectors, block) in enumerate(rules):
        declared = wanted(block)
        for selector in _selectors(selectors) if declared else ():
            for element in index.selected(selector):
                _set(found[element], declared, (0, 0, 0), _specificity(selector), order)
    for element in tree.iterfind(".//*[@style]"):
        _set(found[element], wanted(element.get("style", "")), _INLINE, (0, 0, 0), 0)
    return {element: {name: value for name, (_, value) in held.items()} for element, held in found.items() if held}


def declarations(block: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (property, value in lower case, whether it is important) of a style attribute or block."""
    for part in _COMMENT.sub(" ", block).split(";"):
        name, colon, value = part.partition(":")
        value = " ".join(value.lower().split())
        plain = re.sub(r"\s{0,9}!\s{0,9}important$", "", value)
        if colon and plain:
            yield name.strip().lower(), plain, plain != value


def _set(
    held: dict[str, tuple[_Weight, str]],
    declared: list[tuple[str, str, bool]],
    origin: tuple[int, int, int],
    specificity: tuple[int, int, int],
    order: int,
) -> None:
    for name, value, important in declared:
        weight = (important, origin, specificity, order)
        if name not in held or held[name][0] <= weight:
            held[name] = weight, value


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield (selectors, declarations) of every rule that holds on a screen of usual width."""
    depth, start, opened = 0, 0, 0
    prelude = ""
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            if depth == 0:
                prelude = sheet[start : brace.start()].rpartition(";")[2].strip()
                opened = brace.end()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth:
            continue
        block, start = sheet[opened : brace.start()], brace.end()
        if not prelude.startswith("@"):
            yield prelude, block
        elif re.match(r"@(?:media|supports|layer)\b", prelude, re.I) and not _OTHER_MEDIA.search(prelude):
            yield from _rules(block)


def _selectors(text: str) -> Iterator[_Selector]:
    for alternative in text.split(","):
        if selector := _selector(alternative.strip()):
            yield selector


def _selector(text: str) -> _Selector:
    """Return the compounds from the outermost in; none for a selector of another kind."""
    compounds: list[_Compound] = []
    child = False
    for word in re.sub(r"\s{0,9}>\s{0,9}", " > ", text).split():
        if word == ">":
            child = True
            continue
        match = _COMPOUND.match(word)
        if not match or not word:
            return ()
        ids, classes, attributes = [], [], []
        for part in _PART.finditer(match["rest"]):
            if part["kind"] == "#":
                ids.append(part["name"].replace("\\", ""))
            elif part["kind"] == ".":
                classes.append(part["name"].replace("\\", ""))
            else:
                attributes.append((part["key"].lower(), part["sign"] or "", (part["value"] or "").strip("\"' ")))
        tag = (match["tag"] or "*").lower()
        compounds.append(_Compound(tag, tuple(ids), tuple(classes), tuple(attributes), child))
        child = False
    return tuple(compounds)


def _specificity(selector: _Selector) -> tuple[int, int, int]:
    return (
        sum(len(one.ids) for one in selector),
        sum(len(one.classes) + len(one.attributes) for one in selector),
        sum(one.tag != "*" for one in selector),
    )


class _Index:
    """Elements of a page by id, class and tag."""

    def __init__(self, tree: HtmlElement) -> None:
        self._ids: dict[str, list[HtmlElement]] = defaultdict(list)
        self._classes: dict[str, list[HtmlElement]] = defaultdict(list)
        self._tags: dict[str, list[HtmlElement]] = defaultdict(list)
        for element in tree.iter("*"):
            self._tags[element.tag].append(element)
            self._tags["*"].append(element)
            if name := element.get("id"):
                self._ids[name].append(element)
            for name in (element.get("class") or "").split():
                self._classes[name].append(element)

    def selected(self, selector: _Selector) -> list[HtmlElement]:
        """Return the elements that a selector selects."""
        last = selector[-1]
        if last.ids:
            candidates = self._ids.get(last.ids[0], [])
        elif last.classes:
            candidates = self._classes.get(last.classes[0], [])
        else:
            candidates = self._tags.get(last.tag, [])
        return [element for element in candidates if _selects(selector, element)]


def _selects(selector: _Selector, element: HtmlElement) -> bool:
    if not _fits(selector[-1], element.tag, element.attrib):
        return False
    if len(selector) == 1:
        return True
    above = element.getparent()
    while above is not None:
        if _selects(selector[:-1], above):
            return True
        if selector[-1].child:
            return False
        above = above.getparent()
    return False


def _fits(compound: _Compound, tag: str, attributes: Mapping[str, str]) -> bool:
    classes = (attributes.get("class") or "").split()
    return (
        compound.tag in {"*", tag}
        and all(attributes.get("id") == name for name in compound.ids)
        and all(name in classes for name in compound.classes)
        and all(_holds(attributes.get(key), sign, value) for key, sign, value in compound.attributes)
    )


def _holds(given: str | None, sign: str, value: str) -> bool:
    if given is None or not sign:
        return given is not None
    return {
        "=": given == value,
        "~=": value in given.split(),
        "^=": given.startswith(value),
        "$=": given.endswith(value),
        "*=": value in given,
        "|=": given == value or given.startswith(f"{value}-"),
    }[sign]
