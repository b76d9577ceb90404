"""Settling: what pays what, what is conceded beside, across currencies, written off, and held by marks."""
