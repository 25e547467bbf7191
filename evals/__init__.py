"""Owns datasets, metrics, benchmarks and gates; knows nothing of Gradio."""
