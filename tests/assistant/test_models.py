"""A model's name is enough to have it: in this process, at an address, from a provider, or none at all."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.answers import Answer
from assistant.chain import build_chain
from assistant.models import chat, providers
from assistant.settings import AssistantSettings
from ingest.errors import ModelError
from ingest.store import Store

SAID = "은빛항만 육성사업의 총사업비는 2조 305억원입니다 [1]."


class Served(BaseHTTPRequestHandler):
    """Speaks as much of OpenAI's protocol as a chat needs."""

    keys: list[str] = []  # noqa: RUF012 - shared by every request on purpose

    def do_GET(self) -> None:
        self._send(json.dumps({"object": "list", "data": [{"id": "가람", "object": "model"}]}).encode())

    def do_POST(self) -> None:
        self.keys.append(self.headers["Authorization"])
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        base = {"id": "1", "created": 0, "model": asked["model"]}
        if not asked.get("stream"):
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": SAID}}
            self._send(json.dumps(base | {"object": "chat.completion", "choices": [choice]}).encode())
            return
        parts = [{"index": 0, "delta": {"content": letter}, "finish_reason": None} for letter in SAID]
        parts.append({"index": 0, "delta": {}, "finish_reason": "stop"})  # type: ignore[dict-item]
        lines = [json.dumps(base | {"object": "chat.completion.chunk", "choices": [part]}) for part in parts]
        self._send("".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode(), "text/event-stream")

    def _send(self, body: bytes, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_model_is_the_default() -> None:
    assert chat.load("extractive") is None


@pytest.mark.parametrize("name", ["gpt", "", "모델", "http:/x", "two words"])
def test_a_name_of_no_known_form_is_refused_with_the_forms_there_are(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        chat.load(name)
    assert "gguf:" in caught.value.hint


@pytest.mark.integration
def test_a_server_is_asked_which_model_it_serves_and_answers(harbour: Store, address: str) -> None:
    chain = build_chain(harbour, AssistantSettings(model=address, key="sk-secret"))
    reply = chain.invoke("은빛항만 육성사업의 총사업비는 얼마인가요?")
    assert isinstance(reply, Answer)
    assert reply.model == f"{address}#가람"
    assert "2조 305억원" in reply.text
    assert Served.keys[-1] == "Bearer sk-secret"


@pytest.mark.integration
def test_the_model_at_an_address_can_be_named(address: str) -> None:
    model = chat.load(f"{address}#나래")
    assert model is not None
    assert model.name == f"{address}#나래"
    assert model.chat.invoke("?").text == SAID


@pytest.mark.integration
def test_a_server_that_is_not_there_is_said_to_be_not_there() -> None:
    with pytest.raises(ModelError, match="응답하지 않습니다") as caught:
        chat.load("http://127.0.0.1:9/v1")
    assert "/v1" in caught.value.hint


@pytest.mark.integration
def test_a_provider_that_is_not_installed_says_which_package() -> None:
    with pytest.raises(ModelError, match="langchain-mistralai"):
        chat.load("mistralai:mistral-large")


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("anthropic:claude-sonnet-4-5", "anthropic"),
        ("bedrock_converse:anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock"),
        ("google_genai:gemini-2.5-pro", "google"),
        ("ollama:qwen3", "ollama"),
    ],
)
def test_a_provider_with_an_extra_names_it_where_its_package_is_missing(
    monkeypatch: pytest.MonkeyPatch, name: str, extra: str
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("langchain-nothing")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", missing)
    with pytest.raises(ModelError, match="필요한 패키지") as caught:
        chat.load(name)
    assert caught.value.hint == f"pip install 'geungeo[{extra}]'"
    known = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert extra in known["project"]["optional-dependencies"]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("name", "key", "address"),
    [
        ("upstage:solar-pro3", "UPSTAGE_API_KEY", "https://api.upstage.ai/v1"),
        ("clova:HCX-005", "CLOVASTUDIO_API_KEY", "https://clovastudio.stream.ntruss.com/v1/openai"),
    ],
)
def test_a_provider_without_a_package_is_asked_at_its_address_with_its_own_key(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str, address: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of-openai")
    monkeypatch.delenv(key, raising=False)
    with pytest.raises(ModelError, match="API 키가 없습니다") as caught:
        chat.load(name)
    assert key in caught.value.hint
    monkeypatch.setenv(key, "of-theirs")
    model = chat.load(name)
    assert model is not None
    client = model.chat
    assert isinstance(client, ChatOpenAI)
    assert (client.openai_api_base, client.model_name, client.stream_usage) == (address, name.partition(":")[2], True)
    assert isinstance(client.openai_api_key, SecretStr)
    assert client.openai_api_key.get_secret_value() == "of-theirs"


def test_the_bounds_of_an_answer_have_the_names_that_ollama_gives_them() -> None:
    options = {"max_tokens": 500, "timeout": 120.0, "max_retries": 2, "temperature": 0.0}
    name, given = providers.arguments("ollama:qwen3", options)
    assert name == "ollama:qwen3"
    assert given == {"num_predict": 500, "client_kwargs": {"timeout": 120.0}, "temperature": 0.0}
    assert providers.arguments("openai:gpt-5", options) == ("openai:gpt-5", options)


def test_a_gguf_file_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the gguf extra is not installed")
    with pytest.raises(ModelError, match="모델 파일이 없습니다"):
        chat.load(f"gguf:{tmp_path / 'none.gguf'}")
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF no more")
    with pytest.raises(ModelError, match="읽을 수 없습니다"):
        chat.load(f"gguf:{broken}")


@pytest.mark.live
def test_a_real_model_answers_and_no_wrong_figure_gets_through(harbour: Store) -> None:
    path = os.environ.get("GEUNGEO_TEST_GGUF")
    if not path:
        pytest.skip("GEUNGEO_TEST_GGUF names no model file")
    chain = build_chain(harbour, AssistantSettings(model=f"gguf:{path}"))
    reply = chain.invoke("은빛항만 육성사업의 총사업비는 얼마인가요?")
    assert isinstance(reply, Answer)
    assert "2조 305억원" in reply.text
    assert all(sentence.verdict == "supported" and sentence.citations for sentence in reply.sentences)
    follow = chain.invoke("은빛항만 육성사업은 몇 곳을 지원하나요?")
    assert isinstance(follow, Answer)
    assert "115곳" in follow.text
