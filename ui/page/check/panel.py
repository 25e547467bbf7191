"""HTML of the text check: the form, and the text with its verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from assistant.answers import VerdictLabel
from assistant.claims import ClaimVerdict
from ui.exports import coverage
from ui.exports.coverage import Coverage
from ui.exports.files import FORMS
from ui.limits import TEXT_LIMIT
from ui.messages import Language, say
from ui.page.check.sheets import Sheet
from ui.page.components.sharing import sharing
from ui.page.html.markup import element, join

MARKS: dict[VerdictLabel, str] = {"contradicted": "≠", "not_found": "○", "supported": "✓"}
"""In the order of what a reader wants to see first."""
PLACE = {"tab": "check"}
"""Where the page opens what is shared."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form."""

    text: str = ""
    as_of: str = ""
    address: str = ""
    note: str = ""
    """What came of reading a file or an address."""
    wrong: bool = False
    """Whether the note tells of a failure."""


def form(language: Language, filled: Filled = Filled()) -> Markup:
    """Return the form with what it is filled with."""
    text, note, wrong = filled.text, filled.note, filled.wrong
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
    limit = element("span", say("checking.limit", language, limit=f"{TEXT_LIMIT:,}"), id="check-limit", class_="limit")
    run = element("button", say("checking.run", language), type="submit", class_="primary")
    return element(
        "form",
        element("h2", say("checking.title", language)),
        element("p", say("checking.how", language), class_="how"),
        element("label", say("checking.text", language), for_="check-text", class_="hidden"),
        area,
        element("div", _file(language), _address(filled.address, language), class_="controls"),
        element("div", _day(filled.as_of, language), limit, run, class_="controls"),
        element("p", note, class_="note wrong" if wrong else "note", role="alert" if wrong else "status"),
        element("p", say("checking.kept", language), class_="kept"),
        class_="checkform",
        autocomplete="off",
        # The server says what is wrong with an address, in the language of the page.
        novalidate="novalidate",
    )


def _file(language: Language) -> Markup:
    picker = element("input", type="file", class_="hidden", data_reading=say("checking.reading", language))
    return element("label", say("checking.file", language), picker, class_="quiet file")


def _address(address: str, language: Language) -> Markup:
    field = element(
        "input",
        type="url",
        name="address",
        value=address,
        placeholder="https://",
        aria_label=say("checking.address", language),
        data_reading=say("checking.fetching", language),
    )
    button = element("button", say("checking.fetch", language), type="button", class_="quiet", data_fetch="1")
    return element("span", field, button, class_="address")


def _day(as_of: str, language: Language) -> Markup:
    field = element("input", type="date", name="as_of", value=as_of, max="9999-12-31")
    return element("label", say("checking.as_of", language), field, class_="day")


def notice(text: str, language: Language) -> Markup:
    """Return the message why a text cannot be checked."""
    del language
    return element("p", text, class_="notice", role="alert")


def told(message: str, language: Language, link: str = "") -> Markup:
    """Return what is to be said of a text that was shared; with a `link`, of one's own, the button that ends it too."""
    said = element("p", say(message, language), class_="notice", role="status")
    return join((said, sharing(link, PLACE, "checking.share.who", language))) if link else said


def checked(sheet: Sheet, language: Language, *, shareable: bool = False) -> Markup:
    """Return the text with the verdicts so far, and the buttons for it."""
    link = sheet.link if shareable and sheet.claims and sheet.stage in ("done", "stopped") else None
    return element(
        "section",
        element("h2", say("checking.result", language), class_="hidden"),
        element("div", _progress(sheet, language), _control(sheet, language), class_="head"),
        *([_against(sheet.against, language)] if sheet.against else []),
        *([_filter(sheet, language)] if sheet.claims else []),
        *([_trouble(sheet, language)] if sheet.trouble else []),
        _text(sheet, language),
        *([_exports(language)] if sheet.claims and sheet.stage != "checking" else []),
        *([sharing(link, PLACE, "checking.share.who", language)] if link is not None else []),
        class_=f"sheet-checked {sheet.stage}",
        data_stage=sheet.stage,
    )


def _progress(sheet: Sheet, language: Language) -> Markup:
    count = len(sheet.claims)
    if sheet.stage == "checking":
        said = say("checking.working", language, share=f"{sheet.share:.0%}".rstrip("%"))
    elif not count and sheet.stage == "done":
        said = say("checking.none", language)
    else:
        said = say(f"checking.{sheet.stage}", language, count=count)
    return element("p", said, class_="progress", role="status")


def _against(value: Coverage, language: Language) -> Markup:
    return element("p", coverage.line(value, language), class_="against")


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
    counts, count = sheet.counts, len(sheet.claims)
    everything = say("checking.shown.all", language, count=count)
    buttons = [_choice("all", say("checking.all", language), count, everything, pressed=True)]
    buttons += [_verdict(label, counts[label], language) for label in MARKS]
    # What a choice shows is told by the script, as nothing of it goes to the server.
    told = element("p", class_="shown hidden", role="status")
    return element("div", *buttons, told, class_="filter", role="group", aria_label=say("checking.filter", language))


def _verdict(label: VerdictLabel, count: int, language: Language) -> Markup:
    name = say(f"check.{label}", language)
    return _choice(label, name, count, say("checking.shown", language, verdict=name, count=count))


def _choice(value: str, label: str, count: int, told: str, *, pressed: bool = False) -> Markup:
    return element(
        "button",
        label,
        " ",
        element("b", str(count)),
        type="button",
        class_=f"choice {value}",
        data_filter=value,
        data_told=told,
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
