"""The server over real HTTP: who comes in, what is open, and that nobody gets what is another's."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from ingest.errors import SettingsError
from ui.accounts import attempts, visitors
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.addresses import networks
from ui.serving import isolation, logs, server, signin

pytestmark = [
    pytest.mark.integration,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]
PASSWORD = "길고 긴 비밀번호 하나"
PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def open_address(scripted, serving):
    return serving(scripted.site())


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    made = Accounts(tmp_path_factory.mktemp("users") / "users.json")
    made.add("김서연", ["reader"], PASSWORD)
    made.add("bea", ["editor", "evaluator"], PASSWORD)
    return made


@pytest.fixture(scope="module")
def guarded(scripted, serving, accounts):
    sessions = Sessions(accounts.path.parent / "sessions.sqlite3", accounts)
    yield serving(scripted.site(), sessions, proxies=networks("127.0.0.1"))
    sessions.close()


@pytest.fixture
def browser():
    """Return a function that gives a new browser, which keeps its cookies."""
    made = []

    def start(address, name=None, password=PASSWORD):
        made.append(httpx.Client(base_url=address, headers=PAGE, timeout=20))
        if name:
            answer = made[-1].post("/login", data={"name": name, "password": password, "next": "/"})
            assert answer.status_code == 303, answer.text
        else:
            made[-1].get("/")
        return made[-1]

    yield start
    for one in made:
        one.close()


# without sign-in


def test_the_page_and_its_probes_are_there_and_gradios_own_doors_are_not(open_address, browser):
    reader = browser(open_address)
    for path in ("/", "/en/", "/healthz", "/metrics", "/gradio_api/info", "/favicon.ico"):
        assert reader.get(path).status_code == 200, path
    for path in (
        "/login",
        "/monitoring",
        "/gradio_api/deep_link",
        "/gradio_api/proxy=http://example.com/",
        "/gradio_api/file=http://example.com/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/en/gradio_api/file=/etc/passwd",
        "/gradio_api/mcp/sse",
        "/gradio_api/mcp/schema",
        "/gradio_api/mcp/",
        "/gradio_api/mcp/http/",
        "/gradio_api/runs",
        "/gradio_api/vibe-code/",
        "/gradio_api/upload_progress?upload_id=a",
    ):
        assert reader.get(path).status_code == 404, path
    for path in (
        "/gradio_api/upload",
        "/en/gradio_api/upload",
        "/gradio_api/upload?upload_id=a",
        "/gradio_api/upload/",
    ):
        assert reader.post(path, files={"files": ("문서.txt", b"x" * 1000)}).status_code == 404, path
    for path in (
        "//gradio_api/file=/etc/hosts",
        "/./gradio_api/file=/etc/hosts",
        "/en/../gradio_api/file=/etc/hosts",
        "/en//gradio_api/file=/etc/hosts",
        "/gradio_api%2Ffile=/etc/hosts",
        "/gradio_api/file=%2Fetc%2Fhosts",
        "/gradio_api/file%3D/etc/hosts",
        "/gradio_api//file=/etc/hosts",
    ):
        # As it is: a client would tidy it up.
        answer = reader.send(httpx.Request("GET", f"{open_address}/", extensions={"target": path.encode()}))
        assert answer.status_code == 404, path


def test_a_name_that_is_not_this_machines_is_not_answered(open_address):
    for host, status in (("example.com", 403), ("127.0.0.1.example.com", 403), ("[", 403), ("localhost:1", 200)):
        assert httpx.get(open_address, headers={"host": host}).status_code == status, host


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        ({"origin": "null"}, 403),
        ({"origin": "http://example.com"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "http://example.com"}, 422),
    ],
)
def test_another_sites_page_can_post_nothing(open_address, headers, status):
    assert httpx.post(f"{open_address}/gradio_api/queue/join", json={}, headers=headers).status_code == status


def test_too_much_at_once_is_turned_away_with_a_reason(open_address):
    body = b"[" + b" " * isolation.BODY_LIMIT + b"]"
    answer = httpx.post(f"{open_address}/gradio_api/queue/join", content=body)
    assert answer.status_code == 413
    assert "너무 큽니다" in answer.json()["error"]


def test_no_visitor_gets_a_file_that_was_made_for_another():
    path = f"{tempfile.gettempdir()}/gradio/ab/문서.txt"

    async def gradio(scope, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        body = json.dumps({"data": [{"path": path, "url": None}]}, ensure_ascii=False)
        await send({"type": "http.response.body", "body": body.encode()})

    apart = isolation.Isolation(gradio, public=("ask",))

    def sent(name, method, where, body=b""):
        started = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            started.append(message)

        state = {visitors.STATE: visitors.Visitor(name)}
        scope = {"type": "http", "method": method, "path": f"/gradio_api/{where}", "query_string": b"", "headers": []}
        asyncio.run(apart(scope | {"state": state}, receive, send))
        return started[0]["status"]

    assert sent("ann", "GET", f"file={path}") == 404
    assert sent("ann", "POST", "run/ask", b"{}") == 200
    assert sent("ann", "GET", f"file={path}") == 200
    assert sent("bea", "GET", f"file={path}") == 404
    named = json.dumps({"data": [{"path": path}], "session_hash": "bea-1"}, ensure_ascii=False).encode()
    assert sent("bea", "POST", "queue/join", named) == 403


def test_no_visitor_uses_anothers_session_or_event(open_address, browser):
    ann, bea = browser(open_address), browser(open_address)
    ann.post("/gradio_api/cancel", json={"session_hash": "ann-1", "fn_index": 0})
    for method, path, body in (
        ("POST", "/gradio_api/queue/join", {"session_hash": "ann-1", "data": [], "fn_index": 0}),
        ("POST", "/gradio_api/run/predict", {"session_hash": "ann-1", "data": [], "fn_index": 0}),
        ("POST", "/gradio_api/cancel", {"session_hash": "ann-1", "fn_index": 0, "event_id": "x"}),
    ):
        assert bea.request(method, path, json=body).status_code == 403, path
    for path in ("/gradio_api/queue/data?session_hash=ann-1", "/gradio_api/heartbeat/ann-1"):
        assert bea.get(path).status_code == 404, path
    event = ann.post("/gradio_api/call/v2/ask", json={"question": "얼마입니까?"}).json()["event_id"]
    assert bea.get(f"/gradio_api/call/v2/ask/{event}").status_code == 404
    assert "event: complete" in ann.get(f"/gradio_api/call/v2/ask/{event}").text


def test_what_is_asked_is_counted_without_its_words(scripted, serving):
    from dataclasses import replace

    from ui.serving.metrics import Measured, Metrics

    site, metrics = scripted.site(), Metrics()
    site = replace(site, chain=Measured(site.chain, metrics), metrics=metrics)
    address = serving(site)
    for question in ("얼마입니까?", "없는 사업은?", "고장"):
        body = {"data": [question, *[None] * 8]}
        httpx.post(f"{address}/gradio_api/run/ask", json=body)
    told = httpx.get(f"{address}/metrics").text
    for line in (
        'geungeo_questions_total{outcome="answer"} 1.0',
        'geungeo_questions_total{outcome="refusal"} 1.0',
        'geungeo_questions_total{outcome="failure"} 1.0',
        'geungeo_refusals_total{reason="not_found"} 1.0',
        "geungeo_reply_seconds_count 2.0",
        "geungeo_documents 2.0",
        'geungeo_errors_total{type="EmbeddingError"} 1.0',
        'geungeo_stage_seconds_count{stage="retrieve"} 0.0',
        'geungeo_queue{kind="questions"} 0.0',
        "geungeo_questions_running 0.0",
        'geungeo_ingestion_jobs_total{outcome="done"} 0.0',
    ):
        assert line in told
    assert "얼마" not in told


def test_calls_with_bad_arguments_leave_nothing_of_the_question_in_the_log(open_address, caplog, capfd):
    secret = "비밀스러운 질문"
    bodies = (
        {"data": [secret]},
        {"data": [secret] * 40},
        {"data": [{"a": secret}]},
        {"data": secret},
        {"data": [[secret]]},
    )
    for body in bodies:
        answer = httpx.post(f"{open_address}/gradio_api/run/ask", json=body)
        assert "Traceback" not in answer.text
        put = httpx.post(f"{open_address}/gradio_api/call/ask", json=body)
        if put.status_code == 200:
            httpx.get(f"{open_address}/gradio_api/call/ask/{put.json()['event_id']}")
    printed = "".join(capfd.readouterr())
    failed = [one for one in caplog.records if one.name == "ui.gradio"]
    assert failed
    told = "".join(form().format(one) for one in caplog.records for form in (logs.Formatter, logs.JsonFormatter))
    for text in (printed, told):
        assert secret not in text
        assert secret.encode().decode("latin-1") not in text
        assert json.dumps(secret) not in text
    assert "Traceback" not in printed


def test_every_request_has_an_id_that_the_log_names_without_what_is_asked(open_address, caplog):
    caplog.set_level(logging.INFO, "ui")
    answer = httpx.get(f"{open_address}/healthz?q=비밀", headers={"x-request-id": "mine-and-mine-alone"})
    identity = answer.headers["x-request-id"]
    assert identity != "mine-and-mine-alone"

    def lines():
        told = [one.data for one in caplog.records if one.name == "ui.serving.requests"]
        return [data for data in told if data["path"] == "/healthz"]

    # The line is written by the server's thread after the answer is sent.
    until = time.monotonic() + 10
    while not lines() and time.monotonic() < until:
        time.sleep(0.01)
    (line,) = lines()
    assert (line["status"], line["method"]) == (200, "GET")
    assert "비밀" not in caplog.text


def test_a_store_that_cannot_be_read_is_unwell(scripted, serving, monkeypatch):
    site = scripted.site()
    address = serving(site)
    assert httpx.get(f"{address}/healthz").json() == {"status": "ok", "documents": 2}
    monkeypatch.setattr(site.library, "stock", lambda: 1 / 0)
    answer = httpx.get(f"{address}/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


# with sign-in


def test_who_is_not_signed_in_is_led_to_the_form_and_programs_are_told(guarded):
    page = httpx.get(f"{guarded}/en/?tab=check", headers=PAGE)
    assert page.status_code == 303
    target = urlsplit(page.headers["location"])
    assert (target.path, parse_qs(target.query)) == ("/en/login", {"next": ["/en/?tab=check"]})
    for path in ("/", "/config", "/gradio_api/info", "/metrics", "/gradio_api/queue/data?session_hash=a", "/assets/x"):
        answer = httpx.get(f"{guarded}{path}")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path
        assert "로그인" in answer.json()["error"]
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/call/ask", "/mcp", "/logout"):
        assert httpx.post(f"{guarded}{path}", headers=PAGE).status_code == 401, path
    assert httpx.get(f"{guarded}/healthz").status_code == 200


@pytest.mark.parametrize(("path", "word"), [("/login", "로그인"), ("/en/login", "Sign in")])
def test_the_form_speaks_both_languages_and_shows_what_it_was_given_as_text(guarded, path, word):
    page = httpx.get(f"{guarded}{path}", params={"next": '/"><script>'})
    assert page.status_code == 200
    assert word in page.text
    assert "<script" not in page.text
    assert "http" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "form-action 'self'" in page.headers["content-security-policy"]


def test_fonts_are_open_to_all_and_kept_by_the_browser_for_a_week(guarded):
    path = f"{guarded}/fonts/Pretendard-Regular.subset.woff2"
    font = httpx.get(path)
    assert (font.status_code, font.headers["cache-control"]) == (200, "public, max-age=604800")
    again = httpx.get(path, headers={"if-none-match": font.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "public, max-age=604800")
    assert "cache-control" not in httpx.get(f"{guarded}/fonts/none.woff2").headers


def test_signing_in_opens_the_page_and_signing_out_closes_it(guarded, browser):
    reader = browser(guarded, "김서연")
    (cookie,) = (one for one in reader.cookies.jar if one.name == signin.COOKIE)
    assert reader.get("/").status_code == 200
    assert reader.post("/logout").headers["location"].startswith("/login")
    assert reader.get("/").status_code == 303
    again = httpx.get(f"{guarded}/", headers=PAGE | {"cookie": f"{signin.COOKIE}={cookie.value}"})
    assert again.status_code == 303


def test_the_cookie_is_for_no_script_no_other_site_and_over_tls_alone_where_there_is_tls(guarded):
    form = {"name": "bea", "password": PASSWORD}
    for scheme, secure in (("http", False), ("https", True)):
        answer = httpx.post(f"{guarded}/login", data=form, headers={"x-forwarded-proto": scheme}, timeout=20)
        kept = answer.headers["set-cookie"]
        assert "HttpOnly; SameSite=Lax" in kept
        assert ("Secure" in kept) is secure


@pytest.mark.parametrize(
    ("target", "led"),
    [
        ("/?tab=check", "/?tab=check"),
        ("/en/", "/en/"),
        ("//example.com/", "/"),
        ("https://example.com/", "/"),
        ("/\\example.com", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
        ("/\r\nx: y", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_away_from_here(target, led):
    assert signin.inside(target, "/") == led


def test_wrong_passwords_are_told_alike_and_soon_not_heard(guarded):
    def attempt(name, password):
        return httpx.post(f"{guarded}/login", data={"name": name, "password": password})

    wrong, unknown = attempt("bea", "틀린 비밀번호입니다"), attempt("nobody", PASSWORD)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("bea", "") == unknown.text.replace("nobody", "")
    for _ in range(attempts.TRIES - 1):
        assert attempt("nobody", "틀린 비밀번호입니다").status_code == 401
    late = attempt("nobody", PASSWORD)
    assert late.status_code == 429
    assert 0 < int(late.headers["retry-after"]) <= attempts.WITHIN + 1
    assert attempt("bea", PASSWORD).status_code == 303
    assert httpx.post(f"{guarded}/login", content=b"x" * 10**6).status_code == 401


def test_tokens_open_the_api_and_end_with_the_password(guarded, accounts):
    token = accounts.make_token("bea")
    kept = {"authorization": f"Bearer {token}"}
    assert httpx.get(f"{guarded}/metrics", headers=kept).status_code == 200
    assert httpx.get(f"{guarded}/metrics", headers={"authorization": "Bearer geungeo_x"}).status_code == 401
    accounts.set_password("bea", PASSWORD)
    assert httpx.get(f"{guarded}/metrics", headers=kept).status_code == 401


def test_a_changed_password_and_a_removed_user_end_their_sessions(guarded, accounts, browser):
    accounts.add("잠시", ["reader"], PASSWORD)
    first = browser(guarded, "잠시")
    assert first.get("/").status_code == 200
    accounts.set_password("잠시", PASSWORD + "2")
    assert first.get("/").status_code == 303
    second = browser(guarded, "잠시", PASSWORD + "2")
    accounts.remove("잠시")
    assert second.get("/").status_code == 303


def test_users_do_not_get_each_others_events(guarded, browser):
    ann, bea = browser(guarded, "김서연"), browser(guarded, "bea")
    event = ann.post("/gradio_api/call/v2/ask", json={"question": "얼마입니까?"}).json()["event_id"]
    assert bea.get(f"/gradio_api/call/v2/ask/{event}").status_code == 404
    # One user, two browsers.
    assert "event: complete" in browser(guarded, "김서연").get(f"/gradio_api/call/v2/ask/{event}").text


@pytest.mark.parametrize(("path", "words"), [("/", "권한(editor)이 없습니다"), ("/en/", "You lack the role")])
def test_who_may_not_do_a_thing_is_told_so_in_words(guarded, browser, path, words):
    reader = browser(guarded, "김서연")
    config = reader.get(f"{path}config").json()
    (volume,) = (one["id"] for one in config["components"] if one["props"].get("elem_id") == "volume")
    (act,) = (one["id"] for one in config["dependencies"] if [volume, "act"] in [list(t) for t in one["targets"]])
    body = {"data": [], "fn_index": act, "session_hash": f"s{act}{path}".strip("/")}
    joined = reader.post(f"{path}gradio_api/queue/join", json=body | {"event_data": {"act": "remove", "document": "x"}})
    assert joined.status_code == 200
    with reader.stream("GET", f"{path}gradio_api/queue/data", params={"session_hash": body["session_hash"]}) as events:
        told = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
    (done,) = (one for one in told if one["msg"] == "process_completed")
    assert done["success"] is False
    assert words in done["output"]["error"]


def test_a_user_without_a_role_does_not_come_in(guarded, accounts):
    accounts.add("none", [], PASSWORD)
    kept = {"authorization": f"Bearer {accounts.make_token('none')}"}
    assert httpx.get(f"{guarded}/metrics", headers=kept).status_code == 200
    table = json.loads(accounts.path.read_text("utf-8"))
    table["users"]["none"]["roles"] = []
    accounts.path.write_text(json.dumps(table), "utf-8")
    assert httpx.get(f"{guarded}/metrics", headers=kept).status_code == 401


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com"])
def test_where_others_come_in_there_must_be_a_user(tmp_path, host):
    accounts = Accounts(tmp_path / "users.json")
    with pytest.raises(SettingsError, match="로그인이 필요") as refused:
        server.guarded(accounts, host)
    assert "geungeo users add" in refused.value.hint
    server.guarded(accounts, "127.0.0.1")
    server.guarded(accounts, "::1")
    accounts.add("bea", [], PASSWORD)
    server.guarded(accounts, host)


def test_the_memory_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr(isolation, "WORDS", 2)
    belongings = isolation.Belongings()
    for word in "abc":
        assert belongings.claim(word, "ann")
    assert not belongings.has("a", "ann")
    assert belongings.has("c", "ann")
    assert list(isolation.texts(json.loads('[{"a": "b", "c": ["d", 1, null]}]'))) in (["b", "d"], ["d", "b"])
