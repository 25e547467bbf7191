"""Run a judge on a scripted model, block its network access, and report what it tried to reach and left on disk.

Run as `python judged_quietly.py JUDGE`; prints one JSON object. It runs in its own process so that whatever a library
does at exit is recorded too.
"""

from __future__ import annotations

import atexit
import json
import socket
import sys
from pathlib import Path
from typing import Any

REACHED: list[str] = []
TOLD: dict[str, object] = {}


def _watched(name: str) -> Any:
    def refuse(*args: object, **_: object) -> None:
        # A pair of local sockets is how an event loop wakes itself.
        REACHED.append(f"{name} {args[1:] or args}")
        raise OSError("nothing is to be reached")

    return refuse


def _tell() -> None:
    files = sorted(str(path.relative_to(Path.cwd())) for path in Path.cwd().rglob("*"))
    print(json.dumps({**TOLD, "reached": REACHED, "files": files}, ensure_ascii=False))  # noqa: T201 - read by the test


# Registered first, so called last: after whatever a library sends when the process ends.
atexit.register(_tell)
for _name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, _name, _watched(_name))
socket.getaddrinfo = _watched("getaddrinfo")
socket.create_connection = _watched("create_connection")

from langchain_core.language_models import FakeListChatModel  # noqa: E402

from assistant.models.chat import ChatModel  # noqa: E402
from evals import judges  # noqa: E402
from evals.judges.judge import NotJudged, Sample  # noqa: E402

SAID: dict[str, dict[str, list[object]]] = {
    "ragas": {
        "faithfulness": [
            {"statements": ["총사업비는 120억원이다.", "2030년에 끝난다."]},
            {
                "statements": [
                    {"statement": "총사업비는 120억원이다.", "reason": "있음", "verdict": 1},
                    {"statement": "2030년에 끝난다.", "reason": "없음", "verdict": 0},
                ]
            },
        ],
        "answer_relevancy": [{"question": "총사업비는 얼마인가요?", "noncommittal": 0}] * 3,
        "context_precision": [{"reason": "쓸모 있음", "verdict": 1}, {"reason": "쓸모 없음", "verdict": 0}],
        "context_recall": [
            {
                "classifications": [
                    {"statement": "총사업비는 120억원이다.", "reason": "있음", "attributed": 1},
                    {"statement": "2030년에 끝난다.", "reason": "없음", "attributed": 0},
                ]
            }
        ],
    },
    "deepeval": {
        "faithfulness": [
            {"truths": ["총사업비는 120억원이다."]},
            {"claims": ["총사업비는 120억원이다.", "2030년에 끝난다."]},
            {"verdicts": [{"verdict": "yes"}, {"verdict": "no", "reason": "없음"}]},
        ],
        "answer_relevancy": [
            {"statements": ["총사업비는 120억원이다.", "2030년에 끝난다."]},
            {"verdicts": [{"verdict": "yes"}, {"verdict": "no", "reason": "묻지 않음"}]},
        ],
        "contextual_precision": [
            {"verdicts": [{"verdict": "yes", "reason": "쓸모 있음"}, {"verdict": "no", "reason": "쓸모 없음"}]}
        ],
        "contextual_recall": [
            {"verdicts": [{"verdict": "yes", "reason": "있음"}, {"verdict": "no", "reason": "없음"}]}
        ],
    },
}
SAMPLE = Sample(
    "q1",
    "총사업비는 얼마인가요?",
    "총사업비는 120억원이다. 2030년에 끝난다.",
    ("총사업비는 120억원이다.", "서울은 포함되지 않았다."),
    "총사업비는 120억원이다.",
)
EMPTY: dict[str, dict[str, list[object]]] = {
    "ragas": {
        "faithfulness": [{"statements": []}],
        "answer_relevancy": [{"question": " ", "noncommittal": 0}],
        "context_precision": [{"reason": "", "verdict": 7}],
        "context_recall": [{"classifications": []}],
    },
    "deepeval": {
        "faithfulness": [{"truths": ["가"]}, {"claims": ["나"]}, {"verdicts": []}],
        "answer_relevancy": [{"statements": []}],
        "contextual_precision": [{"verdicts": []}],
        "contextual_recall": [{"verdicts": []}],
    },
}
"""Of the shape asked for, yet saying nothing: what the libraries count as 0 or as 1."""


def _marked(name: str, metric: str, lines: list[str]) -> float | str:
    model = ChatModel(FakeListChatModel(responses=lines), "scripted", 4_000)
    try:
        return round(judges.load(name, model, "e5-small-ko").mark(metric, SAMPLE), 6)
    except NotJudged as error:
        return str(error)


def _json(line: object) -> str:
    return json.dumps(line, ensure_ascii=False)


def main(name: str) -> None:
    """Mark one sample by every metric: with good answers, with chatter, and with a judge that says nothing."""
    for key, said in (("good", SAID[name]), ("empty", EMPTY[name])):
        TOLD[key] = {metric: _marked(name, metric, list(map(_json, lines))) for metric, lines in said.items()}
    fenced = [f"그럼요!\n```json\n{_json(line)}\n```" for line in SAID[name]["faithfulness"]]
    TOLD["fenced"] = _marked(name, "faithfulness", fenced)
    TOLD["chatter"] = {metric: _marked(name, metric, ["글쎄요, 좋은 답 같습니다."]) for metric in SAID[name]}
    TOLD["version"] = judges.version(name)


main(sys.argv[1])
