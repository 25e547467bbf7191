"""Calibration of the quantised model: the range of each layer's inputs on synthetic Korean text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.models.graph import Range

if TYPE_CHECKING:
    import onnx
    from tokenizers import Tokenizer

    from ingest.models.source import Floats

TEXTS = 96
PIECES = 220
"""Pieces drawn for one text, about 400 characters of Korean."""

_OPENINGS = (
    "정부는 인구감소지역의 정주 여건을 개선하기 위해 2025년부터 5년간 매년 1조 원 규모의 재정을 지원한다. ",
    "□ (추진배경) 지역 간 격차 완화를 위한 종합계획 수립  ㅇ 광역 2개, 기초 14개 시·군·구 선정 ",
    "제3조(지원 대상) ① 신청일 현재 관할 구역에 1년 이상 거주한 사람 중 소득이 기준 이하인 사람으로 한다. ",
    "| 구분 | '23년 | '24년(A) | '25년(B) | 증감(B-A) | 총사업비 1,204억원 국비 50% ",
    "지원금은 언제까지 신청해야 하고 어떤 서류가 필요한가요? ",
    "한편 위원회는 “아직 검토 중이며 확정된 바 없다”고 밝혔다. 문의: 지역정책과(☎ 044-000-0000) ",
)


def measure(model: onnx.ModelProto, layers: dict[str, str], tokenizer: Tokenizer) -> dict[str, Range]:
    """Return the range of each layer's input over synthetic Korean text; `layers` maps a layer to its input's name."""
    import onnxruntime

    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = list(dict.fromkeys(layers.values()))
    low: dict[str, list[Floats]] = {name: [] for name in outputs}
    high: dict[str, list[Floats]] = {name: [] for name in outputs}
    for text in _texts(tokenizer):
        ids = np.array([tokenizer.encode(text).ids[:512]], np.int64)
        found = session.run(outputs, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, values in zip(outputs, found, strict=True):
            low[name].append(values[0].min(axis=0))
            high[name].append(values[0].max(axis=0))
    return {layer: Range(np.min(low[name], axis=0), np.max(high[name], axis=0)) for layer, name in layers.items()}


def _texts(tokenizer: Tokenizer) -> list[str]:
    """Return texts of an opening and of pieces drawn at random, Hangul fifty times as readily as others."""
    import json

    pieces = json.loads(tokenizer.to_str())["model"]["vocab"][4:]
    weights = np.exp([score for _, score in pieces])
    weights *= [1.0 if any("가" <= c <= "힣" for c in piece) else 0.02 for piece, _ in pieces]
    random = np.random.default_rng(20241212)
    texts = []
    for number in range(TEXTS):
        drawn = random.choice(len(pieces), PIECES if number % 4 else 20, p=weights / weights.sum())
        body = "".join(pieces[at][0] for at in drawn).replace("\u2581", " ")
        prefix = "passage: " if number % 4 else "query: "
        texts.append(prefix + _OPENINGS[number % len(_OPENINGS)] + body)
    return texts
