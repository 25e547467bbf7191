"""Messages of the timeline tab."""

from __future__ import annotations

from ui.messages.message import Message

HISTORY = {
    "history.title": Message("사업의 연혁을 날짜 차례로 봅니다", "A programme's dated facts, in order"),
    "history.how": Message(
        "사업이나 제도의 이름을 넣으십시오. 사업은 면제·검토·확정·선정과 예산을, 제도는 도입·시행·개정을"
        " 문서가 말한 날짜대로, 문장마다 근거와 함께 보입니다.",
        "Name a programme (exemptions, reviews, decisions, selections, budgets) or a system (begun, changed, ended):"
        " each step with its sentence.",
    ),
    "history.subject": Message("사업 이름", "Programme"),
    "history.subject.hint": Message("예: 지역혁신선도기업육성", "for example 지역혁신선도기업육성"),
    "history.run": Message("연혁 보기", "Show"),
    "history.searching": Message("문서를 찾는 중", "finding documents"),
    "history.empty": Message("사업 이름을 먼저 넣으십시오.", "Name a programme first."),
    "history.failed": Message("연혁을 만들지 못했습니다.", "The history could not be made."),
    "history.amounts": Message("값의 흐름", "Values over time"),
    "history.plot": Message("{name}. {values}", "{name}. {values}"),
    "history.table": Message("표로 보기", "As a table"),
    "history.date": Message("날짜", "Date"),
    "history.measure": Message("종류", "Measure"),
    "history.value": Message("값", "Value"),
    "history.press": Message(
        "번호를 누르면 그 사실을 말한 원문이 여기에 보입니다.",
        "Press a number to see here the text that tells the fact.",
    ),
    "history.year": Message("{year}년", "{year}"),
    "history.heading": Message("{subject} 연혁", "Timeline of {subject}"),
    "history.file_name": Message("연혁-{subject}-{day}", "timeline-{subject}-{day}"),
    "history.sources": Message("근거: {sources}", "Sources: {sources}"),
    "history.sources.short": Message("근거", "Sources"),
    "history.export": Message("내려받기", "Download"),
    "changed.heading": Message("지켜보던 값이 바뀜", "Watched figures that changed"),
    "changed.earlier": Message("이전에 바뀐 것 {count}건", "{count} earlier"),
    "history.known": Message("연혁이 있는 사업", "Programmes with a history"),
    "history.known.finding": Message("연혁이 있는 사업을 찾는 중 …", "Finding programmes with a history …"),
    "history.known.told": Message("{first}–{last} · {count}건", "{first}–{last} · {count} events"),
    "history.other": Message("다른 사업", "Other programmes"),
    "series.cost": Message("총사업비와 부담", "Total cost and shares"),
    "series.budget": Message("해마다의 예산", "Budget by year"),
    "series.count": Message("{noun} 수", "Number of {noun}"),
}
