"""Who a request comes from: cookies, roles, and that Gradio's handlers are told."""

from __future__ import annotations

import asyncio

import pytest

from ui.accounts import visitors
from ui.accounts.visitors import NotAllowed, UnknownVisitor, Visitor
from ui.serving.reception import BROWSER, Reception


def test_every_role_reads_and_none_does_more_than_it_says():
    assert all(Visitor("a", frozenset({role})).may("reader") for role in visitors.ROLES)
    assert not Visitor("a", frozenset({"editor"})).may("evaluator")
    assert not Visitor("a", frozenset({"evaluator"})).may("editor")
    assert not Visitor("a", frozenset()).may("reader")


def test_a_handler_learns_its_visitor_or_an_error():
    reader = Visitor("a", frozenset({"reader"}))
    scope = {"state": {visitors.STATE: reader}}
    assert visitors.of(scope) == visitors.require(scope, "reader") == reader
    with pytest.raises(NotAllowed, match="editor"):
        visitors.require(scope, "editor")
    for none in ({}, {"state": {}}, None, object()):
        with pytest.raises(UnknownVisitor):
            visitors.of(none)


def served(application, *headers):
    """Return what the middleware lets through of one request, and what is sent back."""
    seen, sent = [], []

    async def inner(scope, receive, send):
        seen.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    async def send(message):
        sent.append(message)

    named = [(b"host", b"localhost:7860"), *headers]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": named}
    asyncio.run(application(inner)(scope, None, send))
    return seen, sent


def test_a_browser_is_known_again_by_a_cookie_that_is_not_its_name():
    first, sent = served(Reception)
    kept = dict(sent[0]["headers"])[b"set-cookie"].decode()
    assert kept.endswith("HttpOnly; SameSite=Lax")
    word = kept.split(";")[0]
    again, sent = served(Reception, (b"cookie", word.encode()))
    assert visitors.of(again[0]).key == visitors.of(first[0]).key
    assert [visitors.of(seen).passing for seen in (first[0], again[0])] == [True, False]
    assert visitors.of(first[0]).name not in word
    assert sent[0]["headers"] == []
    other, _ = served(Reception, (b"cookie", f"{BROWSER}=short".encode()))
    assert visitors.of(other[0]).key != visitors.of(first[0]).key


def test_websockets_which_nothing_here_uses_are_closed():
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Reception(None)({"type": "websocket"}, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]
