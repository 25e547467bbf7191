"""Messages about the audit log."""

from __future__ import annotations

from ui.messages.message import Message

AUDITING = {
    "help.audit": Message(
        "감사 기록(누가 언제 무엇을 했는지)을 확인하고 봅니다.",
        "Verify and show the audit log: who did what, and when.",
    ),
    "help.audit.verify": Message(
        "감사 기록의 사슬을 처음부터 따라가, 끊긴 첫 줄을 알립니다.",
        "Follow the chain of the audit log and name the first line at which it breaks.",
    ),
    "help.audit.show": Message("감사 기록의 사건을 봅니다.", "Show the events of the audit log."),
    "option.audit.path": Message(
        "감사 기록의 폴더나 파일 (기본은 설정의 audit)", "folder or file of the log (default: the setting audit)"
    ),
    "option.audit.head": Message(
        "따로 적어 둔 마지막 줄; 이것이 없으면 끝이 잘린 것입니다",
        "a last line kept elsewhere, which must be in the log",
    ),
    "option.audit.after": Message(
        "앞의 파일을 일부러 옮겼을 때, 옮긴 것의 마지막 줄",
        "the last line of files that were moved away on purpose",
    ),
    "option.audit.who": Message("이 사람이 한 것만", "only what this user did"),
    "option.audit.what": Message("이 종류만 (예: ask, document.removed)", "only events of this kind, as ask"),
    "option.audit.document": Message("이 문서에 관한 것만", "only events about this document"),
    "option.audit.collection": Message(
        "이 컬렉션이나 그 문서에 관한 것만", "only events about this collection or its documents"
    ),
    "option.audit.since": Message("이 날(UTC)부터", "on or after this day (UTC)"),
    "option.audit.until": Message("이 날(UTC)까지", "on or before this day (UTC)"),
    "audit.none": Message("감사 기록이 설정되어 있지 않습니다.", "No audit log is set."),
    "audit.none.hint": Message(
        "기록의 폴더를 적거나 GEUNGEO_AUDIT을 정하십시오: geungeo audit verify 폴더",
        "Name its folder or set GEUNGEO_AUDIT: geungeo audit verify FOLDER",
    ),
    "audit.missing": Message("감사 기록이 없습니다: {path}", "There is no audit log: {path}"),
    "audit.unreadable": Message("감사 기록을 읽을 수 없습니다: {path}", "The audit log cannot be read: {path}"),
    "audit.link": Message("줄의 번호와 해시가 아닙니다: {text}", "Not the number and hash of a line: {text}"),
    "audit.link.hint": Message(
        "geungeo audit verify가 보인 것을 그대로 적으십시오: 120:3f…",
        "Give it as geungeo audit verify showed it: 120:3f…",
    ),
    "audit.failed": Message("실패", "failed"),
    "audit.whole": Message(
        "사슬이 이어져 있습니다: {lines}줄, 파일 {files}개", "The chain holds: {lines} lines, {files} files"
    ),
    "audit.head": Message(
        "마지막 줄: {head} (다른 곳에 적어 두면 나중에 끝이 잘렸는지 알 수 있습니다)",
        "Last line: {head} (kept elsewhere, it shows later whether the end was cut off)",
    ),
    "audit.headless": Message(
        "audit.head가 없어, 끝이 잘렸는지는 알 수 없습니다.",
        "There is no audit.head, so nothing tells whether the end was cut off.",
    ),
    "audit.until": Message("여기까지 읽은 줄: {lines}", "Lines read so far: {lines}"),
    "broken.unreadable": Message(
        "끊겼습니다: {path} {line}번째 줄을 읽을 수 없습니다.", "Broken: line {line} of {path} cannot be read."
    ),
    "broken.altered": Message(
        "끊겼습니다: {path} {line}번째 줄(기록 {sequence})이 바뀌었습니다.",
        "Broken: line {line} of {path} (event {sequence}) was altered.",
    ),
    "broken.missing": Message(
        "끊겼습니다: {path} {line}번째 줄(기록 {sequence}) 앞에서 줄이 빠졌거나 자리가 바뀌었습니다.",
        "Broken: before line {line} of {path} (event {sequence}) lines are missing or out of order.",
    ),
    "broken.beginning": Message(
        "끊겼습니다: 기록이 {path} {line}번째 줄(기록 {sequence})에서 시작합니다. "
        "앞의 파일을 일부러 옮겼으면 --after에 그 마지막 줄을 적으십시오.",
        "Broken: the log begins with line {line} of {path} (event {sequence}). If earlier files were moved away on "
        "purpose, give their last line with --after.",
    ),
    "broken.end": Message(
        "끊겼습니다: {path} {line}번째 줄(기록 {sequence}) 뒤의 끝이 없습니다.",
        "Broken: what came after line {line} of {path} (event {sequence}) is gone.",
    ),
    "broken.head": Message(
        "끊겼습니다: 적어 둔 줄(기록 {sequence})이 없거나 다릅니다. 읽은 마지막은 {path} {line}번째 줄입니다.",
        "Broken: the line that was kept (event {sequence}) is not in the log or differs. The last one read is line "
        "{line} of {path}.",
    ),
}
