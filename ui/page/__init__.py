"""The page, made with Gradio: one folder per tab, each with its wiring, behaviour, HTML, style and scripts."""
