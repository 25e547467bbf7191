"""Exact values in text (numbers, dates, places, bodies, names) and when two of them agree."""
