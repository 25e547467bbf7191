"""Hand-written rules of verification: figure pairing, predicates, objections and topical relevance."""
