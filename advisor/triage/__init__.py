"""Triage: is a use case a problem for AI at all, and for which of its seven capabilities?"""
