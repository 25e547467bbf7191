"""The Korean language: morphemes, status words, synonyms, names of programmes, topic words."""
