"""Plain-text rendering of a programme's timeline for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.history.timeline import Entry, Timeline
from ui.messages import say
from ui.render import Look, citation, wrap

INDENT = "  "


def lines(value: Timeline, look: Look) -> Iterator[str]:
    """Yield the entries, oldest first, each with what superseded it and its source sentences."""
    for entry in value.entries:
        yield from _entry(entry, value.entries, look)
        yield ""
    if not value.entries:
        yield from wrap(say("timeline.none", look.language, subject=value.subject), look.width)
        yield from wrap(say("timeline.try", look.language), look.width, "→ ")
    closing = say("timeline.closing", look.language, date=value.as_of.isoformat(), count=len(value.entries))
    yield from (look.dim(line) for line in wrap(closing, look.width))


def _entry(entry: Entry, entries: Sequence[Entry], look: Look) -> Iterator[str]:
    dated = say(f"dated.{entry.dated_by}", look.language)
    head = f"{entry.date} · {say(f'status.{entry.status}', look.language)} ({dated})"
    yield from (look.bold(line) for line in wrap(head, look.width))
    if entry.superseded_by is not None:
        newer = entries[entry.superseded_by]
        status = say(f"status.{newer.status}", look.language)
        text = say("timeline.superseded", look.language, date=newer.date, status=status)
        yield from wrap(text, look.width, f"{INDENT}! ")
    for one in entry.citations:
        yield from citation(one, look)
