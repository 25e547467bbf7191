"""Tests of the command line: what goes to stdout, what to stderr, and the exit codes."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assistant.answers import Filter, Question, Refusal, Reply
from bigrams import Bigrams
from ingest import pipeline
from ingest.errors import StoreBusy
from ingest.settings import IngestSettings
from ingest.store import Store
from ui.cli import parser
from ui.cli.terminal import Terminal
from ui.messages import say

COMMANDS = (
    *("ingest", "search", "ask", "check", "timeline", "documents", "sources", "sync", "watch"),
    *("serve", "mcp", "doctor", "eval", "backup", "restore"),
)
CORPUS = (
    {
        "id": "river",
        "title": "하천 정비 계획",
        "text": "하천 정비에 120억원을 쓴다.\n정비는 2027년에 끝난다.",
        "issuer": "환경부",
    },
    {"id": "forest", "title": "숲길 조성", "text": "숲길 30km를 새로 만든다.", "date": "2025-03-04", "kind": "plan"},
    {"id": "port", "title": "항만 자동화", "text": "부산 항만을 자동화한다.", "date": "2026-01-02", "issuer": "해수부"},
)


class Chain:
    """Stands in for the assistant: refuses everything and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.fails_on = ""

    def invoke(self, question: Question) -> Reply:
        if question.text == self.fails_on:
            raise StoreBusy("다른 작업이 쓰고 있습니다.", "기다리십시오.")
        self.asked.append(question)
        return Refusal(question, "not_found", (), (), question.as_of or date(2026, 1, 1), "extractive")


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Chain:
    fake = Chain()
    monkeypatch.setattr("assistant.chain.build_chain", lambda *_: fake)
    return fake


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the corpus and a store of it, to be copied: making one takes a while."""
    folder = tmp_path_factory.mktemp("template")
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in CORPUS)
    (folder / "corpus.jsonl").write_text(text, encoding="utf-8")
    with Store.open(IngestSettings(folder / ".geungeo"), create=True, embedding=Bigrams()) as store:
        pipeline.ingest([folder / "corpus.jsonl"], store)
    return folder


@pytest.fixture
def corpus(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copy(template / "corpus.jsonl", tmp_path))


@pytest.fixture
def stored(run: Run, tmp_path: Path, template: Path) -> Run:
    shutil.copytree(template / ".geungeo", tmp_path / ".geungeo")
    return run


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def batch_file(directory: Path, *rows: object) -> str:
    path = directory / "batch.jsonl"
    texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return str(path)


# help and usage


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), ("documents", "show")])
def test_help_is_in_korean_and_english(run: Run, command: Sequence[str]) -> None:
    code, out, _ = run(*command, "--help")
    key = "help." + ".".join(command or ("geungeo",))
    assert code == 0
    assert out.index(say(key, "ko")) < out.index(say(key, "en"))


def test_help_is_in_one_language_where_one_is_chosen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    korean, english = (say("help.geungeo", language) for language in ("ko", "en"))
    out = run("--lang", "en", "--help")[1]
    assert english in out
    assert korean not in out
    monkeypatch.setenv("GEUNGEO_LANG", "ko")
    out = run("--help")[1]
    assert korean in out
    assert english not in out


def test_every_command_of_the_contract_is_there(run: Run) -> None:
    out = run("--help")[1]
    assert all(f"    {name}" in out for name in COMMANDS)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ((), "COMMAND"),
        (("ask",), "QUESTION --batch"),
        (("ask", "x", "--batch", "y"), "함께 쓸 수 없습니다"),
        (("ask", "x", "--as-of", "어제"), "--as-of의 값이 잘못되었습니다"),
        (("ask", "x", "--kind", "novel"), "--kind에 쓸 수 없는 값입니다"),
        (("ask", "x", "--region", "화성"), "모르는 지역입니다: 화성"),
        (("ask", "  "), "질문이 비어 있습니다"),
        (("ask", "x", "--model", "gpt"), "--model: 쓸 수 없는 모델 이름입니다: gpt"),
        (("search", "x", "-k", "0"), "-k의 값이 잘못되었습니다"),
        (("search", "x", "--wrong"), "모르는 인자입니다: --wrong"),
        (("ingest",), "문서 파일이나 폴더를 적어 주십시오"),
        (("ingest", "nowhere"), "파일이나 폴더가 없습니다: nowhere"),
        (("ask", "x", "--config", "none.toml"), "설정 파일이 없습니다"),
        (("serve", "--port", "99999"), "--port"),
    ],
)
@pytest.mark.usefixtures("chain")
def test_usage_and_configuration_errors_exit_with_2(stored: Run, argv: Sequence[str], said: str) -> None:
    code, out, err = stored(*argv)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("오류: ")


@pytest.mark.parametrize(
    "argv", [("search", "x"), ("ask", "x"), ("documents", "list"), ("documents", "show", "x"), ("serve",)]
)
def test_a_missing_store_exits_with_2_and_says_what_to_do(run: Run, argv: Sequence[str], tmp_path: Path) -> None:
    code, out, err = run(*argv, "--store", "nowhere")
    assert (code, out) == (2, "")
    assert "geungeo ingest" in err
    assert not (tmp_path / "nowhere").exists()


# ingest


def test_ingest_reports_in_json_on_a_pipe_and_does_nothing_twice(run: Run, corpus: Path) -> None:
    code, out, err = run("ingest", str(corpus))
    (report,) = lines(out)
    assert (code, err) == (0, "")
    counts = dict.fromkeys(("updated", "unchanged", "removed", "failed", "gone", "skipped", "twins"), 0)
    assert report["documents"] == {"added": 3, **counts}
    assert {"documents", "chunks", "seconds", "failures"} <= set(report)
    (again,) = lines(run("ingest", str(corpus))[1])
    assert again["documents"]["unchanged"] == 3


def test_ingest_exits_with_1_and_says_what_failed_and_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "empty.txt").write_bytes(b"")
    (tmp_path / "docs" / "good.txt").write_text("하천 정비 계획\n\n하천을 정비한다.", encoding="utf-8")
    code, out, _ = run("ingest", "docs")
    (report,) = lines(out)
    assert code == 1
    assert (report["documents"]["added"], report["documents"]["failed"]) == (1, 1)
    assert "empty.txt" in report["failures"][0]["path"]
    assert report["failures"][0]["error"]
    code, out, _ = run("ingest", "docs", "--text")
    assert code == 1
    assert "실패 1건: " in out
    assert "그대로 1" in out


def test_a_slip_in_a_path_leaves_no_store_behind(run: Run, tmp_path: Path) -> None:
    assert run("ingest", "nowhere")[0] == 2
    assert not (tmp_path / ".geungeo").exists()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of a site on this machine that has one page."""
    page = "<html><title>봄 숲길 개방 안내</title><p>숲길 12km를 봄에 연다.</p></html>".encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/path"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(page if found else b"")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("GEUNGEO_ALLOW_PRIVATE", "1")
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_ingest_takes_addresses_beside_paths(run: Run, corpus: Path, address: str) -> None:
    code, out, _ = run("ingest", f"{address}/path", str(corpus), f"{address}/none")
    (report,) = lines(out)
    assert code == 1
    assert (report["documents"]["added"], report["documents"]["failed"]) == (4, 1)
    assert "404" in report["failures"][0]["error"]
    (shown,) = lines(run("documents", "show", f"{address}/path")[1])
    assert (shown["uri"], shown["title"]) == (f"{address}/path", "봄 숲길 개방 안내")
    (again,) = lines(run("ingest", f"{address}/path")[1])
    assert again["documents"]["unchanged"] == 1


def test_an_address_of_this_machine_is_refused_and_leaves_no_store_behind(
    run: Run, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GEUNGEO_ALLOW_PRIVATE")
    code, _, err = run("ingest", f"{address}/path")
    assert code == 2
    assert "GEUNGEO_ALLOW_PRIVATE" in err
    assert not (tmp_path / ".geungeo").exists()


def test_other_settings_are_refused_until_reindexed(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEUNGEO_CHUNK_SIZE", "90")
    code, _, err = stored("search", "하천")
    assert code == 2
    assert "--reindex" in err
    assert stored("ingest", "--reindex")[0] == 0
    assert stored("search", "하천")[0] == 0


# search


def test_search_gives_ranked_hits_whose_offsets_hold(stored: Run) -> None:
    code, out, _ = stored("search", "하천 정비에 얼마를 쓰나", "-k", "2")
    (found,) = lines(out)
    assert code == 0
    assert set(found) == {"id", "hits", "milliseconds"}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    best = found["hits"][0]
    assert best["document_id"] == "river"
    (document,) = lines(stored("documents", "show", "river")[1])
    assert document["text"][best["start"] : best["end"]] == best["text"]


def test_search_filters_and_excludes(stored: Run) -> None:
    def ids(*flags: str) -> set[str]:
        (found,) = lines(stored("search", "하천 숲길 항만", *flags)[1])
        return {hit["document_id"] for hit in found["hits"]}

    assert ids() == {"river", "forest", "port"}
    assert ids("--exclude", "river") == {"forest", "port"}
    assert ids("--document", "river", "--document", "port") == {"river", "port"}
    assert ids("--issuer", "환경부") == {"river"}
    assert ids("--kind", "plan") == {"forest"}
    assert ids("--region", "부산") == {"port"}
    assert ids("--since", "2025-01-01", "--until", "2025-12-31") == {"forest"}


def test_search_text_is_for_reading(stored: Run) -> None:
    out = stored("search", "숲길", "--text", "-k", "1")[1]
    assert out.startswith("1. 「숲길 조성」 · 2025-03-04\n")
    assert "30km" in out


# ask and batches


def test_ask_passes_the_question_whole(stored: Run, chain: Chain) -> None:
    flags = ("--as-of", "2025-06-30", "--issuer", "환경부", "--kind", "plan", "--region", "부산", "--exclude", "a")
    code, out, _ = stored(
        "ask", " 얼마인가? ", *flags, "--since", "2025-01-01", "--until", "2025-02-01", "--document", "b"
    )
    (reply,) = lines(out)
    assert code == 0
    assert (reply["kind"], reply["id"], reply["as_of"]) == ("refusal", "", "2025-06-30")
    scope = Filter(("환경부",), ("plan",), ("부산",), date(2025, 1, 1), date(2025, 2, 1), ("b",), ("a",))
    assert chain.asked == [Question("얼마인가?", date(2025, 6, 30), scope)]


@pytest.mark.usefixtures("chain")
def test_ask_text_says_why_and_what_to_try(stored: Run) -> None:
    out = stored("ask", "얼마인가?", "--text")[1]
    assert out.startswith("문서에서 확인되지 않습니다.")
    assert "기준일 2026-01-01" in out
    assert "As of 2026-01-01" in stored("ask", "얼마인가?", "--text", "--lang", "en")[1]


def test_a_batch_answers_every_line_in_order_and_reports_bad_ones(stored: Run, chain: Chain, tmp_path: Path) -> None:
    chain.fails_on = "바쁨"
    source = batch_file(
        tmp_path,
        {"id": "a", "question": "하나", "exclude": ["x"], "as_of": "2025-01-01", "gold": ["무시"]},
        "{broken",
        {"id": 3, "query": "둘", "document_id": "river"},
        "",
        {"id": "c", "question": "바쁨"},
        {"claim": "셋", "filter": {"issuers": "환경부", "until": "2025-01-01", "regions": ["부산"], "kinds": None}},
        {"id": "d", "question": "넷", "filter": {"issuer": "환경부"}},
        {"id": "e", "question": "넷", "as_of": "언젠가"},
        {"id": "f", "question": "넷", "filter": {"regions": ["화성"]}},
        {"id": "g", "question": ""},
        ["h"],
    )
    code, out, _ = stored("ask", "--batch", source, "--exclude", "y", "--as-of", "2024-01-01")
    found = lines(out)
    assert code == 1
    assert [line["id"] for line in found] == ["a", "2", 3, "c", "6", "d", "e", "f", "g", "11"]
    assert ["error" in line for line in found] == [False, True, False, True, False, *[True] * 5]
    assert all(line["hint"] for line in found if "error" in line and line["id"] != "e")
    first, second, third = chain.asked
    assert first == Question("하나", date(2025, 1, 1), Filter(exclude=("y", "x")), "a")
    assert second == Question("둘", date(2024, 1, 1), Filter(documents=("river",), exclude=("y",)), "3")
    scope = Filter(issuers=("환경부",), regions=("부산",), until=date(2025, 1, 1), exclude=("y",))
    assert third == Question("셋", date(2024, 1, 1), scope, "6")


def test_a_batch_of_good_lines_exits_with_0_and_opens_the_store_once(
    stored: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    original = Store.open.__func__  # type: ignore[attr-defined]
    monkeypatch.setattr(Store, "open", classmethod(lambda *a, **k: opened.append(1) or original(*a, **k)))
    source = batch_file(tmp_path, *({"id": str(n), "query": "하천"} for n in range(5)))
    code, out, _ = stored("search", "--batch", source)
    assert (code, len(lines(out)), len(opened)) == (0, 5, 1)


def test_a_batch_is_read_from_stdin_with_a_byte_order_mark(
    stored: Run, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '\ufeff{"id": "a", "question": "하나"}\n'.encode() + b'{"id": "b", "question": "\xb1\xd9"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = stored("ask", "--batch", "-")
    assert (code, [one.text for one in chain.asked]) == (1, ["하나"])
    assert [line["id"] for line in lines(out)] == ["a", "2"]


def test_an_unreadable_batch_file_exits_with_2(stored: Run) -> None:
    code, out, err = stored("search", "--batch", "none.jsonl")
    assert (code, out) == (2, "")
    assert "none.jsonl" in err


@pytest.mark.integration
def test_ask_answers_from_the_documents_and_cites_the_exact_span(run: Run, sample: Path) -> None:
    assert run("ingest", str(sample))[0] == 0
    (reply,) = lines(run("ask", "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?")[1])
    assert reply["kind"] == "answer"
    assert "1조 445억원" in reply["text"]
    (cited,) = [one for one in reply["citations"] if one["marker"] == 1]
    (document,) = lines(run("documents", "show", cited["document_id"])[1])
    assert document["text"][cited["start"] : cited["end"]] == cited["quote"]


# documents, doctor, serve


def test_documents_are_listed_shown_and_removed(stored: Run) -> None:
    assert [one["document_id"] for one in lines(stored("documents", "list")[1])] == ["forest", "port", "river"]
    assert "「숲길 조성」" in stored("documents", "list", "--text")[1]
    assert "숲길 30km를 새로 만든다." in stored("documents", "show", "forest", "--text")[1]
    code, out, err = stored("documents", "remove", "forest", "gone", "forest")
    assert (code, lines(out)) == (1, [{"removed": 1, "missing": ["gone"]}])
    assert "gone" in err
    assert stored("documents", "show", "forest")[0] == 1
    assert stored("documents", "show", "river", "--document-version", "9")[0] == 1


def test_doctor_tells_settings_and_store(stored: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEUNGEO_STOER", "x")
    code, out, _ = stored("doctor")
    (found,) = lines(out)
    assert (code, found["ok"], found["settings"]["store"]) == (0, True, str(tmp_path / ".geungeo"))
    checks = {check["name"]: check for check in found["checks"]}
    assert "문서 3건" in checks["store"]["detail"]
    assert "GEUNGEO_STOER" in checks["environment"]["detail"]
    assert stored("doctor", "--text")[1].endswith("이상 없음\n")


def test_doctor_exits_with_1_when_something_is_wrong(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEUNGEO_CHUNK_SIZE", "90")
    code, out, _ = stored("doctor", "--text")
    assert code == 1
    assert "--reindex" in out


def test_doctor_does_not_create_a_store(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("doctor", "--store", "new")
    assert code == 0
    assert "new" in out
    assert not (tmp_path / "new").exists()


def test_serve_passes_settings_and_reports_a_taken_port(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served = []
    monkeypatch.setattr("ui.serving.server.serve", lambda settings, host, port: served.append((host, port)))
    assert stored("serve", "--host", "0.0.0.0", "--port", "8123")[0] == 0
    assert served == [("0.0.0.0", 8123)]

    def taken(*_: object) -> None:
        raise OSError("in use")

    monkeypatch.setattr("ui.serving.server.serve", taken)
    code, _, err = stored("serve", "--port", "8123")
    assert code == 2
    assert "8123" in err


# the process


def test_what_may_pass_by_itself_exits_with_1(stored: Run, chain: Chain) -> None:
    chain.fails_on = "바쁨"
    code, out, err = stored("ask", "바쁨")
    assert (code, out) == (1, "")
    assert "기다리십시오." in err


def test_an_interrupt_is_quiet(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.chain.build_chain", interrupt)
    assert stored("ask", "x") == (130, "", "")


@pytest.fixture
def many(stored: Run, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    source = batch_file(tmp_path, *({"id": n, "query": "하천"} for n in range(3000)))
    fake = f"import sys; sys.path[:0] = {sys.path!r}; import bigrams, ingest.embedding; from ui import cli\n"
    fake += "ingest.embedding.load = lambda *_: bigrams.Bigrams()\nsys.exit(cli.main())"
    process = subprocess.Popen(
        [sys.executable, "-c", fake, "search", "--batch", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.integration
def test_a_reader_gets_each_line_at_once_and_may_leave_early(many: subprocess.Popen[bytes]) -> None:
    assert many.stdout is not None
    assert many.stderr is not None
    first = json.loads(many.stdout.readline())
    assert (first["id"], many.poll()) == (0, None)
    many.stdout.close()
    assert many.wait(timeout=60) == 141
    assert many.stderr.read() == b""


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_people_get_text_and_pipes_get_json(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_json(stream: io.StringIO, **form: bool) -> bool:
        monkeypatch.setattr(sys, "stdout", stream)
        return Terminal.open("ko", **({"json": False, "text": False} | form)).json

    assert not as_json(Screen())
    assert as_json(Screen(), json=True)
    assert as_json(io.StringIO())
    assert not as_json(io.StringIO(), text=True)


def test_colour_follows_the_terminal_and_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Screen())
    assert Terminal.open("ko", json=False, text=False).look.colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.open("ko", json=False, text=False).look.colour


def test_progress_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    quiet, screen = io.StringIO(), Screen()
    for stream in (quiet, screen):
        terminal = Terminal.open("ko", json=True, text=False)
        with Terminal(terminal.json, terminal.look, io.StringIO(), stream).progress("넣는 중") as advance:
            advance(1, 2, "a.txt")
    assert quiet.getvalue() == ""
    assert "넣는 중" in screen.getvalue()


def test_the_language_is_chosen_before_anything_is_parsed() -> None:
    assert parser.chosen_language(["--lang", "en", "ask"], "ko") == "en"
    assert parser.chosen_language(["ask", "--lang=ko"], "en") == "ko"
    assert parser.chosen_language(["ask", "--", "--lang", "en"], None) is None
    assert parser.chosen_language(["--lang"], "fr") is None
