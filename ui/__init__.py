"""Owns the command line, the page and rendering; knows nothing of Chroma, formats or thresholds."""
