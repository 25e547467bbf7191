"""Owns readers of other people's datasets, one form a file; knows nothing of runs."""
