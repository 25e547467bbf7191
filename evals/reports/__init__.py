"""Reports of a run: JSON, HTML and JUnit XML."""
