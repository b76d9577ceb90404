"""Journals: payments, general vouchers and bills of exchange, as people enter them and files and banks bring them in.

Owns what is entered, the checks before it is posted, and what each kind posts. Leaves settlement to customers and the
posting itself to the ledger.

    a person, a file, a bank --> journal of payments or general vouchers --> payments/, posting.py --> arclose.ledger
                                                                                  |
                                                                         kinds/ says what is posted

payments/ has methods, proposals and bridging; bills/ are bills of exchange; intercompany/ settles in the books of other
companies; banking/ reads what banks say; direct_debits/ tells them to collect.
"""
