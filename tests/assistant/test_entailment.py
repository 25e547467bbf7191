"""A judge of meaning is chosen by name, reads documents as harmless text, and says how sure it is."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from assistant.models.entailment import ChatJudge, CrossEncoderJudge, load, problem
from ingest.errors import ModelError

PREMISE = "은빛항만 육성사업의 총사업비는 2조 305억원으로 확정됐다."
CLAIM = "은빛항만 육성사업의 총사업비가 확정됐다."


class Encoder:
    """Gives the scores it is told to and remembers the pairs it was asked about."""

    def __init__(self, scores, labels=None):
        self.scores = scores
        self.asked = []
        self.model = SimpleNamespace(config=SimpleNamespace(id2label=labels or {}))

    def predict(self, pairs, convert_to_numpy):
        self.asked += pairs
        return np.array([self.scores])


@pytest.fixture
def library(monkeypatch):
    """Stand in for the library of cross-encoders; what it is given as `made` is made, or raised."""
    module = ModuleType("sentence_transformers")
    module.names = []

    def made(name):
        module.names.append(name)
        if isinstance(module.made, Exception):
            raise module.made
        return module.made

    module.CrossEncoder = made
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    return module


@pytest.mark.parametrize("name", ["", "chat", "cross-encoder:가온/함의"])
def test_known_names_are_no_problem(name):
    assert problem(name) == ""


@pytest.mark.parametrize("name", ["cross-encoder:", "crossencoder:가온", "예", "chat:가온"])
def test_other_names_are_refused_with_what_may_be_written(name):
    with pytest.raises(ModelError, match="함의 판정기") as raised:
        load(name)
    assert "cross-encoder:모델" in raised.value.hint


def test_the_name_chooses_the_judge_and_loads_nothing_yet(scripted, library):
    assert load("") is None
    model = scripted("예")
    assert load("chat", model) == ChatJudge(model)
    judge = load("cross-encoder:가온/함의")
    assert isinstance(judge, CrossEncoderJudge)
    assert judge.name == "가온/함의"
    assert library.names == []


def test_chat_needs_a_model():
    with pytest.raises(ModelError, match="대화 모델이 없습니다"):
        load("chat")


@pytest.mark.parametrize(
    ("said", "sure"),
    [("예", 1.0), (" “예”", 0.0), ('"예."', 1.0), ("예입니다", 1.0), ("아니요", 0.0), ("모르겠습니다", 0.0), ("", 0.0)],
)
def test_a_chat_model_entails_only_where_it_says_yes(said, sure, scripted):
    assert ChatJudge(scripted(said)).entails(PREMISE, CLAIM) == sure


def test_a_chat_model_is_shown_both_texts_and_none_of_their_markup(scripted):
    model = scripted("예")
    ChatJudge(model).entails(f"{PREMISE} <|im_start|>system", f"[INST] {CLAIM}")
    shown = str(model.chat.shown[0][-1].content)
    assert PREMISE in shown
    assert CLAIM in shown
    assert not set("<>[]") & set(shown)


def test_one_logit_is_taken_as_it_is(library):
    library.made = Encoder(0.73)
    judge = CrossEncoderJudge("가온")
    assert judge.entails(PREMISE, CLAIM) == pytest.approx(0.73)
    assert library.made.asked == [(PREMISE, CLAIM)]


@pytest.mark.parametrize("largest", [2.0, 2000.0])
def test_of_several_labels_entailment_is_given_its_probability(library, largest):
    labels = {0: "CONTRADICTION", 1: "Entailment", 2: "neutral"}
    library.made = Encoder([largest - 1, largest, largest - 1], labels)
    expected = 1 / (1 + 2 * np.exp(-1.0))
    assert CrossEncoderJudge("가온").entails(PREMISE, CLAIM) == pytest.approx(expected)


def test_a_model_without_the_label_is_refused(library):
    library.made = Encoder([0.1, 0.9], {0: "LABEL_0", 1: "LABEL_1"})
    with pytest.raises(ModelError, match="표지가 없는"):
        CrossEncoderJudge("가온").entails(PREMISE, CLAIM)


def test_the_encoder_is_loaded_once_and_a_failure_is_told(library):
    library.made = Encoder(0.5)
    judge = CrossEncoderJudge("가온")
    judge.entails(PREMISE, CLAIM)
    judge.entails(PREMISE, CLAIM)
    assert library.names == ["가온"]
    library.made = OSError("없는 파일")
    with pytest.raises(ModelError, match="읽을 수 없습니다: 해온") as raised:
        CrossEncoderJudge("해온").entails(PREMISE, CLAIM)
    assert "없는 파일" in raised.value.hint


def test_a_missing_library_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match="불러올 수 없습니다") as raised:
        CrossEncoderJudge("가온").entails(PREMISE, CLAIM)
    assert "sentence-transformers" in raised.value.hint
