"""An example of every command, shown below its help."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "ingest": ("geungeo ingest 문서/ --prune", "geungeo ingest https://example.go.kr/notice/1"),
    "search": ('geungeo search "해양 연구소 공모" --since 2025-01-01 -k 5',),
    "ask": (
        'geungeo ask "총사업비는 얼마인가요?" --as-of 2024-12-31',
        "geungeo ask --batch questions.jsonl --json > replies.jsonl",
        '  {"id": "1", "question": "총사업비는 얼마인가요?", "as_of": "2025-02-03"}',
        '  {"id": "2", "question": "언제요?", "history": ["면제는 언제 의결되었나요?"]}',
        '  {"question": "예산은?", "filter": {"issuers": ["가람부"], "since": "2025-01-01"}}',
    ),
    "check": (
        'geungeo check "총사업비는 210억원이다."',
        "geungeo check --file draft.docx --pack evidence.html",
        "geungeo check --batch claims.jsonl --json",
        '  {"id": "1", "claim": "총사업비는 210억원이다.", "as_of": "2025-02-03"}',
    ),
    "timeline": ('geungeo timeline "바다숲 조성사업" --export timeline.csv',),
    "documents.list": ("geungeo documents list --text",),
    "documents.show": ("geungeo documents show plan.pdf",),
    "documents.edit": ("geungeo documents edit plan.pdf --published 2025-01-24 --kind plan",),
    "documents.remove": ("geungeo documents remove plan.pdf",),
    "sources.add": ("geungeo sources add https://example.go.kr/rss.xml", "geungeo sources add 문서/"),
    "sources.list": ("geungeo sources list --text",),
    "sources.remove": ("geungeo sources remove https://example.go.kr/rss.xml",),
    "sync": ("geungeo sync --every 10m", "geungeo sync --feed changes.xml --webhook https://example.go.kr/hook"),
    "watch.add": ('geungeo watch add "총사업비는 210억원이다."',),
    "watch.list": ("geungeo watch list --text",),
    "watch.remove": ('geungeo watch remove "총사업비는 210억원이다."',),
    "watch.changes": ("geungeo watch changes --text",),
    "serve": ("geungeo serve --port 7860 --store .geungeo",),
    "mcp": ("geungeo mcp --store .geungeo",),
    "audit.verify": ("geungeo audit verify /var/log/geungeo",),
    "audit.show": ("geungeo audit show --what document.added --since 2026-01-01",),
    "users.add": ("geungeo users add seoyeon --role editor --role evaluator",),
    "users.list": ("geungeo users list",),
    "users.remove": ("geungeo users remove seoyeon",),
    "users.password": ("geungeo users password seoyeon",),
    "users.token": ("geungeo users token seoyeon",),
    "eval.grounding": (
        "geungeo eval grounding --data questions.csv --documents 문서/ --out result",
        "geungeo eval grounding --data questions.csv --out result --against answers.csv",
        "geungeo eval grounding --out result --against http://127.0.0.1:8000/v1#qwen3",
    ),
    "eval.retrieval": ("geungeo eval retrieval --data questions.csv --documents 문서/ --out result",),
    "eval.claims": ("geungeo eval claims --data claims.csv --documents 문서/ --out result",),
    "eval.robustness": ("geungeo eval robustness --out result --limit 20",),
    "eval.add": ('geungeo eval add reply.json --to cases.jsonl --question "얼마인가요?"',),
    "eval.judge": ('geungeo eval judge result row-2 wrong --gold "1조 445억원"',),
    "doctor": ("geungeo doctor --text",),
    "backup": ("geungeo backup /backup/geungeo.tar.gz",),
    "restore": ("geungeo restore /backup/geungeo.tar.gz --store .geungeo",),
}
"""By the command and what follows it, parted by a dot; indented lines are what a file named above them holds."""
