"""Releases on the board of an office and on portals: title, office, day and text of the one post of the page.

A post says its title first, then in a few labelled or bare words who put it there and when, then its text:

    제목 | 농촌 버스, 40개 군으로 늘린다
    담당부서 | 교통과 | 등록일 | 2026-03-12 11:00
    국토교통부는 …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ingest.readers import cover, dates
from ingest.readers.characters import line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = re.compile(r"(?:글\s*)?제\s*목|보도\s*자료\s*명|자료\s*명|건\s*명")
_OFFICE = re.compile(
    r"(?:담당|소관|제공|배포|발표|작성|출처|등록)?\s{0,9}(?:기\s*관|부\s*처)(?:\s{0,9}명)?|출\s*처|자료\s*제공|제공처|발행처"
)
_DEPARTMENT = re.compile(r"(?:담당|소관|작성|제공|등록|배포)?\s{0,9}(?:부\s*서|실\s*과)(?:\s{0,9}명)?")
_POSTED = re.compile(
    r"(?:최초\s*)?(?:등\s*록|작\s*성|게\s*시|게\s*재|배\s*포|발\s*표|공\s*개|보\s*도)\s*(?:일\s*자|일\s*시"
    r"|시\s*점|날짜|시간|일)|날\s*짜|일\s*자|일\s*시"
)
_CHANGED = re.compile(r"(?:최종|최근)?\s{0,9}(?:수정|변경|갱신)\s{0,9}(?:일자|일시|날짜|시간|일)")
_BODY = re.compile(r"(?:글\s*|상세\s*)?내\s*용|본\s*문")
_OTHER = re.compile(
    r"조\s*회\s*수?|첨\s*부\s*(?:파\s*일|자\s*료)?|작\s*성\s*자|등\s*록\s*자|담\s*당\s*자|글\s*쓴\s*이"
    r"|연\s*락\s*처|전\s*화(?:\s*번호)?|분\s*류|구\s*분"
    r"|번\s*호|이\s*메\s*일|문\s*의(?:\s*처)?|카\s*테\s*고\s*리|태\s*그|키\s*워\s*드|추\s*천|공\s*유"
    r"|엠바고|자료\s*구분|지\s*역"
)
_LABELS = (_TITLE, _OFFICE, _DEPARTMENT, _POSTED, _CHANGED, _BODY, _OTHER)
_CREDIT = re.compile(
    r"(?:자료|기사|글|콘텐츠|게시물|내용)[은는]?\s{0,9}(?P<office>[가-힣·]{2,16}?)(?:의|에서|가|이)?\s{0,9}"
    r"(?:제공한\s{0,9}|배포한\s{0,9}|발표한\s{0,9}|작성한\s{0,9})?(?:보도\s{0,9}(?:설명|참고)?\s{0,9}자료|자료"
    r"|보도\s*내용)[를을]?\s{0,9}(?:그대로\s{0,9})?"
    r"(?:전재|제공|인용|게재|옮)"
)
_PORTAL = re.compile(
    r"정책\s*브리핑|브리핑룸|korea\.kr|정부\s*24|뉴스\s*와이어|보도자료\s*통신사|포털|포탈|공공누리|대한민국\s*정부$"
)
_PLACE = re.compile(r"(?:[가-힣]{2,6}도\s)?[가-힣]{2,6}(?:특별자치시|특별자치도|특별시|광역시|시|군|구|도)")
_NOT_OFFICE = re.compile(
    r"(?:자료|대변인|민원|상담|홍보|기획|상황|회의|브리핑|공보|뉴스|연구|비서|총무)실|\S{0,40}(?:연락|출|문의"
    r"|접수|발행|사용|판매|제공|배포)처"
)
_SENTENCE = re.compile(r"[가-힣][다요음함됨임][.?!]")
_RELEASE = re.compile(r"보도\s{0,9}(?:참고|설명)?\s{0,9}자료|브리핑룸|해명\s*자료|언론\s*보도")
_SUBJECT = re.compile(r"(?:^|[\s_-])(?:\w{0,40}(?:title|tit|subject|sbj|headline))(?=$|[\s_-])", re.I)
_LEAST_TITLE = 6
_MOST_TITLE = 150
_MOST_WORDS = 40
"""Pieces of text between the title and the text of a post."""
_LONGEST_WORD = 60

_AROUND = re.compile(
    r"공공누리\s*제?\s{0,9}\d|공공저작물\s*자유이용|만족하[십시셨]|만족도\s{0,9}(?:조사|평가)|공식\s*전자정부\s*누리집"
    r"|무단\s{0,9}(?:전재|복제|배포)|출처를?\s{0,9}(?:표시|밝)"
)
_TOOLS = re.compile(
    r"본문\s*바로가기|글자\s*크기|인쇄하기|저작권|개인정보\s*처리방침|이용\s*조건|첨부\s*파일|바로\s*보기|미리\s*보기"
    r"|내려\s*받기|다운로드|뷰어\s*설치|의견을?\s*(?:남겨|작성)"
)
_FILE = re.compile(r"\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|odt|zip|jpe?g|png)\b", re.I)
_ENDS = re.compile(
    r"\W{0,9}(?:이전\s*글|다음\s*글|이전\s*기사|다음\s*기사|목록(?:으로|\s{0,9}보기)?|이전\s*보기|다음\s*보기"
    r"|콘텐츠\s*만족도.{0,400}|댓글.{0,400})\W{0,9}"
)


@dataclass(frozen=True, slots=True)
class Post:
    """What a page says of the release it shows."""

    title: str
    issuer: str
    department: str
    published: datetime | None
    modified: datetime | None
    release: bool
    """Whether the page calls it a release for the press."""
    body: tuple[HtmlElement, ...]
    """Elements that hold its text, maybe with some furniture."""


@dataclass(slots=True)
class _Facts:
    """What labelled and bare words around a title have said so far."""

    title: str = ""
    office: str = ""
    department: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    bare: datetime | None = None
    """A day without a label."""
    labels: int = 0

    def note(self, label: str, value: str) -> None:
        """Note a value with its label, which is empty for bare words."""
        moment = _moment(value)
        if _is(label, _TITLE):
            self.title = self.title or value
        elif _is(label, _OFFICE):
            self.office = self.office or _office(value)
        elif _is(label, _DEPARTMENT):
            self.department = self.department or value
            self.office = self.office or _office(value.split(" ")[0])
        elif _is(label, _POSTED):
            self.published = self.published or moment
        elif _is(label, _CHANGED):
            self.modified = self.modified or moment
        elif not label:
            self.bare = self.bare or moment
            self.office = self.office or _office(value)
        self.labels += bool(label)


def post(tree: HtmlElement, sites: Sequence[str]) -> Post | None:
    """Return the post that a page shows; `sites` are the names that the page gives itself, none for a press article."""
    names = [name for site in sites for name in re.split(r"\s{0,9}(?:\||::|<|>| - | – |:)\s{0,9}", site) if name]
    credit = next((_office(match["office"]) for match in _CREDIT.finditer(line(tree.text_content()))), "")
    official = bool(credit or any(_PORTAL.search(name) or _site(name) for name in names))
    found = _in_table(tree) or (_under_heading(tree) if official else None)
    if found is None:
        return None
    facts, body = found
    return Post(
        title=facts.title,
        issuer=facts.office or credit or next(filter(None, map(_site, reversed(names))), "") or _foot(tree),
        department=facts.department,
        published=facts.published or facts.bare,
        modified=facts.modified,
        release=_is_release(tree, names),
        body=body,
    )


def portal(name: str) -> bool:
    """Whether a site of this name shows what other offices have written."""
    return bool(_PORTAL.search(name))


def text(lines: Iterable[str], found: Post) -> list[str]:
    """Return the lines of a post's text without what the page says around it."""
    kept: list[str] = []
    started = False
    for one in lines:
        if started and _ENDS.fullmatch(one):
            break
        if _around(one) or (not started and _before(one, found)):
            continue
        started = started or bool(one.strip())
        kept.append(one)
    return kept


def _around(one: str) -> bool:
    """Whether a line is a licence, a question to readers, a credit, a tool or the name of a file."""
    if len(one) <= 200 and len(_SENTENCE.findall(one)) <= 1 and (_AROUND.search(one) or _CREDIT.search(one)):
        return True
    return len(one) <= 120 and not _SENTENCE.search(one) and bool(_TOOLS.search(one) or _FILE.search(one))


def _before(one: str, found: Post) -> bool:
    """Whether a line above the text repeats the title or says what is known of the post."""
    plain = re.sub(r"\W", "", one)
    if not plain or plain == re.sub(r"\W", "", found.title):
        return True
    if _SENTENCE.search(one) or len(one) > 2 * _LONGEST_WORD:
        return False
    known = {re.sub(r"\W", "", word) for word in (found.issuer, found.department)} - {""}
    rest = dates.MOMENT.sub(" ", one)
    for label in _LABELS:
        rest = re.sub(rf"(?<![가-힣])(?:{label.pattern})(?![가-힣])", " ", rest)
    rest = re.sub(r"[\W\d]|[pP쪽]", "", rest)
    return rest == "" or rest in known or any(rest.replace(word, "") == "" for word in known)


def _in_table(tree: HtmlElement) -> tuple[_Facts, tuple[HtmlElement, ...]] | None:
    """Find a table with a title and a day in labelled cells; its text is in the table or follows it."""
    for table in tree.xpath("//table[not(descendant::table)] | //table[descendant::table]"):
        facts = _Facts()
        cells = [cell for row in _rows(table) for cell in row]
        for label, value, _ in _pairs(table):
            facts.note(label, value)
        if not (facts.published and (facts.title or facts.labels > 1)):
            continue
        body = _text_cell(table, cells)
        facts.title = facts.title or _caption(table, body)
        if facts.title:
            return facts, (body,) if body is not None else _after(table)
    return None


def _rows(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    for row in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        yield [cell for cell in row if cell.tag in {"td", "th"}]


def _pairs(table: HtmlElement) -> Iterator[tuple[str, str, HtmlElement]]:
    """Yield (label, value, cell of the value) of the labelled cells, also where both are in one cell."""
    for row in _rows(table):
        for index, cell in enumerate(row):
            said = line(cell.text_content())
            if label := _label(said):
                following = row[index + 1] if index + 1 < len(row) else None
                if following is not None and not _label(value := line(following.text_content())):
                    yield label, value, following
            else:
                for label, value in _split(said):
                    yield label, value, cell


def _text_cell(table: HtmlElement, cells: Sequence[HtmlElement]) -> HtmlElement | None:
    """Return the cell that holds the post's text: the one so labelled, or the longest of those that hold sentences."""
    labelled = next((cell for label, _, cell in _pairs(table) if _is(label, _BODY)), None)
    if labelled is not None and line(labelled.text_content()):
        return labelled
    told = [cell for cell in cells if _SENTENCE.search(cell.text_content())]
    return max(told, key=lambda cell: len(line(cell.text_content())), default=None)


def _caption(table: HtmlElement, body: HtmlElement | None) -> str:
    """Return the title that stands without a label: alone in the first row, or over the table."""
    first = next(_rows(table), [])
    words = line(first[0].text_content()) if len(first) == 1 and first[0] is not body else ""
    if _LEAST_TITLE <= len(words) <= _MOST_TITLE and not list(_split(words)):
        return words
    over = table.xpath("preceding::*[self::h1 or self::h2 or self::h3 or self::h4 or self::strong]")
    titles = [line(one.text_content()) for one in over[-3:]]
    return next((title for title in reversed(titles) if _LEAST_TITLE <= len(title) <= _MOST_TITLE), "")


def _under_heading(tree: HtmlElement) -> tuple[_Facts, tuple[HtmlElement, ...]] | None:
    """Find the heading under which an office or department and a day stand before the first sentence."""
    for heading in tree.iter("*"):
        if not _heading(heading):
            continue
        facts = _Facts(title=line(heading.text_content()))
        _note(facts, _words_after(heading))
        body = _after(heading) if facts.published or facts.bare else ()
        if body:
            return facts, body
    return None


def _heading(element: HtmlElement) -> bool:
    if element.tag not in {"h1", "h2", "h3", "h4", "h5"}:
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _SUBJECT.search(marks) or element.tag not in {"p", "div", "strong", "span", "dt", "li", "em"}:
            return False
    words = line(element.text_content())
    return _LEAST_TITLE <= len(words) <= _MOST_TITLE and not _RELEASE.fullmatch(words)


def _words_after(heading: HtmlElement) -> list[str]:
    """List the pieces of text after a heading, up to the first sentence."""
    words: list[str] = []
    for piece in heading.xpath("following::text()[not(ancestor::script or ancestor::style)]"):
        said = line(str(piece))
        if _SENTENCE.search(said) or len(said) > _LONGEST_WORD or len(words) >= _MOST_WORDS:
            break
        if said:
            words.append(said)
    return words


def _note(facts: _Facts, words: Sequence[str]) -> None:
    label = ""
    for word in words:
        if found := _label(word):
            label = found
            continue
        pairs = list(_split(word))
        for name, value in pairs:
            facts.note(name, value)
        if not pairs:
            facts.note(label, word)
        label = ""


def _after(element: HtmlElement) -> tuple[HtmlElement, ...]:
    """Return what follows an element from the first part with a sentence on, at the lowest level that has one."""
    level = element
    while level is not None and level.tag != "body":
        following = [one for one in level.itersiblings() if isinstance(one.tag, str)]
        at = next((index for index, one in enumerate(following) if _SENTENCE.search(one.text_content())), None)
        if at is not None:
            return tuple(one for one in following[at:] if one.tag not in {"footer", "nav", "aside"})
        level = level.getparent()
    return ()


def _label(words: str) -> str:
    """Return the label that the words are, without its colon; empty when they are none."""
    plain = words.strip(" :：·|[]()*")
    return plain if len(plain) <= 12 and any(_is(plain, label) for label in _LABELS) else ""


def _is(words: str, label: re.Pattern[str]) -> bool:
    return bool(words) and bool(label.fullmatch(words))


_PAIR = re.compile(
    r"(?:^|[\s|,/·(\[])(?P<label>" + "|".join(f"(?:{label.pattern})" for label in _LABELS) + r")\s{0,9}[:：]\s{0,9}"
)


def _split(words: str) -> Iterator[tuple[str, str]]:
    """Yield the labelled values of a line such as `등록일: 2026-03-12 | 조회: 12`."""
    found = list(_PAIR.finditer(words)) if len(words) <= 2 * _LONGEST_WORD else []
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(words)
        yield match["label"], words[match.end() : end].strip(" |,/·")


def _moment(words: str) -> datetime | None:
    match = dates.MOMENT.search(words) if len(words) <= _LONGEST_WORD else None
    return dates.moment(match) if match else None


def _office(words: str) -> str:
    name = cover.issuer(words.strip(" []()「」<>"))
    return "" if _NOT_OFFICE.fullmatch(name) else name


def _site(name: str) -> str:
    """Return the office whose site has this name; empty for a portal."""
    name = re.sub(r"\s{0,9}(?:공식\s{0,9})?(?:누리집|(?:대표\s{0,9})?홈페이지|보도\s*자료)$", "", name.strip())
    if _PORTAL.search(name):
        return ""
    return _office(name) or (name if _PLACE.fullmatch(name) and len(name) >= 3 else "")


def _foot(tree: HtmlElement) -> str:
    """Return the only office that the foot of the page names."""
    feet = tree.xpath(
        "//footer | //*[contains(@class, 'foot') or contains(@id, 'foot') or @class='copy' or @class='copyright']"
    )
    words = [word.strip(".,()[]ⓒ©") for foot in feet for word in line(foot.text_content()).split()]
    offices = {name for word in words if len(word) >= 3 and (name := _office(word))}
    bodies = {name for name in offices if not _PLACE.fullmatch(name)} or offices
    return bodies.pop() if len(bodies) == 1 else ""


def _is_release(tree: HtmlElement, names: Iterable[str]) -> bool:
    heads = tree.xpath(
        "//h1 | //h2 | //h3 | //h4 | //caption | //*[contains(@class, 'loc') or contains(@class, 'path')]"
    )
    short = [words for head in heads if len(words := line(head.text_content())) <= _LONGEST_WORD]
    return any(map(_RELEASE.search, [*names, *short])) or bool(
        re.search(r"보도\s{0,9}(?:참고|설명)?\s{0,9}자료[를을]?\s{0,9}(?:전재|제공)", line(tree.text_content()))
    )
