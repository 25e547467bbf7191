"""Question understanding: analysis, splitting, follow-ups, the form an answer must have."""
