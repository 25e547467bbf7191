"""Citations that a provider returns beside a model's text, written into the text as the markers that a model writes.

They come as annotations of a text block, which LangChain translates into one form (`langchain_core.messages.content`):
of Anthropic and Bedrock with the words cited and the position of the document, of OpenAI with a title or an address.

    {"text": "총사업비는 2조 305억원입니다.", "annotations": [{"cited_text": "2조 305억원으로 확정됐다."}]}
    → 총사업비는 2조 305억원입니다.[1]

They prove no more than a marker does: a sentence so cited is judged by the passage like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.models.spotlight import Shown, harmless

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

UNKNOWN = 0
"""Marker of a citation of what was not shown, or of words that do not stand there."""


def annotated(messages: Iterable[AIMessage], shown: Shown) -> Iterator[str]:
    """Yield the text of a stream of messages, with the markers of each block behind its text.

    The citations of a block come before, between or after the pieces of its text.
    """
    block: object = None
    held: dict[int, None] = {}
    for message in messages:
        if isinstance(message.content, str):
            yield str(message.text)
            continue
        for part in message.content_blocks:
            if part["type"] != "text":
                continue
            index = part.get("index")
            if held and (index != block or (index is None and part.get("text"))):
                yield _written(held)
                held = {}
            block = index
            yield part.get("text", "")
            held |= dict.fromkeys(marker(note, shown) for note in part.get("annotations") or ())
    if held:
        yield _written(held)


def marker(note: Mapping[str, Any], shown: Shown) -> int:
    """Return the number of the passage that a citation names; UNKNOWN where it names none that was shown.

    The words cited decide, the position of the document where they stand in several. Only a citation without words is
    taken by its address or title.
    """
    quote = _plain(str(note.get("cited_text") or "").replace(shown.fence, " "))
    if quote:
        found = [at for at, one in enumerate(shown.passages) if quote in _plain(harmless(one.chunk.text))]
        named = _position(note)
        return (named if named in found else found[0]) + 1 if found else UNKNOWN
    names = {name for name in (note.get("url"), note.get("title")) if name}
    return next((at for at, one in enumerate(shown.passages, start=1) if {one.uri, one.title} & names), UNKNOWN)


def _position(note: Mapping[str, Any]) -> int | None:
    """Return the position of the cited document among those sent, counted from 0, where the provider tells it."""
    extras = note.get("extras") or {}
    places = (extras, *(one for one in (extras.get("location") or {}).values() if isinstance(one, Mapping)))
    return next((one["document_index"] for one in places if "document_index" in one), None)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _written(markers: Iterable[int]) -> str:
    return "".join(f"[{one}]" for one in markers)
