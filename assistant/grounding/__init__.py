"""Verification of a sentence against source documents: quotes, retellings, paraphrases, citations."""
