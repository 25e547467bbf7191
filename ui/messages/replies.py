"""Messages about answers, refusals and checked claims."""

from __future__ import annotations

from ui.messages.message import Message

REPLIES = {
    "refusal.no_documents": Message(
        "문서에서 확인되지 않습니다. 조건에 맞는 문서가 저장소에 없습니다.",
        "The documents do not confirm it. The store holds no document that meets the conditions.",
    ),
    "refusal.not_found": Message(
        "문서에서 확인되지 않습니다. 질문에 답하는 대목을 찾지 못했습니다.",
        "The documents do not confirm it. No passage was found that answers the question.",
    ),
    "refusal.unsupported_premise": Message(
        "아니요. 질문에 담긴 내용이 문서와 다릅니다.",
        "No. What the question assumes is not what the documents say.",
    ),
    "refusal.nothing_supported": Message(
        "문서에서 확인되지 않습니다. 쓰인 답 가운데 문서로 증명되는 문장이 없습니다.",
        "The documents do not confirm it. No sentence of the drafted answer could be proved.",
    ),
    "try.no_documents": Message(
        "문서를 넣거나(geungeo ingest) 발행처, 기간, 기준일 조건을 넓혀 보십시오.",
        "Add documents (geungeo ingest), or widen the publisher, period or as-of date.",
    ),
    "try.not_found": Message(
        "문서에 쓰인 사업명이나 기관명으로 다시 묻거나, 관련 문서를 넣어 보십시오.",
        "Ask with the programme or agency named in the documents, or add documents on it.",
    ),
    "try.unsupported_premise": Message(
        "아래 대목에서 실제 내용을 확인하고 질문을 고쳐 보십시오.",
        "See below what the documents do say, and put the question again.",
    ),
    "try.nothing_supported": Message(
        "다른 모델(--model extractive)로 묻거나 질문을 좁혀 보십시오.",
        "Try another model (--model extractive), or narrow the question.",
    ),
    "try.other_language": Message(
        "문서가 한국어로 쓰여 있으니 한국어로 물어 주십시오. 아래는 뜻이 가까운 대목입니다. "
        "(The documents are in Korean: a question in Korean can be answered. Below are passages of a near meaning.)",
        "The documents are in Korean: a question in Korean can be answered, one in another language seldom. "
        "What follows was found by its meaning, and is no answer.",
    ),
    "clarify.greeting": Message(
        "안녕하세요. 저장된 정책 문서에서 답을 찾아 근거 문장과 함께 보여 드립니다. "
        "사업 이름과 함께 예산, 일정, 대상, 선정 결과 같은 것을 물어보세요.",
        "Hello. I look up answers in the stored policy documents and show the sentences that prove them. "
        "Ask about a programme by name: its budget, dates, who is eligible, what was selected.",
    ),
    "clarify.which": Message("어느 사업을 말씀하시나요?", "Which programme do you mean?"),
    "reply.correction": Message("문서에는 이렇게 적혀 있습니다: {text}", "The documents say: {text}"),
    "reply.superseded": Message("이전 값: {subject} {value} {markers}", "Earlier: {subject} {value} {markers}"),
    "reply.rewritten": Message("이렇게 이해한 질문: {text}", "Understood as: {text}"),
    "reply.dropped": Message(
        "모델이 쓴 문장 {count}개는 문서로 증명되지 않아 뺐습니다.",
        "{count} sentences that the model wrote were dropped: the documents do not prove them.",
    ),
    "reply.citations": Message("근거", "Evidence"),
    "reply.nearest": Message("가장 가까운 대목 (답이 아닙니다)", "Nearest passages (not an answer)"),
    "reply.near": Message(
        "가장 가까운 대목입니다. 물은 것에 다 답하지 못할 수 있습니다.",
        "The nearest passage. It may not answer all that was asked.",
    ),
    "reply.beside": Message("함께 읽을 문장", "Read with"),
    "reply.yes": Message("예", "Yes"),
    "reply.no": Message("아니요", "No"),
    "reply.computed": Message("계산", "computed"),
    "reply.apart": Message("차이", "Difference"),
    "reply.try": Message("해 볼 일", "What to try"),
    "reply.as_of": Message("기준일 {date} · 답한 모델 {model}", "As of {date} · answered by {model}"),
    "reply.page": Message("{page}쪽", "p. {page}"),
    "reply.page.about": Message("약 {page}쪽", "about p. {page}"),
    "reply.labelled": Message("{label}쪽 (파일의 {page}번째 쪽)", "p. {label} (page {page} of the file)"),
    "reply.ocr": Message("글자 인식(OCR)으로 읽음", "read by character recognition (OCR)"),
    "reply.offsets": Message("{start}~{end}자", "characters {start}–{end}"),
    "reply.conflict": Message("문서끼리 다릅니다: {subject} {markers}", "Documents disagree: {subject} {markers}"),
    "reply.conflict.trusted": Message(
        "{source}이(가) 더 믿을 만한 출처로 설정됨", "{source} is set as the more trusted source"
    ),
    "reply.rests_on": Message("이 답이 기대는 문서: {sources}", "This answer rests on: {sources}"),
    "reply.difference": Message("문장 {claim} / 문서 {source}", "sentence {claim} / document {source}"),
    "reply.contradicted": Message("(문서와 다름)", "(contradicted)"),
    "reply.not_found": Message("(확인되지 않음)", "(not confirmed)"),
    "search.none": Message("가까운 대목이 없습니다.", "No passage found."),
    "untitled": Message("제목 없음", "untitled"),
    "undated": Message("날짜 없음", "undated"),
    "withdrawn": Message("출처에서 내려감 ({day} 확인)", "withdrawn by its source (seen {day})"),
    "declared": Message("{day} (파일 속성)", "{day} (from the file's properties)"),
}

CHECKS = {
    "check.supported": Message("✓ 일치", "✓ supported"),
    "check.contradicted": Message("≠ 불일치", "≠ contradicted"),
    "check.not_found": Message("○ 문서에 없음", "○ not in the documents"),
    "check.unstated": Message(
        "이 사안을 다룬 문서는 있으나 이 내용을 적은 대목을 찾지 못했습니다.",
        "Documents speak of the matter, but no passage was found that states this.",
    ),
    "check.no_matter": Message(
        "이 사안을 다룬 문서를 찾지 못했습니다. 다른 말로 쓰인 문서는 있을 수 있습니다.",
        "No document was found on this matter. One that words it otherwise may still be there.",
    ),
    "check.beyond": Message(
        "저장된 문서가 이 시점 이전까지만 있습니다.", "The documents in the store end before the time spoken of."
    ),
    "check.lacking": Message("문서에서 확인되지 않음: {claim}", "not in the document: {claim}"),
    "check.nearest": Message("가장 가까운 대목 (증명이 아닙니다)", "Nearest passage (no proof)"),
    "check.summary": Message(
        "문장 {total}개: 일치 {supported} · 불일치 {contradicted} · 문서에 없음 {not_found}",
        "{total} sentences: {supported} supported · {contradicted} contradicted · {not_found} not found",
    ),
    "claim.empty": Message("확인할 문장이 비어 있습니다.", "There is no claim to check."),
    "file.unreadable": Message("글을 읽을 수 없습니다: {path}", "cannot read the text: {path}"),
    "pack.unwritable": Message("근거 자료를 쓸 수 없습니다: {path}", "cannot write the evidence pack: {path}"),
    "pack.title": Message("근거 자료", "Evidence pack"),
    "pack.retrieved": Message("확인한 때", "retrieved at"),
    "pack.as_of": Message("기준일", "as of"),
    "pack.place": Message("위치", "place"),
    "pack.source": Message("원문", "source"),
    "pack.version": Message("{id} · 버전 {version}", "{id} · version {version}"),
}
