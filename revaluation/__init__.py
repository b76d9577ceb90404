"""Revaluation of open transactions in foreign currency. Nothing is built yet.

Will own: rates of the period end, adjustments of what is open, their runs and undoing. Leaves posting to the ledger.
"""
