"""Measures the advisor on questions of our own: `python -m evals`."""
