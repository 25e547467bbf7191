"""HTML of a document page as an image with the quote marked on it."""

from __future__ import annotations

import base64

from markupsafe import Markup

from assistant.answers import Citation
from ingest.pictures import Box, PageImage
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.html.markup import element


def picture(image: PageImage | None, citation: Citation, language: Language) -> Markup:
    """Return the page with rectangles over the quote, or a message why it is unavailable."""
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
    note = [] if image.boxes else [element("figcaption", say("page.picture.unmarked", language), class_="hint")]
    return element("figure", drawn, *map(_box, image.boxes), *note, class_="sheetimage")


def _box(box: Box) -> Markup:
    sides = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
    style = ";".join(f"{name}:{share:.3%}" for name, share in sides.items())
    return element("span", class_="quoted", style=style)
