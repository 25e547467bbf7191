"""Hybrid retrieval: candidate documents from dense and lexical search, their fusion and a LangChain retriever."""
