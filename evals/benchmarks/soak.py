"""Soak test: visitors who each come once, for minutes or an hour, and the memory of the server meanwhile.

Run: python -m evals.benchmarks.soak STORE [--minutes 60] [--clients 4] [--settle 10]

A server of its own is started over STORE. Every visit is a new browser: it opens the page, joins the queue under a new
session and waits for its answer, as a visitor of the page does. One JSON line is printed a minute, one at the end with
the growth of memory after the first minutes (`--settle`). Needs Linux, which tells the memory of a process in /proc.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import httpx

from evals.benchmarks.command import MODULE
from evals.datasets import sample_questions

PATIENCE = 120.0
"""Seconds that a visitor waits for a reply."""


@dataclass(slots=True)
class Tally:
    """What the visitors met since the last line, shared by the threads that visit."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float | None) -> None:
        """Count one visit; None is one that failed."""
        with self.lock:
            if seconds is None:
                self.errors += 1
            else:
                self.seconds.append(seconds)

    def taken(self) -> tuple[list[float], int]:
        """Return what was counted, and begin anew."""
        with self.lock:
            found = self.seconds, self.errors
            self.seconds, self.errors = [], 0
        return found


def visit(address: str, question: str) -> float:
    """Return the seconds that a new browser's question takes, from joining the queue to the whole reply."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as browser:
        browser.get("/").raise_for_status()
        handler, inputs = _asking(browser.get("/config").json())
        session = token_hex(6)
        body = {"data": [None, question, ""][:inputs], "fn_index": handler, "session_hash": session}
        started = time.perf_counter()
        browser.post("/gradio_api/queue/join", json=body).raise_for_status()
        with browser.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as events:
            for line in events.iter_lines():
                told = json.loads(line.removeprefix("data: ")) if line else {}
                if told.get("msg") == "process_completed":
                    if not told["success"]:
                        raise ValueError(str(told["output"]))
                    return time.perf_counter() - started
    raise ValueError("the stream of events ended without a reply")


def resident(process: int) -> float:
    """Return the megabytes that a process holds in memory."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def soak(
    address: str, process: int, questions: Sequence[str], minutes: float, clients: int
) -> Iterator[dict[str, float]]:
    """Yield a line a minute: visits, errors, seconds of a visit, and the memory of `process`."""
    tally, over = Tally(), threading.Event()
    threads = [
        threading.Thread(target=_visits, args=(address, questions[number:], tally, over)) for number in range(clients)
    ]
    for one in threads:
        one.start()
    started = time.monotonic()
    try:
        while (passed := time.monotonic() - started) < minutes * 60:
            time.sleep(min(60.0, minutes * 60 - passed))
            seconds, errors = tally.taken()
            yield {
                "minute": round((time.monotonic() - started) / 60, 1),
                "visits": len(seconds),
                "errors": errors,
                "p50": round(statistics.median(seconds), 3) if seconds else 0.0,
                "p95": round(sorted(seconds)[int(len(seconds) * 0.95)], 3) if seconds else 0.0,
                "megabytes": round(resident(process), 1),
            }
    finally:
        over.set()
        for one in threads:
            one.join()


def _visits(address: str, questions: Sequence[str], tally: Tally, over: threading.Event) -> None:
    number = 0
    while not over.is_set():
        try:
            tally.add(visit(address, questions[number % len(questions)]))
        except (httpx.HTTPError, ValueError) as error:
            print(f"a visit failed: {error}", file=sys.stderr)
            tally.add(None)
        number += 1


def _asking(config: dict[str, list[dict[str, object]]]) -> tuple[object, int]:
    """Return the handler of the question's box and the number of its inputs."""
    (box,) = (one["id"] for one in config["components"] if _props(one).get("elem_id") == "question")
    (found,) = (one for one in config["dependencies"] if [box, "submit"] in _targets(one))
    inputs = found["inputs"]
    return found["id"], len(inputs) if isinstance(inputs, list) else 0


def _props(component: dict[str, object]) -> dict[str, object]:
    props = component.get("props")
    return props if isinstance(props, dict) else {}


def _targets(dependency: dict[str, object]) -> list[list[object]]:
    targets = dependency.get("targets")
    return [list(one) for one in targets] if isinstance(targets, list) else []


@contextmanager
def served(store: Path) -> Iterator[tuple[str, int]]:
    """Start a server over a store; yield its address and process, and stop it in the end."""
    command = [sys.executable, "-m", MODULE, "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://\S+", line)
            if found is None:
                raise SystemExit(f"the server did not start: {line}")
            yield found[0].rstrip("/"), process.pid
        finally:
            process.terminate()


def main() -> None:
    """Print a line a minute and the growth of memory after the first minutes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--questions", type=Path, help="JSON Lines with a question each; the sample's if none")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--settle", type=float, default=10.0, help="minutes whose growth does not count")
    chosen = parser.parse_args()
    file = chosen.questions or sample_questions()
    questions = [json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines() if line]
    lines = []
    with served(chosen.store) as (address, process):
        first = resident(process)
        for line in soak(address, process, questions, chosen.minutes, chosen.clients):
            lines.append(line)
            print(json.dumps(line), flush=True)
    settled = [line["megabytes"] for line in lines if line["minute"] >= chosen.settle] or [lines[-1]["megabytes"]]
    print(
        json.dumps(
            {
                "visits": sum(line["visits"] for line in lines),
                "errors": sum(line["errors"] for line in lines),
                "first_megabytes": round(first, 1),
                "settled_megabytes": settled[0],
                "last_megabytes": settled[-1],
                "growth": round(settled[-1] - settled[0], 1),
            }
        )
    )


if __name__ == "__main__":
    main()
