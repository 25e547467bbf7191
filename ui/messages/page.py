"""Owns the words of the page in both languages; knows nothing of its layout."""

from __future__ import annotations

from ui.messages.message import Message

PAGE = {
    "page.name": Message("근거", "geungeo"),
    "page.title": Message("근거 · 문서로 증명하는 답", "geungeo · answers proved by documents"),
    "page.holdings": Message("문서 {count}건 · 최신 {date}", "{count} documents · newest {date}"),
    "page.holdings.none": Message("문서 없음", "no documents"),
    "tab.conversation": Message("대화", "Ask"),
    "tab.check": Message("사실 확인", "Check"),
    "tab.timeline": Message("연혁", "Timeline"),
    "tab.documents": Message("문서", "Documents"),
    "tab.evaluation": Message("평가", "Evaluation"),
    "page.other_language": Message("English", "한국어"),
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
