"""All that a served page is made of, and what of it each tab gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers import Passage, Question, Reply
from ui.audit import answering
from ui.audit.trail import Trail
from ui.messages import Language
from ui.page import app
from ui.page.check import desk as check
from ui.page.check.drafts import Drafts
from ui.page.check.shares import Shares
from ui.page.conversation import desk as conversation
from ui.page.conversation.controls import Offered
from ui.page.conversation.memory import Memory
from ui.page.conversation.suggestions import Suggestions
from ui.page.documents import desk as documents
from ui.page.documents.archive import Archive
from ui.page.documents.jobs import Jobs
from ui.page.documents.uploads import Uploads
from ui.page.evaluation import desk as evaluation
from ui.page.evaluation.readable import Rights
from ui.page.library import Library, Withheld, nothing_withheld, only_default
from ui.page.timeline import desk as timeline
from ui.programs.functions import Sources
from ui.serving import sharing
from ui.serving.metrics import Metrics

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.runnables import Runnable

    from assistant.claims import ClaimVerdict
    from assistant.history.timeline import Timeline
    from ingest.sources.standing import Standing
    from ingest.watches import Change
    from ui.page.evaluation.starter import Starter

OFFERED = 200
"""Publishers offered while one is typed, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a server serves, each a function or a small protocol that a test can replace."""

    chain: Runnable[Question | str, Reply]
    library: Library
    suggestions: Suggestions
    check: Callable[[Question], Iterable[ClaimVerdict]]
    """Judges a text sentence by sentence, in order."""
    trace: Callable[[Question], Timeline]
    """Tells the dated facts of the programme that the question names."""
    search: Callable[[Question, int, int], Sequence[Passage]] = lambda *_: ()
    """Finds so many passages nearest to a question, and at most so many of one document."""
    embedding: Callable[[], Embeddings] | None = None
    """Returns the model of the store's vectors; None offers none to programs."""
    metrics: Metrics = field(default_factory=Metrics)
    """Counts what is asked; `metrics.jobs.labels("done" or "failed").inc()` counts an ingestion job."""
    drafts: Drafts = field(default_factory=Drafts)
    """Reads the text of a visitor's own file or address."""
    language: Language = "ko"
    elsewhere: str = "/en/"
    """Address of the page in the other language."""
    memory: Memory | None = None
    """Where each visitor's conversations are kept; None forgets them with the session."""
    shares: Shares | None = None
    """Where checked texts are kept that are shared; None shares none."""
    archive: Archive | None = None
    """The documents to look through; None shows none."""
    uploads: Uploads | None = None
    """Where given files go; None takes none and removes no document."""
    jobs: Jobs | None = None
    """The queue of given files; there where `uploads` is."""
    runs: Path | None = None
    """Directory whose folders hold evaluation runs; None shows no evaluation."""
    starter: Starter | None = None
    """Starts evaluations into that directory; None starts none."""
    withheld: Withheld = nothing_withheld
    """Returns which documents the visitor of the moment may not read."""
    collections: Callable[[], tuple[str, ...]] = only_default
    """Returns the collections that the visitor of the moment may read."""
    followed: Callable[[], tuple[Standing, ...]] = tuple
    """Returns how the sources stand whose documents the visitor of the moment may read."""
    changes: Callable[[], tuple[Change, ...]] = tuple
    """Returns the watched figures that changed, the latest first, whoever may read of them."""
    trail: Trail = field(default_factory=Trail)
    """Records who asks, checks and changes what."""

    def desks(self) -> app.Desks:
        """Return what each tab works with."""
        told = self._told()
        return app.Desks(
            self.language,
            self.elsewhere,
            self.library,
            conversation.Desk(
                told.chain,
                self.library,
                self.suggestions,
                self.language,
                told.memory,
                offered=self._offered,
                withheld=self.withheld,
            ),
            check.Desk(
                told.check,
                self.drafts.file,
                self.drafts.page,
                self.library,
                self.language,
                self.withheld,
                told.shares,
            ),
            timeline.Desk(
                told.trace,
                self.library,
                self.language,
                survey=self.trace,
                withheld=self.withheld,
                changes=self.changes,
            ),
            documents.Desk(self.archive, self.uploads, self.jobs, self.language, self.collections, self.followed)
            if self.archive
            else None,
            evaluation.Desk(self.runs, self.starter, self.language, rights=Rights(self.collections, self.withheld)),
        )

    def sources(self) -> Sources:
        """Return what answers programs."""
        told = self._told()
        return Sources(told.chain, told.check, told.trace, told.search, self.library, self.embedding)

    def _told(self) -> Site:
        """Return the site with what answers people and programs recorded; suggestions are nobody's questions."""
        if not self.trail.on:
            return self
        return replace(
            self,
            chain=answering.AuditedChain(self.chain, self.trail),
            check=answering.checked(self.check, self.trail),
            trace=answering.traced(self.trace, self.trail),
            search=answering.searched(self.search, self.trail),
            memory=self.memory and sharing.AuditedMemory(self.memory, self.trail, self.withheld),
            shares=self.shares and sharing.AuditedShares(self.shares, self.trail, self.withheld),
        )

    def _offered(self) -> Offered:
        if self.archive is None:
            return Offered()
        known = self.archive.facets()
        issuers, regions, kinds = (
            tuple(name for name, _ in found) for found in (known.issuers[:OFFERED], known.regions, known.kinds)
        )
        return Offered(issuers, regions, kinds)
