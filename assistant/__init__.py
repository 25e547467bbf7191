"""Retrieval, answering, claim checking and citation over a store of documents."""
