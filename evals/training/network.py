"""The reader as a torch network: the embedding model's encoder with three heads.

Relevance, span and verdict are read off one pass over a window (`assistant.models.windows`). The sums here are those
of `assistant.models.bundled_reader`, which runs the exported weights without torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length; B windows, T tokens, K sentences at most in one."""

    ids: Tensor
    """(B, T) int64."""
    mask: Tensor
    """(B, T), 1 for a token."""
    asked: Tensor
    """(B, 1, T) float, the weights of the mean over the question's tokens."""
    sentences: Tensor
    """(B, K, T) float, the weights of the mean over each sentence's tokens; all 0 where there is no sentence."""
    present: Tensor
    """(B, K) bool."""


@dataclass(frozen=True, slots=True)
class Logits:
    """What the heads say."""

    relevance: Tensor
    """(B, K), against a null of 0."""
    verdict: Tensor
    """(B, K, 3) in the order of `examples.LABELS`."""
    span: Tensor
    """(B, T, 2) of a token as first and as last of the answer."""
    window: Tensor
    """(B, 3) like `verdict`, of all sentences together, from the claim's own tokens: one left unproved decides."""


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, directory: Path, frozen: int) -> None:
        """Load the encoder of a float32 directory; the word table and the first `frozen` layers stay as they are."""
        super().__init__()
        from transformers import AutoModel

        options: dict[str, Any] = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        self.encoder = AutoModel.from_pretrained(
            str(directory), dtype=torch.float32, attn_implementation="sdpa", add_pooling_layer=False, **options
        )
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            part.requires_grad_(False)
        hidden = self.encoder.config.hidden_size
        self.turn = nn.Linear(hidden, hidden)
        nn.init.zeros_(self.turn.weight)
        nn.init.zeros_(self.turn.bias)
        self.scale = nn.Parameter(torch.tensor(5.0))
        self.relevance = nn.Sequential(nn.Linear(3 * hidden, hidden), nn.GELU(), nn.Linear(hidden, 1))
        self.verdict = nn.Sequential(nn.Linear(4 * hidden, hidden), nn.GELU(), nn.Linear(hidden, 3))
        self.span = nn.Linear(2 * hidden, 2)
        self.token = nn.Linear(hidden, hidden // 2)
        self.window = nn.Linear(hidden, 3)

    def forward(self, batch: Batch) -> Logits:
        """Score a batch."""
        tokens: Tensor = self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        asked = batch.asked @ tokens
        sentences = batch.sentences @ tokens
        beside = asked.expand_as(sentences)
        near = functional.cosine_similarity(sentences, beside + self.turn(asked), dim=-1)
        relevance = self.relevance(torch.cat([sentences, beside, sentences * beside], -1)).squeeze(-1)
        compared = [sentences, beside, sentences * beside, (sentences - beside).abs()]
        span = self.span(torch.cat([tokens, tokens * asked], -1))
        return Logits(
            relevance + self.scale * near,
            self.verdict(torch.cat(compared, -1)),
            span,
            self._window(tokens, batch.asked),
        )

    def _window(self, tokens: Tensor, asked: Tensor) -> Tensor:
        """Read the claim's tokens, the most telling of them and their mean: a changed word is one among many."""
        told = functional.gelu(self.token(tokens))
        inside = asked.transpose(1, 2) > 0
        most = told.masked_fill(~inside, -1e4).amax(1)
        return self.window(torch.cat([most, (asked @ told).squeeze(1)], -1))  # type: ignore[no-any-return]
