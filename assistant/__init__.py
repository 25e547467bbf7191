"""Owns retrieval, composing, checking and citing; knows nothing of file formats or of how replies are shown."""
