"""Owns the measurement scripts whose figures docs/benchmarks.md reports; nothing imports them."""
