"""Verification of a sentence against source documents: quotes, retellings, free wording and citations."""
