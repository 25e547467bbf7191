"""Fixtures for the evaluation tests: a document, replies that cite it, and a bench that needs no store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest

from assistant.answers import Answer, Citation, Question, Refusal, Reply, Sentence, Verdict
from evals.datasets.cases import ClaimCase, Dataset, QuestionCase
from evals.judging import Documents
from evals.runner import System
from evals.suites import Bench
from ingest.documents import Page, Section, SourceDocument

TEXT = (
    "Ⅰ. 개요\n해온부는 2025년 3월 4일 바닷길 사업의 총사업비를 120억원으로 확정했다.\n"
    "Ⅱ. 지역\n대상 지역은 부산, 전남이다. 서울은 포함되지 않았다.\n"
)


def document(version: int = 1) -> SourceDocument:
    second = TEXT.index("Ⅱ")
    return SourceDocument(
        id="plan.txt",
        version=version,
        title="바닷길 사업 계획",
        issuer="해온부",
        published=datetime(2025, 3, 5),
        modified=None,
        kind="plan",
        uri="",
        sha256="ab" * 32,
        text=TEXT,
        sections=(Section(("Ⅰ. 개요",), 1, 0, second), Section(("Ⅱ. 지역",), 1, second, len(TEXT))),
        pages=(Page(1, "1", 0, second), Page(2, "2", second, len(TEXT))),
    )


def documents(identity: str, version: int | None) -> SourceDocument | None:
    return document() if identity == "plan.txt" and version in (None, 1) else None


def cite(quote: str, marker: int = 1) -> Citation:
    start = TEXT.index(quote)
    held = document()
    return Citation(
        marker=marker,
        document_id="plan.txt",
        version=1,
        title=held.title,
        issuer=held.issuer,
        published=held.published,
        uri="",
        sha256=held.sha256,
        page=held.page_at(start),
        section=held.section_at(start),
        start=start,
        end=start + len(quote),
        quote=quote,
    )


COST = "해온부는 2025년 3월 4일 바닷길 사업의 총사업비를 120억원으로 확정했다."
PLACES = "대상 지역은 부산, 전남이다."
SEOUL = "서울은 포함되지 않았다."


def answer(text: str, *quotes: str, question: str = "질문?") -> Answer:
    citations = tuple(cite(quote, marker) for marker, quote in enumerate(quotes, start=1))
    said = (Sentence(text, "supported", tuple(one.marker for one in citations)),)
    return Answer(Question(question), said, citations, (), date(2025, 3, 6), "scripted")


def refusal(question: str = "질문?") -> Refusal:
    return Refusal(Question(question), "not_found", (cite(COST),), (), date(2025, 3, 6), "scripted")


QUESTIONS = (
    QuestionCase("q1", "총사업비는 얼마인가요?", "number", "answer", gold=("120억원",), documents=("plan.txt",)),
    QuestionCase("q2", "대상 지역은 어디인가요?", "list", "answer", gold=("부산", "전남"), documents=("plan.txt",)),
    QuestionCase("q3", "서울도 포함되나요?", "status", "answer", gold=("포함되지 않",), documents=("plan.txt",)),
    QuestionCase("q4", "담당자는 누구인가요?", "unanswerable", "refusal"),
)
CLAIMS = (
    ClaimCase("c1", COST, "number", "supported", documents=("plan.txt",)),
    ClaimCase("c2", COST.replace("120", "210"), "number", "contradicted", documents=("plan.txt",)),
)
DATASET = Dataset("해온", QUESTIONS, CLAIMS)
REPLIES: dict[str, Reply] = {
    "q1": answer(COST, COST),
    "q2": answer(PLACES, PLACES),
    "q3": answer(SEOUL, SEOUL),
    "q4": refusal(),
}
VERDICTS = {"c1": Verdict("supported", 1.0, (cite(COST),)), "c2": Verdict("contradicted", 0.5, (cite(COST),))}


@dataclass
class Scripted:
    """A system that replies by script and remembers what it was asked."""

    replies: dict[str, Reply] = field(default_factory=lambda: dict(REPLIES))
    verdicts: dict[str, Verdict] = field(default_factory=lambda: dict(VERDICTS))
    asked: list[str] = field(default_factory=list)

    def system(self) -> System:
        return System(self._ask, self._check, {"model": "scripted"})

    def _ask(self, case: QuestionCase) -> Reply:
        self.asked.append(case.id)
        return replace(self.replies[case.id], question=Question(case.question))

    def _check(self, case: ClaimCase) -> Verdict:
        self.asked.append(case.id)
        return self.verdicts[case.id]


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def dataset() -> Dataset:
    return DATASET


@pytest.fixture
def bench(scripted: Scripted) -> Bench:
    return Bench(scripted.system(), documents, lambda: (DATASET, documents))


@pytest.fixture
def look_up() -> Documents:
    return documents


@pytest.fixture
def reply() -> Callable[..., Answer]:
    return answer


@pytest.fixture
def quotes() -> dict[str, str]:
    return {"cost": COST, "places": PLACES, "seoul": SEOUL}
