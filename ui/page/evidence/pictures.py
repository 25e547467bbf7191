"""HTML of a document page as an image with the quote marked on it, enlarged and stepped through from its bar."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from markupsafe import Markup

from assistant.answers import Citation
from ingest.documents import Page
from ingest.pictures import Box, PageImage
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.html.markup import element


def picture(
    image: PageImage | None, citation: Citation, language: Language, group: str = "", pages: Sequence[Page] = ()
) -> Markup:
    """Return the page with rectangles over the quote, or a message why it is unavailable.

    `pages` are the pages of the document in order, to step through; `group` is the citation's exhibit.
    """
    if image is None:
        return element("p", say("page.picture.none", language), class_="hint", role="status")
    title = citations.title(citation, language)
    drawn = element(
        "img",
        src=f"data:image/png;base64,{base64.b64encode(image.png).decode()}",
        alt=say("page.picture.alt", language, title=title, page=image.number),
        width=image.width,
        height=image.height,
    )
    lost = not image.boxes and image.number == citation.page
    note = [element("figcaption", say("page.picture.unmarked", language), class_="hint")] if lost else []
    sheet = element("div", drawn, *map(_box, image.boxes), class_="sheet")
    bar = _bar(image.number, citation, language, group, pages)
    return element("figure", bar, sheet, *note, class_="sheetimage", data_page=image.number)


def _bar(page: int, citation: Citation, language: Language, group: str, pages: Sequence[Page]) -> Markup:
    before = max((one.number for one in pages if one.number < page), default=None)
    after = min((one.number for one in pages if one.number > page), default=None)

    def step(sign: str, label: str, to: int | None) -> Markup:
        return element(
            "button",
            sign,
            type="button",
            class_="step",
            aria_label=say(label, language),
            data_act="picture",
            data_group=group,
            data_marker=citation.marker,
            data_page=to,
            data_step=label.rpartition(".")[2],
            disabled="disabled" if to is None else None,
        )

    return element(
        "div",
        step("‹", "page.picture.previous", before),
        element("span", *_numbers(page, pages), class_="count", aria_live="polite"),
        step("›", "page.picture.next", after),
        element(
            "button",
            say("page.picture.enlarge", language),
            type="button",
            class_="enlarge",
            data_wide="false",
            data_other=say("page.picture.reduce", language),
        ),
        class_="pages",
    )


def _numbers(page: int, pages: Sequence[Page]) -> list[str | Markup]:
    """Return the number printed on a page, where it differs from its place in the file, and that place: - 4 - 6/12."""
    place = f"{page}/{pages[-1].number}" if pages else str(page)
    label = next((one.label for one in pages if one.number == page), "")
    if not label or label == str(page):
        return [place]
    return [element("span", f"- {label} -", class_="printed"), " ", place]


def _box(box: Box) -> Markup:
    sides = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
    style = ";".join(f"{name}:{share:.3%}" for name, share in sides.items())
    return element("span", class_="quoted", style=style)
