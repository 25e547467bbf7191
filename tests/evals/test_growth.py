"""The growth benchmark fits, shows and draws what it measured."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from evals.benchmarks import curve
from evals.benchmarks.growth import StandIn


def measured(exponent: float) -> dict[str, object]:
    """A run over three sizes whose indexing grows with an exponent, in steps from each size to the next."""
    points, before = [], 0.0
    for size in (100, 1_000, 10_000):
        whole = 0.01 * size**exponent
        points.append(
            {
                "size": size,
                "ingest": {
                    "documents": size,
                    "chunks": 5 * size,
                    "seconds": whole - before + 1,
                    "processor": whole - before + 1,
                    "embedding": 1.0,
                    "embedding_processor": 1.0,
                    "peak_mb": 300,
                    "disk_lexical": size * 1e4,
                },
                "embed": {"chunk_seconds": 0.05},
                "ask": {
                    "retrieval_p50": 0.02,
                    "retrieval_p95": 0.03,
                    "question_p50": 0.4,
                    "question_p95": 0.8,
                    "ndcg10": 0.9,
                    "peak_mb": 400,
                },
            }
        )
        before = whole
    return {"embedding": "stand-in", "points": points}


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.4])
def test_the_exponent_of_the_indexing_is_found_and_embedding_is_proportional(exponent: float) -> None:
    found = measured(exponent)
    assert f"| indexing alone | {exponent:.2f} |" in curve.table(found)
    assert [one.embedding for one in curve.points(found)] == [25, 250, 2_500]
    assert "| question p50 | 0.00 |" in curve.table(found)


def test_the_plot_is_a_picture_with_a_line_for_each_cost() -> None:
    root = ElementTree.fromstring(curve.plot(measured(1.0)))
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 5


def test_the_stand_in_puts_texts_that_are_alike_near_each_other() -> None:
    near, far = StandIn().embed_documents(["별빛도서관 열한 곳을 연다.", "해맑은강 정비를 마친다."])
    asked = StandIn().embed_query("별빛도서관을 연다")
    assert sum(a * b for a, b in zip(asked, near, strict=True)) > sum(a * b for a, b in zip(asked, far, strict=True))
    assert len(near) == 384
