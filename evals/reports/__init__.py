"""Owns the forms a run is reported in, one a file; knows nothing of how it ran."""
