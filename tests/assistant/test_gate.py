from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.gate import Evidence, Span, check

RELEASE = Evidence(
    "release",
    "과학기술정보통신부(장관 홍길동, 이하 과기정통부)는 "
    "1월 24일(금) 지역혁신선도기업육성사업의 총사업비를 1조 445억 원으로 확정했다.\n"
    "이 사업은 2025년부터 3년간 비수도권 중소기업의 연구개발을 지원하며, 과제당 최대 5억 원을 준다.\n"
    "매출이 늘어난 업종은 모빌리티 30.1%, 제조 25.9%, 바이오 12.0% 순이다.\n"
    "예비타당성조사는 면제됐고, 민간부담금은 30% 이상으로 정해졌다.\n"
    "수도권 기업은 지원 대상에서 제외되며, 이미 지원을 받은 기업은 다시 신청하지 못한다.\n"
    "접수는 2월 3일 오전 10시에 시작해 2월 28일 오후 6시에 마감한다.",
    date(2025, 1, 24),
)


def judge(sentence, *evidence, **options):
    return check(sentence, evidence or (RELEASE,), **options)


def differences(sentence):
    return [(item.kind, item.claim, item.source) for item in judge(sentence).differences]


@pytest.mark.parametrize(
    "sentence",
    [
        "예비타당성조사는 면제됐고, 민간부담금은 30% 이상으로 정해졌다.",
        "과학기술정보통신부는 1월 24일 지역혁신선도기업육성사업의 총사업비를 1조445억원으로 확정했다.",
        "과학기술정보통신부는 2025. 1. 24. 지역혁신선도기업육성사업의 총사업비를 10,445억원으로 확정했다.",
        "매출이 늘어난 업종은 모빌리티 30.1퍼센트, 제조 25.9퍼센트, 바이오 12퍼센트 순이다.",
        "예비타당성조사는 면제됐다.",
        "지역혁신선도기업육성사업 총사업비 1조 445억 원 확정",
        "매출이 늘어난 업종은 제조 25.9%, 바이오 12.0% 순이다.",
        "예비타당성조사는 면제됐다. 민간부담금은 30% 이상으로 정해졌다.",
    ],
)
def test_what_the_document_says_is_supported(sentence):
    verdict = judge(sentence)
    assert verdict.label == "supported"
    assert verdict.spans
    assert not verdict.differences


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("과학기술정보통신부는 1월 24일 지역혁신선도기업육성사업의 총사업비를 1조 4,450억 원으로 확정했다.", "amount"),
        ("과학기술정보통신부는 1월 25일 지역혁신선도기업육성사업의 총사업비를 1조 445억 원으로 확정했다.", "date"),
        ("이 사업은 2025년부터 2년간 비수도권 중소기업의 연구개발을 지원하며, 과제당 최대 5억 원을 준다.", "period"),
        ("매출이 늘어난 업종은 모빌리티 25.9%, 제조 30.1%, 바이오 12.0% 순이다.", "percent"),
        ("접수는 2월 3일 오후 10시에 시작해 2월 28일 오후 6시에 마감한다.", "time"),
        ("예비타당성조사는 면제되지 않았고, 민간부담금은 30% 이상으로 정해졌다.", "polarity"),
        ("예비타당성조사는 면제됐고, 민간부담금은 30% 미만으로 정해졌다.", "polarity"),
        ("이 사업은 2025년부터 3년간 수도권 중소기업의 연구개발을 지원하며, 과제당 최대 5억 원을 준다.", "word"),
        ("이 사업은 2025년부터 3년간 비수도권 중소기업의 연구개발을 지원하며, 과제당 최소 5억 원을 준다.", "polarity"),
        ("교육부는 1월 24일 지역혁신선도기업육성사업의 총사업비를 1조 445억 원으로 확정했다.", "word"),
    ],
)
def test_one_change_contradicts_and_is_named(sentence, kind):
    verdict = judge(sentence)
    assert verdict.label == "contradicted"
    assert kind in {item.kind for item in verdict.differences}


PLAN = Evidence(
    "plan",
    "총사업비는 재정당국이 적정성을 검토 중이며 내년 1월 확정될 예정이다.\n연구원은 시험동을 12월까지 지을 계획이다.",
    date(2024, 12, 12),
)


def test_one_clause_of_a_sentence_may_be_told_alone():
    grant = Evidence("grant", "교육부는 대학 30곳에 1,200억 원을 지원하고, 기업 20곳에 300억 원을 지원하지 않는다.")
    assert judge("교육부는 대학 30곳에 1,200억 원을 지원한다.", grant).label == "supported"
    assert judge("기업 20곳에 300억 원을 지원하지 않는다.", grant).label == "supported"
    assert judge("교육부는 대학 30곳에 300억 원을 지원한다.", grant).label != "supported"
    assert judge("기업 20곳에 300억 원을 지원한다.", grant).label != "supported"


@pytest.mark.parametrize(
    "sentence",
    [
        "총사업비는 내년 1월 확정됐다.",
        "총사업비는 재정당국이 적정성을 확정했으며 내년 1월 확정될 예정이다.",
        "연구원은 시험동을 12월까지 지었다.",
        "총사업비는 재정당국이 적정성을 검토 중이며 내년 1월 확정되지 않을 예정이다.",
    ],
)
def test_a_matter_is_not_moved_to_another_stage(sentence):
    assert judge(sentence, PLAN).label != "supported"


def test_a_plan_may_be_told_as_a_plan():
    assert judge("총사업비는 내년 1월 확정될 예정이다.", PLAN).label == "supported"
    assert judge("총사업비는 2025년 1월 확정될 예정이다.", PLAN).label == "supported"


def test_a_difference_names_both_sides():
    sentence = "과학기술정보통신부는 1월 24일 지역혁신선도기업육성사업의 총사업비를 1조 4,450억원으로 확정했다."
    assert differences(sentence) == [("amount", "1조 4,450억원", "1조 445억 원")]


@pytest.mark.parametrize(
    "sentence",
    [
        "매출이 늘어난 업종은 모빌리티 25.9% 순이다.",
        "수도권 기업은 지원 대상에 포함되며, 이미 지원을 받은 기업은 다시 신청하지 못한다.",
        "이미 지원을 받은 기업은 다시 신청한다.",
        "접수는 2월 28일 오전 10시에 시작한다.",
    ],
)
def test_a_right_value_in_the_wrong_place_does_not_pass(sentence):
    assert judge(sentence).label != "supported"


@pytest.mark.parametrize(
    "sentence",
    ["전기차 보조금은 대당 650만 원이다.", "농촌진흥청이 새 품종을 내놓았다.", "내일은 전국에 비가 온다.", ""],
)
def test_what_no_document_mentions_is_not_found(sentence):
    verdict = judge(sentence)
    assert verdict.label == "not_found"


def test_no_evidence_finds_nothing():
    assert check("총사업비는 1조 445억 원이다.", []).label == "not_found"


def test_the_document_that_says_so_is_named_with_its_offsets():
    other = Evidence("other", "전혀 다른 이야기다.")
    passage = Evidence("passage", RELEASE.text, RELEASE.published, offset=100)
    verdict = judge("예비타당성조사는 면제됐고, 민간부담금은 30% 이상으로 정해졌다.", other, passage)
    start = RELEASE.text.index("예비타당성조사")
    assert verdict.spans[0].document_id == "passage"
    assert verdict.spans[0].start == 100 + start
    assert verdict.score == 1.0


def test_relative_dates_are_read_from_the_day_of_the_question():
    evidence = Evidence("plan", "올해 예산은 300억 원으로 정해졌다.", date(2024, 5, 1))
    assert judge("2024년 예산은 300억 원으로 정해졌다.", evidence).label == "supported"
    assert judge("올해 예산은 300억 원으로 정했다.", evidence).label == "supported"
    assert judge("작년 예산은 300억 원으로 정해졌다.", evidence, reference=date(2024, 6, 1)).label != "supported"
    assert judge("작년 예산은 300억 원으로 정해졌다.", evidence, reference=date(2025, 6, 1)).label == "supported"


def test_short_names_stand_for_the_body():
    assert judge("과기정통부, 지역혁신선도기업육성사업 총사업비 1조 445억 원 확정").label == "supported"
    assert judge("중기부, 지역혁신선도기업육성사업 총사업비 1조 445억 원 확정").label != "supported"


class Judge:
    """Says what it is told and remembers what it was asked."""

    def __init__(self, sure):
        self.sure = sure
        self.asked = []

    def entails(self, premise, claim):
        self.asked.append((premise, claim))
        return self.sure


def test_a_judge_of_meaning_can_only_withhold():
    free = "지역혁신선도기업육성사업 총사업비, 과기정통부가 1조 445억 원 확정"
    assert judge(free, entailment=Judge(1.0)).label == "supported"
    assert judge(free, entailment=Judge(0.0)).label == "not_found"
    never = Judge(1.0)
    assert judge("지역혁신선도기업육성사업 총사업비, 과기정통부가 9조 원 확정", entailment=never).label != "supported"
    assert not never.asked


LINES = RELEASE.text.split("\n")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LINES), st.data())
def test_a_quote_with_one_digit_changed_never_passes(sentence, data):
    places = [index for index, letter in enumerate(sentence) if letter.isdigit()]
    at = data.draw(st.sampled_from(places or [0]))
    digit = data.draw(st.sampled_from("123456789"))
    if not places or digit == sentence[at]:
        assert judge(sentence).label == "supported"
        return
    changed = sentence[:at] + digit + sentence[at + 1 :]
    assert judge(changed).label != "supported"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gets_a_verdict_with_spans_inside_the_document(sentence):
    verdict = judge(sentence)
    assert 0.0 <= verdict.score <= 1.0
    assert all(isinstance(span, Span) and 0 <= span.start < span.end <= len(RELEASE.text) for span in verdict.spans)


GRANTS = Evidence(
    "grants",
    "새싹기업이음은 산학 협업을 위해 2년간 최대 14억원을 지원한다.\n"
    "기업역량다짐은 개별 기업의 성장을 위해 2년간 최대 4억원을 지원한다.\n"
    "바다숲 조성에는 1,118억원 규모의 예산을 쓰며, 참여한 기관은 42개다.\n"
    "설명회는 약 300명을 대상으로 열렸고, 민간부담금은 30% 이상이다.",
    date(2025, 3, 1),
)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("새싹기업이음은 2년간 최대 4억원을 지원한다.", "최대 14억원"),
        ("기업역량다짐에 최대 14억원 지원", "최대 4억원"),
        ("기업역량다짐은 2년간 4억원을 지원한다.", "최대 4억원"),
        ("민간부담금은 30%이다.", "이상"),
    ],
)
def test_a_figure_keeps_its_subject_and_its_limit(sentence, source):
    verdict = judge(sentence, GRANTS)
    assert verdict.label == "contradicted"
    assert any(source in item.source for item in verdict.differences)


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("바다숲 조성에 1,100억원 규모 예산", "supported"),
        ("바다숲 조성에 1,100억원 예산", "contradicted"),
        ("바다숲 조성에 1,200억원 규모 예산", "contradicted"),
        ("바다숲 조성에 참여한 기관 40여 개", "supported"),
        ("설명회는 300명을 대상으로 열렸다.", "supported"),
        ("기업역량다짐은 2년간 4억원까지 지원한다.", "supported"),
    ],
)
def test_only_a_figure_marked_as_rounded_may_be_rounded(sentence, label):
    assert judge(sentence, GRANTS).label == label


def test_a_denial_names_what_the_source_says():
    verdict = judge("참여한 모든 기관에 1,118억원 규모 바다숲 예산 지원 안 해", GRANTS)
    assert verdict.label != "supported"
    said = judge("설명회는 약 300명을 대상으로 열리지 않았다.", GRANTS)
    assert said.label == "contradicted"
    assert all(item.source for item in said.differences)


REBUTTAL = Evidence(
    "rebuttal",
    "1. 보도내용 (아무신문, 3.1.)\n"
    "ㅇ 정부가 바다숲 예산을 300억 원에서 100억 원으로 줄인다고 보도\n"
    "2. 해양부 입장\n"
    "ㅇ 바다숲 예산은 300억 원으로 변함이 없으며, 예산을 줄인다는 보도는 사실이 아님\n",
    date(2025, 3, 2),
)


def test_a_report_that_a_document_denies_is_no_evidence_for_it():
    verdict = judge("정부가 바다숲 예산을 300억 원에서 100억 원으로 줄인다.", REBUTTAL)
    assert verdict.label == "contradicted"
    assert "사실이 아님" in verdict.differences[0].source
    assert judge("바다숲 예산은 300억 원이다.", REBUTTAL).label == "supported"
    assert judge("바다숲 예산은 100억 원이다.", REBUTTAL).label != "supported"


def test_what_was_reported_may_be_told_as_a_report():
    sentence = "정부가 바다숲 예산을 300억 원에서 100억 원으로 줄인다고 보도"
    assert judge(sentence, REBUTTAL).label == "supported"


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        # The rise that the source tells is another's.
        ("배출량은 전년 대비 3.5% 늘었다.", ("polarity", "늘", "감소")),
        # 국가지정유산 does not say that anything was designated.
        ("누리청은 달섬 등대를 기념물로 지정했다.", ("status", "지정했다", "지정 예고하였다")),
        ("달섬 고래화석은 2019년 공사장에서 발견됐다.", ("date", "2019년", "")),
    ],
)
def test_a_word_or_year_that_stands_elsewhere_is_no_proof(claim, told):
    text = (
        "- 배출량 전년 대비 3.5% 감소, 배출 비중이 높은 부문의 생산이 늘어난 탓\n"
        "누리청은 「달섬 등대」를 국가지정유산 기념물로 각각 지정 예고하였다.\n"
        "「달섬 고래화석」은 온전한 모습으로 남은 화석이다. 해당 고래화석은 2008년 9월 택지에서 발견됐다.\n"
        "「달섬 결핵체」는 2019년 9월 공사장에서 발견된 뒤 「달섬 고래화석」과 같이 수장고에 있다.\n"
    )
    verdict = judge(claim, Evidence("elsewhere", text, date(2025, 10, 21)))
    assert verdict.label != "supported"
    assert told in [(item.kind, item.claim, item.source) for item in verdict.differences]


def test_a_claim_that_retells_the_first_clause_is_not_held_against_the_last():
    text = (
        "이에 누리위는 새벽상사에 과징금 536만 원과 과태료 72만 원을 부과하고 누리집에 알리도록 명령하며,"
        " 누리위는 이행 결과를 면밀히 점검할 방침이다."
    )
    claim = "누리위는 새벽상사에 과징금 536만 원과 과태료 72만 원을 물렸다."
    assert judge(claim, Evidence("clauses", text, date(2025, 1, 9))).label == "supported"


def test_what_is_planned_together_with_more_is_not_done():
    text = "누리위는 새벽사업의 지원 기준을 확정하고 참여 기업을 뽑을 예정이다."
    assert judge("누리위는 새벽사업의 지원 기준을 확정했다.", Evidence("plan", text)).label != "supported"
