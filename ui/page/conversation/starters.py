"""Questions to press: they go through the question box, as if they were typed.

They are made of what documents say, so that they are Korean on the English page too.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from ui.page.html.markup import element


def starters(questions: Iterable[str]) -> list[Markup]:
    """Return one list item a question."""
    return [
        element("li", element("button", text, type="button", class_="starter", lang="ko", data_text=text))
        for text in questions
    ]
