"""Owns prompt texts as versioned files; knows nothing of models, passages or questions."""
