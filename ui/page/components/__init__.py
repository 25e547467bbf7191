"""Gradio components that several tabs are made of, and how their failures are told."""
