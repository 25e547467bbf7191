"""Weights of a softmax over what a question may be answered with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(pairs: Sequence[tuple[Floats, NDArray[np.bool_]]], ridge: float, most: int) -> Floats:
    """Return the weights under which what is right is likeliest, each question counting alike.

    A pair holds the features of a question's candidates, shape (candidates, features), and which of them are right;
    `most` bounds the iterations.
    """
    tensors = [(torch.tensor(features), torch.tensor(gold)) for features, gold in pairs]
    weights = torch.zeros(tensors[0][0].shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=most)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = ridge * (weights * weights).sum()
        for features, gold in tensors:
            values = features @ weights
            total = total + (torch.logsumexp(values, 0) - torch.logsumexp(values[gold], 0)) / len(tensors)
        torch.autograd.backward(total)
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray(weights.detach().numpy())
