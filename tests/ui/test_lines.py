"""What of a text stays on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ui.page.html.lines import unbroken


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("중소벤처기업부 · 2025-02-05 · 계획", ["2025-02-05"]),
        ("2024-08–2026-05", ["2024-08", "2026-05"]),
        ("14개 시·도의 대학·연구소", ["시·", "학·"]),
        ("1조 445억원", []),
    ],
)
def test_days_and_what_stands_before_a_middle_dot_stay_whole(text, whole):
    shown = unbroken(text)
    assert [one.partition("</span>")[0] for one in shown.split('<span class="whole">')[1:]] == whole


@given(st.text(alphabet="가·-20125<& "))
def test_the_text_itself_is_unchanged(text):
    shown = unbroken(text).replace('<span class="whole">', "").replace("</span>", "")
    assert Markup(shown).unescape() == text
