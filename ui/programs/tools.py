"""Operations as tools of a Model Context Protocol server, with schemas and structured results.

`geungeo mcp` offers them over standard streams, `ui.serving.mcp_api` over HTTP: the same table, the same schemas.

A tool's result stands twice in an answer: as structured content, and as its JSON in text for clients that read no more.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from io import TextIOWrapper
from typing import Any, TextIO

import anyio
from anyio import to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, TextContent, Tool, ToolAnnotations

from ui.exports.contract import Json
from ui.messages import both
from ui.programs import faults
from ui.programs.functions import Sources
from ui.programs.operations import OPERATIONS, Operation

Run = Callable[[str, Callable[[], Json]], Awaitable[Json]]
"""Calls a function for the operation of a name; where the server is shared, once it is its turn."""
NAME = "geungeo"
_BY_NAME = {operation.name: operation for operation in OPERATIONS}


async def at_once(_: str, make: Callable[[], Json]) -> Json:
    """Return what `make` returns, called in a thread: for a server of one client."""
    return await to_thread.run_sync(make)


def server(sources: Sources, version: str, run: Run = at_once) -> Server[Any, Any]:
    """Return an MCP server whose tools are the operations, answered by `sources`; `run` gives each call its turn."""
    made: Server[Any, Any] = Server(NAME, version=version, instructions=both("api.server", None))

    @made.list_tools()  # type: ignore[no-untyped-call, untyped-decorator]  # untyped in mcp
    async def tools() -> list[Tool]:
        return list(map(_tool, OPERATIONS))

    # Our own check of the arguments says in Korean what is wrong.
    @made.call_tool(validate_input=False)  # type: ignore[untyped-decorator]  # untyped in mcp
    async def call(name: str, arguments: dict[str, Any]) -> CallToolResult:
        try:
            operation = _BY_NAME[name]
        except KeyError:
            return _failed(f"없는 도구입니다: {name}")
        try:
            told = await run(name, lambda: operation.run(sources, arguments))
        except Exception as error:  # noqa: BLE001 - whatever it is, the client is told of a failure and the log what
            fault = faults.fault(error)
            return _failed(" ".join(filter(None, (fault.message, fault.hint))))
        text = TextContent(type="text", text=json.dumps(told, ensure_ascii=False))
        return CallToolResult(content=[text], structuredContent=told)

    return made


async def serve(sources: Sources, version: str, output: TextIO) -> None:
    """Answer on standard input and `output` until the input ends."""
    made = server(sources, version)
    stream = anyio.wrap_file(TextIOWrapper(output.buffer, encoding="utf-8"))
    async with stdio_server(stdout=stream) as (reading, writing):
        await made.run(reading, writing, made.create_initialization_options())


def _tool(operation: Operation[Any]) -> Tool:
    return Tool(
        name=operation.name,
        description=operation.description,
        inputSchema=operation.asked.model_json_schema(),
        outputSchema=operation.told.model_json_schema(),
        annotations=ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False),
    )


def _failed(said: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=said)], isError=True)
