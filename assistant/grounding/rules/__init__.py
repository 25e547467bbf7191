"""Rules of verification written by hand: figure pairing, predicates, objections, relevance."""
