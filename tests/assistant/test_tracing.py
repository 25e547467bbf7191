"""Nothing of a question leaves the machine because a variable of the environment turns a tracer on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from assistant import tracing
from assistant.chain import build_chain
from assistant.settings import AssistantSettings
from assistant.stages import STAGES, Stage, watched
from ingest.store import Store

ROOT = Path(__file__).parents[2]
KEY = "lsv2_pt_0123456789abcdef_fedcba"
ASKED = "은빛항만 육성사업의 총사업비는 얼마인가요?"

# Runs in a process of its own: LangSmith reads the environment once and sends from a thread.
COMMAND = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
import ingest.embedding
from bigrams import Bigrams
ingest.embedding.load = lambda *_: Bigrams()
from ingest import pipeline
from ingest.settings import IngestSettings
from ingest.store import Store
from ui import cli
folder = Path(sys.argv[1])
(folder / "notice.txt").write_text("달빛천 산책로 정비에는 48억 원이 든다.", "utf-8")
with Store.open(IngestSettings(folder / "store"), create=True) as store:
    pipeline.ingest([folder / "notice.txt"], store)
code = cli.main(["ask", "달빛천 산책로 정비에는 얼마가 듭니까?", "--store", str(folder / "store")])
from langsmith.run_trees import get_cached_client
if sys.argv[2] == "flush":
    get_cached_client().flush()
sys.exit(code)
"""


class Endpoint(BaseHTTPRequestHandler):
    """Refuses every key, as LangSmith does a wrong one, and notes what it was sent."""

    got: list[str] = []  # noqa: RUF012 - the one of the class is emptied by the fixture

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.got.append(self.path)
        self.send_response(401)
        self.send_header("content-length", "0")
        self.end_headers()

    do_GET = do_POST = do_PATCH = answer  # noqa: N815 - the names are http.server's

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    Endpoint.got.clear()
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def asked(endpoint: str, folder: Path, **more: str) -> tuple[list[str], str]:
    folder.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_ENDPOINT": endpoint,
        "LANGSMITH_API_KEY": KEY,
        **more,
    }
    command = [sys.executable, "-c", COMMAND, str(folder), "flush" if more else ""]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return list(Endpoint.got), done.stdout + done.stderr


@pytest.mark.integration
@pytest.mark.slow
def test_a_tracer_of_the_environment_hears_nothing_unless_the_setting_says_so(endpoint: str, tmp_path: Path) -> None:
    sent, said = asked(endpoint, tmp_path / "off")
    assert "48억" in said
    assert sent == []
    sent, said = asked(endpoint, tmp_path / "on", GEUNGEO_TRACING="1")
    assert sent, "the stand-in was never asked: it would not have heard the first question either"
    assert KEY not in said
    assert KEY[-6:] not in said


def test_the_chain_alone_traces_nothing_either(harbour: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith import utils

    told: list[object] = []

    class Heard(BaseCallbackHandler):
        def on_chain_start(self, *_: object, **__: object) -> None:
            told.append(utils.tracing_is_enabled())

        on_retriever_start = on_chain_start

    monkeypatch.setattr(utils, "get_env_var", lambda name, default=None, **_: "true")
    chain = build_chain(harbour, AssistantSettings(reader=""))
    chain.invoke(ASKED, {"callbacks": [Heard()]})
    list(chain.stream(ASKED, {"callbacks": [Heard()]}))
    assert len(told) >= 4
    assert not any(told)
    assert utils.tracing_is_enabled() is True


def test_every_switch_of_a_tracer_is_turned_off_and_nothing_else() -> None:
    names = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
    more = ("LANGCHAIN_WANDB_TRACING", "LANGCHAIN_COMET_TRACING", "LANGCHAIN_HANDLER", "LANGSMITH_OTEL_ENABLED")
    kept = {"LANGSMITH_API_KEY": "k", "PATH": "p", "OPENAI_API_KEY": "o"}
    environment = dict.fromkeys((*names, *more), "true") | kept
    tracing.silence(environment)
    assert environment == dict.fromkeys((*names, *more), "false") | kept


class Seen:
    """Writes down the stages of one question, each with those that it lies within."""

    def __init__(self) -> None:
        self.open: list[Stage] = []
        self.stages: list[tuple[Stage, ...]] = []

    def stage(self, name: Stage) -> Seen:
        self.open.append(name)
        self.stages.append(tuple(self.open))
        return self

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        self.open.pop()


def test_whoever_watches_a_question_is_told_its_stages(harbour: Store, scripted: object) -> None:
    written = scripted("은빛항만 육성사업의 총사업비는 2조 305억원으로 확정됐다 [1].\n")  # type: ignore[operator]
    for model in (None, written):
        seen = Seen()
        chain = build_chain(harbour, AssistantSettings(reader=""), model=model)
        assert list(watched(seen, chain.stream(ASKED)))
        assert [stages[-1] for stages in seen.stages] == sorted(
            (stages[-1] for stages in seen.stages), key=STAGES.index
        )
        assert {stages[-1] for stages in seen.stages} == set(STAGES)
        assert ("compose", "gate") in seen.stages
        assert seen.open == []
    unwatched = Seen()
    list(chain.stream(ASKED))
    assert unwatched.stages == []
