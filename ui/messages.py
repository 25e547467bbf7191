"""Owns every sentence that ui shows, in Korean and English; knows nothing of who shows it or when.

Errors carry their own Korean sentences from where they are raised; they are not repeated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in both languages; `{names}` are filled in by `say`."""

    ko: str
    en: str


_COMMANDS = {
    "help.geungeo": Message(
        "정책 문서에 적힌 것만으로 답하고, 문장마다 근거를 보입니다.",
        "Answer from policy documents only, and prove every sentence.",
    ),
    "help.ingest": Message("문서를 저장소에 넣습니다.", "Put documents into the store."),
    "help.search": Message("질문에 가까운 대목을 찾습니다.", "Find the passages nearest to a query."),
    "help.ask": Message(
        "문서를 근거로 질문에 답합니다. 근거가 없으면 답하지 않습니다.",
        "Answer a question from the documents, or refuse where they do not.",
    ),
    "help.check": Message("글이 문서와 맞는지 문장마다 확인합니다.", "Check a text, sentence by sentence."),
    "help.documents": Message("저장소의 문서를 보거나 지웁니다.", "List, show or remove stored documents."),
    "help.documents.list": Message("문서 목록을 봅니다.", "List the documents."),
    "help.documents.show": Message("문서 하나를 봅니다.", "Show one document."),
    "help.documents.remove": Message("문서를 지웁니다.", "Remove documents."),
    "help.serve": Message("웹 페이지를 엽니다.", "Serve the page."),
    "help.doctor": Message("설정과 저장소의 상태를 점검합니다.", "Check the settings and the store."),
}

_OPTIONS = {
    "option.help": Message("도움말을 보입니다", "show this help"),
    "option.version": Message("판 번호를 보입니다", "show the version"),
    "option.lang": Message("도움말과 화면의 언어", "language of help and output"),
    "option.config": Message("설정 파일", "settings file"),
    "option.store": Message("저장소 폴더 (기본 .geungeo)", "directory of the store (default .geungeo)"),
    "option.embedding": Message("임베딩 모델의 이름이나 폴더", "embedding model, by name or directory"),
    "option.json": Message("JSON으로 출력합니다 (파이프에서는 기본)", "print JSON (the default on a pipe)"),
    "option.text": Message("파이프에서도 글로 출력합니다", "print text even on a pipe"),
    "option.paths": Message("문서 파일이나 폴더", "files or directories of documents"),
    "option.reindex": Message("모든 문서를 다시 읽고 색인합니다", "read and index every document again"),
    "option.query": Message("찾을 말", "what to look for"),
    "option.question": Message("질문", "the question"),
    "option.claim": Message("확인할 문장", "the claim, of one or more sentences"),
    "option.file": Message("확인할 글이 든 파일 (- 는 표준 입력)", "file of the text to check, - for stdin"),
    "option.pack": Message("근거 자료를 쓸 파일 (.md나 .html)", "write an evidence pack (.md or .html)"),
    "option.batch": Message("한 줄에 질문 하나인 JSON Lines 파일 (- 는 표준 입력)", "JSON Lines file, - for stdin"),
    "option.k": Message("보일 대목의 수 (기본 10)", "how many passages (default 10)"),
    "option.per_document": Message("문서마다 많아야 몇 대목 (기본 1)", "most passages of one document (default 1)"),
    "option.as_of": Message("이 날까지 나온 문서만 봅니다 (예: 2025-01-24)", "know only documents up to this day"),
    "option.model": Message("답하는 모델 (기본 extractive)", "the model that answers (default extractive)"),
    "option.issuer": Message("발행처 (여러 번 쓸 수 있음)", "publisher (repeatable)"),
    "option.kind": Message("문서 종류 (여러 번 쓸 수 있음)", "kind of document (repeatable)"),
    "option.region": Message("지역 약칭, 예: 강원 (여러 번 쓸 수 있음)", "region, as 강원 (repeatable)"),
    "option.since": Message("이 날부터 나온 문서만", "published on or after this day"),
    "option.until": Message("이 날까지 나온 문서만", "published on or before this day"),
    "option.document": Message("이 문서에서만 (여러 번 쓸 수 있음)", "only this document (repeatable)"),
    "option.exclude": Message("이 문서는 빼고 (여러 번 쓸 수 있음)", "leave this document out (repeatable)"),
    "option.id": Message("문서의 id", "id of the document"),
    "option.version_number": Message("문서의 판 (기본은 최신)", "version of the document (default latest)"),
    "option.host": Message("여는 주소 (기본 127.0.0.1)", "address to listen on (default 127.0.0.1)"),
    "option.port": Message("여는 포트 (기본 7860)", "port to listen on (default 7860)"),
    "group.commands": Message("명령", "commands"),
    "group.arguments": Message("인자", "arguments"),
    "group.options": Message("옵션", "options"),
    "group.filters": Message("문서 고르기", "which documents"),
}

_REPLIES = {
    "refusal.no_documents": Message(
        "문서에서 확인되지 않습니다. 조건에 맞는 문서가 저장소에 없습니다.",
        "The documents do not say. The store holds no document that meets the conditions.",
    ),
    "refusal.not_found": Message(
        "문서에서 확인되지 않습니다. 질문에 답하는 대목을 찾지 못했습니다.",
        "The documents do not say. No passage answers the question.",
    ),
    "refusal.unsupported_premise": Message(
        "문서에서 확인되지 않습니다. 질문에 담긴 내용이 문서와 맞지 않습니다.",
        "The documents do not say. What the question assumes is not in them.",
    ),
    "refusal.nothing_supported": Message(
        "문서에서 확인되지 않습니다. 쓰인 답 가운데 문서로 증명되는 문장이 없습니다.",
        "The documents do not say. No sentence of the drafted answer could be proved.",
    ),
    "try.no_documents": Message(
        "문서를 넣거나(geungeo ingest) 발행처, 기간, 기준일 조건을 넓혀 보십시오.",
        "Add documents (geungeo ingest), or widen the publisher, period or as-of date.",
    ),
    "try.not_found": Message(
        "문서에 쓰인 사업명이나 기관명으로 다시 묻거나, 관련 문서를 넣어 보십시오.",
        "Ask with the programme or agency named in the documents, or add documents on it.",
    ),
    "try.unsupported_premise": Message(
        "아래 대목에서 실제 내용을 확인하고 질문을 고쳐 보십시오.",
        "See below what the documents do say, and put the question again.",
    ),
    "try.nothing_supported": Message(
        "다른 모델(--model extractive)로 묻거나 질문을 좁혀 보십시오.",
        "Try another model (--model extractive), or narrow the question.",
    ),
    "reply.citations": Message("근거", "Evidence"),
    "reply.nearest": Message("가장 가까운 대목 (답이 아닙니다)", "Nearest passages (not an answer)"),
    "reply.try": Message("해 볼 일", "What to try"),
    "reply.as_of": Message("기준일 {date} · 답한 모델 {model}", "As of {date} · answered by {model}"),
    "reply.page": Message("{page}쪽", "p. {page}"),
    "reply.offsets": Message("{start}~{end}자", "characters {start}–{end}"),
    "reply.conflict": Message("문서끼리 다릅니다: {subject} {markers}", "Documents disagree: {subject} {markers}"),
    "reply.difference": Message("문장 {claim} / 문서 {source}", "sentence {claim} / document {source}"),
    "reply.contradicted": Message("(문서와 다름)", "(contradicted)"),
    "reply.not_found": Message("(확인되지 않음)", "(not confirmed)"),
    "search.none": Message("가까운 대목이 없습니다.", "No passage found."),
    "untitled": Message("제목 없음", "untitled"),
    "undated": Message("날짜 없음", "undated"),
}

_CHECKS = {
    "check.supported": Message("✓ 일치", "✓ supported"),
    "check.contradicted": Message("≠ 불일치", "≠ contradicted"),
    "check.not_found": Message("○ 문서에 없음", "○ not in the documents"),
    "check.lacking": Message("문서에서 확인되지 않음: {claim}", "not in the document: {claim}"),
    "check.nearest": Message("가장 가까운 대목 (증명이 아닙니다)", "Nearest passage (no proof)"),
    "check.summary": Message(
        "문장 {total}개: 일치 {supported} · 불일치 {contradicted} · 문서에 없음 {not_found}",
        "{total} sentences: {supported} supported · {contradicted} contradicted · {not_found} not found",
    ),
    "claim.empty": Message("확인할 문장이 비어 있습니다.", "There is no claim to check."),
    "file.unreadable": Message("글을 읽을 수 없습니다: {path}", "cannot read the text: {path}"),
    "pack.unwritable": Message("근거 자료를 쓸 수 없습니다: {path}", "cannot write the evidence pack: {path}"),
    "pack.title": Message("근거 자료", "Evidence pack"),
    "pack.retrieved": Message("확인한 때", "retrieved at"),
    "pack.as_of": Message("기준일", "as of"),
    "pack.place": Message("위치", "place"),
    "pack.source": Message("원문", "source"),
    "pack.version": Message("{id} · {version}판", "{id} · version {version}"),
}

_REPORTS = {
    "ingest.progress": Message("문서 넣는 중", "Ingesting"),
    "ingest.report": Message(
        "추가 {added} · 바뀜 {updated} · 그대로 {unchanged} · 지움 {removed} · 실패 {failed} "
        "(대목 {chunks}개, {seconds:.1f}초)",
        "added {added} · updated {updated} · unchanged {unchanged} · removed {removed} · failed {failed} "
        "({chunks} chunks, {seconds:.1f} s)",
    ),
    "ingest.failure": Message("실패: {path}: {error}", "failed: {path}: {error}"),
    "ingest.missing": Message("파일이나 폴더가 없습니다: {path}", "no such file or directory: {path}"),
    "documents.none": Message("저장소에 문서가 없습니다.", "The store holds no document."),
    "documents.unknown": Message("저장소에 없는 문서입니다: {id}", "no such document: {id}"),
    "documents.list_hint": Message("geungeo documents list 로 id를 확인하십시오.", "See geungeo documents list."),
    "documents.removed": Message("{count}건을 지웠습니다.", "removed {count}"),
    "question.empty": Message("질문이 비어 있습니다.", "The question is empty."),
    "paths.empty": Message("문서 파일이나 폴더를 적어 주십시오.", "Name files or directories of documents."),
    "region.unknown": Message("모르는 지역입니다: {names}", "unknown region: {names}"),
    "region.hint": Message("쓸 수 있는 값: {names}", "One of: {names}"),
    "batch.unreadable": Message("질문 파일을 읽을 수 없습니다: {path}", "cannot read the batch file: {path}"),
    "serve.taken": Message("열 수 없는 주소입니다: {host}:{port}", "cannot listen on {host}:{port}"),
    "serve.taken_hint": Message("다른 포트를 정하십시오: --port 7861", "Name another port: --port 7861"),
    "serve.open": Message("{url} 에서 열렸습니다. 끝내려면 Ctrl+C.", "Serving at {url}. Ctrl+C to stop."),
    "doctor.settings": Message("설정", "Settings"),
    "doctor.versions": Message("설치된 판", "Versions"),
    "doctor.checks": Message("점검", "Checks"),
    "doctor.store": Message("저장소", "Store"),
    "doctor.model": Message("임베딩 모델", "Embedding model"),
    "doctor.writable": Message("쓰기", "Writable"),
    "doctor.environment": Message("환경 변수", "Environment"),
    "doctor.unknown": Message("뜻 없는 환경 변수가 있습니다: {names}", "variables that set nothing: {names}"),
    "doctor.loaded": Message("{name} ({dimensions}차원)", "{name} ({dimensions} dimensions)"),
    "doctor.locked": Message("쓸 수 없는 폴더입니다: {path}", "not writable: {path}"),
    "doctor.locked_hint": Message(
        "--store나 GEUNGEO_STORE로 쓸 수 있는 폴더를 정하십시오.", "Name a writable directory with --store."
    ),
    "doctor.empty": Message("아직 없습니다: {path}", "none yet: {path}"),
    "doctor.empty_hint": Message("geungeo ingest 문서폴더 --store {path}", "geungeo ingest DOCUMENTS --store {path}"),
    "doctor.counts": Message(
        "문서 {documents}건, 대목 {chunks}개, 밀린 색인 {pending}건 ({manifest})",
        "{documents} documents, {chunks} chunks, {pending} pending ({manifest})",
    ),
    "origin.flag": Message("명령줄", "flag"),
    "origin.environment": Message("환경 변수", "environment"),
    "origin.file": Message("설정 파일", "file"),
    "origin.default": Message("기본값", "default"),
    "doctor.ok": Message("이상 없음", "all well"),
    "doctor.bad": Message("고칠 것이 있습니다", "something needs attention"),
    "error": Message("오류: {message}", "error: {message}"),
    "hint": Message("  → {hint}", "  → {hint}"),
    "usage": Message("쓰는 법", "usage"),
    "usage.hint": Message("{command} --help 를 보십시오.", "See {command} --help."),
    "usage.required": Message("빠진 인자가 있습니다: {names}", "missing: {names}"),
    "usage.one": Message("이 가운데 하나가 필요합니다: {names}", "one is required: {names}"),
    "usage.unknown": Message("모르는 인자입니다: {names}", "unrecognised: {names}"),
    "usage.choice": Message("{name}에 쓸 수 없는 값입니다: {value}", "{name}: invalid choice {value}"),
    "usage.value": Message("{name}의 값이 잘못되었습니다: {value}", "{name}: invalid value {value}"),
    "usage.expected": Message("{name}에 값이 필요합니다.", "{name} expects a value."),
    "usage.excludes": Message("{name}와 {other}는 함께 쓸 수 없습니다.", "{name} not allowed with {other}"),
}

# The page

_PAGE = {
    "page.name": Message("근거", "geungeo"),
    "page.title": Message("근거 · 문서로 증명하는 답", "geungeo · answers proved by documents"),
    "page.holdings": Message("문서 {count}건 · 최신 {date}", "{count} documents · newest {date}"),
    "page.holdings.none": Message("문서 없음", "no documents"),
    "page.welcome": Message("무엇을 확인하시겠습니까?", "What would you like to confirm?"),
    "page.welcome.how": Message(
        "답의 문장마다 번호가 붙습니다. 번호를 누르면 그 문장을 증명하는 원문이 보입니다.",
        "Every sentence of an answer ends in numbers. Press one to see the text that proves it.",
    ),
    "page.starters": Message("이렇게 물을 수 있습니다", "You may ask"),
    "page.empty": Message(
        "명령줄에서 문서를 넣은 뒤 이 페이지를 새로 고치십시오.",
        "Add documents on the command line, then reload this page.",
    ),
    "page.empty.command": Message("geungeo ingest 문서폴더", "geungeo ingest DIRECTORY"),
    "page.question": Message("질문", "Question"),
    "page.question.hint": Message("질문을 입력하십시오", "Type a question"),
    "page.ask": Message("묻기", "Ask"),
    "page.searching": Message("문서를 찾는 중", "finding documents"),
    "page.checking": Message("문장을 확인하는 중", "checking sentences"),
    "page.checked": Message("✓ 모든 문장이 근거 문장과 일치", "✓ every sentence agrees with its evidence"),
    "page.doubtful": Message("≠ 근거와 다르거나 확인되지 않은 문장이 있음", "≠ some sentences are not proved"),
    "page.verdict.contradicted": Message("문서와 다름", "contradicted"),
    "page.verdict.not_found": Message("확인되지 않음", "not confirmed"),
    "page.refused": Message("○ 문서에 없음", "○ not in the documents"),
    "page.as_of": Message("기준일 {date} · {model}", "as of {date} · {model}"),
    "page.extractive": Message("문서의 문장 그대로", "sentences as written in the documents"),
    "page.try.no_documents": Message("관련 문서를 넣은 뒤 다시 물어 주십시오.", "Add documents on it and ask again."),
    "page.try.not_found": Message(
        "문서에 쓰인 사업명이나 기관명으로 다시 묻거나, 관련 문서를 넣어 보십시오.",
        "Ask with the programme or agency named in the documents, or add documents on it.",
    ),
    "page.try.unsupported_premise": Message(
        "가장 가까운 대목에서 실제 내용을 확인하고 질문을 고쳐 보십시오.",
        "See in the nearest passages what the documents do say, and put the question again.",
    ),
    "page.try.nothing_supported": Message(
        "질문을 좁혀 다시 묻거나, 가장 가까운 대목을 확인해 보십시오.",
        "Narrow the question, or look at the nearest passages.",
    ),
    "page.failed": Message("답하지 못했습니다.", "The question could not be answered."),
    "page.failed.hint": Message(
        "잠시 뒤에 다시 물어 주십시오. 되풀이되면 서버의 기록을 확인하십시오.",
        "Ask again in a moment. If it happens again, see the server's log.",
    ),
    "page.evidence": Message("근거", "Evidence"),
    "page.evidence.hint": Message(
        "답의 번호를 누르면 근거 문장과 그 앞뒤 글이 여기에 보입니다.",
        "Press a number in the answer to see its evidence and the text around it here.",
    ),
    "page.evidence.none": Message("보일 근거가 없습니다.", "There is no evidence to show."),
    "page.evidence.gone": Message(
        "문서가 저장소에서 지워졌거나 바뀌어 앞뒤 글을 다 보일 수 없습니다.",
        "The document was removed or changed; not all of its surroundings can be shown.",
    ),
    "page.cite": Message("근거 {marker}: {source}", "Evidence {marker}: {source}"),
    "page.previous": Message("앞 근거", "previous evidence"),
    "page.next": Message("다음 근거", "next evidence"),
    "page.close": Message("닫기", "close"),
    "page.source": Message("원문 열기", "Open the source"),
    "page.kind.article": Message("기사", "article"),
    "page.kind.press_release": Message("보도자료", "press release"),
    "page.kind.plan": Message("계획", "plan"),
    "page.kind.document": Message("문서", "document"),
}

MESSAGES: Mapping[str, Message] = MappingProxyType(_COMMANDS | _OPTIONS | _REPLIES | _CHECKS | _REPORTS | _PAGE)
"""Every message by key."""


def say(key: str, language: Language, **values: object) -> str:
    """Return the message of `key` with `values` filled in; raise KeyError for an unknown key or a missing value."""
    message = MESSAGES[key]
    return (message.en if language == "en" else message.ko).format_map(values)


def both(key: str, language: Language | None) -> str:
    """Return the message in `language`, or in both, Korean first, when no language is chosen."""
    if language is not None:
        return say(key, language)
    message = MESSAGES[key]
    return f"{message.ko} / {message.en}"
