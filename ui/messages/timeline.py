"""Messages about a programme's timeline."""

from __future__ import annotations

from ui.messages.message import Message

TIMELINE = {
    "help.timeline": Message(
        "한 사업에 관해 문서가 말한 사실을 날짜 차례로 보입니다.", "List the dated facts of a programme in order."
    ),
    "option.programme": Message("사업 이름", "name of the programme"),
    "timeline.none": Message(
        "‘{subject}’의 날짜 있는 사실을 문서에서 찾지 못했습니다.", "The documents tell no dated fact of “{subject}”."
    ),
    "timeline.try": Message(
        "사업명을 문서에 적힌 대로 쓰거나, 발행처·기간·기준일 조건을 넓혀 보십시오.",
        "Name the programme as the documents do, or widen the publisher, period or as-of date.",
    ),
    "dated.sentence": Message("문장에 적힌 날짜", "date in the sentence"),
    "dated.document": Message("문서가 나온 날", "day of publication"),
    "timeline.superseded": Message("뒤에 바뀜: {date} {status}", "superseded: {date} {status}"),
    "timeline.closing": Message("기준일 {date} · {count}건", "As of {date} · {count} entries"),
    "status.면제": Message("면제", "exempted"),
    "status.검토 중": Message("검토 중", "under review"),
    "status.중단": Message("중단", "stopped"),
    "status.완료": Message("완료", "completed"),
    "status.확정": Message("확정", "settled"),
    "status.선정": Message("선정", "selected"),
    "status.모집": Message("모집", "call opened"),
    "status.예산안": Message("예산안", "budget proposed"),
    "status.예산": Message("예산", "budget"),
    "status.예정": Message("예정", "planned"),
    "status.발표": Message("발표", "announced"),
}
