from datetime import datetime
from pathlib import Path

import pytest

from ingest.documents import SourceDocument
from ingest.errors import EmptyDocument, ReadError
from ingest.readers import read

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
