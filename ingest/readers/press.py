"""Korean press houses, and patterns for bylines, captions, menus and page footers."""

from __future__ import annotations

import re

HOUSES = {
    "newsis.com": "뉴시스",
    "yna.co.kr": "연합뉴스",
    "yonhapnews.co.kr": "연합뉴스",
    "news1.kr": "뉴스1",
    "newspim.com": "뉴스핌",
    "edaily.co.kr": "이데일리",
    "mt.co.kr": "머니투데이",
    "asiae.co.kr": "아시아경제",
    "heraldcorp.com": "헤럴드경제",
    "fnnews.com": "파이낸셜뉴스",
    "mk.co.kr": "매일경제",
    "hankyung.com": "한국경제",
    "sedaily.com": "서울경제",
    "etnews.com": "전자신문",
    "zdnet.co.kr": "지디넷코리아",
    "ddaily.co.kr": "디지털데일리",
    "dt.co.kr": "디지털타임스",
    "hani.co.kr": "한겨레",
    "khan.co.kr": "경향신문",
    "kyunghyang.com": "경향신문",
    "donga.com": "동아일보",
    "chosun.com": "조선일보",
    "joongang.co.kr": "중앙일보",
    "hankookilbo.com": "한국일보",
    "kmib.co.kr": "국민일보",
    "seoul.co.kr": "서울신문",
    "segye.com": "세계일보",
    "munhwa.com": "문화일보",
    "nocutnews.co.kr": "노컷뉴스",
    "ytn.co.kr": "YTN",
    "kbs.co.kr": "KBS",
    "sbs.co.kr": "SBS",
    "mbc.co.kr": "MBC",
    "jtbc.co.kr": "JTBC",
    "ohmynews.com": "오마이뉴스",
    "pressian.com": "프레시안",
    "busan.com": "부산일보",
    "kookje.co.kr": "국제신문",
    "imaeil.com": "매일신문",
    "hellodd.com": "대덕넷",
}
"""Mail and page domains of press houses."""

NAMES = sorted(
    {*HOUSES.values(), "조선비즈", "한겨레신문", "비즈워치", "아이뉴스24", "뉴데일리", "아주경제", "정책브리핑"},
    key=len,
    reverse=True,
)
"""Names of press houses, longest first."""

NAME = "(?:" + "|".join(map(re.escape, NAMES)) + ")"

REPORTER = (
    r"(?:[가-힣]{2,4}|[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20})?)\s?"
    r"(?:[가-힣]{0,6}(?:기자|특파원)|논설위원|통신원|리포터)"
)
MAIL = r"(?:[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,40})+|\[email protected\])"

DATELINE = re.compile(
    rf"""^\s{{0,9}}[\[(【［]\s{{0,9}}
    (?: (?P<place>[가-힣A-Za-z·,/ ]{{1,25}}?)\s{{0,9}}=\s{{0,9}}
        (?P<agency>[가-힣A-Za-z0-9]{{2,12}})(?:\s{{1,9}}(?P<inner>{REPORTER}))?
      | (?P<house>[가-힣A-Za-z0-9]{{2,12}})\s{{0,9}}[=\s]\s{{0,9}}(?:[가-힣]{{2,4}}\s?=\s?)?
        (?P<reporter>{REPORTER}(?:\s{{0,9}}[·,]\s{{0,9}}{REPORTER}){{0,5}})
      | (?P<known>{NAME})(?:\s?[가-힣]{{2,3}})?
    )\s{{0,9}}[\])】］]\s{{0,9}}
    (?:(?P<byline>{REPORTER}(?:\s{{0,9}}[·,]?\s{{0,9}}{REPORTER}){{0,5}})?\s{{0,9}}=\s{{0,9}})?""",
    re.VERBOSE,
)
"""`[서울=뉴시스]홍길동 기자 =`, `(세종=연합뉴스) …`, `[이데일리 홍길동 기자]`, `[파이낸셜뉴스]`."""

BARE_BYLINE = re.compile(
    rf"^\s{{0,9}}(?P<byline>{REPORTER}(?:\s{{0,9}}[·,]\s{{0,9}}{REPORTER}){{0,5}})\s{{0,9}}=\s{{0,9}}"
)
"""`홍길동 기자 =` without a bracket before it."""

BYLINE = re.compile(
    rf"^[|/\s]{{0,9}}(?:[\[(<【])?(?:{NAME}\s{{0,9}}[=/]?\s{{0,9}})?(?:[가-힣]{{2,3}}=)?(?:기자\s{{1,9}}(?P<after>[가-힣]{{2,4}})|"
    rf"(?P<byline>{REPORTER}(?:\s{{0,9}}[·,|/]?\s{{0,9}}{REPORTER}){{0,5}}))"
    rf"(?:[\])>】])?[|/\s]{{0,9}}(?:\(?{MAIL}\)?)?[|/\s]{{0,9}}(?:구독|기자\s*페이지|다른\s*기사\s*보기|\+\s{{0,9}}구독)*\s{{0,9}}$"
)
"""A line that holds a reporter's name and nothing else."""

MAIL_LINE = re.compile(
    rf"^[◎▶■].{{0,30}}{MAIL}\s{{0,9}}$|"
    rf"^[\s◎▶■/|=(\[<·-]{{0,40}}(?:[가-힣]{{2,4}}\s{{0,9}}(?:기자|특파원)?\s{{0,9}})?\(?{MAIL}\)?[\s)\]>|]{{0,9}}$"
)

CAPTION = re.compile(
    rf"""재판매\s*및\s*DB\s*금지|photo@|(?:사진|자료|그래픽|이미지|출처)\s{{0,9}}=|/\s{{0,9}}사진\s{{0,9}}[=제:]|\[?자료\s*사진\]?\s{{0,9}}$
    |[\[(](?:사진|그래픽|이미지|자료|출처)\s{{0,9}}[:：]|게티이미지|ⓒ\s{{0,9}}(?:뉴스1|News1|AFP|로이터|Reuters|연합뉴스)\b
    |[\[(][^\])]{{2,25}}제공[^\])]{{0,12}}[\])]\s{{0,9}}$|\d{{4}}\.\s?\d{{1,2}}\.\s?\d{{1,2}}\.?\s{{0,9}}[/\s]{{0,9}}{MAIL}\s{{0,9}}$
    |^\s{{0,9}}▲?\s{{0,9}}(?:사진|그래픽|이미지)\s{{0,9}}(?:제공)?\s{{0,9}}[=:：]|^\s{{0,9}}자료\s*사진\b
    |[ⓒ©]\s{{0,9}}[^.]{{1,20}}\s(?:DB|자료|제공)\W{{0,9}}$
    |자료\s*사진\.\s{{0,9}}\S{{1,40}}(?:\s\S{{1,40}})?$""",
    re.VERBOSE,
)
"""A mark that only captions of pictures bear."""

END = re.compile(
    rf"""^\W{{0,9}}(?:◎\s{{0,9}}공감언론|공감언론|이\s*시간\s*뉴스|이\s*시각\s{{0,9}}(?:주요|헤드라인|많이)|많이\s*본\s{{0,9}}(?:기사|뉴스)|(?:가장|실시간)\s{{0,9}}많이\s*본
    |저작권자|\(끝\)\s{{0,9}}$|Copyright|무단\s{{0,9}}(?:전재|복제|배포)|{NAME}\s{{0,9}}무단\s*전재|저작권\s*보호|모바일로\s*보는|구독신청
    |(?:오늘의|주요|추천|인기|최신|핫)\s{{0,9}}(?:뉴스|기사|이슈)\s{{0,9}}$|당신이\s*좋아할\s*만한|함께\s*본\s{{0,9}}(?:뉴스|기사)|랭킹\s*뉴스)
    |^\s{{0,9}}(?:<\s{{0,9}})?(?:ⓒ|©|저작권)|(?:무단\s{{0,9}}(?:전재|복제).{{0,40}}(?:금지|불허)).{{0,20}}$""",
    re.VERBOSE | re.IGNORECASE,
)
"""A line with which the page's furniture below an article begins."""

_MENU_WORDS = (
    "정치 경제 사회 산업 과학 기술 문화 국제 세계 지역 전국 스포츠 연예 오피니언 사설 칼럼 정책 증권 금융 "
    "부동산 생활 건강 홈 돈 로그인 회원가입 구독 구독하기 메뉴 검색 공유 공유하기 인쇄 인쇄하기 프린트 스크랩 "
    "기사스크랩하기 목록 이전 다음 닫기 광고 AD TOP 가 가가 폰트 글꼴 페이스북 트위터 카카오톡 카카오스토리 "
    "네이버블로그 밴드 좋아요 슬퍼요 화나요 댓글 댓글쓰기 추천 기자페이지 beta 번역 요약"
)
MENU_WORDS = frozenset(_MENU_WORDS.split())
"""Words of which menus consist."""

MENU = re.compile(
    r"""(?:button\s*by\s*close\s*ad|close\s*ad|advertisement|글자?\s{0,9}크기.{0,20}|텍스트\s*크기.{0,10}|본문\s{0,9}(?:바로가기|듣기|글자.{0,15})
    |기사\s{0,9}(?:듣기|공유|원문|저장|추천.{0,10}|스크랩(?:하기)?)|(?:댓글|좋아요|추천|조회(?:수)?|슬퍼요|화나요|후속기사\s*원해요)\s{0,9}[\d,]{0,40}
    |네이버\s{0,9}(?:블로그|밴드|채널.{0,10})|(?:URL|링크)\s{0,9}복사|관련\s{0,9}(?:기사|뉴스|키워드)|(?:이미지|사진)\s{0,9}(?:확대|크게\s*보기)
    |(?:음성|뉴스)\s{0,9}듣기|구글\s*뉴스.{0,15}|전체\s*메뉴|맨\s*위로|AI\s*요약.{0,25}|(?:SNS|이메일(?:\(으\)로)?)\s{0,9}기사\s*보내기
    |다른\s*공유\s*찾기|\S{1,40}\s{0,9}기자의?\s{0,9}다른\s*기사(?:\s{0,9}보기)?)""",
    re.VERBOSE | re.IGNORECASE,
)
"""An entry of a menu that is more than one word."""

_PROMOTION = re.compile(
    r"""제보는\s*카카오톡|okjebo|네이버에서.{0,25}구독|채널\s*추가|뉴스레터\s*구독|▶.{0,60}(?:바로가기|구독|클릭|보기|앱\s*다운)
    |^\s{0,9}\#\S{1,40}(?:\s{1,9}\#\S{1,40})*\s{0,9}$|^javascript:|^\W{0,9}\[광고\]|광고는?\s{0,9}.{0,20}보이지\s*않|기사\s*제보""",
    re.VERBOSE | re.IGNORECASE,
)
_TRAIL = re.compile(r"^[^.?!…>▶›»]{1,20}(?:[>▶›»][^.?!…>▶›»]{1,20})+$")


def furniture(line: str) -> bool:
    """Whether a line is a menu, a path of sections or a promotion of the page."""
    if _PROMOTION.search(line) or _TRAIL.match(line):
        return True
    entries = [entry.strip() for entry in re.split(r"[|·,/>▶]", line) if entry.strip()]
    return bool(entries) and all(_entry(entry) for entry in entries)


def _entry(text: str) -> bool:
    if MENU.fullmatch(text):
        return True
    words = re.findall(r"[\w()]+", text)
    return bool(words) and all(word in MENU_WORDS or word.isdigit() for word in words) and not text.isdigit()


def issuer(text: str) -> str:
    """Return the press house that a copyright line or a mail address names, else an empty string."""
    for line in reversed(text.split("\n")):
        if (END.search(line) or _COPYRIGHT.search(line)) and len(line) < 150:
            if name := re.search(NAME, line):
                return name[0]
            if owner := _COPYRIGHT.search(line):
                return owner["owner"]
    for domain in re.findall(r"@(?:[\w-]{1,40}\.){0,6}?([\w-]{1,40}\.(?:co\.kr|com|kr))\b", text):
        if domain in HOUSES:
            return HOUSES[domain]
    return ""


_COPYRIGHT = re.compile(
    r"(?:저작권자|copyright|^\s{0,9}<?)\s{0,9}(?:ⓒ|©|\(c\))\s{0,9}(?:\d{4}\s{0,9})?"
    r"(?P<owner>[가-힣A-Za-z][가-힣A-Za-z0-9]{1,11})",
    re.I,
)
