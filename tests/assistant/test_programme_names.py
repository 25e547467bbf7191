"""Names that a text gives programmes, and which of them have a course to begin with."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.history.programmes import Programme, programmes
from assistant.history.timeline import timeline
from assistant.korean.programme_names import named
from releases import release, stored


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("‘은빛항만육성(R&D)’에 969억원을 투입한다.", ["은빛항만육성(R&D)"]),
        ("「은빛 항만 육성」 사업을 시작하고 「은빛항만육성」 사업을 잇는다.", ["은빛 항만 육성"]),
        ("* 달빛어촌 바우처 : ('25년) 216억원 → ('26년 정부안) 969억원", ["달빛어촌 바우처"]),
        ("- 초승스타트업 1000+ : (’24) 103억원", ["초승스타트업 1000+"]),
        ("□ 은빛항만육성사업\n ○ 내년에 시작한다.\n□ 신규 지원사업", ["은빛항만육성사업"]),
        ("장관은 “현장을 더 살피겠다”고 말했다.", []),
        ("'바다가 멀리 있는 사람을 위한 지원 사업'이라고 했다.", []),
        ("예산 : 216억원", []),
    ],
)
def test_a_programme_is_what_a_text_calls_one(text: str, names: list[str]) -> None:
    assert list(named(text)) == names


def test_only_a_name_with_events_of_several_days_is_one_to_start_from(tmp_path: Path) -> None:
    told = [
        ("2024-08-28", "은빛항만육성 : (’24) 180억원 → (’25안) 216억원\n달빛어촌개발 : (’25안) 90억원"),
        ("2025-04-21", "‘은빛항만육성’ 사업의 지원과제 115개를 최종 선정했다."),
        ("2025-05-06", "‘별빛마을가꾸기’ 사업을 널리 알린다."),
    ]
    documents = [
        release(f"doc-{number}", datetime.fromisoformat(day), "소식", text) for number, (day, text) in enumerate(told)
    ]
    with stored(tmp_path, documents) as store:
        found = programmes(store, lambda question: timeline(question, store, date(2026, 6, 1)))
    assert found == (Programme("은빛항만육성", 2, "2024-08-28", "2025-04-21"),)
