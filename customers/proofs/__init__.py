"""The probes of customers: documents, subledger and ledger tell the same story.

Owns the finding, never the repair. See :mod:`arclose.ledger.proofs` for those of the books themselves.
"""
