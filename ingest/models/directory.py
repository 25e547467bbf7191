"""Tokenizer, configuration and fingerprint files of a sentence-transformers model directory."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

    from ingest.models.source import Source

PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""Both names of the second: sentence-transformers looks for `document` first and takes it for empty."""
FINGERPRINTED = ("onnx/model.onnx", "tokenizer.json", "config_sentence_transformers.json")
"""The files that decide the vectors."""


def write(source: Source, pieces: int, tokenizer: Tokenizer, directory: Path) -> None:
    """Write the tokenizer and the configuration files of a model whose vocabulary has `pieces` entries."""
    for name in ("1_Pooling", "2_Normalize"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    bert = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": pieces,
        "hidden_size": source.hidden,
        "num_hidden_layers": source.layers,
        "num_attention_heads": source.heads,
        "intermediate_size": source.inner,
        "max_position_embeddings": source.positions,
        "type_vocab_size": 2,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
        "pad_token_id": 1,
    }
    words = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": source.positions,
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
    }
    modules = [("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize")]
    _json(directory / "config.json", bert)
    _json(directory / "tokenizer_config.json", words)
    _json(directory / "sentence_bert_config.json", {"max_seq_length": source.positions, "do_lower_case": False})
    _json(directory / "config_sentence_transformers.json", {"prompts": PROMPTS, "similarity_fn_name": "cosine"})
    _json(
        directory / "1_Pooling" / "config.json",
        {"word_embedding_dimension": source.hidden, "pooling_mode_mean_tokens": True},
    )
    _json(
        directory / "modules.json",
        [
            {"idx": at, "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
            for at, (name, path, kind) in enumerate(modules)
        ],
    )
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (directory / "tokenizer.json").write_text(compact, encoding="utf-8")


def seal(directory: Path) -> str:
    """Write manifest.json with the fingerprint of the files that decide the vectors; return it."""
    made = fingerprint(directory)
    _json(directory / "manifest.json", {"name": directory.name, "fingerprint": made})
    return made


def fingerprint(directory: Path) -> str:
    """Return the hash of the files that decide the vectors, 32 hexadecimal digits."""
    digest = hashlib.sha256()
    for name in FINGERPRINTED:
        digest.update(hashlib.sha256((directory / name).read_bytes()).digest())
    return digest.hexdigest()[:32]


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
