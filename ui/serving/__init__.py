"""The HTTP server: who is admitted, what is kept apart, watched and stopped."""
