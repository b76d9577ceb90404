"""Journals: payments and general vouchers, as people enter them and files and banks bring them in.

Owns what is entered, the checks before it is posted, and what each kind posts. Leaves settlement to customers and the
posting itself to the ledger.

    a person, a file, a bank --> journal of payments or general vouchers --> paying.py, posting.py --> arclose.ledger
                                                                                  |
                                                                         kinds/ says what is posted
"""
