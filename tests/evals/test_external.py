"""Tests of other systems under evaluation: their answers from a file or a server, judged and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers import Answer, Refusal
from chats import Chat, listening
from evals.datasets.cases import Dataset, QuestionCase
from evals.datasets.columns import UnusedColumn
from evals.datasets.reading import CaseError
from evals.external import comparing, file, matching, replies, server, system
from evals.external.abstaining import refuses
from evals.external.answer import AnswerFile, Evidence, ExternalAnswer
from evals.external.replies import Library
from evals.judging import Documents
from evals.reports import side_by_side, side_by_side_page
from evals.suites import Bench
from evals.suites import grounding as grounded
from ingest.errors import ModelError, SettingsError
from ui.exports.report_words import page_words
from ui.messages import Language

DAY = date(2025, 3, 6)
UNUSED = (UnusedColumn("answers.csv", "인융", "인용"),)
CASE = QuestionCase("q1", "총사업비는 얼마인가요?", "number", "answer", gold=("120억원",))


@pytest.fixture
def library(look_up: Documents) -> Library:
    return Library(("plan.txt",), lambda name: "plan.txt" if name in ("plan.txt", "계획") else None, look_up)


def written(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "row",
    [
        {"question": "얼마?", "answer": "120억원", "quotes": [{"text": "총 120억원", "document": "plan.txt"}]},
        {"질문": "얼마?", "답변": "120억원", "인용": ["총 120억원"], "문서": "plan.txt"},
        {"input": "얼마?", "actual_output": "120억원", "quotes": "총 120억원", "document": ["plan.txt"]},
    ],
)
def test_answers_are_read_under_the_names_that_others_give_them(tmp_path: Path, row: dict[str, object]) -> None:
    (found,) = file.read(written(tmp_path / "a.jsonl", row)).answers
    assert (found.question, found.text) == ("얼마?", "120억원")
    assert found.quotes == (Evidence("총 120억원", "plan.txt"),)


def test_passages_of_ragas_are_contexts_and_no_quotes(tmp_path: Path) -> None:
    row = {"user_input": "얼마?", "response": "120억원", "retrieved_contexts": ["한 대목", "또 한 대목"]}
    (found,) = file.read(written(tmp_path / "a.jsonl", row)).answers
    assert found.contexts == (Evidence("한 대목"), Evidence("또 한 대목"))
    assert found.quotes == ()


def test_a_table_of_answers_is_read(tmp_path: Path) -> None:
    text = '번호,질문,답변,인용,문서,거절\n1,얼마?,120억원,"첫째 줄\n둘째 줄",a.pdf,아니요\n2,누구?,,,,예\n'
    path = tmp_path / "answers.csv"
    path.write_bytes(text.encode("cp949"))
    first, second = file.read(path).answers
    assert first == ExternalAnswer(
        "120억원", "1", "얼마?", False, (Evidence("첫째 줄", "a.pdf"), Evidence("둘째 줄", "a.pdf"))
    )
    assert (second.text, second.refused) == ("", True)
    path.write_text("질문,답변,메모,인융\n얼마?,120억원,,\n", encoding="utf-8")
    assert [(one.title, one.nearest) for one in file.read(path).unused] == [("메모", ""), ("인융", "인용")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.jsonl", '{"answer": "x"}\n', "질문도 번호도 없습니다"),
        ("a.jsonl", '{"question": "x"}\n', "답이 없습니다"),
        ("a.jsonl", '{"question": "x", "answer": ["y"]}\n', "answer: 글이 아닙니다"),
        ("a.jsonl", '{"question": "x", "answer": "y", "refused": "아마"}\n', "refused: 쓸 수 없는 값입니다: '아마'."),
        ("a.jsonl", '{"question": "x", "answer": "y", "quotes": [1]}\n', "quotes: 글이 아닌 것"),
        ("a.jsonl", '{"question": "x", "answer": "y", "contexts": {"a": 1}}\n', "contexts: 목록이 아닙니다"),
        ("a.jsonl", "\n", "답이 없습니다"),
        ("a.csv", "질문,의견\nx,y\n", "있는 열: 질문, 의견"),
        ("a.csv", "질문,답변,거절\nx,y,글쎄\n", "a.csv 2번째 줄, '거절' 열: 쓸 수 없는 값입니다: '글쎄'."),
        ("a.pdf", "x", "모르는 형식"),
    ],
)
def test_what_is_no_answer_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=r"a\.") as raised:
        file.read(path)
    assert said.replace("(", "").replace(")", "") in raised.value.message.replace("(", "").replace(")", "")


def test_an_answer_belongs_to_the_case_that_asks_its_question_whatever_its_number() -> None:
    cases = (CASE, replace(CASE, id="q2", question="대상 지역은 어디인가요?"))
    answers = (
        ExternalAnswer("부산", "q1", "대상 지역은  어디인가요?"),
        ExternalAnswer("120억원", "q1"),
        ExternalAnswer("모름", "q9", "다른 질문"),
    )
    found = matching.matched(cases, AnswerFile(answers))
    assert {case: one.text for case, one in found.answers.items()} == {"q2": "부산", "q1": "120억원"}
    assert (found.unanswered, found.strays) == ((), 1)


def test_an_id_decides_between_cases_that_ask_the_same() -> None:
    cases = (CASE, replace(CASE, id="q2", as_of=DAY))
    found = matching.matched(cases, AnswerFile((ExternalAnswer("120억원", "q2", CASE.question),)))
    assert (list(found.answers), found.unanswered) == (["q2"], ("q1",))
    with pytest.raises(CaseError, match="같은 질문이 여럿"):
        matching.matched(cases, AnswerFile((ExternalAnswer("120억원", "", CASE.question),)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((ExternalAnswer("가", "q1"), ExternalAnswer("나", "", CASE.question)), "답이 둘입니다: 총사업비는 얼마인가요"),
        ((ExternalAnswer("가", "q7"),), "어느 답도"),
    ],
)
def test_answers_that_fit_no_case_or_one_twice_are_refused(answers: tuple[ExternalAnswer, ...], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        matching.matched((CASE,), AnswerFile(answers))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("제공된 문서에서 담당자를 확인할 수 없습니다.", True),
        ("죄송합니다만 관련 정보가 없습니다. 부처에 문의하십시오.", True),
        ("해당 내용은 문서에 포함되어 있지 않습니다.", False),
        ("문서에는 해당 내용이 나와 있지 않습니다.", True),
        ("I could not find an answer in the documents.", True),
        ("", True),
        ("총사업비는 120억원입니다. 다만 연도별 금액은 확인할 수 없습니다.", False),
        ("총사업비는 120억원으로 확정되었습니다.", False),
    ],
)
def test_a_refusal_is_told_by_the_first_sentence(text: str, refused: bool) -> None:
    assert refuses(text) is refused


def test_a_mark_of_refusal_counts_more_than_the_words(library: Library) -> None:
    told = replies.reply(CASE, ExternalAnswer("120억원입니다.", refused=True), library, DAY, "other")
    kept = replies.reply(CASE, ExternalAnswer("담당자는 알 수 없습니다.", refused=False), library, DAY, "other")
    assert isinstance(told, Refusal)
    assert isinstance(kept, Answer)


def test_markers_tie_quotes_to_sentences_and_a_made_up_quote_proves_nothing(
    library: Library, quotes: dict[str, str]
) -> None:
    answer = ExternalAnswer(
        "총사업비는 **120억원**입니다.[1] 대상 지역은 부산입니다 [2]. 서울도 대상입니다. [3]",
        quotes=(
            Evidence(quotes["cost"].replace(" ", "\n"), "계획"),
            Evidence(quotes["places"]),
            Evidence("서울도 대상"),
        ),
    )
    reply = replies.reply(CASE, answer, library, DAY, "other")
    assert isinstance(reply, Answer)
    assert [(one.text, one.citations) for one in reply.sentences] == [
        ("총사업비는 120억원입니다.", (1,)),
        ("대상 지역은 부산입니다.", (2,)),
        ("서울도 대상입니다.", ()),
    ]
    assert [one.quote for one in reply.citations] == [quotes["cost"], quotes["places"], "서울도 대상"]
    assert replies.parts([answer]) == {"evidence", "quotes", "attribution"}


def test_an_answer_without_markers_rests_on_all_its_quotes(library: Library, quotes: dict[str, str]) -> None:
    answer = ExternalAnswer("120억원이고 부산입니다.", quotes=(Evidence(quotes["cost"]), Evidence(quotes["places"])))
    reply = replies.reply(CASE, answer, library, DAY, "other")
    assert isinstance(reply, Answer)
    assert reply.sentences[0].citations == (1, 2)
    assert replies.parts([answer]) == {"evidence", "quotes"}


@settings(deadline=None)
@given(st.text("가나 .[]12,\n#*|", max_size=60))
def test_any_text_becomes_a_reply_of_nothing_but_its_words(text: str) -> None:
    nowhere = Library((), lambda name: None, lambda identity, version: None)
    reply = replies.reply(CASE, ExternalAnswer(text, quotes=(Evidence("x"),)), nowhere, DAY, "other")
    said = reply.sentences if isinstance(reply, Answer) else ()
    assert all("".join(one.text.split()) in "".join(text.replace("**", "").split()) or "[" in text for one in said)


def against(bench: Bench, dataset: Dataset, library: Library, *answers: ExternalAnswer) -> Bench:
    found = matching.matched(dataset.questions, AnswerFile(answers, UNUSED))
    return replace(bench, system=system.answered("answers.csv", found, library, DAY))


def test_what_cannot_be_computed_of_bare_texts_is_not_applicable_and_no_zero(
    bench: Bench, dataset: Dataset, library: Library
) -> None:
    other = against(bench, dataset, library, ExternalAnswer("120억원입니다.", "q1"), ExternalAnswer("부산", "q2"))
    report = grounded(replace(dataset, claims=()), other).report
    assert {one.name for one in report.results}.isdisjoint(report.lacking)
    assert report.lacking["faithfulness"] == "evidence"
    assert report.lacking["citation_recall"] == "attribution"
    assert report.lacking["quote_exactness"] == "quotes"
    em = report.result("str_em")
    assert em is not None
    assert (em.value, em.judged, em.unjudged) == (0.5, 2, 1)


def test_passages_without_quotes_give_faithfulness_and_no_exactness(
    bench: Bench, dataset: Dataset, library: Library, quotes: dict[str, str]
) -> None:
    answer = ExternalAnswer("총사업비는 120억원으로 확정했다.", "q1", contexts=(Evidence(quotes["cost"]),))
    report = grounded(replace(dataset, claims=()), against(bench, dataset, library, answer)).report
    faithful = report.result("faithfulness")
    assert faithful is not None
    assert faithful.value == 1.0
    assert {"quote_exactness", "citation_precision", "page_exactness"} <= report.lacking.keys()


def test_two_systems_are_compared_case_by_case(
    bench: Bench, dataset: Dataset, library: Library, quotes: dict[str, str], tmp_path: Path
) -> None:
    other = against(
        bench,
        dataset,
        library,
        ExternalAnswer("총사업비는 210억원입니다. [1]", "q1", quotes=(Evidence("총사업비 210억원"),)),
        ExternalAnswer(f"{quotes['places']} [1]", "q2", quotes=(Evidence(quotes["places"]),)),
        ExternalAnswer("알 수 없습니다.", "q3"),
        ExternalAnswer("담당자는 김가온입니다. [1]", "q4", quotes=(Evidence("담당자는 김가온"),)),
    )
    told: list[tuple[int, int]] = []
    found = comparing.compare(dataset, bench, other, ("A", "B"), tmp_path, lambda done, of: told.append((done, of)))
    assert told[-1] == (8, 8)
    rows = {row.metric: row for row in found.beside.rows}
    em = rows["str_em"].difference
    assert em is not None
    assert em.value == pytest.approx(2 / 3)
    assert em.low is not None
    assert em.high is not None
    assert em.low <= em.value <= em.high
    assert (em.paired.better, em.paired.worse, em.paired.test, em.paired.p) == (2, 0, "mcnemar", 0.5)
    assert (rows["page_exactness"].second, rows["page_exactness"].lacking) == (None, "places")
    assert rows["page_exactness"].difference is None
    assert [one.id for one in found.beside.cases] == ["q3", "q4", "q1"]
    assert found.beside.tally == (3, 0)
    assert found.beside.cases[0].second.failures == ("incorrect_refusal",)
    assert not found.first.report.result("claim_accuracy")
    again = side_by_side.load(json.loads(json.dumps(side_by_side.as_json(found.beside))))
    assert (again.names, again.cases, again.tally) == (found.beside.names, found.beside.cases, found.beside.tally)
    assert [(row.metric, row.lacking) for row in again.rows] == [(row.metric, row.lacking) for row in found.beside.rows]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_question_without_an_answer_is_won_by_neither_system(
    bench: Bench, dataset: Dataset, library: Library, language: Language, tmp_path: Path
) -> None:
    other = against(bench, dataset, library, ExternalAnswer("총사업비는 210억원입니다.", "q1"))
    found = comparing.compare(dataset, bench, other, ("A", "B"), tmp_path).beside
    assert (found.tally, found.silent) == ((1, 0), (0, 3))
    assert [one.id for one in found.differing] == ["q1"]
    assert [one.id for one in found.unanswered] == ["q2", "q3", "q4"]
    told = side_by_side.as_json(found)
    assert told["tally"] == {"first": 1, "second": 0, "differing": 1, "unanswered": {"first": 0, "second": 3}}
    assert side_by_side.load(json.loads(json.dumps(told))).silent == (0, 3)
    page = side_by_side_page.page(found, page_words(language))
    assert page_words(language)["versus_unanswered"].format(first=0, second=3) in page
    assert "답 파일에 이 질문의 답이 없습니다." in page


def test_columns_of_the_answers_that_were_not_used_are_told_with_the_comparison(
    bench: Bench, dataset: Dataset, library: Library, tmp_path: Path
) -> None:
    other = against(bench, dataset, library, ExternalAnswer("총사업비는 210억원입니다.", "q1"))
    found = comparing.compare(dataset, bench, other, ("A", "B"), tmp_path)
    assert (found.first.report.unused, found.second.report.unused, found.beside.unused) == ((), UNUSED, UNUSED)
    again = side_by_side.load(json.loads(json.dumps(side_by_side.as_json(found.beside))))
    assert again.unused == UNUSED
    assert "‘인융’ (‘인용’을(를) 잘못 적은 것이면" in side_by_side_page.page(found.beside, page_words("ko"))


@pytest.mark.parametrize("broken", [{}, {"systems": [1, 2], "dataset": {}}, {"dataset": None, "systems": [{}, {}]}])
def test_what_is_no_comparison_is_not_read_as_one(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no comparison"):
        side_by_side.load(broken)


def test_a_system_compared_with_itself_differs_in_nothing(bench: Bench, dataset: Dataset, tmp_path: Path) -> None:
    beside = comparing.compare(dataset, bench, bench, ("A", "B"), tmp_path).beside
    assert beside.cases == ()
    assert {row.difference.value for row in beside.rows if row.difference} == {0.0}


@pytest.fixture
def chat() -> Iterator[Chat]:
    with listening() as held:
        yield held


def test_a_server_is_asked_the_question_and_nothing_else(chat: Chat) -> None:
    chat.answer = lambda question: f"<think>어디 보자</think>\n{question} 120억원입니다."
    ask = server.asking(chat.address, "some-model", "secret")
    case = replace(CASE, history=("바닷길 사업이 뭔가요?",), as_of=DAY)
    assert ask(case).text.startswith("앞서 물은 것")
    assert ask(CASE).text == "총사업비는 얼마인가요? 120억원입니다."
    assert chat.keys == ["Bearer secret"] * 2
    assert chat.sent[0]["messages"] == [
        {"role": "user", "content": "앞서 물은 것: 바닷길 사업이 뭔가요?\n기준일: 2025-03-06\n총사업비는 얼마인가요?"}
    ]
    assert (chat.sent[0]["model"], chat.sent[0]["temperature"]) == ("some-model", 0.0)


def test_a_server_is_compared_by_what_can_be_computed_of_its_texts(
    chat: Chat, bench: Bench, dataset: Dataset, library: Library, tmp_path: Path
) -> None:
    ask = server.asking(chat.address, "m")
    other = replace(bench, system=system.asked("server", ask, library, DAY))
    found = comparing.compare(dataset, bench, other, ("A", "B"), tmp_path)
    rows = {row.metric: row for row in found.beside.rows}
    assert (rows["faithfulness"].lacking, rows["faithfulness"].second) == ("evidence", None)
    em = rows["str_em"].second
    assert em is not None
    assert em.value == pytest.approx(1 / 3)
    assert (tmp_path / "against" / "trace.jsonl").is_file()


def test_a_redirect_is_not_followed(chat: Chat) -> None:
    ask = server.asking(chat.address, "m")
    chat.status, chat.location = 307, "http://127.0.0.1:1/v1/chat/completions"
    with pytest.raises(ModelError, match="견줄 서버가 답하지 않습니다"):
        ask(CASE)
    assert len(chat.sent) == 1


def test_a_page_that_is_no_answer_of_the_protocol_is_told(chat: Chat) -> None:
    chat.page = "<html>sign in</html>"
    with pytest.raises(ModelError, match="OpenAI 규약"):
        server.asking(chat.address, "m")(CASE)


def test_a_server_that_cannot_be_reached_or_wants_another_key_is_told_at_once(chat: Chat) -> None:
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:1"):
        server.asking("http://127.0.0.1:1/v1", "m")
    chat.status, chat.page = 401, "no such key: of-the-other"
    with pytest.raises(ModelError, match="401") as raised:
        server.asking(chat.address, "m", "of-the-other")
    assert "of-the-other" not in raised.value.message


def test_a_server_that_answers_nothing_ends_the_comparison_before_the_assistant_is_asked(
    chat: Chat, bench: Bench, dataset: Dataset, library: Library, tmp_path: Path
) -> None:
    ask = server.asking(chat.address, "m")
    chat.status = 404
    other = replace(bench, system=system.asked("server", ask, library, DAY))
    with pytest.raises(comparing.NoAnswer, match="한 문항에도"):
        comparing.compare(dataset, bench, other, ("A", "B"), tmp_path)
    assert not (tmp_path / "trace.jsonl").exists()


@pytest.mark.parametrize(
    "name", ["http://127.0.0.1/v1", "ftp://a#b", "http://me:pass@a/v1#m", "#m", "http://a b#m", "http://a?key=pass#m"]
)
def test_a_server_without_a_model_or_with_a_secret_in_its_address_is_refused(name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        server.parsed(name)
    assert "pass" not in f"{raised.value.message}{raised.value.hint}"
