"""Behaviour of the tab that lists, compares and starts evaluation runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from ingest.errors import GeungeoError
from ui.accounts.visitors import NotAllowed, Visitor
from ui.exports.files import File
from ui.exports.report_words import page_words
from ui.messages import Language, say
from ui.page.evaluation import judging, launching, questions, runs
from ui.page.evaluation import panel as panels
from ui.page.evaluation.readable import ALL, Rights
from ui.page.evaluation.starter import Other, Starter
from ui.page.numbers import whole
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from evals.external.answer import AnswerFile


def _apart(path: Path) -> Dataset:
    from evals.datasets.importers.apart import load_apart

    return load_apart(path)


def _answers_apart(path: Path) -> AnswerFile:
    from evals.external.apart import read_apart

    return read_apart(path)


@dataclass(frozen=True, slots=True)
class Show:
    """How a run is to be shown."""

    most: int = runs.SHOWN
    """Most cases."""
    case: str = ""
    """The case that stands open."""
    wrong: str = ""
    """Why a judgement of it could not be kept."""


SHOW = Show()


@dataclass(frozen=True, slots=True)
class Desk:
    """The directory of runs and the starter of new ones, None if evaluation is off, and the page's language."""

    directory: Path | None
    starter: Starter | None
    language: Language
    load: questions.Read = _apart
    """Reads a file of cases that a visitor gave."""
    load_answers: questions.ReadAnswers = _answers_apart
    """Reads a file of another system's answers that a visitor gave."""
    rights: Rights = ALL
    """What the visitor of the moment may read."""

    def listing(self, opened: str = "") -> Markup:
        """Return the list of runs with the one named `opened` marked."""
        if self.directory is None:
            return panels.notice(say("runs.off", self.language))
        return panels.runs(self._runs(), opened, self.language)

    def open(self, name: str, other: str = "", visitor: Visitor | None = None, show: Show = SHOW) -> Markup:
        """Return the run called `name`, compared with the run called `other` unless that is empty."""
        found = self._runs()
        named = {run.name: run for run in found}
        if not name:
            return panels.notice(say("runs.pick", self.language))
        if self.directory is None or name not in named or (other and other not in named):
            return panels.notice(say("runs.gone", self.language))
        words = page_words(self.language)
        if not other:
            run = named[name]
            shown = runs.Opened(
                run,
                runs.cases(run, self.directory, max(show.most, runs.SHOWN)),
                runs.judged(run, self.directory),
                visitor is not None and self.starter is not None and visitor.may("evaluator"),
                show.case,
                show.wrong,
                runs.beside(run, self.directory),
            )
            return panels.opened(shown, found, words, self.language)
        try:
            compared = runs.compared(named[other], named[name])
        except GeungeoError as error:
            return panels.notice(error.message or say("runs.unlike", self.language), error.hint or "")
        return panels.compared(compared, found, words, self.language)

    def judge(self, data: Mapping[str, str], now: datetime, visitor: Visitor) -> Markup:
        """Keep what the visitor says of a case, and return its run with that case open.

        Raises `NotAllowed` for a visitor who is no evaluator.
        """
        from evals import judgements

        folder = self._folder(data.get("run", ""), visitor)
        wrong = ""
        if folder is not None:
            try:
                judgements.keep(folder, judging.judgement(data, now, visitor.name if visitor.signed_in else ""))
            except GeungeoError as error:
                wrong = f"{error.message} {error.hint}".strip()
            except OSError:
                wrong = say("judging.unwritten", self.language)
        most = whole(data.get("shown")) or runs.SHOWN
        return self.open(data.get("run", ""), "", visitor, Show(most, data.get("case", ""), wrong))

    def export(self, name: str) -> File | None:
        """Return the judged cases of a run as a file of cases; None if there is no such run or nothing was judged."""
        from evals import judgements
        from evals.datasets.cases import line

        run = next((one for one in self._runs() if one.name == name), None)
        made = judgements.cases(self.directory / name) if run and self.directory else ()
        if not made:
            return None
        text = "".join(f"{line(case)}\n" for case in made)
        return File(f"{name}-cases.jsonl", "application/x-ndjson;charset=utf-8", text.encode())

    def _folder(self, name: str, visitor: Visitor) -> Path | None:
        """Return the folder of a listed run in which the visitor may write; None if there is none."""
        if not visitor.may("evaluator"):
            raise NotAllowed("evaluator")
        if self.directory is None or self.starter is None:
            return None
        return self.directory / name if name in {run.name for run in self._runs()} else None

    def _runs(self) -> tuple[runs.Run, ...]:
        """Return the runs that the visitor of the moment may see, newest first; a run without leave is none."""
        if self.directory is None:
            return ()
        return tuple(one for one in runs.listed(self.directory) if self.rights.over(self.directory / one.name))

    def launch(self, visitor: Visitor, note: Trouble | None = None, comparing: bool = False) -> Markup:
        """Return how runs are started and how far the current one is; empty HTML if none are started here.

        `note` says why what the visitor just asked for, a comparison where `comparing`, was not done.
        """
        if self.directory is None or self.starter is None:
            return Markup()
        starter = self.starter
        shown = launching.Launch(
            starter.progress.told(visitor.key) if starter.progress else None,
            starter.asks,
            visitor.may("evaluator"),
            note,
            starter.servers if starter.compares else None,
            comparing,
        )
        return launching.launch(shown, self.language)

    def start(self, now: datetime, visitor: Visitor) -> Markup:
        """Start a quick run; raise `NotAllowed` for a visitor who is no evaluator."""
        starter = self._starter(visitor)
        busy = starter is not None and not starter.start(now, visitor.key)
        return self.launch(visitor, Trouble(say("runs.busy", self.language)) if busy else None)

    def ask(self, given: Mapping[str, str], now: datetime, visitor: Visitor) -> Markup:
        """Start a run of the cases in the file `given`, or say why it is none.

        Raises `NotAllowed` for a visitor who is no evaluator.
        """
        starter = self._starter(visitor)
        if starter is None or not starter.asks:
            return self.launch(visitor)
        try:
            dataset = questions.read(given, self.load, self.language)
        except GeungeoError as error:
            return self.launch(visitor, Trouble(error.message, error.hint))
        busy = not starter.ask(dataset, now, visitor.key)
        return self.launch(visitor, Trouble(say("runs.busy", self.language)) if busy else None)

    def compare(self, given: Mapping[str, str], now: datetime, visitor: Visitor) -> Markup:
        """Start a comparison with the answers in a file or with a listed server, or say why there is none.

        `given` holds the file of questions (`name`, `content`) and that of answers (`answers`, `answers_content`), or
        the `server`. Raises `NotAllowed` for a visitor who is no evaluator.
        """
        starter = self._starter(visitor)
        if starter is None or not starter.compares:
            return self.launch(visitor)
        try:
            dataset = questions.read(given, self.load, self.language)
            other = self._other(given, dataset, starter)
        except GeungeoError as error:
            return self.launch(visitor, Trouble(error.message, error.hint), comparing=True)
        busy = not starter.compare(dataset, other, now, visitor.key)
        return self.launch(visitor, Trouble(say("runs.busy", self.language)) if busy else None, comparing=True)

    def _other(self, given: Mapping[str, str], dataset: Dataset, starter: Starter) -> Other:
        """Return the other system that a visitor named; raise GeungeoError for a server that is not listed."""
        from evals.external.matching import matched

        if given.get("answers"):
            sent = {"name": given["answers"], "content": given.get("answers_content", "")}
            name, answers = questions.answers(
                sent | {"large": given.get("large", "")}, self.load_answers, self.language
            )
            return Other(name, matched(dataset.questions, answers))
        if given.get("server") in starter.servers:
            return Other(given["server"])
        raise questions.Rejected(say("runs.versus.none", self.language))

    def stop(self, visitor: Visitor) -> Markup:
        """Stop the current run after its case; raise `NotAllowed` for a visitor who is no evaluator."""
        if starter := self._starter(visitor):
            starter.stop()
        return self.launch(visitor)

    def finished(self) -> str:
        """Return the name of the last run if it has ended and left a report; empty otherwise."""
        progress = self.starter.progress if self.starter else None
        return progress.name if progress and progress.ended and not progress.trouble else ""

    def _starter(self, visitor: Visitor) -> Starter | None:
        if not visitor.may("evaluator"):
            raise NotAllowed("evaluator")
        return self.starter

    def act(self, pressed: Mapping[str, str], visitor: Visitor | None = None) -> tuple[Markup, Markup] | None:
        """Return the list and the run after a press; None for an unknown action."""
        if pressed.get("act") not in ("open", "compare"):
            return None
        name = pressed.get("run", "")
        show = Show(whole(pressed.get("shown")) or runs.SHOWN)
        return self.listing(name), self.open(name, pressed.get("other", ""), visitor, show)
