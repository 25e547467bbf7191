"""Tests of the metrics: each against values worked out by hand, and what is not judged is neither right nor wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer, Sentence
from evals import judging, metrics, records
from evals.datasets.cases import Dataset, QuestionCase
from evals.judging import Documents, JudgedReply
from evals.metrics import abstention, comparison, gold, intervals, latency, readability, retrieval, verdicts
from evals.metrics.metric import Score, divided, matrix, mean, ratio, share, value
from evals.metrics.retrieval import Ranked
from evals.records import Asked, Records
from evals.suites import view
from evals.verifier import Rules, Support

Judge = Callable[..., JudgedReply]


@pytest.fixture
def judge(look_up: Documents) -> Judge:
    def one(reply: object, **case: object) -> JudgedReply:
        asked = reply if isinstance(reply, Asked) else records.asked("q", reply, 1.0)  # type: ignore[arg-type]
        settled = {"kind": "fact", "expected": "answer", **case}
        question = QuestionCase("q", "질문?", **settled)  # type: ignore[arg-type]
        (judged,) = judging.replies([question], Records((asked,)), look_up, Rules())
        return judged

    return one


def figure(name: str, *replies: JudgedReply) -> float | None:
    metric = next(one for one in metrics.REPLIES if one.name == name)
    return value(metric, metric.scores(replies))


def test_a_proved_answer_has_full_marks(judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]) -> None:
    judged = judge(reply(quotes["cost"], quotes["cost"]), gold=("120억원",))
    for name in ("citation_recall", "citation_precision", "citation_f1", "faithfulness", "fully_grounded", "str_em"):
        assert figure(name, judged) == 1.0, name
    for name in ("quote_exactness", "page_exactness", "section_exactness", "version_currency", "value_agreement"):
        assert figure(name, judged) == 1.0, name


def test_a_citation_that_adds_nothing_is_imprecise(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    judged = judge(reply(quotes["cost"], quotes["cost"], quotes["seoul"]))
    assert figure("citation_recall", judged) == 1.0
    assert figure("citation_precision", judged) == 0.5
    assert figure("citation_f1", judged) == pytest.approx(2 / 3)


def test_two_quotes_that_are_both_needed_are_both_precise(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    judged = judge(reply(f"{quotes['cost'][:-1]}, {quotes['places']}", quotes["cost"], quotes["places"]))
    assert figure("citation_precision", judged) == 1.0


def test_no_citation_and_one_out_of_range_recall_nothing(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    bare = reply(quotes["cost"])
    dangling = replace(reply(quotes["cost"], quotes["cost"]), sentences=(Sentence(quotes["cost"], "supported", (2,)),))
    for judged in (judge(bare), judge(dangling)):
        assert figure("citation_recall", judged) == figure("citation_precision", judged) == 0.0
        assert figure("citation_f1", judged) == figure("faithfulness", judged) == 0.0


def test_faithfulness_counts_sentences_and_grounded_answers_count_whole(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    good = reply(quotes["cost"], quotes["cost"])
    half = replace(good, sentences=(*good.sentences, Sentence("내년에 끝난다.", "supported", (1,))))
    assert figure("faithfulness", judge(good), judge(half)) == pytest.approx(2 / 3)
    assert figure("fully_grounded", judge(good), judge(half)) == 0.5


def test_a_changed_figure_and_an_altered_quote_show_apart(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    swapped = judge(reply(quotes["cost"].replace("120", "210"), quotes["cost"]))
    assert (figure("value_agreement", swapped), figure("quote_exactness", swapped)) == (0.75, 1.0)
    good = reply(quotes["cost"], quotes["cost"])
    bent = judge(replace(good, citations=(replace(good.citations[0], quote=quotes["cost"].replace("확정", "확장")),)))
    assert (figure("quote_exactness", bent), figure("value_agreement", bent)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("change", "metric"),
    [
        ({"page": 2}, "page_exactness"),
        ({"section": ("Ⅱ. 지역",)}, "section_exactness"),
        ({"version": 0}, "version_currency"),
    ],
)
def test_a_citation_that_points_wrong_is_counted(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str], change: dict[str, object], metric: str
) -> None:
    good = reply(quotes["cost"], quotes["cost"])
    judged = judge(replace(good, citations=(replace(good.citations[0], **change),)))  # type: ignore[arg-type]
    assert figure(metric, judged) == 0.0


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("총 1조 445억원", "1조445억원", True),
        ("총 1조\n445억원", "1조 445억원", True),
        ("111개 과제", "11개", False),
        ("14억", "4억", False),
        ("2. 11개", "11개", True),
        ("1,200", "200", False),
        ("3.5배", "3", False),
        ("KISTEP이", "kistep", True),
        ("둘째", "첫째|둘째", True),
        ("셋째", "첫째|둘째", False),
    ],
)
def test_gold_strings_are_found_whole(text: str, wanted: str, found: bool) -> None:
    assert gold.holds(text, wanted) is found


def test_every_gold_string_is_asked_for_and_a_refusal_is_a_miss(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    case = {"gold": ("부산", "전남")}
    whole, half = (
        judge(reply(quotes["places"], quotes["places"]), **case),
        judge(reply("부산이다.", quotes["places"]), **case),
    )
    refused = judge(Asked("q", "질문?", "refusal"), **case)
    assert figure("str_em", whole, half, refused) == pytest.approx(1 / 3)
    assert figure("str_em_answered", whole, half, refused) == 0.5


def test_forbidden_strings_are_counted_where_they_are_named(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    said = judge(reply("부산이다.", quotes["places"]), forbidden=("부산",))
    assert figure("forbidden", said, judge(Asked("q", "질문?", "refusal"), forbidden=("부산",))) == 0.5
    assert figure("forbidden", judge(reply("부산이다.", quotes["places"]))) is None


def replies(judge: Judge, answered: int, refused: int, wrong: int, right: int) -> list[JudgedReply]:
    """Return answerable ones answered and refused, then unanswerable ones answered and refused."""
    answer, refusal = Asked("q", "질문?", "answer"), Asked("q", "질문?", "refusal")
    return [
        *(judge(answer) for _ in range(answered)),
        *(judge(refusal) for _ in range(refused)),
        *(judge(answer, expected="refusal", kind="unanswerable") for _ in range(wrong)),
        *(judge(refusal, expected="refusal", kind="unanswerable") for _ in range(right)),
    ]


def test_abstention_is_trust_aligns(judge: Judge) -> None:
    found = replies(judge, answered=6, refused=2, wrong=1, right=3)
    assert figure("answer_f1", *found) == pytest.approx(2 * (6 / 7) * (6 / 8) / (6 / 7 + 6 / 8))
    assert figure("refusal_f1", *found) == pytest.approx(2 * (3 / 5) * (3 / 4) / (3 / 5 + 3 / 4))
    assert figure("abstention_macro_f1", *found) == pytest.approx((0.8 + 2 / 3) / 2)
    assert figure("incorrect_refusal", *found) == 0.25
    assert figure("false_answers", *found) == 0.25


def test_a_side_that_no_case_expects_is_left_out_of_the_mean(judge: Judge) -> None:
    found = replies(judge, answered=3, refused=1, wrong=0, right=0)
    assert figure("abstention_macro_f1", *found) == figure("answer_f1", *found)
    assert figure("false_answers", *found) is None


def test_a_false_premise_put_right_misleads_nobody(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    case = {"expected": "refusal", "kind": "false_premise", "gold": ("120억원",)}
    right, wrong = judge(reply(quotes["cost"], quotes["cost"]), **case), judge(reply("맞다.", quotes["cost"]), **case)
    assert abstention.refused(right)
    assert not abstention.refused(wrong)
    assert figure("premise_corrected", right, wrong) == 0.5


def test_an_error_is_not_judged(judge: Judge) -> None:
    failed = judge(Asked("q", "질문?", "error", error="모델이 없다"), gold=("x",), forbidden=("y",))
    for name in ("abstention_macro_f1", "incorrect_refusal", "str_em", "forbidden"):
        metric = next(one for one in metrics.REPLIES if one.name == name)
        assert metric.scores([failed]) == (Score("q", None),), name
    assert figure("abstention_macro_f1", failed) is None


def test_a_verifier_that_cannot_judge_leaves_sentences_out(
    look_up: Documents, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    class Silent:
        name = "silent"

        def judge(self, premises: object, sentence: str) -> Support:
            return Support(None)

    case = QuestionCase("q", "질문?", "fact", "answer")
    asked = records.asked("q", reply(quotes["cost"], quotes["cost"]), 1.0)
    judged = judging.replies([case], Records((asked,)), look_up, Silent())
    for name in ("citation_recall", "citation_precision", "citation_f1", "faithfulness", "fully_grounded"):
        metric = next(one for one in metrics.REPLIES if one.name == name)
        assert metric.scores(judged) == (Score("q", None),), name


def test_claims_are_balanced_over_both_sides(dataset: Dataset, look_up: Documents) -> None:
    judged = view(dataset.claims, look_up, Rules())
    assert value(verdicts.VERIFIER, verdicts.VERIFIER.scores(judged)) == 1.0
    said = [replace(one, checked=replace(one.checked, verdict="supported")) for one in judged]
    found = {metric.name: value(metric, metric.scores(said)) for metric in verdicts.METRICS}
    assert found["claim_balanced_accuracy"] == found["claim_accuracy"] == 0.5
    assert found["false_support"] == 1.0


def test_retrieval_is_what_ir_measures_says() -> None:
    queries = [Ranked("a", ("x", "y"), ("z", "x", "y")), Ranked("b", ("x",), ("x",)), Ranked("c", ("x",), ())]
    rated = {one.case: one.values for one in retrieval.rate([*queries, Ranked("d", (), ("x",))])}
    assert set(rated) == {"a", "b", "c"}
    assert (rated["a"]["RR@10"], rated["a"]["R@1"], rated["a"]["R@5"]) == (0.5, 0.0, 1.0)
    assert rated["a"]["nDCG@10"] == pytest.approx((1 / np.log2(3) + 1 / 2) / (1 + 1 / np.log2(3)))
    assert set(rated["b"].values()) == {1.0}
    assert set(rated["c"].values()) == {0.0}


def test_latency_has_percentiles() -> None:
    assert latency.percentiles([float(n) for n in range(1, 101)]) == {"p50": 50.5, "p95": 95.0, "mean": 50.5}
    assert latency.percentiles([]) == {}


def test_scores_are_put_together_by_their_parts() -> None:
    scores = [share("a", 1, 4), share("b", 2, 2), Score("c", None)]
    parts = matrix([one for one in scores if one])
    assert ratio(parts.sum(axis=0)) == 0.5
    assert share("d", 0, 0) is None
    assert np.isnan(divided(np.array(1.0), np.array(0.0)))


def test_intervals_are_seeded_and_hold_the_value() -> None:
    parts = matrix([mean(str(n), n % 4 > 0) for n in range(200)])
    found = intervals.interval(parts, ratio)
    assert found == intervals.interval(parts, ratio)
    assert found is not None
    low, high = found
    # The standard error of 0.75 over 200 cases is 0.031.
    assert low == pytest.approx(0.75 - 1.96 * 0.031, abs=0.01)
    assert high == pytest.approx(0.75 + 1.96 * 0.031, abs=0.01)
    assert intervals.interval(parts[:1], ratio) is None
    assert intervals.interval(parts, lambda sums: np.full(sums.shape[:-1], nan)) is None


def test_mcnemar_is_the_exact_binomial_test() -> None:
    assert comparison.mcnemar(0, 0) == 1.0
    assert comparison.mcnemar(10, 0) == pytest.approx(2 / 2**10)
    assert comparison.mcnemar(3, 7) == comparison.mcnemar(7, 3) == pytest.approx(0.34375)


def test_runs_are_compared_case_by_case() -> None:
    before = {str(n): 0.0 for n in range(12)} | {"gone": 1.0}
    found = comparison.compare(before, {str(n): float(n < 9) for n in range(12)} | {"new": 0.0})
    assert found is not None
    assert (found.cases, found.better, found.worse, found.test) == (12, 9, 0, "mcnemar")
    assert found.difference == 0.75
    assert found.p < 0.01
    graded = comparison.compare({"a": 0.2, "b": 0.4, "c": 0.6}, {"a": 0.2, "b": 0.4, "c": 0.6})
    assert graded is not None
    assert (graded.test, graded.p) == ("permutation", 1.0)
    assert comparison.compare({"a": 1.0}, {"b": 1.0}) is None


@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=1, max_size=12))
def test_the_permutation_test_gives_probabilities_and_is_symmetric(differences: list[float]) -> None:
    moved = np.array(differences)
    p = comparison.permutation(moved, flips=200)
    assert 0 < p <= 1
    assert p == comparison.permutation(-moved, flips=200)


@pytest.mark.parametrize(
    ("sentence", "readable"),
    [
        ("총사업비는 120억원이다.", True),
        ("바닷길 사업 | 2025 | 12,000", False),
        ("사업명: 바닷길 | 2025(백만원): 12,000", False),
        ("12,000 13,500 14,000 (9.5%)", False),
        ("2025. 3. 4.부터 2027. 2. 28.까지 모집한다.", True),
        ("가" * 301, False),
        ("The total cost is 12 billion won.", True),
        (" ", False),
    ],
)
def test_a_bare_row_a_line_of_figures_and_an_endless_sentence_are_not_readable(sentence: str, readable: bool) -> None:
    assert readability.readable(sentence) is readable


def test_one_unreadable_sentence_makes_an_answer_unreadable(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    plain = reply(quotes["cost"], quotes["cost"])
    row = replace(plain, sentences=(*plain.sentences, Sentence("총사업비 | 120억원", "supported", (1,))))
    assert figure("readability", judge(plain), judge(row)) == 0.5
    assert figure("readability", judge(records.asked("q", plain, 1.0))) == 1.0


def test_an_answer_is_relevant_as_far_as_it_speaks_of_what_was_asked(
    judge: Judge, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    def relevance(question: str, quote: str) -> float | None:
        judged = judge(reply(quotes[quote], quotes[quote]))
        return figure("relevance", replace(judged, case=replace(judged.case, question=question)))

    assert relevance("바닷길 사업의 총사업비는?", "cost") == 1.0
    # Of another sentence the title of its document still names the programme.
    beside = relevance("바닷길 사업의 총사업비는?", "places")
    assert beside is not None
    assert 0 < beside < 1
    assert relevance("도서관 장서는?", "cost") == 0.0
    assert relevance("120억원?", "cost") is None


def test_a_refusal_is_neither_relevant_nor_readable(judge: Judge) -> None:
    refused = Asked("q", "질문?", "refusal", "not_found")
    assert figure("relevance", judge(refused)) is None
    assert figure("readability", judge(refused)) is None
