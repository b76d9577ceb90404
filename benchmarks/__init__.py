"""Measurements, each a script that prints its figure, the bare write of the same rows in the same run, and the ratio.

    python -m benchmarks.post_invoices

They start a database of their own in var/benchmark, durable as in production, and remove it afterwards.
"""
