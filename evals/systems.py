"""The assistant over one store as a system under evaluation, with its verifier, judges and conditions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from importlib import metadata, resources

import assistant
import ingest
import prompts
from assistant import claims
from assistant.answering.extractive import MODEL as EXTRACTIVE
from assistant.answers import Filter, Passage, Question, Reply, Verdict
from assistant.chain import AnswerChain, build_chain
from assistant.models import chat, entailment
from assistant.questions.followups import Rewriter
from assistant.settings import AssistantSettings
from evals import judges as optional
from evals.datasets.cases import ClaimCase, QuestionCase
from evals.datasets.matching import identities
from evals.external import server
from evals.external import system as external
from evals.external.matching import Matched
from evals.external.replies import Library
from evals.judge import Judge as Entailed
from evals.judges.judge import Judge
from evals.judging import Documents
from evals.runner import System
from evals.verifier import Entailment as Verifier
from evals.verifier import Rules
from ingest.documents import SourceDocument
from ingest.errors import SettingsError
from ingest.store import Store

PACKAGES = (ingest, assistant, prompts)
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")
SUFFIXES = (".py", ".md", ".toml", ".json", ".txt")


def over(store: Store, settings: AssistantSettings | None = None, chain: AnswerChain | None = None) -> System:
    """Return the assistant over an open store as a system.

    Questions without a date of their own are asked as of the date of the newest document, so that a run does not
    depend on the day it is made.
    """
    settings = settings or AssistantSettings()
    day = newest(store)
    model = chat.load(settings.model, settings.temperature, settings.key)
    judge = entailment.load(settings.entailment, model)
    chain = chain or build_chain(store, settings, today=lambda: day, model=model)

    def ask(case: QuestionCase) -> Reply:
        return chain.invoke(asked(case))

    def check(case: ClaimCase) -> Verdict:
        return claims.check(Question(case.claim, case.as_of, id=case.id), chain.retriever, judge, reader=chain.reader)

    return System(ask, check, conditions(store, settings, day))


def verifier(name: str, settings: AssistantSettings) -> Verifier:
    """Return the rule-based verifier for an empty name, else the entailment model of that name.

    Raises ModelError if there is no such model.
    """
    model = chat.load(settings.model, settings.temperature, settings.key) if name else None
    judge = entailment.load(name, model)
    return Entailed(name, judge) if judge else Rules()


def judges(names: Sequence[str], settings: AssistantSettings, embedding: str) -> tuple[Judge, ...]:
    """Return the optional judges named, each using the chat model after its `=`, else that of the settings.

    Raises SettingsError if there is no chat model or the judge is not installed, ModelError if its model cannot be
    loaded.
    """
    found = []
    for name in names:
        judge, _, other = name.partition("=")
        model = chat.load(other or settings.model, settings.temperature, settings.key)
        if model is None:
            raise SettingsError(
                f"{judge}에게 물어볼 대화 모델이 없습니다.",
                f"--model로 대화 모델을 정하거나 {judge}=openai:gpt-5 처럼 채점할 모델을 적으십시오.",
            )
        shown = replace(model, name=_SECRET.sub("***@", model.name))
        found.append(optional.load(judge, shown, embedding))
    return tuple(found)


def asked(case: QuestionCase) -> Question:
    """Return the question that a case asks."""
    return Question(case.question, case.as_of, Filter(exclude=case.exclude), id=case.id, history=case.history)


def ranking(
    store: Store, settings: AssistantSettings | None = None
) -> Callable[[QuestionCase, int], tuple[Passage, ...]]:
    """Return a function that gives the best passage of each of the top `k` documents for a case."""
    settings = replace(settings or AssistantSettings(), model=EXTRACTIVE, entailment="")
    retriever, rewriter = build_chain(store, settings).retriever, Rewriter()

    def rank(case: QuestionCase, k: int) -> tuple[Passage, ...]:
        return retriever.retrieve(rewriter.resolve(asked(case)), k=k)

    return rank


def documents(store: Store) -> Documents:
    """Return a function that looks documents up by id and version, with a cache."""

    @lru_cache(maxsize=256)
    def look_up(identity: str, version: int | None) -> SourceDocument | None:
        return store.document(identity, version)

    return look_up


def library(store: Store, documents: Documents) -> Library:
    """Return the documents of a store as those in which quotes of another system are looked for."""
    records = store.documents()
    return Library(tuple(record.id for record in records), identities(records), documents)


def served(store: Store, documents: Documents, name: str, key: str, temperature: float | None) -> System:
    """Return the server of a name like `http://127.0.0.1:8000/v1#qwen3` as a system.

    Raises SettingsError for another name, ModelError if the server cannot be reached.
    """
    address, model = server.parsed(name)
    return external.asked(
        name, server.asking(address, model, key, temperature), library(store, documents), newest(store)
    )


def answered(store: Store, documents: Documents, name: str, matched: Matched) -> System:
    """Return the system that gave the answers in a file called `name`."""
    return external.answered(name, matched, library(store, documents), newest(store))


def newest(store: Store) -> date:
    """Return the date of the store's newest document; today if none has a date."""
    days = [record.published.date() for record in store.documents() if record.published]
    return max(days, default=date.today())


def conditions(store: Store, settings: AssistantSettings, day: date) -> dict[str, str]:
    """Return everything besides the cases that a result depends on, as text by name."""
    bare = replace(settings, model="", key="", entailment="", reader="")
    held = "\n".join(f"{one.id} {one.version} {one.sha256}" for one in sorted(store.documents(), key=lambda r: r.id))
    return {
        "geungeo": _version(),
        "code": code(),
        "model": _SECRET.sub("***@", settings.model),
        "reader": settings.reader or "none",
        "entailment": settings.entailment,
        "assistant": hashlib.sha256(repr(bare).encode()).hexdigest()[:12],
        "embedding": store.settings.embedding,
        "chunks": f"{store.settings.chunk_size}/{store.settings.chunk_overlap}",
        "documents": f"{held.count(chr(10)) + bool(held)} {hashlib.sha256(held.encode()).hexdigest()[:12]}",
        "today": day.isoformat(),
    }


@cache
def code() -> str:
    """Return a digest of the installed code that makes replies, so that changed code counts as another system."""
    hashed = hashlib.sha256()
    for package in PACKAGES:
        with resources.as_file(resources.files(package)) as root:
            for path in sorted(p for p in root.rglob("*") if p.suffix in SUFFIXES and p.is_file()):
                hashed.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return hashed.hexdigest()[:12]


def _version() -> str:
    try:
        return metadata.version("geungeo")
    except metadata.PackageNotFoundError:
        return "0+source"
