"""What programs ask: the endpoints, their limits, and the examples of docs/api.md as written."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

from assistant.answers import Filter, Question, Verdict
from assistant.claims import ClaimVerdict
from ingest.errors import SettingsError
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.cli import parser
from ui.exports import contract
from ui.programs import functions
from ui.programs.operations import OPERATIONS

# Gradio's own, when it sums up its queue.
pytestmark = pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated")
DOCS = Path(__file__).parents[2] / "docs" / "api.md"
HERE = "http://127.0.0.1:7860"
STORE = "/var/lib/geungeo/store"
ASKED = "총사업비는 얼마입니까?"


@pytest.fixture(scope="module")
def site(scripted):
    def check(question):
        verdict = Verdict("supported", 1.0, (scripted.cite(1, scripted.RELEASE, scripted.FIRST),))
        yield ClaimVerdict(question.text, 0, len(question.text), verdict)

    return replace(
        scripted.site(),
        check=check,
        search=lambda question, k, per_document: (scripted.passage(scripted.RELEASE, 1),)[:k],
    )


@pytest.fixture(scope="module")
def address(site, serving):
    return serving(site)


@pytest.fixture(scope="module")
def guarded(site, serving, tmp_path_factory):
    accounts = Accounts(tmp_path_factory.mktemp("users") / "users.json")
    accounts.add("program", ["reader"], "프로그램의 긴 비밀번호")
    sessions = Sessions(accounts.path.parent / "sessions.sqlite3", accounts)
    yield serving(site, sessions), accounts.make_token("program")
    sessions.close()


def timeless(line):
    return {key: value for key, value in line.items() if key != "milliseconds"}


# questions of typed arguments


def test_typed_arguments_make_the_question_of_the_command_line():
    made = functions.question(
        "무엇입니까?",
        as_of="2025-01-24",
        issuer=["과학기술정보통신부"],
        kind=["plan"],
        region=["강원"],
        since="2024-01-01",
        until="",
        document=["a"],
        exclude=["b"],
    )
    scope = Filter(
        issuers=("과학기술정보통신부",),
        kinds=("plan",),
        regions=("강원",),
        since=date(2024, 1, 1),
        documents=("a",),
        exclude=("b",),
    )
    assert made == Question("무엇입니까?", date(2025, 1, 24), scope)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"text": " "}, "비어"),
        ({"text": 3}, "비어"),
        ({"text": "가" * 1001}, "1,001자"),
        ({"as_of": "어제"}, "as_of: 날짜가 아닙니다"),
        ({"since": 20250101}, "since: 날짜가 아닙니다"),
        ({"kind": ["소설"]}, "kind: 쓸 수 없는 값입니다: 소설"),
        ({"region": ["화성"]}, "region: 쓸 수 없는 값입니다: 화성"),
        ({"issuer": [1]}, "issuer: 글의 목록이어야"),
        ({"issuer": 1}, "issuer: 글의 목록이어야"),
    ],
)
def test_what_is_malformed_is_named(arguments, said):
    with pytest.raises(SettingsError, match=said):
        functions.question(**({"text": "무엇입니까?"} | arguments))


@pytest.mark.parametrize("number", [0, 51, True, "3", 2.5])
def test_numbers_out_of_bounds_are_refused(site, number):
    with pytest.raises(SettingsError, match="k: 1에서 50"):
        functions.search(site.sources(), Question("무엇입니까?"), number, 1)


# over HTTP


@pytest.mark.integration
def test_endpoints_return_the_json_of_the_command_line(site, address):
    client = Client(address, verbose=False)
    question = Question(ASKED)
    asked = client.predict(ASKED, api_name="/ask")
    assert timeless(asked) == timeless(contract.reply(site.chain.invoke(question), "", 0.0))
    (checked,) = client.predict("한 문장이다.", api_name="/check")
    assert (checked["verdict"], checked["start"], checked["end"]) == ("supported", 0, 7)
    found = client.predict("적정성", k=1, api_name="/search")
    assert timeless(found) == timeless(contract.hits(site.search(question, 1, 1), "", 0.0))
    told = client.predict(ASKED, api_name="/timeline")
    assert timeless(told) == timeless(json.loads(json.dumps(contract.timeline(site.trace(question), 0.0))))


@pytest.mark.integration
def test_only_the_four_are_offered(address):
    assert list(httpx.get(f"{address}/gradio_api/info").json()["named_endpoints"]) == [
        f"/{name}" for name in functions.NAMES
    ]
    offered = httpx.get(f"{address}/en/gradio_api/info").json()
    assert offered["named_endpoints"] == offered["unnamed_endpoints"] == {}


@pytest.mark.integration
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"question": "가" * 1001}, "1,001자"),
        ({"question": "무엇입니까?", "as_of": "어제"}, "2025-01-24 꼴로"),
        ({"question": "고장"}, "geungeo doctor"),
        ({"question": "예상 밖"}, "답하지 못했습니다"),
    ],
)
def test_errors_say_what_to_do_and_nothing_of_the_inside(address, arguments, said):
    put = httpx.post(f"{address}/gradio_api/call/v2/ask", json=arguments)
    got = httpx.get(f"{address}/gradio_api/call/v2/ask/{put.json()['event_id']}").text
    assert "event: error" in got
    error = json.loads(got.partition("data: ")[2])["error"]
    assert said in error
    assert "ZeroDivision" not in got


@pytest.mark.integration
def test_a_token_opens_the_api_where_users_sign_in(guarded):
    address, token = guarded
    with pytest.raises(Exception, match="credentials were not provided"):
        Client(address, verbose=False)
    client = Client(address, headers={"Authorization": f"Bearer {token}"}, verbose=False)
    assert client.predict(ASKED, api_name="/ask")["kind"] == "answer"


# tools


def tooled(address, token, use):
    async def run():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            streamablehttp_client(f"{address}/mcp", headers=headers) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            return await use(session)

    return asyncio.run(run())


@pytest.mark.integration
@pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning")
def test_tools_are_the_operations_with_their_schemas_and_return_data(site, address, guarded):
    async def use(session):
        tools = (await session.list_tools()).tools
        # The client holds each result against the tool's schema.
        replied = await session.call_tool("ask", {"question": ASKED})
        listed = await session.call_tool("documents", {"limit": 1})
        wrong = await session.call_tool("search", {"query": "무엇", "k": 99})
        misspelt = await session.call_tool("ask", {"question": ASKED, "as_off": "2025-01-01"})
        return tools, replied, listed, wrong, misspelt

    for where, token in ((address, None), guarded):
        tools, replied, listed, wrong, misspelt = tooled(where, token, use)
        assert {tool.name: (tool.inputSchema, tool.outputSchema) for tool in tools} == {
            one.name: (one.asked.model_json_schema(), one.told.model_json_schema()) for one in OPERATIONS
        }
        for tool in tools:
            assert re.search("[가-힣]", tool.description)
            assert re.search("[a-z]{3} [a-z]", tool.description)
            assert all("/" in one["description"] for one in tool.inputSchema["properties"].values())
        reply = json.loads(replied.content[0].text)
        assert reply == replied.structuredContent
        assert timeless(reply) == timeless(contract.reply(site.chain.invoke(Question(ASKED)), "", 0.0))
        assert [one["citations"] for one in reply["sentences"]] == [[1], [2]]
        assert len(listed.structuredContent["documents"]) == 1
        assert wrong.isError
        assert "1에서 50" in wrong.content[0].text
        assert misspelt.isError
        assert "as_off: 모르는 이름" in misspelt.content[0].text


@pytest.mark.integration
@pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning")
def test_tools_wait_their_turn_with_the_calls_of_other_programs(address, monkeypatch):
    async def use(session):
        return await session.call_tool("ask", {"question": ASKED})

    monkeypatch.setattr("ui.serving.turnstile.WAITING", 0)
    turned_away = tooled(address, None, use)
    assert turned_away.isError
    assert "질문이 너무 많습니다" in turned_away.content[0].text


@pytest.mark.integration
def test_the_address_of_the_tools_takes_messages_alone_and_short_ones(address):
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"accept": "application/json, text/event-stream"}
    for path in ("/mcp", "/mcp/"):
        told = httpx.post(f"{address}{path}", json=message, headers=accepted)
        assert len(told.json()["result"]["tools"]) == len(OPERATIONS)
        for method in ("GET", "DELETE"):
            refused = httpx.request(method, f"{address}{path}", headers=accepted)
            assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    elsewhere = {**accepted, "origin": "https://example.com"}
    assert httpx.post(f"{address}/mcp", json=message, headers=elsewhere).status_code == 403
    long = message | {"params": {"cursor": "가" * 2_000_000}}
    assert httpx.post(f"{address}/mcp", json=long, headers=accepted).status_code == 413


@pytest.mark.integration
@pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning")
def test_tools_are_for_who_may_come_in(guarded):
    async def use(session):
        return await session.list_tools()

    with pytest.raises(BaseExceptionGroup) as refused:
        tooled(guarded[0], "geungeo_wrong", use)
    assert refused.group_contains(httpx.HTTPStatusError, match="401", depth=None)


# the page of documentation


@pytest.fixture(scope="module")
def installed(root, sample, tmp_path_factory):
    """Return a folder with the command `geungeo`, and a store."""
    folder = tmp_path_factory.mktemp("installed")
    command = folder / "geungeo"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m ui.cli "$@"\n', "utf-8")
    command.chmod(0o755)
    given = sample / "press-20250124-msit.txt"
    subprocess.run([command, "ingest", given, "--store", folder / "store"], check=True, capture_output=True)
    return folder


def blocks(language):
    return re.findall(rf"```({language})\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)


@pytest.mark.integration
@pytest.mark.parametrize(("language", "block"), blocks("python|bash"))
def test_every_example_of_the_page_runs(guarded, address, installed, language, block):
    where, token = guarded if "TOKEN" in block else (address, "")
    assert HERE in block or STORE in block
    command = [sys.executable, "-c"] if language == "python" else ["bash", "-euc"]
    done = subprocess.run(
        [*command, block.replace(HERE, where).replace(STORE, str(installed / "store"))],
        env=os.environ
        | {"GEUNGEO_TOKEN": token, "PYTHONUTF8": "1", "PATH": f"{installed}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    # Gradio escapes what is not ASCII.
    shown = done.stdout, done.stdout.encode().decode("unicode_escape")
    assert any("1조 445억원" in text for text in shown), (block, done.stdout, done.stderr)


def test_the_settings_of_clients_name_what_is_there():
    named = [json.loads(block)["mcpServers"]["geungeo"] for _, block in blocks("json")]
    (started,) = (one for one in named if "command" in one)
    assert started["command"] == "geungeo"
    assert parser.build("0").parse_args(started["args"]).run == "mcp:run"
    (reached,) = (one for one in named if "url" in one)
    assert reached["url"] == f"{HERE}/mcp"


@pytest.mark.integration
def test_the_address_given_to_open_webui_offers_the_model(address):
    (block,) = (block for _, block in blocks("sh") if "open-webui" in block)
    (given,) = re.findall(r"OPENAI_API_BASE_URL=(\S+)", block)
    offered = httpx.get(f"{given.replace(HERE, address)}/models").json()["data"]
    assert "geungeo" in [one["id"] for one in offered]
