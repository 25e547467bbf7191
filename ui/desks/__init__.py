"""Owns what each tab of the page does, one module a tab; knows nothing of Gradio."""
