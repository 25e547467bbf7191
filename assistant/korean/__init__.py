"""Korean language resources: morphemes, status words, synonyms, programme names and topic words."""
