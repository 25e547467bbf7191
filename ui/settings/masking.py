"""Secrets in text that is shown: `https://me:hunter2@chroma.example` becomes `https://***@chroma.example`."""

from __future__ import annotations

import re


def masked(text: str) -> str:
    """Mask passwords, keys and tokens in URLs, and values that look like keys."""
    text = re.sub(r"(?<=://)[^/@\s]+@", "***@", text)
    text = re.sub(r"(?i)\b([\w-]{0,40}(?:key|token|password|secret))=[^&\s]+", r"\1=***", text)
    return re.sub(r"\bsk-[\w-]{8,}", "sk-***", text)
