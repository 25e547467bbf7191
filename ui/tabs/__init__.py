"""Owns the wiring of each tab in Gradio, one module a tab; knows nothing of what a tab does or how it is drawn."""
