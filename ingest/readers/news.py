"""Article extraction: title, body, byline and dates of a press article without the menus around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from ingest.readers import dates, press
from ingest.readers.characters import clean
from ingest.readers.source import Reading

_LABEL = re.compile(
    r"(?P<modified>(?:최종|최초)?\s{0,9}(?:기사\s{0,9})?(?:수정|업데이트|갱신)(?:일시|시간|일)?)"
    r"|(?P<published>(?:기사\s{0,9}|최초\s{0,9})?(?:등록|입력|송고|승인|게재|게시|작성|발행|보도)(?:일시|시간|일|됨)?)",
)
_RESIDUE = re.compile(
    rf"{press.REPORTER}|{press.MAIL}|{press.NAME}|지면\s{{0,9}}\S{{0,40}}|[A-Z]?\d{{1,2}}면|조회수?\s{{0,9}}[\d,]{{0,40}}|댓글\s{{0,9}}\d{{0,20}}"
)
_HEAD_LINES = 25
_FEWEST_SIGNALS = 2
_SHORTEST_TITLE = 8
_MOST_CAPTION = 300
_MOST_RESIDUE = 12
_SENTENCE = re.compile(r"[다요까][.?!][\"”’')]?(?:\s|$)")
_INLINE_CREDIT = re.compile(r"\s{0,9}[\[(](?:사진|그래픽|자료)\s{0,9}[=:][^\])]{1,40}[\])]")


@dataclass(slots=True)
class _Page:
    """What has been found so far while going down the lines of a page."""

    issuer: str = ""
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    signals: int = 0
    head: list[str] = field(default_factory=list)
    """Lines before the first date: the title is among them."""
    body: list[str] = field(default_factory=list)
    started: bool = False
    """Whether the article's first paragraph was seen."""


def article(text: str, stated: Reading, *, known: bool = False) -> Reading | None:
    """Return the article that cleaned `text` holds, or None when it does not look like a press page.

    `stated` holds facts already known from metadata, which take precedence; its text is ignored. `known` says that
    the page declares itself an article.
    """
    page = _Page(stated.issuer, stated.byline, stated.published, stated.modified, 2 if known else 0)
    lines = text.split("\n")
    dated = _dated(lines)
    ended = False
    for index, line in enumerate(lines):
        if ended:
            _facts(page, line)
        else:
            ended = _take(page, line.strip(), before_date=index < dated)
    if page.signals < _FEWEST_SIGNALS:
        return None
    issuer = page.issuer or press.issuer(text)
    title = stated.title or _title(page.head, lines, issuer)
    body = [line for line in page.body if not _same(line, title)]
    if not any(body):
        return None
    reading = Reading(title=title, text=clean("\n".join(body)), kind="article", issuer=issuer)
    return replace(reading, published=page.published, modified=page.modified, byline=page.byline)


def _dated(lines: list[str]) -> int:
    """Index of the first line of dates among the first lines, 0 when there is none before the body."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _stamps(line):
            return index
        if press.DATELINE.match(line) and not press.CAPTION.search(line):
            return index
    return 0


def _take(page: _Page, line: str, *, before_date: bool) -> bool:
    """Put one line where it belongs; True when the article ends with it."""
    if not line:
        if page.body:
            page.body.append("")
        return False
    if _caption(line):
        return False
    if press.END.search(line) and len(line) < _MOST_CAPTION:
        page.signals += 1
        return page.started
    if press.furniture(line) or _facts(page, line):
        return False
    if (byline := press.BYLINE.match(line)) or press.MAIL_LINE.match(line):
        page.signals += 1
        page.byline = page.byline or (_names(byline["byline"] or byline["after"]) if byline else "")
        return False
    if before_date:
        page.head.append(line)
        return False
    line = _INLINE_CREDIT.sub("", _undated(page, line))
    if press.furniture(line):
        return False
    if byline := press.BYLINE.match(line):
        page.byline = page.byline or _names(byline["byline"] or byline["after"])
        return False
    page.body.append(line)
    page.started = page.started or bool(_SENTENCE.search(line))
    return False


def _undated(page: _Page, line: str) -> str:
    """Return the line without the agency's dateline and byline, which are noted."""
    match = press.DATELINE.match(line)
    if match and not (match["house"] and match["house"] not in press.NAMES and page.started):
        found = match.groupdict()
        page.signals += 2
        page.issuer = page.issuer or found["agency"] or found["house"] or found["known"] or ""
        byline = found["byline"] or found["inner"] or found["reporter"]
        page.byline = page.byline or _names(byline or "")
        page.started = True
        return line[match.end() :].strip()
    if not page.started and (bare := press.BARE_BYLINE.match(line)):
        page.signals += 1
        page.byline = page.byline or _names(bare["byline"])
        return line[bare.end() :].strip()
    return line


def _names(text: str) -> str:
    """Return reporters' names without their office, as the byline gives them."""
    names = re.sub(r"\s?(?:[가-힣]{0,4}(?:기자|특파원)|논설위원|통신원|리포터)", "", text)
    return ", ".join(part for part in re.split(r"[\s·,|/]+", names) if part)


def _caption(line: str) -> bool:
    if len(line) > _MOST_CAPTION or not press.CAPTION.search(line):
        return False
    dateline = press.DATELINE.match(line)
    if dateline and dateline["byline"] and not re.search(r"photo@|재판매|\d\.?\s{0,9}\S{1,40}@\S{1,40}\s{0,9}$", line):
        return False
    # A paragraph of several sentences that only mentions a credit is the article itself.
    return len(_SENTENCE.findall(line)) < 2 or bool(re.search(r"재판매\s*및\s*DB|photo@", line))


def _stamps(line: str) -> list[tuple[str, datetime]]:
    """Return the dates of a line that holds nothing else; a label may stand on either side."""
    found = list(dates.MOMENT.finditer(line))
    if not found or len(line) > 160:
        return []
    labels = list(_LABEL.finditer(line))
    rest = _RESIDUE.sub("", _LABEL.sub("", dates.MOMENT.sub("", line)))
    rest = re.sub(r"[\W_]|시간|일시", "", press.MENU.sub("", rest))
    if len(rest) > (_MOST_RESIDUE if labels else 0) or not (labels or found[0]["hour"]):
        return []
    after = bool(labels) and labels[0].start() > found[0].start()
    stamps = []
    for index, match in enumerate(found):
        moment = dates.moment(match)
        label = _label(labels, match, found, index, after=after)
        if moment:
            stamps.append((label, moment))
    return stamps


def _label(
    labels: list[re.Match[str]], date: re.Match[str], found: list[re.Match[str]], index: int, *, after: bool
) -> str:
    if after:
        limit = found[index + 1].start() if index + 1 < len(found) else len(date.string)
        near = [label for label in labels if date.end() <= label.start() < limit]
    else:
        limit = found[index - 1].end() if index else 0
        near = [label for label in labels if limit <= label.start() < date.start()]
    if not near:
        return "published" if index == 0 else "modified"
    return "modified" if near[0]["modified"] else "published"


def _facts(page: _Page, line: str) -> bool:
    """Note the dates of a line of dates; False when it is another line."""
    stamps = _stamps(line)
    for label, moment in stamps:
        if label == "modified":
            page.modified = page.modified or moment
        elif page.published is None or page.published.time() == datetime.min.time():
            page.published = moment
    if stamps:
        page.signals += 1
        if byline := re.search(press.REPORTER, line):
            page.signals += 1
            page.byline = page.byline or _names(byline[0])
    return bool(stamps)


def _title(head: list[str], lines: list[str], issuer: str) -> str:
    """Return the line above the dates that the page repeats, else the first as long as a headline."""
    candidates = [line for line in head if len(line) >= _SHORTEST_TITLE and not _same(line, issuer)]
    repeated = (line for line in candidates if sum(_same(line, other) for other in lines) > 1)
    title = next(repeated, None) or next(iter(candidates), None) or next(iter(head), "")
    bracket = re.match(r"\[([^\]]{2,10})\]\s*", title)
    if bracket and (bracket[1] == issuer or bracket[1] in press.MENU_WORDS):
        return title[bracket.end() :]
    return title


def _same(line: str, title: str) -> bool:
    return re.sub(r"\W", "", line) == re.sub(r"\W", "", title) != ""
