"""Ingestion: file formats, document structure, chunks, embeddings and the document store."""
