"""HTML of the text check: the form, the text with verdicts and the list of differences."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from assistant.answers import VerdictLabel
from assistant.claims import ClaimVerdict
from ui.exports import wording
from ui.exports.files import FORMS
from ui.messages import Language, say
from ui.page.check.sheets import Sheet
from ui.page.html.markup import element, join
from ui.page.limits import TEXT_LIMIT

MARKS: dict[VerdictLabel, str] = {"contradicted": "≠", "not_found": "○", "supported": "✓"}
"""In the order of what a reader wants to see first."""


def form(language: Language, text: str = "", as_of: str = "", note: str = "", *, wrong: bool = False) -> Markup:
    """Return the form, filled with `text`; `note` reports the result of a file upload."""
    area = element(
        "textarea",
        # A browser drops the first line break of what stands in a textarea.
        f"\n{text}" if text.startswith("\n") else text,
        id="check-text",
        name="text",
        rows=12,
        maxlength=TEXT_LIMIT,
        placeholder=say("checking.text.hint", language),
        aria_describedby="check-limit",
    )
    file = element(
        "label",
        say("checking.file", language),
        element("input", type="file", class_="hidden", data_reading=say("checking.reading", language)),
        class_="quiet file",
    )
    day = element(
        "label",
        say("checking.as_of", language),
        element("input", type="date", name="as_of", value=as_of, max="9999-12-31"),
        class_="day",
    )
    return element(
        "form",
        element("h2", say("checking.title", language)),
        element("p", say("checking.how", language), class_="how"),
        element("label", say("checking.text", language), for_="check-text", class_="hidden"),
        area,
        element(
            "div",
            file,
            day,
            element("span", say("checking.limit", language, limit=f"{TEXT_LIMIT:,}"), id="check-limit", class_="limit"),
            element("button", say("checking.run", language), type="submit", class_="primary"),
            class_="controls",
        ),
        element("p", note, class_="note wrong" if wrong else "note", role="alert" if wrong else "status"),
        element("p", say("checking.kept", language), class_="kept"),
        class_="checkform",
        autocomplete="off",
    )


def notice(text: str, language: Language) -> Markup:
    """Return the message why a text cannot be checked."""
    del language
    return element("p", text, class_="notice", role="alert")


def checked(sheet: Sheet, language: Language) -> Markup:
    """Return the text with the verdicts so far, and the buttons for it."""
    return element(
        "section",
        element("h2", say("checking.result", language), class_="hidden"),
        element("div", _progress(sheet, language), _control(sheet, language), class_="head"),
        *([_filter(sheet, language)] if sheet.claims else []),
        *([_trouble(sheet, language)] if sheet.trouble else []),
        _text(sheet, language),
        *([_exports(language)] if sheet.claims and sheet.stage != "checking" else []),
        class_=f"sheet-checked {sheet.stage}",
        data_stage=sheet.stage,
    )


def differing(sheet: Sheet, language: Language) -> Markup:
    """Return the list of contradicted sentences with their differences."""
    cards = [
        element(
            "li",
            element(
                "button",
                element("span", _short(claim), class_="said"),
                *(_pair(one.claim, one.source) for one in claim.verdict.differences if one.source),
                *(
                    element("span", wording.conflict(one, claim.verdict.evidence, language), class_="pair")
                    for one in claim.verdict.conflicts
                ),
                type="button",
                class_="card",
                data_go=number,
            ),
        )
        for number, claim in enumerate(sheet.claims, start=1)
        if claim.verdict.label == "contradicted" or claim.verdict.conflicts
    ]
    listed = element("ol", *cards, class_="cards") if cards else Markup()
    none = say("checking.differing.none", language) if sheet.stage == "done" and sheet.claims and not cards else ""
    return element(
        "section",
        element("h2", f"≠ {say('checking.differing', language)}", class_="heading"),
        listed,
        *([element("p", none, class_="hint")] if none else []),
        element("p", say("checking.press", language), class_="hint"),
        class_="pane",
    )


def _pair(claim: str, source: str) -> Markup:
    return element(
        "span",
        element("b", claim, class_="differs claimed"),
        element("span", " ≠ ", class_="sign"),
        element("b", source, class_="differs"),
        class_="pair",
    )


def _short(claim: ClaimVerdict, most: int = 120) -> str:
    text = " ".join(claim.text.split())
    return text if len(text) <= most else text[:most].rstrip() + "…"


def _progress(sheet: Sheet, language: Language) -> Markup:
    count = len(sheet.claims)
    if sheet.stage == "checking":
        said = say("checking.working", language, share=f"{sheet.share:.0%}".rstrip("%"))
    elif not count and sheet.stage == "done":
        said = say("checking.none", language)
    else:
        said = say(f"checking.{sheet.stage}", language, count=count)
    parts = [said]
    if sheet.as_of:
        parts.append(f"{say('checking.as_of', language)} {sheet.as_of.isoformat()}")
    return element("p", " · ".join(parts), class_="progress", role="status")


def _control(sheet: Sheet, language: Language) -> Markup:
    if sheet.stage == "checking":
        return element(
            "button",
            say("checking.stop", language),
            type="button",
            class_="quiet",
            data_act="stop",
            data_event="stop",
        )
    return element("button", say("checking.edit", language), type="button", class_="quiet", data_act="edit")


def _filter(sheet: Sheet, language: Language) -> Markup:
    counts = sheet.counts
    buttons = [_choice("all", say("checking.all", language), len(sheet.claims), pressed=True)]
    buttons += [_choice(label, say(f"check.{label}", language), counts[label]) for label in MARKS]
    return element("div", *buttons, class_="filter", role="group", aria_label=say("checking.filter", language))


def _choice(value: str, label: str, count: int, *, pressed: bool = False) -> Markup:
    return element(
        "button",
        label,
        " ",
        element("b", str(count)),
        type="button",
        class_=f"choice {value}",
        data_filter=value,
        aria_pressed="true" if pressed else "false",
        disabled=None if count or value == "all" else "disabled",
    )


def _text(sheet: Sheet, language: Language) -> Markup:
    """Return the original text with its checked sentences as buttons."""
    return element("div", join(_pieces(sheet, language)), class_="text", dir="auto")


def _pieces(sheet: Sheet, language: Language) -> Iterator[Markup]:
    position = 0
    for number, claim in enumerate(sheet.claims, start=1):
        yield element("span", sheet.text[position : claim.start], class_="between")
        yield _claim(number, claim, language)
        position = claim.end
    rest = sheet.text[position:]
    yield element("span", rest, class_="waiting" if sheet.stage == "checking" else "between")


def _claim(number: int, claim: ClaimVerdict, language: Language) -> Markup:
    label = claim.verdict.label
    mark, _, word = say(f"check.{label}", language).partition(" ")
    if claim.verdict.conflicts:
        mark, word = f"{mark}!", f"{word}, {say('page.disagree', language)}"
    # Not a button: those do not break across lines. The panel's script gives it the keys of one.
    return element(
        "span",
        element("span", f"{word}: ", class_="hidden"),
        element("span", claim.text, class_="words"),
        element("span", mark, class_="mark", aria_hidden="true"),
        role="button",
        tabindex=0,
        class_=f"claim {label}",
        aria_pressed="false",
        data_act="claim",
        data_number=number,
    )


def _trouble(sheet: Sheet, language: Language) -> Markup:
    trouble = sheet.trouble
    message = (trouble.message if trouble else "") or say("checking.failed", language)
    hint = (trouble.hint if trouble else "") or (
        "" if trouble and trouble.message else say("page.failed.hint", language)
    )
    return element("div", element("p", message), element("p", hint, class_="try"), class_="trouble", role="alert")


def _exports(language: Language) -> Markup:
    buttons = [
        element(
            "button", say(f"export.{form}", language), type="button", class_="quiet", data_act="export", data_form=form
        )
        for form in FORMS
    ]
    return element("div", element("span", say("checking.export", language), class_="label"), *buttons, class_="exports")
