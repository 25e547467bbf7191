"""Nothing of a document comes through any door of a server to a visitor who may not read its collection."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from starlette.routing import Mount

from assistant.grounding.citations import cite
from assistant.watch import Seen
from bigrams import Bigrams
from ingest import collections, watches
from ingest.documents import SourceDocument
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.accounts.visitors import ROLES
from ui.page.check.shares import KeptShares
from ui.page.conversation.memory import Conversations
from ui.page.evaluation import readable
from ui.programs.operations import OPERATIONS
from ui.serving import server
from ui.settings import Settings

pytestmark = [
    pytest.mark.integration,
    pytest.mark.slow,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning"),
]
PASSWORD = "길고 긴 비밀번호 하나"
SECRET = "은하수암호"
"""Stands in every field of the closed document, and in no question."""
SUM = "987,654,321"
SHUT = release(
    "shut",
    datetime(2025, 6, 1),
    f"달그림자사업 {SECRET} 계획",
    f"달그림자사업의 총사업비는 {SUM}원이다 ({SECRET}).\n달그림자사업은 2025년 6월에 {SECRET} 위원회가 의결하였다.",
    f"{SECRET}부",
)
SHUT_LATER = release(
    "shut-2",
    datetime(2025, 9, 1),
    f"달그림자사업 {SECRET} 변경",
    f"달그림자사업은 2025년 9월에 {SECRET} 협약을 체결하였다.\n달그림자사업의 2026년 예산은 {SUM}원이다 ({SECRET}).",
    f"{SECRET}부",
)
OPEN = release("open", datetime(2025, 1, 1), "바다숲 조성사업 계획", "바다숲 조성사업의 총사업비는 210억원이다.")
ASKED = "달그림자사업의 총사업비는 얼마인가요?"
TEXT = "달그림자사업의 총사업비는 5원이다."
SUBJECT = "달그림자사업"
UNSET: list[None] = [None] * 8
GROUP = "보도"
INSIDE, OUTSIDE = "inside", "outside"


@dataclass
class Visit:
    """One visitor of a served page."""

    client: httpx.Client
    token: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    session: str = ""

    def begin(self) -> Visit:
        """Begin a session of its own on the page."""
        self.session = f"s{time.monotonic_ns()}"
        self.config = self.config or self.client.get("/config").json()
        return self

    def press(self, element: str, event: str, data: list[Any], **pressed: str) -> str:
        """Do what a browser does when an element fires an event; return all that came for it."""
        (target,) = (one["id"] for one in self.config["components"] if one["props"].get("elem_id") == element)
        (act,) = (
            one["id"]
            for one in self.config["dependencies"]
            if [target, event] in [list(t) for t in one["targets"]] and one["backend_fn"]
        )
        return self._send(act, data, pressed or None, {})

    def load(self, name: str, **query: str) -> str:
        """Open the page at an address, as the handler of that name hears of it."""
        (act,) = (one["id"] for one in self.config["dependencies"] if one["api_name"] == name)
        return self._send(act, [], None, query)

    def _send(self, act: int, data: list[Any], pressed: object, query: Mapping[str, str]) -> str:
        body = {"data": data, "fn_index": act, "session_hash": self.session, "event_data": pressed}
        joined = self.client.post("/gradio_api/queue/join", json=body, params=dict(query))
        assert joined.status_code == 200, joined.text
        with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.session}) as events:
            lines = [line[6:] for line in events.iter_lines() if line.startswith("data: ")]
        # Escaped in the stream, and files are packed in it: what is looked for is Korean.
        told = "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
        files = re.findall(r'data-content=\\"([\w+/=]+)', told)
        return "\n".join((told, *(base64.b64decode(one).decode("utf-8", "replace") for one in files)))

    def post(self, path: str, body: object) -> str:
        return self.client.post(path, json=body).text

    def get(self, path: str, **query: str) -> str:
        return self.client.get(path, params=query).text

    def tool(self, name: str, **arguments: object) -> str:
        """Call a tool of the MCP server."""

        async def use() -> str:
            headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            address = f"{str(self.client.base_url).rstrip('/')}/mcp"
            async with (
                streamablehttp_client(address, headers=headers) as (reading, writing, _),
                ClientSession(reading, writing) as session,
            ):
                await session.initialize()
                return (await session.call_tool(name, arguments)).model_dump_json()

        return asyncio.run(use())


Door = Callable[[Visit], str]
QUOTE = {"group": "1", "marker": "1"}


def asked(visit: Visit) -> str:
    return visit.begin().press("question", "submit", [None, ASKED, ""])


def after(first: Door, then: Door) -> Door:
    """Return a door behind another, in one session."""
    return lambda visit: first(visit) + then(visit)


def checked(visit: Visit) -> str:
    return visit.begin().press("checkform", "submit", [], text=TEXT)


def traced(visit: Visit) -> str:
    return visit.begin().press("traceform", "submit", [], subject=SUBJECT)


def page(element: str, event: str, data: list[Any], **pressed: str) -> Door:
    return lambda visit: visit.begin().press(element, event, data, **pressed)


def press(element: str, event: str, data: list[Any], **pressed: str) -> Door:
    return lambda visit: visit.press(element, event, data, **pressed)


def chat(*, stream: bool) -> Door:
    body = {"model": "geungeo", "stream": stream, "messages": [{"role": "user", "content": ASKED}]}
    return lambda visit: visit.post("/v1/chat/completions", body)


def uploaded(visit: Visit) -> str:
    """Put a file by the name of the closed document, and into its collection."""
    told = [
        visit.client.put("/files", params={"name": "shut", **into}, content="누구나 읽는 글이다.".encode()).text
        for into in ({}, {"collection": "press"}, {"collection": "none"})
    ]
    visit.begin()
    until = time.monotonic() + 60
    while "data-active" in (shown := visit.press("intake", "look", [], act="refresh")) and time.monotonic() < until:
        time.sleep(0.1)
    return "\n".join((*told, shown))


SPEAKING: Mapping[str, Door] = {
    # The HTTP API, the API of chat clients, tools.
    "/api/v1/ask": lambda visit: visit.post("/api/v1/ask", {"question": ASKED}),
    "/api/v1/check": lambda visit: visit.post("/api/v1/check", {"text": TEXT}),
    "/api/v1/search": lambda visit: visit.post("/api/v1/search", {"query": ASKED, "k": 50, "per_document": 50}),
    "/api/v1/timeline": lambda visit: visit.post("/api/v1/timeline", {"programme": SUBJECT}),
    "/api/v1/documents": lambda visit: visit.get("/api/v1/documents"),
    "/api/v1/document": lambda visit: visit.get("/api/v1/document", id="shut"),
    "/v1/chat/completions": chat(stream=False),
    "/v1/chat/completions, streamed": chat(stream=True),
    "run/ask": lambda visit: visit.post("/gradio_api/run/ask", {"data": [ASKED, *UNSET]}),
    "run/check": lambda visit: visit.post("/gradio_api/run/check", {"data": [TEXT, *UNSET]}),
    "run/search": lambda visit: visit.post("/gradio_api/run/search", {"data": [ASKED, 50, 50, *UNSET]}),
    "run/timeline": lambda visit: visit.post("/gradio_api/run/timeline", {"data": [SUBJECT, *UNSET]}),
    "mcp ask": lambda visit: visit.tool("ask", question=ASKED),
    "mcp check": lambda visit: visit.tool("check", text=TEXT),
    "mcp search": lambda visit: visit.tool("search", query=ASKED),
    "mcp timeline": lambda visit: visit.tool("timeline", programme=SUBJECT),
    "mcp documents": lambda visit: visit.tool("documents"),
    "mcp document": lambda visit: visit.tool("document", id="shut"),
    # The page.
    "question.submit": asked,
    "conversation.again": after(asked, press("conversation", "again", [None], turn="1")),
    "conversation.pack": after(asked, press("conversation", "pack", [None], turn="1")),
    "conversation.act": after(asked, press("conversation", "act", [None], act="cite", **QUOTE)),
    "sources.act": after(asked, press("sources", "act", [None], act="picture", **QUOTE)),
    "opened.act": after(asked, press("opened", "act", [None], act="picture", **QUOTE)),
    "arrive": lambda visit: visit.begin().load("arrive"),
    "checkform.submit": checked,
    "checked.act": after(checked, press("checked", "act", [None], act="open", number="1")),
    "checked.act export": after(checked, press("checked", "act", [None], act="export", form="html")),
    "compared.act": after(checked, press("compared", "act", [None], act="open", number="1")),
    "traceform.submit": traced,
    "traced.act": after(traced, press("traced", "act", [None, None, None], act="cite", marker="1")),
    "traced.act export": after(traced, press("traced", "act", [None, None, None], act="export", form="csv")),
    "trace-opened.act": after(traced, press("trace-opened", "act", [None, None, None], act="cite", marker="1")),
    "known.seen": page("known", "seen", []),
    "changed.seen": page("changed", "seen", []),
    "changed.act": after(
        page("changed", "seen", []),
        press("changed", "act", [None, None, None], act="cite", group="changed", marker="2"),
    ),
    "arrive_1": lambda visit: visit.begin().load("arrive_1", tab="timeline", subject=SUBJECT),
    "shelf.appear": page("shelf", "appear", []),
    "shelf.submit": page("shelf", "submit", [], text=SUBJECT),
    "shelf.act": page("shelf", "act", [], act="open", document="shut"),
    "volume.act": page("volume", "act", [], act="open", document="shut", version="1"),
    "arrive_2": lambda visit: visit.begin().load("arrive_2", tab="documents", document="shut", quote="0-5"),
    "runs.act": page("runs", "act", [], act="open", run="closed-run"),
    "run.act": page("run", "act", [], act="open", run="closed-run", shown="50"),
    "run.judge export": page("run", "judge", [], act="export", run="closed-run"),
    "launch.act": page("launch", "act", [], act="ended", run=""),
    "arrive_3": lambda visit: visit.begin().load("arrive_3", tab="evaluation", run="closed-run"),
}
"""Doors that tell of the closed document to those who may read it, each with what is asked there."""
ENTITLED_SILENT = frozenset(
    {
        # What it shows is what stood there already; the press before it is another row.
        "compared.act",
        "opened.act",
        "sources.act",
        "traced.act",
        "trace-opened.act",
        # Suggestions are few, and not of every document.
        "arrive",
        "known.seen",
        # Nothing was judged in the run.
        "run.judge export",
        "launch.act",
    }
)
"""Rows of which it is not asked that they tell those who may read: they need not say anything."""
QUIET: Mapping[str, Door] = {
    "/healthz": lambda visit: visit.get("/healthz"),
    "/metrics": lambda visit: visit.get("/metrics"),
    "/files": uploaded,
    "/api/v1/openapi.json": lambda visit: visit.get("/api/v1/openapi.json"),
    "/v1/models": lambda visit: visit.get("/v1/models"),
    "/v1/models/{name:path}": lambda visit: visit.get("/v1/models/shut"),
    "/v1/embeddings": lambda visit: visit.post("/v1/embeddings", {"model": "Bigrams", "input": ASKED}),
    "/": lambda visit: visit.get("/"),
    "/en": lambda visit: visit.get("/en/"),
    "/fonts": lambda visit: visit.get("/fonts/none"),
    "/login": lambda visit: visit.get("/login"),
    "/en/login": lambda visit: visit.get("/en/login"),
    "conversation.stop": after(asked, press("conversation", "stop", [None])),
    "checked.stop": after(checked, press("checked", "stop", [None])),
    "reopen": lambda visit: visit.begin().load("reopen", tab="check", shared="none"),
    "checkform.visit": page("checkform", "visit", [], address=""),
    "checkform.upload": page("checkform", "upload", [], name="a.txt", content=""),
    "intake.act": page("intake", "act", [], act="clear"),
    "intake.look": page("intake", "look", [], act="refresh"),
    "run.judge": page("run", "judge", [], act="judge", run="closed-run", case="c", verdict="right"),
    "launch.look": page("launch", "look", [], act="look"),
    "launch.upload": page("launch", "upload", [], name="a.csv", content=""),
    "arrive_4": lambda visit: visit.begin().load("arrive_4"),
}
"""Doors that tell of no document of themselves; nothing of the closed one comes through them either."""
UNTRIED = {
    "/logout": "ends the session with which the others are tried; it sends a browser to the form",
    "launch.start": "evaluates the sample documents of the program in a store of its own",
    "conversation.begun": "runs in the browser alone",
    "/mcp": "its tools are rows",
    "/mcp/": "leads to the same",
}
DOORS = {**SPEAKING, **QUIET}


@dataclass
class House:
    """A served store, and its visitors by role and by whether they may read what is closed."""

    store: Store
    accounts: Accounts
    visits: Mapping[tuple[str, str], Visit]
    application: Any


def closed_run(runs: Path, *, record: bool) -> None:
    """Write a run as an evaluation over the closed document leaves it."""
    folder = runs / "closed-run"
    folder.mkdir(parents=True)
    case = {"id": "c", "kind": "fact", "expected": "answer", "outcome": "answer", "scores": {"gold": 1.0}}
    metrics = {"gold": {"value": 1.0, "better": "higher", "n": 1}}
    report = {"suite": "grounding", "dataset": {"sha256": "0"}, "metrics": metrics, "cases": [case]}
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    asked_case = {"id": "c", "question": f"{SECRET} 질문", "kind": "fact", "expected": "answer", "gold": [SECRET]}
    (folder / "cases.jsonl").write_text(json.dumps(asked_case, ensure_ascii=False) + "\n", "utf-8")
    if record:
        readable.record(folder, ("public", "press"))
    else:
        (folder / "trace.jsonl").write_text(json.dumps({"citations": [{"document_id": "shut"}]}) + "\n", "utf-8")


def figure(document: SourceDocument) -> dict[str, object]:
    """Return the total cost that a document gives, as a watch keeps it."""
    seen = Seen("total", "", "", document.text.split("\n")[0], "1", cite(document, 0, len(document.text), 1))
    return seen.kept()


@pytest.fixture(scope="module")
def house(
    assembled: Callable[..., Any],
    serving: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    accounts = Accounts(folder / "users.json")
    for role in ROLES:
        accounts.add(f"{role}-{INSIDE}", [role], PASSWORD, [GROUP])
        accounts.add(f"{role}-{OUTSIDE}", [role], PASSWORD, ["다른그룹"])
    sessions = Sessions(folder / "sessions.sqlite3", accounts)
    settings = Settings(IngestSettings(folder / "store"), reader="")
    memory = Conversations(folder / "conversations.sqlite3")
    shares = KeptShares(folder / "conversations.sqlite3")
    with Store.open(settings.ingest, create=True, embedding=Bigrams()) as store:
        store.write(entries([OPEN, SHUT, SHUT_LATER], store, [""] * 3))
        with store.catalogue.transaction() as connection:
            collections.add(connection, "press", datetime(2026, 1, 1))
            collections.grant(connection, "press", GROUP)
            watches.add(connection, SUBJECT, datetime(2026, 1, 1))
            (watch,) = watches.watches(connection)
            watches.renew(
                connection,
                watch,
                "1",
                {},
                [(figure(OPEN), figure(SHUT)), (figure(SHUT), figure(OPEN))],
                datetime(2026, 1, 2),
            )
        store.put(["shut", "shut-2"], "press")
        closed_run(settings.ingest.store / server.RUNS, record=True)
        site = server.site(store, settings, memory, shares=shares)
        guarded, free = serving(site, sessions), serving(site)
        visits = {("anonymous", OUTSIDE): Visit(httpx.Client(base_url=free, timeout=600))}
        for role in ROLES:
            for side in (INSIDE, OUTSIDE):
                client, name = httpx.Client(base_url=guarded, timeout=600), f"{role}-{side}"
                form = {"name": name, "password": PASSWORD, "next": "/"}
                assert client.post("/login", data=form).status_code == 303
                visits[role, side] = Visit(client, accounts.make_token(name))
        yield House(store, accounts, visits, assembled(site, sessions))
        for visit in visits.values():
            visit.client.close()
        assert site.jobs
        site.jobs.close()
    shares.close()
    memory.close()
    sessions.close()


@pytest.mark.parametrize("role", ["anonymous", *ROLES])
@pytest.mark.parametrize("door", DOORS)
def test_nothing_of_a_closed_document_comes_through(house: House, role: str, door: str) -> None:
    told = DOORS[door](house.visits[role, OUTSIDE])
    assert told
    for word in (SECRET, SUM, SUM.replace(",", "")):
        assert word not in told


@pytest.mark.parametrize("door", [door for door in SPEAKING if door not in ENTITLED_SILENT])
def test_the_same_doors_tell_those_who_may_read(house: House, door: str) -> None:
    told = SPEAKING[door](house.visits["evaluator", INSIDE])
    assert SECRET in told or SUM in told


def test_programs_are_told_the_collection_of_a_document_that_may_be_read(house: House) -> None:
    visit = house.visits["reader", INSIDE]
    listed = json.loads(visit.get("/api/v1/documents"))["documents"]
    found = {one["document_id"]: one["collection"] for one in listed}
    assert (found["open"], found["shut"]) == ("public", "press")
    shown = visit.client.get("/api/v1/document", params={"id": "shut"})
    assert shown.json()["collection"] == "press"
    # Neither a browser nor a proxy keeps for the next what this one may read.
    assert shown.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("role", ["anonymous", *ROLES])
def test_what_is_counted_counts_no_closed_document(house: House, role: str) -> None:
    visit = house.visits[role, OUTSIDE]
    assert (
        json.loads(visit.get("/api/v1/documents"))["total"]
        == house.store.catalogue.connection.execute(
            "SELECT COUNT(*) FROM documents WHERE current = 1 AND collection = 'public'"
        ).fetchone()[0]
    )
    unknown, shut = (json.loads(visit.get("/api/v1/document", id=one)) for one in ("none", "shut"))
    assert json.loads(json.dumps(shut).replace("shut", "none")) == unknown


def test_every_route_of_the_server_is_a_door_that_is_tried(house: House) -> None:
    rows = {name.removesuffix(", streamed").removesuffix(" export") for name in DOORS} | set(UNTRIED)
    assert routes(house.application) - rows == set()
    assert rows - routes(house.application) == set()


def routes(application: Any) -> set[str]:
    """Return every door of a server: its paths, the events of its page, its endpoints and its tools."""
    found = {f"mcp {one.name}" for one in OPERATIONS}
    for route in application.routes:
        path = route.path or "/"
        inner = getattr(route, "app", None)
        if isinstance(route, Mount) and path in ("/api/v1", "/v1"):
            found |= {f"{path}{one.path}" for one in inner.app.routes}
            continue
        found.add(path)
    (root,) = (one for one in application.routes if isinstance(one, Mount) and one.path == "")
    blocks = root.app.get_blocks()
    names = {one._id: getattr(one, "elem_id", None) for one in blocks.blocks.values()}
    for one in blocks.fns.values():
        if one.api_visibility == "public":
            found.add(f"run/{one.api_name}")
        for target, event in one.targets:
            found.add(one.api_name if event == "load" else f"{names[target]}.{event}")
    return found


def test_the_operations_of_programs_are_all_doors() -> None:
    assert {f"/api/v1/{one.name}" for one in OPERATIONS} <= DOORS.keys()


# what was made before a right was withdrawn


@pytest.fixture
def withdrawn(house: House) -> Iterator[Callable[[], None]]:
    """Return what withdraws the group's right to read; it is given back at the end."""

    def change(change_: Callable[..., bool]) -> None:
        with house.store.catalogue.transaction() as connection:
            change_(connection, "press", GROUP)

    yield lambda: change(collections.revoke)
    change(collections.grant)


def test_what_stands_on_the_page_is_not_told_again_once_a_right_is_withdrawn(
    house: House, withdrawn: Callable[[], None]
) -> None:
    visit = house.visits["reader", INSIDE]
    assert SECRET in asked(visit)
    asking = visit.session
    assert SUM in checked(visit)
    checking = visit.session
    assert SECRET in traced(visit)
    tracing = visit.session
    withdrawn()
    rows = (
        (asking, press("conversation", "pack", [None], turn="1")),
        (asking, press("conversation", "act", [None], act="cite", **QUOTE)),
        (asking, press("conversation", "act", [None], act="judge", turn="1", thumb="up")),
        (asking, press("conversation", "stop", [None])),
        (checking, press("checked", "act", [None], act="open", number="1")),
        (checking, press("checked", "act", [None], act="export", form="md")),
        (tracing, press("traced", "act", [None, None, None], act="export", form="csv")),
        (tracing, press("traced", "act", [None, None, None], act="cite", marker="1")),
    )
    for session, door in rows:
        visit.session = session
        told = door(visit)
        assert told
        assert SECRET not in told
        assert SUM not in told


def test_a_conversation_that_is_opened_again_shows_no_quote_of_what_may_not_be_read_any_more(
    house: House, withdrawn: Callable[[], None]
) -> None:
    visit = house.visits["reader", INSIDE]
    asked(visit)
    listed = visit.begin().load("arrive")
    talk = listed.partition("?talk=")[2].partition('\\"')[0]
    assert SECRET in visit.begin().load("arrive", talk=talk)
    withdrawn()
    reopened = visit.begin().load("arrive", talk=talk)
    assert ASKED in reopened
    assert SECRET not in reopened
    assert "읽을 수 없는 문서" in reopened


# what is shared


def test_a_conversation_is_shared_by_a_link_with_those_who_may_read_its_documents(house: House) -> None:
    owner = house.visits["reader", INSIDE]
    asked(owner)
    shared = owner.press("conversation", "act", [None], act="share")
    word = re.findall(r"\?shared=([\w-]{20,})", shared)[0]
    told = house.visits["editor", INSIDE].begin().load("arrive", shared=word)
    assert SECRET in told
    assert ASKED in told
    for role in ("anonymous", *ROLES):
        refused = house.visits[role, OUTSIDE].begin().load("arrive", shared=word)
        assert "읽을 권한이 없는 것이 있어" in refused
        assert [one for one in (SECRET, SUM, ASKED) if one in refused] == []
    # What comes after is not shared, nor is what another visitor does with it.
    owner.press("question", "submit", [None, "바다숲 조성사업의 총사업비는 얼마인가요?", ""])
    reader = house.visits["evaluator", INSIDE].begin()
    assert "210억원" not in reader.load("arrive", shared=word)
    reader.press("conversation", "act", [None], act="judge", turn="1", thumb="down")
    reader.press("conversation", "act", [None], act="unshare")
    assert SECRET in reader.begin().load("arrive", shared=word)
    owner.press("conversation", "act", [None], act="unshare")
    gone = reader.begin().load("arrive", shared=word)
    assert "공유가 끝났거나" in gone
    assert ASKED not in gone


def test_a_shared_conversation_is_refused_once_a_right_is_withdrawn(
    house: House, withdrawn: Callable[[], None]
) -> None:
    owner, other = house.visits["editor", INSIDE], house.visits["reader", INSIDE]
    asked(owner)
    word = re.findall(r"\?shared=([\w-]{20,})", owner.press("conversation", "act", [None], act="share"))[0]
    assert SECRET in other.begin().load("arrive", shared=word)
    withdrawn()
    assert SECRET not in other.begin().load("arrive", shared=word)


def shared_check(owner: Visit) -> str:
    """Check a text, share it and return the word of its link."""
    checked(owner)
    told = owner.press("checked", "act", [None], act="share")
    return re.findall(r"\?tab=check&(?:amp;)?shared=([\w-]{20,})", told)[0]


def test_a_checked_text_is_shared_by_a_link_with_those_who_may_read_its_documents(house: House) -> None:
    owner = house.visits["reader", INSIDE]
    word = shared_check(owner)
    reader = house.visits["evaluator", INSIDE].begin()
    told = reader.load("reopen", tab="check", shared=word)
    assert TEXT in told
    assert SUM in told
    assert "다른 사람이 공유한" in told
    # How many documents it was checked against is its owner's alone, and so is its end.
    assert "맞추어 봄" not in told
    assert SUM in reader.press("checked", "act", [None], act="export", form="md")
    assert SUM in reader.press("compared", "act", [None], act="open", number="1")
    reader.press("checked", "act", [None], act="unshare")
    assert SUM in reader.begin().load("reopen", tab="check", shared=word)
    for role in ("anonymous", *ROLES):
        visit = house.visits[role, OUTSIDE].begin()
        refused = visit.load("reopen", tab="check", shared=word)
        assert "읽을 권한이 없는 것이 있어" in refused
        refused += visit.press("checked", "act", [None], act="export", form="md")
        assert [one for one in (SECRET, SUM, TEXT) if one in refused] == []
        # Nor does another tab tell of it.
        assert TEXT not in visit.begin().load("arrive", shared=word)
    # Its owner may end it in another session too.
    assert SUM in owner.begin().load("reopen", tab="check", shared=word)
    owner.press("checked", "act", [None], act="unshare")
    gone = reader.begin().load("reopen", tab="check", shared=word)
    assert "공유가 끝났거나" in gone
    assert TEXT not in gone


def test_a_shared_text_is_refused_once_a_right_is_withdrawn_and_ended_all_the_same(
    house: House, withdrawn: Callable[[], None]
) -> None:
    owner, other = house.visits["editor", INSIDE], house.visits["reader", INSIDE]
    word = shared_check(owner)
    assert SUM in other.begin().load("reopen", tab="check", shared=word)
    withdrawn()
    for visit in (owner, other):
        told = visit.begin().load("reopen", tab="check", shared=word)
        assert SUM not in told
        assert TEXT not in told
    assert "공유가 끝났거나" in owner.press("checked", "act", [None], act="unshare")
    assert "공유가 끝났거나" in other.begin().load("reopen", tab="check", shared=word)


def test_what_was_removed_is_not_told_by_what_was_made_of_it(house: House) -> None:
    visit = house.visits["reader", OUTSIDE]
    house.store.put(["shut"], "public")
    try:
        assert SECRET in asked(visit)
        talk = visit.begin().load("arrive").partition("?talk=")[2].partition('\\"')[0]
        assert SECRET in visit.begin().load("arrive", talk=talk)
    finally:
        house.store.put(["shut"], "press")
    assert SECRET not in visit.begin().load("arrive", talk=talk)


def test_an_editor_changes_nothing_of_what_may_not_be_read(house: House) -> None:
    visit = house.visits["editor", OUTSIDE]
    before = house.store.catalogue.records(["shut", "shut-2"])
    uploaded(visit)
    gone = visit.begin().press("volume", "act", [], act="remove", document="shut")
    assert "문서가 저장소에 없습니다: shut" in gone
    assert house.store.catalogue.records(["shut", "shut-2"]) == before
    told = [
        visit.client.put("/files", params={"name": "a.txt", "collection": one}, content=b"x").json()["error"]
        for one in ("press", "other")
    ]
    assert told[0].replace("press", "other") == told[1]


def test_an_editor_puts_a_file_where_the_group_reads(house: House) -> None:
    visit = house.visits["editor", INSIDE]
    content = f"{SECRET} 새 글이다. 달빛사업에 7억원을 쓴다.".encode()
    put = visit.client.put("/files", params={"name": "새 글.txt", "collection": "press"}, content=content)
    assert put.status_code == 202
    until = time.monotonic() + 60
    while not (found := house.store.catalogue.records(["새 글.txt"])) and time.monotonic() < until:
        time.sleep(0.1)
    assert [one.collection for one in found] == ["press"]
    assert SECRET in visit.get("/api/v1/document", id="새 글.txt")
    assert SECRET not in house.visits["editor", OUTSIDE].get("/api/v1/document", id="새 글.txt")
    # The same name in another collection is another document.
    other = house.visits["editor", OUTSIDE]
    assert other.client.put("/files", params={"name": "새 글.txt"}, content=b"other").status_code == 202
    while len(house.store.catalogue.records()) < 6 and time.monotonic() < until:
        time.sleep(0.1)
    assert [(one.version, one.collection) for one in house.store.catalogue.records(["새 글.txt"])] == [(1, "press")]


def test_a_run_without_a_note_of_its_collections_is_known_by_what_it_cites(house: House, tmp_path: Path) -> None:
    closed_run(tmp_path, record=False)
    rights = readable.Rights(withheld=lambda ids: frozenset({"shut"}) & frozenset(ids))
    assert not rights.over(tmp_path / "closed-run")
    assert readable.ALL.over(tmp_path / "closed-run")
    (tmp_path / "closed-run" / readable.FILE).write_text("{", "utf-8")
    assert not readable.ALL.over(tmp_path / "closed-run")


WHOLE = {
    "assistant/watch.py": "figures are watched by the operator, over everything",
    "ui/serving/server.py": "figures that changed, which the tab shows only to those who may read both documents",
    "ui/page/documents/uploads.py": "files are put in and removed; what may be is asked before",
    "ui/serving/rights.py": "says what may be read",
}
"""Modules beside the command line that use the catalogue itself, which holds nothing back."""


def test_what_answers_reads_a_store_only_through_what_may_be_read(root: Path) -> None:
    found = {
        path.relative_to(root).as_posix()
        for package in ("assistant", "evals", "ui")
        for path in (root / package).rglob("*.py")
        if re.search(r"\.catalogue\b|\.lexical\.(?!idf\b)", path.read_text("utf-8"))
    }
    aside = {one for one in found if one.startswith(("ui/cli/", "ui/messages/", "evals/benchmarks/"))}
    assert found - aside == set(WHOLE)
