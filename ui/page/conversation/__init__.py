"""The tab that answers questions: turns, conditions, suggestions and saved conversations."""
