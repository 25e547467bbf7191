"""Gradio component and event data that all tabs share."""

from typing import Any

from ui.messages import Language
from ui.page import theme

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No overlay of Gradio's own over the page, and no handler offered as an API."""


def panel(name: str, language: Language, **options: Any) -> Any:  # noqa: ANN401 - Gradio makes the listeners of a script's own events at run time
    """Return an HTML component with id `name`, the page's script and its own script if there is one.

    A press on one of its `data-act` elements fires the event `act` with the element's `data-` attributes.
    """
    import gradio as gr

    return gr.HTML(
        elem_id=name,
        elem_classes=["panel"],
        js_on_load=theme.script(name),
        apply_default_css=False,
        language=language,
        **options,
    )


def pressed(event: Any) -> dict[str, str]:  # noqa: ANN401 - a Gradio EventData, whose payload is untyped
    """Return the `data-` attributes of the pressed element; values that are not strings are dropped."""
    data = event._data if isinstance(event._data, dict) else {}
    return {str(key): value for key, value in data.items() if isinstance(value, str)}
