"""The tools of `geungeo mcp`, called by the client of the protocol's own package over standard streams."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from ui.programs.operations import OPERATIONS

pytestmark = pytest.mark.integration
COMMAND = [sys.executable, "-m", "ui.cli"]
ASKED = "지역혁신선도기업육성사업의 총사업비는 얼마입니까?"
DOCUMENT = "press-20250124-msit.txt"


@pytest.fixture(scope="module")
def environment(root):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GEUNGEO_")}
    return clean | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def store(root, sample, environment, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("mcp") / "store"
    command = [*COMMAND, "ingest", str(sample / DOCUMENT), "--store", str(made)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def session(store, environment):
    """Return what a session with the server came to: what it says of itself, its tools, and each call by name."""
    calls = {
        "ask": ("ask", {"question": ASKED}),
        "follow_up": ("ask", {"question": "그럼 사업 기간은?", "history": [ASKED]}),
        "refused": ("ask", {"question": "대통령의 생일은 언제입니까?"}),
        "check": ("check", {"text": "총사업비는 1조 445억원이다. 총사업비는 2조원이다."}),
        "search": ("search", {"query": "적정성 검토", "k": 1}),
        "timeline": ("timeline", {"programme": "지역혁신선도기업육성사업"}),
        "documents": ("documents", {}),
        "document": ("document", {"id": DOCUMENT, "length": 30}),
        "misspelt": ("ask", {"question": ASKED, "as_off": "2025-01-01"}),
        "unknown": ("documents", {"kind": "소설"}),
        "missing": ("document", {"id": "없다"}),
    }
    serving = StdioServerParameters(
        command=COMMAND[0], args=[*COMMAND[1:], "mcp", "--store", str(store)], env=environment
    )

    async def run():
        async with stdio_client(serving) as streams, ClientSession(*streams) as talk:
            begun = await talk.initialize()
            tools = (await talk.list_tools()).tools
            # The client holds each result against the tool's schema.
            return begun, tools, {key: await talk.call_tool(*call) for key, call in calls.items()}

    return asyncio.run(run())


def test_the_server_says_what_it_is_and_offers_every_operation(session):
    begun, tools, _ = session
    assert begun.serverInfo.name == "geungeo"
    assert "refusal" in begun.instructions
    # As over HTTP: see test_api.
    assert {tool.name: (tool.inputSchema, tool.outputSchema) for tool in tools} == {
        one.name: (one.asked.model_json_schema(), one.told.model_json_schema()) for one in OPERATIONS
    }
    for tool in tools:
        assert tool.annotations.readOnlyHint
        assert tool.outputSchema["type"] == tool.inputSchema["type"] == "object"


def test_every_tool_returns_its_result_as_data_and_as_text(session):
    called = session[2]
    for key in ("ask", "check", "search", "timeline", "documents", "document"):
        assert not called[key].isError
        assert json.loads(called[key].content[0].text) == called[key].structuredContent


def test_the_answers_are_those_of_the_command_line(session, store, environment):
    command = [*COMMAND, "ask", ASKED, "--store", str(store), "--json"]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    told = session[2]["ask"].structuredContent
    assert {**told, "milliseconds": 0} == {**json.loads(printed), "milliseconds": 0}
    assert [one["text"] for one in told["sentences"]] == ["총사업비는 1조 445억원이다."]


def test_what_the_tools_are_asked_is_understood(session):
    called = {key: one.structuredContent for key, one in session[2].items()}
    assert called["follow_up"]["question"] == "지역혁신선도기업육성사업의 사업 기간은?"
    assert called["refused"]["kind"] == "refusal"
    assert [one["verdict"] for one in called["check"]["sentences"]] == ["supported", "contradicted"]
    assert called["search"]["hits"][0]["document_id"] == DOCUMENT
    assert called["timeline"]["entries"]
    assert called["documents"]["total"] == 1
    assert len(called["document"]["text"]) == 30


@pytest.mark.parametrize(
    ("key", "said"), [("misspelt", "as_off: 모르는 이름"), ("unknown", "소설"), ("missing", "저장소에 없는 문서")]
)
def test_what_is_asked_wrongly_is_told_to_the_assistant(session, key, said):
    called = session[2][key]
    assert called.isError
    assert said in called.content[0].text


NOISY = """
import sys
from assistant import chain
from ui import cli
build = chain.build_chain
def noisy(*given):
    print("loading the model")
    return build(*given)
chain.build_chain = noisy
sys.exit(cli.main(sys.argv[1:]))
"""
BEGIN = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def test_only_the_protocol_is_on_its_stream_and_the_end_of_input_ends_it(store, environment):
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": BEGIN})
    command = [sys.executable, "-c", NOISY, "mcp", "--store", str(store)]
    done = subprocess.run(
        command, env=environment, input=request + "\n", capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "loading the model\n")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["result"]["serverInfo"]["name"] == "geungeo"


def test_without_a_store_it_says_what_to_do_on_the_error_stream(environment, tmp_path):
    command = [*COMMAND, "mcp", "--store", str(tmp_path / "none")]
    done = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "geungeo ingest" in done.stderr
