"""Tests of `geungeo eval`: its files, its gate, what it says, and turning a reply into a case."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chats import listening
from ui import cli

TEXT = "해온부는 2025년 3월 4일 바닷길 사업의 총사업비를 120억원으로 확정했다.\n대상 지역은 부산, 전남이다.\n"
CSV = "질문,정답,문서,기대\n바닷길 사업의 총사업비는 얼마인가요?,120억원,plan.txt,답\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(CSV, encoding="utf-8")

    def command(*argv: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["eval", *argv])
        except SystemExit as stopped:
            code = int(str(stopped.code))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


MINE = ("--data", "cases.csv", "--documents", "docs")


@pytest.mark.integration
def test_an_evaluators_own_table_and_documents(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("grounding", "--out", "out", *MINE, "--text")
    assert code == 0
    for part in ("인용 재현율", "충실성", "rules-1", "보고서: out/report.html"):
        assert part in out
    assert {"report.json", "timings.json", "junit.xml", "report.html", "trace.jsonl"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["metrics"]["str_em"]["value"] == 1.0
    assert str(tmp_path) not in (tmp_path / "out" / "report.json").read_text("utf-8")


@pytest.mark.integration
def test_a_gate_that_breaks_exits_with_1_and_names_the_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CSV.replace("120억원", "999억원"), encoding="utf-8")
    (tmp_path / "own.toml").write_text("[grounding.str_em]\nleast = 1.0\n", encoding="utf-8")
    code, out, _ = run("grounding", "--out", "out", *MINE, "--thresholds", "own.toml", "--text")
    assert code == 1
    assert "정답 포함 (STR-EM) 0.000, 기준 1.000 이상" in out
    assert "row-2" in out
    code, out, _ = run("grounding", "--out", "out", *MINE, "--thresholds", "own.toml")
    assert code == 1
    assert json.loads(out)["gate"] == [{"metric": "str_em", "reason": "least", "cases": ["row-2"]}]


@pytest.mark.integration
def test_a_threshold_on_what_the_run_cannot_compute_is_told_as_not_judged(run: Run, tmp_path: Path) -> None:
    rules = "[grounding.str_em]\nleast = 1.0\n[grounding.premise_corrected]\nleast = 1.0\n"
    (tmp_path / "own.toml").write_text(rules, encoding="utf-8")
    code, out, _ = run("grounding", "--out", "out", *MINE, "--thresholds", "own.toml", "--text")
    assert code == 0
    assert "통과: 판정한 기준은 모두 지켰습니다" in out
    assert "판정하지 않은 기준 1개: " in out
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert (report["gate"], report["gate_not_judged"]) == ([], ["premise_corrected"])
    assert "판정하지 않은 기준 1개: " in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.integration
def test_a_run_is_compared_with_an_earlier_one(run: Run, tmp_path: Path) -> None:
    run("retrieval", "--out", "first", *MINE)
    code, out, _ = run("retrieval", "--out", "second", *MINE, "--baseline", "first", "--text")
    assert code == 0
    assert "견준 평가" in out
    report = json.loads((tmp_path / "second" / "report.json").read_text("utf-8"))
    assert {one["difference"] for one in report["changes"]} == {0.0}


@pytest.mark.integration
def test_a_run_with_another_reader_is_compared_and_told_apart(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("retrieval", "--out", "first", *MINE)
    monkeypatch.setenv("GEUNGEO_READER", "")
    code, out, err = run("retrieval", "--out", "second", *MINE, "--baseline", "first")
    assert code == 0
    assert json.loads(out)["differing_conditions"] == {"reader": ["reader-ko", "none"]}
    assert "조건이 다릅니다: 읽기 모델 reader-ko → 쓰지 않음." in err
    report = json.loads((tmp_path / "second" / "report.json").read_text("utf-8"))
    assert report["conditions"]["reader"] == "none"
    assert "읽기 모델 reader-ko → 쓰지 않음" in (tmp_path / "second" / "report.html").read_text("utf-8")


@pytest.mark.integration
def test_columns_that_were_not_used_are_told_with_the_names_they_may_have_meant(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CSV.replace("정답", "정담").replace("기대", "비고"), encoding="utf-8")
    code, out, err = run("grounding", "--out", "out", *MINE)
    assert code == 0
    told = "cases.csv에 쓰지 않은 열이 있습니다: ‘정담’ (‘정답’을(를) 잘못 적은 것이면 고쳐 다시 하십시오), ‘비고’."
    assert told in err
    assert [(one["title"], one["nearest"]) for one in json.loads(out)["unused_columns"]] == [
        ("정담", "정답"), ("비고", ""),
    ]  # fmt: skip
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["dataset"]["unused_columns"][0]["nearest"] == "정답"
    assert told in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.integration
def test_other_cases_are_no_baseline(run: Run, tmp_path: Path) -> None:
    run("retrieval", "--out", "first", *MINE)
    (tmp_path / "cases.csv").write_text(CSV.replace("얼마인가요", "얼마로 확정되었나요"), encoding="utf-8")
    code, out, err = run("retrieval", "--out", "second", *MINE, "--baseline", "first")
    assert (code, out) == (2, "")
    assert "견줄 수 없는 평가입니다: 질문의 지문" in err
    assert not (tmp_path / "second" / "report.json").exists()


SAID = "바닷길 사업의 총사업비는 120억원으로 확정되었습니다 [1]."


def timings(folder: Path) -> Any:
    return json.loads((folder / "timings.json").read_text("utf-8"))


@pytest.mark.integration
def test_tokens_time_and_cost_of_a_model_are_told_beside_the_report(run: Run, tmp_path: Path) -> None:
    with listening() as chat:
        chat.answer, chat.tokens = lambda _: SAID, (1_200, 30)
        name = ("--model", f"{chat.address}#m")
        price = ("--price-in", "2.5", "--price-out", "10", "--currency", "USD")
        code, out, _ = run("grounding", "--out", "out", *MINE, *name, *price, "--text")
        run("grounding", "--out", "again", *MINE, *name)
    assert code == 0
    for part in ("모델이 읽은 것 1,200개(질문마다 1,200), 쓴 것 30개", "호출 1번", "(p95)", "비용: 0.003300 USD"):
        assert part in out
    found = timings(tmp_path / "out")
    used = found["usage"]
    assert (used["calls"], used["calls_not_counted"], used["input_tokens"], used["output_tokens"]) == (1, 0, 1200, 30)
    assert used["cost"] == {
        "amount": 0.0033,
        "per_question": 0.0033,
        "currency": "USD",
        "input_price": 2.5,
        "output_price": 10.0,
    }
    assert found["questions"][0] | {"milliseconds": 0} == {
        "id": "row-2",
        "milliseconds": 0,
        "calls": 1,
        "input_tokens": 1200,
        "output_tokens": 30,
    }
    assert "비용: 0.003300 USD" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "cost" not in timings(tmp_path / "again")["usage"]
    first, second = ((tmp_path / one / "report.json").read_bytes() for one in ("out", "again"))
    assert first == second


@pytest.mark.integration
def test_a_model_that_counts_no_tokens_is_not_taken_for_free(run: Run, tmp_path: Path) -> None:
    with listening() as chat:
        chat.answer = lambda _: SAID
        price = ("--price-in", "2.5", "--price-out", "10")
        _, out, _ = run("grounding", "--out", "out", *MINE, "--model", f"{chat.address}#m", *price, "--text")
    assert "토큰 수를 알 수 없는 호출 1번은 들어 있지 않습니다" in out
    assert "비용: ≥ 0.00" in out
    assert timings(tmp_path / "out")["usage"]["calls_not_counted"] == 1


@pytest.mark.integration
def test_two_models_are_compared_with_tokens_and_prices_of_their_own(run: Run, tmp_path: Path) -> None:
    with listening() as chat:
        chat.answer, chat.tokens = lambda _: SAID, (1_000, 100)
        other = ("--against", f"model={chat.address}#m")
        prices = ("--price-in", "0", "3", "--price-out", "0", "5", "--currency", "원")
        code, out, _ = run("grounding", "--out", "out", *MINE, *other, *prices, "--text")
        assert code == 0
        _, summary, _ = run("grounding", "--out", "out", *MINE, *other, *prices)
    said = " ".join(out.split())
    assert "모델이 읽은 것 0개" in said
    assert "비용: 0.00 원" in said
    assert "비용: 0.003500 원" in said
    told = json.loads(summary)
    assert (told["usage"]["calls"], told["usage_against"]["input_tokens"]) == (0, 1000)
    assert timings(tmp_path / "out" / "against")["usage"]["cost"]["amount"] == 0.0035
    assert "비용: 0.003500 원" in (tmp_path / "out" / "comparison.html").read_text("utf-8")


@pytest.mark.integration
@pytest.mark.parametrize(
    "prices", [("--price-in", "1"), ("--price-in", "1", "2", "--price-out", "1", "2"), ("--price-out", "-1")]
)
def test_prices_that_do_not_fit_are_refused_before_the_run(run: Run, tmp_path: Path, prices: tuple[str, ...]) -> None:
    code, _, err = run("grounding", "--out", "out", *MINE, *prices)
    assert code == 2
    assert "--price-" in err
    assert not (tmp_path / "out").exists()


ANSWERS = "질문,답변\n바닷길 사업의 총사업비는 얼마인가요?,총사업비는 210억원입니다.\n다른 질문,다른 답\n"


@pytest.mark.integration
def test_another_systems_answers_are_compared_with_this_ones(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    code, out, err = run("grounding", "--out", "out", *MINE, "--against", "answers.csv", "--text")
    assert code == 0
    assert "답 1개는 쓰지 않습니다" in err
    for part in ("A: geungeo · extractive", "B: answers.csv", "해당 없음", "A만 잘못이 없는 것 1개"):
        assert part in " ".join(out.split())
    compared = json.loads((tmp_path / "out" / "comparison.json").read_text("utf-8"))
    assert compared["metrics"]["str_em"]["difference"]["value"] == 1.0
    assert compared["metrics"]["faithfulness"]["not_applicable"] == "evidence"
    assert compared["metrics"]["faithfulness"]["second"] is None
    (case,) = compared["cases"]
    assert (case["second"]["text"], case["second"]["failures"]) == ("총사업비는 210억원입니다.", ["str_em"])
    page = (tmp_path / "out" / "comparison.html").read_text("utf-8")
    assert "총사업비는 210억원입니다." in page
    assert "<script" not in page
    assert (tmp_path / "out" / "against" / "report.json").is_file()
    run("grounding", "--out", "out", *MINE)
    assert not (tmp_path / "out" / "comparison.json").exists()


@pytest.mark.integration
def test_a_server_is_asked_with_a_key_of_its_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of-the-model")
    monkeypatch.setenv("GEUNGEO_COMPARE_KEY", "of-the-other")
    with listening() as chat:
        name = f"{chat.address}#some-model"
        code, out, _ = run("grounding", "--out", "out", *MINE, "--against", name)
    assert code == 0
    assert chat.keys == ["Bearer of-the-other"]
    assert chat.sent[0]["messages"] == [{"role": "user", "content": "바닷길 사업의 총사업비는 얼마인가요?"}]
    summary = json.loads(out)
    assert summary["systems"][1]["name"] == name
    assert summary["comparison"]["str_em"]["second"]["value"] == 1.0
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.*") if path.is_file())
    assert b"of-the-other" not in written


@pytest.mark.integration
def test_this_program_is_compared_with_itself_under_another_embedding_model(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("grounding", "--out", "out", *MINE, "--against", "embedding=e5-small-ko")
    assert code == 0
    summary = json.loads(out)
    assert [one["name"] for one in summary["systems"]] == ["geungeo · extractive", "geungeo · e5-small-ko"]
    apart = [one["difference"]["value"] for one in summary["comparison"].values() if "difference" in one]
    # Of one answerable question nothing is counted in some metrics.
    assert set(apart) == {0.0, None}
    assert (tmp_path / "out" / "against" / "store").is_dir()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("grounding",), "--out"),
        (("grounding", "--out", "out", *MINE, "--against", "none.csv"), "견줄 시스템을 알 수 없습니다: none.csv"),
        (("grounding", "--out", "out", *MINE, "--against", "http://127.0.0.1:1/v1"), "모델 이름으로"),
        (("grounding", "--out", "out", *MINE, "--against", "http://127.0.0.1:1/v1#m"), "견줄 서버가 답하지 않습니다"),
        (("grounding", "--out", "out", *MINE, "--against", "model=nothing"), "쓸 수 없는 모델 이름"),
        (("claims", "--out", "out", *MINE, "--against", "answers.csv"), "--against"),
        (("all", "--out", "x"), "all"),
        (("grounding", "--out", "out", "--data", "none.csv", "--documents", "docs"), "none.csv"),
        (("grounding", "--out", "out", *MINE, "--baseline", "docs"), "report.json"),
        (("grounding", "--out", "out", *MINE, "--thresholds", "docs/plan.txt"), "plan.txt"),
        (("grounding", "--out", "out", *MINE, "--thresholds", "misspelt.toml"), "비슷한 이름: citation_recall"),
        (("grounding", "--out", "out", *MINE, "--map", "question"), "--map"),
        (("grounding", "--out", "out", *MINE, "--verifier", "rules,chat"), "검증기는 하나만"),
        (("grounding", "--out", "out", *MINE, "--verifier", "rules,ragas"), "대화 모델이 없습니다"),
        (("claims", "--out", "out", "--limit", "1", "--verifier", "ragas"), "grounding 묶음에서만"),
        (("add", "--to", "cases.jsonl", "none.json"), "none.json"),
    ],
)
def test_a_slip_of_the_hand_is_a_usage_error(run: Run, tmp_path: Path, argv: tuple[str, ...], said: str) -> None:
    (tmp_path / "misspelt.toml").write_text("[grounding.citaton_recall]\nleast = 0.95\n", encoding="utf-8")
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.integration
def test_a_document_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CSV.replace("plan.txt", "plan.pdf"), encoding="utf-8")
    code, _, err = run("grounding", "--out", "out", *MINE)
    assert code == 2
    assert "plan.pdf (row-2)" in err


def test_a_saved_reply_becomes_a_case_once(run: Run, tmp_path: Path) -> None:
    line = {"id": None, "kind": "answer", "text": "x", "citations": [{"document_id": "d", "quote": "문장"}]}
    (tmp_path / "reply.json").write_text(json.dumps(line), encoding="utf-8")
    argv = ("add", "reply.json", "--to", "cases.jsonl", "--question", "얼마인가요?", "--gold", "120억원")
    assert run(*argv)[0] == 0
    kept = json.loads((tmp_path / "cases.jsonl").read_text("utf-8"))
    assert (kept["question"], kept["gold"], kept["documents"], kept["expected"]) == (
        "얼마인가요?", ["120억원"], ["d"], "answer",
    )  # fmt: skip
    code, _, err = run(*argv)
    assert code == 2
    assert "이미 있는 사례" in err


@pytest.mark.integration
def test_what_ask_prints_becomes_cases_that_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        {"id": "a", "question": "바닷길 사업의 총사업비는 얼마인가요?"},
        {"id": "b", "question": "대상 지역은 어디인가요?", "history": ["바닷길 사업의 총사업비는 얼마인가요?"]},
        {"id": "c", "question": "화성 탐사선의 이름은 무엇인가요?"},
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    assert cli.main(["ingest", "docs", "--store", "store"]) == 0
    capsys.readouterr()
    assert cli.main(["ask", "--batch", "batch.jsonl", "--store", "store", "--json"]) == 0
    (tmp_path / "replies.jsonl").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run("add", "replies.jsonl", "--to", "own.jsonl", "--question", "얼마?")[0] == 2
    assert run("add", "replies.jsonl", "--to", "own.jsonl")[0] == 2
    assert not (tmp_path / "own.jsonl").exists()
    assert run("add", "replies.jsonl", "--to", "own.jsonl", "--question", "batch.jsonl")[0] == 0
    kept = [json.loads(line) for line in (tmp_path / "own.jsonl").read_text("utf-8").splitlines()]
    assert [(one["kind"], one["expected"], one.get("history")) for one in kept] == [
        ("fact", "answer", None), ("follow_up", "answer", [asked[0]["question"]]), ("unanswerable", "refusal", None),
    ]  # fmt: skip
    code, out, _ = run("grounding", "--data", "own.jsonl", "--documents", "docs", "--out", "out")
    assert code == 0
    assert json.loads(out)["metrics"]["abstention_macro_f1"] == 1.0


@pytest.mark.integration
def test_a_case_of_a_run_is_judged_and_becomes_a_case(run: Run, tmp_path: Path) -> None:
    run("grounding", "--out", "out", *MINE)
    code, _, err = run("add", "out", "--to", "own.jsonl")
    assert code == 2
    assert "판정한 문항이 없습니다" in err
    code, out, _ = run("judge", "out", "row-2", "right", "--note", "맞음", "--text")
    assert code == 0
    assert "사람이 본 1문항: 맞음 1, 틀림 0" in out
    assert run("add", "out", "--to", "own.jsonl")[0] == 0
    (kept,) = [json.loads(line) for line in (tmp_path / "own.jsonl").read_text("utf-8").splitlines()]
    assert (kept["id"], kept["gold"], kept["documents"]) == ("row-2", ["120억원"], ["plan.txt"])
    assert "120억원" in kept["quotes"][0]
    assert run("add", "out", "--to", "own.jsonl")[0] == 2
    assert run("judge", "out", "row-9", "right")[0] == 2
    assert run("judge", "docs", "row-2", "right")[0] == 2


@pytest.mark.parametrize("suite", ["grounding", "retrieval", "claims", "robustness", "add"])
def test_help_is_in_both_languages(run: Run, suite: str) -> None:
    code, out, _ = run(suite, "--help")
    assert code == 0
    folded = " ".join(out.split())
    for part in ("그때 물은 질문", "kind of the case") if suite == "add" else ("보고서를 쓸 폴더", "directory for the"):
        assert part in folded
