"""Answers written by a chat model, each sentence verified before it is shown, with one attempt at repair.

What verifies a sentence is passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

import prompts
from assistant.answering.attribution import Proof, Prover, Verifier
from assistant.answering.extractive import Choice
from assistant.answering.markers import Draft, Marked, read
from assistant.answers import Citation, Dropped, Passage, Policy, Question, Sentence
from assistant.models.annotations import annotated
from assistant.models.chat import ChatModel
from assistant.models.spotlight import Shown, harmless, show
from assistant.questions.analysis import Analysis
from ingest.errors import GeungeoError, ModelError

MOST_SENTENCES = 6
"""A model that goes on longer is cut off."""
_WORD = re.compile(r"[가-힣]{2}")
_PREDICATE = re.compile(r"(?:다|요|음|함|됨|임|까|죠)[.!?\"'”’)]*$")
# A question states nothing that could be proved.
_ASKS = re.compile(r"(?:니까|나요|가요|까요|는가|은가|인가)[.?!]*[\"'”’)]*$|\?[\"'”’)]*$")
_REFUSED = re.compile(r"(?:문서|자료)에서 확인되지 않|(?:문서|자료)에(?:는)? 없|알 수 없습니다|찾을 수 없습니다")


@dataclass(frozen=True, slots=True)
class Written:
    """What a model has written so far, proved."""

    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    declined: bool = False
    """Whether the model itself said that the documents do not answer."""

    def having(self, proof: Proof, policy: Policy) -> Written:
        """Return this with one more sentence: kept and cited, or dropped, or marked."""
        verdict = proof.verdict
        if proof.reason and policy == "strict":
            return replace(self, dropped=(*self.dropped, _dropped(proof)))
        citations, markers = list(self.citations), []
        for one in verdict.evidence:
            same = next((c for c in citations if _place(c) == _place(one)), None)
            if same is None:
                same = replace(one, marker=len(citations) + 1)
                citations.append(same)
            markers.append(same.marker)
        sentence = Sentence(proof.text, verdict.label, tuple(dict.fromkeys(markers)), verdict.differences)
        dropped = (*self.dropped, _dropped(proof)) if proof.reason else self.dropped
        return replace(self, sentences=(*self.sentences, sentence), citations=tuple(citations), dropped=dropped)


class Writer:
    """Writes answers with one model."""

    def __init__(self, model: ChatModel, verify: Verifier, policy: Policy = "strict") -> None:
        """Wire the model and what proves its sentences."""
        self.model = model
        self._verify = verify
        self._policy = policy

    @property
    def prompt_version(self) -> str:
        """The id of the prompt that answers."""
        return prompts.load("answer").id

    def write(
        self,
        question: Question,
        analysis: Analysis,
        weights: Mapping[str, float],
        choice: Choice,
        passages: Sequence[Passage],
        as_of: date,
    ) -> Iterator[Written]:
        """Yield what is written whenever a sentence was proved or dropped; raise ModelError when the model fails."""
        shown = show(_nearest(choice, passages), question.text, self.model.characters)
        prover = Prover(question, analysis, weights, choice, shown.passages, self._verify)
        state = Written()
        apart = self.model.cites
        asked = prompts.load("answer").messages(
            as_of=as_of.isoformat(),
            fence=shown.fence,
            passages=shown.heads if apart else shown.text,
            question=harmless(question.text),
        )
        talk = list(map(_message, asked))
        if apart:
            talk[-1] = HumanMessage([*shown.documents, {"type": "text", "text": str(talk[-1].text)}])
        said: list[str] = []
        for grown in self._proved(talk, shown, prover, state, said):
            state = grown
            yield state
        if state.dropped and not state.declined and self._policy == "strict":
            # Said in the same talk, so that a model that keeps what it read need not read it twice.
            complaint = prompts.load("repair").messages(dropped="\n".join(map(_complaint, state.dropped)))
            talk += [AIMessage("".join(said)), *map(_message, complaint)]
            yield from self._proved(talk, shown, prover, state, [])

    def _proved(
        self, talk: list[BaseMessage], shown: Shown, prover: Prover, state: Written, said: list[str]
    ) -> Iterator[Written]:
        """Yield `state` as it grows by the sentences that the model says next; `said` takes down its very words."""
        seen = {sentence.text for sentence in state.sentences} | {dropped.text for dropped in state.dropped}
        for marked in self._sentences(talk, shown, said):
            if _REFUSED.search(marked.text):
                state = replace(state, declined=not state.sentences)
                break
            if marked.text in seen:
                continue
            seen.add(marked.text)
            state = state.having(prover.prove(marked), self._policy)
            yield state
            if len(state.sentences) >= MOST_SENTENCES:
                break
        yield state

    def _sentences(self, talk: list[BaseMessage], shown: Shown, said: list[str]) -> Iterator[Marked]:
        """Yield the model's sentences, each as soon as it is whole."""
        draft = Draft()
        for piece in self._pieces(talk, shown):
            said.append(piece)
            yield from filter(_worded, map(read, draft.feed(piece)))
        yield from filter(_worded, map(read, draft.close()))

    def _pieces(self, talk: list[BaseMessage], shown: Shown) -> Iterator[str]:
        try:
            yield from annotated(self.model.chat.stream(talk), shown)
        except GeungeoError:
            raise
        except Exception as error:  # each provider's client has its own errors for a server that fails
            raise ModelError(
                f"모델이 답하지 못했습니다: {self.model.name}: {error}",
                "모델 서버를 확인하거나 --model extractive로 물어 보십시오.",
            ) from error


def _message(part: tuple[prompts.Role, str]) -> BaseMessage:
    role, text = part
    return SystemMessage(text) if role == "system" else HumanMessage(text)


def _worded(marked: Marked) -> bool:
    """Tell whether anything was stated; a figure or a noun without a predicate is no sentence to prove."""
    word = _WORD.search(marked.text)
    told = word is not None and _PREDICATE.search(marked.text, word.end()) is not None
    return told and _ASKS.search(marked.text) is None


def _nearest(choice: Choice, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages in the order of their best sentences, then those without one."""
    ordered = dict.fromkeys(evidence.passage for evidence in choice.ordered)
    return list(dict.fromkeys((*ordered, *passages)))


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end


def _dropped(proof: Proof) -> Dropped:
    return Dropped(proof.text, proof.verdict.label, proof.reason, proof.verdict.differences)


def _complaint(dropped: Dropped) -> str:
    """Return a dropped sentence with what was wrong, as the model is told."""
    differing = "; ".join(
        f"문장 '{one.claim}', 자료 '{harmless(one.source)}'" if one.source else f"자료에 없음 '{one.claim}'"
        for one in dropped.differences
    )
    return f"- {dropped.text} ({differing or '자료에서 확인되지 않음'})"
