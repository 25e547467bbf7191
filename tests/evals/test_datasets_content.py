"""The golden and the policy sets can be proven from their documents, word by word; what a set claims, its corpus holds.

The documents of the policy set are not part of the project: GEUNGEO_DATA names the folder that holds them in policy/.
"""

import json
import os
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from evals.datasets import sample_folder
from ingest.documents import SourceDocument
from ingest.readers import read

FOLDER = sample_folder().parent
# Read here, because each test runs without the developer's own settings.
DATA = os.environ.get("GEUNGEO_DATA")
FOLDERS = {
    "golden": (sample_folder(), FOLDER / "injected"),
    "policy": (Path(DATA) / "policy",) if DATA else (),
}
SETS = tuple(FOLDERS)

KINDS = {"fact", "list", "number", "table", "status", "as_of", "comparison", "follow_up"}
KINDS |= {"unanswerable", "false_premise", "injection"}
CLAIM_KINDS = {"number", "date", "place", "organisation", "status", "pairing", "negation", "paraphrase"}
CLAIM_KINDS |= {"list", "comparison", "as_of", "not_in_documents", "injection"}
POLICY_KINDS = {
    "fact": 12,
    "number": 12,
    "list": 6,
    "status": 6,
    "as_of": 6,
    "follow_up": 4,
    "false_premise": 6,
    "unanswerable": 8,
}
POLICY_VERDICTS = {"supported": 20, "contradicted": 22, "not_found": 18}
# Long enough for the names of laws and committees, too short for a sentence.
LONGEST_SHARED_RUN = 24


@cache
def lines(name, file):
    return [json.loads(line) for line in (FOLDER / name / file).read_text(encoding="utf-8").splitlines()]


with_documents = pytest.mark.parametrize(
    "name",
    [
        "golden",
        pytest.param(
            "policy",
            marks=pytest.mark.skipif(not DATA, reason="GEUNGEO_DATA names no folder with the policy set's documents"),
        ),
    ],
)


def items(name):
    return lines(name, "questions.jsonl") + lines(name, "claims.jsonl")


@cache
def corpus(name):
    found = [document for folder in FOLDERS[name] for path in sorted(folder.iterdir()) for document in read(path)]
    assert found
    assert all(isinstance(document, SourceDocument) for document in found), found
    return {document.id: document for document in found}


def bare(text):
    return re.sub(r"\s+", "", text)


def holds(text, words):
    """Tell whether the words stand in the text, however spaced, and never inside a longer number."""
    wanted = bare(words)
    before = r"(?<!\d)(?<!\d[.,])" if wanted[0].isdigit() else ""
    after = r"(?!\d)" if wanted[-1].isdigit() else ""
    return re.search(before + r"\s*".join(map(re.escape, wanted)) + after, text) is not None


def texts(name, item):
    """Return what the item's documents say, titles included."""
    return [f"{document.title}\n{document.text}" for document in map(corpus(name).__getitem__, item["documents"])]


def uneven(found, key):
    counts = Counter((key(item), item["split"]) for item in found)
    return {kind for kind, _ in counts if abs(counts[kind, "dev"] - counts[kind, "test"]) > 1}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("최대 4억 원을 준다", "4억원", True),
        ("최대 14억원을 준다", "4억원", False),
        ("총 1,445억원", "445억원", False),
        ("증감 +490", "49", False),
        ("증감 +49\n3. 다음", "49", True),
        ("하기로 했다.\n\n13개 지역", "13개", True),
    ],
)
def test_numbers_are_looked_for_whole(text, words, expected):
    assert holds(text, words) is expected


@pytest.mark.parametrize("name", SETS)
def test_questions_are_complete(name):
    asked = lines(name, "questions.jsonl")
    required = {"id", "question", "kind", "gold", "documents", "expected", "split"}
    for question in asked:
        assert required <= set(question) <= required | {"forbidden", "as_of", "history"}, question
        assert question["kind"] in KINDS
        assert question["split"] in {"dev", "test"}
        assert ("as_of" in question) == (question["kind"] == "as_of")
        assert bool(question.get("history")) == (question["kind"] == "follow_up")
        refused = question["kind"] in {"unanswerable", "false_premise"} or not question["gold"]
        assert question["expected"] == ("refusal" if refused else "answer")
        assert bool(question["gold"]) or question["kind"] in {"unanswerable", "injection"}
        assert not (question["gold"] and question["kind"] == "unanswerable")
        assert question["documents"] or question["kind"] == "unanswerable"


@pytest.mark.parametrize("name", SETS)
def test_claims_are_complete(name):
    required = {"id", "claim", "kind", "verdict", "documents", "split"}
    for claim in lines(name, "claims.jsonl"):
        assert required <= set(claim) <= required | {"source", "as_of"}, claim
        assert claim["kind"] in CLAIM_KINDS
        assert claim["verdict"] in POLICY_VERDICTS
        assert claim["split"] in {"dev", "test"}
        assert ("as_of" in claim) == (claim["kind"] == "as_of")
        assert bool(claim.get("source")) == (claim["verdict"] == "contradicted")
        assert claim["documents"] or claim["verdict"] == "not_found"
        assert claim["verdict"] == "not_found" or claim["kind"] != "not_in_documents"


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_asked_or_claimed_twice(name):
    asked, claimed = lines(name, "questions.jsonl"), lines(name, "claims.jsonl")
    questions = [(bare(q["question"]), q.get("as_of"), tuple(q.get("history", ()))) for q in asked]
    claims = [(bare(claim["claim"]), claim.get("as_of")) for claim in claimed]
    for keys in (questions, claims, [item["id"] for item in asked + claimed]):
        assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_the_two_halves_are_alike(name):
    asked, claimed = lines(name, "questions.jsonl"), lines(name, "claims.jsonl")
    assert uneven(asked, lambda item: item["kind"]) == set()
    assert uneven(claimed, lambda item: item["kind"]) == set()
    assert uneven(claimed, lambda item: item["verdict"]) == set()


def test_the_golden_set_covers_every_kind():
    asked, claimed = lines("golden", "questions.jsonl"), lines("golden", "claims.jsonl")
    assert len(asked) >= 150
    assert len(claimed) >= 150
    assert {question["kind"] for question in asked} == KINDS
    assert {claim["kind"] for claim in claimed} == CLAIM_KINDS
    assert {claim["verdict"] for claim in claimed} == set(POLICY_VERDICTS)


def test_the_policy_set_has_its_mix():
    asked, claimed = lines("policy", "questions.jsonl"), lines("policy", "claims.jsonl")
    assert Counter(question["kind"] for question in asked) == POLICY_KINDS
    assert Counter(claim["verdict"] for claim in claimed) == POLICY_VERDICTS


@with_documents
def test_every_named_document_is_there(name):
    assert [item["id"] for item in items(name) if not set(item["documents"]) <= set(corpus(name))] == []
    assert [item["id"] for item in items(name) if len(set(item["documents"])) < len(item["documents"])] == []


@with_documents
def test_every_gold_string_stands_in_a_named_document(name):
    astray = [
        (question["id"], gold)
        for question in lines(name, "questions.jsonl")
        for gold in question["gold"]
        if not any(holds(text, way) for way in gold.split("|") for text in texts(name, question))
    ]
    assert astray == []


@with_documents
def test_every_document_of_an_answer_holds_something_of_it(name):
    idle = [
        (question["id"], identifier)
        for question in lines(name, "questions.jsonl")
        if question["expected"] == "answer"
        for identifier, text in zip(question["documents"], texts(name, question), strict=True)
        if not any(holds(text, way) for gold in question["gold"] for way in gold.split("|"))
    ]
    assert idle == []


@with_documents
def test_every_source_stands_in_a_named_document(name):
    astray = [
        (claim["id"], source)
        for claim in lines(name, "claims.jsonl")
        for source in claim.get("source", ())
        if not any(holds(text, source) for text in texts(name, claim))
    ]
    assert astray == []


@with_documents
def test_documents_of_a_dated_item_were_published_by_then(name):
    dated = [(item, corpus(name)[identifier]) for item in items(name) for identifier in item["documents"]]
    late = [
        (item["id"], document.id)
        for item, document in dated
        if "as_of" in item
        and (document.published is None or document.published.date() > date.fromisoformat(item["as_of"]))
    ]
    assert late == []


@with_documents
def test_items_speak_in_their_own_words(name):
    corpus_text = "\n".join(bare(document.text) for document in corpus(name).values())
    copied = []
    for item in items(name):
        said = bare(item.get("question") or item["claim"])
        runs = (said[at : at + LONGEST_SHARED_RUN] for at in range(len(said) - LONGEST_SHARED_RUN + 1))
        copied += [(item["id"], run) for run in runs if run in corpus_text]
    assert copied == []


@pytest.mark.parametrize("name", SETS)
def test_a_right_answer_can_avoid_what_is_forbidden(name):
    trapped = [
        (question["id"], forbidden)
        for question in lines(name, "questions.jsonl")
        for forbidden in question.get("forbidden", ())
        if any(holds(way, forbidden) for gold in question["gold"] for way in gold.split("|"))
    ]
    assert trapped == []


def test_what_an_injection_forbids_is_what_a_planted_order_wants():
    planted = [document.text for path in (FOLDER / "injected").iterdir() for document in read(path)]
    asked = [question for question in lines("golden", "questions.jsonl") if question["kind"] == "injection"]
    assert all(question["forbidden"] for question in asked)
    for forbidden in {words for question in asked for words in question["forbidden"]}:
        assert any(holds(text, forbidden) for text in planted), forbidden
