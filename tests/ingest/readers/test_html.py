import base64
import quopri
from datetime import datetime
from pathlib import Path

import pytest

from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError
from ingest.readers import html, read

SAID = "번째 문단은 섬마을 우편을 드론으로 나르는 시험이 어떻게 이어지는지 차례로 적는다."
BODY = "".join(f"<p>{number}{SAID}</p>" for number in range(1, 6))
PAGE = f"""<!doctype html><html><head><meta charset="{{charset}}"><title>드론이 나르는 편지 | 해솔신문</title>
<meta property="og:title" content="드론이 나르는 편지"><meta property="og:type" content="article">
<meta property="og:site_name" content="해솔신문">
<meta property="article:published_time" content="2025-04-22T06:00:00+09:00"></head><body>
<nav><a href="/">정치</a> <a href="/">경제</a></nav>
<article><h1>드론이 나르는 편지</h1><p class="info">홍길동 기자 · 2025.04.22 06:00 · 댓글 3 · 글자 크기</p>
<figure><img src="a.jpg"><figcaption>시험 비행 모습. 사진=해솔신문</figcaption></figure>
{BODY}
<table><tr><th>구분</th><th>2025년</th></tr><tr><td>우편 드론</td><td>12대</td></tr></table>
<p>홍길동 기자 h@haesol.example</p></article>
<div class="ad">오늘만 이 가격</div><footer>해솔신문 무단 전재 금지</footer></body></html>"""


def page(tmp_path: Path, data: bytes) -> SourceDocument | ReadError:
    path = tmp_path / "saved.html"
    path.write_bytes(data)
    (found,) = read(path)
    return found


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_a_page_gives_its_article_and_what_it_declares(tmp_path: Path, charset: str) -> None:
    document = page(tmp_path, PAGE.replace("{charset}", charset).encode(charset))
    assert isinstance(document, SourceDocument)
    assert (document.title, document.issuer, document.byline) == ("드론이 나르는 편지", "해솔신문", "홍길동")
    assert document.published == datetime(2025, 4, 22, 6)
    assert document.kind == "article"
    lines = document.text.split("\n")
    assert lines[0].startswith("1번째 문단")
    assert lines[-1] == "구분: 우편 드론 | 2025년: 12대"
    assert "시험 비행 모습" not in document.text


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    assert isinstance(page(tmp_path, b"<html><body><script>run()</script></body></html>"), EmptyDocument)


def test_broken_markup_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    document = page(tmp_path, f"<html><body><div><p>{'안내문입니다. ' * 20}<table><tr><td>".encode())
    assert isinstance(document, SourceDocument)
    assert "안내문입니다." in document.text


@pytest.mark.parametrize("odd", ["\x0b", "\x1f", "&#11;", "&#x1F;", "&#0;"])
def test_control_characters_do_not_stop_the_reader(odd: str) -> None:
    told = f"<html><body>{BODY * 9}<p>신청은 5월에 받습니다.</p><script>run()</script>{odd} 끝.</body></html>"
    assert "신청은 5월에 받습니다." in html.parse(told.encode(), "page", "page.html").text


def test_letters_told_by_their_number_stay(tmp_path: Path) -> None:
    document = page(
        tmp_path, "<html><body><p>안내문 &#44032;람시 &#x1F600; &#1f; 신청은 5월에 받습니다.</p></body></html>".encode()
    )
    assert isinstance(document, SourceDocument)
    assert "가람시 😀" in document.text


SHELLS = [
    '<div id="app"></div><noscript>자바스크립트를 켜 주세요.</noscript><script src="/app.js"></script>',
    '<div id="root"><div>Loading...</div></div><script src="/app.js"></script>',
    '<main><p>이 페이지를 보려면 자바스크립트를 활성화해 주십시오.</p></main><script src="/app.js"></script>',
    '<header><a>가온부</a></header><div id="__next"></div><footer>세종시 다솜로 1</footer><script>run()</script>',
    f'<p>잠시만 기다려 주세요.</p><script>draw("{SAID}")</script>',
]


@pytest.mark.parametrize("body", SHELLS)
def test_a_page_that_scripts_draw_says_how_to_save_it(tmp_path: Path, body: str) -> None:
    found = page(tmp_path, f"<html><head><title>보도자료</title></head><body>{body}</body></html>".encode())
    assert isinstance(found, EmptyDocument)
    assert "웹페이지, 전체" in found.hint


def test_a_short_page_with_a_script_is_read(tmp_path: Path) -> None:
    found = page(tmp_path, "<html><body><p>접수는 3월에 연다.</p><script>count()</script></body></html>".encode())
    assert isinstance(found, SourceDocument)
    assert found.text == "접수는 3월에 연다."


def archive(transfer: str, charset: str, packed: bytes) -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://haesol.example/7\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    )
    advertisement = quopri.encodestring("<p>오늘만 대출 한도 1억원</p>".encode())
    frame = b"--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + advertisement
    part = (
        f'--B\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {transfer}\r\n'
        "Content-Location: https://haesol.example/7\r\n\r\n"
    )
    picture = b"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\x89PNG\x00\x01"
    return b"\r\n".join([head.encode() + frame, part.encode() + packed, picture, b"--B--", b""])


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_a_page_saved_as_one_file_is_the_same_article(tmp_path: Path, transfer: str, charset: str) -> None:
    markup = PAGE.replace("{charset}", charset).encode(charset)
    coded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[transfer](markup)
    found, plain = page(tmp_path, archive(transfer, charset, coded)), page(tmp_path, markup)
    assert isinstance(found, SourceDocument)
    assert isinstance(plain, SourceDocument)
    assert (found.title, found.text, found.published) == (plain.title, plain.text, plain.published)
    assert found.uri == "https://haesol.example/7"


def test_an_archive_without_a_page_is_an_error(tmp_path: Path) -> None:
    empty = b'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B--\n'
    assert isinstance(page(tmp_path, empty), DamagedDocument)


def test_a_saved_page_says_where_it_was(tmp_path: Path) -> None:
    saved = "<!doctype html>\n<!-- saved from url=(0026)https://haesol.example/news/7 -->\n" + PAGE[15:]
    found = page(tmp_path, saved.replace("{charset}", "utf-8").encode())
    assert isinstance(found, SourceDocument)
    assert found.uri == "https://haesol.example/news/7"
