"""The timeline of the sample's programme: its steps in order, told once, each with its exact quotes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.answers import Filter, Question
from assistant.history.timeline import CITED, PER_DOCUMENT, Entry, Timeline, timeline
from ingest import pipeline
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release, stored

TODAY = date(2026, 6, 1)
NAME = "지역혁신선도기업육성"


class Blind(Embeddings):
    """Stands in for the model: a timeline asks nothing of it."""

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return np.eye(1, 8).repeat(len(texts), axis=0).tolist()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    sample = Path(__file__).parents[2] / "evals" / "datasets" / "sample"
    settings = IngestSettings(store=tmp_path_factory.mktemp("store"))
    with Store.open(settings, create=True, embedding=Blind()) as opened:
        report = pipeline.ingest([sample], opened)
        assert not report.failures
        yield opened


@pytest.fixture(scope="module")
def whole(store: Store) -> Timeline:
    return timeline(Question(NAME), store, TODAY)


def telling(value: Timeline, words: str) -> Entry:
    return next(entry for entry in value.entries if words in entry.text)


def test_the_steps_of_the_programme_are_there_in_order(whole: Timeline) -> None:
    steps = [(entry.date[:7], entry.status, " ".join(fact.normal for fact in entry.facts)) for entry in whole.entries]
    wanted = [
        ("2024-08", "면제", ""),
        ("2024-12", "검토 중", ""),
        ("2025-01", "확정", "1044500000000원"),
        ("2025-04", "선정", "115개"),
        ("2026-05", "선정", "306개"),
        ("2026-05", "발표", "280000000000원"),
    ]
    places = [
        next((i for i, step in enumerate(steps) if step[:2] == want[:2] and want[2] in step[2]), None)
        for want in wanted
    ]
    assert None not in places
    assert places == sorted(places)  # type: ignore[type-var]
    assert [entry.date for entry in whole.entries] == sorted(entry.date for entry in whole.entries)


def test_every_quote_is_exact_and_the_text_is_the_first(store: Store, whole: Timeline) -> None:
    for entry in whole.entries:
        assert entry.text == " ".join(entry.citations[0].quote.split())
        assert [one.marker for one in entry.citations] == list(range(1, len(entry.citations) + 1))
        for one in entry.citations:
            document = store.document(one.document_id)
            assert document is not None
            assert document.text[one.start : one.end] == one.quote
        for fact in entry.facts:
            assert entry.citations[0].quote[fact.start : fact.end] == fact.text


def test_a_fact_is_told_once_and_those_that_tell_it_again_are_cited(whole: Timeline) -> None:
    total = [entry for entry in whole.entries if any(fact.normal == "1044500000000원" for fact in entry.facts)]
    (entry,) = total
    cited = [one.document_id for one in entry.citations]
    assert len(cited) == len(set(cited)) > 2
    assert all(len(one.citations) <= CITED for one in whole.entries)
    opened = [entry.citations[0].document_id for entry in whole.entries]
    assert max(map(opened.count, opened)) <= PER_DOCUMENT


def test_what_was_open_is_superseded_by_what_settled_it(whole: Timeline) -> None:
    pending = next(entry for entry in whole.entries if entry.status == "검토 중")
    assert pending.superseded_by is not None
    newer = whole.entries[pending.superseded_by]
    assert (newer.date, newer.status) == ("2025-01-24", "확정")
    # Each selection stands by itself.
    assert telling(whole, "115개").superseded_by is None


def test_a_date_in_the_sentence_goes_before_that_of_the_document(whole: Timeline) -> None:
    assert telling(whole, "1월 24일 국가연구개발사업평가").dated_by == "sentence"
    assert telling(whole, "규모가 정해지지 않았다").dated_by == "document"


@pytest.mark.parametrize(
    "name", ["지역혁신선도기업육성(R&D)", "지역 혁신선도기업 육성사업", "「지역혁신선도기업육성(R&D)」 사업"]
)
def test_every_spelling_of_the_name_gives_the_same(store: Store, whole: Timeline, name: str) -> None:
    assert timeline(Question(name), store, TODAY).entries == whole.entries


def test_what_came_later_does_not_exist_yet(store: Store) -> None:
    day = date(2024, 12, 31)
    early = timeline(Question(NAME, as_of=day), store, TODAY)
    assert early.as_of == day
    assert {entry.status for entry in early.entries} >= {"면제", "검토 중"}
    assert all(one.published.date() <= day for entry in early.entries for one in entry.citations if one.published)
    assert all(entry.superseded_by is None for entry in early.entries)


def test_a_filter_narrows_the_documents(store: Store) -> None:
    found = timeline(Question(NAME, filter=Filter(issuers=("과학기술정보통신부",))), store, TODAY)
    assert found.entries
    assert {one.issuer for entry in found.entries for one in entry.citations} == {"과학기술정보통신부"}


@pytest.mark.parametrize("name", ["달무리수로정비", "지역혁신선도기업육성9.0", "사업", "?"])
def test_what_no_document_names_has_no_timeline(store: Store, name: str) -> None:
    assert timeline(Question(name), store, TODAY).entries == ()


TITLE = "은빛항만육성 본격 추진"


def events(folder: Path, *told: tuple[str, str, str]) -> tuple[Entry, ...]:
    """Return the entries of documents that are each given as day, title and text."""
    documents = [
        release(f"doc-{number}", datetime.fromisoformat(day), title, text)
        for number, (day, title, text) in enumerate(told)
    ]
    with stored(folder, documents) as opened:
        return timeline(Question("은빛항만육성"), opened, TODAY).entries


def test_sentences_that_tell_one_event_make_one_entry_with_all_its_values(tmp_path: Path) -> None:
    text = (
        "해온부는 20일 은빛항만육성의 지원과제 115개를 최종 선정했다고 밝혔다.\n\n"
        "115개 과제에는 2년간 832억원을 투입한다.\n\n"
        "분야별로는 각각 70개 과제와 45개 과제가 선정되었다."
    )
    first, second = "해온부는 20일 은빛항만육성의 지원과제 115개를", "115개 과제에는 2년간 832억원을 투입한다."
    entries = events(tmp_path, ("2025-04-21", TITLE, text))
    chosen = entries[0]
    assert (chosen.date, chosen.status) == ("2025-04-20", "선정")
    assert chosen.text.startswith(first)
    assert chosen.further == (second,)
    assert [(one.kind, one.of, one.stage, one.text, one.citation) for one in chosen.values] == [
        ("count", "과제", "selected", "115개", 1),
        ("spent", "2년간", None, "832억원", 2),
    ]
    assert [one.marker for one in chosen.citations] == [1, 2]
    assert chosen.citations[1].quote == second


def test_an_announcement_of_money_takes_the_status_of_the_event_it_belongs_to(tmp_path: Path) -> None:
    text = "신규사업으로 216억원, 111개 과제 지원\n\n해온부는 올해 111개 과제를 지원할 예정이다."
    (entry,) = events(tmp_path, ("2025-01-30", TITLE, text))
    assert entry.status == "예정"
    assert [(one.kind, one.stage) for one in entry.values] == [("spent", None), ("count", "planned")]


def test_facts_of_other_programmes_are_left_out(tmp_path: Path) -> None:
    budget = (
        "해온부는 내년 예산안을 편성했다. 여러 분야를 고루 살핀다.\n\n"
        * 12
        + "은빛항만육성 : ('25년) 216억원 → ('26년 정부안) 969억원\n\n"
        "아울러 어촌 축제를 지원하기 위해 53억원을 투입할 계획이다.\n\n"
        "은빛항만육성에 969억원, '해외 판로 지원'에 320억원을 투입한다."
    )
    entries = events(tmp_path, ("2025-09-02", "내년 예산안 편성", budget))
    assert {one.text for entry in entries for one in entry.values} == {"216억원", "969억원"}
    assert "어촌" not in " ".join(entry.text + " ".join(entry.further) for entry in entries)
