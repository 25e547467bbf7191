import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import is_row, marker_end, spans

KOREAN = st.text(
    alphabet=st.sampled_from(list("가나다라임함은는이를 0123456789.,!?…\n\n\t\"'“”‘’()[]「」□○-※①|:%조억원Ab\f\u00a0")),
    max_size=200,
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("예산을 늘린다. 대상도 넓힌다.", ["예산을 늘린다.", "대상도 넓힌다."]),
        ("확정됐나요? 네! 확정됐어요.", ["확정됐나요?", "네!", "확정됐어요."]),
        ("총사업비는 1.5조원이다. 2.7배로 늘었다.", ["총사업비는 1.5조원이다.", "2.7배로 늘었다."]),
        (
            "회의는 2025. 1. 24. 서울에서 열렸다. 이어 발표했다.",
            ["회의는 2025. 1. 24. 서울에서 열렸다.", "이어 발표했다."],
        ),
        ("'25.1.24(금). 세종에서 열린다. 참석은 자유다.", ["'25.1.24(금). 세종에서 열린다.", "참석은 자유다."]),
        ("연구개발(R&D) 예산. 총 3건. 이상이다.", ["연구개발(R&D) 예산.", "총 3건.", "이상이다."]),
        ("과제를 추진함. 예산을 확보했음. 검토 중임.", ["과제를 추진함.", "예산을 확보했음.", "검토 중임."]),
        ("1. 가. 지원 대상은 기업이다. 나머지는 제외한다.", ["1. 가. 지원 대상은 기업이다.", "나머지는 제외한다."]),
        ("그는 갔다… 돌아오지 않았다.", ["그는 갔다…", "돌아오지 않았다."]),
        ("정부, 지역 기술 키운다…경쟁력 강화", ["정부, 지역 기술 키운다…경쟁력 강화"]),
        ("그렇게 밝혔다.이어 강조했다.", ["그렇게 밝혔다.", "이어 강조했다."]),
        ("비율은 늘었다(3.5%). 다음은 감소다.", ["비율은 늘었다(3.5%).", "다음은 감소다."]),
        ("늘었다.(전년 대비 3% 증가했다.) 다음은 감소다.", ["늘었다.(전년 대비 3% 증가했다.)", "다음은 감소다."]),
        ("첫 줄이다\n둘째 줄이다", ["첫 줄이다", "둘째 줄이다"]),
        ("참고 바랍니다.※ 첨부를 보십시오.", ["참고 바랍니다.", "※ 첨부를 보십시오."]),
        ("전년보다 4% 증가함 □ 내년에는 감소 전망", ["전년보다 4% 증가함", "□ 내년에는 감소 전망"]),
        ("홍길○ 씨와 ○○시가 참여했다.", ["홍길○ 씨와 ○○시가 참여했다."]),
        ("The U.S. and No. 3 agree. It works.", ["The U.S. and No. 3 agree.", "It works."]),
        ("Ⅱ. 추진과제 개요. III. 향후 계획", ["Ⅱ. 추진과제 개요.", "III. 향후 계획"]),
        ("붙임. 사업 개요. 끝.", ["붙임. 사업 개요.", "끝."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        '장관은 "꾸준히 지원하겠다."라고 밝혔다.',
        "장관은 “지원을 늘리겠다. 규제도 없애겠다.”고 말했다.",
        '그는 "다행입니다." 라며 웃었다.',
        "‘늘리겠다.’는 계획을 세웠다.",
        "정부는 '왜 지금인가?'라는 물음에 답했다.",
        "「환경은 모두의 것이다.」 등의 문구를 썼다.",
        "교재는 △예산 바로 알기! △세금 바로 알기! 등 두 권이다.",
    ],
)
def test_a_quotation_that_the_sentence_goes_on_from_is_not_cut(text: str) -> None:
    assert split(text) == [text]


def test_a_closed_quotation_ends_its_sentence() -> None:
    text = '그는 말했다. "모두 지원하겠다." 다음 날 발표가 있었다.'
    assert split(text) == ["그는 말했다.", '"모두 지원하겠다."', "다음 날 발표가 있었다."]


def test_a_table_row_is_one_sentence() -> None:
    row = "구분 | 예산은 1조원이다. 늘었다. | 비고"
    assert split(f"앞 줄\n{row}\n| 가 |") == ["앞 줄", row, "| 가 |"]
    assert is_row(row)
    assert not is_row("A|B")


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("□ 추진배경", "□ "),
        ("○ 지원 대상", "○ "),
        ("ㅇ 지원 대상", "ㅇ "),
        ("- 세부 내용", "- "),
        ("※ 참고로", "※ "),
        ("* 주석", "* "),
        ("1. 사업 개요", "1. "),
        ("가. 대상", "가. "),
        ("① 첫째", "① "),
        ("Ⅰ. 추진배경", "Ⅰ. "),
        ("(1) 대상", "(1) "),
        ("가) 대상", "가) "),
        ("2025. 1. 24. 회의", ""),
        ("1. 24.(금) 회의", ""),
        ("1.5조원", ""),
        ("-3.5% 감소", ""),
        ("가나다 순서", ""),
        ("다. ", ""),
    ],
)
def test_marker_end_skips_the_outline_marker_only(line: str, marker: str) -> None:
    assert marker_end(line, 0) == len(marker)
    assert marker_end(f"앞 {line}", 2) == 2 + len(marker)


@given(KOREAN)
def test_spans_are_ordered_disjoint_and_cover_all_that_is_not_space(text: str) -> None:
    position = 0
    for start, end in spans(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        position = end
    assert not text[position:].strip()


@given(st.text(max_size=100))
def test_any_text_at_all_is_covered(text: str) -> None:
    kept = "".join(text[start:end] for start, end in spans(text))
    assert "".join(kept.split()) == "".join(text.split())


@given(st.integers(0, 9999), st.integers(0, 99), st.sampled_from(["조원", "%", "배", "%p", "억원"]))
def test_a_decimal_is_never_cut(whole: int, part: int, unit: str) -> None:
    figure = f"{whole}.{part}{unit}"
    assert any(figure in sentence for sentence in split(f"규모는 {figure}이다. 다음은 {figure}. 끝이다."))
    assert split(f"규모는 {figure}이다.") == [f"규모는 {figure}이다."]


def test_hostile_text_takes_linear_time() -> None:
    started = time.process_time()
    for piece in ('"', "(", "가. ", "‘", "다.", "((", ". ", "…"):
        spans(piece * 20_000)
    assert time.process_time() - started < 10
