"""The general ledger: the ground floor that knows no customer.

Owns companies, currencies and rates, the fiscal calendar, accounts, number series, and the one
door into the books: :mod:`arclose.ledger.posting`. Leaves what is posted, and why, to the apps above.

    a set of documents --> posting.py --> vouchers --> entries --> kept balances
                              |               |
                       numbering.py      guards (the database refuses)      probes.py (proof)
"""
