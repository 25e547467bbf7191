"""Gradio's endpoints for programs, which are MCP tools over HTTP too."""
