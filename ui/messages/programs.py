"""Descriptions of the API endpoints for programs."""

from __future__ import annotations

from ui.messages.message import Message

PROGRAMS = {
    "api.ask": Message(
        "저장된 정책 문서만을 근거로 질문에 답하고 문장마다 근거를 답니다. 근거가 없으면 답하지 않고 이유를 밝힙니다.",
        "Answer a question from the stored policy documents only, every sentence with its citations; refuse, and say "
        "why, where they do not tell.",
    ),
    "api.check": Message(
        "글이 문서와 맞는지 문장마다 판정합니다: 일치(supported), 불일치(contradicted), 문서에 없음(not_found).",
        "Judge a text sentence by sentence against the documents: supported, contradicted or not_found.",
    ),
    "api.search": Message(
        "질문에 가까운 문서의 대목을 찾습니다.", "Find the passages of the documents nearest to a query."
    ),
    "api.timeline": Message(
        "사업이나 정책의 날짜 있는 사실을 차례로, 근거와 함께 보입니다.",
        "List the dated facts of a programme in order, each with its citations.",
    ),
    "api.question": Message("한국어 질문, 1,000자까지", "the question, in Korean, up to 1,000 characters"),
    "api.text": Message("확인할 글, 50,000자까지", "the text to check, up to 50,000 characters"),
    "api.query": Message("찾을 말, 1,000자까지", "what to look for, up to 1,000 characters"),
    "api.programme": Message("사업이나 정책의 이름", "name of the programme or policy"),
    "api.k": Message("보일 대목의 수, 1~50", "how many passages, 1 to 50"),
    "api.per_document": Message("문서마다 많아야 몇 대목, 1~50", "most passages of one document, 1 to 50"),
    "api.as_of": Message("이 날까지 나온 문서만, 2025-01-24 꼴", "know only documents up to this day, as 2025-01-24"),
    "api.issuer": Message("발행처의 목록", "publishers"),
    "api.kind": Message(
        "문서 종류의 목록: article, press_release, plan, document",
        "kinds of document: article, press_release, plan, document",
    ),
    "api.region": Message("지역 약칭의 목록, 예: 강원", "regions by short name, as 강원"),
    "api.since": Message("이 날부터 나온 문서만", "published on or after this day"),
    "api.until": Message("이 날까지 나온 문서만", "published on or before this day"),
    "api.document": Message("이 id의 문서에서만", "only documents of these ids"),
    "api.exclude": Message("이 id의 문서는 빼고", "leave out documents of these ids"),
}
