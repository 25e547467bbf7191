"""Gradio's endpoints for programs."""
