import os
import subprocess
import sys

import numpy as np
import pytest

from ingest import embedding
from ingest.embedding import BATCH_TOKENS, BundledEmbedding, _batches, _prompts
from ingest.errors import EmbeddingError


def test_batches_hold_every_text_once_and_stay_within_the_budget():
    lengths = [int(n) for n in np.random.default_rng(0).integers(3, 513, 700)]

    groups = list(_batches(lengths))

    assert sorted(at for group in groups for at in group) == list(range(len(lengths)))
    assert all(len(group) * max(lengths[at] for at in group) <= BATCH_TOKENS for group in groups)


def test_batches_join_texts_of_similar_length():
    lengths = [500, 10, 490, 11] * 8

    groups = [[lengths[at] for at in group] for group in _batches(lengths)]

    assert len(groups) == 3
    assert all(max(group) - min(group) <= 10 for group in groups)


def test_no_text_makes_no_batch():
    assert list(_batches([])) == []


@pytest.mark.parametrize(
    ("name", "configured", "expected"),
    [
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-base", {}, ("query: ", "passage: ")),
        ("a/model", {"query": "Q ", "document": "", "passage": "P "}, ("Q ", "P ")),
        ("a/model", {"query": "", "document": ""}, ("", "")),
        ("BAAI/bge-m3", {"query": None, "document": None}, ("", "")),
    ],
)
def test_prefixes_come_from_the_model_or_are_those_of_e5(name, configured, expected):
    prompts = _prompts(name, configured)

    assert (prompts["query"], prompts["passage"]) == expected


def test_an_empty_name_is_refused_with_a_hint():
    with pytest.raises(EmbeddingError) as caught:
        embedding.load(" ")

    assert "e5-small-ko" in caught.value.hint


def test_a_damaged_installation_is_refused_with_a_hint(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")

    with pytest.raises(EmbeddingError) as caught:
        BundledEmbedding(tmp_path)

    assert "다시 설치" in caught.value.hint


def test_a_missing_library_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(EmbeddingError) as caught:
        embedding.load("가온/임베딩")

    assert "sentence-transformers" in caught.value.hint


def test_the_module_imports_nothing_heavy():
    code = (
        "import sys, ingest.embedding; "
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'onnxruntime') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"


@pytest.mark.integration
def test_the_bundled_model_leaves_no_trace_of_its_use(tmp_path):
    # onnxruntime's telemetry keeps its device id and what it will send below the home directory.
    script = "from ingest import embedding; embedding.load('e5-small-ko', 1).embed_query('예산')"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", script], env=os.environ | home, check=True, timeout=60)
    assert list(tmp_path.rglob("*")) == []
