"""Owns what each command does, one module a command; knows nothing of how its arguments were parsed."""
