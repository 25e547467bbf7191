"""Help texts of the commands and their options."""

from __future__ import annotations

from ui.messages.message import Message

COMMANDS = {
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
    "help.documents.edit": Message(
        "문서의 제목, 발행처, 발행일, 종류를 고칩니다. 다시 넣어도 그대로입니다.",
        "Correct title, issuer, day or kind of a document; kept when it is ingested again.",
    ),
    "help.documents.remove": Message("문서를 지웁니다.", "Remove documents."),
    "help.serve": Message("웹 페이지를 엽니다.", "Serve the page."),
    "help.mcp": Message(
        "도우미에게 MCP 도구를 내줍니다(표준 입출력).", "Serve MCP tools over standard input and output."
    ),
    "help.doctor": Message("설정과 저장소의 상태를 점검합니다.", "Check the settings and the store."),
    "help.backup": Message("저장소를 파일 하나로 백업합니다.", "Write the store into one backup file."),
    "help.restore": Message("백업에서 저장소를 되살립니다.", "Make the store from a backup."),
}

OPTIONS = {
    "option.help": Message("도움말을 보입니다", "show this help"),
    "option.version": Message("판 번호를 보입니다", "show the version"),
    "option.lang": Message("도움말과 화면의 언어", "language of help and output"),
    "option.config": Message("설정 파일", "settings file"),
    "option.store": Message("저장소 폴더 (기본 .geungeo)", "directory of the store (default .geungeo)"),
    "option.embedding": Message("임베딩 모델의 이름이나 폴더", "embedding model, by name or directory"),
    "option.json": Message("JSON으로 출력합니다 (파이프에서는 기본)", "print JSON (the default on a pipe)"),
    "option.text": Message("파이프에서도 글로 출력합니다", "print text even on a pipe"),
    "option.paths": Message(
        "문서 파일이나 폴더, 웹 주소", "files or directories of documents, or addresses of web pages"
    ),
    "option.engine": Message(
        "문서를 읽고 임베딩하는 방법: local(이 프로세스) 또는 ray(geungeo[ray])",
        "what reads and embeds documents: local (this process) or ray (geungeo[ray])",
    ),
    "option.reindex": Message("모든 문서를 다시 읽고 색인합니다", "read and index every document again"),
    "option.prune": Message("원본 파일이 사라진 문서를 지웁니다", "remove documents whose file or record is gone"),
    "option.yes": Message(
        "폴더가 없거나 비었거나 절반 넘게 사라졌어도 지웁니다 (--prune과 함께)",
        "with --prune: even where a folder is missing or empty, or more than half would go",
    ),
    "option.backup.target": Message("쓸 파일, 또는 그것을 둘 폴더", "file to write, or the folder to put it in"),
    "option.restore.archive": Message("백업 파일", "the backup file"),
    "option.restore.force": Message(
        "있던 저장소를 옆에 남기고 바꿉니다", "put the store that stands there aside and replace it"
    ),
    "option.edit.title": Message("바른 제목", "the right title"),
    "option.edit.issuer": Message("바른 발행처 (빈 글이면 없음)", "the right issuer (empty for none)"),
    "option.edit.published": Message("바른 발행일 (예: 2025-01-24)", "the right day of publication, as 2025-01-24"),
    "option.edit.kind": Message("바른 종류", "the right kind"),
    "option.query": Message("찾을 말", "what to look for"),
    "option.question": Message("질문", "the question"),
    "option.claim": Message("확인할 문장", "the claim, of one or more sentences"),
    "option.file": Message(
        "확인할 글이 든 파일(DOCX, HWPX, HWP, PDF 등도)이나 https:// 주소 (- 는 표준 입력)",
        "file of the text to check (DOCX, HWPX, HWP, PDF too) or an https:// address, - for stdin",
    ),
    "option.pack": Message("근거 자료를 쓸 파일 (.md나 .html)", "write an evidence pack (.md or .html)"),
    "option.batch": Message(
        "한 줄에 JSON 객체 하나인 파일 (- 는 표준 입력). question이나 query, claim만 꼭 있어야 하고 id, as_of, filter, "
        "history, document_id, exclude를 더할 수 있음",
        "JSON Lines file, - for stdin: question, query or claim, and optionally id, as_of, filter, history, "
        "document_id, exclude",
    ),
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
    "group.examples": Message("예", "examples"),
    "group.filters": Message("문서 고르기", "which documents"),
}
