"""Owns turning files into documents, one module a format; knows nothing of sections, chunks or the store."""
