"""The other system that `geungeo eval grounding --against` names, and all that is needed to run it.

`answers.csv` are its answers in a file, `http://…/v1#model` is a server to be asked, `model=openai:gpt-5` and
`embedding=NAME` are this program with another chat or embedding model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.errors import SettingsError
from ui.exports.report_words import page_words
from ui.messages import Language, say
from ui.settings import Settings, answering, masked

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from evals.external.matching import Matched
    from evals.suites import Bench
    from ingest.store import Store
    from ui.cli.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Against:
    """What `--against` names."""

    sort: Literal["file", "server", "model", "embedding"]
    name: str
    """Path, address with model, or name of a model."""

    @property
    def shown(self) -> str:
        """The name by which reports know it, without secrets or folders."""
        if self.sort == "file":
            return Path(self.name).name
        return masked(self.name) if self.sort == "server" else f"geungeo · {masked(self.name)}"


def parsed(text: str, language: Language) -> Against:
    """Return what a value of `--against` names; raise SettingsError where it names nothing.

    Nothing is asked or read yet.
    """
    if text.startswith(("http://", "https://")):
        from evals.external import server

        server.parsed(text)
        return Against("server", text)
    sort, equals, name = text.partition("=")
    if equals and name and sort == "model":
        return Against("model", name)
    if equals and name and sort == "embedding":
        return Against("embedding", name)
    if Path(text).is_file():
        return Against("file", text)
    raise SettingsError(say("against.unknown", language, value=masked(text)), say("against.unknown_hint", language))


def bench(
    value: Against, dataset: Dataset, ours: Bench, store: Store, other: Store | None, settings: Settings, to: Terminal
) -> Bench:
    """Return the bench of the other system; `other` is its own store, where it has one.

    What of a file of answers fits no question is told on the terminal.
    """
    from evals import systems

    if value.sort == "model":
        return replace(ours, system=systems.over(store, replace(answering(settings), model=value.name)))
    if other is not None:
        return replace(ours, system=systems.over(other, answering(settings)), documents=systems.documents(other))
    if value.sort == "server":
        key, temperature = settings.compare.key, settings.temperature
        return replace(ours, system=systems.served(store, ours.documents, value.name, key, temperature))
    return replace(ours, system=systems.answered(store, ours.documents, value.shown, _matched(value, dataset, to)))


def _matched(value: Against, dataset: Dataset, to: Terminal) -> Matched:
    from evals.external import file, matching
    from evals.reports import names

    matched = matching.matched(dataset.questions, file.read(Path(value.name)))
    language = to.look.language
    for told in names.unused(matched.unused, page_words(language)):
        to.note(told)
    if matched.strays:
        to.note(say("against.strays", language, count=matched.strays))
    if matched.unanswered:
        to.note(say("against.unanswered", language, count=len(matched.unanswered), cases=_some(matched.unanswered)))
    return matched


def _some(cases: tuple[str, ...], most: int = 5) -> str:
    return ", ".join(cases[:most]) + (" …" if len(cases) > most else "")
