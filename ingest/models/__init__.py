"""The bundled embedding model (e5-small-ko) and the code that builds it."""
