"""Owns handing a file to one visitor's browser, which makes it there; knows nothing of what is in it.

The file is sent as the value of a hidden panel: no address of this server ever names it, and nothing is written.
"""

import base64
from secrets import token_hex
from typing import Any

from ui import theme
from ui.exports import File
from ui.markup import Html, element


def download(name: str) -> Any:  # noqa: ANN401 - a Gradio component
    """Return a hidden component of id `name`; what `sent` returns, given to it as a value, is downloaded."""
    import gradio as gr

    return gr.HTML(
        elem_id=name,
        elem_classes=["panel", "download"],
        js_on_load=theme.script("download"),
        apply_default_css=False,
    )


def sent(file: File) -> Html:
    """Return the value that makes a browser download `file`."""
    return element(
        "data",
        data_name=file.name,
        data_type=file.type,
        data_content=base64.b64encode(file.content).decode(),
        # The same file asked for twice is downloaded twice.
        data_token=token_hex(8),
    )
