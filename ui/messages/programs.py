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
    "api.documents": Message(
        "저장된 문서를 새것부터 보입니다.", "List the stored documents, newest first, with their particulars."
    ),
    "api.read": Message(
        "문서 하나의 정보, 차례와 글을 보입니다. 긴 글은 start와 length로 나누어 읽습니다.",
        "Show the particulars, headings and text of one document; a long text is read in parts by start and length.",
    ),
    "api.documents.hint": Message(
        "documents로 문서의 id를 확인하십시오.", "See documents for the ids of the documents."
    ),
    "api.server": Message(
        "저장된 한국 정책 문서에 적힌 것만으로 답합니다. 답을 전할 때는 인용(quote)을 고치지 말고, 문서의 제목과 "
        "날짜와 쪽을 함께 밝히십시오. kind가 refusal이면 문서에 답이 없는 것입니다: 지어내지 말고 그대로 알리십시오.",
        "Answers only with what stored Korean policy documents say. Pass quotes on unchanged, with the document's "
        "title, day and page. Where kind is refusal the documents do not tell: say so and make nothing up.",
    ),
    "api.history": Message(
        "앞서 한 질문들, 오래된 것부터: 이어지는 질문을 이해하는 데 씁니다",
        "earlier questions, oldest first, by which a follow-up is understood",
    ),
    "api.words": Message("제목, 글, 발행처에 있는 말", "words in title, text or issuer"),
    "api.one_kind": Message("문서 종류 하나", "one kind of document"),
    "api.one_issuer": Message("발행처 하나", "one publisher"),
    "api.year": Message("발행 연도", "year of publication"),
    "api.limit": Message("보일 문서의 수, 1~200", "how many documents, 1 to 200"),
    "api.offset": Message("건너뛸 문서의 수", "how many documents to pass over"),
    "api.id": Message("문서의 id", "id of the document"),
    "api.version": Message("판 번호, 없으면 최신", "version; the newest where none is given"),
    "api.start": Message("보일 글이 시작하는 글자의 자리, 0부터", "character at which the text begins, from 0"),
    "api.length": Message("보일 글자의 수, 1~200,000", "how many characters, 1 to 200,000"),
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
