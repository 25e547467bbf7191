"""Evaluation: datasets, metrics, suites, reports, quality gates and benchmarks."""
