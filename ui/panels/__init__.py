"""HTML of the parts of the page, one module per part."""
