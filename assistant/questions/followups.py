"""Follow-up questions rewritten to stand alone.

Without a model the parts that were left out are carried over: the programme, the region, the year. With one, the model
rewrites, and its question is taken only if it brings in nothing that the conversation does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langchain_core.messages import HumanMessage, SystemMessage

import prompts
from assistant.answers import Question
from assistant.facts import extraction
from assistant.facts.fact import Fact
from assistant.korean.names import ASKING, KINDS, PARTICLE, bare, followed, subject
from assistant.models.chat import ChatModel
from assistant.questions.analysis import before_asking, topic
from ingest.lexical import terms
from ingest.regions import regions

ELLIPTIC = 3
"""A question of so few words, none of them a programme, leaves its subject to the conversation."""
KEPT = 0.8
"""Share of a rewritten question's terms that the conversation must hold."""

_CONNECTIVE = re.compile(
    r"^(?:아\s?|네\s?)?(?:그럼|그러면|그렇다면|그런데|근데|그리고|그래서|그중|또한?|혹시|참고로|그 외에?)[,\s]+"
)
_POINTING = re.compile(rf"(?<![가-힣])(?:그|이|해당|위|동|본|저|앞의|방금)\s?(?P<kind>{KINDS})(?![가-힣]*(?:중|년))")
_PRONOUN = re.compile(
    r"(?<![가-힣])(?:그것|그거|이것|이거|그건|이건|거기|그곳)(?P<particle>은|는|이|가|을|를|에|에서|의|도)?"
)


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Resolves questions against the conversation they belong to."""

    model: ChatModel | None = None

    def resolve(self, question: Question) -> Question:
        """Return the question with what it left out; `asked` keeps what was typed where that changed."""
        if not question.history:
            return question
        history: list[str] = []
        for earlier in question.history:
            history.append(carried(earlier, history))
        text = carried(question.text, history)
        if self.model is not None and leans(question.text):
            text = self._rewritten(self.model, question.text, history) or text
        if text == question.text:
            return question
        return replace(question, text=text, asked=question.asked or question.text)

    def _rewritten(self, model: ChatModel, text: str, history: Sequence[str]) -> str:
        """Return the model's rewriting, or an empty string where it brings in what nobody said."""
        values = {"history": "\n".join(f"- {one}" for one in history[-4:]), "question": text}
        messages = [
            SystemMessage(part) if role == "system" else HumanMessage(part)
            for role, part in prompts.load("rewrite").messages(**values)
        ]
        lines = str(model.chat.invoke(messages).text).strip().splitlines()
        written = lines[0].strip(" \"'“”") if lines else ""
        return written if faithful(written, (*history, text)) else ""


def leans(text: str) -> bool:
    """Tell whether a question leaves something to the conversation."""
    if _CONNECTIVE.search(text) or _POINTING.search(text) or _PRONOUN.search(text):
        return True
    return not subject(text) and len(_content(text)) <= ELLIPTIC


def faithful(written: str, said: Sequence[str]) -> bool:
    """Tell whether a rewritten question holds no figure and hardly a word that was not said."""
    known = set(terms(" ".join(said)))
    words = set(terms(written))
    figures = {fact.text for one in said for fact in extraction.figures(one)}
    return (
        bool(words)
        and len(words & known) >= KEPT * len(words)
        and all(fact.text in figures for fact in extraction.figures(written))
        and set(regions(written)) <= set(regions(" ".join(said)))
    )


def carried(text: str, history: Sequence[str]) -> str:
    """Return a question with the programme, region and time that it leaves out taken from the questions before."""
    if not history or not any(map(str.isalnum, text)) or not leans(text):
        return text
    opening = _CONNECTIVE.match(text)
    rest = text[opening.end() :] if opening else text
    if pointing := _POINTING.search(rest):
        named = _latest(history, pointing["kind"])
        return rest[: pointing.start()] + named + rest[pointing.end() :] if named else rest
    if pronoun := _PRONOUN.search(rest):
        named = _latest(history)
        particle = pronoun["particle"] or ("은" if pronoun.group()[-1] == "건" else "")
        return rest[: pronoun.start()] + followed(named, particle) + rest[pronoun.end() :] if named else rest
    if subject(rest):
        return rest
    last = history[-1]
    own = _content(rest)
    if not own:
        return _substituted(rest, last)
    if _restates(rest, last) and not any(map(subject, history)):
        return rest
    if ASKING.match(rest) or (regions(rest) and not regions(last) and len(own) == 1):
        return f"{topic(last)} {rest}"
    named = _latest(history)
    left = [*_left(_dates(last), _dates(rest)), *_left(regions(last), regions(rest))]
    left = [one for one in left if one not in named]
    return " ".join((*left, *([f"{named}의"] if named else []), rest))


def _restates(text: str, last: str) -> bool:
    """Tell whether a question with a time or place of its own names again, beside more, what the last one was about.

    After one on multicultural couples: 2020년에 부산에서 다문화 혼인이 몇 건 있었습니까.
    """
    own = _content(text)
    return bool(regions(text) or _dates(text)) and len(own) > 1 and bool(set(own) & set(_content(last)))


def _latest(history: Sequence[str], kind: str = "") -> str:
    """Return the subject named last, of the kind pointed at where one is; else what the last question is about."""
    found = [name for question in reversed(history) if (name := subject(question))]
    fitting = [name for name in found if kind and kind in name]
    if fitting or found:
        return (fitting or found)[0]
    about = _undated(before_asking(history[-1]) or topic(history[-1]))
    theme = re.match(r"(?P<name>.+?)(?:은|는|이|가)\s", f"{about} ")
    return about.rpartition("의 ")[0] or (theme["name"] if theme else PARTICLE.sub("", about))


def _substituted(text: str, last: str) -> str:
    """Return the last question with its region or time exchanged for that of `text`, or asked anew."""
    new_regions, new_dates = regions(text), _dates(text)
    result = last
    for new, old in ((new_regions, regions(last)), (new_dates, _dates(last))):
        if not new:
            continue
        known = bool(old) and old[0] in result
        result = result.replace(old[0], new[0], 1) if known else f"{' '.join(new)} {result}"
    return result if result != last else f"{topic(last)} {text}"


def _content(text: str) -> list[str]:
    """Return the words of a question that are no asking words, regions or dates."""
    words = [bare(word) for word in _undated(topic(text)).split()]
    return [word for word in words if len(word) > 1 and not regions(word) and not ASKING.match(word)]


def _undated(text: str) -> str:
    """Return a text without its dates: of an earlier question they are carried only where the new one has none."""
    kept = text
    for fact in reversed([fact for fact in extraction.figures(text) if fact.kind == "date"]):
        end = fact.end + len(kept[fact.end :]) - len(kept[fact.end :].lstrip("에의"))
        kept = f"{kept[: fact.start]} {kept[end:]}"
    return " ".join(kept.split())


def _dates(text: str) -> tuple[str, ...]:
    found: list[Fact] = [fact for fact in extraction.figures(text) if fact.kind == "date"]
    return tuple(fact.text for fact in found)


def _left(old: Sequence[str], new: Sequence[str]) -> Sequence[str]:
    """Return what was named before, where the new question names nothing of the kind."""
    return () if new else old
