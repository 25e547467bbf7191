"""Question understanding: analysis, splitting, follow-ups and the form that an answer must have."""
