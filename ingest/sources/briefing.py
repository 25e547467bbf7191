"""Releases of 정책브리핑 by the open interface of data.go.kr (보도자료 15095295, 정책뉴스 15095335).

A day is asked for at a time (`startDate`, `endDate`) with a key of one's own. An item brings its whole text as HTML
(`DataContents`), its ministry and times, so that its page is not read; it is a document whose id is the address of that
page (`OriginalUrl`). Attached files are left out. An item under embargo waits until the embargo is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest import registry
from ingest.documents import Kind, SourceDocument
from ingest.errors import ReadError, SettingsError
from ingest.pipeline import Failure
from ingest.readers import Source, dates
from ingest.readers.characters import line
from ingest.registry import Item, stamped
from ingest.settings import IngestSettings
from ingest.sources import pages, reading, xml
from ingest.sources.lists import stamp
from ingest.sources.visit import Visit
from ingest.web import originals
from ingest.web.addresses import Address, parse
from ingest.web.download import Download
from ingest.web.originals import Original

if TYPE_CHECKING:
    from lxml.etree import _Element

LISTS = {
    "briefing.press": "/1371000/pressReleaseService/pressReleaseList",
    "briefing.news": "/1371000/policyNewsService/policyNewsList",
}
"""The lists that can be kept up with, by name: 보도자료 and 정책뉴스."""
FIRST_DAYS = 7
"""Days before today that are asked for at first, unless another first day is given."""
AGAIN_DAYS = 3
"""Days that are asked for again, for what was changed or approved late."""
MOST_DAYS = 60
"""Most days of one visit; the next one goes on."""
EMBARGO = timedelta(days=30)
"""A day with a release whose embargo ends within this time is asked for until it is over."""
_PAGE = "https://www.korea.kr/briefing/pressReleaseView.do?newsId="
_KINDS: dict[str, Kind] = {"brief": "press_release", "policy": "article"}
_KEY_HINT = "data.go.kr에서 활용 신청한 인증키를 설정 data_go_kr_key(GEUNGEO_DATA_GO_KR_KEY)에 적었는지 확인해 주세요."
_LATER = "잠시 뒤 다시 해 주세요."


@dataclass(frozen=True, slots=True)
class Release:
    """One item of the interface."""

    address: str
    title: str
    subtitles: tuple[str, ...]
    contents: str
    """HTML, or plain text."""
    issuer: str
    kind: Kind
    published: datetime | None
    modified: datetime | None
    embargo: datetime | None
    stamp: str

    def page(self) -> bytes:
        """Return the item as a page of its own."""
        lead = "".join(f"<p>{escape(one)}</p>" for one in self.subtitles)
        body = self.contents
        if "<" not in body:
            body = "".join(f"<p>{one}</p>" for one in body.splitlines() if one.strip())
        head = f'<meta charset="utf-8"><title>{escape(self.title)}</title>'
        return f'<!DOCTYPE html><html lang="ko"><head>{head}</head><body>{lead}{body}</body></html>'.encode()

    def described(self, document: SourceDocument) -> SourceDocument:
        """Return the document read of that page with what the interface says of it."""
        return replace(
            document,
            title=self.title or document.title,
            issuer=self.issuer or document.issuer,
            kind=self.kind,
            published=self.published or document.published,
            modified=self.modified or document.modified,
            dated="printed" if self.published else document.dated,
            declared=None if self.published else document.declared,
        )


def read(data: bytes, place: str) -> tuple[Release, ...]:
    """Return the items of one answer, each address once.

    Raises:
        ReadError: it is no answer of the interface, or one that says what is wrong.
    """
    root = xml.parsed(data, place, _LATER)
    said = {xml.local(node): "".join(node.itertext()).strip() for node in root.iter() if not len(node)}
    code = said.get("resultCode") or said.get("returnReasonCode") or ""
    items = [node for node in root.iter() if xml.local(node) == "NewsItem"]
    if code.lstrip("0") or (not code and not items):
        message = said.get("returnAuthMsg") or said.get("resultMsg") or said.get("errMsg") or f"<{xml.local(root)}>"
        raise ReadError(f"{place}: 열린 자료가 오류로 답했습니다 ({line(message)[:80]} {code}).", _KEY_HINT)
    found = {one.address: one for one in map(_release, items) if one}
    return tuple(found.values())


def visit(this: Visit, settings: IngestSettings) -> None:
    """Bring the store up to date with a list, day by day.

    Raises:
        SettingsError: there is no key.
        ReadError: the interface does not answer or answers with an error.
    """
    if not settings.data_go_kr_key:
        raise SettingsError(f"{this.source.place}: 인증키가 없습니다.", _KEY_HINT)
    today = this.clock().date()
    held_back = False
    for day in _days(this.source, today):
        waiting = _day(this, settings, day)
        held_back = held_back or waiting
        if not held_back:
            with this.store.catalogue.transaction() as connection:
                registry.reached(connection, this.source.place, day.isoformat())
    pages.review(this, take=False)


def address(settings: IngestSettings, place: str, day: date) -> Address:
    """Return the address that lists the items of a day, without the key."""
    asked = f"startDate={day:%Y%m%d}&endDate={day:%Y%m%d}"
    return parse(f"{settings.data_go_kr_url.rstrip('/')}{LISTS[place]}?{asked}")


def _days(source: registry.Source, today: date) -> list[date]:
    first = date.fromisoformat(source.since)
    if source.reached:
        first = max(first, date.fromisoformat(source.reached) - timedelta(days=AGAIN_DAYS))
    count = min((today - first).days + 1, MOST_DAYS)
    return [first + timedelta(days=n) for n in range(count)]


def _day(this: Visit, settings: IngestSettings, day: date) -> bool:
    """Take what a day lists; return whether some of it is under embargo."""
    place, connection = this.source.place, this.store.catalogue.connection
    where = address(settings, place, day)
    # The portal gives the key in both forms.
    key = settings.data_go_kr_key if "%" in settings.data_go_kr_key else quote(settings.data_go_kr_key, safe="")
    found = this.downloader.changed(where, secret=f"serviceKey={key}")
    assert found is not None, "asked without a version"
    releases = read(found.data, str(where))
    now = this.clock()
    open_now = [one for one in releases if one.embargo is None or one.embargo <= now]
    known = {one.address: registry.item(connection, place, one.address) for one in open_now}
    new = [one for one in open_now if (item := known[one.address]) is None or item.stamp != one.stamp]
    this.unchanged += len(open_now) - len(new)
    for start in range(0, len(new), reading.BATCH):
        _take(this, new[start : start + reading.BATCH])
    return any(one.embargo and now < one.embargo <= now + EMBARGO for one in releases)


def _take(this: Visit, releases: Sequence[Release]) -> None:
    failures = this.take([_original(one, this) for one in releases])
    due = stamped(this.clock() + reading.REVIEW)
    settled: list[Item] = []
    for one in releases:
        failure: Failure | None = failures.get(one.address)
        # Its text comes of the interface and is the same next time: it is given up until it changes.
        settled.append(
            Item(one.address, one.stamp, True, "dead", attempts=1, error=failure.error, hint=failure.hint)
            if failure
            else Item(one.address, one.stamp, True, "held", due=due)
        )
    this.failures += failures.values()
    this.given_up += len(failures)
    this.show([one.address for one in settled if one.state == "held"])
    with this.store.catalogue.transaction() as connection:
        registry.settle(connection, this.source.place, settled)


def _original(release: Release, this: Visit) -> Original:
    name = f"{release.address.rpartition('=')[2]}.html"
    download = Download(parse(release.address), release.page(), name)
    kept = originals.keep(download, this.store.settings.store)
    inner = kept.source

    def load() -> SourceDocument:
        return release.described(inner.load())

    return Original(kept.file, Source(inner.id, inner.uri, inner.sha256, inner.place, load))


def _release(node: _Element) -> Release | None:
    """Return an item; None where it has neither an id nor a title."""
    identity, title = (line(xml.text(node, name)) for name in ("NewsItemId", "Title"))
    if not identity or not title:
        return None
    try:
        where = str(parse(xml.text(node, "OriginalUrl") or f"{_PAGE}{quote(identity)}"))
    except ReadError:
        where = str(parse(f"{_PAGE}{quote(identity)}"))
    subtitles = tuple(one for name in ("SubTitle1", "SubTitle2", "SubTitle3") if (one := line(xml.text(node, name))))
    contents = xml.text(node, "DataContents")
    said = ("ModifyId", "ModifyDate", "ApproveDate", "EmbargoDate", "MinisterCode", "GroupingCode")
    particulars = [xml.text(node, name) for name in said]
    return Release(
        address=where,
        title=title,
        subtitles=subtitles,
        contents=contents,
        issuer=line(xml.text(node, "MinisterCode")),
        kind=_KINDS.get(xml.text(node, "GroupingCode").lower(), "document"),
        published=dates.parse(xml.text(node, "ApproveDate")),
        modified=dates.parse(xml.text(node, "ModifyDate")),
        embargo=dates.parse(xml.text(node, "EmbargoDate")),
        stamp=stamp([title, *subtitles, contents, *particulars]),
    )
