"""Appearance of the page: colours, system fonts, style sheets, scripts and icon."""

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
"""Korean sans fonts that systems carry; none is fetched."""


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
    """Return all style sheets as one, `page.css` first."""
    sheets = sorted(_static("").glob("*.css"), key=lambda path: (path.name != "page.css", path.name))
    return "\n".join(path.read_text(encoding="utf-8") for path in sheets)


def script(panel: str) -> str:
    """Return the script of the panel with that id: the shared script followed by its own."""
    own = _static(f"{panel}.js")
    texts = [_static("page.js").read_text(encoding="utf-8"), own.read_text(encoding="utf-8") if own.is_file() else ""]
    return "\n".join(texts)


def icon() -> Path:
    """Return the path of the favicon."""
    return _static("icon.svg")


def _static(name: str) -> Path:
    return Path(str(files("ui").joinpath("static", name)))
