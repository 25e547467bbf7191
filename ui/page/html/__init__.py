"""HTML that is safe by construction: escaped markup, visible control characters, plots."""
