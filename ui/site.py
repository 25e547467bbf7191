"""Dependencies that the tabs of a page share, as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers import Passage, Question, Reply
from ui import texts
from ui.holdings import Archive, Library
from ui.jobs import Jobs
from ui.memory import Memory
from ui.messages import Language
from ui.metrics import Metrics
from ui.starters import Suggestions
from ui.uploads import Uploads

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.claims import ClaimVerdict
    from assistant.history.timeline import Timeline
    from ui.quick import Starter


@dataclass(frozen=True, slots=True)
class Site:
    """Dependencies of the page, each a function or a small protocol that a test can replace."""

    chain: Runnable[Question | str, Reply]
    library: Library
    suggestions: Suggestions
    check: Callable[[Question], Iterable[ClaimVerdict]]
    """Judges a text sentence by sentence, in order."""
    trace: Callable[[Question], Timeline]
    """Tells the dated facts of the programme that the question names."""
    search: Callable[[Question, int, int], Sequence[Passage]] = lambda *_: ()
    """Finds so many passages nearest to a question, and at most so many of one document."""
    metrics: Metrics = field(default_factory=Metrics)
    """Counts what is asked; `metrics.jobs.labels("done" or "failed").inc()` counts an ingestion job."""
    read: Callable[[Path], str] = texts.read
    """Reads the text of a visitor's own file; raises a GeungeoError that says why it cannot."""
    language: Language = "ko"
    elsewhere: str = "/en/"
    """Address of the page in the other language."""
    memory: Memory | None = None
    """Where each visitor's conversations are kept; None forgets them with the session."""
    archive: Archive | None = None
    """The documents to look through; None shows none."""
    uploads: Uploads | None = None
    """Where given files go; None takes none and removes no document."""
    jobs: Jobs | None = None
    """The queue of given files; there where `uploads` is."""
    runs: Path | None = None
    """Directory whose folders hold evaluation runs; None shows no evaluation."""
    starter: Starter | None = None
    """Starts quick evaluations into that directory; None starts none."""
