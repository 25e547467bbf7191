from datetime import datetime
from pathlib import Path

import pytest

from ingest.documents import SourceDocument
from ingest.readers import read

LEAD = "정부가 섬마을 우편을 드론으로 나르는 시험을 내년 봄에 시작하기로 했다."
MORE = "시험은 세 곳에서 여섯 달 동안 이어진다. 우정사업본부는 12일 이런 계획을 밝혔다."
TITLE = "섬마을 편지, 내년 봄부터 드론이 나른다"

STYLES = {
    "뉴시스": f"""{TITLE}

기사등록 2024/12/12 13:30:00

최종수정 2024/12/12 15:04:23

여섯 달 동안 세 곳에서 시험

[세종=뉴시스] 드론 시험 비행 모습. (사진=우정사업본부 제공) 2024.12.10. photo@newsis.com *재판매 및 DB 금지
[세종=뉴시스] 드론 시험 비행 모습. (사진=우정사업본부 제공) 2024.12.10. [email protected] *재판매 및 DB 금지
[세종=뉴시스]홍길동 기자 = {LEAD}

{MORE}

◎공감언론 뉴시스 [email protected]
button by close ad

{TITLE}

기사등록 2024/12/12 13:30:00 최초수정 2024/12/12 15:04:23

이시간 뉴스
많이 본 기사
""",
    "연합뉴스": f"""{TITLE}
송고시간2024-12-12 13:30
수정 2024.12.12 15:04
여섯 달 동안 세 곳에서 시험
홍길동 기자
드론 시험 비행
[우정사업본부 제공. 재판매 및 DB 금지]
(세종=연합뉴스) 홍길동 기자 = {LEAD}
{MORE}
gildong@yna.co.kr
제보는 카카오톡 okjebo
<저작권자(c) 연합뉴스, 무단 전재-재배포, AI 학습 및 활용 금지>
2024/12/12 13:30 송고
""",
    "뉴스1": f"""{TITLE}
여섯 달 동안 세 곳에서 시험
(세종=뉴스1) 홍길동 기자 | 2024-12-12 13:30 송고 | 2024-12-12 15:04 최종수정
드론 시험 비행. (우정사업본부 제공) ⓒ 뉴스1
(세종=뉴스1) 홍길동 기자 = {LEAD}
{MORE}
<저작권자 © 뉴스1코리아, 무단전재 및 재배포, AI학습 이용금지>
""",
    "이데일리": f"""{TITLE}
등록 2024-12-12 오후 1:30:00
수정 2024-12-12 오후 3:04:00
홍길동 기자
여섯 달 동안 세 곳에서 시험
[이데일리 홍길동 기자] {LEAD}
{MORE}
드론 시험 비행(사진=우정사업본부)
<ⓒ종합 경제정보 미디어 이데일리 - 무단전재 & 재배포 금지>
""",
    "한겨레": f"""경제 > 산업
{TITLE}
홍길동 기자
수정 2024-12-12 15:04
등록 2024-12-12 13:30
여섯 달 동안 세 곳에서 시험
{LEAD}
{MORE}
홍길동 기자 gildong@hani.co.kr
이 시각 많이 보는 기사
1 다른 소식
""",
    "동아일보": f"""{TITLE}
입력2024.12.12. 오후 1:30 수정2024.12.12. 오후 3:04
여섯 달 동안 세 곳에서 시험
{LEAD}
{MORE}
홍길동 기자 gildong@donga.com
Copyright ⓒ 동아일보. All rights reserved. 무단 전재, 재배포 및 AI학습 이용 금지
""",
}


def article(tmp_path: Path, text: str) -> SourceDocument:
    path = tmp_path / "saved.txt"
    path.write_text(text, encoding="utf-8")
    (document,) = read(path)
    assert isinstance(document, SourceDocument)
    return document


@pytest.mark.parametrize("press", STYLES)
def test_an_article_comes_out_of_its_page(tmp_path: Path, press: str) -> None:
    document = article(tmp_path, STYLES[press])
    assert document.kind == "article"
    assert document.issuer == press
    assert document.title == TITLE
    assert document.byline == "홍길동"
    assert document.published == datetime(2024, 12, 12, 13, 30)
    assert document.modified is not None
    assert document.modified.replace(second=0) == datetime(2024, 12, 12, 15, 4)
    said = [line for line in document.text.split("\n") if line]
    assert LEAD in said
    assert MORE in said
    assert set(said) <= {LEAD, MORE, "여섯 달 동안 세 곳에서 시험", "드론 시험 비행"}


def test_subheads_under_the_dates_stay_and_the_title_does_not(tmp_path: Path) -> None:
    document = article(tmp_path, STYLES["뉴시스"])
    assert document.text == f"여섯 달 동안 세 곳에서 시험\n\n{LEAD}\n\n{MORE}"


def test_a_house_nobody_listed_is_named_by_its_copyright_line(tmp_path: Path) -> None:
    page = f"[해솔신문] {TITLE}\n등록 2025-04-22 06:00\n기자 홍길동\n텍스트 크기 조정 | 기사 듣기\n{LEAD}\n{MORE}\n"
    document = article(
        tmp_path, page + "/홍길동 기자 h@haesol.example\nⓒ 해솔신문 | 기사제보\n실시간 랭킹\n1. 다른 소식\n"
    )
    assert (document.issuer, document.title) == ("해솔신문", TITLE)
    assert document.text == f"{LEAD}\n{MORE}"


def test_a_report_that_quotes_a_reporter_is_no_article(tmp_path: Path) -> None:
    text = "드론 우편 시험 결과\n\n1. 배경\n" + LEAD + "\n 홍길동 기자의 질문에 담당자가 답하였다.\n2. 결과\n" + MORE
    document = article(tmp_path, text)
    assert document.kind == "document"
    assert document.title == "드론 우편 시험 결과"
    assert document.text == text


def test_a_release_gives_its_ministry_and_hour(tmp_path: Path) -> None:
    text = f"""보도자료
보도시점  2025. 1. 24.(금) 15:00   배포  2025. 1. 24.(금) 14:30

{TITLE}
- 여섯 달 동안 세 곳에서 시험 -

담당 부서: 과학기술정보통신부 우편정책과

{LEAD}"""
    document = article(tmp_path, text)
    assert document.kind == "press_release"
    assert document.title == TITLE
    assert document.issuer == "과학기술정보통신부"
    assert document.published == datetime(2025, 1, 24, 15, 0)
    assert document.text.startswith("- 여섯 달")
    assert document.text.endswith(LEAD)


def test_a_plan_in_plain_text_gives_its_cover(tmp_path: Path) -> None:
    document = article(tmp_path, f"섬마을 드론 우편 추진계획\n\n2025. 3. 2.\n\n관계부처 합동\n\n□ 배경\n ○ {LEAD}\n")
    assert document.kind == "plan"
    assert document.issuer == "관계부처 합동"
    assert document.published == datetime(2025, 3, 2)
