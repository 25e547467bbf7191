"""The sample corpus reads whole, its questions can be proven from it, and its plans rebuild from their text."""

import json
import re
from datetime import date
from functools import cache
from importlib.util import find_spec

import pypdfium2
import pytest

from evals.datasets import sample_folder, sample_questions
from evals.datasets.plan_documents import SOURCES, build, parse
from ingest.documents import SourceDocument
from ingest.readers import read

KINDS = {"fact", "list", "number", "table", "status", "as_of", "unanswerable", "false_premise"}
PLANS = sorted(path.stem for path in SOURCES.glob("*.md"))

needs_fonts = pytest.mark.skipif(
    find_spec("pylopdf_fonts_ko") is None or find_spec("fpdf") is None,
    reason="the Korean font package and fpdf2 come with the dev extra",
)


@cache
def corpus():
    found = [document for path in sorted(sample_folder().iterdir()) for document in read(path)]
    assert all(isinstance(document, SourceDocument) for document in found), found
    return {document.id: document for document in found}


def questions():
    return [json.loads(line) for line in sample_questions().read_text(encoding="utf-8").splitlines()]


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def page_texts(source):
    with pypdfium2.PdfDocument(source) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_the_corpus_has_articles_releases_and_plans():
    assert len(corpus()) >= 20
    assert len({document.text for document in corpus().values()}) == len(corpus())


def test_press_releases_name_their_issuer_date_and_address():
    lines = (sample_folder() / "press_releases.jsonl").read_text(encoding="utf-8").splitlines()
    for record in map(json.loads, lines):
        assert set(record) == {"id", "title", "text", "issuer", "date", "url", "kind"}
        assert record["url"].startswith("https://www.example.go.kr/")
        document = corpus()[record["id"]]
        assert (document.issuer, document.kind) == (record["issuer"], "press_release")
        assert document.published is not None
        assert document.published.date() == date.fromisoformat(record["date"][:10])


def test_questions_are_complete():
    asked = questions()
    assert len({question["id"] for question in asked}) == len(asked) == 30
    assert {question["kind"] for question in asked} == KINDS
    for question in asked:
        assert set(question) - {"as_of"} == {"id", "question", "kind", "gold", "documents", "quotes"}
        assert ("as_of" in question) == (question["kind"] == "as_of")
        answerable = question["kind"] != "unanswerable"
        assert all(bool(question[field]) == answerable for field in ("gold", "documents", "quotes"))
        assert set(question["documents"]) <= set(corpus())


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["id"])
def test_every_quote_stands_in_a_named_document(question):
    texts = [squeezed(corpus()[identifier].text) for identifier in question["documents"]]
    for quote in question["quotes"]:
        assert any(squeezed(quote) in text for text in texts), quote


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["id"])
def test_every_gold_string_stands_in_a_named_document(question):
    texts = [squeezed(corpus()[identifier].text) for identifier in question["documents"]]
    for gold in question["gold"]:
        assert any(alternative in text for alternative in gold.split("|") for text in texts), gold


@pytest.mark.parametrize("question", [q for q in questions() if "as_of" in q], ids=lambda question: question["id"])
def test_documents_of_a_dated_question_were_published_by_then(question):
    for identifier in question["documents"]:
        published = corpus()[identifier].published
        assert published is None or published.date() <= date.fromisoformat(question["as_of"])


@pytest.mark.parametrize("name", PLANS)
def test_plans_are_long_small_and_numbered_as_printed(name):
    path = sample_folder() / f"{name}.pdf"
    pages = page_texts(path)
    assert len(pages) >= 10
    assert path.stat().st_size < 400_000
    for number, text in enumerate(pages[2:], start=1):
        assert text.rstrip().endswith(f"- {number} -")


@pytest.mark.parametrize("name", PLANS)
def test_plan_text_survives_the_page_with_its_spaces(name):
    printed = squeezed(" ".join(page_texts(sample_folder() / f"{name}.pdf")))
    for block in parse(SOURCES / f"{name}.md").blocks:
        # A paragraph may be cut by the foot of a page, so single lines' worth of words are looked for.
        for piece in (block.text[:30], *(cell[:16] for row in block.rows for cell in row)):
            assert piece.strip() in printed


@pytest.mark.parametrize("name", PLANS)
def test_contents_give_the_printed_page_of_each_chapter(name):
    pages = page_texts(sample_folder() / f"{name}.pdf")
    for block in parse(SOURCES / f"{name}.md").blocks:
        if block.kind == "chapter":
            label = f"{block.marker} {block.text}".strip()
            listed = re.search(rf"^{re.escape(label)} ·+ (\d+)\r?$", pages[1], re.M)
            assert listed, label
            assert re.search(rf"^{re.escape(label)}\r?$", pages[int(listed[1]) + 1], re.M), label


def test_a_line_that_is_no_block_is_refused(tmp_path):
    plan = tmp_path / "plan.md"
    plan.write_text((SOURCES / f"{PLANS[0]}.md").read_text(encoding="utf-8") + "모름\n", encoding="utf-8")
    with pytest.raises(ValueError, match="모름"):
        parse(plan)


@needs_fonts
def test_plans_rebuild_to_the_kept_files(tmp_path):
    from evals.datasets.plan_pages import PRODUCER

    for rebuilt in build(tmp_path):
        kept = sample_folder() / rebuilt.name
        assert page_texts(rebuilt) == page_texts(kept)
        # Other versions of the libraries compress and subset in their own way, so only theirs may differ.
        with pypdfium2.PdfDocument(kept) as document:
            same_libraries = document.get_metadata_value("Producer") == PRODUCER
        assert not same_libraries or rebuilt.read_bytes() == kept.read_bytes()
