"""A fake embedding model for tests, built from hashed pairs of letters."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
from langchain_core.embeddings import Embeddings


class Bigrams(Embeddings):
    """Stands in for the model: texts that share letters lie near each other."""

    def embed_query(self, text: str) -> list[float]:
        vector = np.zeros(64)
        for pair in pairwise(text):
            vector[hashlib.md5("".join(pair).encode()).digest()[0] % 64] += 1
        return list(vector / max(float(np.linalg.norm(vector)), 1e-9))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]
