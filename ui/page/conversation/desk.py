"""Behaviour of the conversation tab: asking, stopping, rating and opening citations.

A desk is stateless: a session's talk is passed in and returned, so that no session sees another's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.answers import Citation, Clarification, Question, Refusal, Reply
from ui.accounts.visitors import Visitor
from ui.limits import QUESTION_LIMIT
from ui.messages import Language
from ui.page.conversation import panel, welcome
from ui.page.conversation.actions import REASONS, THUMBS
from ui.page.conversation.conditions import Conditions, parse
from ui.page.conversation.controls import Offered
from ui.page.conversation.memory import Memory, Rating, new_id
from ui.page.conversation.suggestions import Suggestions
from ui.page.conversation.turns import KEPT, Turn, follow
from ui.page.evidence import panel as pane
from ui.page.evidence import pictures
from ui.page.evidence.context import Exhibit, evidence
from ui.page.html.markup import join
from ui.page.library import Library, NoLongerReadable, Withheld, documents_of, holdings, nothing_withheld
from ui.page.numbers import whole
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

MARKS = 1_000
"""Most marks of stopped turns that are kept."""
PAST = 20
"""Earlier conversations offered to a visitor."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation as a session holds it."""

    id: str = ""
    """What its address names; empty before the first question."""
    turns: tuple[Turn, ...] = ()
    ratings: Mapping[int, Rating] = field(default_factory=dict)
    """What the reader said of the turns, by number."""
    link: str = ""
    """The word under which it is shared; empty where it is not."""

    def turn(self, number: int | None) -> Turn | None:
        """Return the turn of that number, or None."""
        return next((one for one in self.turns if one.number == number), None)


class Stopped:
    """Turns that were stopped while their reply was streaming, by talk and number; the streaming threads look here."""

    def __init__(self) -> None:
        self._turns: OrderedDict[tuple[str, int], None] = OrderedDict()

    def add(self, talk: str, number: int) -> None:
        """Mark the turn as stopped, so that the thread that streams it ends."""
        self._turns[talk, number] = None
        # A reply that had just ended takes no mark.
        while len(self._turns) > MARKS:
            self._turns.popitem(last=False)

    def take(self, talk: str, number: int) -> bool:
        """Return whether the turn was stopped, and clear the mark."""
        stopped = (talk, number) in self._turns
        self._turns.pop((talk, number), None)
        return stopped


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a talk."""

    talk: Talk
    conversation: Markup
    sources: Markup


@dataclass(frozen=True, slots=True)
class Desk:
    """The chain, the library of its sources, the suggested questions, the memory and the page's language."""

    chain: Runnable[Question | str, Reply]
    library: Library
    suggestions: Suggestions
    language: Language
    memory: Memory | None = None
    stopped: Stopped = field(default_factory=Stopped)
    offered: Callable[[], Offered] = Offered
    """Returns what a question may be narrowed to."""
    withheld: Withheld = nothing_withheld
    """Returns which documents the visitor of the moment may not read: what cites them is not shown."""

    def arrive(self, visitor: Visitor, identity: str = "", shared: str = "") -> View:
        """Return the conversation that the page's address names, or the view before the first question.

        `shared` is the word of a link to another visitor's conversation.
        """
        if shared:
            return self._shared(shared)
        if self.memory and identity and (turns := self.memory.open(visitor, identity)):
            link = self.memory.link(visitor, identity)
            return self._view(Talk(identity, turns[-KEPT:], self.memory.ratings(visitor, identity), link))
        return self._welcome(visitor, unknown=bool(identity))

    def _shared(self, word: str) -> View:
        """Return a conversation that another visitor shared, or why nothing of it is shown.

        It is nobody's here: what the reader asks next begins a conversation of the reader's own.
        """
        turns = self.memory.shared(word) if self.memory else None
        if not turns:
            return View(Talk(), panel.notice("page.shared.gone", self.language), Markup())
        if self.withheld(documents_of(turns)):
            return View(Talk(), panel.notice("page.shared.refused", self.language), Markup())
        shown = self._view(Talk("", turns[-KEPT:]))
        return replace(shown, conversation=join((panel.notice("page.shared.of", self.language), shown.conversation)))

    def ask(self, talk: Talk, text: str, visitor: Visitor, sent: str = "") -> Iterator[View]:
        """Yield the view as the reply to `text` streams in, under the conditions sent.

        Yields nothing for an empty question, or while the previous reply is still streaming.
        """
        asked = text.strip()[:QUESTION_LIMIT]
        if asked and not (talk.turns and talk.turns[-1].working):
            yield from self._ask(talk, asked, parse(sent), visitor)

    def again(self, talk: Talk, pressed: Mapping[str, str], visitor: Visitor) -> Iterator[View]:
        """Yield the view as the question of a turn is asked again; later turns are removed from the conversation."""
        turn = talk.turn(whole(pressed.get("turn")))
        if turn:
            yield from self._ask(talk, turn.question, Conditions(turn.as_of, turn.filter, turn.number), visitor)

    def stop(self, talk: Talk, visitor: Visitor) -> View:
        """Return the view after the streaming reply was stopped; sentences checked before stay."""
        for turn in talk.turns:
            if turn.working:
                self.stopped.add(talk.id, turn.number)
        turns = tuple(replace(turn, stage="stopped") if turn.working else turn for turn in talk.turns)
        return self._kept(replace(talk, turns=turns), visitor)

    def act(self, talk: Talk, pressed: Mapping[str, str], visitor: Visitor) -> View | Markup | None:
        """Return the result of a press: another view, the evidence to open beside it, or None if nothing changes."""
        match pressed.get("act"):
            case "close":
                return Markup()
            case "cite":
                return self.open(talk, pressed)
            case "picture":
                return self.open(talk, pressed, pictured=True)
            case "forget":
                return self.forget(pressed, visitor)
            case "judge":
                return self.judge(talk, pressed, visitor)
            case "share" | "unshare" if self.memory and talk.id:
                return self._view(replace(talk, link=self._share(talk.id, visitor, pressed["act"])))
        return None

    def judge(self, talk: Talk, pressed: Mapping[str, str], visitor: Visitor) -> View | None:
        """Return the view with the reader's rating of a turn; giving the same rating again withdraws it."""
        turn, thumb, reason = talk.turn(whole(pressed.get("turn"))), pressed.get("thumb"), pressed.get("reason", "")
        if turn is None or thumb not in THUMBS or reason not in ("", *REASONS):
            return None
        rating = Rating("up" if thumb == "up" else "down", reason)
        again = talk.ratings.get(turn.number) == rating
        if self.memory:
            self.memory.rate(visitor, talk.id, turn.number, None if again else rating.thumb, reason)
        others = {number: one for number, one in talk.ratings.items() if number != turn.number}
        return self._view(replace(talk, ratings=others if again else others | {turn.number: rating}))

    def _share(self, identity: str, visitor: Visitor, act: str) -> str:
        """Share a conversation or share it no more, and return the word of its link."""
        assert self.memory is not None
        if act == "share":
            return self.memory.share(visitor, identity)
        self.memory.unshare(visitor, identity)
        return ""

    def forget(self, pressed: Mapping[str, str], visitor: Visitor) -> View:
        """Delete an earlier conversation and return the view before the first question."""
        if self.memory:
            self.memory.delete(visitor, pressed.get("talk", ""))
        return self._welcome(visitor)

    def open(self, talk: Talk, pressed: Mapping[str, str], *, pictured: bool = False) -> Markup | None:
        """Return the citation that `pressed` names by turn and marker, or None if it does not exist.

        `pictured` also renders an image of its page, or of the page that `pressed` names, which takes longer.
        """
        turn = self._readable(talk.turn(whole(pressed.get("group"))))
        exhibit = turn.exhibit if turn else Exhibit("", ())
        citation = exhibit.citation(whole(pressed.get("marker")))
        if citation is None:
            return None
        picture = self._picture(citation, exhibit, whole(pressed.get("page"))) if pictured else None
        return pane.opened(evidence(citation, exhibit, self.library), exhibit, self.language, picture)

    def _picture(self, citation: Citation, exhibit: Exhibit, page: int | None) -> Markup:
        image = None
        wanted = page or citation.page
        if wanted is not None:
            place = (citation.document_id, citation.version, wanted)
            image = self.library.page_image(*place, *(exhibit.cell(citation) or (citation.start, citation.end)))
        document = self.library.document(citation.document_id, citation.version)
        pages = document.pages if document else ()
        return pictures.picture(image, citation, self.language, exhibit.group, pages)

    def reply(self, talk: Talk, pressed: Mapping[str, str]) -> Reply | None:
        """Return the reply of the turn that `pressed` names, or None."""
        turn = self._readable(talk.turn(whole(pressed.get("turn"))))
        return turn.reply if turn else None

    def _readable(self, turn: Turn | None) -> Turn | None:
        """Return a turn as it may be shown: without its reply where that speaks of documents that may not be read."""
        if turn is None or turn.reply is None or not self.withheld(documents_of(turn.reply)):
            return turn
        gone = NoLongerReadable()
        return replace(turn, stage="failed", reply=None, offers=(), trouble=Trouble(gone.message, gone.hint))

    def _ask(self, talk: Talk, text: str, conditions: Conditions, visitor: Visitor) -> Iterator[View]:
        first = conditions.replaces or float("inf")
        before = tuple(turn for turn in talk.turns if turn.number < first)[-(KEPT - 1) :]
        number = talk.turns[-1].number + 1 if talk.turns else 1
        talk = replace(talk, id=talk.id or new_id(), turns=before)
        history = tuple(turn.understood for turn in before)
        for turn in follow(self.chain, Turn(number, text, conditions.as_of, conditions.filter), history):
            if self.stopped.take(talk.id, number):
                return
            if turn.stage == "done" and isinstance(turn.reply, Refusal):
                # What was found stands on the page already while the questions to ask instead are tried.
                nearest = dict.fromkeys(passage.chunk.document_id for passage in turn.reply.passages)
                offers = self.suggestions.instead(turn.reply.question, tuple(nearest)[: panel.NEAREST])
                if self.stopped.take(talk.id, number):
                    return
                turn = replace(turn, offers=offers)
            grown = replace(talk, turns=(*before, turn))
            yield self._view(grown) if turn.working else self._kept(grown, visitor)

    def _kept(self, talk: Talk, visitor: Visitor) -> View:
        if self.memory and talk.turns and talk.id:
            self.memory.save(visitor, talk.id, talk.turns)
        return self._view(talk)

    def _welcome(self, visitor: Visitor, *, unknown: bool = False) -> View:
        held = holdings(self.library.stock(), self.suggestions.now())
        past = self.memory.list(visitor, PAST) if self.memory else ()
        shown = join((welcome.welcome(held, self.language, unknown=unknown), welcome.past(past, self.language)))
        return View(Talk(), shown, welcome.guide(self.language) if held.documents else Markup())

    def _view(self, talk: Talk) -> View:
        turns = tuple(turn for one in talk.turns if (turn := self._readable(one)))
        last = turns[-1] if turns else None
        hint = "page.evidence.hint" if last is None or last.working else "page.evidence.none"
        exhibit = last.exhibit if last else Exhibit("", ())
        asked_back = last is not None and isinstance(last.reply, Clarification)
        return View(
            talk,
            panel.conversation(talk.id, turns, self.language, talk.ratings, talk.link if self.memory else None),
            welcome.guide(self.language) if asked_back else pane.sources(exhibit, self.language, hint),
        )
