"""Watching: the figures that the documents give for a text, and which became others.

A programme's name is watched by its timeline: the value in force of each measure, as the total cost or the budget of
2026. A claim is watched by its verdict: for each of its figures the one that the documents give.

>>> watched("지역혁신선도기업육성", …)["total"].value
'10,445억원'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assistant import claims
from assistant.answers import Citation, Question, Verdict
from assistant.facts.extraction import figures
from assistant.history.timeline import Timeline, timeline
from assistant.models.reader import Reader
from assistant.retrieval.retriever import HybridRetriever
from ingest import watches
from ingest.store import Store
from ingest.watches import Change, Watch

CLAIM = "claim"
"""Kind of a figure that answers one of a claim's."""
MOST = 1_000
"""Most changes that are told at once."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure that the documents give, with the sentence that states it."""

    kind: str
    """What a timeline's value measures, or `CLAIM`."""
    of: str
    """Of a budget its year, of what is counted its name; of a claim the figure that it gives."""
    stage: str
    """How far a budget or count had come; empty where it is not told."""
    value: str
    """As the document writes it."""
    normal: str
    """By which two figures are compared."""
    citation: Citation

    @property
    def measure(self) -> str:
        """Return what is measured, under which a later figure is compared with this one."""
        return f"{self.kind}:{self.of}" if self.of else self.kind

    def kept(self) -> dict[str, object]:
        """Return it as it is kept."""
        cited = self.citation
        return {
            "kind": self.kind,
            "of": self.of,
            "stage": self.stage,
            "value": self.value,
            "normal": self.normal,
            "document_id": cited.document_id,
            "version": cited.version,
            "title": cited.title,
            "issuer": cited.issuer,
            "date": cited.published.date().isoformat() if cited.published else None,
            "uri": cited.uri,
            "start": cited.start,
            "end": cited.end,
            "quote": cited.quote,
        }


@dataclass(frozen=True, slots=True)
class Looking:
    """What it takes to look at the documents."""

    store: Store
    retriever: HybridRetriever
    reader: Reader | None
    today: date


def watched(text: str, by: Looking) -> dict[str, Seen]:
    """Return the figures that the documents give for a text now, by measure."""
    found = {one.measure: one for one in _of_programme(timeline(Question(text), by.store, by.today))}
    # No day is given: one would leave out documents without a day.
    for judged in claims.each(text, by.retriever, Question(""), None, by.reader):
        found |= {one.measure: one for one in _of_claim(judged.text, judged.verdict)}
    return found


def look(store: Store, looking: Callable[[], Looking], now: datetime) -> tuple[Change, ...]:
    """Look at every watched text where documents changed since the last time; return what changed, the first first.

    A figure that is seen for the first time is no change, and one that no document gives any more stays as it was last
    seen, so that the next one is compared with it. `looking` loads what is needed, where anything has to be looked at.
    """
    connection = store.catalogue.connection
    revision = ".".join(map(str, store.stock().revision))
    due = [one for one in watches.watches(connection) if one.revision != revision]
    if not due:
        return ()
    by = looking()
    last = max((one.row for one in watches.changes(connection, 1)), default=0)
    for watch in due:
        seen = {name: one.kept() for name, one in watched(watch.text, by).items()}
        changed = [(watch.seen[name], one) for name, one in seen.items() if _differs(watch, name, one)]
        with store.catalogue.transaction() as writing:
            watches.renew(writing, watch, revision, {**watch.seen, **seen}, changed, now)
    return tuple(reversed([one for one in watches.changes(connection, MOST) if one.row > last]))


def _differs(watch: Watch, name: str, seen: Mapping[str, object]) -> bool:
    return name in watch.seen and watch.seen[name]["normal"] != seen["normal"]


def _of_programme(found: Timeline) -> Iterator[Seen]:
    """Yield the values in force, an earlier one before a later one of the same measure."""
    for entry in found.entries:
        for value in entry.values:
            if entry.superseded_by is None and value.citation <= len(entry.citations):
                cited = entry.citations[value.citation - 1]
                yield Seen(value.kind, value.of, value.stage or "", value.text, f"{value.number.normalize():f}", cited)


def _of_claim(claim: str, verdict: Verdict) -> Iterator[Seen]:
    """Yield the documents' figure for each of a claim's: its own where it is proved, else the one they give instead."""
    other = {one.claim: one.source for one in verdict.differences if one.source}
    for fact in figures(claim):
        value = fact.text if verdict.label == "supported" else other.get(fact.text, "")
        if cited := next((one for one in verdict.evidence if value and value in one.quote), None):
            found = figures(value)
            yield Seen(CLAIM, fact.text, "", value, found[0].normal if found else value, cited)
