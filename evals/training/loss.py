"""What the reader is trained to lower: one loss a head, over a batch of windows with their targets."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from evals.training.network import Logits

FAR = -1e4
"""Logit of what is not there."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a batch's windows say."""

    gold: Tensor
    """(B, K) bool, the sentences that answer or decide."""
    label: Tensor
    """(B,) index into `examples.LABELS` of the gold sentences."""
    claim: Tensor
    """(B,) bool, whether a claim is asked about: only then are the other sentences told to be neutral."""
    span: Tensor
    """(B, 2) first and last token of the short answer; -1 where it is not told in the document's words."""


def losses(logits: Logits, present: Tensor, mask: Tensor, targets: Targets) -> dict[str, Tensor]:
    """Return the loss of each head, averaged over the windows that have something to say on it."""
    return {
        "relevance": _relevance(logits.relevance, present, targets.gold),
        "verdict": _verdict(logits.verdict, present, targets),
        "span": _span(logits.span, mask, targets.span),
        "window": _window(logits.window, targets),
    }


def _relevance(scores: Tensor, present: Tensor, gold: Tensor) -> Tensor:
    """Softmax over a window's sentences and a null of 0, that wins where nothing answers; and each sentence alone."""
    null = torch.zeros(len(scores), 1)
    everything = torch.logsumexp(torch.cat([null, scores.masked_fill(~present, FAR)], 1), 1)
    right = torch.logsumexp(scores.masked_fill(~gold, FAR), 1)
    listwise = everything - torch.where(gold.any(1), right, null[:, 0])
    alone = functional.binary_cross_entropy_with_logits(
        scores, gold.float(), pos_weight=torch.tensor(2.0), reduction="none"
    )
    return listwise.mean() + 0.5 * (alone * present).sum() / present.sum()


def _verdict(scores: Tensor, present: Tensor, targets: Targets) -> Tensor:
    """Cross-entropy of the gold sentences' label; half of it again over the other sentences of a claim's window."""
    labels = torch.where(targets.gold, targets.label[:, None], 0)
    each = functional.cross_entropy(scores.transpose(1, 2), labels, reduction="none")
    weight = torch.where(targets.claim, 1.0, 0.3)[:, None] * targets.gold
    others = present & ~targets.gold & targets.claim[:, None]
    decided = (each * weight).sum() / weight.sum().clamp(min=1)
    neutral = (each * others).sum() / others.sum().clamp(min=1)
    return decided + 0.5 * neutral


def _window(scores: Tensor, targets: Targets) -> Tensor:
    """Cross-entropy of a claim's window: its label where the deciding sentence stands in it, else not found."""
    if not targets.claim.any():
        return scores.sum() * 0
    labels = torch.where(targets.gold.any(1), targets.label, 0)
    return functional.cross_entropy(scores[targets.claim], labels[targets.claim])


def _span(scores: Tensor, mask: Tensor, span: Tensor) -> Tensor:
    told = span[:, 0] >= 0
    if not told.any():
        return scores.sum() * 0
    masked = scores[told].masked_fill(mask[told][..., None] == 0, FAR)
    first = functional.cross_entropy(masked[..., 0], span[told, 0])
    last = functional.cross_entropy(masked[..., 1], span[told, 1])
    return (first + last) / 2
