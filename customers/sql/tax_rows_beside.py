"""The opposites of tax rows that stand beside those of invoices: of concessions, and of the fees of letters.

They stay with their document, on the day and with the voucher that takes them back.
"""

from arclose.ledger.sql.running import execute
from customers.sql.opposites import TAX_AMOUNTS, TAX_COLUMNS, Copy


def _beside(table: str, *own: str) -> Copy:
    """Give how the opposite of a tax row of a document is written; ``own`` are the columns that others do not have."""
    return Copy(
        table=table,
        same=(*TAX_COLUMNS, *own),
        opposite=TAX_AMOUNTS,
        own={"taken_back_by_id": "back.id", "tax_point_date": "back.posting_date"},
    )


OF_CONCESSIONS = _beside("customers_concessiontaxrow", "concession_id", "account_id", "invoice_id")
OF_LETTERS = _beside("customers_collectionlettertaxrow", "letter_id")

# Of the documents whose vouchers a posting reverses. Reads tax rows by document.
_TAKEN_BACK = """
    FROM ledger_voucher back
    JOIN ledger_voucher v ON v.id = back.reversal_of_id AND v.document_type = %(document_type)s
    JOIN {table} source ON source.{document} = v.document_id AND source.taken_back_by_id IS NULL
    WHERE back.posting_id = %(posting)s ORDER BY source.{document}, source.number
"""
_INSERT_OF_CONCESSIONS = OF_CONCESSIONS.insert() + _TAKEN_BACK.format(
    table=OF_CONCESSIONS.table, document="concession_id"
)
_INSERT_OF_LETTERS = OF_LETTERS.insert() + _TAKEN_BACK.format(table=OF_LETTERS.table, document="letter_id")


def insert_opposite_concession_tax_rows(*, posting_id: int, document_type: str) -> int:
    """Write what takes the tax rows of concessions back that a posting reverses, and return their number."""
    return execute(_INSERT_OF_CONCESSIONS, {"posting": posting_id, "document_type": document_type})


def insert_opposite_letter_tax_rows(*, posting_id: int, document_type: str) -> int:
    """Write what takes the tax rows of letters back that a posting reverses, and return their number."""
    return execute(_INSERT_OF_LETTERS, {"posting": posting_id, "document_type": document_type})
