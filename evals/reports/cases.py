"""HTML block of one case: question or claim, result, evidence and scores.

Every text is passed through `escape`: questions, documents and model output may contain markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answers import Citation
from evals import figures
from evals.calls import Call
from evals.datasets.cases import QuestionCase
from evals.judging import JudgedCitation, JudgedClaim, JudgedReply, JudgedSentence
from evals.metrics.gold import holds, spelt, spoken
from evals.records import Asked, Seen
from evals.reports import names
from evals.reports.failures import decides
from evals.reports.names import Words
from evals.reports.report import Judged, Line, Report

AROUND = 160
"""Most characters shown on each side of a quote."""
_LETTERS_AFTER = re.compile(r"(?<![^\d조억만천백십%])[^\d조억만천백십%]++$")


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks a page puts on a case: its failures, broken thresholds and change since the baseline."""

    wrong: Sequence[str]
    """Names of its failures."""
    broke: Sequence[str]
    """Metrics whose threshold it broke."""
    moved: str
    """fell, rose or empty."""
    opened: bool


def block(line: Line, report: Report, words: Words, marks: Marks) -> str:
    """Return the HTML of one case, collapsed unless marked as open."""
    text = line.case.question if isinstance(line.case, QuestionCase) else line.case.claim
    tags = [_tag(names.kind(line.case.kind, words)), _tag(words[f"outcome_{line.outcome}"])]
    tags += [_tag(names.failure(name, words), bad=True) for name in marks.wrong]
    tags += [_tag(words["broke"], bad=True)] if marks.broke else []
    tags += [_tag(words[marks.moved], bad=marks.moved == "fell")] if marks.moved else []
    return (
        f'<details{" open" if marks.opened else ""} id="case-{escape(line.id)}"><summary>'
        f"<span class=tags>{''.join(tags)}</span>"
        f"<strong>{escape(text)}</strong> <span class=soft>{escape(line.id)}</span></summary>"
        f"{_inside(line, words)}{_scores(line, report, words)}</details>"
    )


def _scores(line: Line, report: Report, words: Words) -> str:
    """Return the case's scores, the worst first, and those of each judge apart."""
    own = [(one, score) for one in report.results for score in one.scores if score.case == line.id]
    rows = "".join(
        f"<dt>{escape(names.metric(one.name, words))} {'↑' if one.better == 'higher' else '↓'}</dt>"
        f"<dd{' class=bad' if decides(one.name) and one.lost(line.id) else ''}>{_score(score.value, words)}</dd>"
        for one, score in sorted(own, key=lambda pair: -pair[0].lost(line.id))
    )
    judges = "".join(_judge(judge, line.id, words) for judge in report.judges)
    return f"{judges}<details class=scores><summary>{escape(words['scores'])}</summary><dl>{rows}</dl></details>"


def _judge(judge: Judged, case: str, words: Words) -> str:
    title = words["judge"].format(name=judge.name, version=judge.version, model=judge.model)
    rows = "".join(
        f"<dt>{escape(names.metric(one.metric, words))}</dt><dd>{_score(one.value, words)}"
        f"{f' <span class=soft>{escape(one.reason)}</span>' if one.reason else ''}</dd>"
        for one in judge.marks
        if one.case == case
    )
    return f"<p class=soft>{escape(title)}</p><dl>{rows}</dl>" if rows else ""


def _inside(line: Line, words: Words) -> str:
    if isinstance(line.judged, JudgedReply):
        return _reply(line.judged, words)
    if isinstance(line.judged, JudgedClaim):
        return _claim(line.judged, words)
    return f"<p class=soft>{escape(', '.join(line.case.documents))}</p>"


def _reply(reply: JudgedReply, words: Words) -> str:
    case, asked = reply.case, reply.asked
    right = asked.kind == case.expected or asked.correction is not None
    parts = [
        f"<p>{_named(words['expected'], words[f'expected_{case.expected}'])} · "
        f"<span class={'good' if right else 'bad'}>{_named(words['came'], words[f'outcome_{asked.kind}'])}</span></p>"
    ]
    if case.history:
        parts.append(f"<p>{_named(words['history'], ' → '.join(case.history))}</p>")
    if asked.question != case.question:
        parts.append(f"<p>{_named(words['rewritten'], asked.question)}</p>")
    if case.as_of:
        parts.append(f"<p>{_named(words['as_of'], case.as_of.isoformat())}</p>")
    if case.gold:
        parts.append(f"<p>{escape(words['gold'])}: {_gold(case.gold, spoken(asked), found_is='good')}</p>")
    if case.forbidden:
        parts.append(f"<p>{escape(words['forbidden'])}: {_gold(case.forbidden, spoken(asked), found_is='bad')}</p>")
    if asked.error:
        parts.append(f"<p class=bad>{escape(asked.error)}</p>")
    if asked.kind == "refusal":
        reason = words.get(f"reason_{asked.reason}", asked.reason)
        parts.append(f"<p>{_named(words['outcome_refusal'], reason)}</p>")
    if asked.correction:
        parts.append(f"<blockquote>{escape(asked.correction.text)}</blockquote>")
    parts += [_sentence(one, words, case.gold) for one in reply.sentences]
    parts += [_citation(one, asked, reply.sentences, words) for one in reply.citations]
    for dropped in asked.dropped:
        reason = words.get(f"dropped_{dropped.reason}", dropped.reason)
        what = escape(f"{reason}: {dropped.text}")
        parts.append(f"<p class=soft>{escape(words['dropped'])} · {what}</p>")
    parts += [_call(call, words) for call in asked.calls]
    return "".join(parts)


def _call(call: Call, words: Words) -> str:
    title = f"{words['raw']} · {call.prompt}" if call.prompt else words["raw"]
    return f"<details class=raw><summary>{escape(title)}</summary><pre>{escape(call.text)}</pre></details>"


def _claim(claim: JudgedClaim, words: Words) -> str:
    expected = words[f"outcome_{claim.case.verdict}"]
    parts = [f"<p>{_named(words['expected'], expected)}</p>"]
    if claim.checked.error:
        parts.append(f"<p class=bad>{escape(claim.checked.error)}</p>")
    parts += [
        f"<p class=warn>{escape(one.kind)}: {escape(one.claim)} ≠ {escape(one.source or '–')}</p>"
        for one in claim.checked.differences
    ]
    for judged in claim.citations:
        quote = _marked(judged.citation.quote, _figures(claim.case.claim))
        parts.append(f"<blockquote>{quote}</blockquote><p class=soft>{_place(judged.citation, words)}</p>")
    return "".join(parts)


def _sentence(sentence: JudgedSentence, words: Words, gold: Sequence[str]) -> str:
    supported = sentence.support.supported
    sign, kind = {True: ("✓", "good"), False: ("✗", "bad"), None: ("?", "warn")}[supported]
    markers = "".join(f"[{marker}]" for marker in sentence.cited)
    reasons = (
        f" <span class=bad>{escape(' · '.join(sentence.support.reasons))}</span>" if sentence.support.reasons else ""
    )
    said = [found for one in gold for found in spelt(sentence.text, one)]
    text = _marked(sentence.text, said, "strong")
    title = escape(words[{True: "judged_yes", False: "judged_no", None: "not_judged"}[supported]])
    return f'<p><span class={kind} title="{title}">{sign}</span> {text} {escape(markers)}{reasons}</p>'


def _citation(judged: JudgedCitation, asked: Asked, sentences: Sequence[JudgedSentence], words: Words) -> str:
    citation = judged.citation
    stated = [said for s in sentences if citation.marker in s.cited for said in _figures(s.text)]
    before, after = _around(citation, asked.passages)
    faults = [
        words[key]
        for key, right in (
            ("fault_quote", judged.exact),
            ("fault_page", judged.paged),
            ("fault_section", judged.sectioned),
            ("fault_version", judged.current),
        )
        if not right
    ]
    warned = f" <span class=bad>{escape(' · '.join(faults))}</span>" if faults else ""
    return (
        f"<blockquote><span class=soft>{escape(before)}</span><mark>{_marked(citation.quote, stated, 'strong')}</mark>"
        f"<span class=soft>{escape(after)}</span></blockquote>"
        f"<p class=soft>[{citation.marker}] {_place(citation, words)}{warned}</p>"
    )


def _around(citation: Citation, passages: Sequence[Seen]) -> tuple[str, str]:
    """Return what stands before and after a quote in the passage it was taken from."""
    for one in passages:
        start, end = citation.start - one.start, citation.end - one.start
        same = (one.document_id, one.version) == (citation.document_id, citation.version)
        if same and start >= 0 and one.text[start:end] == citation.quote:
            return one.text[max(0, start - AROUND) : start], one.text[end : end + AROUND]
    return "", ""


def _place(citation: Citation, words: Words) -> str:
    page = "" if citation.page is None else words["page"].format(page=citation.page)
    day = citation.published.date().isoformat() if citation.published else ""
    parts = (citation.title, citation.issuer, day, citation.document_id, page, " > ".join(citation.section))
    return escape(" · ".join(part for part in parts if part))


def _marked(text: str, found: Sequence[str], tag: str = "mark") -> str:
    """Return `text` escaped, with every occurrence of the strings in `found` inside a tag."""
    wanted = sorted({one for one in found if one.strip()}, key=len, reverse=True)
    if not wanted:
        return escape(text)
    parts = re.split(f"({'|'.join(map(re.escape, wanted))})", text)
    return "".join(f"<{tag}>{escape(part)}</{tag}>" if i % 2 else escape(part) for i, part in enumerate(parts))


def _figures(text: str) -> list[str]:
    """Return the figures of `text` as written, without the letters that follow their units."""
    return [
        one.text[: one.text.find(one.unit) + len(one.unit)]
        if one.unit and one.unit in one.text
        else _LETTERS_AFTER.sub("", one.text)
        for one in figures.read(text)
    ]


def _gold(wanted: Sequence[str], said: str, found_is: str) -> str:
    other = "soft" if found_is == "bad" else "bad"
    return " · ".join(f"<span class={found_is if holds(said, one) else other}>{escape(one)}</span>" for one in wanted)


def _named(name: str, text: str) -> str:
    return f"{escape(name)}: {escape(text)}"


def _score(value: float | None, words: Words) -> str:
    return escape(words["not_judged"]) if value is None else f"{value:.2f}"


def _tag(text: str, bad: bool = False) -> str:
    return f'<span class="tag{" bad" if bad else ""}">{escape(text)}</span>'
