"""Boxes of a web page that are no part of its article: machine summaries, lists of other pages, tools for sharing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.readers.characters import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SUMMARY = re.compile(
    r"\W{0,9}(?:(?:생성형\s{0,9})?AI|인공지능|챗\s*GPT|자동|기계)(?:[가이]|로)?[\s\w]{0,8}?"
    r"(?:요약|정리|브리핑|summary)(?:한|된|봇|문|본|하기|\s{0,9}보기|\s{0,9}서비스|\s{0,9}내용|\s{0,9}기사|\s{0,9}뉴스|\s{0,9}열기"
    r"|\s{0,9}닫기|\s{0,9}beta|\W)*"
    r"|\W{0,9}(?:(?:한|두|세|네|다섯|[1-5])\s{0,9}(?:줄|문장)|기사|뉴스|본문|빠른)\s{0,9}(?:핵심\s{0,9})?(?:AI\s{0,9})?요약"
    r"(?:봇|본|문|하기|\s{0,9}보기|\s{0,9}서비스|\s{0,9}내용|\s{0,9}by.{0,12}|\s{0,9}beta|\W)*"
    r"|\W{0,9}요약\s{0,9}(?:by|봇).{0,12}|\W{0,9}(?:AI\s{0,9})?summary(?:\s{0,9}by.{0,12})?\W{0,9}",
    re.IGNORECASE,
)
_PERHAPS_SUMMARY = re.compile(
    r"\W{0,9}(?:핵심\s{0,9}|주요\s{0,9}|한\s*눈에\s*보는\s{0,9})?(?:요약|요점)(?:\s{0,9}내용)?\W{0,9}"
)
_MACHINE = r"(?:생성형|인공지능|AI|챗\s*GPT|자동|알고리즘)"
_NO_PERSON = re.compile(
    rf"{_MACHINE}[^.]{{0,20}}(?:요약|정리|작성)(?:된|한|됨|했습니다|하였습니다)\s{{0,9}}(?:내용|결과|기사|글|것|문장|입니다|$)"
    rf"|(?:이|본|해당|위|아래)\s{{0,9}}(?:기사\s{{0,9}})?(?:요약|내용)(?:은|문은|본은|글은)[^.]{{0,25}}{_MACHINE}"
    r"|요약[^.]{0,40}(?:사실|실제|원문|본문)(?:과|와)?\s{0,9}다를\s*수|전체\s*맥락을\s*이해하[^.]{0,10}본문"
)
_SUMMARY_NAME = re.compile(
    r"(?:^|[\s_-])(?:ai|gpt|auto)[\s_-]{0,9}\w{0,40}summar|summar\w{0,40}[\s_-]{0,9}(?:ai|gpt|auto|bot)|요약", re.I
)
_OTHERS = re.compile(
    r"\W{0,9}(?:(?:이\s{0,9})?(?:기사와\s{0,9})?(?:관련|연관|추천|최신|인기|다른|랭킹|핫|실시간|(?:오늘의"
    r"|이\s*시[각간])?\s{0,9}주요|오늘의|이\s*시[각간]"
    r"|(?:가장\s{0,9})?많이\s{0,9}(?:본|읽은)|함께\s{0,9}(?:본|볼|읽은|읽을|보면\s*좋은)|놓치면\s*안\s*될"
    r"|당신이\s*좋아할|분야별|섹션별|기자의?\s{0,9}다른)"
    r"(?:\s{0,9}만한)?\s{0,9}(?:인기|추천)?\s{0,9}(?:기사|뉴스|글|콘텐츠|헤드라인|보도\s*자료|검색어)"
    r"(?:\s{0,9}(?:보기|목록|TOP\s{0,9}\d{0,20}|top\s{0,9}\d{0,20}|순위|랭킹|영역))?"
    r"|히[든단]\s{0,9}(?:콘텐츠|컨텐츠)\s{0,9}(?:영역)?|랭킹|(?:핫|실시간)\s{0,9}이슈|(?:SNS\s{0,9})?(?:기사\s{0,9})?공유(?:하기)?"
    r"|이전\s{0,9}(?:글|기사)|다음\s{0,9}(?:글|기사)|이전\s*글\s{0,9}/?\s{0,9}다음\s*글|댓글(?:\s{0,9}쓰기|\s{0,9}\d{1,20})?"
    r"|뉴스레터\s*구독(?:하기)?"
    r"|첨부\s*파일(?:\s{0,9}(?:목록|다운로드|\(?\d{1,20}\)?))?)\s{0,9}(?:더\s*보기|\+|\d{1,20})?\W{0,9}"
)
_HOLDS_ARTICLE = frozenset({"body", "html", "main", "article", "form"})
_BLOCKS = frozenset({"ul", "ol", "dl", "div", "blockquote", "section", "table"})
_LONGEST_LABEL = 40
_LONGEST_NOTE = 150
_MOST = 1500
_NEAR = 8
_LEAD = 2
"""Sentences of a lead that may stand above a summary."""
_SENTENCE = re.compile(r"[가-힣][다요죠까][.?!]")


def drop(tree: HtmlElement) -> None:
    """Take the boxes out of a page, each told by the words over it."""
    for label, text in _labels(tree):
        if label.getroottree().getroot() is not tree:
            continue
        if _SUMMARY.fullmatch(text):
            _drop_summary(tree, label, sure=True)
        elif _PERHAPS_SUMMARY.fullmatch(text):
            _drop_summary(tree, label, sure=False)
        elif _OTHERS.fullmatch(text):
            _drop_others(label)
    for note in tree.xpath("//p | //div[not(*)] | //span | //em | //li | //small | //dd"):
        text = line(note.text_content())
        if len(text) <= _LONGEST_NOTE and "요약" in text and _NO_PERSON.search(text):
            _drop_signed(tree, note)
    for control in tree.xpath("//button[not(ancestor::h1 or ancestor::h2 or ancestor::h3 or ancestor::h4)]"):
        _remove(control)


def _drop_signed(tree: HtmlElement, note: HtmlElement) -> None:
    """Drop the box that holds a note saying that a machine wrote it; the note alone where there is no box."""
    if note.getroottree().getroot() is not tree:
        return
    box = _wrapped(note)
    above = box.getparent()
    if above is not None and above.tag not in _HOLDS_ARTICLE and _sentences(tree) - _sentences(above) >= _LEAD:
        size = len(line(above.text_content()))
        if size <= _MOST and len(line(tree.text_content())) >= 1.8 * size:
            box = above
    _remove(box)


def _labels(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """List the elements of a few words, the innermost of those that say the same."""
    found = []
    for element in tree.iter("*"):
        if len(element) > 3 or element.tag in {"script", "style", "title", "option"}:
            continue
        text = line(element.text_content())
        if 0 < len(text) <= _LONGEST_LABEL and not any(line(child.text_content()) == text for child in element):
            found.append((element, text))
    return found


def _drop_summary(tree: HtmlElement, label: HtmlElement, *, sure: bool) -> None:
    """Drop the box under a label; a label that people also write needs another sign that a machine wrote the box."""
    box = _wrapped(label)
    for wider in _wider(label):
        text = line(wider.text_content())
        told = bool(_NO_PERSON.search(text) or _SUMMARY_NAME.search(_marks(wider)))
        if told or (sure and _before_article(tree, wider, label)):
            box = wider
    if box is not label and line(box.text_content()) != line(label.text_content()):
        _remove(box)
        return
    after = _following(box, tree)
    signed = any(_NO_PERSON.search(line(one.text_content())) for one in [box, *after])
    if signed or (sure and _before_article(tree, box, label)):
        for one in [box, *after]:
            _remove(one)


def _before_article(tree: HtmlElement, box: HtmlElement, label: HtmlElement) -> bool:
    """Whether a box stands above a text that is longer; a section about summaries stands within one."""
    before = "".join(label.xpath("preceding::text()"))
    return len(_SENTENCE.findall(before)) <= _LEAD and _sentences(tree) >= 2 * _sentences(box)


def _following(label: HtmlElement, tree: HtmlElement) -> list[HtmlElement]:
    """List the siblings after a label without a box of its own that belong to it."""
    near: list[HtmlElement] = []
    for sibling in label.itersiblings():
        if len(near) == _NEAR:
            break
        near.append(sibling)
        if isinstance(sibling.tag, str) and _NO_PERSON.search(line(sibling.text_content())):
            return near
    first = next((one for one in near if isinstance(one.tag, str)), None)
    if first is None:
        return []
    if first.tag in _BLOCKS and _sentences(tree) >= 2 * max(1, _sentences(first)):
        return [first]
    count = re.match(r"\W*(?:(한|두|세|네|다섯)|([1-5]))\s*(?:줄|문장)", line(label.text_content()))
    if not count:
        return []
    lines = "한두세네다섯".index(count[1][0]) + 1 if count[1] else int(count[2])
    return [one for one in near if one.tag == "p"][: min(lines, 5)]


def _drop_others(label: HtmlElement) -> None:
    """Drop a list of other pages with the words over it; text that is no list stays."""
    box = _wrapped(label)
    for wider in _wider(label):
        if _listed(wider, label):
            box = wider
    after = box.getnext()
    if line(box.text_content()) == line(label.text_content()) and after is not None and isinstance(after.tag, str):
        entry = box.tag == "dt" and after.tag == "dd"
        if entry or (after.tag in _BLOCKS and (_listed(after, None) or not line(after.text_content()))):
            _remove(after)
    _remove(box)


def _listed(box: HtmlElement, label: HtmlElement | None) -> bool:
    """Whether most of a box is links or entries of a list, without sentences of an article."""
    text = line(box.text_content())
    if len(text) > _MOST or _sentences(box) > 1:
        return False
    said = len(line(label.text_content())) if label is not None else 0
    held = box.xpath(
        "descendant-or-self::*[self::a or self::li or self::dt or self::dd][not(ancestor::a or ancestor::li)]"
    )
    entries = sum(len(line(one.text_content())) for one in held)
    return entries + said >= 0.7 * len(text)


def _wrapped(label: HtmlElement) -> HtmlElement:
    """Return the outermost element that says only what the label says."""
    text, box = line(label.text_content()), label
    while (
        (above := box.getparent()) is not None
        and above.tag not in _HOLDS_ARTICLE
        and line(above.text_content()) == text
    ):
        box = above
    return box


def _wider(label: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around a label that begin with it, from the innermost out."""
    text = line(label.text_content())
    for above in label.iterancestors():
        said = line(above.text_content())
        if above.tag in _HOLDS_ARTICLE or not said.startswith(text) or len(said) > _MOST:
            return
        if said != text:
            yield above


def _sentences(element: HtmlElement) -> int:
    return len(_SENTENCE.findall(element.text_content()))


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None and element.tag != "body":
        element.drop_tree()


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
