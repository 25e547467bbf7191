"""Lexical (BM25) search over character bigrams: two tantivy indexes, chunks and whole documents.

Hangul runs become overlapping bigrams, Latin and digit runs stay whole. In our measurements this ranks Korean as well
as morphemes do and is forty times faster (docs/decisions/0005-store-and-retrieval.md). BM25 with k1 = 1.2, b = 0.75.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import log
from operator import add
from pathlib import Path
from typing import Any

import tantivy

from ingest.collections import DEFAULT
from ingest.damage import told
from ingest.errors import IndexDamaged
from ingest.postings import INDEX, Home
from ingest.rows import IndexEntry
from ingest.scope import Filter, day_number

_RUN = re.compile(r"[가-힣]+|[a-z]+|\d+(?:\.\d+)?|[\u3400-\u9fff]|[^\W\da-z가-힣_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
WRITER_HEAP = 64_000_000
"""Bytes tantivy may buffer; small, for ingestion shares its memory with the model."""

EVERYTHING = Filter()
PRIOR_SHARE = 0.02
"""Share of the imaginary documents that hold a term, when they steady the weights of a small store."""


def terms(text: str) -> list[str]:
    """Return the index terms of `text`: Hangul bigrams (a lone syllable as itself), other runs whole, lower case."""
    found: list[str] = []
    folded = unicodedata.normalize("NFKC", text).lower()
    if "," in folded:
        folded = _THOUSANDS.sub("", folded)
    for run in _RUN.findall(folded):
        if len(run) > 1 and "가" <= run[0] <= "힣":
            found.extend(map(add, run, run[1:]))
        else:
            found.append(run)
    return found


class LexicalIndex:
    """BM25 over chunks and over whole documents."""

    def __init__(self, directory: Path) -> None:
        self._chunks = Home(directory / "chunks", _schema())
        self._documents = Home(directory / "documents", _schema())

    def counts(self) -> tuple[int, int]:
        """Return how many documents and chunks the indexes hold."""
        with told(INDEX):
            return self._documents.index().searcher().num_docs, self._chunks.index().searcher().num_docs

    def level(self, documents: int, chunks: int) -> bool:
        """Tell whether the indexes hold so many documents and chunks; raise `IndexDamaged` if they cannot be read."""
        return self.counts() == (documents, chunks)

    def replace(self, entries: Sequence[IndexEntry], stale: Sequence[str]) -> None:
        """Delete the documents in `stale` and any earlier rows of `entries`, then index `entries`."""
        gone = [*stale, *(entry.record.id for entry in entries)]
        if any(entry.record.collection != DEFAULT for entry in entries):
            self._require_collections()
        for home, rows in ((self._documents, _document_rows(entries)), (self._chunks, _chunk_rows(entries))):
            with told(INDEX), home.changing() as index:
                writer = index.writer(heap_size=WRITER_HEAP, num_threads=1)
                for document_id in gone:
                    writer.delete_documents_by_term("document_id", document_id)
                for row in rows:
                    writer.add_document(tantivy.Document(**row))
                writer.commit()
                writer.wait_merging_threads()

    def _require_collections(self) -> None:
        """Raise `IndexDamaged` where an earlier version made the indexes, which cannot tell collections apart."""
        for home in (self._documents, self._chunks):
            with told(INDEX):
                old = not _collected(home.index().schema)
            if old:
                raise IndexDamaged(INDEX, "컬렉션을 모르는 이전 판이 만들었습니다.")

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Throw everything away, then let the block write it anew."""
        homes = self._documents, self._chunks
        with told(INDEX):
            for home in homes:
                home.renew()
        try:
            yield
        except BaseException:
            for home in homes:
                home.abandon()
            raise
        with told(INDEX):
            for home in homes:
                home.finish()

    def sync(self) -> None:
        """Prove the files; tantivy has synced them."""
        with told(INDEX):
            for home in (self._documents, self._chunks):
                home.sync()

    def settled(self) -> bool:
        """Tell whether the files were sealed where they lie."""
        return self._documents.settled() and self._chunks.settled()

    def settle(self) -> None:
        """Seal files that came from elsewhere, now that they were read and found whole."""
        with told(INDEX):
            for home in (self._documents, self._chunks):
                home.settle()

    def match_chunks(self, words: Sequence[str], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (chunk row, BM25) pairs, best first, for the terms of a question."""
        with told(INDEX):
            return _search(self._chunks.index(), words, limit, scope)

    def match_documents(self, words: Sequence[str], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (document key, BM25) pairs, best first, for the terms of a question."""
        with told(INDEX):
            return _search(self._documents.index(), words, limit, scope)

    def holding(self, words: Sequence[str], limit: int, scope: Filter = EVERYTHING) -> list[int]:
        """Return the keys of up to `limit` documents that contain all of the terms, best first."""
        with told(INDEX):
            return [key for key, _ in _search(self._documents.index(), words, limit, scope, tantivy.Occur.Must)]

    def idf(self, words: Iterable[str], prior: int = 0) -> dict[str, float]:
        """Return the inverse document frequency of each term over documents, ln(1 + (N - n + .5) / (n + .5)).

        Smoothing for small stores: `prior` pseudo-documents are added, and each term counts as found in PRIOR_SHARE
        of them. Without it, chance would weight one term ten times as much as another in a store of few documents.
        """
        share = prior * PRIOR_SHARE
        with told(INDEX):
            searcher = self._documents.index().searcher()
            total = searcher.num_docs + prior
            counts = {word: share + min(searcher.doc_freq("body", word), searcher.num_docs) for word in set(words)}
        return {word: log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in counts.items()}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    for name in ("document_id", "issuer", "kind", "region", "collection"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_integer_field("key", fast=True)
    return builder.build()


def _common(entry: IndexEntry) -> dict[str, Any]:
    record = entry.record
    row: dict[str, Any] = {"document_id": record.id, "issuer": record.issuer, "kind": record.kind}
    if record.regions:
        row["region"] = list(record.regions)
    if record.published:
        row["published"] = day_number(record.published.date())
    if record.collection != DEFAULT:
        row["collection"] = record.collection
    return row


def _document_rows(entries: Sequence[IndexEntry]) -> Iterable[dict[str, Any]]:
    for entry in entries:
        body = " ".join(terms(f"{entry.record.title}\n{entry.text}"))
        yield {**_common(entry), "key": entry.record.key, "body": body}


def _chunk_rows(entries: Sequence[IndexEntry]) -> Iterable[dict[str, Any]]:
    for entry in entries:
        common = _common(entry)
        for row, section, text in zip(entry.chunk_rows, entry.sections, entry.chunk_texts, strict=True):
            body = " ".join(terms(f"{entry.record.title}\n{' '.join(section)}\n{text}"))
            yield {**common, "key": row, "body": body}


def _search(
    index: tantivy.Index,
    words: Sequence[str],
    limit: int,
    scope: Filter,
    occur: tantivy.Occur = tantivy.Occur.Should,
) -> list[tuple[int, float]]:
    if not words:
        return []
    schema = index.schema
    if scope.collections == ():
        return []
    worded = tantivy.Query.boolean_query(
        [
            (
                occur,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(schema, "body", word, index_option="freq"), float(count)
                ),
            )
            for word, count in _counted(words)
        ]
    )
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, worded), *_restrictions(schema, scope)])
    searcher = index.searcher()
    hits = searcher.search(query, limit=limit, count=False).hits
    keys = searcher.fast_field_values("key", [address for _, address in hits])
    return [(int(key or 0), float(score)) for (score, _), key in zip(hits, keys, strict=True)]


def _counted(words: Sequence[str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return list(counts.items())


def _restrictions(schema: tantivy.Schema, scope: Filter) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    found: list[tuple[tantivy.Occur, tantivy.Query]] = []
    fields = (
        ("issuer", scope.issuers),
        ("kind", scope.kinds),
        ("region", scope.regions),
        ("document_id", scope.documents),
    )
    for name, values in fields:
        if values:
            allowed = tantivy.Query.term_set_query(schema, name, list(values))
            found.append((tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0)))
    if scope.exclude:
        banned = tantivy.Query.term_set_query(schema, "document_id", list(scope.exclude))
        found.append((tantivy.Occur.MustNot, banned))
    if scope.collections is not None:
        found.append(_readable(schema, scope.collections))
    if scope.since or scope.until:
        days = tantivy.Query.range_query(
            schema,
            "published",
            tantivy.FieldType.Integer,
            lower_bound=day_number(scope.since) if scope.since else None,
            upper_bound=day_number(scope.until) if scope.until else None,
        )
        found.append((tantivy.Occur.Must, tantivy.Query.const_score_query(days, 0.0)))
    return found


def _readable(schema: tantivy.Schema, names: Sequence[str]) -> tuple[tantivy.Occur, tantivy.Query]:
    """Return what restricts a search to collections; a document without the field is one of the default collection."""
    if not _collected(schema):
        anything = tantivy.Query.all_query() if DEFAULT in names else tantivy.Query.empty_query()
        return tantivy.Occur.Must, tantivy.Query.const_score_query(anything, 0.0)
    named = [one for one in names if one != DEFAULT]
    among = tantivy.Query.term_set_query(schema, "collection", named) if named else tantivy.Query.empty_query()
    if DEFAULT in names:
        told = tantivy.Query.regex_query(schema, "collection", ".+")
        open_ = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, told)]
        )
        among = tantivy.Query.boolean_query([(tantivy.Occur.Should, open_), (tantivy.Occur.Should, among)])
    return tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)


def _collected(schema: tantivy.Schema) -> bool:
    """Tell whether an index holds the collections of documents, as those of earlier versions do not."""
    try:
        tantivy.Query.term_query(schema, "collection", DEFAULT)
    except ValueError:
        return False
    return True
