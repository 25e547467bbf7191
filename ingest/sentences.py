"""Sentence segmentation of Korean press and outline text.

A line break always ends a sentence and a table row is one sentence. Within a line only end marks divide: a number, a
date, a numbered heading or a quotation in mid-sentence is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CELL = " | "
"""What readers put between two cells of a table row."""

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029\u0085]+")
_BULLETS = "□■◻▢❏❑○◯❍◦●◇◆◈▣◎▶▷►‣•∙․▪▫▲△▴▵☞✓✔➢➤※★☆"
_MARKER = re.compile(
    rf"[ \t\u00a0\u3000]*(?:[{_BULLETS}]+|ㅇ|[oO0](?=\s+[가-힣(])|[-－‐‑–―—·ㆍ](?!\d)|\*+|"
    r"[Ⅰ-Ⅻⅰ-ⅻ]\s?[.．]?|\d{1,2}\s?[.．](?!\d|\s*\d{1,2}\s*\.)|\(?\d{1,2}\)|[①-⑳❶-❿➀-➓㉠-㉻]|"
    r"\(?[가나다라마바사아자차카타파하](?:[.．](?=\s)|\)))[ \t\u00a0\u3000]*(?=\S)"
)
_TRIGGER = re.compile(r"[.!?…。\"“‘'(（「『□■❑○◯❍◦ㅇ◇◆◈※]")
_QUOTED = {
    '"': re.compile(r'"[^"]{1,400}"'),
    "“": re.compile(r"“[^“”]{1,400}”"),
    "‘": re.compile(r"‘(?!\d)[^‘’]{1,200}’"),
    "'": re.compile(r"'(?!\d)[^']{1,200}'"),
    "(": re.compile(r"\((?:[^()]|\([^()]{0,60}\)){1,200}\)"),
    "（": re.compile(r"（[^（）]{1,200}）"),
    "「": re.compile(r"「[^「」]{1,200}」"),
    "『": re.compile(r"『[^『』]{1,200}』"),
}
_MARKS = ".!?…。"
_SPACE = re.compile(r"\s*+")
_RUN = re.compile(r"[.!?…。]+[\"”’'」』)\]）】〉》>]*")
# A quotation goes on into its sentence by one of these, with or without a space before it.
_GOES_ON = re.compile(
    r"\s*(?:이?라(?:고|며|면서|는|던|서)|이?란\s|고\s|이?며|면서|하고\s|하며|하면서|는\s|등\s|등[을의이에으]|"
    r"[을를이가은의에와과도]\s|으?로\s|[:,)·△▲▴])"
)
_FINAL = re.compile(r"[가-힣][다요까죠]$")
_CLOSED = re.compile(r"(?:[함임음됨다.)\]%]|증가|감소|기록|추진|확대|예정|계획|전망|강화|지원)$")
_NOMINAL = "임함음됨짐"
_LABEL = re.compile(r"\s{0,9}(?:붙\s?임|참\s?고|별\s?첨|첨\s?부|비\s?고|주)$")
_SERIES = "가나다라마바사아자차카타파하"
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Za-z]|[IVX]{1,9}|(?:[A-Za-z]\.){1,6}[A-Za-z]|Mr|Ms|Mrs|Dr|Prof|St|Inc|Ltd|Co|Corp|No|Nos|vs|etc|al|"
    r"Jr|Sr|Fig|Vol|vol|pp|ed|eds|Ph|cf|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)$"
)
_WEEKDAY = re.compile(r"\([월화수목금토일]\)$")


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of every sentence, in order, disjoint, covering all that is not space."""
    found: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        line = match.group()
        body = line.strip()
        if not body:
            continue
        offset = match.start() + line.index(body[0])
        if is_row(body):
            found.append((offset, offset + len(body)))
            continue
        start = 0
        for cut, resume in _cuts(body):
            found.append((offset + start, offset + cut))
            start = resume
        found.append((offset + start, offset + len(body)))
    return tuple(found)


def marker_end(text: str, start: int) -> int:
    """Return the offset just after the outline marker that opens `text[start:]`, or `start` if none does."""
    match = _MARKER.match(text, start)
    return match.end() if match else start


def is_row(line: str) -> bool:
    """Return whether a line is a row of a table."""
    return CELL in line or (len(line) > 1 and line[0] == "|" and line[-1] == "|")


def _cuts(body: str) -> Iterator[tuple[int, int]]:
    """Yield, for every sentence end inside a line, its offset and that of the next sentence."""
    last, position = 0, 0
    while match := _TRIGGER.search(body, position):
        at = match.start()
        character = body[at]
        if character in _MARKS:
            end, position = _mark(body, last, at)
        elif character in _QUOTED:
            position = _after_quote(body, at)
            end = position if position > at + 1 and _quote_ends(body, last, at, position) else 0
        else:
            position = at + 1
            end = _back(body, at) if last < at and _opens_item(body, at) else 0
        if last < end < len(body):
            last = _skip(body, end)
            yield end, last


def _mark(body: str, last: int, at: int) -> tuple[int, int]:
    """Return the end of the sentence that the marks at `at` close, or 0, and where to look next."""
    run = _RUN.match(body, at)
    assert run is not None
    after = run.end()
    if after == len(body) or not _ends(body, last, at, after):
        return 0, after
    end = _with_remark(body, after)
    return end, end


def _skip(body: str, position: int) -> int:
    """Return the first offset from `position` on that holds no space."""
    while body[position].isspace():
        position += 1
    return position


def _back(body: str, position: int) -> int:
    """Return the offset just after the last character before `position` that is no space."""
    while position and body[position - 1].isspace():
        position -= 1
    return position


def _ends(body: str, last: int, at: int, after: int) -> bool:
    """Return whether the end marks `body[at:after]` close a sentence that began at `last`."""
    closed = body[after - 1] not in _MARKS
    if (closed or body[at] in "!?") and _GOES_ON.match(body, after):
        return False
    before = body[max(last, at - 40) : at]
    if not before.strip():
        return False
    if not body[after].isspace():
        return not closed and body[at] in ".。" and _runs_on(before, body[after])
    if body[at] in "…" or body.startswith("..", at):
        return bool(_FINAL.search(before)) or before[-1] in _NOMINAL
    if body[at] in "!?。":
        return True
    return _full_stop(before, body[_skip(body, after)])


def _runs_on(before: str, following: str) -> bool:
    """Return whether a full stop with no space after it still ends a sentence, as in `했다.이어`."""
    return bool(_FINAL.search(before)) and ("가" <= following <= "힣" or following in "※□○◦▲△“‘\"'*(")


def _full_stop(before: str, following: str) -> bool:
    """Return whether a full stop after `before`, and a space before the character `following`, end a sentence."""
    character = before[-1]
    if "가" <= character <= "힣":
        alone = len(before) == 1 or before[-2].isspace() or before[-2] in ".([〈<"
        return not (alone and character in _SERIES) and not _LABEL.match(before)
    if character.isnumeric() or character.isspace():
        return False
    if character.isascii() and character.isalpha():
        return not _ABBREVIATION.search(before[-12:]) and not following.islower()
    return not (character == ")" and _WEEKDAY.search(before[-3:]))


def _with_remark(body: str, position: int) -> int:
    """Return the end of a bracketed remark that clings to the full stop, else `position`."""
    if body[position] == "(" and (remark := _QUOTED["("].match(body, position)):
        return remark.end()
    return position


def _after_quote(body: str, at: int) -> int:
    """Return the end of the quotation or bracket opening at `at`, or the next offset if none opens there."""
    character = body[at]
    if character in "\"'" and at and (body[at - 1].isalnum() or body[at - 1] in ".,!?)%"):
        return at + 1
    quoted = _QUOTED[character].match(body, at)
    return quoted.end() if quoted else at + 1


def _quote_ends(body: str, last: int, at: int, after: int) -> bool:
    """Return whether the quotation `body[at:after]` closes the sentence that began at `last`."""
    if after == len(body) or body[after - 2] not in _MARKS or not body[after].isspace():
        return False
    if body[at] in "(（":
        return bool(_SPACE.fullmatch(body, last, at)) and bool(_FINAL.search(body[at : after - 2]))
    return not _GOES_ON.match(body, after)


def _opens_item(body: str, at: int) -> bool:
    """Return whether the bullet at `at` opens a new outline item in the middle of a line."""
    before, after = body[at - 1], body[at + 1 : at + 2]
    if body[at] == "※":
        return before.isspace() or before in _MARKS
    return after.isspace() and (
        before.isspace() or (body[at] != "ㅇ" and bool(_CLOSED.search(body[max(0, at - 4) : at])))
    )
