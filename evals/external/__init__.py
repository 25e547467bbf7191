"""Other systems under evaluation: answers from a file or a server of OpenAI's protocol, compared."""
