"""HTML of a conversation: questions and replies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.answers import Answer, Clarification, Refusal, Sentence
from ingest.sentences import is_row
from ui.exports import wording
from ui.messages import Language, say
from ui.page.components.sharing import sharing
from ui.page.conversation.actions import actions, reasons
from ui.page.conversation.changes import changes
from ui.page.conversation.compared import compared
from ui.page.conversation.conditions import values
from ui.page.conversation.starters import starters
from ui.page.conversation.turns import Turn
from ui.page.evidence import citations
from ui.page.html.lines import unbroken
from ui.page.html.markup import element, join
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from ui.page.conversation.memory import Rating

EXTRACTIVE = "extractive"
"""Name of the model that answers in the documents' own sentences."""
NEAREST = 3
"""Most documents named under a refusal."""
RENDERED = 64
"""Finished turns whose HTML is kept, those of a whole conversation; with each its reply stays in memory, some 60 kB."""
MARKS = {"supported": "✓", "contradicted": "≠", "not_found": "○"}


def conversation(
    identity: str,
    turns: Sequence[Turn],
    language: Language,
    ratings: Mapping[int, Rating] | None = None,
    link: str | None = None,
) -> Markup:
    """Return every turn of a conversation, oldest first; `ratings` are keyed by the turn's number.

    `link` is the word under which it is shared, empty where it is not, and None where none can be shared.
    """
    rated = ratings or {}
    shareable = link is not None and identity and turns and not turns[-1].working
    over = element(
        "div",
        *([sharing(link or "", {}, "page.share.who", language)] if shareable else []),
        element("a", say("page.new", language), href="?", class_="new"),
        class_="over",
    )
    return element(
        "div",
        over,
        join((_turn if turn.working else _done)(turn, rated.get(turn.number), language) for turn in turns),
        class_="talk",
        data_talk=identity,
    )


def notice(message: str, language: Language) -> Markup:
    """Return what is to be said of a conversation that another visitor shared."""
    return element("p", say(message, language), class_="unknown shared", role="status")


def _turn(turn: Turn, rating: Rating | None, language: Language) -> Markup:
    parts = [element("h2", turn.question, class_="asked")]
    if set_ := _conditions(turn, language):
        parts.append(element("p", set_, class_="understood"))
    if turn.reply and turn.reply.question.asked:
        understood = say("reply.rewritten", language, text=turn.reply.question.text)
        parts.append(element("p", understood, class_="understood"))
    if isinstance(turn.reply, Answer):
        parts += _answer(turn, turn.reply, language)
    elif isinstance(turn.reply, Refusal):
        parts += _refusal(turn, turn.reply, language)
    elif isinstance(turn.reply, Clarification):
        parts += _clarification(turn.reply, language)
    if turn.working:
        parts.append(_working(turn, language))
    if turn.stage == "stopped":
        parts.append(element("p", say("page.stopped", language), class_="try"))
    if turn.trouble:
        parts.append(_trouble(turn.trouble, language))
    parts += [actions(turn, rating, language), reasons(turn, rating, language)]
    return element("article", *parts, class_=f"turn {turn.stage}", data_turn=turn.number)


@lru_cache(maxsize=RENDERED)
def _done(turn: Turn, rating: Rating | None, language: Language) -> Markup:
    """Return a finished turn; cached, as it is rendered again with every update of later turns."""
    return _turn(turn, rating, language)


def _conditions(turn: Turn, language: Language) -> str:
    shown = values(turn.as_of, turn.filter)
    if "kind" in shown:
        shown["kind"] = say(f"page.kind.{shown['kind']}", language)
    return " · ".join(f"{say(f'condition.{name}', language)} {text}" for name, text in shown.items())


def _answer(turn: Turn, answer: Answer, language: Language) -> list[Markup]:
    sentences = element(
        "p", *(_sentence(turn, one, language, _led(answer, one)) for one in answer.sentences), class_="answer"
    )
    shown = [*_lead(turn, answer, language), sentences]
    if turn.working:
        return shown
    proved = all(sentence.verdict == "supported" for sentence in answer.sentences)
    signs = [
        element(
            "span", say("page.checked" if proved else "page.doubtful", language), class_="proved" if proved else "doubt"
        )
    ]
    # A chat model's sentences are proved, but nothing judges whether they answer.
    if answer.model == EXTRACTIVE:
        sign, look = ("page.near", "near") if answer.nearest else ("page.answers", "answers")
        signs.append(element("span", say(sign, language), class_=look))
    dropped = [element("p", say("reply.dropped", language, count=len(answer.dropped)), class_="dropped")]
    return [
        *shown,
        changes(answer, turn.exhibit, language),
        *(dropped if answer.dropped else []),
        element("p", *signs, class_="signs"),
        element("p", element("span", wording.rests_on(answer, language)), _as_of(answer, language), class_="foot"),
    ]


def _lead(turn: Turn, answer: Answer, language: Language) -> list[Markup]:
    """Return what precedes the sentences: the notice that this is only the nearest passage, the short answer."""
    above = []
    if answer.nearest:
        above.append(element("p", say("reply.near", language), class_="nearest"))
    if answer.lead and answer.lead.values:
        above.append(compared(answer.lead, turn.exhibit, language))
    elif answer.lead:
        computed = [element("span", say("reply.computed", language), class_="computed")] if answer.lead.computed else []
        marks = citations.buttons(turn.exhibit, answer.lead.citations, language)
        above.append(
            element("p", element("strong", wording.lead(answer.lead, language)), *computed, marks, class_="lead")
        )
    return above


def _led(answer: Answer, sentence: Sentence) -> tuple[str, ...]:
    """Return a sentence in pieces: before, the words that answer, after, and so on; one piece where it has none."""
    lead = answer.lead
    if lead is None or lead.computed or not lead.text or not set(lead.citations) & set(sentence.citations):
        return (sentence.text,)
    told = _value(answer, lead.cell) if lead.cell else lead.text
    words = r"\s+".join(map(re.escape, told.split()))
    return tuple(re.split(rf"(?<!\w)({words})", sentence.text))


def _value(answer: Answer, cell: tuple[int, int]) -> str:
    """Return what a cell says itself, without the unit that its column gives it in the lead."""
    start, end = cell
    cited = next(one for one in answer.citations if one.start <= start and end <= one.end)
    return cited.quote[start - cited.start : end - cited.start]


def _sentence(turn: Turn, sentence: Sentence, language: Language, pieces: Sequence[str]) -> Markup:
    text = [element("strong", piece) if at % 2 else _barred(piece) for at, piece in enumerate(pieces)]
    parts = [
        element("span", *text, class_="text"),
        citations.buttons(turn.exhibit, sentence.citations, language),
    ]
    if sentence.verdict != "supported":
        doubt = f"{MARKS[sentence.verdict]} {say(f'page.verdict.{sentence.verdict}', language)}"
        parts.append(element("span", doubt, class_="verdict"))
    if sentence.resolved:
        meant = " · ".join(str(one) for one in sentence.resolved)
        parts.append(element("span", meant, class_="resolved"))
    parts += [
        element(
            "span",
            element("span", " ".join(one.quote.split())),
            citations.buttons(turn.exhibit, (one.marker,), language),
            class_="alongside",
        )
        for one in filter(None, map(turn.exhibit.citation, sentence.beside))
    ]
    parts += [
        element("span", say("reply.difference", language, claim=one.claim, source=one.source), class_="difference")
        for one in sentence.differences
    ]
    row = " row" if is_row(sentence.text) else ""
    return element("span", *parts, Markup(" "), class_=f"sentence {sentence.verdict}{row}")


def _barred(text: str) -> Markup:
    """Return text in which the bars between a table's cells can be set back."""
    return element("span", "|", class_="divider").join(map(unbroken, text.split("|")))


def _refusal(turn: Turn, refusal: Refusal, language: Language) -> list[Markup]:
    said = refusal.correction
    corrected = [
        element(
            "p",
            say("reply.correction", language, text=said.text),
            citations.buttons(turn.exhibit, said.citations, language),
            class_="correction",
        )
        for said in ([said] if said else [])
    ]
    return [
        element("p", say(f"refusal.{refusal.reason}", language), class_="refused"),
        *corrected,
        *(
            element("p", wording.conflict(one, refusal.citations, language), class_="correction")
            for one in refusal.conflicts
        ),
        element("p", wording.attempt(refusal, language, on_page=True), class_="try"),
        *([] if turn.working else [*_near(refusal, language), *_offered(turn, language)]),
        # What the documents do say is no "not in the documents".
        element(
            "p",
            *([] if said else [element("span", say("page.refused", language))]),
            _as_of(refusal, language),
            class_="foot",
        ),
    ]


def _near(refusal: Refusal, language: Language) -> list[Markup]:
    """Return links to the documents nearest to what was asked."""
    found = {passage.chunk.document_id: passage for passage in reversed(refusal.passages)}
    nearest = sorted(found.values(), key=lambda passage: passage.rank)[:NEAREST]
    items = [
        element(
            "li",
            element(
                "a",
                passage.title or say("untitled", language),
                href=f"?{urlencode({'tab': 'documents', 'document': passage.chunk.document_id})}",
                target="_blank",
                rel="noopener",
            ),
            element("span", citations.issued(passage, language)),
        )
        for passage in nearest
    ]
    heading = element("h3", say("page.documents.near", language))
    return [element("section", heading, element("ul", *items), class_="near-documents")] if items else []


def _offered(turn: Turn, language: Language) -> list[Markup]:
    if not turn.offers:
        return []
    heading = element("h3", say("page.offers", language))
    return [element("section", heading, element("ul", *starters(turn.offers)), class_="offers")]


def _clarification(reply: Clarification, language: Language) -> list[Markup]:
    choices = starters(reply.choices)
    asked = element("p", say(f"clarify.{reply.about}", language), class_="clarify")
    return [asked, *([element("ul", *choices, class_="choices")] if choices else [])]


def _as_of(reply: Answer | Refusal, language: Language) -> Markup:
    model = say("page.extractive", language) if reply.model == EXTRACTIVE else reply.model
    return element("span", say("page.as_of", language, date=reply.as_of.isoformat(), model=model))


def _working(turn: Turn, language: Language) -> Markup:
    steps = [
        element(
            "li",
            say(f"page.{stage}", language),
            class_="step",
            aria_current="step" if stage == turn.stage else None,
        )
        for stage in ("searching", "checking")
    ]
    return element("ol", *steps, class_="working")


def _trouble(trouble: Trouble, language: Language) -> Markup:
    message = trouble.message or say("page.failed", language)
    hint = trouble.hint or ("" if trouble.message else say("page.failed.hint", language))
    return element(
        "div", element("p", message), *([element("p", hint, class_="try")] if hint else []), class_="trouble"
    )
