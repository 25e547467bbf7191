"""A site of made releases on this machine: a feed, a site map, pages, and the open interface of 정책브리핑."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from listening import listening

PAGE = (
    "<html><head><title>{title}</title></head><body><article><p>{text}</p>"
    "<p>문의는 해솔부 대변인실로 한다. 자료는 누구나 쓸 수 있다.</p></article><script>t={visit}</script></body></html>"
)


@dataclass(slots=True)
class Press:
    """What the site shows, and what it was asked."""

    pages: dict[int, str] = field(default_factory=dict)
    """Text of each page by its number."""
    listed: list[int] = field(default_factory=list)
    days: dict[int, str] = field(default_factory=dict)
    """What the list says of a page beside its title."""
    broken: dict[int, int] = field(default_factory=dict)
    """Status that a page answers with in place of its text."""
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Other paths, with status and bytes."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with every answer that is none."""
    slow: float = 0
    tags: bool = True
    """Whether it says which version a page is."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of every answer."""
    address: str = ""

    def fill(self, count: int, first: int = 1) -> None:
        """Show `count` releases more."""
        for number in range(first, first + count):
            self.pages[number] = f"해솔부는 {number}번 마을에 빨래방 {number * 3}곳을 두고 {number}억원을 쓴다."
            self.listed.append(number)

    def page(self, number: int) -> str:
        """Return the address of a page."""
        return f"{self.address}/news/{number}"

    def asked_for(self, beginning: str, status: int | None = None) -> list[str]:
        """Return the paths that were asked for below one, maybe only those that were answered so."""
        return [path for path, told in self.asked if path.startswith(beginning) and status in (None, told)]

    def answer(self, target: str, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        """Return status, bytes and headers for a request."""
        path = urlsplit(target).path
        if path in self.answers:
            status, data = self.answers[path]
            return status, data, self.headers
        if path in ("/rss.xml", "/sitemap.xml"):
            return self._tagged(self._list(path).encode(), headers)
        if path.startswith("/1371000/"):
            return 200, self._day(parse_qs(urlsplit(target).query)).encode(), {}
        name = path.removeprefix("/news/")
        number = int(name) if name.isdigit() else 0
        if number in self.broken:
            return self.broken[number], b"", self.headers
        if number not in self.pages:
            return 404, b"", {}
        time.sleep(self.slow)
        page = PAGE.format(title=f"{number}번 보도자료", text=self.pages[number], visit=len(self.asked))
        if not self.tags:
            return 200, page.encode(), {}
        return self._tagged(page.encode(), headers, self.pages[number])

    def _tagged(self, data: bytes, headers: dict[str, str], said: str = "") -> tuple[int, bytes, dict[str, str]]:
        tag = f'"{hashlib.sha256(said.encode() or data).hexdigest()[:16]}"'
        if not self.tags:
            return 200, data, {}
        if headers.get("if-none-match") == tag:
            return 304, b"", {"ETag": tag}
        return 200, data, {"ETag": tag}

    def _list(self, path: str) -> str:
        if path == "/rss.xml":
            items = "".join(
                f"<item><title>{one}번 보도자료</title><link>{self.page(one)}</link>"
                f"<pubDate>{self.days.get(one, '')}</pubDate></item>"
                for one in self.listed
            )
            return f'<?xml version="1.0"?><rss version="2.0"><channel><title>해솔부</title>{items}</channel></rss>'
        items = "".join(
            f"<url><loc>{self.page(one)}</loc><lastmod>{self.days.get(one, '')}</lastmod></url>" for one in self.listed
        )
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'

    def _day(self, query: dict[str, list[str]]) -> str:
        if query.get("serviceKey") != ["a/key+=="]:
            return (
                "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>"
                "SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg><returnReasonCode>30</returnReasonCode>"
                "</cmmMsgHeader></OpenAPI_ServiceResponse>"
            )
        day = query["startDate"][0]
        items = "".join(self._news(one) for one in self.listed if self.days.get(one, "").split("|")[0] == day)
        return (
            "<response><header><resultCode>0</resultCode><resultMsg>NORMAL SERVICE</resultMsg></header>"
            f"<body>{items}</body></response>"
        )

    def _news(self, number: int) -> str:
        day, _, embargo = self.days[number].partition("|")
        approved = f"{day[4:6]}/{day[6:]}/{day[:4]} 09:30:00"
        return (
            f"<NewsItem><NewsItemId>{number}</NewsItemId><ContentsStatus>I</ContentsStatus><ModifyId>1</ModifyId>"
            f"<ApproveDate>{approved}</ApproveDate><EmbargoDate>{embargo}</EmbargoDate>"
            f"<GroupingCode>brief</GroupingCode><Title><![CDATA[{number}번 보도자료]]></Title>"
            f"<SubTitle1><![CDATA[마을 빨래방 & 나루터]]></SubTitle1><MinisterCode>해솔부</MinisterCode>"
            f"<DataContents><![CDATA[<p>{self.pages[number]}</p><p>문의는 해솔부 대변인실로 한다.</p>]]></DataContents>"
            f"<OriginalUrl><![CDATA[{self.page(number)}]]></OriginalUrl></NewsItem>"
        )


@contextmanager
def serving(press: Press) -> Iterator[Press]:
    """Serve the site on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, data, headers = press.answer(
                self.path, {name.lower(): value for name, value in self.headers.items()}
            )
            press.asked.append((self.path, status))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with listening(Handler) as press.address:
        yield press
