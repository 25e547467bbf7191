from evals.benchmarks.claims_store import Held, draw, table
from evals.benchmarks.grounding import Claim, half


def test_a_draw_is_the_same_twice_and_keeps_to_known_documents_of_its_half(tmp_path):
    row = '{"kind": "k", "doc_id": "d%d", "claim": "주장 %d", "label": "supported"}'
    rows = [row % (number, number) for number in range(40)]
    (tmp_path / "grounding_claims.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "grounding_hard.jsonl").write_text("", encoding="utf-8")
    known = frozenset(f"d{number}" for number in range(30))
    drawn = draw(tmp_path, "B", 5, known)
    assert drawn == draw(tmp_path, "B", 5, known)
    assert len(drawn) == 5
    assert all(half(claim.document_id) == "B" and claim.document_id in known for claim in drawn)


def test_recalls_are_counted_apart():
    true, false = Claim("k", "d", "참", True), Claim("k", "d", "거짓", False)
    held = [Held(true, "supported", True, 1.0), Held(true, "not_found", False, 1.0),
            Held(false, "contradicted", True, 1.0), Held(false, "supported", False, 1.0)]  # fmt: skip
    assert list(table(held))[-1] == "| all | 0.500 (2) | 0.500 (2) | 0.500 (2) | 0.667 (3) |"
