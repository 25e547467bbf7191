"""Tests of taking down what chat models wrote, before anything was checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableLambda

import prompts
from assistant.chain import build_chain
from assistant.models.chat import ChatModel
from assistant.settings import AssistantSettings
from evals import calls, records, systems
from evals.datasets.cases import Dataset
from evals.runner import System, run
from evals.suites import grounding
from ingest.errors import GeungeoError
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store

RAW = "바닷길 사업의 총사업비는 120억원으로 확정되었습니다 [1]. 담당자는 홍길동 과장이라고 합니다 [1]."


@pytest.mark.parametrize("name", ["answer", "judge", "repair", "rewrite"])
def test_a_prompt_is_known_by_its_text(name: str) -> None:
    one = prompts.load(name)
    asked = one.messages(**{variable: f"값 {variable}\n둘째 줄" for variable in one.variables})[-1][1]
    assert calls.prompt(asked) == one.id
    assert calls.prompt(f"{asked} 그리고") == ""


def test_calls_inside_other_runnables_are_taken_in_order() -> None:
    model = FakeListChatModel(responses=["하나", "둘 셋"])
    with calls.taking() as taken:
        RunnableLambda(lambda text: model.invoke([HumanMessage(text)])).invoke("묻는다")
        "".join(str(piece.text) for piece in model.stream("또 묻는다"))
    model.invoke("밖에서")
    assert taken.taken == (calls.Call("", "하나"), calls.Call("", "둘 셋"))


def test_what_was_written_before_a_break_is_kept() -> None:
    with calls.taking() as taken:
        stream = FakeListChatModel(responses=["가나다라"]).stream("묻는다")
        next(stream)
        next(stream)
        stream.close()
    assert [call.text for call in taken.taken] == ["가나"]


@pytest.mark.integration
def test_the_trace_holds_what_the_model_wrote_before_the_gate(dataset: Dataset, tmp_path: Path, look_up: Any) -> None:
    (tmp_path / "plan.txt").write_text(look_up("plan.txt", None).text, encoding="utf-8")
    model = ChatModel(FakeListChatModel(responses=[RAW]), "scripted", 4_000)
    with Store.open(IngestSettings(store=tmp_path / "store"), create=True) as store:
        ingest([tmp_path / "plan.txt"], store)
        chain = build_chain(store, AssistantSettings(), model=model)
        system = systems.over(store, chain=chain)
        run(Dataset("해온", dataset.questions[:1]), system, tmp_path / "trace.jsonl")
    line = json.loads((tmp_path / "trace.jsonl").read_text("utf-8").splitlines()[1])
    untold = {"input_tokens": None, "output_tokens": None}
    assert line["calls"][0] == {"prompt": prompts.load("answer").id, "text": RAW} | untold
    assert line["calls"][1]["prompt"] == prompts.load("repair").id
    assert line["prompt_version"] == prompts.load("answer").id
    assert [one["verdict"] for one in line["sentences"]] == ["supported"]
    dropped = line["dropped"][0]
    assert dropped["reason"]
    assert "홍길동" in dropped["text"]
    assert line["passages"]
    assert line["question"]


def test_a_case_that_fails_keeps_what_was_written(dataset: Dataset, scripted: Any, bench: Any) -> None:
    def ask(case: Any) -> Any:
        FakeListChatModel(responses=["반쯤 쓴"]).invoke("묻는다")
        raise GeungeoError("끊겼습니다.")

    kept = run(Dataset("해온", dataset.questions[:1]), System(ask, scripted.system().check, {}))
    assert (kept.asked[0].kind, kept.asked[0].calls) == ("error", (calls.Call("", "반쯤 쓴"),))
    assert records.load(records.dump(kept.asked[0])) == kept.asked[0]
    assert grounding(dataset, bench).report.lines
