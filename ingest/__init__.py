"""Owns formats, document structure, chunks, embeddings and the store; knows nothing of questions or answers."""
