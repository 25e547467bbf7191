"""Messages about a programme's timeline."""

from __future__ import annotations

from ui.messages.message import Message

TIMELINE = {
    "help.timeline": Message(
        "한 사업에 관해 문서가 말한 사실을 날짜 차례로 보입니다.", "List the dated facts of a programme in order."
    ),
    "option.programme": Message(
        "사업 이름 (없으면 연혁이 있는 사업을 보입니다)",
        "name of the programme (without one, those that have a timeline are listed)",
    ),
    "timeline.no_programmes": Message(
        "연혁을 보일 만한 사업을 문서에서 찾지 못했습니다. 이름을 알면 이름으로 찾아 보십시오.",
        "No programme with a timeline was found in the documents; name one to look for it.",
    ),
    "timeline.none": Message(
        "‘{subject}’의 날짜 있는 사실을 문서에서 찾지 못했습니다.", "The documents tell no dated fact of “{subject}”."
    ),
    "timeline.try": Message(
        "사업명이나 제도명(…제, …제도, …법)을 문서에 적힌 대로 쓰거나, 발행처·기간·기준일 조건을 넓혀 보십시오."
        " 사업은 면제·검토·확정·선정·예산을, 제도는 도입·시행·개정·폐지를 날짜가 있는 문서에서 찾습니다.",
        "Name the programme or system (…제, …제도, …법) as the documents do, or widen the publisher, period or as-of"
        " date. Of a programme, exemptions, reviews, decisions, selections and budgets are found; of a system, when"
        " it began, changed or ended; both in documents with a date.",
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
    "status.신청": Message("신청", "applied"),
    "status.모집": Message("모집", "call opened"),
    "status.예산안": Message("예산안", "budget proposed"),
    "status.예산": Message("예산", "budget"),
    "status.시행": Message("시행", "in force or changed"),
    "status.예정": Message("예정", "planned"),
    "status.발표": Message("발표", "announced"),
    "value.total": Message("총사업비", "total cost"),
    "value.national": Message("국비", "national share"),
    "value.local": Message("지방비", "local share"),
    "value.private": Message("민간 부담", "private share"),
    "value.budget.settled": Message("예산", "budget"),
    "value.budget.proposed": Message("예산안", "proposed budget"),
    "value.of_year": Message("{year}년 {name}", "{name} for {year}"),
    "value.spent": Message("들이는 돈", "money put in"),
    "value.spent_over": Message("{period} 들이는 돈", "money over {period}"),
    "value.count": Message("{noun}", "{noun}"),
    "value.count.planned": Message("계획 {noun}", "{noun} planned"),
    "value.count.called": Message("공고 {noun}", "{noun} called for"),
    "value.count.applied": Message("신청 {noun}", "{noun} that applied"),
    "value.count.selected": Message("선정 {noun}", "{noun} selected"),
    "option.export": Message(
        "연혁을 쓸 파일 (.csv, .svg, .md)", "write the timeline as a table, plots or Markdown (.csv, .svg, .md)"
    ),
    "export.svg": Message("그림(SVG)", "Plots (SVG)"),
    "export.unwritable": Message("파일을 쓸 수 없습니다: {path}", "cannot write the file: {path}"),
    "export.no_plot": Message(
        "그림으로 견줄 값이 없어 {path}을(를) 쓰지 않았습니다.", "No values to plot, so {path} was not written."
    ),
    "export.no_plot.hint": Message(".csv나 .md로 받으십시오.", "Export .csv or .md instead."),
    "column.event": Message("사건", "event"),
    "column.when": Message("사건 날짜", "date of the event"),
    "column.dated": Message("날짜의 근거", "dated by"),
    "column.status": Message("상태", "status"),
    "column.measure": Message("값의 종류", "measure"),
    "column.value": Message("값", "value"),
    "column.amount": Message("수(원·개)", "number (won or count)"),
    "column.superseded": Message("뒤에 바뀜", "superseded"),
}
