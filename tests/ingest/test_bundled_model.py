import json
import os
import subprocess
import sys

import numpy as np
import pytest

from ingest import embedding
from ingest.models.directory import fingerprint

pytestmark = pytest.mark.integration

DIRECTORY = embedding.MODELS / "e5-small-ko"
FUND = "인구감소지역에는 정부가 해마다 1조 원의 기금을 나누어 지원한다."
VACCINE = "예방접종을 받으려면 가까운 보건소에 예약해야 한다."
TEXTS = [
    FUND,
    VACCINE,
    "□ 추진배경: ｢지방자치법｣ 제3조에 따른 광역시·도 17곳(’25.1월)",
    "ㅇ 국비 50%, 면적 1,200㎡, 평균 36.5℃, 3～5월 ※ 별표Ⅰ 참조",
    "AI 기반 스타트업 SOLUTION, 大韓民國, α=0.05",
    "",
    "길고 긴 문장 " * 400,
]


@pytest.fixture(scope="module")
def model():
    return embedding.load("e5-small-ko", threads=2)


def test_vectors_are_normalised_and_in_order(model):
    vectors = model.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[1], model.embed([VACCINE])[0], atol=1e-5)


def test_a_vector_is_the_same_on_every_processor(model):
    # With VNNI or without; sums that overflow 16 bits, as those of older processors, are .002 off.
    first = [0.0614, -0.02182, -0.0452, -0.03714, 0.09898, -0.00854, 0.00476, 0.0334]

    assert np.allclose(model.embed([FUND])[0, :8], first, atol=3e-4)


def test_no_texts_give_no_vectors(model):
    assert model.embed([]).shape == (0, 384)
    assert model.embed_documents([]) == []


def test_a_question_finds_its_passage(model):
    question = np.array(model.embed_query("지역 소멸을 막는 돈은 얼마나 주나요?"))

    scores = np.array(model.embed_documents([FUND, VACCINE])) @ question

    assert scores[0] > scores[1] + 0.05


def test_questions_and_passages_are_prefixed_differently(model):
    assert not np.allclose(model.embed([FUND])[0], model.embed_query(FUND), atol=1e-3)


def test_a_vector_does_not_depend_on_its_batch(model):
    alone = np.concatenate([model.embed([text]) for text in TEXTS])

    assert (alone * model.embed(TEXTS * 3)[: len(TEXTS)]).sum(axis=1).min() > 0.99999


def test_the_same_texts_give_the_same_vectors(model):
    assert np.array_equal(model.embed(TEXTS), model.embed(TEXTS))


def test_text_beyond_the_limit_is_not_seen(model):
    long = "가 " * 600

    assert model.count_tokens([long, "가"])[0] > 600
    assert np.allclose(model.embed([long]), model.embed([long + "끝"]), atol=1e-5)


def test_lone_surrogates_are_survived(model):
    assert np.isfinite(model.embed(["글\ud800자"])).all()


def test_policy_symbols_are_known(model):
    tokens = model._tokenizer.encode("□ ○ ㅇ ※ · ㎡ % ℃ ｢ ｣ 「 」 Ⅰ ① ～ ’ ‘ “ ” ▲ △ → ☎ 大 α µ").ids

    assert 3 not in tokens


@pytest.mark.parametrize(
    ("text", "same"),
    [("Ⅰ. ㎡", "I. m2"), ("한글", "한글"), ("가\n\t나", "가 나"), ("가\u200b나", "가 나")],
)
def test_text_is_normalised_as_the_original_does(model, text, same):
    assert model._tokenizer.encode(text).ids == model._tokenizer.encode(same).ids


def test_the_wide_tilde_is_left_alone_as_in_the_original(model):
    assert model._tokenizer.encode("3～5").ids != model._tokenizer.encode("3~5").ids


def test_the_manifest_names_the_files_beside_it(model):
    manifest = json.loads((DIRECTORY / "manifest.json").read_text())

    assert manifest == {"name": "e5-small-ko", "fingerprint": fingerprint(DIRECTORY)}
    assert model.fingerprint == manifest["fingerprint"]


def test_the_directory_is_small_enough_to_ship():
    assert sum(path.stat().st_size for path in DIRECTORY.rglob("*") if path.is_file()) < 50_000_000


def test_running_the_model_imports_no_torch():
    code = (
        "import sys; from ingest import embedding; embedding.load().embed_query('질문'); "
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"


def _onnx_python():
    """Return the interpreter that has optimum-onnx, which `make test` builds and names."""
    python = os.environ.get("ONNX_BACKEND_PYTHON")
    if not python:
        pytest.skip("optimum-onnx needs huggingface-hub<1, which Gradio refuses: `make test` runs this in .venv-onnx")
    return python


@pytest.mark.slow
def test_sentence_transformers_gives_the_same_vectors_from_the_same_directory(model, tmp_path):
    python = _onnx_python()
    texts, vectors = tmp_path / "texts.json", tmp_path / "vectors.npy"
    texts.write_text(json.dumps(TEXTS), encoding="utf-8")
    code = f"""
import json, numpy
from sentence_transformers import SentenceTransformer
options = {{"provider": "CPUExecutionProvider"}}
model = SentenceTransformer({str(DIRECTORY)!r}, backend="onnx", device="cpu", model_kwargs=options)
texts = json.load(open({str(texts)!r}, encoding="utf-8"))
encoders = model.encode_document, model.encode_query
numpy.save({str(vectors)!r}, [encode(texts, show_progress_bar=False) for encode in encoders])
"""
    subprocess.run([python, "-c", code], check=True, env=os.environ | {"HF_HUB_OFFLINE": "1"})
    documents, queries = np.load(vectors)

    assert (documents * model.embed(TEXTS)).sum(axis=1).min() > 0.9999
    assert (queries * model.embed(TEXTS, "query")).sum(axis=1).min() > 0.9999
