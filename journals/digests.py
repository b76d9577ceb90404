"""What the digest of a posting covers of journals beside vouchers and what customers owe.

The columns of a statement stay as they are: see :func:`arclose.ledger.digests.register`.
"""

from arclose.ledger import digests

_METHODS_OF_PARTS = """
    SELECT string_agg(ROW(m.transaction_id, m.method_id)::text, chr(10) ORDER BY m.transaction_id)
    FROM customers_reorganization r
    JOIN ledger_voucher v ON v.company_id = r.company_id AND v.document_type = 'reorganization'
        AND v.document_id = r.id AND v.document_part = 0
    JOIN customers_customertransaction t ON t.voucher_id = v.id
    JOIN journals_partmethod m ON m.transaction_id = t.id AND m.is_sealed
    WHERE r.posting_id = posting.id
"""


def register_digests() -> None:
    """Let the digest of a posting cover what journals write with it."""
    digests.register("methods of parts", _METHODS_OF_PARTS)
