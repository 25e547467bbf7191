import subprocess
import sys

from assistant.korean.morphemes import opposites, read, stages


def forms(words):
    return [word.form for word in words]


def test_negation_is_read_from_morphology():
    assert forms(read("예산을 확정하지 않았다").negations) == ["않"]
    assert forms(read("지원하지 못했다").negations) == ["못"]
    assert forms(read("사실이 아니다").negations) == ["아니"]
    assert not read("공동체 안의 사람").negations


def test_endings_and_particles_carry_nothing():
    assert forms(read("개최한다").stems) == forms(read("개최했다").stems) == ["개최"]


def test_opposites_hold_both_ways():
    table = opposites()
    assert all(word in table[other] for word, others in table.items() for other in others)
    assert "감소" in table["증가"]
    assert {"이하", "미만"} <= table["이상"]


def test_stages_tell_decided_from_planned():
    assert stages()["확정"] != stages()["검토"] != stages()["예정"]


def test_importing_loads_no_analyser():
    code = "import sys, assistant.grounding.gate; assert 'kiwipiepy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
