"""Every rule that the ablation names is there to be switched off, and is back afterwards."""

from __future__ import annotations

import pytest

from assistant.checking import assessment
from evals.benchmarks import ablation


@pytest.mark.parametrize("name", [*ablation.CLAIM_RULES, *ablation.QUESTION_RULES])
def test_a_rule_is_switched_off(name: str) -> None:
    with ablation.off({**ablation.CLAIM_RULES, **ablation.QUESTION_RULES}[name]):
        pass


def test_a_rule_is_back_afterwards() -> None:
    before = assessment.contraries
    with ablation.off(ablation.CLAIM_RULES["contraries"]):
        assert assessment.contraries is not before
    assert assessment.contraries is before
