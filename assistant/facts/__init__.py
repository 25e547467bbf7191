"""Exact values in text (numbers, dates, places, organisations, names) and when two of them agree."""
