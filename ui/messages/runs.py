"""Messages of the tab that shows evaluation runs."""

from __future__ import annotations

from ui.messages.message import Message

RUNS = {
    "runs.title": Message("평가 실행", "Evaluation runs"),
    "runs.none": Message(
        "아직 실행이 없습니다. 빠른 평가를 시작하거나 명령줄에서 `geungeo eval`의 결과를 이 폴더에 두십시오: {path}",
        "No runs yet. Start a quick one, or let `geungeo eval` write into this folder: {path}",
    ),
    "runs.off": Message("이 페이지에는 평가 폴더가 정해져 있지 않습니다.", "No folder of runs is set for this page."),
    "runs.start": Message("빠른 평가 시작", "Start a quick run"),
    "runs.start.how": Message(
        "프로젝트의 예제 문서와 문항 일부로 돌립니다. 저장소의 문서는 쓰지 않습니다.",
        "Runs part of the project's own sample; the documents of the store are not used.",
    ),
    "runs.busy": Message(
        "이미 평가가 돌고 있습니다. 끝난 뒤에 시작하십시오.", "A run is under way. Start after it ends."
    ),
    "runs.preparing": Message("예제 문서를 넣는 중", "putting in the sample documents"),
    "runs.running": Message("문항을 돌리는 중 · {done}/{total}", "running cases · {done}/{total}"),
    "runs.done": Message("평가를 마쳤습니다.", "The run has ended."),
    "runs.failed": Message("평가를 마치지 못했습니다.", "The run could not be finished."),
    "runs.cases": Message("{count}문항", "{count} cases"),
    "runs.held": Message("✓ 기준 지킴", "✓ gate held"),
    "runs.broke": Message("≠ 기준 어김", "≠ gate broken"),
    "runs.ungated": Message("○ 기준 없음", "○ no gate"),
    "runs.pick": Message("왼쪽에서 실행을 고르십시오.", "Choose a run."),
    "runs.gone": Message("그 실행을 읽을 수 없습니다.", "That run cannot be read."),
    "runs.compare": Message("견줄 실행", "Compare with"),
    "runs.compare.none": Message("고르지 않음", "none"),
    "runs.compared": Message("‘{before}’와 견줌", "Compared with “{before}”"),
    "runs.unlike": Message("두 실행은 견줄 수 없습니다.", "The two runs cannot be compared."),
    "runs.difference": Message("차이", "difference"),
    "runs.significant": Message("우연이 아님 (p {p})", "not by chance (p {p})"),
    "runs.chance": Message("우연일 수 있음 (p {p})", "may be chance (p {p})"),
    "runs.changed": Message("달라진 문항 {count}개", "{count} cases changed"),
    "runs.unchanged": Message("달라진 문항이 없습니다.", "No case changed."),
    "runs.fell": Message("↓ 나빠짐", "↓ worse"),
    "runs.rose": Message("↑ 나아짐", "↑ better"),
    "runs.other": Message("그 밖", "Other"),
    "runs.interval": Message("{name} {value}, 95% 구간 {low}~{high}", "{name} {value}, 95% interval {low}–{high}"),
    "runs.worst": Message("가장 나쁜 문항", "Worst cases"),
    "runs.faultless": Message("점수를 잃은 문항이 없습니다.", "No case lost anything."),
    "runs.untraced": Message(
        "이 실행에는 문항별 기록(trace.jsonl)이 없어 질문과 근거를 보일 수 없습니다.",
        "This run kept no trace.jsonl; questions and evidence cannot be shown.",
    ),
    "runs.expected": Message("기대: {what}", "expected: {what}"),
    "runs.got": Message("결과: {what}", "got: {what}"),
    "runs.kind.answer": Message("답", "answer"),
    "runs.kind.refusal": Message("답하지 않음", "refusal"),
    "runs.kind.error": Message("오류", "error"),
    "runs.kind.ranked": Message("순위", "ranking"),
    "runs.kind.supported": Message("✓ 일치", "✓ supported"),
    "runs.kind.contradicted": Message("≠ 불일치", "≠ contradicted"),
    "runs.kind.not_found": Message("○ 문서에 없음", "○ not in the documents"),
    "runs.conditions": Message("조건", "Conditions"),
}
