"""The pipeline from a question to a checked reply, as a LangChain runnable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import Context, copy_context
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant import claims, tracing
from assistant.answering import ambiguity, confirmation, decision, extractive, premises, relevance, topicality
from assistant.answering.comparison import Side, side_by_side, value_of
from assistant.answering.extractive import Choice
from assistant.answering.generated import Writer, Written
from assistant.answering.sentences import PRIOR_DOCUMENTS, Evidence, collect, weighted
from assistant.answers import (
    Answer,
    Citation,
    Clarification,
    Conflict,
    Filter,
    Passage,
    Question,
    Refusal,
    Reply,
    Sentence,
    Superseded,
    Timings,
    Verdict,
    bounded,
)
from assistant.checking import disagreement
from assistant.facts.dates import years_of
from assistant.facts.fact import FactKind
from assistant.grounding.citations import cite
from assistant.history.changes import changes
from assistant.korean import deeds, status
from assistant.korean.greetings import greets
from assistant.models import chat, entailment, readers
from assistant.models.chat import ChatModel
from assistant.questions import followups
from assistant.questions.analysis import STATES, Analysis, analyse
from assistant.questions.splitting import compares, parts
from assistant.retrieval.retriever import HybridRetriever
from assistant.settings import AssistantSettings
from assistant.stages import stage
from ingest.embedding import BundledEmbedding
from ingest.store import Store

TRUSTED = 0.5
"""From this probability that the documents answer, a model that says they do not is not believed."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A question with what was found for it."""

    question: Question
    analysis: Analysis
    weights: dict[str, float]
    passages: tuple[Passage, ...]
    choice: Choice
    as_of: date
    started: float
    """Seconds on the performance counter."""
    retrieved: float

    @property
    def subject(self) -> str:
        """The names that the question gives, as one text."""
        return " ".join(self.analysis.names)

    @property
    def wanted(self) -> frozenset[FactKind]:
        """Kinds of figure that state what is asked for."""
        return frozenset(kind for asked in self.analysis.kinds for kind in STATES[asked])


class AnswerChain(Runnable[Question | str, Reply]):
    """Retrieve, read, compose, check, cite: a LangChain runnable from a question to a `Reply`."""

    def __init__(
        self,
        retriever: HybridRetriever,
        settings: AssistantSettings,
        today: Callable[[], date],
        model: ChatModel | None = None,
    ) -> None:
        """Wire the parts; callers use `build_chain`."""
        self.retriever = retriever
        self.settings = settings
        self._today = today
        self._rewriter = followups.Rewriter(model)
        self.reader = readers.load(settings.reader)
        self.judge = entailment.load(settings.entailment, model)
        self._writer = Writer(model, self._verify, settings.policy) if model else None

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **_: Any) -> Reply:  # noqa: A002, ANN401 - the names and types are LangChain's
        """Return the reply to one question."""
        with self._context() as context:
            return context.run(self._call_with_config, self._reply, input, config)

    def stream(
        self,
        input: Question | str,  # noqa: A002 - the name is LangChain's
        config: RunnableConfig | None = None,
        **_: Any,  # noqa: ANN401 - the type is LangChain's
    ) -> Iterator[Reply]:
        """Yield the answer grown by one checked sentence at a time, the whole answer last; or one refusal."""
        steps = self._transform_stream_with_config(iter([input]), self._transform, config)
        with self._context() as context:
            yield from tracing.stepped(context, steps)

    def _context(self) -> AbstractContextManager[Context]:
        return nullcontext(copy_context()) if self.settings.tracing else tracing.untraced()

    def _transform(self, inputs: Iterator[Question | str]) -> Iterator[Reply]:
        for asked in inputs:
            yield from self._replies(asked)

    def retrieve(self, question: Question) -> tuple[Passage, ...]:
        """Return the passages that a question is answered from."""
        each, documents = self.settings.per_document, self.settings.documents
        most = (documents - 1) * each + max(each, relevance.DEEP)
        return self.retriever.retrieve(question, most, each, documents, relevance.DEEP)

    def _reply(self, asked: Question | str) -> Reply:
        *_, last = self._replies(asked)
        return last

    def _replies(self, asked: Question | str) -> Iterator[Reply]:
        question = Question(asked) if isinstance(asked, str) else asked
        if greets(bounded(question.text)):
            yield Clarification(question, "greeting", (), (), question.as_of or self._today(), extractive.MODEL)
            return
        for reply in self._composed(self._find(self._rewriter.resolve(question))):
            yield replace(reply, citations=tuple(map(self._placed, reply.citations)))

    def _placed(self, citation: Citation) -> Citation:
        """Return a citation with the page and the headings of its quote: a passage may begin on the page before."""
        document = self.retriever.store.document(citation.document_id, citation.version)
        if document is None:
            return citation
        return cite(document, citation.start, citation.end, citation.marker, citation.trust)

    def _composed(self, found: _Found) -> Iterator[Reply]:
        with stage("compose"):
            settled = self._settled(found)
            if isinstance(settled, Answer):
                yield _timed(settled, found)
            elif settled is not None:
                yield _timed(self._disagreeing(settled, found), found)
            elif self._writer is None:
                yield from _growing(self._extracted(found))
            else:
                yield from self._written(self._writer, found)

    def _find(self, question: Question) -> _Found:
        """Return what was found for a question; for one that asks several things, for each of them together."""
        whole = self._looked_up(question)
        asked = parts(question.text)
        several = [self._looked_up(replace(question, text=part.text)) for part in asked]
        if not several:
            return whole
        if not all(one.choice.answers for one in several):
            return _one_sided(whole) if compares(question.text) else whole
        sides = [Side(part.label, one.analysis, one.choice) for part, one in zip(asked, several, strict=True)]
        lead = side_by_side(sides, compares(question.text))
        choice = extractive.joined(whole.choice, [one.choice for one in several], lead)
        passages = tuple(dict.fromkeys(p for one in several for p in one.passages))
        return replace(whole, passages=passages, choice=choice, retrieved=several[-1].retrieved)

    def _looked_up(self, question: Question) -> _Found:
        started = time.perf_counter()
        with stage("retrieve"):
            passages = self.retrieve(question)
        retrieved = time.perf_counter()
        with stage("read"):
            return self._concluded(self._read(question, passages, started, retrieved))

    def _read(self, question: Question, passages: tuple[Passage, ...], started: float, retrieved: float) -> _Found:
        analysis = analyse(question.text)
        idf = self.retriever.store.lexical.idf(analysis.terms, PRIOR_DOCUMENTS)
        weights = weighted(analysis, idf)
        if self.reader is None:
            choice = extractive.choose(analysis, passages, idf)
        else:
            bundled = isinstance(self.retriever.store.embedding, BundledEmbedding)
            near = topicality.nearness(passages) if bundled else None
            choice = decision.choose(analysis, passages, idf, self.reader, relevance.asked(question), near)
            if analysis.of_nothing and question.filter == Filter() and _documents(passages) > 1:
                choice = replace(choice, nearest=True, lead=None)
        return _Found(
            question, analysis, weights, passages, choice, question.as_of or self._today(), started, retrieved
        )

    def _concluded(self, found: _Found) -> _Found:
        """Return what was found with the outcome that a later document tells of what the best sentence only plans."""
        choice = found.choice
        if not choice.answers or not deeds.asks_for_deed(found.question.text) or status.done(choice.chosen[0].text):
            return found
        planned = choice.chosen[0].passage
        value = value_of(Side("", found.analysis, choice)).text
        asked = replace(found.question, text=deeds.claim(found.question.text, value), as_of=found.as_of)
        if not asked.text or planned.published is None:
            return found
        told_by = frozenset({planned.chunk.document_id})
        others = disagreement.otherwise(asked, self.retriever, found.subject, told_by, planned.published, found.wanted)
        for one in others:
            day = one.citation.published
            if day is not None and day > planned.published and status.done(one.citation.quote):
                evidence = self._evidence(asked, one.citation, found)
                if evidence is not None:
                    lead = extractive.ShortAnswer(extractive.flat(one.other), (evidence,))
                    chosen = replace(choice, chosen=(evidence,), lead=lead)
                    return replace(found, choice=chosen, passages=(*found.passages, evidence.passage))
        return found

    def _evidence(self, asked: Question, citation: Citation, found: _Found) -> Evidence | None:
        """Return a cited sentence as evidence for the question."""
        within = replace(asked, filter=replace(asked.filter, documents=(citation.document_id,)))
        passages = self.retriever.retrieve(within, extractive.MOST_SENTENCES, extractive.MOST_SENTENCES)
        read = collect(passages, found.weights, found.analysis.words)
        return next((one for one in read if one.start <= citation.start < one.end), None)

    def _settled(self, found: _Found) -> Answer | Refusal | Clarification | None:
        """Return the reply to a question that needs no composing: a refusal, yes or no, or which matter is meant."""
        if not found.passages:
            return extractive.refusal(found.question, "no_documents", (), (), found.as_of)
        if which := ambiguity.choices(found.question.text, found.passages):
            return Clarification(found.question, "which", which, found.passages, found.as_of, extractive.MODEL)
        if confirmed := self._confirmed(found):
            return confirmed
        text, choice = found.question.text, found.choice
        wrong = premises.correction(text, found.analysis, found.weights, choice)
        if wrong is None and choice.denied:
            wrong = premises.Correction("", choice.chosen[0])
        if wrong is not None:
            return _corrected(found, wrong)
        if not choice.answers:
            nearest = choice.ordered[: extractive.NEAREST]
            return extractive.refusal(found.question, "not_found", nearest, found.passages, found.as_of)
        return None

    def _confirmed(self, found: _Found) -> Answer | None:
        """Return the yes or no to a question about a figure; None for any other question, and where neither is sure."""
        claim = confirmation.asked(found.question.text)
        if not claim:
            return None
        verdict = self._verify(replace(found.question, text=claim, as_of=found.as_of), "")
        return confirmation.confirmed(found.question, claim, verdict, found.passages, found.as_of)

    def _extracted(self, found: _Found) -> Reply:
        return _timed(
            self._disagreeing(
                _dated(extractive.respond(found.question, found.choice, found.passages, found.as_of), found), found
            ),
            found,
        )

    def _written(self, writer: Writer, found: _Found) -> Iterator[Reply]:
        """Yield the model's answer as it grows; what it leaves unanswered is extracted or refused."""
        version = writer.prompt_version
        written = Written()
        parts = (found.question, found.analysis, found.weights, found.choice, found.passages, found.as_of)
        for grown in writer.write(*parts):
            if len(grown.sentences) > len(written.sentences):
                yield _timed(_answer(found, writer, grown), found)
            written = grown
        if written.sentences:
            yield _timed(self._disagreeing(_dated(_answer(found, writer, written), found), found), found)
            return
        if written.declined and found.choice.answerable < TRUSTED:
            nearest = found.choice.ordered[: extractive.NEAREST]
            reply: Reply = extractive.refusal(found.question, "not_found", nearest, found.passages, found.as_of)
            reply = replace(reply, model=writer.model.name)
        else:
            reply = self._extracted(found)
        yield _timed(replace(reply, prompt_version=version, dropped=written.dropped), found)

    def _disagreeing(self, reply: Reply, found: _Found) -> Reply:
        """Return a reply with what other documents give in place of the figures that it tells.

        Where nothing is named that the figures are of, other figures may be of anything.
        """
        if found.analysis.of_nothing:
            return reply
        if isinstance(reply, Answer):
            told: tuple[Sentence, ...] = reply.sentences[: extractive.MOST_SENTENCES]
        elif isinstance(reply, Refusal) and reply.correction:
            told = (reply.correction,)
        else:
            return reply
        citations, conflicts = list(reply.citations), list(reply.conflicts)
        dated: list[Conflict | Superseded] = [*reply.conflicts, *reply.superseded] if isinstance(reply, Answer) else []
        known = {citations[marker - 1].document_id for one in dated for marker in one.markers}
        for sentence in told:
            cited = [one for one in citations if one.marker in sentence.citations]
            asked = replace(found.question, text=sentence.text, as_of=found.as_of)
            told_by = known | {one.document_id for one in cited}
            day = cited[0].published if cited else None
            others = disagreement.otherwise(asked, self.retriever, found.subject, told_by, day, found.wanted)
            if cited and others:
                more = [_numbered(one.citation, citations) for one in others]
                known |= {one.document_id for one in (*cited, *more)}
                sides = [(cited[0], others[0].value), *zip(more, (one.other for one in others), strict=True)]
                conflicts.append(disagreement.conflict(found.subject or cited[0].title, sides))
        return replace(reply, citations=tuple(citations), conflicts=tuple(conflicts))

    def _verify(self, claim: Question, subject: str) -> Verdict:
        with stage("gate"):
            return claims.check(claim, self.retriever, self.judge, subject, self.reader)


def build_chain(
    store: Store,
    settings: AssistantSettings | None = None,
    today: Callable[[], date] = date.today,
    model: ChatModel | None = None,
) -> AnswerChain:
    """Return the chain over an open store; `model` stands in for the one that the settings name.

    Raises ModelError when the named model cannot be had.
    """
    settings = settings or AssistantSettings()
    model = model or chat.load(settings.model, settings.temperature, settings.key)
    return AnswerChain(
        HybridRetriever(store=store, weights=settings.weights, trust=settings.trust), settings, today, model
    )


def _documents(passages: Sequence[Passage]) -> int:
    return len({passage.chunk.document_id for passage in passages})


def _one_sided(found: _Found) -> _Found:
    """Return what was found for a comparison of years as no more than the nearest where the sentence lacks one."""
    asked = years_of(found.analysis.pinned)
    told = years_of(fact for one in found.choice.chosen[:1] for fact in one.all_figures)
    if asked <= told:
        return found
    return replace(found, choice=replace(found.choice, nearest=True, lead=None))


def _numbered(citation: Citation, citations: list[Citation]) -> Citation:
    """Return a citation with its marker among `citations`, to which it is added where it is not yet there."""
    place = (citation.document_id, citation.start, citation.end)
    known = next((one for one in citations if (one.document_id, one.start, one.end) == place), None)
    if known is None:
        known = replace(citation, marker=len(citations) + 1)
        citations.append(known)
    return known


def _corrected(found: _Found, wrong: premises.Correction) -> Refusal:
    reply = extractive.refusal(found.question, "unsupported_premise", (wrong.evidence,), found.passages, found.as_of)
    return replace(reply, correction=Sentence(extractive.flat(reply.citations[0].quote), "supported", (1,)))


def _dated(reply: Reply, found: _Found) -> Reply:
    """Return an answer with what was otherwise before, or is told otherwise elsewhere, each with its citation."""
    if not isinstance(reply, Answer):
        return reply
    cited = {(one.document_id, one.start): one.marker for one in reply.citations}
    told = [e for e in found.choice.ordered if e.place in cited]
    citations, superseded, conflicts = list(reply.citations), [], []

    def marker(evidence: Evidence) -> int:
        if evidence.place not in cited:
            cited[evidence.place] = len(citations) + 1
            citations.append(extractive.cite(evidence, cited[evidence.place]))
        return cited[evidence.place]

    for change in changes(told, found.passages, found.analysis, found.weights):
        old, new = marker(change.evidence), marker(change.against)
        if change.kind == "superseded":
            superseded.append(Superseded(change.subject, change.value, old, new, change.now))
        else:
            sides = [(citations[new - 1], ""), (citations[old - 1], change.value)]
            conflicts.append(replace(disagreement.conflict(change.subject, sides), values=()))
    return replace(reply, citations=tuple(citations), superseded=tuple(superseded), conflicts=tuple(conflicts))


def _answer(found: _Found, writer: Writer, written: Written) -> Answer:
    return Answer(
        question=found.question,
        sentences=written.sentences,
        citations=written.citations,
        passages=found.passages,
        as_of=found.as_of,
        model=writer.model.name,
        prompt_version=writer.prompt_version,
        dropped=written.dropped,
    )


def _timed(reply: Reply, found: _Found) -> Reply:
    now = time.perf_counter()
    return replace(
        reply,
        timings=Timings(
            retrieve=(found.retrieved - found.started) * 1000,
            compose=(now - found.retrieved) * 1000,
        ),
    )


def _growing(reply: Reply) -> Iterator[Reply]:
    """Yield an answer's first sentence, its first two, and so on to the whole."""
    if isinstance(reply, Answer):
        for count in range(1, len(reply.sentences)):
            yield _first(reply, count)
    yield reply


def _first(answer: Answer, count: int) -> Answer:
    sentences = answer.sentences[:count]
    markers = {marker for sentence in sentences for marker in (*sentence.citations, *sentence.beside)}
    return replace(
        answer,
        sentences=sentences,
        citations=tuple(citation for citation in answer.citations if citation.marker in markers),
    )
