"""What shares a result by a link, or shows its link and ends it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.html.markup import element


def sharing(link: str, place: Mapping[str, str], who: str, language: Language) -> Markup:
    """Return the button that shares, or, where there is a `link`, its address and the button that ends it.

    `place` is the query of the page that shows it, beside the word; the message named `who` says who will see it.
    """
    act = "unshare" if link else "share"
    button = element("button", say(f"page.{act}", language), type="button", class_="link", data_act=act)
    if not link:
        return element("p", button, class_="sharing")
    query = urlencode({**place, "shared": link})
    address = element("a", say("page.share.link", language), href=f"?{query}", target="_blank")
    return element("p", address, " ", element("span", say(who, language)), " ", button, class_="sharing")
