"""Measures the page of a store: first paint, weight, first sentence, opening a citation, and many readers at once.

    python .ci/page.py speed STORE QUESTION...          in headless Chromium, each question asked once warm
    python .ci/page.py load STORE QUESTIONS.jsonl       20 readers for a minute while 500 documents are put in
    python .ci/page.py shots STORE DIRECTORY            the pictures of the documentation, over the sample corpus
    python .ci/page.py film STORE FILE.webp             the moving picture of the README, over the sample corpus

The store should be a copy: `load` writes into it. Prints one JSON object.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

READERS, SECONDS, DOCUMENTS = 20, 60.0, 500
WATCH = """() => {
  window.marks = {};
  const mark = (name) => { window.marks[name] ??= performance.now(); };
  new MutationObserver(() => {
    if (document.querySelector(".turn:last-of-type .sentence")) mark("sentence");
    if (document.querySelector(".turn:last-of-type .refused")) mark("sentence");
    if (document.querySelector("#opened mark")) mark("quote");
  }).observe(document.body, { childList: true, subtree: true });
}"""


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Yield the address of a page served over `store` by a process of its own."""
    command = [sys.executable, "-m", "ui.cli", "serve", "--store", str(store), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this project's own command
    assert process.stdout
    found = re.search(r"http://\S+", process.stdout.readline())
    if not found:
        raise SystemExit("the page was not served")
    try:
        yield found.group().rstrip("/")
    finally:
        process.terminate()
        process.wait()


def speed(store: Path, questions: list[str]) -> dict[str, object]:
    """Return first paint, page weight and the waits of a reader, in milliseconds and bytes."""
    from playwright.sync_api import sync_playwright

    with served(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        hosts: set[str | None] = set()
        page.on("request", lambda one: hosts.add(urlsplit(one.url).hostname) if one.url.startswith("http") else None)
        page.goto(address)
        page.locator(".welcome").wait_for()
        paint = "performance.getEntriesByType('paint').find((one) => one.name === 'first-contentful-paint').startTime"
        sizes = "performance.getEntriesByType('resource').map((one) => one.transferSize)"
        painted, loaded = page.evaluate(paint), page.evaluate(sizes)
        welcomed = page.evaluate("performance.now()")
        sentences, quotes = [], []
        for question in questions:
            page.goto(address)
            page.locator(".welcome").wait_for()
            page.evaluate(WATCH)
            page.locator("#question textarea").fill(question)
            started = page.evaluate("performance.now()")
            page.keyboard.press("Enter")
            page.locator(".turn.done").wait_for()
            sentences.append(page.evaluate("window.marks.sentence") - started)
            # Pressed from inside: the driver's own care before a click would be counted too.
            started = page.locator(".cite, .card").first.evaluate("(one) => (one.click(), performance.now())")
            page.locator("#opened mark").wait_for()
            quotes.append(page.evaluate("window.marks.quote") - started)
        browser.close()
    return {
        "first_paint_ms": round(painted),
        "welcome_ms": round(welcomed),
        "requests": len(loaded),
        "weight_bytes": sum(loaded),
        "first_sentence_ms": spread(sentences),
        "quote_ms": spread(quotes),
        "hosts": sorted(filter(None, hosts)),
    }


@dataclass
class Reader:
    """One visitor who asks on the page, question after question, and looks whose answer comes."""

    address: str
    questions: list[str]
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    def read(self, until: float) -> None:
        """Ask in turn until `until` on the clock of `time.monotonic`."""
        with httpx.Client(base_url=self.address, timeout=60, follow_redirects=True) as client:
            client.get("/")
            config = client.get("/config").json()
            session, number = f"reader{id(self):x}", 0
            while time.monotonic() < until:
                question = self.questions[number % len(self.questions)]
                number += 1
                started = time.monotonic()
                try:
                    shown = asked(client, config, session, question)
                except (httpx.HTTPError, KeyError, ValueError) as error:
                    self.errors.append(repr(error))
                    continue
                self.waits.append(time.monotonic() - started)
                headings = map(unescape, re.findall(r'<h2 class="asked">(.*?)</h2>', shown))
                if any(one not in self.questions for one in headings):
                    self.mixed.append(question)


def asked(client: httpx.Client, config: dict[str, Any], session: str, question: str) -> str:
    """Ask as the page's own script does; return the conversation it would show. Raises ValueError on a failure."""
    names = {one["id"]: one["props"].get("elem_id") for one in config["components"]}
    submit = next(one for one in config["dependencies"] if [names.get(i) for i, _ in one["targets"]] == ["question"])
    body = {"data": [None, question, ""], "fn_index": submit["id"], "session_hash": session, "event_data": None}
    client.post("/gradio_api/queue/join", json=body).raise_for_status()
    at, shown = submit["outputs"].index(next(i for i, name in names.items() if name == "conversation")), ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            message = json.loads(line[6:]) if line.startswith("data: ") else {}
            if message.get("msg") in ("process_generating", "process_completed"):
                if not message["success"]:
                    raise ValueError(str(message["output"]))
                shown = newest(shown, message["output"].get("data", []), at)
            if message.get("msg") in ("process_completed", "close_stream"):
                break
    if 'class="turn done' not in shown:
        raise ValueError(f"no reply: {shown[:200]}")
    return shown


def newest(shown: str, data: list[Any], at: int) -> str:
    """Return an output after a message, which holds it whole or as differences from the one before."""
    value = data[at] if len(data) > at else None
    if isinstance(value, str):
        return value
    for action, path, part in value if isinstance(value, list) else []:
        if path:
            continue
        shown = shown + part if action == "append" else part
    return shown


def load(store: Path, questions: list[str]) -> dict[str, object]:
    """Return how 20 readers fared for a minute while 500 documents were put in by another."""
    with served(store) as address:
        until = time.monotonic() + SECONDS
        readers = [Reader(address, questions[n::READERS][:40]) for n in range(READERS)]
        threads = [threading.Thread(target=one.read, args=(until,)) for one in readers]
        with httpx.Client(base_url=address, timeout=60) as editor:
            editor.get("/")
            sent = editor.put("/files", params={"name": "부하.jsonl"}, content=documents(), headers={"origin": address})
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            stood = editor.get("/healthz").json()
            finished = time.monotonic()
            while editor.get("/healthz").json().get("documents", 0) < stood.get("documents", 0) and sent.is_success:
                time.sleep(1)
    waits = [wait for one in readers for wait in one.waits]
    return {
        "upload": sent.status_code,
        "questions": len(waits),
        "wait_s": spread(waits),
        "errors": [error for one in readers for error in one.errors][:10],
        "mixed": [question for one in readers for question in one.mixed][:10],
        "health_after": stood,
        "checked_after_s": round(time.monotonic() - finished, 1),
    }


def documents() -> bytes:
    """Return 500 documents of some paragraphs as JSON Lines; none speaks of what is asked."""
    lines = []
    for number in range(DOCUMENTS):
        text = "\n".join(f"○ 가상 시설 {number}-{line}호의 점검 주기는 {line + 2}개월이다." for line in range(20))
        lines.append({"id": f"load-{number}", "title": f"가상 시설 {number} 점검 안내", "text": text})
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def spread(values: list[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the largest of some waits."""
    if not values:
        return {}
    cut = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    return {
        name: round(one, 3)
        for name, one in zip(("p50", "p95", "max"), (statistics.median(values), cut, max(values)), strict=True)
    }


WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
QUESTION = "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?"
PICTURED = "예산 연계 후보사업으로 선정된 지역은 어디인가요?"
"""Its second citation stands in a PDF."""
TEXT = (
    "지역혁신선도기업육성(R&D)의 총사업비는 5년간 1조 4,450억원이다. 사업 기간은 2025년부터 2029년까지 5년이다. "
    "2030년에는 달 탐사선을 보낸다."
)


def shots(store: Path, directory: Path) -> dict[str, object]:
    """Take the pictures of every tab into `directory`."""
    from playwright.sync_api import Page, sync_playwright

    def asked_page(page: Page, address: str, question: str = QUESTION) -> None:
        page.goto(address)
        page.locator(".welcome").wait_for()
        page.locator("#question textarea").fill(question)
        page.keyboard.press("Enter")
        page.locator(".turn.done .cite").first.click()
        page.locator("#opened mark").wait_for()

    def checked(page: Page, address: str) -> None:
        page.goto(f"{address}/?tab=check")
        page.locator("#tab-check textarea").fill(TEXT)
        page.locator("#tab-check button[type=submit], #tab-check .submit").first.click()
        page.locator("#differing .card").first.click()
        page.wait_for_timeout(1000)

    def pictured(page: Page, address: str) -> None:
        asked_page(page, address, PICTURED)
        page.locator(".turn.done .cite[data-marker='2']").first.click()
        page.locator("#opened [data-act=picture]").click()
        page.locator("#opened figure img").wait_for()

    def tab(path: str, ready: str, press: str = "") -> Callable[[Page, str], None]:
        def arrive(page: Page, address: str) -> None:
            page.goto(f"{address}/?{path}")
            page.locator(ready).first.wait_for()
            if press:
                page.locator(press).first.click()

        return arrive

    plans: list[tuple[str, dict[str, int], str, Callable[[Page, str], None]]] = [
        ("page-answer", WIDE, "light", asked_page),
        ("page-dark", WIDE, "dark", asked_page),
        ("page-phone", PHONE, "light", asked_page),
        ("page-picture", WIDE, "light", pictured),
        ("page-check", WIDE, "light", checked),
        (
            "page-timeline",
            WIDE,
            "light",
            tab("tab=timeline&subject=지역혁신선도기업육성", "#traced .cite", "#traced .cite"),
        ),
        ("page-documents", WIDE, "light", tab("tab=documents&document=plan-202412-draft.pdf", "#volume h2")),
        ("page-evaluation", WIDE, "light", tab(f"tab=evaluation&run={newest_run(store)}", "#tab-evaluation table")),
    ]
    with served(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name, size, scheme, go in plans:
            context = browser.new_context(viewport=size, locale="ko-KR", color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            go(page, address)
            page.wait_for_timeout(1500)
            page.screenshot(path=directory / f"{name}.png")
            context.close()
        browser.close()
    return {"pictures": [name for name, *_ in plans]}


FRAME = {"width": 1060, "height": 640}
CLAIM = "지역혁신선도기업육성(R&D)의 총사업비는 5년간 1조 4,450억원이다. 사업 기간은 2025년부터 2029년까지 5년이다."
KEYS = 6
"""Pictures in which a text is typed."""


def film(store: Path, file: Path) -> dict[str, object]:
    """Write a moving picture: a question, its answer, the citation opened, a text checked, the difference opened.

    It shows what the page shows; how long each picture stands is chosen, so the waits are not to scale.
    """
    from PIL import Image
    from playwright.sync_api import sync_playwright

    pictures: list[tuple[Image.Image, int]] = []
    with served(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=FRAME, locale="ko-KR", color_scheme="light").new_page()  # type: ignore[arg-type]

        def take(milliseconds: int) -> None:
            picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="initial")))
            pictures.append((picture.convert("RGB"), milliseconds))

        def typed(box: str, text: str) -> None:
            for step in range(1, KEYS + 1):
                page.locator(box).fill(text[: len(text) * step // KEYS])
                take(120)

        page.goto(address)
        page.locator(".welcome").wait_for()
        page.wait_for_timeout(1500)
        take(700)
        typed("#question textarea", QUESTION)
        page.keyboard.press("Enter")
        page.locator(".turn.done .cite").first.wait_for()
        page.wait_for_timeout(500)
        take(1600)
        page.locator(".turn.done .cite").first.click()
        page.locator("#opened mark").wait_for()
        page.wait_for_timeout(1000)
        take(2400)
        page.goto(f"{address}/?tab=check")
        page.locator("#tab-check textarea").wait_for()
        page.wait_for_timeout(1000)
        typed("#tab-check textarea", CLAIM)
        page.locator("#tab-check button[type=submit], #tab-check .submit").first.click()
        page.locator("#differing .card").first.wait_for()
        page.locator("#tab-check .exports").first.wait_for()
        page.wait_for_timeout(1000)
        take(1400)
        page.locator("#differing .card").first.click()
        page.wait_for_timeout(1500)
        take(3200)
        browser.close()
    (first, _), *others = pictures
    durations = [milliseconds for _, milliseconds in pictures]
    rest = [one for one, _ in others]
    first.save(file, save_all=True, append_images=rest, duration=durations, loop=0, quality=82, method=4)
    return {"pictures": len(pictures), "seconds": sum(durations) / 1000, "bytes": file.stat().st_size}


def newest_run(store: Path) -> str:
    """Return the name of the latest evaluation run below a store; empty where there is none."""
    return max((one.parent.name for one in store.glob("runs/*/report.json")), default="")


def chromium() -> str | None:
    """Return the path of a Chromium; None leaves it to Playwright's own."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def main() -> None:
    """Measure what the arguments name."""
    what, store, *rest = sys.argv[1:]
    if what == "film":
        measured = film(Path(store), Path(rest[0]))
    elif what == "shots":
        measured = shots(Path(store), Path(rest[0]))
    elif what == "speed":
        measured = speed(Path(store), rest)
    else:
        lines = Path(rest[0]).read_text("utf-8").splitlines()
        measured = load(Path(store), [json.loads(line)["question"] for line in lines])
    print(json.dumps(measured, ensure_ascii=False, indent=1))  # noqa: T201 - what it is for


if __name__ == "__main__":
    main()
