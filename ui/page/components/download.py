"""File downloads that the visitor's browser creates from a value sent to it.

The content is sent as the value of a hidden panel: the file has no URL on this server and is not written to disk.
"""

import base64
from secrets import token_hex
from typing import Any

from markupsafe import Markup

from ui.exports.files import File
from ui.page import theme
from ui.page.html.markup import element


def download(name: str) -> Any:  # noqa: ANN401 - a Gradio component
    """Return a hidden component with id `name`; setting its value to what `sent` returns starts a download."""
    import gradio as gr

    return gr.HTML(
        elem_id=name,
        elem_classes=["panel", "download"],
        js_on_load=theme.script("download"),
        apply_default_css=False,
    )


def sent(file: File) -> Markup:
    """Return the value that makes a browser download `file`."""
    return element(
        "data",
        data_name=file.name,
        data_type=file.type,
        data_content=base64.b64encode(file.content).decode(),
        # The same file asked for twice is downloaded twice.
        data_token=token_hex(8),
    )
