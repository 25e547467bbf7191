"""Messages of the documents tab."""

from __future__ import annotations

from ui.messages.message import Message

DOCUMENTS = {
    "shelf.heading": Message("문서", "Documents"),
    "shelf.search": Message("문서 찾기", "Find documents"),
    "shelf.search.hint": Message("제목, 기관, 종류, 본문의 낱말", "words of title, issuer, kind or text"),
    "shelf.find": Message("찾기", "Find"),
    "shelf.kind": Message("종류", "Kind"),
    "shelf.issuer": Message("기관", "Issuer"),
    "shelf.year": Message("연도", "Year"),
    "shelf.any": Message("모두", "any"),
    "shelf.total": Message("{count}건 · 최신순", "{count} documents · newest first"),
    "shelf.none": Message("찾는 문서가 없습니다.", "No document was found."),
    "shelf.none.hint": Message(
        "낱말을 줄이거나 조건을 풀어 다시 찾아 보십시오.", "Use fewer words or lift a condition and find again."
    ),
    "shelf.empty": Message("아직 문서가 없습니다.", "There are no documents yet."),
    "shelf.clear": Message("조건 지우기", "Clear conditions"),
    "shelf.previous": Message("‹ 앞 쪽", "‹ previous"),
    "shelf.next": Message("다음 쪽 ›", "next ›"),
    "shelf.page": Message("{page}/{pages}쪽", "page {page} of {pages}"),
    "shelf.pages": Message("문서 목록의 쪽", "Pages of the list"),
    "volume.pages": Message("{count}쪽", "{count} pages"),
    "volume.versions": Message("버전 {count}개", "{count} versions"),
    "volume.back": Message("‹ 문서 목록", "‹ all documents"),
    "volume.outline": Message("차례", "Contents"),
    "volume.text": Message("본문", "Text"),
    "volume.source": Message("원문 열기", "Open the source"),
    "volume.version": Message("버전 {number}", "version {number}"),
    "volume.current": Message("현재", "current"),
    "volume.version.list": Message("버전", "Versions"),
    "volume.changes": Message("버전 {before}에서 바뀐 점", "what changed since version {before}"),
    "volume.changes.heading": Message(
        "버전 {before} → 버전 {after}: 바뀐 문장", "Version {before} → {after}: what changed"
    ),
    "volume.changes.none": Message("본문은 같습니다.", "The text is the same."),
    "volume.changes.legend": Message(
        "− 빠진 문장 · + 더해진 문장 · 바뀐 수치는 상자로 표시합니다.",
        "− removed · + added · figures that changed are boxed.",
    ),
    "volume.added": Message("더해짐", "added"),
    "volume.removed": Message("빠짐", "removed"),
    "volume.gap": Message("… 같은 문장 …", "… unchanged …"),
    "volume.old": Message(
        "이전 버전입니다. 답의 근거로는 현재 버전만 쓰입니다.",
        "An earlier version. Only the current one is used for answers.",
    ),
    "volume.leaf": Message("본문 {number}/{count}", "part {number} of {count}"),
    "volume.leaf.previous": Message("‹ 앞부분", "‹ earlier"),
    "volume.leaf.next": Message("다음 부분 ›", "later ›"),
    "volume.leaves": Message("본문의 부분", "Parts of the text"),
    "volume.at": Message("{page}쪽", "p. {page}"),
    "volume.about": Message("약 {page}쪽", "about p. {page}"),
    "volume.gone": Message("문서가 저장소에 없습니다: {id}", "The store does not hold this document: {id}"),
    "volume.remove": Message("문서 지우기", "Remove"),
    "volume.remove.ask": Message("이 문서를 지웁니까?", "Remove this document?"),
    "volume.remove.what": Message(
        "버전 {versions}개가 모두 지워지고, 답의 근거로 더 쓰이지 않습니다. 되돌릴 수 없습니다.",
        "All versions ({versions}) are removed and no longer used for answers. This cannot be undone.",
    ),
    "volume.remove.file": Message("올린 파일도 함께 지웁니다.", "The uploaded file is deleted as well."),
    "volume.remove.folder": Message(
        "폴더에서 넣은 문서라 파일은 그대로 있습니다. 그 폴더를 다시 넣으면 문서가 돌아옵니다.",
        "It came from a folder, and its file stays. The next ingest of that folder brings it back.",
    ),
    "volume.remove.yes": Message("지웁니다", "Remove it"),
    "volume.remove.no": Message("그대로 둡니다", "Keep it"),
    "volume.removed.done": Message("문서를 지웠습니다: {title}", "Removed: {title}"),
    "intake.heading": Message("문서 올리기", "Add documents"),
    "intake.drop": Message("파일을 여기에 끌어다 놓거나", "Drop files here, or"),
    "intake.choose": Message("파일 고르기", "choose files"),
    "intake.kinds": Message(
        "HWP, HWPX, DOCX, XLSX, PPTX, PDF, HTML, 텍스트 등 · 파일마다 {size}MB까지 · 이름이 같으면 새 버전이 됩니다.",
        "HWP, HWPX, DOCX, XLSX, PPTX, PDF, HTML, text … · up to {size} MB each · the same name makes a new version.",
    ),
    "intake.list": Message("올린 파일", "Your files"),
    "intake.clear": Message("끝난 것 지우기", "Clear finished"),
    "intake.sending": Message("보내는 중", "sending"),
    "intake.lost": Message("보내지 못했습니다. 다시 올려 주십시오.", "It could not be sent. Please try again."),
    "intake.waiting": Message("차례를 기다리는 중", "waiting its turn"),
    "intake.reading": Message("읽는 중", "reading"),
    "intake.writing": Message("넣는 중", "adding"),
    "intake.busy": Message(
        "다른 작업이 저장소에 쓰고 있어 기다리는 중", "waiting: another process is writing to the store"
    ),
    "intake.done": Message("✓ 끝", "✓ done"),
    "intake.failed": Message("✕ 넣지 못함", "✕ not added"),
    "intake.added": Message("새 문서", "new document"),
    "intake.updated": Message("새 버전", "new version"),
    "intake.unchanged": Message("이미 있는 문서와 같음", "same as the one already held"),
    "intake.trouble": Message("파일을 넣지 못했습니다.", "The file could not be added."),
    "intake.trouble.hint": Message(
        "다시 올려 보십시오. 되풀이되면 서버의 기록을 확인하십시오.",
        "Try again. If it happens again, see the server's log.",
    ),
}
