"""Journals: general vouchers that people or files bring in.

Owns: what each kind of journal posts. Leaves settlement to customers and the posting itself to the ledger.
"""
