"""Hybrid retrieval: dense and lexical candidates, their fusion, a LangChain retriever."""
