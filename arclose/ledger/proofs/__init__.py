"""The ledger's probes: each a promise about the books, and the statement that finds what breaks it.

    books.py       vouchers and entries: balanced, numbered without gaps, in their period, once per document
    kept.py        what is kept beside the entries (balances) or drawn from them (manifests, digests)
    database.py    the guards stand, rows of companies stay apart, nothing is written without durability

Owns the finding, never the repair: what is posted does not change.
"""
