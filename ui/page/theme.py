"""Appearance of the page: colours, fonts, style sheets, scripts and icon."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes import Base

PAPER, INK, ACCENT, LINE = "#FBFAF7", "#1B1B18", "#1F5F4A", "#E3E0D8"
NIGHT_PAPER, NIGHT_INK, NIGHT_ACCENT, NIGHT_LINE = "#191A17", "#E9E7DF", "#86C5AC", "#35362F"

FONTS = (
    "Pretendard",
    "Apple SD Gothic Neo",
    "Noto Sans KR",
    "Noto Sans CJK KR",
    "Malgun Gothic",
    "NanumGothic",
    "sans-serif",
)
"""Korean sans fonts: the one that the page brings, then those that systems carry; none is fetched from elsewhere."""
FONT_FILES = "/fonts"
"""Path below which the font files are served."""
SHEETS = (
    "fonts/fonts.css",
    "page.css",
    "bench.css",
    "check/check.css",
    "conversation/conversation.css",
    "documents/documents.css",
    "evaluation/evaluation.css",
    "timeline/timeline.css",
)
"""Style sheets of the page, in the order in which a later one prevails; the sign-in form has its own."""


def theme() -> Base:
    """Return the Gradio theme; plain font names keep Gradio from fetching fonts."""
    import gradio as gr

    return gr.themes.Base(font=list(FONTS), font_mono=["D2Coding", "Noto Sans Mono CJK KR", "monospace"]).set(
        body_background_fill=PAPER,
        body_background_fill_dark=NIGHT_PAPER,
        body_text_color=INK,
        body_text_color_dark=NIGHT_INK,
        background_fill_primary=PAPER,
        background_fill_primary_dark=NIGHT_PAPER,
        border_color_primary=LINE,
        border_color_primary_dark=NIGHT_LINE,
        color_accent=ACCENT,
        button_primary_background_fill=ACCENT,
        button_primary_background_fill_dark=NIGHT_ACCENT,
        button_primary_text_color=PAPER,
        button_primary_text_color_dark=NIGHT_PAPER,
    )


def style() -> str:
    """Return the style sheets of the fonts, the page and its tabs as one."""
    return "\n".join(_folder().joinpath(name).read_text(encoding="utf-8") for name in SHEETS)


def script(panel: str) -> str:
    """Return the script of the panel with that id: the shared script followed by its own, from whichever folder."""
    shared = _folder() / "page.js"
    own = [one for one in _folder().rglob(f"{panel}.js") if one != shared]
    return "\n".join([shared.read_text(encoding="utf-8"), *(one.read_text(encoding="utf-8") for one in own)])


def faces() -> str:
    """Return the style sheet that names the font files."""
    return _folder().joinpath(SHEETS[0]).read_text(encoding="utf-8")


def font_folder() -> Path:
    """Return the folder of the font files."""
    return _folder() / "fonts"


def icon() -> Path:
    """Return the path of the favicon."""
    return _folder() / "icon.svg"


def _folder() -> Path:
    return Path(str(files(__package__)))
