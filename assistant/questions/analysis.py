"""Question analysis: words, expected kind of answer, figures and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.facts.dates import years_of
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, FactKind
from assistant.korean.names import names
from assistant.korean.synonyms import IDLE, Word, read
from ingest.lexical import terms
from ingest.regions import regions

AnswerKind = Literal["amount", "count", "percent", "period", "date", "place", "person", "status", "list", "change"]

_MONEY = (
    r"(?:예산안?|금액|[가-힣]{0,40}(?:지원|보조|출연|부담|자본|기)금|비용|상금|이적료|가격|매출액?|규모|한도|총액|돈|민자"
    r"|(?:국|지방|도|시|군|구|사업|연구|인건|운영|공사|교육|개발|생활|진료|임대|등록)비)"
)
"""Words for money, of which a question without an asking word wants the amount."""
SHORT = 4
"""Letters of the longest word for money that names nothing itself: 총사업비, and not 청년월세지원금."""
_LASTING = r"(?:간|동안|만에|만이|째|이상|이하|이내|미만|넘|짜리|걸|전에|후에|뒤에|남|더)"
"""What follows 몇 년 where it asks how long, not when."""

_ASKS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
    (
        "percent",
        re.compile(
            r"몇\s{0,9}(?:퍼센트|%|프로|배|대\s?몇)|비율|비중|(?:[가-힣]{1,40}(?<!법)률|[가-힣]{1,40}율)(?:[은이]?(?:\s|[?]|$)|[은는])|점유율"
        ),
    ),
    (
        "period",
        re.compile(
            rf"몇\s{{0,9}}(?:개월|달|주|시간|[년일]\s{{0,9}}{_LASTING})|며칠\s{{0,9}}{_LASTING}|얼마\s*동안|기간[은이]?"
        ),
    ),
    (
        "date",
        re.compile(
            rf"언제|며칠(?!\s{{0,9}}{_LASTING})|몇\s{{0,9}}(?:[년일](?!\s{{0,9}}{_LASTING})|월|시(?!\s{{0,9}}간))|날짜|연도|년도|시기|해는|일시|일정|일자|날은"
        ),
    ),
    (
        "amount",
        re.compile(
            r"(?<!률\s)(?<!율\s)(?<![률율][은이]\s)얼마(?!나)"
            rf"|몇\s{{0,9}}(?:조|억|만|천)?\s{{0,9}}원|{_MONEY}(?:[은는이가]|하고|이랑|랑|[와과])?\s{{0,9}}(?:얼마(?!나)|[?]|$)"
            rf"|{_MONEY}(?:하고|이랑|랑|[와과])\s\S{{1,40}}[은는]?\s{{0,9}}[?]?$"
        ),
    ),
    (
        "count",
        re.compile(
            r"몇\s{0,9}(?:개(?!월|년)|곳|명|건|가지|군데|번|회|차례|대(?!\s?몇)|호|세|살|위|층|권|편|종|점|사람|단계|차|학교|나라)"
            r"|몇\s{0,9}(?:이|인|나)"
            r"|(?:개수|갯수|인원|건수|횟수|[가-힣]{1,40}\s수)(?:[는은와]|하고|랑)|[가-힣]{1,40}수[는은]"
        ),
    ),
    (
        "list",
        re.compile(
            r"뭐뭐|무엇무엇|어떤\s?것들|어떤\s\S{1,40}들|(?:두|세|네|다섯|여섯|일곱|몇)\s?가지|(?:다|모두|전부)\s?(?:알려|적어|말해|나열)"
            r"|순서대로|나열|목록|종류|\d{1,20}개\s?(?:지역|과제|사업|분야|시·?도)\S{0,40}은|표시된"
        ),
    ),
    ("change", re.compile(r"(?:얼마나|어떻게)\s?(?:늘|줄|바뀌|달라|변|증가|감소|많|적)|비교|차이|뭐가\s?달라")),
    ("person", re.compile(r"누구|(?:위원장|장관|단장|센터장|허브장|본부장|원장|대표|책임자)\s?이름")),
    (
        "status",
        re.compile(
            r"(?:확정|결정|완료|진행|통과|선정|마무리|시작|폐지)\S{0,3}\s?(?:상태|됐|되었|된\s?건|했|중인|인가)\S{0,40}\s{0,9}[?]?$"
            r"|(?:정해졌|끝났|마쳤|정해진\s?건)\S{0,40}\s{0,9}[?]?$|어디까지\s?(?:진행|됐|왔)"
        ),
    ),
    ("place", re.compile(r"어디|어느\s*(?:지역|시도|시·도|도시|곳|나라)|지역[은이]|장소|곳은")),
)

STATES: dict[AnswerKind, frozenset[FactKind]] = {
    "amount": frozenset({"amount"}),
    "count": frozenset({"count", "rank", "period"}),
    "percent": frozenset({"percent", "points", "ratio"}),
    "period": frozenset({"period", "date"}),
    "date": frozenset({"date", "time"}),
    "place": frozenset({"place", "organisation"}),
    "person": frozenset({"person"}),
    "status": frozenset(),
    "list": frozenset(),
    "change": frozenset(),
}
"""The kinds of fact that answer each kind of question."""
_VALUES: frozenset[AnswerKind] = frozenset({"amount", "count", "percent", "period", "date", "person"})

_COUNTER = re.compile(r"몇\s*(개|곳|명|건|가지|군데|번|회|차례|대|호|세|살|위|층|권|편|종|점|사|단계|차)")

_ASKING = re.compile(
    r"(?:무엇|누구|언제|어디|얼마|어느|어떤|어떻게|어떠|왜|몇\s{0,9}|며칠|뭐|뭔|무슨)[가-힣]{0,40}"
    r"|(?:설명|말씀|알려|서술|비교|나열|제시)\s?(?:해|하|주)[가-힣]{0,40}(?:\s?(?:주세요|주십시오|줘|시오|보세요|달라))?"
    r"|(?:인가|입니까|인지|일까|할까|하나|되나|하는가|되는가|했는가|있는가|있나|였나|었나|았나|은가|는가|나)요?\s{0,9}[?]?\s{0,9}$"
    r"|(?:대해|대하여|관하여|관해)(?:서)?"
)
_IDLE = re.compile(r"(?:알려|적어|말해)\s?줘|(?:뭐뭐|순서대로|각각|모두|전부|다)(?=\s)")
_PARTICLE = re.compile(
    r"(?<=[가-힣A-Za-z0-9%)」』’”])(?:에서는|으로는|에게는|까지는|부터는|에서|으로|에게|께서|까지|부터|처럼|마다|보다"
    r"|이라는|라는|이란|란|이며|은|는|이|가|을|를|의|에|로|와|과|도)(?=\s|$|[?.,])"
)

# The polite and plain endings of what is asked: they weigh as much as a name would, being in no document.
_ENDING = re.compile(
    r"(?:(?<=[가-힣])(?:았|었|였|했|됐|겠|있|없)?(?:습니까|는데요?|나요?|어요?|아요?|해요?|돼요?|예요|에요|이야|이죠|죠|지요?"
    r"|야|까요?|니|냐|대요?|래요?|던가요?|던데요?|거예요|거야|건가요?|건지))\s{0,9}[?.!]{0,40}\s{0,9}$"
)

_SHORT_YEAR = re.compile(
    r"(?<![\d.,'’‘년])(?<!지난\s)(?<!최근\s)(?<!앞으로\s)(?<!향후\s)(?P<year>[123]\d)년(?!\s?(?:간|동안|연속|째|만|이내|이상|넘|짜리|후|뒤|전))"
)
"""A year of two digits: a question seldom speaks of a duration of ten years or more without saying so."""
_POINT = re.compile(
    r"(?<=\s)(?:몇|얼마|언제|어디|어느|어떤|무슨|무엇|누구|누가|뭐|뭔|왜|어떻게|며칠|각각)|^(?:몇|얼마|언제|어디|어느|무엇|누구|누가)"
)
"""Where the asking begins."""
_BESIDE_POINT = frozenset(
    {
        "모두",
        "전부",
        "다",
        "총",
        "약",
        "대략",
        "최대",
        "최소",
        "평균",
        "각각",
        "이름",
        "이제",
        "날",
        "날짜",
        "상태",
        "상태야",
        "상태인가요",
        "좀",
        "그럼",
        "하나에",
        "순서대로",
        "차례로",
        "알려줘",
    }
)
_PREDICATE = re.compile(
    r"(?:[가-힣]{0,40}(?:됐|되었|졌|했|하였|났|었|았|였|왔|갔|렸|꼈|쳤|섰)[가-힣]{0,4}|[가-힣]{0,40}(?:습니까|나요|까요|어요|아요|해요|돼요|된|되는|하는|한|할|될|중)|많|크|큰|높|낮|작|적|좋|있|없|같)$"
)
_WHICH = re.compile(r"(?:어떤|무슨|어느)\s(?P<kind>(?!것)[가-힣]{2,}?)들")
_BRACKET = re.compile(r"(?<=\S)\([^()]*\)")
_NUMBERED = re.compile(r"(?:두|세|네)|\d*\s?가지만?|\d+\S{0,2}")
_TOPIC = re.compile(r"(?<=[가-힣A-Za-z0-9%)」』’”])(?:은|는|이|가|을|를)$")
_NAMED = re.compile(r"(?:의)?\s이름(?:은|이|을)?(?=\s|[?]|$)")
_VERB = re.compile(r"(?:되|됐|된|될|하|했|한|할|열리|열렸|받|있|없|보이|나오|들어|쓰이|쓰였|밝혔|말했)[가-힣]{0,3}$")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a question asks for."""

    terms: tuple[str, ...]
    """Distinct index terms of its content words, in order."""
    head: frozenset[str]
    """Terms of the word before the asking one, or else of the last noun: what of the subject is asked."""
    kinds: tuple[AnswerKind, ...]
    """Kinds of fact asked for, in no order; empty when any sentence may answer."""
    counter: str
    """The counter of a 몇-question (개, 곳, 명 …); empty when none is named."""
    words: tuple[Word, ...]
    """The content words without dates, and what says the same."""
    pinned: tuple[Fact, ...]
    """Figures and dates the question names; evidence that lacks one answers another question."""
    regions: tuple[str, ...]
    """Provinces the question names."""
    text: str = ""
    """The question, its short years written out."""
    names: tuple[str, ...] = ()
    """The programmes, plans and bodies it names."""

    @property
    def year(self) -> int | None:
        """The one year that it asks about; None where it names none or several."""
        years = years_of(self.pinned)
        return next(iter(years)) if len(years) == 1 else None

    @property
    def of_nothing(self) -> bool:
        """Whether it asks for an amount and does not say of what, as 예산 얼마야 does."""
        unnamed = not (self.names or self.regions or self.pinned) and set(self.terms) <= self.head
        return "amount" in self.kinds and unnamed and len(max(self.head, key=len, default="")) <= SHORT

    @property
    def dated(self) -> bool:
        """Whether the question names a day, month or year."""
        return any(fact.kind == "date" for fact in self.pinned)


def topic(text: str) -> str:
    """Return a question without its asking words: what it is about."""
    return " ".join(_ASKING.sub(" ", text).replace("?", " ").split()).strip(" .,")


def before_asking(text: str) -> str:
    """Return what a question says before its asking word: 해온 축제, of `해온 축제 몇 명 뽑아요?`."""
    point = _POINT.search(text)
    return text[: point.start()].strip(" ,") if point else ""


def analyse(text: str) -> Analysis:
    """Return what `text` asks for."""
    text = _SHORT_YEAR.sub(r"20\g<year>년", text)
    kinds = tuple(kind for kind, pattern in _ASKS if pattern.search(text))
    if "date" in kinds:
        kinds = tuple(kind for kind in kinds if kind != "period")  # 접수 기간은 언제
    if set(kinds) & _VALUES:
        kinds = tuple(kind for kind in kinds if kind != "status")  # 얼마로 확정됐나
    counted = _COUNTER.search(text)
    pinned = figures(text)
    # What is looked up keeps the endings and drops 만: measured better so on every set of retrieval.
    sought = terms(re.sub(r"(?<=[가-힣])만(?=\s|$)", " ", _PARTICLE.sub(" ", _ASKING.sub(" ", text))))
    content = _PARTICLE.sub(" ", _ENDING.sub(" ", _IDLE.sub(" ", _ASKING.sub(" ", text))))
    return Analysis(
        terms=tuple(dict.fromkeys(sought)) or tuple(dict.fromkeys(terms(text))),
        head=frozenset(terms(head(text))),
        kinds=kinds,
        counter=counted.group(1) if counted else "",
        words=read(_undated(content)),
        pinned=pinned,
        regions=regions(text),
        text=text,
        names=names(text),
    )


def head(text: str) -> str:
    """Return the noun of which something is asked: the last topic before the asking word, or else the last noun."""
    kind = _WHICH.search(text)
    if kind:
        return kind["kind"]
    asked = _NAMED.sub(" 누구", _BRACKET.sub(" ", text)).replace(",", " ")
    point = _POINT.search(asked)
    words = (asked[: point.start()] if point else asked).replace("?", " ").split()
    nouns = [word for word in words if _noun(_PARTICLE.sub("", word))]
    topics = [word for word in nouns if _TOPIC.search(word)]
    counted = point is not None and point.group() == "몇" and nouns[-1:] == words[-1:]
    chosen = (nouns if counted else topics or nouns)[-1:]
    if not chosen:
        return ""
    bare = _PARTICLE.sub("", chosen[0])
    place = words.index(chosen[0])
    return f"{words[place - 1]} {bare}" if len(bare) == 1 and place else bare  # 과제 수


def _noun(bare: str) -> bool:
    """Tell whether a word without its particle may be what a question is about."""
    return bool(bare) and not (
        bare in IDLE
        or bare in _BESIDE_POINT
        or _ASKING.match(bare)
        or _PREDICATE.search(bare)
        or _NUMBERED.fullmatch(bare)
    )


def _undated(text: str) -> str:
    """Return a text without its dates: which document speaks of them is told by value, not by letters."""
    for fact in reversed(figures(text)):
        if fact.kind == "date":
            text = f"{text[: fact.start]} {text[fact.end :]}"
    return text
