"""What stands around an article or was written by a machine is no text of it."""

import pytest

from ingest.readers.html import parse

TITLE = "마을 빨래방, 올해 31개 면으로"
TEXT = [
    "가온부는 7일 마을 빨래방을 올해 31개 면으로 늘린다고 밝혔다.",
    "지난해까지 빨래방이 있던 곳은 12개 면이었다. 올해 예산은 64억원이다.",
    "이용료는 한 번에 2,000원이고 65세가 넘으면 받지 않는다.",
]
FIRST, SECOND = "빨래방이 모든 면으로 넓어진다.", "예산은 900억원이다."
NOTE = "이 요약은 인공지능이 자동으로 만들어 사실과 다를 수 있습니다."

SUMMARIES = {
    "three lines": f"<div><strong>세 줄 요약</strong><p>{FIRST}</p><p>{SECOND}</p><p>{NOTE}</p></div>",
    "a list": f"<div class=box><h2>AI 핵심 요약</h2><ul><li>{FIRST}</li><li>{SECOND}</li></ul></div>",
    "a button and a note": f"<div><button>요약</button><div><p>{FIRST} {SECOND}</p>"
    "<p>자동 추출 기술로 요약된 내용입니다. "
    "전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.</p></div></div>",
    "no box": f"<strong>기사 요약</strong><p>{FIRST}</p><p>{SECOND}</p><p>※ 생성형 AI가 요약한 내용입니다.</p>",
    "details": f"<details open><summary>AI 요약</summary><p>{FIRST}</p><p>{SECOND}</p></details>",
    "terms": f"<dl><dt>인공지능 요약</dt><dd>{FIRST}</dd><dd>{SECOND}</dd></dl>",
    "line breaks": f"<p><b>3줄 요약</b><br>{FIRST}<br>{SECOND}</p>",
    "a label in pieces": "<section><header><span>AI</span> <span>자동요약</span> <em>Beta</em>"
    f"</header>{FIRST} {SECOND}</section>",
    "a class": f"<div class=ai-summary><h4>요약</h4><p>{FIRST}</p><p>{SECOND}</p></div>",
}
LISTS = {
    "linked": "<div><strong>관련 기사</strong><ul><li><a href=#>빨래방 900억원</a></li></ul></div>",
    "not linked": "<div><h3>실시간 인기뉴스</h3><ol><li>빨래방 900억원</li></ol></div>",
    "without a box": "<h4>많이 본 뉴스</h4><ul><li><a href=#>빨래방 900억원</a></li></ul>",
}


def read(before: str = "", within: str = "", after: str = "") -> list[str]:
    paragraphs = [f"<p>{one}</p>" for one in TEXT]
    page = (
        f'<html><head><meta charset="utf-8"><title>{TITLE} | 새벽통신</title>'
        f'<meta property="og:title" content="{TITLE}">'
        '<meta property="og:site_name" content="새벽통신"><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-01-07T14:30:00+09:00"></head><body><article>'
        f"<h1>{TITLE}</h1><p>입력 2026-01-07 14:30</p>{before}"
        f"<div>{paragraphs[0]}{within}{''.join(paragraphs[1:])}</div>"
        f"{after}<p>h@dawn.example</p></article></body></html>"
    )
    return parse(page.encode(), "a.html", "a").text.split("\n")


@pytest.mark.parametrize("form", SUMMARIES)
def test_a_summary_by_a_machine_is_no_text_of_the_article(form: str) -> None:
    assert read(before=SUMMARIES[form]) == TEXT


@pytest.mark.parametrize("form", LISTS)
def test_lists_of_other_articles_are_no_text(form: str) -> None:
    assert read(within=LISTS[form]) == TEXT
    assert read(after=LISTS[form]) == TEXT


def test_a_section_that_people_wrote_about_summaries_stays() -> None:
    section = "<h3>AI 요약</h3><p>가온부는 회의록을 AI로 요약하는 시험에 3억원을 쓴다.</p>"
    assert any("3억원" in line for line in read(after=section))


def test_comments_in_boxes_do_no_harm() -> None:
    assert read(before="<div><!-- box --><b>공유</b><!-- end --></div>", after=f"<!-- x -->{LISTS['linked']}") == TEXT
    assert parse("<html><body>공유<!-- end --><script>run()</script> 안내문이다.</body></html>".encode(), "a", "a").text
