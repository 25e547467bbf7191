"""Gradio wiring of each tab, one module per tab."""
