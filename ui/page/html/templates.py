"""HTML templates beside the style sheets of their tab, escaped as `ui.page.html.markup.element` escapes.

`render("timeline/form.html", "ko", subject="산불")` fills `ui/page/timeline/form.html`. Every template can say a
message in the language of the reader, as `{{ say('history.title') }}`. A name that it is not given, or a value that is
no text or number, is an error. Line breaks and indentation between tags are layout and reach no browser.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.html.markup import safe

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parents[1]
"""Where the tabs lie, each with its templates."""
_OPENING = ("{{", "{%", "{#")
_CLOSING = ("}}", "%}", "#}")
_BREAK = "{#\n#}"
"""A comment, for a line break that is not output and by which errors still count their lines."""


def render(template: str, language: Language, **values: object) -> Markup:
    """Return a template of `ui/page` filled with `values`."""
    made = _environment().get_template(template).render(values, say=partial(_say, language))
    return Markup(made)  # noqa: S704 - every value printed went through `safe`


def compact(source: str) -> str:
    """Return the source of a template without its layout: `<p>⏎  {{ a }}⏎</p>` becomes `<p>{{ a }}</p>`.

    A line break is dropped after a tag or expression and before one; elsewhere, between words or attributes, it is a
    space.
    """
    made, last = "", ">"
    for line in map(str.strip, source.strip().split("\n")):
        if made and max(map(made.rfind, _OPENING)) > max(map(made.rfind, _CLOSING)):
            made += "\n"
        elif made:
            made += _BREAK if last in ">}" or line[:1] in ("<", "{", "") else f" {_BREAK}"
        made += line
        last = line[-1:] or last
    return made


@cache
def _environment() -> Environment:
    # Imported only now: no command but the server's renders HTML.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from jinja2.ext import Extension

    class Layout(Extension):
        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
            _ = name, filename
            return compact(source)

    return Environment(
        loader=FileSystemLoader(FOLDER),
        extensions=[Layout],
        autoescape=True,
        finalize=_printed,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def _printed(value: object) -> Markup:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return safe(str(value))
    raise TypeError(f"a template prints text and numbers, not {type(value).__name__}: {value!s:.40}")


def _say(language: Language, key: str, **values: object) -> str:
    return say(key, language, **values)
