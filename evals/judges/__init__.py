"""Owns adapters of optional judges, none of which a gate needs; knows nothing of reports."""
