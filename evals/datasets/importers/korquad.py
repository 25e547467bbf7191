"""KorQuAD importer: SQuAD-style JSON as cases.

SQuAD's layout: data > paragraphs > qas, each with `question`, `answers` ({"text"}) and, in version 2, `is_impossible`.
The document of a question is named by its article's title, so the run must ingest articles under their titles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from evals.datasets.cases import QuestionCase
from evals.datasets.reading import CaseError


def read(path: Path) -> Iterator[tuple[QuestionCase, str]]:
    """Yield a case for every question; several answers are alternatives, an impossible question is to be refused."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        articles = found["data"]
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"질문 파일을 읽을 수 없습니다: {path}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(
            f"{path.name}: KorQuAD 형식이 아닙니다.", '{"data": [{"paragraphs": […]}]} 꼴이어야 합니다.'
        ) from error
    for number, article in enumerate(articles, start=1):
        place = f"{path.name} data {number}번째"
        try:
            title = str(article.get("title", "")).strip()
            for paragraph in article["paragraphs"]:
                for qa in paragraph["qas"]:
                    yield _case(qa, title), f"{place} {qa['id']}"
        except (KeyError, TypeError, AttributeError) as error:
            raise CaseError(
                f"{place}: KorQuAD 형식이 아닙니다: {error!r}", "id, question, answers를 적으십시오."
            ) from error


def _case(qa: Mapping[str, object], title: str) -> QuestionCase:
    given = qa["answers"]
    texts = dict.fromkeys(str(one["text"]).strip() for one in (given if isinstance(given, list) else []))
    impossible = bool(qa.get("is_impossible"))
    return QuestionCase(
        id=str(qa["id"]),
        question=str(qa["question"]).strip(),
        kind="unanswerable" if impossible else "fact",
        expected="refusal" if impossible else "answer",
        gold=() if impossible or not texts else ("|".join(texts),),
        documents=(title,) if title else (),
    )
