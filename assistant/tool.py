"""The chain as a tool that a LangChain agent can call."""

from __future__ import annotations

from datetime import date

from langchain_core.tools import BaseTool, StructuredTool

from assistant.answers import Answer, Citation, Clarification, Question, Reply
from assistant.chain import AnswerChain

NAME = "policy_documents"
DESCRIPTION = (
    "정책 문서에서 질문의 답을 찾아 근거 문장과 함께 돌려준다. 문서에 없으면 없다고 한다. "
    "Answers a question about Korean public policy from documents, with the exact source sentences, "
    "or says that the documents do not tell."
)


def build_tool(chain: AnswerChain) -> BaseTool:
    """Return a tool whose content is the answer with its quotes and whose artifact is the `Answer` or `Refusal`."""

    def policy_documents(question: str, as_of: date | None = None) -> tuple[str, Reply]:
        reply = chain.invoke(Question(question, as_of))
        return _content(reply), reply

    return StructuredTool.from_function(
        policy_documents, name=NAME, description=DESCRIPTION, response_format="content_and_artifact"
    )


def _content(reply: Reply) -> str:
    """Return what the calling model reads: the answer with numbered quotes, or why there is none."""
    if isinstance(reply, Answer):
        lead = f"{reply.lead.text}\n" if reply.lead else ""
        return "\n".join([lead + reply.text, *map(_quoted, reply.citations)])
    if isinstance(reply, Clarification):
        return "\n".join(("무엇을 묻는지 분명하지 않음. 이 가운데 하나로 다시 물을 것:", *reply.choices))
    correction = [reply.correction.text] if reply.correction else []
    return "\n".join([f"문서에 답이 없음 ({reply.reason})", *correction, *map(_quoted, reply.citations)])


def _quoted(one: Citation) -> str:
    day = one.published.date().isoformat() if one.published else "날짜 없음"
    return f"[{one.marker}] {one.issuer}, {one.title}, {day}: {one.quote}"
