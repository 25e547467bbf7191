"""Behaviour of each tab of the page without Gradio, one module per tab."""
