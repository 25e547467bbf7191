"""What leaves as text, JSON or files: the JSON contract, plain text, evidence packs and downloads."""
