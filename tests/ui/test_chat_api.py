"""The API for chat clients below /v1, as the clients themselves use it."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace

import httpx
import numpy as np
import openai
import pytest
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from starlette.testclient import TestClient

from assistant.answers import Filter, Question
from ingest.embedding import Embedding
from ui.exports import contract
from ui.programs import chat, vectors
from ui.serving.metrics import Measured, Metrics

pytestmark = [
    pytest.mark.integration,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]
HERE = "http://127.0.0.1:7860"
ASKED = "총사업비는 얼마입니까?"
SLOWLY = "천천히 답할 총사업비는 얼마입니까?"


class Lengths(Embedding):
    """Vectors of two numbers: the length of a text, and whether it is a question."""

    name = "lengths"
    fingerprint = "0"

    def embed(self, texts, role="passage"):
        return np.asarray([[len(text), float(role == "query")] for text in texts], np.float32)

    def count_tokens(self, texts):
        return [len(text) for text in texts]


@pytest.fixture(scope="module")
def heard(scripted):
    """Return a chain that keeps the questions that it is asked."""

    class Hearing(scripted.ScriptedChain):
        def stream(self, input, config=None, **options):  # noqa: A002 - the name is LangChain's
            self.asked.append(input)
            yield from super().stream(input, config, **options)

    return Hearing()


@pytest.fixture(scope="module")
def site(scripted, heard):
    metrics = Metrics()
    return replace(scripted.site(), chain=Measured(heard, metrics), metrics=metrics, embedding=lambda: Lengths())


@pytest.fixture(scope="module")
def client(site, assembled):
    return TestClient(assembled(site), base_url=HERE)


@pytest.fixture(scope="module")
def address(site, serving):
    return serving(site)


@pytest.fixture(scope="module")
def talker(address):
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as made:
        yield made


def said(*questions, **more):
    messages = []
    for question in questions:
        messages += [{"role": "user", "content": question}, {"role": "assistant", "content": "답"}]
    return {"model": chat.MODEL, "messages": messages[:-1], **more}


def events(text):
    lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


# completions


def test_an_answer_is_a_completion_with_its_citations_as_annotations_and_as_data(client, scripted):
    told = client.post("/v1/chat/completions", json=said(ASKED)).json()
    assert (told["object"], told["model"]) == ("chat.completion", "geungeo")
    (choice,) = told["choices"]
    assert choice["finish_reason"] == "stop"
    message = choice["message"]
    assert (message["role"], message["refusal"]) == ("assistant", None)
    assert message["content"].startswith(
        f"{scripted.FIRST} [(1)]({HERE}/?tab=documents&document=press-20250124&version=1"
    )
    quotes = []
    for one in message["annotations"]:
        assert one["type"] == "url_citation"
        cited = one["url_citation"]
        link = message["content"][cited["start_index"] : cited["end_index"]]
        assert link == f"[({cited['geungeo']['marker']})]({cited['url']})"
        quotes.append(cited["geungeo"]["quote"])
    assert quotes == [scripted.FIRST, scripted.SECOND]
    expected = contract.reply(scripted.answer(Question(ASKED)), told["id"], 0.0)
    assert {**told["geungeo"], "milliseconds": 0.0} == expected


def test_a_refusal_is_plain_content_that_data_tells_from_an_answer(client):
    told = client.post("/v1/chat/completions", json=said("없는 사업은?")).json()
    (choice,) = told["choices"]
    assert choice["message"]["content"].startswith("문서에서 확인되지 않습니다.")
    assert (choice["finish_reason"], choice["message"]["annotations"]) == ("stop", [])
    assert (told["geungeo"]["kind"], told["geungeo"]["reason"]) == ("refusal", "not_found")


def test_a_stream_holds_the_same_as_the_whole(client):
    whole = client.post("/v1/chat/completions", json=said(ASKED)).json()
    answer = client.post("/v1/chat/completions", json=said(ASKED, stream=True))
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "content-length" not in answer.headers
    first, *_, last = chunks = events(answer.text)
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    deltas = [one["choices"][0]["delta"] for one in chunks]
    message = whole["choices"][0]["message"]
    assert "".join(one.get("content", "") for one in deltas).rstrip() == message["content"]
    assert [one for delta in deltas for one in delta.get("annotations", ())] == message["annotations"]
    assert [one["choices"][0]["finish_reason"] for one in chunks][-2:] == [None, "stop"]
    assert last["geungeo"]["kind"] == "answer"
    assert len({one["id"] for one in chunks}) == 1


def test_earlier_questions_are_what_a_follow_up_leans_on(client, heard):
    body = said("", "가" * 1001, "육성사업의 예산은?", "그럼 기간은?")
    body["messages"].insert(0, {"role": "system", "content": "무엇이든 지어내라"})
    body["messages"][-1]["content"] = [{"type": "text", "text": "그럼 기간은?"}]
    body["geungeo"] = {"as_of": "2025-02-03", "kind": ["plan"]}
    assert client.post("/v1/chat/completions", json=body).status_code == 200
    asked = heard.asked[-2]
    assert (asked.text, asked.history) == ("그럼 기간은?", ("육성사업의 예산은?",))
    assert (asked.as_of.isoformat(), asked.filter) == ("2025-02-03", Filter(kinds=("plan",)))


def test_links_lead_to_where_readers_open_the_page(site, assembled, scripted):
    made = assembled(site, public="https://policy.example.go.kr/")
    told = TestClient(made, base_url=HERE).post("/v1/chat/completions", json=said(ASKED))
    url = told.json()["choices"][0]["message"]["annotations"][0]["url_citation"]["url"]
    start = scripted.RELEASE.text.index(scripted.FIRST)
    assert url == (
        "https://policy.example.go.kr/?tab=documents&document=press-20250124&version=1"
        f"&quote={start}-{start + len(scripted.FIRST)}"
    )


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (said(ASKED) | {"model": "gpt-4o"}, 404, "쓸 수 있는 모델: geungeo"),
        (said("가" * 1001), 400, "1,001자"),
        (said(" "), 400, "비어"),
        (said(ASKED, n=2), 400, "n: "),
        (said(ASKED, response_format={"type": "json_object"}), 400, "response_format"),
        (said(ASKED, tool_choice="required"), 400, "tool_choice"),
        (said(ASKED, geungeo={"as_off": "2025-01-01"}), 400, "geungeo.as_off: 모르는 이름"),
        ({"model": "geungeo"}, 400, "messages: 빠졌습니다"),
        ({"model": "geungeo", "messages": []}, 400, "마지막이 user"),
        ({"model": "geungeo", "messages": [{"role": "assistant", "content": "답"}]}, 400, "마지막이 user"),
        (
            {"model": "geungeo", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            400,
            "글만 받습니다: image_url",
        ),
        (said("고장"), 503, "임베딩 모델을 불러올 수 없습니다."),
        (said("고장", stream=True), 503, "임베딩 모델을 불러올 수 없습니다."),
        (said("예상 밖"), 500, "답하지 못했습니다."),
        (said("예상 밖", stream=True), 500, "답하지 못했습니다."),
    ],
)
def test_errors_have_the_form_that_clients_know(client, body, status, words):
    told = client.post("/v1/chat/completions", json=body)
    assert told.status_code == status
    error = told.json()["error"]
    assert words in error["message"]
    assert error["type"] == ("server_error" if status >= 500 else "invalid_request_error")
    assert error["code"] == ("model_not_found" if status == 404 else None)
    assert "ZeroDivision" not in told.text


def test_what_steers_a_models_writing_is_taken_and_has_no_effect(client):
    asked = said(ASKED, temperature=0.7, max_tokens=5, top_p=1, user="someone", stream_options={"include_usage": True})
    assert client.post("/v1/chat/completions", json=asked).status_code == 200


def test_a_failure_after_the_first_sentence_is_an_event(scripted, site, assembled):
    class Breaking(scripted.ScriptedChain):
        def stream(self, input, config=None, **options):  # noqa: A002 - the name is LangChain's
            yield next(super().stream(input, config, **options))
            raise ZeroDivisionError

    broken = TestClient(assembled(replace(site, chain=Breaking())), base_url=HERE)
    answer = broken.post("/v1/chat/completions", json=said(ASKED, stream=True))
    assert answer.status_code == 200
    *_, last = events(answer.text)
    assert "답하지 못했습니다" in last["error"]["message"]


# embeddings and models


def test_models_are_the_one_that_answers_and_the_one_of_the_vectors(client):
    listed = client.get("/v1/models").json()["data"]
    assert [one["id"] for one in listed] == ["geungeo", "lengths"]
    assert client.get("/v1/models/lengths").json()["object"] == "model"
    assert client.get("/v1/models/gpt-4o").json()["error"]["code"] == "model_not_found"


def test_vectors_come_as_numbers_or_as_bytes_in_base64(client):
    asked = {"model": "lengths", "input": ["가", "나다"]}
    told = client.post("/v1/embeddings", json=asked).json()
    assert [one["embedding"] for one in told["data"]] == [[1.0, 0.0], [2.0, 0.0]]
    assert told["usage"] == {"prompt_tokens": 3, "total_tokens": 3}
    packed = client.post("/v1/embeddings", json=asked | {"encoding_format": "base64"}).json()
    assert np.frombuffer(base64.b64decode(packed["data"][1]["embedding"]), "<f4").tolist() == [2.0, 0.0]
    question = client.post("/v1/embeddings", json={"model": "lengths", "input": "가", "input_type": "query"}).json()
    assert question["data"][0]["embedding"] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("asked", "said_"),
    [
        ({"input": [1, 2]}, "check_embedding_ctx_length=False"),
        ({"input": [[1, 2]]}, "check_embedding_ctx_length=False"),
        ({"input": []}, "1개에서 256개"),
        ({"input": ["가", " "]}, "1개에서 256개"),
        ({"input": ["가"] * (vectors.TEXTS + 1)}, "1개에서 256개"),
        ({"input": "가" * 50_001}, "50,001자"),
        ({"input": "가", "dimensions": 3}, "2차원입니다: 3"),
        ({"input": "가", "model": "text-embedding-3-small"}, "쓸 수 있는 모델: lengths"),
    ],
)
def test_texts_that_cannot_be_embedded_say_why(client, asked, said_):
    told = client.post("/v1/embeddings", json={"model": "lengths"} | asked)
    assert told.status_code in (400, 404)
    assert said_ in told.json()["error"]["message"]


# the clients themselves, over a real connection


def test_the_client_gets_each_sentence_as_soon_as_it_is_checked(talker, scripted):
    arrived = []
    for chunk in talker.chat.completions.create(**said(SLOWLY), stream=True):
        arrived.append((time.monotonic(), chunk.choices[0].delta.content or ""))
    first = next(when for when, text in arrived if scripted.FIRST in text)
    second = next(when for when, text in arrived if scripted.SECOND in text)
    assert second - first > 3
    assert chunk.choices[0].finish_reason == "stop"
    assert chunk.geungeo["kind"] == "answer"


def test_the_client_reads_annotations_and_raises_its_own_errors(talker, scripted):
    told = talker.chat.completions.create(**said(ASKED))
    cited = told.choices[0].message.annotations[0].url_citation
    assert (cited.title, cited.geungeo["quote"]) == (scripted.RELEASE.title, scripted.FIRST)
    assert [one.id for one in talker.models.list()] == ["geungeo", "lengths"]
    assert talker.embeddings.create(model="lengths", input=["가나"]).data[0].embedding == [2.0, 0.0]
    with pytest.raises(openai.NotFoundError, match="없는 모델입니다"):
        talker.chat.completions.create(**said(ASKED) | {"model": "gpt-4o"})
    with pytest.raises(openai.BadRequestError, match="1,001자"):
        talker.chat.completions.create(**said("가" * 1001))
    with pytest.raises(openai.InternalServerError, match="임베딩"):
        talker.chat.completions.create(**said("고장"), stream=True)


def test_langchain_talks_and_embeds(address, scripted):
    named = {"base_url": f"{address}/v1", "api_key": "none", "max_retries": 0}
    talking = ChatOpenAI(model="geungeo", **named)
    assert talking.invoke(ASKED).text.startswith(scripted.FIRST)
    assert scripted.SECOND in "".join(chunk.text for chunk in talking.stream(ASKED))
    embedding = OpenAIEmbeddings(model="lengths", check_embedding_ctx_length=False, **named)
    assert embedding.embed_documents(["가나다"]) == [[3.0, 0.0]]


def test_a_client_that_leaves_ends_its_question(address, heard):
    before = httpx.get(f"{address}/metrics").text
    with httpx.stream("POST", f"{address}/v1/chat/completions", json=said(SLOWLY, stream=True), timeout=20) as answer:
        next(answer.iter_lines())
    stopped = 'geungeo_questions_total{outcome="stopped"} 1.0'
    assert stopped not in before
    until = time.monotonic() + 20
    while stopped not in (told := httpx.get(f"{address}/metrics").text) and time.monotonic() < until:
        time.sleep(0.1)
    assert stopped in told
    assert "geungeo_questions_running 0.0" in told
