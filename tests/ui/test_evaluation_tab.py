"""The tab of evaluation runs, without a browser: folders read, runs compared, one started, all of it drawn."""

from __future__ import annotations

import base64
import json
import os
import time
from datetime import datetime
from threading import Event

import pytest

from evals import gate
from evals.datasets.cases import Dataset, QuestionCase
from evals.datasets.golden_set import golden
from evals.datasets.importers import load
from evals.datasets.reading import CaseError
from evals.external import file
from evals.external.answer import AnswerFile, ExternalAnswer
from evals.external.apart import read_apart
from evals.external.matching import matched
from evals.gate import GateError
from ingest.errors import StoreError
from ingest.pipeline import ingest
from ingest.store import Store
from parsed import Parsed
from ui.accounts.visitors import NotAllowed, Visitor
from ui.page.evaluation import questions, quick, runs
from ui.page.evaluation import versus as versus_run
from ui.page.evaluation.desk import Desk
from ui.page.evaluation.starter import Other, Starter
from ui.settings import load as load_settings

NOW = datetime(2026, 3, 1, 9, 30, 5)
EVALUATOR = Visitor("a", frozenset({"evaluator"}))
READER = Visitor("b", frozenset({"reader"}))


@pytest.fixture
def directory(tmp_path, scripted):
    """Return a directory of two runs, the newer one better."""
    for age, (name, right) in enumerate((("second", 8), ("first", 2))):
        scripted.ran(tmp_path, name, right)
        os.utime(tmp_path / name / "report.json", (1_000_000 - age, 1_000_000 - age))
    return tmp_path


@pytest.fixture
def desk(directory):
    return Desk(directory, None, "ko")


def test_runs_are_listed_newest_first_and_what_is_no_report_is_left_out(directory):
    for name, text in (("broken", "{"), ("other", '{"a": 1}'), ("odd", '{"dataset": 1, "metrics": [], "cases": {}}')):
        (directory / name).mkdir()
        (directory / name / "report.json").write_text(text, encoding="utf-8")
    (directory / "empty").mkdir()
    found = runs.listed(directory)
    assert [(run.name, run.gate) for run in found] == [("second", True), ("first", False)]
    assert runs.listed(directory / "none") == ()


def test_the_worst_cases_come_first_with_what_the_trace_tells(directory, scripted):
    first = runs.listed(directory)[1]
    cases = runs.cases(first, directory)
    assert [case.id for case in cases] == [f"q{n}" for n in range(1, 9)]
    assert [case.wrong for case in cases] == [("str_em",)] * 6 + [()] * 2
    assert len(runs.cases(first, directory, 3)) == 3
    assert (cases[0].text, cases[0].said) == (scripted.HOSTILE, (scripted.SECOND,))
    assert cases[0].citations[0].quote == scripted.HOSTILE
    assert cases[1].text == ""
    (directory / "first" / "trace.jsonl").unlink()
    assert runs.cases(first, directory)[0].text == ""


def test_two_runs_are_compared_case_by_case(directory):
    second, first = runs.listed(directory)
    found = runs.compared(first, second)
    change = found.changes[0]
    assert (change.metric, change.before, change.after) == ("str_em", 0.25, 1.0)
    assert change.paired.p == pytest.approx(2 * 0.5**6)
    assert (found.fell, found.rose) == ((), ("q1", "q2", "q3", "q4", "q5", "q6"))
    assert runs.compared(second, first).fell == found.rose


def rewritten(directory, name, change):
    """Change the report of a run."""
    path = directory / name / "report.json"
    report = json.loads(path.read_text("utf-8"))
    change(report)
    path.write_text(json.dumps(report), encoding="utf-8")


def test_a_case_that_lost_relevance_alone_did_not_go_wrong(directory, desk):
    def with_relevance(much):
        def change(report):
            report["metrics"]["relevance"] = {"value": much, "low": much, "high": much, "better": "higher"}
            for case in report["cases"]:
                case["scores"] |= {"str_em": 1.0, "relevance": much}

        return change

    for name, much in (("first", 0.9), ("second", 0.6)):
        rewritten(directory, name, with_relevance(much))
    named = {run.name: run for run in runs.listed(directory)}
    assert {case.wrong for case in runs.cases(named["second"], directory)} == {()}
    assert "잘못된 문항이 없습니다." in desk.open("second")
    compared = runs.compared(named["first"], named["second"])
    assert (compared.fell, compared.rose) == ((), ())
    assert {one.metric: one.after for one in compared.changes}["relevance"] == 0.6


def test_a_case_says_by_the_names_of_the_report_what_went_wrong_with_it(desk):
    assert "≠ 정답이 답에 없음" in Parsed(desk.open("first")).text


def test_columns_that_were_not_used_are_told_with_the_run(directory, desk):
    column = {"file": "질문.csv", "title": "정담", "nearest": "정답", "instead": ""}
    rewritten(directory, "first", lambda report: report["dataset"].update(unused_columns=[column]))
    assert "질문.csv에 쓰지 않은 열이 있습니다: ‘정담’ (‘정답’을(를) 잘못 적은 것이면" in desk.open("first")
    assert "쓰지 않은 열" not in desk.open("second")


def test_runs_under_other_conditions_are_compared_and_told_apart(directory, desk):
    assert "조건이 다릅니다" not in desk.open("second", "first")
    rewritten(directory, "first", lambda report: report["conditions"].update(reader="reader-ko"))
    rewritten(directory, "second", lambda report: report["conditions"].update(reader="none"))
    assert "조건이 다릅니다: 읽기 모델 reader-ko → 쓰지 않음." in desk.open("second", "first")


def test_runs_over_other_cases_are_not_compared(directory, desk):
    path = directory / "first" / "report.json"
    report = json.loads(path.read_text("utf-8"))
    report["dataset"]["sha256"] = "1" * 64
    path.write_text(json.dumps(report), encoding="utf-8")
    named = {run.name: run for run in runs.listed(directory)}
    with pytest.raises(GateError):
        runs.compared(named["first"], named["second"])
    assert "견줄 수 없는 평가입니다" in desk.open("second", "first")


@pytest.mark.parametrize("name", ["../first", "/etc", "none", "first/..", ".", "\0"])
def test_only_what_is_listed_can_be_opened(desk, name):
    assert "읽을 수 없습니다" in desk.open(name)
    assert "읽을 수 없습니다" in desk.open("first", name)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_runs_are_drawn_as_text_with_intervals_and_words(directory, scripted, language):
    desk = Desk(directory, None, language)
    for html in (desk.listing("first"), desk.open("first"), desk.open("second", "first")):
        parsed = Parsed(html)
        assert not {"script", "img"} & set(parsed.tags)
        assert not any(name.startswith("on") for name, _ in parsed.attributes)
    opened = Parsed(desk.open("first"))
    assert "svg" in opened.tags
    assert scripted.HOSTILE in opened.text
    assert any("0.250" in (value or "") and "95%" in (value or "") for name, value in opened.attributes)
    compared = Parsed(desk.open("second", "first"))
    assert "+0.750" in compared.text
    assert "p 0.031" in compared.text
    assert "6" in compared.text


def test_a_page_without_runs_says_so(tmp_path):
    assert "정해져 있지 않습니다" in Desk(None, None, "ko").listing()
    assert "geungeo eval" in Desk(tmp_path, None, "ko").listing()
    assert "고르십시오" in Desk(tmp_path, None, "ko").open("")
    assert Desk(tmp_path, None, "ko").start(NOW, EVALUATOR) == ""
    assert Desk(tmp_path, None, "ko").act({"act": "x"}) is None


def waited(starter):
    """Return the last look at a run, once it has ended."""
    for _ in range(500):
        if starter.progress and starter.progress.ended:
            return starter.progress
        time.sleep(0.01)
    raise AssertionError("the run did not end")


def given(name, text):
    return {"name": name, "content": base64.b64encode(text.encode()).decode()}


def test_one_run_at_a_time_goes_on_to_its_end(tmp_path, scripted):
    goes, told = Event(), Event()

    def evaluate(folder, notify):
        notify(1, 3)
        told.set()
        goes.wait(5)
        scripted.ran(folder.parent, folder.name, 8)

    starter = Starter(tmp_path, evaluate)
    desk = Desk(tmp_path, starter, "ko")
    assert starter.progress is None
    assert 'data-active="1"' in desk.start(NOW, EVALUATOR)
    assert told.wait(5)
    assert "이미 평가하는 중입니다" in desk.start(NOW, EVALUATOR)
    assert "1/3" in desk.launch(EVALUATOR)
    assert desk.finished() == ""
    goes.set()
    waited(starter)
    assert "평가를 마쳤습니다" in desk.launch(EVALUATOR)
    assert desk.finished() == "quick-20260301-093005"
    assert [run.name for run in runs.listed(tmp_path)] == ["quick-20260301-093005"]


@pytest.mark.parametrize(
    ("error", "said"),
    [(StoreError("꽉 찼습니다.", "비우십시오."), "비우십시오."), (ValueError("x"), "마치지 못했습니다")],
)
def test_a_failed_run_says_why_and_the_next_may_start(tmp_path, error, said):
    def evaluate(folder, notify):
        raise error

    starter = Starter(tmp_path, evaluate)
    desk = Desk(tmp_path, starter, "ko")
    desk.start(NOW, EVALUATOR)
    waited(starter)
    assert said in desk.launch(EVALUATOR)
    assert desk.finished() == ""
    assert starter.start(NOW)


def test_why_a_run_failed_is_told_to_whoever_started_it_alone(tmp_path):
    def evaluate(folder, notify):
        raise CaseError("사례가 가리킵니다: 닫힌 문서", "제목을 보십시오.")

    starter = Starter(tmp_path, evaluate)
    desk = Desk(tmp_path, starter, "ko")
    desk.start(NOW, EVALUATOR)
    waited(starter)
    assert "닫힌 문서" in desk.launch(EVALUATOR)
    for visitor in (READER, Visitor("c", frozenset({"evaluator"}))):
        told = desk.launch(visitor)
        assert "닫힌 문서" not in told
        assert "제목을" not in told
        assert "마치지 못했습니다" in told


def test_a_run_that_is_stopped_ends_after_its_case_and_leaves_nothing(tmp_path, scripted):
    told, goes = Event(), Event()

    def evaluate(folder, notify):
        folder.mkdir()
        notify(1, 3)
        told.set()
        goes.wait(5)
        notify(2, 3)
        scripted.ran(folder.parent, folder.name, 8)

    starter = Starter(tmp_path, evaluate)
    desk = Desk(tmp_path, starter, "ko")
    desk.start(NOW, EVALUATOR)
    assert told.wait(5)
    assert "멈춥니다" in desk.stop(EVALUATOR)
    goes.set()
    waited(starter)
    assert "평가를 멈췄습니다." in desk.launch(EVALUATOR)
    assert list(tmp_path.iterdir()) == []


def test_only_an_evaluator_starts_and_stops_runs(tmp_path):
    starter = Starter(tmp_path, lambda *_: None, lambda _: lambda *_: None)
    desk = Desk(tmp_path, starter, "ko")
    assert "평가자(evaluator)가 시작합니다" in desk.launch(READER)
    assert "button" not in Parsed(desk.launch(READER)).tags
    for attempt in (lambda: desk.start(NOW, READER), lambda: desk.ask({}, NOW, READER), lambda: desk.stop(READER)):
        with pytest.raises(NotAllowed):
            attempt()
    assert starter.progress is None


def test_own_questions_are_run_as_they_were_given(tmp_path, scripted):
    asked = []

    def own(dataset):
        def evaluate(folder, notify):
            asked.append(dataset)
            scripted.ran(folder.parent, folder.name, 8)

        return evaluate

    starter = Starter(tmp_path, lambda *_: None, own)
    desk = Desk(tmp_path, starter, "ko", lambda path: load([path]))
    table = "질문,정답,기대\n총사업비는 얼마인가요?,120억원,답\n담당자는 누구인가요?,,거절\n"
    desk.ask(given("../우리 질문.csv", table), NOW, EVALUATOR)
    assert waited(starter).name == "own-20260301-093005"
    (dataset,) = asked
    assert (dataset.name, [case.expected for case in dataset.questions]) == ("우리 질문", ["answer", "refusal"])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_template_is_a_file_of_cases(tmp_path, language):
    made = questions.template(language)
    dataset = questions.read(
        {"name": made.name, "content": base64.b64encode(made.content).decode()}, lambda path: load([path]), language
    )
    assert (len(dataset.questions), len(dataset.claims)) == (3, 1)
    assert [case.expected for case in dataset.questions] == ["answer", "answer", "refusal"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "a.csv",
            "질문,기대\n얼마?,답\n누구?,아마\n",
            "a.csv 3번째 줄, &#x27;기대&#x27; 열: 쓸 수 없는 값입니다: &#x27;아마&#x27;.",
        ),
        ("a.csv", "질문,기준일\n얼마?,지난달\n언제?,내년\n", "줄이 2개 있습니다"),
        ("a.csv", "이름\n가\n", "질문이나 주장의 열이 없습니다"),
        ("a.jsonl", '{"id": "1"\n', "a.jsonl 1번째 줄: JSON이 아닙니다"),
        ("a.pdf", "x", "CSV, XLSX, ODS, JSON Lines 파일을"),
        ("a.xlsx", "x", "표를 열 수 없습니다"),
        ("a.csv", "질문\n" + "얼마?\n" * (questions.MOST + 1), "501문항입니다"),
    ],
)
def test_a_file_that_holds_no_cases_is_told_why(tmp_path, name, text, said):
    starter = Starter(tmp_path, lambda *_: None, lambda _: lambda *_: None)
    html = Desk(tmp_path, starter, "ko", lambda path: load([path])).ask(given(name, text), NOW, EVALUATOR)
    assert said in html
    assert 'role="alert"' in html
    assert starter.progress is None


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    def never(path):
        raise AssertionError

    starter = Starter(tmp_path, lambda *_: None, lambda _: lambda *_: None)
    desk = Desk(tmp_path, starter, "ko", never)
    for sent in ({"name": "a.csv", "large": "1"}, given("a.csv", "질" * (questions.LARGEST << 19))):
        assert "5MB를 넘습니다" in desk.ask(sent, NOW, EVALUATOR)


JUDGED = {"run": "first", "case": "q1", "verdict": "wrong", "shown": "20"}


@pytest.fixture
def judging(directory):
    """Return a desk over runs whose visitors may judge."""
    return Desk(directory, Starter(directory, lambda *_: None), "ko")


def test_a_case_is_judged_by_a_person_and_kept_as_a_case(directory, judging, scripted):
    assert "맞는지 틀리는지" in judging.open("first", "", EVALUATOR)
    assert judging.export("first") is None
    html = judging.judge(JUDGED | {"gold": "1조 445억원; 5년", "note": "금액이  없음"}, NOW, EVALUATOR)
    assert "사람: ≠ 틀림" in html
    assert "금액이 없음 · 2026-03-01" in html
    assert "사람이 본 1문항: 맞음 0, 틀림 1" in html
    assert '<details class="case" open="open">' in html
    file = judging.export("first")
    assert file.name == "first-cases.jsonl"
    (directory / file.name).write_bytes(file.content)
    (case,) = load([directory / file.name]).questions
    assert (case.id, case.question) == ("q1", scripted.HOSTILE)
    assert (case.expected, case.gold, case.documents) == ("answer", ("1조 445억원", "5년"), ())
    assert "맞음 1, 틀림 0" in judging.judge(JUDGED | {"verdict": "right"}, NOW, EVALUATOR)
    (directory / file.name).write_bytes(judging.export("first").content)
    (case,) = load([directory / file.name]).questions
    assert (case.gold, case.documents, case.quotes) == ((), ("plan-202412",), (scripted.HOSTILE,))
    judging.judge(JUDGED | {"verdict": "none"}, NOW, EVALUATOR)
    assert judging.export("first") is None


def test_who_judged_is_kept_where_people_sign_in(directory, judging):
    person = Visitor("김서연", frozenset({"evaluator"}), signed_in=True)
    assert "김서연" in judging.judge(JUDGED, NOW, person)
    assert "judging" not in judging.open("first", "", READER)
    assert "김서연" in judging.open("first", "", READER)


def test_only_an_evaluator_judges_and_only_a_run_that_is_listed(directory, judging):
    with pytest.raises(NotAllowed):
        judging.judge(JUDGED, NOW, READER)
    for name in ("../first", "none", ""):
        judging.judge(JUDGED | {"run": name}, NOW, EVALUATOR)
        assert judging.export(name) is None
    assert list(directory.rglob("judgements.jsonl")) == []


def test_a_judgement_of_which_no_case_can_be_made_is_told_why(directory, judging):
    assert "한쪽이 비어" in judging.judge(JUDGED | {"gold": "가|"}, NOW, EVALUATOR)
    assert "없는 문항입니다" in judging.judge(JUDGED | {"case": "q99"}, NOW, EVALUATOR)
    assert judging.export("first") is None


def test_more_cases_are_shown_when_asked_for(tmp_path, scripted):
    scripted.ran(tmp_path, "long", 5, cases=50)
    desk = Desk(tmp_path, None, "ko")
    assert "더 보기 (30문항 남음)" in desk.open("long")
    assert "더 보기 (10문항 남음)" in desk.act({"act": "open", "run": "long", "shown": "40"})[1]
    assert "더 보기" not in desk.act({"act": "open", "run": "long", "shown": "60"})[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "정답 포함 (STR-EM) 0.250, 기준 0.600 이상"), ("en", "STR-EM 0.250, at least 0.600 asked")],
)
def test_a_run_says_in_words_which_threshold_it_did_not_meet(directory, language, said):
    text = Parsed(Desk(directory, None, language).open("first")).text
    assert said in text
    assert "q1" in text
    assert said not in Parsed(Desk(directory, None, language).open("second")).text


def test_a_run_that_met_every_threshold_or_had_none_says_so(directory):
    desk = Desk(directory, None, "ko")
    assert "통과: 기준을 모두 지켰습니다" in desk.open("second")
    path = directory / "second" / "report.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"gate": None}), encoding="utf-8")
    assert "통과할 기준을 두지 않은 평가입니다" in desk.open("second")


@pytest.mark.parametrize(("rules", "said"), [(2, "통과: 판정한 기준은 모두 지켰습니다"), (1, "판정한 기준이 없습니다")])
def test_a_run_says_which_thresholds_were_not_judged(directory, rules, said):
    path = directory / "second" / "report.json"
    told = {"gate_rules": rules, "gate_not_judged": ["forbidden"]}
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | told), encoding="utf-8")
    text = Parsed(Desk(directory, None, "ko").open("second")).text
    assert said in text
    assert "판정하지 않은 기준 1개: " in text


def test_the_quick_run_has_cases_of_every_class_and_limits_of_its_own():
    few = golden().spread("dev", quick.LIMIT)
    assert {case.expected for case in few.questions} == {"answer", "refusal"}
    assert {case.verdict for case in few.claims} == {"supported", "contradicted", "not_found"}
    assert (len(few.questions), len(few.claims)) == (quick.LIMIT, quick.LIMIT)
    assert {case.split for case in (*few.questions, *few.claims)} == {"dev"}
    assert gate.rules(gate.shipped(), quick.LIMITS)


ASKED = "질문,정답\n총사업비는 얼마인가요?,120억원\n"
ANSWERED = "질문,답변\n총사업비는 얼마인가요?,210억원\n"
LISTED = "http://127.0.0.1:9/v1#m"


@pytest.fixture
def versus(tmp_path, scripted):
    """Return a desk that compares with other systems, what it was asked to, and its starter."""
    asked = []

    def compare(dataset, other):
        def evaluate(folder, notify):
            asked.append((dataset, other))
            scripted.ran(folder.parent, folder.name, 8)
            scripted.beside(folder)

        return evaluate

    starter = Starter(tmp_path, lambda *_: None, lambda _: lambda *_: None, compare, (LISTED,))
    return Desk(tmp_path, starter, "ko", lambda path: load([path]), file.read), asked, starter


def sent(text, answers="", **more):
    content = {"answers": "답.csv", "answers_content": base64.b64encode(answers.encode()).decode()} if answers else {}
    return given("질문.csv", text) | content | more


def test_another_systems_answers_are_compared_with_over_a_visitors_questions(versus, tmp_path, scripted):
    desk, asked, starter = versus
    desk.compare(sent(ASKED, ANSWERED), NOW, EVALUATOR)
    assert waited(starter).name == "versus-20260301-093005"
    ((dataset, other),) = asked
    assert (dataset.questions[0].question, other.name) == ("총사업비는 얼마인가요?", "답.csv")
    assert [one.text for one in other.answers.answers.values()] == ["210억원"]
    assert "두 시스템 비교" in desk.listing()
    html = desk.open("versus-20260301-093005", "", EVALUATOR)
    parsed = Parsed(html)
    assert not {"script", "img"} & set(parsed.tags)
    for part in (
        "+0.500",
        "[+0.250, +0.750]",
        "0.020",
        "해당 없음: 근거가 없음",
        "≠ 정답이 답에 없음",
        scripted.HOSTILE,
    ):
        assert part in parsed.text
    (tmp_path / "versus-20260301-093005" / "comparison.json").write_text("{}", encoding="utf-8")
    assert "해당 없음" not in desk.open("versus-20260301-093005", "", EVALUATOR)


def test_a_listed_server_is_asked_and_no_other(versus):
    desk, asked, starter = versus
    assert f'<option value="{LISTED}">' in desk.launch(EVALUATOR)
    for server in (
        "http://127.0.0.1:9/v1#other",
        "http://169.254.169.254/v1#m",
        "http://127.0.0.1:9/v1",
        "",
        "file:///",
    ):
        html = desk.compare(sent(ASKED, server=server), NOW, EVALUATOR)
        assert "견줄 답 파일이나 서버를 고르십시오" in html
        assert '<details class="versus" open="open">' in html
    assert starter.progress is None
    desk.compare(sent(ASKED, server=LISTED), NOW, EVALUATOR)
    waited(starter)
    ((_, other),) = asked
    assert (other.name, other.answers) == (LISTED, None)


def test_without_a_list_no_server_is_offered_and_without_a_comparison_none(tmp_path):
    bare = Starter(tmp_path, lambda *_: None, lambda _: lambda *_: None, lambda *_: lambda *_: None)
    assert "<select" not in Desk(tmp_path, bare, "ko").launch(EVALUATOR)
    assert "다른 시스템과 비교" in Desk(tmp_path, bare, "ko").launch(EVALUATOR)
    none = Desk(tmp_path, Starter(tmp_path, lambda *_: None), "ko")
    assert "다른 시스템과 비교" not in none.launch(EVALUATOR)
    assert "다른 시스템과 비교" not in none.compare(sent(ASKED, ANSWERED), NOW, EVALUATOR)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (sent(ASKED, "질문,의견\n가,나\n"), "답변의 열과"),
        (sent(ASKED, "질문,답변\n다른 질문,답\n"), "어느 답도"),
        (sent("이름\n가\n", ANSWERED), "질문이나 주장의 열이 없습니다"),
        (sent(ASKED, ANSWERED, large="1"), "5MB를 넘습니다"),
        ({"answers": "답.csv"}, "CSV, XLSX, ODS, JSON Lines 파일을"),
    ],
)
def test_files_that_cannot_be_compared_are_told_why(versus, asked, said):
    desk, _, starter = versus
    html = desk.compare(asked, NOW, EVALUATOR)
    assert said in html
    assert html.count('role="alert"') == 1
    assert starter.progress is None


def test_only_an_evaluator_compares(versus):
    desk, _, starter = versus
    with pytest.raises(NotAllowed):
        desk.compare(sent(ASKED, ANSWERED), NOW, READER)
    assert "다른 시스템과 비교" not in desk.launch(READER)
    assert starter.progress is None


def test_answers_are_read_in_a_process_of_their_own_as_here(tmp_path):
    path = tmp_path / "답.csv"
    path.write_text("질문,답변,인용,문서,거절,메모\n가?,나,한 줄,a.pdf,아니요,\n다?,,,,예,\n", encoding="utf-8")
    assert read_apart(path) == file.read(path)
    path.write_text("이름\n가\n", encoding="utf-8")
    with pytest.raises(CaseError, match="답변의 열과"):
        read_apart(path)


@pytest.mark.integration
def test_the_page_runs_both_systems_over_the_store(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan.txt").write_text(
        "해온부는 바닷길 사업의 총사업비를 120억원으로 확정했다.\n", encoding="utf-8"
    )
    settings = load_settings({"GEUNGEO_STORE": str(tmp_path / "store")}, directory=tmp_path)
    case = QuestionCase("q1", "바닷길 사업의 총사업비는 얼마인가요?", "number", "answer", gold=("120억원",))
    found = matched((case,), AnswerFile((ExternalAnswer("210억원입니다.", "q1"),)))
    told = []
    with Store.open(settings.ingest, create=True) as store:
        ingest([tmp_path / "docs"], store)
        evaluate = versus_run.evaluation(store, settings)(Dataset("우리", (case,)), Other("답.csv", found))
        evaluate(tmp_path / "runs" / "one", lambda *done: told.append(done))
    assert told[-1] == (2, 2)
    (run,) = runs.listed(tmp_path / "runs")
    compared = runs.beside(run, tmp_path / "runs")
    assert compared.names == ("geungeo · extractive", "답.csv")
    assert compared.tally == (1, 0)
