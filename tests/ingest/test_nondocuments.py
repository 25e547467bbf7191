"""Logs, scripts and code are no documents, whatever they are called; prose is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.nondocuments import sort

PROSE = "가온부는 강을 정비한다.\n나래부는 도서관을 짓는다.\n다솜청은 숲길을 만든다.\n사업은 내년에 끝난다.\n"
MINUTES = "2025-01-24 회의\n2025-01-25 현장 점검\n2025-01-26 설명회\n2025-01-27 결과 보고\n"
LOG = "".join(f"2025-01-24 10:00:0{n} INFO ingest 문서 {n}건\n" for n in range(8))
LEVELS = "INFO 시작\nDEBUG 값 3\nWARNING 느림\nERROR 끊김\nINFO 끝\n"
CODE = "import os\nimport sys\n\ndef main(argv):\n    return 0\n\nx = main(sys.argv)\nprint(x)\n"
SCRIPT = "#!/bin/sh\necho 1\n"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("계획.txt", PROSE, None),
        ("계획", PROSE, None),
        ("README.md", CODE, None),
        ("일정.txt", MINUTES, None),
        ("빈.txt", "", None),
        ("run.log", PROSE, "log"),
        ("run.txt", LOG, "log"),
        ("출력", LEVELS, "log"),
        ("main.py", PROSE, "code"),
        ("style.CSS", "", "code"),
        ("main.txt", CODE, "code"),
        ("run", SCRIPT, "code"),
        ("app.ini", PROSE, "support"),
        ("Makefile", PROSE, "support"),
        ("자료.txt", '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n' * 3, None),
    ],
)
def test_name_and_content_tell(tmp_path: Path, name: str, content: str, expected: str | None) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    assert sort(tmp_path / name) == expected
