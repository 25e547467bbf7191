"""Answers made of sentences of the retrieved passages: ranking, lists, extraction, generation and attribution."""
