"""What of a text stays on one line: a day, and a middle dot with the letter before it.

A browser breaks 2025-02-05 after a hyphen, and 시·도 before its dot, even where it keeps Korean words whole.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from ui.page.html.markup import element, join

_WHOLE = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?|\w·)")


def unbroken(text: str) -> Markup:
    """Return `text` in which no line ends within a day or before a middle dot."""
    parts = enumerate(_WHOLE.split(text))
    return join(element("span", part, class_="whole") if at % 2 else part for at, part in parts)
