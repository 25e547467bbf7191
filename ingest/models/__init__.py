"""Owns the bundled embedding model and how it is built; knows nothing of who runs it."""
