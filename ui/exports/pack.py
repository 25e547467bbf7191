"""Content of evidence packs: a reply or checked claims with all their evidence.

Packs are archived and shared, so they contain all that is needed to find the evidence without the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.answers import Answer, Citation, Difference, Refusal, Reply, Sentence, Verdict
from ui.exports import absence, contract, coverage, formats, wording
from ui.exports.contract import section
from ui.exports.coverage import Coverage
from ui.exports.formats import Entry, Quoted, Written
from ui.exports.originals import original
from ui.exports.wording import paged
from ui.messages import Language, say


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim and the verdict on it."""

    id: str
    claim: str
    verdict: Verdict


def markdown(
    checked: Sequence[Checked], retrieved: datetime, against: Coverage | None = None, language: Language = "ko"
) -> str:
    """Return the pack of checked claims as Markdown; quoted text is escaped."""
    return formats.markdown(claims(checked, retrieved, against, language))


def page(
    checked: Sequence[Checked], retrieved: datetime, against: Coverage | None = None, language: Language = "ko"
) -> str:
    """Return the pack of checked claims as one self-contained HTML file; all text is escaped."""
    return formats.page(claims(checked, retrieved, against, language))


def claims(checked: Sequence[Checked], retrieved: datetime, against: Coverage | None, language: Language) -> Written:
    """Return the pack of checked claims: what they were held against, and each with verdict and evidence."""
    heads = [_fact("pack.retrieved", retrieved.isoformat(timespec="seconds"), language)]
    if against is not None:
        heads += coverage.parts(against, language)
    entries = (
        Entry(
            heading=f"{one.id}. {one.claim}",
            label=_label(one, language),
            kind=one.verdict.label,
            notes=(
                *(difference(each, language) for each in one.verdict.differences),
                *absence.told(one.verdict, language),
                *(wording.conflict(each, one.verdict.evidence, language) for each in one.verdict.conflicts),
            ),
            quotes=tuple(_quoted(cited, language) for cited in one.verdict.evidence),
        )
        for one in checked
    )
    return Written(say("pack.title", language), language, tuple(heads), tuple(entries))


def reply(value: Reply, retrieved: datetime, language: Language) -> Written:
    """Return the pack of a reply: the question, every sentence with its verdict, and every citation in full."""
    asked = value.question.asked or value.question.text
    heads = [_fact("pack.asked", asked, language)]
    if value.question.asked:
        heads.append(say("reply.rewritten", language, text=value.question.text))
    heads += [
        _fact("pack.as_of", value.as_of.isoformat(), language),
        _fact("pack.model", value.model, language),
        _fact("pack.retrieved", retrieved.isoformat(timespec="seconds"), language),
    ]
    if isinstance(value, Answer):
        heads.append(wording.rests_on(value, language))
    cited = say("page.evidence" if isinstance(value, Answer) else "reply.nearest", language)
    entries = (*_said(value, language), *(_cited(one, cited, language) for one in value.citations))
    return Written(say("pack.title", language), language, tuple(heads), entries)


def difference(value: Difference, language: Language) -> str:
    """Return one difference as a line: both values, or the value missing from the documents."""
    key = "reply.difference" if value.source else "check.lacking"
    return say(key, language, claim=value.claim, source=value.source)


def _said(value: Reply, language: Language) -> Iterator[Entry]:
    if not isinstance(value, Answer):
        held = value.conflicts if isinstance(value, Refusal) else ()
        notes = tuple(wording.conflict(one, value.citations, language) for one in held)
        yield Entry(f"{say('pack.refused', language)}: {contract.text(value, language)}", notes=notes)
        return
    if value.nearest:
        yield Entry(say("reply.near", language))
    for sentence in value.sentences:
        yield _sentence(sentence, language, nearest=value.nearest)
    disagreeing = [wording.conflict(one, value.citations, language) for one in value.conflicts]
    earlier = [wording.superseded(one, _markers((one.citation, one.by)), language) for one in value.superseded]
    if disagreeing or earlier:
        yield Entry(say("pack.changes", language), notes=(*disagreeing, *earlier))


def _sentence(value: Sentence, language: Language, *, nearest: bool) -> Entry:
    """Return a sentence with its verdict; of a reply that only shows what stands nearest, none is called borne out."""
    near = nearest and value.verdict == "supported"
    return Entry(
        heading=f"{value.text} {_markers(value.citations)}".strip(),
        label=say("page.near" if near else f"check.{value.verdict}", language),
        kind="not_found" if near else value.verdict,
        notes=tuple(difference(each, language) for each in value.differences),
    )


def _cited(value: Citation, heading: str, language: Language) -> Entry:
    return Entry(f"{heading} [{value.marker}]", quotes=(_quoted(value, language),))


def _markers(markers: Sequence[int]) -> str:
    return "".join(f"[{marker}]" for marker in markers)


def _fact(key: str, value: str, language: Language) -> str:
    return f"{say(key, language)}: {value}"


def _label(one: Checked, language: Language) -> str:
    label = say(f"check.{one.verdict.label}", language)
    nearest = one.verdict.label == "not_found" and one.verdict.evidence
    return f"{label} · {say('check.nearest', language)}" if nearest else label


def _quoted(value: Citation, language: Language) -> Quoted:
    return Quoted(value.quote, tuple(_particulars(value, language)))


def _particulars(value: Citation, language: Language) -> Iterator[str]:
    """Yield the document of a quote and the quote's position in it."""
    parts = [
        value.title or say("untitled", language),
        value.issuer,
        wording.issued(value.published, value.declared, language, value.withdrawn, value.dated),
    ]
    yield " · ".join(part for part in parts if part)
    place = [
        say("pack.version", language, id=value.document_id, version=value.version),
        *paged(value, language),
        *([section(value.section)] if value.section else []),
        say("reply.offsets", language, start=value.start, end=value.end),
    ]
    yield _fact("pack.place", " · ".join(place), language)
    yield f"SHA-256: {value.sha256}"
    if address := original(value.uri):
        yield _fact("pack.source", address, language)
