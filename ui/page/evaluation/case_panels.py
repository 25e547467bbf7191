"""HTML of one case of a run: what was asked, expected and said, and the form in which a person judges it."""

from __future__ import annotations

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.evaluation.runs import Case, Opened
from ui.page.evidence import citations
from ui.page.html.markup import element

QUESTION = ("answer", "refusal")
CLAIM = ("supported", "contradicted", "not_found")
KINDS = (*QUESTION, "error", "ranked", *CLAIM)


def case(one: Case, shown: Opened, language: Language) -> Markup:
    """Return one case, closed unless it is the one that stands open."""
    expected = say("runs.expected", language, what=_kind(one.expected, language))
    got = say("runs.got", language, what=_kind(one.outcome, language))
    right = one.expected == one.outcome
    parts = [element("p", expected, " · ", element("span", got, class_="" if right else "wrong"), class_="outcome")]
    for key, strings in (("runs.gold", one.gold), ("runs.forbidden", one.forbidden)):
        if strings:
            parts.append(element("p", say(key, language, what=" · ".join(strings)), class_="outcome"))
    if one.error:
        parts.append(element("p", one.error, class_="wrong"))
    parts += [element("p", text, class_="said") for text in one.said]
    for cited in one.citations:
        parts += [
            element("blockquote", element("mark", " ".join(cited.quote.split())), class_="quote"),
            element("p", citations.source(cited, language), class_="issued"),
        ]
    parts.append(_judging(one, shown, language))
    opened = shown.open == one.id
    return element(
        "details",
        element(
            "summary",
            element("b", one.text or one.id),
            " ",
            element("span", one.id, class_="id"),
            _wrong(one, language),
            _verdict(one, language),
        ),
        *parts,
        class_="case",
        open="open" if opened else None,
    )


def _wrong(one: Case, language: Language) -> Markup:
    if not one.wrong:
        return Markup()
    named = " · ".join(say(f"evaluation.failure_{name}", language) for name in one.wrong)
    return element("span", f"≠ {named}", class_="mark wrong")


def _verdict(one: Case, language: Language) -> Markup:
    if one.judged is None:
        return Markup()
    key = "right" if one.judged.right else "wrong"
    return element(
        "span", say(f"judging.said.{key}", language), class_=f"mark {'held' if one.judged.right else 'wrong'}"
    )


def _judging(one: Case, shown: Opened, language: Language) -> Markup:
    """Return the form, or to a visitor who may not judge only what a person said."""
    judged = one.judged
    told = []
    if judged and (judged.note or judged.by):
        told = [element("p", " · ".join(filter(None, (judged.note, judged.by, judged.at[:10]))), class_="issued")]
    if not shown.allowed:
        return element("div", *told)
    marked = {True: "right", False: "wrong", None: ""}[judged.right if judged else None]
    buttons = [
        element(
            "button",
            say(f"judging.{verdict}", language),
            type="submit",
            class_="quiet",
            value=verdict,
            aria_pressed="true" if verdict == marked else "false",
        )
        for verdict in ("right", "wrong")
    ]
    undo = element("button", say("judging.undo", language), type="submit", class_="link", value="none")
    wrong = [element("p", shown.wrong, class_="wrong", role="alert")] if shown.wrong and shown.open == one.id else []
    return element(
        "form",
        element(
            "p", element("span", say("judging.ask", language)), *buttons, *([undo] if judged else []), class_="ask"
        ),
        *wrong,
        *told,
        _more(one, language),
        class_="judging",
        data_run=shown.run.name,
        data_case=one.id,
        data_shown=len(shown.cases),
    )


def _more(one: Case, language: Language) -> Markup:
    judged = one.judged
    wanted = CLAIM if one.sort == "claim" else QUESTION
    chosen = judged.expected if judged else ""
    choices = [
        element("option", say("judging.expected.same", language), value=""),
        *(
            element("option", _kind(name, language), value=name, selected="selected" if name == chosen else None)
            for name in wanted
        ),
    ]
    texts = ("note",) if one.sort == "claim" else ("gold", "forbidden", "note")
    values = {
        "gold": "; ".join(judged.gold) if judged else "",
        "forbidden": "; ".join(judged.forbidden) if judged else "",
        "note": judged.note if judged else "",
    }
    fields = [
        element(
            "label",
            say(f"judging.{name}", language),
            element("input", type="text", name=name, value=values[name], maxlength=400),
        )
        for name in texts
    ]
    return element(
        "details",
        element("summary", say("judging.more", language)),
        element("label", say("judging.expected", language), element("select", *choices, name="expected")),
        *fields,
        class_="wish",
    )


def _kind(name: str, language: Language) -> str:
    return say(f"runs.kind.{name}", language) if name in KINDS else name
