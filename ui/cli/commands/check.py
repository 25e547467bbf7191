"""The command `geungeo check`."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers import Question, Verdict
from ingest.errors import SettingsError
from ingest.web.addresses import is_address
from ui.cli import questions
from ui.cli.terminal import Terminal
from ui.exports import contract, pack, plain_text
from ui.exports.coverage import Coverage, coverage, line
from ui.exports.layout import wrap
from ui.exports.pack import Checked
from ui.messages import Language, say
from ui.settings import Settings, answering

if TYPE_CHECKING:
    from assistant.grounding.gate import Entailment
    from assistant.models.reader import Reader
    from assistant.retrieval.retriever import HybridRetriever


def run(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Check a text sentence by sentence, or each claim of a batch; a contradicted claim does not count as a failure."""
    from assistant.models import chat, entailment, readers
    from assistant.models.entailment import CHAT
    from assistant.retrieval.retriever import HybridRetriever
    from ingest.store import Store

    if not arguments.batch:
        arguments.asked = _text(arguments, settings, terminal.look.language)
    base = questions.from_flags(arguments, terminal.look.language)
    checked: list[Checked] = []
    with Store.open(settings.ingest, warm=True) as store:
        questions.narrow(store, arguments)
        answers = answering(settings)
        model = chat.load(answers.model, answers.temperature, answers.key) if answers.entailment == CHAT else None
        judge = entailment.load(answers.entailment, model)
        retriever = HybridRetriever(store=store, weights=answers.weights, trust=answers.trust)
        reader = readers.load(answers.reader)
        against = coverage(store, base.as_of, base.filter)
        if arguments.batch:
            code = _batch(arguments, terminal, retriever, judge, reader, checked)
        else:
            code = _sentences(base, terminal, retriever, judge, reader, checked)
    if not terminal.json:
        terminal.show(wrap(line(against, terminal.look.language), terminal.look.width))
    if arguments.pack:
        _write(arguments.pack, checked, against, terminal.look.language)
    return code


def _batch(
    arguments: Namespace,
    terminal: Terminal,
    retriever: HybridRetriever,
    judge: Entailment | None,
    reader: Reader | None,
    checked: list[Checked],
) -> int:
    from assistant import claims

    def work(question: Question, identity: object) -> contract.Json:
        started = time.perf_counter()
        verdict = claims.check(question, retriever, judge, reader=reader)
        checked.append(Checked(str(identity), question.text, verdict))
        return contract.check(question.text, verdict, identity, _since(started))

    return questions.answer_each(arguments, terminal, work)


def _sentences(
    base: Question,
    terminal: Terminal,
    retriever: HybridRetriever,
    judge: Entailment | None,
    reader: Reader | None,
    checked: list[Checked],
) -> int:
    from assistant import claims

    started = time.perf_counter()
    for number, one in enumerate(claims.each(base.text, retriever, base, judge, reader), start=1):
        checked.append(Checked(str(number), one.text, one.verdict))
        if terminal.json:
            line = contract.check(one.text, one.verdict, str(number), _since(started))
            terminal.emit(line | {"start": one.start, "end": one.end})
        else:
            terminal.show(plain_text.check(one.text, one.verdict, terminal.look))
        started = time.perf_counter()
    if not checked:
        raise SettingsError(say("claim.empty", terminal.look.language))
    if not terminal.json and len(checked) > 1:
        terminal.show(_summary([one.verdict for one in checked], terminal))
    return 0


def _summary(verdicts: list[Verdict], terminal: Terminal) -> Iterator[str]:
    counts = Counter(supported=0, contradicted=0, not_found=0)
    counts.update(verdict.label for verdict in verdicts)
    text = say("check.summary", terminal.look.language, total=len(verdicts), **counts)
    return wrap(text, terminal.look.width)


def _text(arguments: Namespace, settings: Settings, language: Language) -> str:
    """Return the text to check; a plain one unchanged, as offsets count its characters."""
    text = _read(arguments.file, settings, language) if arguments.file else arguments.asked or ""
    if not text.strip():
        raise SettingsError(say("claim.empty", language))
    return str(text)


def _read(source: str, settings: Settings, language: Language) -> str:
    """Return the text of a file, of standard input or of a page of the web, by the readers of `geungeo ingest`."""
    from ingest import drafts
    from ingest.readers import allowed

    if is_address(source):
        return drafts.of_address(source, settings.ingest)
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).expanduser().read_bytes()
    except OSError as error:
        raise SettingsError(say("file.unreadable", language, path=source), error.strerror or "") from error
    text = drafts.plain(raw)
    return drafts.of_bytes(Path(source).name, raw, allowed(settings.ingest)) if text is None else text


def _write(path: Path, checked: list[Checked], against: Coverage, language: Language) -> None:
    made = pack.page if path.suffix.lower() == ".html" else pack.markdown
    text = made(checked, datetime.now().astimezone(), against, language)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(say("pack.unwritable", language, path=path), error.strerror or "") from error


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
