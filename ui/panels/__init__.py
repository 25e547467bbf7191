"""Owns the parts of the page as HTML, one module a part; knows nothing of Gradio or of who asked."""
