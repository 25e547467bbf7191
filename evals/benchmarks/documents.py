"""Measure the readers over a folder of real files, sound and damaged.

    python -m evals.benchmarks.documents DATA/docs [--damaged 200] [--only hwp]

A row a sub-folder: documents read, failures by kind, readers that crashed or hung, documents without text, quotes that
are not the text at their offsets, speed. Of PDF also pages a CPU second without starting a process, of files with
tables and without. Then the same of damaged copies: cut short, or with bytes overwritten. Words are compared with
those on which two other parsers agree, where `--words` is given: hangulang's Markdown and dochan's plain text of HWP
and HWPX.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.documents import SourceDocument
from ingest.errors import ReaderStopped
from ingest.pipeline import divide
from ingest.readers import pdf, read
from ingest.readers.worker import close
from ingest.sentences import CELL
from ingest.settings import IngestSettings

SEED = 12
_WORD = re.compile(r"[가-힣]{2,}|[A-Za-z]{2,}|\d[\d,.]*\d|\d")
_ADDED = re.compile(r"\[bookmark: [^\]\n]*\]|!?\[[^\[\]\n]*\]\([^)\n]*\)|\[이미지[^\]]*\]|\[수식[^\]]*\]")


@dataclass
class Outcome:
    """What came of the files of one format."""

    files: int = 0
    read: int = 0
    empty: int = 0
    """Documents without any text: silent failures."""
    stopped: int = 0
    """Readers that crashed, hung or took too much memory."""
    wrong: int = 0
    """Chunks whose text is not the document's at their offsets."""
    pages: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def row(self, name: str) -> str:
        """Return the outcome as a row of a table."""
        failed = ", ".join(f"{count} {kind}" for kind, count in sorted(self.failures.items())) or "–"
        speed = f"{self.files / self.seconds:.0f}" if self.seconds else "–"
        paged = f"{self.pages / self.seconds:.0f}" if self.seconds else "–"
        counts = (self.files, self.read, failed, self.empty, self.stopped, self.wrong, speed, paged)
        return f"| {name} | {' | '.join(map(str, counts))} |"


HEAD = (
    "| files | all | read | failed with a hint | silently empty | stopped | wrong quotes "
    "| files/CPU-s | pages/CPU-s |\n|---|---|---|---|---|---|---|---|---|"
)


def measured(paths: Iterable[Path]) -> Outcome:
    """Read every file and return what came of it."""
    found = Outcome()
    before, cutting = _used(), 0.0
    for path in paths:
        found.files += 1
        for result in read(path):
            if isinstance(result, SourceDocument):
                found.read += 1
                found.empty += not result.text.strip()
                found.pages += len(result.pages)
                began = _used()
                found.wrong += _wrong(result)
                cutting += _used() - began
            elif isinstance(result, ReaderStopped):
                found.stopped += 1
            else:
                found.failures[type(result).__name__ if result.hint else "without a hint"] += 1
    close()
    found.seconds = _used() - before - cutting
    return found


def pages_a_second(paths: Sequence[Path]) -> dict[str, tuple[int, float]]:
    """Return the pages of PDF files and how many a CPU second reads, of files with tables and of those without any."""
    pages: Counter[str] = Counter()
    seconds: dict[str, float] = defaultdict(float)
    for first in paths[:1]:
        pdf.parse(first.read_bytes(), str(first), first.name)
    for path in paths:
        began = time.process_time()
        reading = pdf.parse(path.read_bytes(), str(path), path.name)
        kind = "with tables" if CELL in reading.text else "without tables"
        seconds[kind] += time.process_time() - began
        pages[kind] += len(reading.pages)
    return {kind: (pages[kind], pages[kind] / seconds[kind]) for kind in sorted(pages)}


def damaged(paths: list[Path], count: int, folder: Path) -> Iterator[Path]:
    """Yield copies of files, by turns cut short and with bytes overwritten."""
    random.seed(SEED)
    for number in range(count):
        data = bytearray(random.choice(paths).read_bytes())  # noqa: S311  # the same copies in every run
        if number % 2:
            del data[random.randrange(len(data) // 10, len(data)) :]  # noqa: S311
        else:
            for _ in range(max(4, len(data) // 20_000)):
                data[random.randrange(len(data))] = random.randrange(256)  # noqa: S311
        path = folder / f"{number}.bin"
        path.write_bytes(data)
        yield path
        path.unlink()


def agreement(paths: Iterable[Path]) -> tuple[float, int]:
    """Return the share of the words on which two other parsers agree that the readers have too, and their number."""
    import hangulang
    from dochan import Dochan
    from dochan.output.plain_text import to_plain_text

    kept = agreed = 0
    for path in paths:
        documents = [result for result in read(path) if isinstance(result, SourceDocument)]
        try:
            first = _words(hangulang.convert_to_markdown(str(path)))
        except hangulang.HangulangError:
            continue
        both = first & _words(to_plain_text(Dochan(str(path)).doc))
        agreed += both.total()
        kept += (both & _words("\n".join(document.text for document in documents))).total()
    return (kept / agreed if agreed else 0.0), agreed


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_ADDED.sub(" ", text)))


def _wrong(document: SourceDocument) -> int:
    _, chunks = divide(document, IngestSettings(store=Path()))
    return sum(document.text[chunk.start : chunk.end] != chunk.text for chunk in chunks)


def _used() -> float:
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", help="one sub-folder")
    parser.add_argument("--damaged", type=int, default=0, metavar="N", help="damaged copies of each format")
    parser.add_argument("--words", action="store_true", help="compare words with other parsers (HWP, HWPX)")
    chosen = parser.parse_args()
    folders = {folder.name: sorted(p for p in folder.rglob("*") if p.is_file()) for folder in chosen.data.iterdir()}
    folders = {name: paths for name, paths in sorted(folders.items()) if paths and chosen.only in (None, name)}
    print(HEAD)
    for name, paths in folders.items():
        print(measured(paths).row(name), flush=True)
    for kind, (pages, speed) in pages_a_second(folders.get("pdf", [])).items():
        print(f"pdf {kind}: {pages} pages, {speed:.0f} a CPU second")
    if chosen.damaged:
        with tempfile.TemporaryDirectory() as scratch:
            for name, paths in folders.items():
                print(measured(damaged(paths, chosen.damaged, Path(scratch))).row(f"{name}, damaged"), flush=True)
    if chosen.words:
        for name in {"hwp", "hwpx"} & set(folders):
            share, agreed = agreement(folders[name])
            print(f"{name}: {share:.4f} of {agreed:,} words on which hangulang and dochan agree")


if __name__ == "__main__":
    main()
