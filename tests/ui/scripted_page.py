"""The web page with scripted replies and no real store, for tests and for trying it by hand.

`python scripted_page.py PORT [empty] [many] [en]` serves it. Every host other than this machine that the process
connects to or looks up is written to stderr.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from langchain_core.runnables import Runnable

from assistant.answers import (
    Answer,
    Citation,
    ComparedValue,
    Difference,
    Lead,
    Passage,
    Question,
    Refusal,
    Reply,
    Sentence,
    Verdict,
)
from assistant.claims import ClaimVerdict, split
from assistant.grounding import citations
from assistant.history.milestones import Status, read
from assistant.history.timeline import Entry, Timeline
from assistant.history.values import united, valued
from evals.records import Asked, dump
from ingest.documents import Chunk, Page, Section, SourceDocument
from ingest.edits import Edit
from ingest.errors import EmbeddingError
from ingest.listing import Facets, Found, Listed, Stock, Wanted
from ingest.rows import DocumentRecord
from ui.page.conversation.memory import Conversations, Memory
from ui.page.conversation.suggestions import Suggestions
from ui.page.evaluation.starter import Starter
from ui.serving.site import Site

FIRST = "지역혁신선도기업육성사업의 총사업비는 5년간 1조 445억원이다."
BUDGET = "첫해 연구개발 예산은 969억원이다."
SECOND = "2024년 12월에는 적정성 검토가 끝나지 않아 총사업비가 정해지지 않았다."
HOSTILE = '<script>window.broken = true</script><img src=x onerror="window.broken = true"> ${1+1} {{value}}'
RELEASE = SourceDocument(
    id="press-20250124",
    version=1,
    title="지역혁신선도기업육성사업 적정성 검토 마무리… 5년간 1조 445억원",
    issuer="과학기술정보통신부",
    published=datetime(2025, 1, 24, 15),
    modified=None,
    kind="press_release",
    uri="https://example.test/press/20250124",
    sha256="0" * 64,
    text=(
        "과학기술정보통신부는 1월 24일 국가연구개발사업평가 총괄위원회를 열어 적정성 검토 결과를 확정하였다.\n\n"
        f"□ 지역혁신선도기업육성사업\n ○ {FIRST}\n ○ 사업 기간은 2025년부터 5년이며, 사업을 맡는 부처는 "
        f"중소벤처기업부이다.\n ○ {BUDGET}\n"
        " ○ 비수도권 주력산업의 중소기업이 대학·연구기관과 함께 기술을 개발하도록 돕는다.\n\n"
        "※ 적정성 검토는 예비타당성조사를 면제받은 사업의 계획이 알맞은지 따지는 절차이다."
    ),
    sections=(Section((), 0, 0, 55), Section(("□ 지역혁신선도기업육성사업",), 4, 55, 300)),
)
PLAN = SourceDocument(
    id="plan-202412",
    version=2,
    title="지방과학기술진흥 시행계획(안)",
    issuer="지방과학기술진흥협의회",
    published=datetime(2024, 12, 12),
    modified=None,
    kind="plan",
    uri="javascript:window.broken=true",
    sha256="1" * 64,
    text=f"Ⅱ. 추진 현황\n1. 기업 지원\n{SECOND}\n{HOSTILE}\n협의회는 검토가 끝나는 대로 다시 보고받기로 하였다.",
    sections=(Section(("Ⅱ. 추진 현황", "1. 기업 지원"), 2, 0, 300),),
    pages=(Page(11, "11", 0, 9), Page(12, "12", 9, 400)),
)


@dataclass
class Shelf:
    """A library of documents held in memory."""

    held: list[SourceDocument] = field(default_factory=lambda: [RELEASE, PLAN])

    def stock(self) -> Stock:
        days = [one.published.date() for one in self.held if one.published]
        return Stock(len(self.held), max(days, default=None), (len(self.held), hash(tuple(map(id, self.held)))))

    def find(self, wanted: Wanted = Wanted(), limit: int = 50, offset: int = 0) -> Found:  # noqa: B008 - frozen
        met = [
            one
            for one in sorted(self.held, key=lambda one: one.published or datetime.min, reverse=True)
            if wanted.text in f"{one.title}\n{one.text}\n{one.issuer}"
            and wanted.kind in ("", one.kind)
            and wanted.issuer in ("", one.issuer)
            and wanted.year in (None, one.published and one.published.year)
        ]
        return Found(len(met), tuple(self._listed(one) for one in met[offset : offset + limit]))

    def facets(self) -> Facets:
        count = lambda name: tuple(Counter(getattr(one, name) for one in self.held).items())  # noqa: E731
        years = Counter(one.published.year for one in self.held if one.published)
        regions = (("강원", 1), ("부산", 1))
        return Facets(count("kind"), count("issuer"), tuple(sorted(years.items(), reverse=True)), regions)

    def listed(self, document_id: str) -> Listed | None:
        return next((self._listed(one) for one in reversed(self.held) if one.id == document_id), None)

    def versions(self, document_id: str) -> tuple[int, ...]:
        return tuple(one.version for one in self.held if one.id == document_id)

    def places(self, document_id: str) -> tuple[str, ...]:
        return tuple(one.uri for one in self.held if one.id == document_id)[-1:]

    def copies(self) -> tuple[tuple[str, ...], ...]:
        return ()

    def edits(self, document_id: str) -> Edit:
        del document_id
        return Edit()

    @staticmethod
    def _listed(one: SourceDocument) -> Listed:
        record = DocumentRecord(
            0,
            one.id,
            one.version,
            one.title,
            one.issuer,
            one.published,
            None,
            one.kind,
            one.uri,
            one.sha256,
            (),
            1,
        )
        return Listed(record, len(one.pages), 1)

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        return next((one for one in self.held if one.id == document_id and version in (None, one.version)), None)

    def page_image(self, document_id: str, version: int, page: int, start: int, end: int) -> None:
        return None


class ScriptedChain(Runnable[Question | str, Reply]):
    """Answers with two sentences, refuses what names 없는 사업, fails on 고장 and 예상 밖.

    느리게 waits long before the first sentence, 천천히 between the two.
    """

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.asked: list[str] = []

    def invoke(self, input, config=None, **_):  # noqa: A002 - the name is LangChain's
        return list(self.stream(input, config))[-1]

    def stream(self, input, config=None, **_) -> Iterator[Reply]:  # noqa: A002 - the name is LangChain's
        question = input if isinstance(input, Question) else Question(input)
        self.asked.append(question.text)
        time.sleep(self.pause)
        if "느리게" in question.text:
            time.sleep(10)
        if "고장" in question.text:
            raise EmbeddingError("임베딩 모델을 불러올 수 없습니다.", "geungeo doctor로 점검하십시오.")
        if "예상 밖" in question.text:
            raise ZeroDivisionError
        if "없는 사업" in question.text:
            yield refusal(question)
            return
        whole = compared(question) if "비교" in question.text else answer(question)
        yield replace(whole, sentences=whole.sentences[:1], citations=whole.citations[:1])
        time.sleep(4 if "천천히" in question.text else self.pause)
        yield whole


def cite(marker: int, document: SourceDocument, quote: str) -> Citation:
    start = document.text.index(quote)
    return citations.cite(document, start, start + len(quote), marker)


def passage(document: SourceDocument, rank: int) -> Passage:
    chunk = Chunk(
        f"{document.id}@1#0000", document.id, document.version, (), None, 0, len(document.text), document.text
    )
    return Passage(
        chunk,
        document.title,
        document.issuer,
        document.published,
        document.kind,
        document.uri,
        document.sha256,
        rank=rank,
        score=1.0,
    )


def answer(question: Question) -> Answer:
    return Answer(
        question=question,
        sentences=(Sentence(FIRST, "supported", (1,)), Sentence(SECOND, "supported", (2,))),
        citations=(cite(1, RELEASE, FIRST), cite(2, PLAN, SECOND)),
        passages=(passage(RELEASE, 1), passage(PLAN, 2)),
        as_of=date(2025, 2, 3),
        model="extractive",
    )


def compared(question: Question) -> Answer:
    values = (ComparedValue("총사업비", "1조 445억원", 1), ComparedValue("첫해 연구개발 예산", "969억원", 2))
    sides = "총사업비 1조 445억원 → 첫해 연구개발 예산 969억원 (-9,476억원)"
    lead = Lead(sides, (1, 2), computed=True, values=values, difference="-9,476억원")
    sentences = (Sentence(FIRST, "supported", (1,)), Sentence(BUDGET, "supported", (2,)))
    cited = (cite(1, RELEASE, FIRST), cite(2, RELEASE, BUDGET))
    return replace(answer(question), sentences=sentences, citations=cited, lead=lead)


def refusal(question: Question) -> Refusal:
    return Refusal(
        question=question,
        reason="not_found",
        citations=(cite(1, PLAN, HOSTILE), cite(2, RELEASE, FIRST)),
        passages=(passage(PLAN, 1), passage(RELEASE, 2)),
        as_of=date(2025, 2, 3),
        model="extractive",
    )


def judged(question: Question, pause: float = 0.0) -> Iterator[ClaimVerdict]:
    """Contradict 1조 4,450억원, prove 1조 445억원, find nothing else; fail on 고장 and wait on 천천히."""
    for start, end in split(question.text):
        text = question.text[start:end]
        time.sleep(1.5 if "천천히" in text else pause)
        if "고장" in text:
            raise EmbeddingError("임베딩 모델을 불러올 수 없습니다.", "geungeo doctor로 점검하십시오.")
        if "1조 4,450억원" in text:
            differs = (Difference("amount", "1조 4,450억원", "1조 445억원"),)
            verdict = Verdict("contradicted", 0.9, (cite(1, RELEASE, FIRST),), differs)
        elif "1조 445억원" in text:
            verdict = Verdict("supported", 1.0, (cite(1, RELEASE, FIRST),))
        elif "보고" in text:
            verdict = Verdict("not_found", 0.1, (cite(1, PLAN, HOSTILE),), (Difference("date", "내년", ""),))
        else:
            verdict = Verdict("not_found", 0.0, ())
        yield ClaimVerdict(text, start, end, verdict)


def told(day: str, status: Status, text: str, *cited: Citation) -> Entry:
    """Return an event with the values that its sentence states."""
    statement = read(text, date(2025, 1, 24))
    values = united(value for point in statement.points if (value := valued(point))) if statement else ()
    return Entry(day, "document", status, text, (), cited, values=values)


def traced(question: Question) -> Timeline:
    """Tell three facts, the first superseded by the second; none of 없는 사업, and fail on 고장."""
    if "고장" in question.text:
        raise EmbeddingError("임베딩 모델을 불러올 수 없습니다.", "geungeo doctor로 점검하십시오.")
    day = question.as_of or date(2025, 2, 3)
    if "없는 사업" in question.text:
        return Timeline(question.text, day, ())
    first = "첫해 연구개발 예산은 969억원이다."
    planned, later = "2025년 예산은 969억원으로 편성됐다.", "2026년 예산은 1,200억원으로 편성됐다."
    entries = (
        Entry("2024-12-12", "document", "검토 중", SECOND, (), (cite(1, PLAN, SECOND),), superseded_by=1),
        told("2025-01-24", "확정", FIRST, cite(1, RELEASE, FIRST), cite(2, PLAN, HOSTILE)),
        told("2025-01", "예산", planned, cite(1, RELEASE, first)),
        told("2026-01-02", "예산", f"{later} {HOSTILE}", cite(1, RELEASE, first)),
    )
    return Timeline(question.text, day, entries)


def watch(event: str, arguments: tuple[object, ...]) -> None:
    host = None
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    if host not in (None, "localhost", "127.0.0.1", "::1", "0.0.0.0", ""):
        sys.stderr.write(f"LEFT {host}\n")


def ran(directory: Path, name: str, right: int, cases: int = 8) -> None:
    """Leave a run in which `right` of the cases are, with a trace whose first question is hostile."""
    value = right / cases
    report = {
        "suite": "grounding",
        "dataset": {"name": "golden", "sha256": "0" * 64, "cases": cases},
        "conditions": {"model": "extractive"},
        "verifier": {"name": "rules-1"},
        "metrics": {"str_em": {"value": value, "low": value / 2, "high": 1.0, "better": "higher", "judged": cases}},
        "gate": []
        if right == cases
        else [{"metric": "str_em", "reason": "least", "value": value, "bound": 0.6, "cases": ["q1"]}],
        "cases": [
            {
                "id": f"q{n}",
                "kind": "fact",
                "expected": "answer",
                "outcome": "answer",
                "scores": {"str_em": float(n > cases - right)},
            }
            for n in range(1, cases + 1)
        ],
    }
    asked = Asked("q1", HOSTILE, "answer", "", (Sentence(SECOND, "supported", (1,)),), (cite(1, PLAN, HOSTILE),))
    folder = directory / name
    folder.mkdir(parents=True)
    (folder / "trace.jsonl").write_text("{}\n" + dump(asked) + "\n", encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


def evaluated(folder: Path, notify: Callable[[int, int], None]) -> None:
    """Run three scripted cases, of which the first takes long."""
    time.sleep(2)
    for done in range(4):
        notify(done, 3)
        time.sleep(0.3)
    ran(folder.parent, folder.name, 8)


def beside(folder: Path) -> None:
    """Write a comparison with another system, of one metric and one case, into the folder of a run."""
    figure = {"value": 0.75, "low": 0.5, "high": 1.0, "judged": 8, "not_judged": 0}
    difference = {"value": 0.5, "low": 0.25, "high": 0.75, "mean": 0.5, "cases": 8, "first_higher": 4}
    difference |= {"second_higher": 0, "p": 0.02, "test": "mcnemar"}
    said = {"outcome": "answer", "text": HOSTILE, "failures": ["str_em"], "quotes": [HOSTILE]}
    right = {"outcome": "answer", "text": FIRST, "failures": [], "quotes": []}
    case = {"id": "q1", "kind": "fact", "question": HOSTILE, "expected": "answer", "gold": ["1조 445억원"]}
    compared = {
        "dataset": {"name": "golden", "sha256": "0" * 64, "cases": 8},
        "systems": [
            {"name": "geungeo · extractive", "conditions": {"model": "extractive"}},
            {"name": "answers.csv", "conditions": {"model": "answers.csv"}},
        ],
        "verifier": "rules-1",
        "metrics": {
            "str_em": {
                "better": "higher",
                "first": figure,
                "second": figure | {"value": 0.25},
                "difference": difference,
            },
            "faithfulness": {"better": "higher", "first": figure, "second": None, "not_applicable": "evidence"},
        },
        "cases": [case | {"first": right, "second": said}],
    }
    (folder / "comparison.json").write_text(json.dumps(compared), encoding="utf-8")


def versus(folder: Path, notify: Callable[[int, int], None]) -> None:
    """Run scripted cases of two systems."""
    evaluated(folder, notify)
    beside(folder)


def site(shelf: Shelf | None = None, language: str = "ko", pause: float = 0.0, memory: Memory | None = None) -> Site:
    """Return the parts of a page of which every answer is scripted."""
    held = Shelf() if shelf is None else shelf
    return Site(
        chain=ScriptedChain(pause),
        library=held,
        archive=held,
        suggestions=Suggestions(ScriptedChain(), held),
        check=lambda question: judged(question, pause),
        trace=traced,
        language=language,
        memory=memory,
    )


def main() -> None:
    from ui.serving import server

    sys.addaudithook(watch)
    port, *words = sys.argv[1:]
    shelf = Shelf([]) if "empty" in words else Shelf()
    if "many" in words:
        shelf = Shelf([replace(RELEASE, id=f"press-{number}") for number in range(120)])
    language = "en" if "en" in words else "ko"
    with tempfile.TemporaryDirectory() as directory:
        memory = Conversations(Path(directory) / "memory.sqlite3") if "remembers" in words else None
        made = site(shelf, language, 0.4, memory)
        if "runs" in words:
            runs = Path(directory) / "runs"
            ran(runs, "first", 2)
            ran(runs, "second", 8)
            made = replace(made, runs=runs, starter=Starter(runs, evaluated, lambda _: evaluated))
        if "versus" in words:
            runs = Path(directory) / "runs"
            ran(runs, "first", 2)
            beside(runs / "first")
            starter = Starter(runs, evaluated, lambda _: evaluated, lambda *_: versus, ("http://127.0.0.1:9/v1#m",))
            made = replace(made, runs=runs, starter=starter)
        server.launch(server.application(made), "127.0.0.1", int(port), made.language)


if __name__ == "__main__":
    main()
