"""What a source tells of one name is not told of another that ends alike."""

from __future__ import annotations

import pytest

from assistant.grounding import gate
from assistant.grounding.gate import Evidence
from assistant.grounding.rules.namesakes import namesakes

TEXT = (
    "○ 항만혁신바우처는 614억원에서 652억원이 된다.\n○ 항만수출바우처는 2026년부터 다른 사업과 합친다.\n"
    "날씨는 맑았다.\n배가 떠났다."
)


def label(claim: str) -> str:
    return gate.check(claim, [Evidence("doc", TEXT)]).label


def test_a_figure_of_one_name_is_not_anothers() -> None:
    assert label("항만혁신바우처 예산은 652억원이 된다.") == "supported"
    assert label("항만금융바우처 예산은 652억원이 된다.") != "supported"


@pytest.mark.parametrize(
    ("claim", "cited", "around", "found"),
    [
        ("수출바우처는 는다.", "혁신바우처는 는다.", "", [("수출바우처", "혁신바우처")]),
        ("수출바우처는 는다.", "혁신바우처는 는다.", "수출바우처", []),
        ("수출바우처와 혁신바우처는 는다.", "혁신바우처는 는다.", "", []),
        ("새봄지원사업은 는다.", "가을육성사업은 는다.", "", []),
        ("바우처는 는다.", "혁신바우처는 는다.", "", []),
    ],
)
def test_names_part_before_a_shared_end(claim: str, cited: str, around: str, found: list[tuple[str, str]]) -> None:
    assert list(namesakes(claim, cited, around)) == found
