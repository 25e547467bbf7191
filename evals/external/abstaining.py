"""Whether the free text of another system is a refusal, which it says in words and not by a type.

An empty text refuses, and one whose first sentence says that it cannot answer or finds nothing:
`제공된 문서에서 담당자를 확인할 수 없습니다.` A later sentence may say so of a detail. After Trust-Align (Song et al.,
ICLR 2025), which holds answers against phrases of refusal.
"""

from __future__ import annotations

import re

from ingest.sentences import spans

_REFUSAL = re.compile(
    r"(?:찾을|확인할|알|답할|답변할|답변드릴|답해 드릴|제공할|말씀드릴|판단할)\s?수\s?(?:가\s?)?없"
    r"|(?:정보|내용|자료|근거|문서|언급|기재|답)(?:가|이|는|은|를|을|도)?\s?"
    r"(?:제공되지|포함되어 있지|나와 있지|확인되지|명시되어 있지|찾지|있지)\s?(?:않|못)"
    r"|(?:정보|내용|자료|근거|언급|답)(?:가|이|는|은|도)?\s?없(?:습|어|다|음|네)"
    r"|모르겠|알지 못|답(?:변)?(?:이|을|은)?\s?(?:불가|어렵|드리기 어렵|하기 어렵)"
    r"|\b(?:cannot|can['’]t|could not|couldn['’]t|unable to|not able to)\s"
    r"(?:find|answer|determine|provide|confirm|verify)"
    r"|\b(?:no|not enough|insufficient)\s(?:relevant\s)?(?:information|evidence|answer)\b"
    r"|\b(?:do not|don['’]t)\s(?:know|have)\b|\bnot\s(?:mentioned|stated|specified|provided|available)\b",
    re.IGNORECASE,
)


def refuses(text: str) -> bool:
    """Tell whether a text says in its first sentence that it gives no answer, or is empty."""
    found = spans(text)
    if not found:
        return True
    start, end = found[0]
    return _REFUSAL.search(text[start:end]) is not None
