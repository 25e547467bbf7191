"""Benchmark scripts that produce the figures in docs/benchmarks.md."""
