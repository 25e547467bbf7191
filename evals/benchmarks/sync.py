"""Synchronisation benchmark: every visit to a site is killed, for some hours, and nothing may be lost or double.

python -m evals.benchmarks.sync DATA [--count 30000] [--hours 24] [--seed 1] [--work DIR]

A server on this machine publishes the press releases of `DATA/bench/gov_press_30k.jsonl.gz` hour by hour: each hour
some are new, some of the earlier ones are changed and a few withdrawn (410). Its feed lists all that stand. In every
hour the store visits the site in a process of its own, which is ended by SIGKILL at a random page of that hour and
started again until nothing is left to read. Then the source is forgotten and added again, so that every page is read a
second time, by as many killed visits and a whole one: nothing may be added or updated. Time is simulated.

After each pass the store is compared with what was published: each release once, in its last version and with its
words, as many versions as there were texts, withdrawn ones marked and no others, both indexes of the same size as the
catalogue, one original a release. The exit code is 1 where anything differs.

A visit does what `geungeo sync` does, with other vectors: the hashed bigrams of `evals.benchmarks.growth`, for
embedding takes most of the time and has no part in what is checked. The seconds are those of everything else.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from threading import Thread

from evals.benchmarks.growth import CORPUS, StandIn
from ingest import registry
from ingest.errors import IndexDamaged
from ingest.readers import sources
from ingest.registry import Source
from ingest.settings import IngestSettings
from ingest.sources.synchronisation import synchronise
from ingest.store import Store

BEGINNING = datetime(2025, 11, 24, 9)
"""The first simulated hour."""
CHANGED = 50
"""One release is changed for so many new ones."""
WITHDRAWN = 100
"""One release is withdrawn for so many new ones."""
MOST_WITHDRAWN = 40
"""Most releases withdrawn in an hour: a visit looks after 50 pages that left the list."""
LONGEST_DELAY = 0.5
"""Most seconds between the page at which a visit is to be killed and the kill, so that it also hits the writing."""
EVERY = timedelta(minutes=10)
"""Simulated time between two visits in an hour, so that a page that did not come is tried again."""
MOST_VISITS = 5
"""Visits after a kill in which everything must have been read."""
NAMED = 20
"""Most differences that are printed."""
_CHANGE = "이 보도자료는 {version}판에서 고쳤다."


@dataclass(frozen=True, slots=True)
class Published:
    """One release as the site has it."""

    title: str
    text: str
    version: int = 1
    """How many texts it has had."""
    withdrawn: bool = False

    @property
    def said(self) -> str:
        """Its text, with a sentence that tells a later version."""
        return self.text if self.version == 1 else f"{self.text}\n{_CHANGE.format(version=self.version)}"


@dataclass(frozen=True, slots=True)
class Held:
    """One current document of the store."""

    id: str
    text: str
    version: int
    withdrawn: bool


@dataclass(slots=True)
class Site:
    """The releases by address, and how many of their pages were asked for."""

    releases: dict[str, Published] = field(default_factory=dict)
    asked: int = 0
    address: str = ""

    @property
    def feed(self) -> str:
        """Return the address of the feed."""
        return f"{self.address}/rss.xml"

    def publish(self, rows: Iterable[tuple[str, Published]]) -> None:
        """Put releases on the site, by name."""
        self.releases |= {f"{self.address}/news/{name}": one for name, one in rows}

    def change(self, addresses: Iterable[str]) -> None:
        """Give releases another text."""
        for address in addresses:
            one = self.releases[address]
            self.releases[address] = replace(one, version=one.version + 1)

    def withdraw(self, addresses: Iterable[str]) -> None:
        """Take releases from the list; their pages are gone."""
        for address in addresses:
            self.releases[address] = replace(self.releases[address], withdrawn=True)

    def answer(self, path: str, known: str) -> tuple[int, bytes, str]:
        """Return status, bytes and ETag for a path, where `known` is the ETag that the visitor has."""
        if path == "/rss.xml":
            data = self._listed().encode()
            return _conditional(data, hashlib.sha256(data).hexdigest(), known)
        one = self.releases.get(f"{self.address}{path}")
        if one is None:
            return 404, b"", ""
        self.asked += 1
        if one.withdrawn:
            return 410, b"", ""
        return _conditional(page(one, self.asked).encode(), f"{path}-{one.version}", known)

    def _listed(self) -> str:
        items = "".join(
            f"<item><title>{html.escape(one.title)}</title><link>{address}</link>"
            f"<description>{one.version}</description></item>"
            for address, one in self.releases.items()
            if not one.withdrawn
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>보도자료</title>{items}</channel></rss>'


def page(one: Published, visit: int) -> str:
    """Return a release's page; something on it differs with each visit, which makes no new version."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in one.said.splitlines() if line.strip())
    return (
        f'<html><head><meta charset="utf-8"><title>{html.escape(one.title)}</title></head><body><article>'
        f"{paragraphs}</article><script>visit={visit}</script></body></html>"
    )


def read_alone(one: Published) -> str:
    """Return the text that the reader takes from a release's page, without any store."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page(one, 0), encoding="utf-8")
        return next(iter(sources(file))).load().text


def _conditional(data: bytes, version: str, known: str) -> tuple[int, bytes, str]:
    tag = f'"{version}"'
    return (304, b"", tag) if known == tag else (200, data, tag)


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, data, tag = site.answer(self.path, self.headers.get("If-None-Match", ""))
            try:
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                if tag:
                    self.send_header("ETag", tag)
                self.end_headers()
                self.wfile.write(data)
            except ConnectionError:
                # Its visitor was killed.
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@dataclass(slots=True)
class Pass:
    """What the visits of one pass over the site did, those that were killed included."""

    visits: int = 0
    kills: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    """Seconds of processor, which a busy machine does not stretch; what readers of killed visits took is not known."""
    added: int = 0
    """Told by the visits that lived; a killed one tells nothing."""
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    failures: int = 0
    """Pages that did not come, or could not be read, when they were asked for; they are tried again."""
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Visitor:
    """Visits a site in processes of their own, and kills them."""

    site: Site
    store: Path
    chance: random.Random

    def hour(self, now: datetime, pages: int, done: Pass) -> None:
        """Visit once to be killed within so many pages, then until nothing is left."""
        self.killed(now, pages, done)
        for number in range(1, MOST_VISITS + 1):
            if not self._visit(now + number * EVERY, done):
                return
        done.problems.append(f"{now}: pages are left after {MOST_VISITS} visits")

    def killed(self, now: datetime, pages: int, done: Pass) -> None:
        """Make a visit that is killed within so many pages."""
        self._visit(now, done, self.chance.randrange(max(1, pages)))

    def _visit(self, now: datetime, done: Pass, kill_at: int | None = None) -> bool:
        """Visit once, to the end or to a page of this visit; return whether anything is left to read."""
        command = [sys.executable, "-m", f"{__package__}.sync", str(self.store), "--visit", now.isoformat()]
        started, cpu, asked = time.perf_counter(), _processor(), self.site.asked
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 - our own command
            killed = kill_at is not None and self._kill(child, asked + kill_at)
            said = child.communicate()[0]
        done.visits += 1
        done.kills += killed
        done.seconds += time.perf_counter() - started
        done.processor += _processor() - cpu
        if killed:
            return True
        if child.returncode:
            done.problems.append(f"{now}: a visit failed with exit code {child.returncode}")
            return False
        told = json.loads(said.splitlines()[-1])
        for name in ("added", "updated", "unchanged", "withdrawn", "failures"):
            setattr(done, name, getattr(done, name) + told[name])
        return bool(told["left"])

    def _kill(self, child: subprocess.Popen[str], page: int) -> bool:
        while self.site.asked <= page:
            if child.poll() is not None:
                return False
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0, LONGEST_DELAY))
        if child.poll() is not None:
            return False
        child.send_signal(signal.SIGKILL)
        return child.wait() == -signal.SIGKILL


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def visit(store: Path, now: datetime) -> dict[str, int]:
    """Visit the sources of a store once, at a simulated moment; return what was done."""
    with Store.open(settings(store), embedding=StandIn()) as opened:
        (done,) = synchronise(opened, clock=lambda: now)
    return {
        "added": done.added,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "withdrawn": done.withdrawn,
        "left": done.left,
        "failures": len(done.failures) + (done.outcome == "failed"),
    }


def settings(store: Path) -> IngestSettings:
    """Return the settings of the store: the site stands on this machine."""
    return IngestSettings(store=store, embedding="stand-in", allow_private=True)


def first_pass(site: Site, visitor: Visitor, rows: Sequence[tuple[str, Published]], hours: int) -> Pass:
    """Let the site live for some hours, and visit it in each."""
    done, standing = Pass(), list[str]()
    for number in range(hours):
        new = rows[len(rows) * number // hours : len(rows) * (number + 1) // hours]
        visitor.chance.shuffle(standing)
        gone = min(len(new) // WITHDRAWN + 1, MOST_WITHDRAWN, len(standing) // 2)
        changed = min(len(new) // CHANGED + 1, len(standing) - gone)
        site.withdraw(standing[:gone])
        site.change(standing[gone : gone + changed])
        standing = standing[gone:]
        before = set(site.releases)
        site.publish(new)
        standing += [address for address in site.releases if address not in before]
        visitor.hour(BEGINNING + timedelta(hours=number), len(new) + changed, done)
        print(f"hour {number + 1}: {len(site.releases)} published, {done.seconds:.0f} s", file=sys.stderr, flush=True)
    return done


def second_pass(site: Site, visitor: Visitor, hours: int) -> Pass:
    """Have a store that forgot what it read visit everything again, killed as often as in the first pass."""
    done = Pass()
    follow(site, visitor.store)
    now = BEGINNING + timedelta(hours=hours)
    standing = sum(not one.withdrawn for one in site.releases.values())
    for _ in range(hours - 1):
        # Each killed visit gets a share of the pages, so that the last one still has some to read.
        visitor.killed(now, standing // (hours + 1), done)
    visitor.hour(now, standing // (hours + 1), done)
    return done


def follow(site: Site, store: Path) -> None:
    """Have a store follow the site as if for the first time; its documents stay."""
    with (
        Store.open(settings(store), create=True, embedding=StandIn()) as opened,
        opened.catalogue.transaction() as connection,
    ):
        registry.remove(connection, site.feed)
        registry.add(connection, Source(site.feed, "feed", BEGINNING.isoformat()))


def differences(
    published: Mapping[str, Published], held: Sequence[Held], read: Callable[[Published], str]
) -> list[str]:
    """Return in words how the documents of a store differ from what a site published.

    `read` gives the text that the reader takes from a release's page; it may leave lines out, such as a page's head.
    """
    found: dict[str, list[Held]] = {}
    for one in held:
        found.setdefault(one.id, []).append(one)
    said = [f"lost: {address}" for address in published if address not in found]
    said += [f"never published: {one}" for one in found if one not in published]
    said += [f"{len(them)} times: {one}" for one, them in found.items() if len(them) > 1]
    for one in held:
        if known := published.get(one.id):
            said += [f"{trouble}: {one.id}" for trouble in _troubles(known, one, read)]
    return said


def _troubles(known: Published, one: Held, read: Callable[[Published], str]) -> Iterator[str]:
    if one.version != known.version:
        yield f"version {one.version} of {known.version}"
    if _words(one.text) != _words(known.said) and _words(one.text) != _words(read(known)):
        yield "another text"
    if one.withdrawn != known.withdrawn:
        yield "marked as withdrawn" if one.withdrawn else "not marked as withdrawn"


def _words(text: str) -> str:
    """Return the letters of a text; where its spaces and lines are is the reader's affair."""
    return "".join(text.split())


def compared(store: Path, site: Site) -> list[str]:
    """Return how a store differs from its site, its indexes from its catalogue, and its originals from both."""
    with Store.open(settings(store), embedding=StandIn()) as opened:
        held = []
        for record in opened.documents():
            document = opened.document(record.id)
            text = document.text if document else ""
            held.append(Held(record.id, text, record.version, record.withdrawn is not None))
        said = differences(site.releases, held, read_alone)
        documents, chunks = opened.catalogue.counts()
        try:
            if not opened.lexical.level(documents, chunks):
                said.append("the lexical index has not the documents of the catalogue")
            if not opened.vectors.level(chunks, opened.catalogue.dimensions()):
                said.append("the vector index has not the chunks of the catalogue")
        except IndexDamaged as error:
            said.append(f"an index is damaged: {error.reason}")
        if opened.catalogue.pending():
            said.append("changes wait for the indexes")
    originals = sum(one.is_file() for one in (store / "web").rglob("*"))
    if originals != len(site.releases):
        said.append(f"{originals} originals of {len(site.releases)} releases")
    return said


def releases(data: Path, count: int) -> list[tuple[str, Published]]:
    """Return the first releases of the corpus by name."""
    with gzip.open(data / CORPUS, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in islice(lines, count))
        return [(row["id"], Published(row["title"], row["text"])) for row in rows]


def measure(arguments: argparse.Namespace) -> int:
    """Run both passes and compare; return the exit code."""
    store = arguments.work / "store"
    if store.exists():
        print(f"{store} is there already: name a new directory with --work", file=sys.stderr)
        return 2
    rows = releases(arguments.data, arguments.count)
    with serving(Site()) as site:
        follow(site, store)
        visitor = Visitor(site, store, random.Random(arguments.seed))  # noqa: S311 - the same run twice, no secret
        first = first_pass(site, visitor, rows, arguments.hours)
        said = [*first.problems, *compared(store, site)]
        second = second_pass(site, visitor, arguments.hours)
        said += [*second.problems, *(f"after the second pass: {one}" for one in compared(store, site))]
    if second.added or second.updated:
        said.append(f"the second pass added {second.added} and updated {second.updated}")
    _show(site, first, second)
    for one in said[:NAMED]:
        print(one)
    print(f"{len(said)} differences")
    return int(bool(said))


def _show(site: Site, first: Pass, second: Pass) -> None:
    changed = sum(one.version - 1 for one in site.releases.values())
    withdrawn = sum(one.withdrawn for one in site.releases.values())
    print(f"published {len(site.releases)}, changed {changed}, withdrawn {withdrawn}")
    print("| pass | visits | killed | failures | seconds | of processor | processor a release |")
    print("|---|---|---|---|---|---|---|")
    for name, one in (("first", first), ("second", second)):
        each = one.processor / max(1, len(site.releases))
        cells = one.visits, one.kills, one.failures, f"{one.seconds:.0f}", f"{one.processor:.0f}", f"{each:.3f}"
        print(f"| {name} | {' | '.join(map(str, cells))} |")


def main() -> None:
    """Measure, or make the one visit of a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--count", type=int, default=30_000)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="a new directory; a temporary one by default")
    parser.add_argument("--visit", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.visit:
        print(json.dumps(visit(arguments.data, arguments.visit), ensure_ascii=False))
        return
    if arguments.work:
        sys.exit(measure(arguments))
    with tempfile.TemporaryDirectory() as folder:
        arguments.work = Path(folder)
        sys.exit(measure(arguments))


if __name__ == "__main__":
    main()
