"""Checking a claim: what each document says of it, what they say together, and which of them disagree."""
