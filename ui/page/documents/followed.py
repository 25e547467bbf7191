"""HTML of the sources that the store keeps up with: how each stands, and what was given up.

Nobody's secrets and none of this machine's folders are shown: `https://a:b@press.example/rss?token=c` is shown as
`https://***@press.example/rss?token=***`, and the folder `/srv/documents` as `documents`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ingest.file_names import legible
from ingest.sources.standing import Standing
from ui.messages import Language, say
from ui.page.html.templates import render
from ui.settings.masking import masked

MOST_DEAD = 20
"""Most items of one source that are named as given up."""
FETCH, RETRY = "geungeo sync", "geungeo sync --retry"


@dataclass(frozen=True, slots=True)
class Dead:
    """An item that was given up."""

    line: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A source as it is shown."""

    place: str
    kind: str
    visits: str
    """When it was last read, and when it is read again."""
    counts: str
    error: str
    hint: str
    dead: tuple[Dead, ...]
    others: str
    """How many more were given up; empty where all are named."""


def followed(found: Sequence[Standing], language: Language) -> Markup:
    """Return the sources in a fold whose heading tells whether any needs a look; empty HTML where there are none."""
    if not found:
        return Markup()
    dead = sum(len(one.dead) for one in found)
    failing = sum(bool(one.source.error) for one in found)
    parts = [say("followed.count", language, count=len(found))]
    parts += [say("followed.failing", language, count=failing)] * bool(failing)
    parts += [say("followed.dead", language, count=dead)] * bool(dead)
    return render(
        "documents/followed.html",
        language,
        told=" · ".join(parts),
        troubled=bool(dead or failing),
        sources=[_shown(one, language) for one in found],
        command=RETRY if dead or failing else FETCH,
        does=say("followed.retry" if dead or failing else "followed.fetch", language),
    )


def _shown(standing: Standing, language: Language) -> Followed:
    source = standing.source
    counts = {"left": standing.left, "dead": len(standing.dead), "withdrawn": len(standing.withdrawn)}
    # Of a folder only what is left to do is kept: what was read there is in the list of documents.
    key = "followed.folder" if source.kind == "folder" else "sources.counts"
    return Followed(
        _plain(source.place, standing),
        say(f"source_kind.{source.kind}", language),
        " · ".join(_visits(standing, language)),
        say(key, language, held=standing.held, **counts),
        _plain(source.error, standing),
        _plain(source.hint, standing),
        tuple(
            Dead(
                say("sources.dead", language, attempts=item.attempts, address=_plain(item.address, standing)),
                _plain(item.error, standing),
                _plain(item.hint, standing),
            )
            for item in standing.dead[:MOST_DEAD]
        ),
        say("ingest.more", language, count=len(standing.dead) - MOST_DEAD) if len(standing.dead) > MOST_DEAD else "",
    )


def _visits(standing: Standing, language: Language) -> Iterator[str]:
    source = standing.source
    yield (
        say("sources.synced", language, time=_moment(source.synced))
        if source.synced
        else say("sources.never", language)
    )
    if source.due:
        yield say("sources.due", language, time=_moment(source.due))
    else:
        yield say("followed.next", language)


def _plain(text: str, standing: Standing) -> str:
    """Return text of a source without secrets and without the folders above a source that is one."""
    if standing.source.kind == "folder":
        above = standing.source.place.rpartition("/")[0]
        text = text.replace(f"{above}/", "")
    return masked(legible(text))


def _moment(stamp: str) -> str:
    return stamp.replace("T", " ")[:16]
