"""The programme that a question names is known by its own letters."""

from __future__ import annotations

from assistant.korean.names import followed, names, subject


def test_a_programme_with_its_number_is_named_as_a_whole() -> None:
    assert subject("은빛항만육성3.0은 어디까지 왔나요?") == "은빛항만육성3.0"


def test_long_compounds_and_abbreviations_are_names_and_procedure_is_none() -> None:
    assert names("CCU 조사는 언제 하나요?") == ("CCU",)
    assert names("은빛항만선도기업은 몇 곳인가요?") == ("은빛항만선도기업",)
    assert names("예비타당성조사는 언제 하나요?") == ()
    assert names("예산은 얼마인가요?") == ()


def test_a_particle_takes_the_form_that_suits_the_last_letter() -> None:
    assert (followed("예산", "은"), followed("과제 수", "은"), followed("예산", "에")) == (
        "예산은",
        "과제 수는",
        "예산에",
    )
