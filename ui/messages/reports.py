"""Output and error messages of the commands."""

from __future__ import annotations

from ui.messages.message import Message

REPORTS = {
    "ingest.progress": Message("문서 넣는 중", "Ingesting"),
    "ingest.report": Message(
        "추가 {added} · 바뀜 {updated} · 그대로 {unchanged} · 지움 {removed} · 실패 {failed} "
        "(대목 {chunks}개, {seconds:.1f}초)",
        "added {added} · updated {updated} · unchanged {unchanged} · removed {removed} · failed {failed} "
        "({chunks} chunks, {seconds:.1f} s)",
    ),
    "ingest.failed": Message("실패 {count}건: {error}", "{count} failed: {error}"),
    "ingest.more": Message("그 밖에 {count}건", "and {count} more"),
    "ingest.unread": Message(
        "{path}: {pages}쪽은 그림이라 읽지 못했습니다.", "{path}: pages {pages} are pictures and were not read."
    ),
    "ingest.unread.hint": Message(
        "글자 인식(OCR)을 거친 파일로 바꾸어 넣으면 그 쪽도 찾을 수 있습니다.",
        "Put in a copy that went through text recognition (OCR) to have these pages found.",
    ),
    "gone.unasked": Message(
        "원본이 사라진 문서 {count}건은 그대로 두었습니다. 지우려면 --prune 을 붙여 다시 실행하십시오.",
        "{count} documents whose source is gone were kept; run again with --prune to remove them.",
    ),
    "gone.empty": Message(
        "폴더가 없거나 비어 있어 문서 {count}건을 지우지 않았습니다. 드라이브나 공유 폴더가 연결되어 있는지 확인하고,"
        " 정말 지우려면 --prune --yes 를 쓰십시오.",
        "The folder is missing or empty, so {count} documents were kept: see whether its drive or share is mounted;"
        " to remove them, use --prune --yes.",
    ),
    "gone.many": Message(
        "사라진 문서 {count}건이 그 폴더 문서의 절반을 넘어 지우지 않았습니다. 맞으면 --prune --yes 를 쓰십시오.",
        "More than half of the folder's documents ({count}) are gone, so they were kept;"
        " if that is right, use --prune --yes.",
    ),
    "ingest.skipped": Message(
        "문서가 아닌 파일 {count}개는 건너뛰었습니다.", "{count} files that are no documents skipped."
    ),
    "ingest.twins": Message(
        "내용이 똑같은 파일 {count}개는 이미 있는 문서의 다른 자리로 적었습니다.",
        "{count} files with the very bytes of another were noted as further places of its document.",
    ),
    "progress.chunks": Message("대목 {count}개", "{count} chunks"),
    "progress.seconds": Message("{count}초", "{count} s"),
    "ingest.missing": Message("파일이나 폴더가 없습니다: {path}", "no such file or directory: {path}"),
    "backup.done": Message("백업했습니다: {path} (문서 {documents}건)", "Backed up: {path} ({documents} documents)"),
    "backup.size": Message(
        "파일 {files}개, {size}MB, 지문(SHA-256) 확인함", "{files} files, {size} MB, digests (SHA-256) verified"
    ),
    "restore.done": Message("되살렸습니다: {path} (문서 {documents}건)", "Restored: {path} ({documents} documents)"),
    "restore.kept": Message("있던 것은 여기에 두었습니다: {path}", "What stood there is now at: {path}"),
    "documents.none": Message("저장소에 문서가 없습니다.", "The store holds no document."),
    "documents.unknown": Message("저장소에 없는 문서입니다: {id}", "no such document: {id}"),
    "documents.list_hint": Message("geungeo documents list 로 id를 확인하십시오.", "See geungeo documents list."),
    "documents.outline": Message("차례", "Outline"),
    "dated.printed": Message("날짜: 본문에 적힘", "day: printed in the text"),
    "dated.month": Message("날짜: 본문에 달까지만 적힘", "day: printed in the text to the month only"),
    "dated.declared": Message(
        "날짜: 파일 속성에만 있음(발행일로 쓰지 않음)",
        "day: only in the file's properties; not used as that of publication",
    ),
    "dated.name": Message("날짜: 파일 이름에서 찾음", "day: from the file's name"),
    "dated.edited": Message("날짜: 사람이 고침", "day: corrected by a person"),
    "documents.edited": Message("사람이 고친 것: {names}", "corrected by a person: {names}"),
    "edited.title": Message("제목", "title"),
    "edited.issuer": Message("발행처", "issuer"),
    "edited.published": Message("발행일", "day of publication"),
    "edited.kind": Message("종류", "kind"),
    "documents.edit.done": Message("고쳤습니다: {names}", "corrected: {names}"),
    "documents.place": Message("같은 파일이 있는 다른 자리: {uri}", "the same file also stands at: {uri}"),
    "documents.copies": Message("거의 같은 문서: {ids}", "near copies: {ids}"),
    "documents.unread": Message(
        "{pages}쪽은 그림이라 읽지 못했습니다.", "pages {pages} are pictures and were not read."
    ),
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
    "doctor.undated": Message("날짜 없는 문서", "Undated documents"),
    "doctor.declared": Message("날짜가 파일 속성에만 있는 문서", "Documents dated only by their file's properties"),
    "doctor.unissued": Message("발행처 없는 문서", "Documents without issuer"),
    "doctor.unread": Message("글자 없는 쪽", "Pages without text"),
    "doctor.places": Message("여러 자리에 있는 문서", "Documents in several places"),
    "doctor.copies": Message("거의 같은 문서", "Near copies"),
    "doctor.listed": Message("{count}건: {names}", "{count}: {names}"),
    "doctor.others": Message("그 밖에 {count}건", "{count} more"),
    "doctor.edit_hint": Message(
        "고치려면: geungeo documents edit ID --published 2025-01-24 --issuer 기관",
        "To correct: geungeo documents edit ID --published 2025-01-24 --issuer NAME",
    ),
    "doctor.environment": Message("환경 변수", "Environment"),
    "doctor.unknown": Message("뜻 없는 환경 변수가 있습니다: {names}", "variables that set nothing: {names}"),
    "doctor.loaded": Message("{name} ({dimensions}차원)", "{name} ({dimensions} dimensions)"),
    "doctor.locked": Message("쓸 수 없는 폴더입니다: {path}", "not writable: {path}"),
    "doctor.locked_hint": Message(
        "--store나 GEUNGEO_STORE로 쓸 수 있는 폴더를 정하십시오.", "Name a writable directory with --store."
    ),
    "doctor.read_only": Message(
        "읽기 전용입니다: 찾고 묻는 것은 되고, 넣거나 고치는 것은 안 됩니다 ({path})",
        "read-only: searching and asking work, putting in and correcting do not ({path})",
    ),
    "doctor.space": Message("남은 공간", "Free space"),
    "doctor.free": Message("{size}GB", "{size} GB"),
    "doctor.free_hint": Message("디스크의 공간을 비우십시오.", "Make room on the disk."),
    "doctor.catalogue": Message("카탈로그", "Catalogue"),
    "doctor.sound": Message("모든 쪽과 본문이 온전합니다", "every page and text is sound"),
    "doctor.gone": Message("파일이 사라짐", "the file is gone"),
    "doctor.documents": Message("문서", "Documents"),
    "doctor.sources": Message("출처", "Sources"),
    "doctor.sources_read": Message("{count}곳 · {read}", "{count} · {read}"),
    "doctor.unvisited": Message("하루 넘게 보지 않은 출처", "Sources not visited for over a day"),
    "doctor.unvisited_hint": Message(
        "geungeo sync를 실행하거나 타이머가 도는지 확인하십시오 (되풀이하려면 --every 10m).",
        "Run geungeo sync, or see whether its timer runs (--every 10m repeats it).",
    ),
    "doctor.failing": Message("열리지 않는 출처", "Sources that cannot be read"),
    "doctor.failing_hint": Message(
        "geungeo sources list에서 까닭을 보고 고친 뒤 geungeo sync --retry로 다시 해 보십시오.",
        "See why with geungeo sources list, mend it and run geungeo sync --retry.",
    ),
    "doctor.given_up": Message("여러 번 실패해 포기한 것", "Given up after several failures"),
    "doctor.given_up_hint": Message("다시 해 보려면 geungeo sync --retry", "To try them again: geungeo sync --retry"),
    "doctor.failed": Message("점검하지 못했습니다: {error}", "could not be checked: {error}"),
    "doctor.failed_hint": Message(
        "다른 점검에 이상이 있으면 그것부터 고치십시오. 그래도 남으면 이 글과 함께 알려 주십시오.",
        "Mend what the other checks name first; if this stays, report it with these words.",
    ),
    "doctor.empty": Message("아직 없습니다: {path}", "none yet: {path}"),
    "doctor.empty_hint": Message("geungeo ingest 문서폴더 --store {path}", "geungeo ingest DOCUMENTS --store {path}"),
    "doctor.counts": Message(
        "문서 {documents}건, 대목 {chunks}개, 아직 색인하지 않은 문서 {pending}건 ({manifest})",
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
