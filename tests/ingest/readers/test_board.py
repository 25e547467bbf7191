"""Releases on boards of offices and on portals: title, office, day and text of the post, and nothing around it."""

from datetime import datetime

import pytest

from ingest.readers.html import parse
from ingest.readers.source import Reading

TITLE = "마을 빨래방, 올해 31개 면으로 늘린다"
TEXT = [
    "가온부는 7일 마을 빨래방을 올해 31개 면으로 늘린다고 밝혔다.",
    "지난해까지 빨래방이 있던 곳은 12개 면이었다. 올해 예산은 64억원이다.",
    "이용료는 한 번에 2,000원이고 65세가 넘으면 받지 않는다.",
]
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in TEXT)
MENU = '<header><nav><ul><li><a href="#">알림</a></li><li><a href="#">소식</a></li></ul></nav></header>'
FOOT = (
    "<div class=kogl>본 저작물은 공공누리 제1유형 조건에 따라 이용할 수 있습니다.</div>"
    "<dl><dt>이전글</dt><dd><a>숲길 개통</a></dd><dt>다음글</dt><dd><a>산불 주의</a></dd></dl>"
    "<div>이 페이지의 내용에 만족하십니까? 만족 보통 불만족</div>"
    "<footer>(30000) 세종특별자치시 다솜로 1 산림청 대표전화 042-000-0000</footer>"
)

BOARDS = {
    "labels and values in one table": (
        "보도자료 | 알림 | 산림청",
        f"<h3>보도자료</h3><table><tr><th>제목</th><td colspan=3>{TITLE}</td></tr><tr><th>담당부서</th>"
        "<td>산림복지과</td>"
        f"<th>등록일</th><td>2026-01-07 09:30</td></tr><tr><th>첨부</th><td colspan=3><a>빨래방.hwpx</a></td></tr>"
        f"<tr><td colspan=4>{PARAGRAPHS}</td></tr></table>",
    ),
    "plain cells and a labelled text with line breaks": (
        "산림청 보도자료",
        f"<h2>보도자료</h2><table><tr><td>제 목</td><td colspan=3>{TITLE}</td></tr><tr><td>부서</td><td>산림복지과</td>"
        "<td>게시일</td><td>2026. 1. 7. 09:30</td></tr><tr><td>내용</td>"
        f"<td colspan=3>{'<br><br>'.join(TEXT)}</td></tr></table>",
    ),
    "the title over the labels": (
        "보도자료 | 산림청",
        f"<table><thead><tr><th colspan=4>{TITLE}</th></tr></thead><tr><th>담당부서</th><td>산림복지과"
        "</td><th>등록일</th>"
        f"<td>2026/01/07 09:30</td></tr><tr><td colspan=4><div>{PARAGRAPHS}</div></td></tr></table>",
    ),
    "the text under the table": (
        "보도자료 상세 | 산림청",
        f"<div><table><tr><th>제목</th><td>{TITLE}</td></tr><tr><th>담당부서</th><td>산림복지과</td></tr>"
        "<tr><th>작성일</th>"
        f"<td>2026-01-07 09:30</td></tr></table><div>{PARAGRAPHS}</div><a>목록</a></div>",
    ),
    "a list of labels under a heading": (
        "보도자료 | 산림청",
        f"<div><h4>{TITLE}</h4><dl><dt>게시일</dt><dd>2026.01.07 09:30</dd><dt>담당부서</dt><dd>산림복지과"
        "</dd><dt>조회수</dt>"
        f"<dd>320</dd></dl><div>{PARAGRAPHS}</div></div>",
    ),
    "labels with colons": (
        "산림청 | 보도자료",
        f"<div><p class=tit>{TITLE}</p><ul><li>작성일 : 2026-01-07 09:30</li><li>담당부서 : 산림복지과"
        "</li><li>조회 : 5</li></ul>"
        f"<div>{PARAGRAPHS}</div></div>",
    ),
    "a table within the table of the layout": (
        "산림청 | 보도자료",
        f"<table><tr><td><a>메뉴</a></td><td><table><tr><td>제목</td><td>{TITLE}</td></tr><tr><td>담당부서"
        "</td><td>산림복지과</td>"
        f"</tr><tr><td>등록일</td><td>2026-01-07 09:30</td></tr><tr><td colspan=2>{PARAGRAPHS}</td></tr>"
        "</table></td></tr></table>",
    ),
}
PORTALS = {
    "office and day under the title": (
        "",
        f"<main><div><h1>{TITLE}</h1><div><span>해양수산부</span><span>2026.01.07</span><span>2p</span></div></div>"
        f"<div>{PARAGRAPHS}</div><p>“이 자료는 해양수산부의 보도자료를 전재하여 제공함을 알려드립니다.”</p>",
    ),
    "a page that calls itself an article": (
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-01-07T09:00:00+09:00">',
        f"<main><h1>{TITLE}</h1><div><span>2026.01.07</span> <span>해양수산부</span></div><div>{PARAGRAPHS}</div>",
    ),
    "an office named only at the end": (
        "",
        f"<main><h2>{TITLE}</h2><p>등록일 2026.01.07 조회 20</p>{PARAGRAPHS}"
        "<p>위 자료는 해양수산부에서 제공한 자료를 게재한 것입니다.</p>",
    ),
    "a source with a label": (
        "",
        f"<main><h1>{TITLE}</h1><div>출처: 해양수산부</div><div>2026-01-07</div><div>{PARAGRAPHS}</div>",
    ),
}
POPULAR = (
    "<div><h2>히단 콘텐츠 영역</h2><ul><li>실시간 인기뉴스</li><li>청년 적금 신청</li></ul></div><div>"
    "<strong>많이 본 뉴스</strong>"
    "<ol><li><a>미세먼지 대책</a></li></ol></div><div><h3>공유하기</h3><ul><li><a>페이스북</a></li></ul></div></main>"
    "<footer>정책브리핑의 기사는 공공누리 제1유형에 따라 이용할 수 있습니다.</footer>"
)


def read(head: str, body: str) -> Reading:
    page = f'<html><head><meta charset="utf-8">{head}</head><body>{MENU}{body}</body></html>'
    return parse(page.encode(), "a.html", "a")


@pytest.mark.parametrize("form", BOARDS)
def test_a_post_of_a_board_is_a_release_of_its_office(form: str) -> None:
    window, body = BOARDS[form]
    found = read(f"<title>{window}</title>", body + FOOT)
    assert (found.title, found.issuer, found.byline) == (TITLE, "산림청", "산림복지과")
    assert found.published == datetime(2026, 1, 7, 9, 30)
    assert found.kind == "press_release"
    assert found.text.split("\n") == TEXT


@pytest.mark.parametrize("form", PORTALS)
def test_a_release_on_a_portal_is_its_ministry_s(form: str) -> None:
    head, body = PORTALS[form]
    site = f'<title>{TITLE} | 대한민국 정책브리핑</title><meta property="og:site_name" content="대한민국 정책브리핑">'
    found = read(site + head, body + POPULAR)
    assert (found.title, found.issuer) == (TITLE, "해양수산부")
    assert found.published is not None
    assert found.published.date() == datetime(2026, 1, 7).date()
    assert found.text.split("\n") == TEXT


def test_a_list_of_posts_is_no_post() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{n}번째 안내문입니다.</td><td>2026-01-0{n}</td></tr>" for n in range(1, 6))
    found = read(
        "<title>공지 | 산림청</title>", f"<table><tr><th>번호</th><th>제목</th><th>등록일</th></tr>{rows}</table>"
    )
    assert all(f"{n}번째 안내문" in found.text for n in range(1, 6))


def test_tables_in_a_post_keep_their_rows() -> None:
    table = "<table><tr><th>구분</th><th>2025년</th></tr><tr><td>빨래방</td><td>12개 면</td></tr></table>"
    window, body = BOARDS["labels and values in one table"]
    found = read(f"<title>{window}</title>", body.replace(PARAGRAPHS, PARAGRAPHS + table))
    assert "12개 면" in found.text.split("\n")[-1]
    assert "빨래방" in found.text.split("\n")[-1]
