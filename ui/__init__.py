"""The command line, the page and rendering."""
