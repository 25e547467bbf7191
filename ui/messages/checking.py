"""Messages of the tab that checks a text."""

from __future__ import annotations

from ui.messages.message import Message

CHECKING = {
    "checking.title": Message("글에 쓰인 내용을 문서와 맞추어 봅니다", "Hold a text against the documents"),
    "checking.how": Message(
        "기사 초안이나 보고서를 붙여 넣거나 파일(HWP, HWPX, DOCX, PDF, TXT, HTML)이나 주소에서 읽어 오십시오. "
        "문장마다 문서와 맞는지 보이고, 다른 숫자는 원문과 나란히 보입니다.",
        "Paste a draft or a report, or read it from a file (HWP, HWPX, DOCX, PDF, TXT, HTML) or from the web. "
        "Each sentence is judged, and figures that differ are shown beside the source.",
    ),
    "checking.text": Message("확인할 글", "Text to check"),
    "checking.text.hint": Message(
        "글을 붙여 넣거나 파일을 이곳에 끌어다 놓으십시오", "Paste a text, or drop a file here"
    ),
    "checking.limit": Message("{limit}자까지", "up to {limit} characters"),
    "checking.file": Message("파일에서 읽기", "Read from a file"),
    "checking.address": Message("읽어 올 웹 주소", "Web address to read"),
    "checking.fetch": Message("주소에서 읽기", "Read from the web"),
    "checking.fetching": Message("주소에서 읽는 중", "reading from the web"),
    "checking.address.empty": Message(
        "읽어 올 주소를 https://부터 적으십시오.", "Write the address to read, from https:// on."
    ),
    "checking.reading": Message("파일을 읽는 중", "reading the file"),
    "checking.read": Message("‘{name}’에서 {count}자를 읽었습니다.", "Read {count} characters from “{name}”."),
    "checking.cut": Message(
        "‘{name}’의 앞 {count}자만 읽었습니다. 나머지는 나누어 확인하십시오.",
        "Only the first {count} characters of “{name}” were read. Check the rest apart.",
    ),
    "checking.large": Message(
        "‘{name}’은(는) {limit}MB가 넘습니다. 글만 복사해 붙여 넣거나 나누어 올리십시오.",
        "“{name}” is larger than {limit} MB. Paste its text, or split it.",
    ),
    "checking.unread": Message(
        "‘{name}’을(를) 읽지 못했습니다. 글을 복사해 붙여 넣으십시오.", "“{name}” could not be read. Paste its text."
    ),
    "checking.as_of": Message("기준일", "As of"),
    "checking.as_of.wrong": Message("기준일은 2025-01-24처럼 쓰십시오.", "Write the day as 2025-01-24."),
    "checking.empty": Message("확인할 글을 먼저 넣으십시오.", "Put in a text first."),
    "checking.long": Message(
        "글이 {limit}자를 넘습니다. 나누어 확인하십시오.", "More than {limit} characters: split the text."
    ),
    "checking.run": Message("확인", "Check"),
    "checking.kept": Message(
        "넣은 글과 파일은 공유하지 않는 한 서버에 남기지 않고, 저장소에는 넣지 않습니다. "
        "주소는 서버가 한 번 열어 읽습니다.",
        "Neither text nor file is put into the store, and nothing is kept on the server unless you share it. "
        "An address is opened by the server, once.",
    ),
    "checking.share.who": Message(
        "주소를 받은 사람은 판정이 인용한 문서를 모두 읽을 수 있을 때만 글과 판정을 봅니다.",
        "Whoever has the link sees the text and its verdicts, if they may read every document cited.",
    ),
    "checking.shared.of": Message("다른 사람이 공유한 확인 결과입니다.", "Another person shared this checked text."),
    "checking.shared.gone": Message(
        "공유된 확인 결과가 없습니다. 공유가 끝났거나 주소가 다릅니다.",
        "There is no shared text here: sharing ended, or the link is another.",
    ),
    "checking.shared.refused": Message(
        "이 확인 결과가 인용한 문서 가운데 읽을 권한이 없는 것이 있어 보여 드리지 않습니다. "
        "관리자에게 권한을 요청하십시오.",
        "This text cites documents that you may not read, so it is not shown. Ask the administrator for leave.",
    ),
    "checking.working": Message("문장을 확인하는 중 · {share}%", "checking sentences · {share}%"),
    "checking.done": Message("문장 {count}개를 확인했습니다.", "{count} sentences checked."),
    "checking.stopped": Message("그쳤습니다. 문장 {count}개까지 확인했습니다.", "Stopped after {count} sentences."),
    "checking.failed": Message("확인을 마치지 못했습니다.", "The check could not be finished."),
    "checking.none": Message("확인할 문장을 글에서 찾지 못했습니다.", "The text holds no sentence to check."),
    "checking.stop": Message("그치기", "Stop"),
    "checking.edit": Message("글 고치기", "Edit the text"),
    "checking.filter": Message("판정으로 골라 보기", "Filter by verdict"),
    "checking.all": Message("전체", "All"),
    "checking.shown.all": Message("문장 {count}개를 모두 보입니다.", "All {count} sentences are shown."),
    "checking.shown": Message(
        "{verdict} 문장 {count}개만 보입니다.", "Only the {count} sentences “{verdict}” are shown."
    ),
    "checking.compared": Message("문서 {count}건과 맞추어 봄", "compared with {count} documents"),
    "checking.narrowed": Message(
        "문서 {count}건 가운데 조건에 맞는 것과 맞추어 봄",
        "compared with those of {count} documents that meet the conditions",
    ),
    "checking.newest": Message("가장 새 문서 {day}", "the newest of {day}"),
    "checking.newest.none": Message("문서의 날짜를 모름", "none is dated"),
    "checking.as_of.day": Message("기준일 {day}", "as of {day}"),
    "checking.as_of.none": Message("기준일 없음", "no as-of day"),
    "checking.figure": Message("문서에서 가장 가까운 수치: {text}", "Nearest figure in the documents: {text}"),
    "checking.figure.why": Message(
        "다른 것을 센 수일 수 있어 판정에는 쓰지 않았습니다.",
        "It may count something else, and is no part of the verdict.",
    ),
    "checking.missing": Message("문서에서 찾지 못한 문장", "Sentences not in the documents"),
    "checking.disputed": Message("문서끼리 다른 문장", "Sentences on which documents disagree"),
    "checking.supported": Message("문서와 맞는 문장", "Sentences that the documents bear out"),
    "checking.export": Message("내려받기", "Download"),
    "checking.result": Message("확인한 글", "Checked text"),
    "checking.differing": Message("문서와 다른 문장", "Contradicted sentences"),
    "checking.differing.none": Message("문서와 다른 문장이 없습니다.", "No sentence is contradicted."),
    "checking.press": Message(
        "문장을 누르면 문서의 문장과 나란히 보입니다.", "Press a sentence to see it beside the source."
    ),
    "checking.sentence": Message("문장 {number}/{count}", "Sentence {number} of {count}"),
    "checking.previous": Message("앞 문장", "previous sentence"),
    "checking.next": Message("다음 문장", "next sentence"),
    "checking.claim": Message("쓴 글", "The text"),
    "checking.source": Message("문서", "The document"),
    "checking.nearest": Message("가장 가까운 대목 (증명이 아닙니다)", "Nearest passage (no proof)"),
    "checking.differs": Message("다름: ", "differs: "),
    "checking.lacks": Message("문서에 없음", "not in the documents"),
    "checking.nothing": Message(
        "이 문장과 가까운 대목을 문서에서 찾지 못했습니다. 사업명이나 기관명을 문서대로 썼는지 확인하십시오.",
        "No document comes near this sentence. See that programmes and agencies are named as in the documents.",
    ),
    "checking.file_name": Message("사실확인-{day}", "fact-check-{day}"),
    "export.md": Message("Markdown", "Markdown"),
    "export.html": Message("HTML", "HTML"),
    "export.docx": Message("Word(DOCX)", "Word (DOCX)"),
    "export.csv": Message("표(CSV)", "Table (CSV)"),
    "export.answer": Message("근거자료-{day}", "evidence-{day}"),
    "pack.refused": Message("답하지 않음", "Not answered"),
    "pack.changes": Message("다른 값과 이전 값", "Other and earlier values"),
    "pack.asked": Message("질문", "question"),
    "pack.model": Message("답한 모델", "answered by"),
    "column.number": Message("번호", "number"),
    "column.sentence": Message("문장", "sentence"),
    "column.verdict": Message("판정", "verdict"),
    "column.claimed": Message("쓴 값", "claimed"),
    "column.sourced": Message("문서의 값", "in the document"),
    "column.quote": Message("인용", "quote"),
    "column.title": Message("제목", "title"),
    "column.issuer": Message("발행처", "publisher"),
    "column.date": Message("날짜", "date"),
    "column.page": Message("쪽", "page"),
    "column.section": Message("절", "section"),
    "column.uri": Message("원문", "source"),
    "column.document": Message("문서", "document"),
    "column.version": Message("판", "version"),
    "column.start": Message("시작", "start"),
    "column.end": Message("끝", "end"),
    "column.sha256": Message("SHA-256", "SHA-256"),
    "column.reason": Message("없는 까닭", "why not found"),
    "column.nearest": Message("가장 가까운 수치 (증명이 아님)", "nearest figure (no proof)"),
}
