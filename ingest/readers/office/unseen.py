"""Text of a DOCX that its reader does not see: hidden, in the colour of the page, or too small to read.

It is taken out before the document is read, for what nobody can see proves nothing:
`<w:r><w:rPr><w:vanish/></w:rPr><w:t>5조원</w:t></w:r>` leaves no text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.archives import DAMAGED

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
STYLES = "word/styles.xml"
TINY = 4
"""Size in half points up to which nobody reads a letter."""
_OFF = frozenset({"0", "false", "off", "none"})
_WHITE = frozenset({"FFFFFF", "ffffff", "white"})
# A table or a box may be filled by its style, which is not looked up here: white letters are readable there.
_FILLED = (f"{W}tbl", f"{W}txbxContent")


def without(data: bytes) -> bytes:
    """Return a DOCX without the runs of text that cannot be seen; the same bytes where there are none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            styles = frozenset(_hidden_styles(_part(package, STYLES)))
            changed = {name: seen for name in PARTS if (seen := _seen(_part(package, name), styles))}
            return _rewritten(package, changed) if changed else data
    except (*DAMAGED, OSError):
        # A damaged package: its reader says so.
        return data


def _part(package: zipfile.ZipFile, name: str) -> _Element | None:
    from lxml import etree

    if name not in package.namelist():
        return None
    try:
        return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _seen(root: _Element | None, styles: frozenset[str]) -> bytes | None:
    """Return a part without its unseen runs, None where it has none."""
    from lxml import etree

    if root is None:
        return None
    unseen = [run for run in root.iter(f"{W}r") if _unseen(run, root, styles)]
    for run in unseen:
        for child in [child for child in run if child.tag != f"{W}rPr"]:
            run.remove(child)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if unseen else None


def _unseen(run: _Element, root: _Element, styles: frozenset[str]) -> bool:
    particulars = run.find(f"{W}rPr")
    if particulars is None:
        return False
    style = particulars.find(f"{W}rStyle")
    return (
        _is_on(particulars, "vanish")
        or (style is not None and style.get(f"{W}val") in styles and particulars.find(f"{W}vanish") is None)
        or _size(particulars) <= TINY
        or _is_white(run, particulars, root)
    )


def _is_on(particulars: _Element, name: str) -> bool:
    found = particulars.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def _size(particulars: _Element) -> float:
    found = particulars.find(f"{W}sz")
    value = found.get(f"{W}val", "") if found is not None else ""
    return float(value) if value.isdigit() else float("inf")


def _is_white(run: _Element, particulars: _Element, root: _Element) -> bool:
    """Whether the letters are white on nothing that is filled: neither run, paragraph nor page has a colour."""
    colour = particulars.find(f"{W}color")
    if colour is None or colour.get(f"{W}val") not in _WHITE or particulars.find(f"{W}highlight") is not None:
        return False
    around = [parent.find(f"{W}pPr") for parent in run.iterancestors(f"{W}p")]
    if any(place is not None and _is_filled(place) for place in (particulars, *around)):
        return False
    return root.find(f"{W}background") is None and not any(True for _ in run.iterancestors(*_FILLED))


def _is_filled(place: _Element) -> bool:
    shade = place.find(f"{W}shd")
    return shade is not None and shade.get(f"{W}fill", "auto") not in {"auto", *_WHITE}


def _hidden_styles(root: _Element | None) -> Iterator[str]:
    for style in root.iter(f"{W}style") if root is not None else ():
        particulars = style.find(f"{W}rPr")
        name = style.get(f"{W}styleId")
        if name and particulars is not None and _is_on(particulars, "vanish"):
            yield name


def _rewritten(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fresh:
        for one in package.infolist():
            fresh.writestr(one.filename, changed.get(one.filename) or package.read(one.filename))
    return made.getvalue()
