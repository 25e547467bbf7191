"""The HTTP API below /api/v1: one call a question, described by OpenAPI, for whoever may come in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import jsonschema
import pytest
from starlette.testclient import TestClient

from assistant.answers import Question
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.exports import contract
from ui.programs.faults import Busy
from ui.programs.operations import OPERATIONS
from ui.serving import server, turnstile
from ui.serving.turnstile import Turnstile

# Gradio's own, when it sums up its queue.
pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]
HERE = "http://127.0.0.1:7860"
ASKED = "총사업비는 얼마입니까?"


@pytest.fixture(scope="module")
def site(scripted):
    return replace(scripted.site(), search=lambda *_: (scripted.passage(scripted.RELEASE, 1),))


@pytest.fixture(scope="module")
def application(site, assembled):
    return assembled(site)


@pytest.fixture(scope="module")
def client(application):
    return TestClient(application, base_url=HERE)


@pytest.fixture(scope="module")
def guarded(site, assembled, tmp_path_factory):
    accounts = Accounts(tmp_path_factory.mktemp("users") / "users.json")
    accounts.add("program", ["reader"], "프로그램의 긴 비밀번호")
    sessions = Sessions(accounts.path.parent / "sessions.sqlite3", accounts)
    made = assembled(site, sessions)
    yield lambda token: TestClient(made, base_url=HERE, headers={"Authorization": f"Bearer {token}"}), accounts
    sessions.close()


def test_a_question_is_one_call_and_its_answer_the_json_of_the_command_line(client, site):
    told = client.post("/api/v1/ask", json={"question": ASKED})
    assert told.status_code == 200
    expected = contract.reply(site.chain.invoke(Question(ASKED)), "", 0.0)
    assert {**told.json(), "milliseconds": 0.0} == expected


def test_every_operation_answers(client, scripted):
    checked = client.post("/api/v1/check", json={"text": "총사업비는 1조 445억원이다."}).json()
    assert [(one["verdict"], one["start"]) for one in checked["sentences"]] == [("supported", 0)]
    assert client.post("/api/v1/search", json={"query": "적정성"}).json()["hits"][0]["rank"] == 1
    assert len(client.post("/api/v1/timeline", json={"programme": "육성사업"}).json()["entries"]) == 4
    listed = client.get("/api/v1/documents", params={"limit": 1}).json()
    assert (listed["total"], len(listed["documents"])) == (2, 1)
    read = client.get("/api/v1/document", params={"id": "plan-202412"}).json()
    assert read["text"] == scripted.PLAN.text


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "said"),
    [
        ("POST", "/ask", {"json": {"question": " "}}, 422, "비어"),
        ("POST", "/ask", {"json": {"question": ASKED, "kind": ["소설"]}}, 422, "kind"),
        ("POST", "/ask", {"json": [ASKED]}, 422, "JSON 객체여야"),
        ("POST", "/ask", {"content": "{", "headers": {"content-type": "application/json"}}, 422, "JSON이 아닙니다"),
        ("POST", "/ask", {"json": {"question": "고장"}}, 503, "임베딩"),
        ("POST", "/ask", {"json": {"question": "예상 밖"}}, 500, "답하지 못했습니다"),
        ("GET", "/documents", {"params": {"limit": "많이"}}, 422, "limit: 정수여야"),
        ("GET", "/documents", {"params": {"knd": "plan"}}, 422, "knd: 모르는 이름"),
        ("GET", "/document", {"params": {"id": "없다"}}, 404, "저장소에 없는 문서"),
        ("GET", "/ask", {}, 405, "그 방법으로"),
        ("GET", "/nothing", {}, 404, "없는 주소"),
        ("POST", "/check", {"content": b" " * (server.API_BODY_LIMIT + 1)}, 413, "너무 큽니다"),
    ],
)
def test_what_cannot_be_answered_says_why(client, method, path, sent, status, said):
    told = client.request(method, f"/api/v1{path}", **sent)
    assert told.status_code == status
    assert said in told.json()["error"]
    assert set(told.json()) == {"error", "hint"}
    assert ("retry-after" in told.headers) is (status == 503)


def test_the_description_holds_what_is_asked_and_told(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": "/api/v1"}]
    assert list(described["paths"]) == [f"/{operation.name}" for operation in OPERATIONS]
    assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    told = client.post("/api/v1/ask", json={"question": ASKED}).json()
    answer = described["paths"]["/ask"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(told, {**answer, "components": described["components"]})
    asked = described["paths"]["/ask"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    with pytest.raises(jsonschema.ValidationError, match="as_off"):
        jsonschema.validate({"question": ASKED, "as_off": ""}, {**asked, "components": described["components"]})
    failed = described["paths"]["/ask"]["post"]["responses"]["422"]["content"]["application/json"]["schema"]
    assert failed == {"$ref": "#/components/schemas/Failed"}


# who may come in


@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/chat/completions"])
def test_where_users_sign_in_a_token_opens_both_apis(guarded, path):
    opened, accounts = guarded
    token = accounts.make_token("program")
    body = {"question": ASKED, "model": "geungeo", "messages": [{"role": "user", "content": ASKED}]}
    asked = {"question": ASKED} if "ask" in path else body
    assert opened(token).post(path, json=asked).status_code == 200
    refused = opened("geungeo_wrong").post(path, json=asked)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    error = refused.json()["error"]
    assert "로그인" in (error["message"] if path.startswith("/v1") else error)
    accounts.set_password("program", "프로그램의 새 긴 비밀번호")
    assert opened(token).post(path, json=asked).status_code == 401


def test_another_sites_page_and_another_name_of_this_machine_are_refused(client):
    for path in ("/api/v1/ask", "/v1/chat/completions"):
        assert client.post(path, json={}, headers={"origin": "https://evil.example"}).status_code == 403
        assert client.post(path, json={}, headers={"host": "evil.example"}).status_code == 403


# how much at once


def test_so_many_calls_run_at_once_and_more_than_may_wait_are_turned_away(monkeypatch):
    monkeypatch.setattr(turnstile, "AT_ONCE", 2)
    monkeypatch.setattr(turnstile, "WAITING", 3)

    async def crowd():
        gate, running, most = Turnstile(), 0, 0

        async def call():
            nonlocal running, most
            async with gate.turn("ask"):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.01)
                running -= 1

        done = await asyncio.gather(*(call() for _ in range(5)), return_exceptions=True)
        # Those that were turned away have left nothing behind.
        await call()
        return most, [type(one) for one in done if one is not None]

    assert asyncio.run(crowd()) == (2, [Busy, Busy])


@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/chat/completions"])
def test_a_server_that_is_to_stop_takes_no_new_question(application, client, path):
    application.state.stopping.begun = True
    try:
        told = client.post(path, json={"question": ASKED})
    finally:
        application.state.stopping.begun = False
    assert told.status_code == 503
    assert told.headers["retry-after"]
