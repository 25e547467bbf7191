"""Told to stop, a server answers what it has begun, takes nothing new and leaves in good order."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
LONG = "천천히 답할 총사업비는 얼마입니까?"


@pytest.fixture
def started(tmp_path: Path) -> Callable[[], tuple[subprocess.Popen[str], str, Path]]:
    """Return a function that starts the scripted page in a process of its own: process, address, log."""
    running = []

    def start() -> tuple[subprocess.Popen[str], str, Path]:
        log = tmp_path / "stderr.txt"
        with log.open("w") as sink:
            process = subprocess.Popen(
                [sys.executable, "tests/ui/scripted_page.py", "0"],
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
            )
        running.append(process)
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, log.read_text("utf-8")
        return process, found.group().rstrip("/"), log

    yield start
    for process in running:
        process.kill()
        process.communicate()


def asked(address: str) -> str:
    event = httpx.post(f"{address}/gradio_api/call/v2/ask", json={"question": LONG}, timeout=60).json()["event_id"]
    return httpx.get(f"{address}/gradio_api/call/v2/ask/{event}", timeout=60).text


@pytest.mark.integration
@pytest.mark.slow
def test_a_running_question_is_answered_and_no_new_one_is_taken(started) -> None:
    process, address, log = started()
    with ThreadPoolExecutor(1) as other, httpx.Client(base_url=address, timeout=60) as browser:
        browser.get("/")
        # What a browser holds open for as long as it shows the page must not hold up the end.
        with browser.stream("GET", "/gradio_api/heartbeat/shown") as standing:
            next(standing.iter_lines())
            answer = other.submit(asked, address)
            _until(lambda: "geungeo_queue" in httpx.get(f"{address}/metrics", timeout=60).text)
            time.sleep(1.5)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            late = httpx.post(f"{address}/gradio_api/call/v2/ask", json={"question": LONG}, timeout=60)
            assert late.status_code == 503
            assert "곧 멈춥니다" in late.json()["error"]
            assert late.headers["retry-after"]
            assert httpx.get(f"{address}/healthz", timeout=60).status_code == 503
            assert "event: complete" in answer.result(60)
    assert process.wait(30) == 0
    assert log.read_text("utf-8") == ""


@pytest.mark.integration
@pytest.mark.slow
def test_a_second_signal_ends_at_once_and_the_keyboards_is_told_apart(started) -> None:
    process, address, _ = started()
    thread = threading.Thread(target=_lost, args=(address,))
    thread.start()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) != 0
    thread.join(30)


def _lost(address: str) -> None:
    with pytest.raises(httpx.HTTPError):
        asked(address)


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
