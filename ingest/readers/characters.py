"""Text normalisation shared by all readers: Unicode form, bullets, spaces and blank lines."""

from __future__ import annotations

import re
import unicodedata

# Hancom and symbol fonts keep their bullets in the private-use area; a matcher downstream must see the real ones.
_PRIVATE = {
    "\uf06c": "●",
    "\uf06d": "○",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf071": "□",
    "\uf075": "◆",
    "\uf076": "❖",
    "\uf077": "◆",
    "\uf09f": "·",
    "\uf0a0": "·",
    "\uf0a1": "○",
    "\uf0a7": "■",
    "\uf0a8": "□",
    "\uf0b7": "·",
    "\uf0d8": "▷",
    "\uf0de": "⇒",
    "\uf0e0": "→",
    "\uf0e8": "⇒",
    "\uf0f0": "⇨",
    "\uf0fc": "✓",
    "\uf0fe": "☑",
    "\U000f02ef": "·",
    "\U000f02fb": "·",
    "\U000f0827": "▪",
    "\U000f003b": "○",
    "\U000f003d": "□",
}
# Hancom sets negative circled and boxed digits as consecutive private code points.
_PRIVATE |= {chr(0xF02B1 + index): chr(0x2460 + index) for index in range(20)}
_UNKNOWN = "\N{WHITE VERTICAL RECTANGLE}"
"""Stands for a sign that is printed and not known: no bullet, so that it makes no heading."""

# Old jamo that Hancom writers type as a middle dot.
_DOT = "\u119e"

_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)
_TRAILING = re.compile(r"(?<! ) ++$", re.MULTILINE)
_SPREAD = re.compile(r"(?<!\S)[가-힣](?: [가-힣](?!\S)){3,}+")
_BLANK_LINES = re.compile(r"\n{3,}")


def characters(text: str) -> str:
    """Return `text` in Unicode NFC, with plain spaces and no invisible characters; line breaks stay."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", _BREAK.sub("\n", text)))
    text = _PRIVATE_USE.sub(lambda match: _PRIVATE.get(match[0], _UNKNOWN), text)
    return _SPACE.sub(" ", text).replace(_DOT, "·")


def clean(text: str) -> str:
    """Return `characters(text)` without trailing spaces, outer blank lines or blank lines in a row.

    Cleaning twice changes nothing.
    """
    text = _TRAILING.sub("", characters(text))
    return _BLANK_LINES.sub("\n\n", text).strip("\n").rstrip()


def line(text: str) -> str:
    """Return `text` cleaned to a single line with single spaces."""
    return " ".join(characters(text).split())


def closed(text: str) -> str:
    """Return a title whose letters are spread over the line with the words together: 제 안 요 청 서 is 제안요청서."""
    return _SPREAD.sub(lambda found: found[0].replace(" ", ""), text)
