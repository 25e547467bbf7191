"""Messages of the timeline tab."""

from __future__ import annotations

from ui.messages.message import Message

HISTORY = {
    "history.title": Message("사업의 연혁을 날짜 차례로 봅니다", "A programme's dated facts, in order"),
    "history.how": Message(
        "사업 이름을 넣으십시오. 면제·검토·확정·선정과 예산을 문서가 말한 날짜대로, 문장마다 근거와 함께 보입니다.",
        "Name a programme: exemptions, reviews, decisions, selections and budgets, each with its sentence.",
    ),
    "history.subject": Message("사업 이름", "Programme"),
    "history.subject.hint": Message("예: 지역혁신선도기업육성", "for example 지역혁신선도기업육성"),
    "history.run": Message("연혁 보기", "Show"),
    "history.searching": Message("문서를 찾는 중", "finding documents"),
    "history.empty": Message("사업 이름을 먼저 넣으십시오.", "Name a programme first."),
    "history.failed": Message("연혁을 만들지 못했습니다.", "The history could not be made."),
    "history.amounts": Message("값의 흐름", "Values over time"),
    "history.plot": Message(
        "{name}: {first_date} {first}에서 {last_date} {last}까지, {count}번",
        "{name}: from {first} on {first_date} to {last} on {last_date}, {count} values",
    ),
    "history.table": Message("표로 보기", "As a table"),
    "history.date": Message("날짜", "Date"),
    "history.value": Message("값", "Value"),
    "history.replaced": Message("뒤에 바뀜: {date} {status}", "superseded: {date} {status}"),
    "history.press": Message(
        "번호를 누르면 그 사실을 말한 원문이 여기에 보입니다.",
        "Press a number to see here the text that tells the fact.",
    ),
    "series.total": Message("총사업비", "Total cost"),
    "series.budget": Message("한 해 예산", "Budget of a year"),
    "series.spent": Message("들이는 돈", "Money put in"),
    "series.spent_over": Message("{period} 들이는 돈", "Money over {period}"),
    "series.count": Message("{noun} 수", "Number of {noun}"),
    "history.of_year": Message("{year}년분 {text}", "{text} for {year}"),
}
