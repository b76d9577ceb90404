"""Journals: general vouchers that people or files bring in.

Owns the vouchers as prepared, the checks before they are posted, and what each kind posts. Leaves settlement to
customers and the posting itself to the ledger.

    a file, a person --> general voucher with lines --> posting.py --> arclose.ledger.posting
                                                            |
                                                   kinds/ says what it posts
"""
