"""Told to stop, a server answers what it has begun, takes nothing new and leaves in good order."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
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


def begun(browser: httpx.Client) -> str:
    """Ask a question that takes seconds, and return the address of its answer."""
    event = browser.post("/gradio_api/call/v2/ask", json={"question": LONG}).json()["event_id"]
    return f"/gradio_api/call/v2/ask/{event}"


@pytest.mark.integration
@pytest.mark.slow
def test_a_running_question_is_answered_and_no_new_one_is_taken(started) -> None:
    process, address, log = started()
    with httpx.Client(base_url=address, timeout=120) as browser:
        browser.get("/")
        # What a browser holds open for as long as it shows the page must not hold up the end.
        with (
            browser.stream("GET", "/gradio_api/heartbeat/shown") as standing,
            browser.stream("GET", begun(browser)) as answer,
        ):
            next(standing.iter_lines())
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            late = browser.post("/gradio_api/call/v2/ask", json={"question": LONG})
            assert late.status_code == 503
            assert "곧 멈춥니다" in late.json()["error"]
            assert late.headers["retry-after"]
            assert browser.get("/healthz").status_code == 503
            assert "event: complete" in answer.read().decode()
    assert process.wait(180) == 0
    assert log.read_text("utf-8") == ""


# A server without Gradio, whose one question takes seconds.
SMALL = """
import socket, time
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from ui.serving.stopping import Drain, Stopping, run

def answer(_):
    time.sleep(3)
    return PlainTextResponse("answered")

stopping, application = Stopping(), Starlette()
application.add_route("/gradio_api/run/ask", answer, ["POST"])
application.add_middleware(Drain, stopping=stopping)
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(listener.getsockname()[1], flush=True)
try:
    run(uvicorn.Config(application, log_level="warning"), stopping, 25, [listener])
finally:
    print("closed", flush=True)
"""


@pytest.mark.integration
def test_the_keyboards_signal_is_told_apart_and_what_was_open_is_closed() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SMALL]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        port = int(process.stdout.readline())
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(httpx.post, f"http://127.0.0.1:{port}/gradio_api/run/ask", timeout=60)
            time.sleep(1.5)
            process.send_signal(signal.SIGINT)
            assert asked.result().text == "answered"
        out, error = process.communicate(timeout=60)
    assert out.split() == ["closed"]
    assert "KeyboardInterrupt" in error
    assert process.returncode != 0
