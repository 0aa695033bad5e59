"""Votes, their reasons, gaps, and what they say together."""
