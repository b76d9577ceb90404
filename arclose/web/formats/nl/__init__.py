"""Formats of Dutch."""
