"""Parts of documents that were reorganized: of which document they are, and what they offer of its discounts."""

from collections.abc import Sequence

from arclose.ledger.sql.running import execute, rows

# Of ``t``, where it is a part of a document that was reorganized: a column of the document's own transaction. Other
# transactions read nothing for it.
_OF_ORIGIN = """(SELECT origin.{column} FROM ledger_voucher of_part
        JOIN customers_reorganization whole ON whole.id = of_part.document_id
        JOIN customers_customertransaction origin ON origin.id = whole.origin_id
        WHERE t.transaction_type = 'reorganized' AND of_part.id = t.voucher_id
            AND of_part.document_type = 'reorganization')"""
# The invoice of ``t``, and what it comes from: of a part those of its document.
INVOICE_OF = f"coalesce(t.invoice_id, {_OF_ORIGIN.format(column='invoice_id')})"
COMES_FROM = f"coalesce({_OF_ORIGIN.format(column='transaction_type')}, t.transaction_type)"
_ORIGINS_OF = f"""
    SELECT t.id, coalesce({_OF_ORIGIN.format(column="id")}, t.id) FROM customers_customertransaction t
    WHERE t.id = ANY(%s)
"""  # noqa: S608 (written in this program)


def origins_of(*, transactions: Sequence[int]) -> dict[int, int]:
    """Give of each transaction the one that a document made, of which it is a part; itself where it is none."""
    return dict(rows(_ORIGINS_OF, [list(transactions)]))


# What stands for an invoice: its own transaction, and the parts that it was split into, of the same customer.
OF_INVOICE = """(
        SELECT whole.* FROM customers_customertransaction whole WHERE whole.invoice_id = {invoice}
        UNION ALL
        SELECT part.* FROM customers_customertransaction whole
        JOIN customers_reorganization r ON r.origin_id = whole.id
        JOIN customers_customertransaction part ON part.posting_id = r.posting_id
            AND part.transaction_type = 'reorganized' AND part.customer_id = whole.customer_id
        WHERE whole.invoice_id = {invoice}
    )"""
_OF_INVOICES = (
    "SELECT own.id FROM unnest(%(invoices)s::bigint[]) AS asked (id)"  # noqa: S608 (written in this program)
    f" CROSS JOIN LATERAL {OF_INVOICE.format(invoice='asked.id')} AS own WHERE own.company_id = %(company)s"
)


def transactions_of_invoices(*, company_id: int, invoices: Sequence[int]) -> list[int]:
    """Give the transactions that stand for invoices: their own, and the parts that these were split into."""
    return [pk for (pk,) in rows(_OF_INVOICES, {"company": company_id, "invoices": list(invoices)})]


# In proportion to what each part is of the transaction that it was taken of: rounded so far, less what those before it
# took, so that parts offer no more together than the whole did.
_OFFERS_OF_PARTS = """
    INSERT INTO customers_discountoffer (company_id, transaction_id, number, cash_discount_id, percent, last_date,
        amount)
    SELECT own.company_id, own.id, offer.number, offer.cash_discount_id, offer.percent, offer.last_date,
        round(offer.amount * sum(own.transaction_currency_amount) OVER so_far / whole.transaction_currency_amount,
            currency.decimals)
        - round(offer.amount * (sum(own.transaction_currency_amount) OVER so_far - own.transaction_currency_amount)
            / whole.transaction_currency_amount, currency.decimals)
    FROM customers_reorganization r
    JOIN customers_customertransaction whole ON whole.id = r.transaction_id
    JOIN customers_discountoffer offer ON offer.transaction_id = whole.id
    JOIN customers_customertransaction own ON own.posting_id = r.posting_id
        AND sign(own.transaction_currency_amount) = sign(whole.transaction_currency_amount)
    JOIN ledger_currency currency ON currency.code = own.currency_id
    WHERE r.posting_id = %s
    WINDOW so_far AS (PARTITION BY r.id, offer.number ORDER BY own.id ROWS UNBOUNDED PRECEDING)
    ORDER BY own.id, offer.number
"""


def insert_offers_of_parts(*, posting_id: int) -> int:
    """Write what the parts of a posting's reorganization offer for early payment, and return the number of rows."""
    return execute(_OFFERS_OF_PARTS, [posting_id])
