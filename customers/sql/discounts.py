"""Cash discounts that documents offer: written beside their transactions, and what marks may take of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import execute, rows
from customers.models.cash_discounts import LONGEST_CHAIN
from customers.sql.settlements import EARLIEST_DAY

# The chain of codes of each document's terms, a row per code. A prepayment is no supply, so it offers nothing.
_OFFER = """
    WITH RECURSIVE offered AS (
        SELECT t.id AS transaction_id, t.company_id, i.invoice_date, i.currency_id,
            CASE %(base)s WHEN 'net' THEN i.net_amount ELSE i.total_amount END AS base,
            1 AS number, d.id AS discount_id, d.percent, d.days, d.next_discount_id
        FROM customers_customertransaction t
        JOIN customers_invoice i ON i.id = t.invoice_id AND i.origin <> 'prepayment'
        JOIN customers_paymentterms terms ON terms.id = i.payment_terms_id
        JOIN customers_cashdiscount d ON d.id = terms.cash_discount_id
        WHERE t.posting_id = %(posting)s
        UNION ALL
        SELECT o.transaction_id, o.company_id, o.invoice_date, o.currency_id, o.base, o.number + 1, d.id, d.percent,
            d.days, d.next_discount_id
        FROM offered o JOIN customers_cashdiscount d ON d.id = o.next_discount_id
        WHERE o.number < %(longest)s
    )
    INSERT INTO customers_discountoffer (company_id, transaction_id, number, cash_discount_id, percent, last_date,
        amount)
    SELECT o.company_id, o.transaction_id, o.number, o.discount_id, o.percent, o.invoice_date + o.days,
        round(o.base * o.percent / 100, currency.decimals)
    FROM offered o JOIN ledger_currency currency ON currency.code = o.currency_id
    ORDER BY o.transaction_id, o.number
"""


def insert_offers(*, posting_id: int, base: str) -> int:
    """Write what the invoices of a posting offer for early payment, and return the number of rows."""
    return execute(_OFFER, {"posting": posting_id, "base": base, "longest": LONGEST_CHAIN})


class Offer(NamedTuple):
    """The cash discount of what is open of a transaction: above zero of a debit, and the account of its code."""

    amount: Decimal
    account_id: int | None
    last_date: date


# The first code whose day is not over; where the days do not matter, the first of all. In proportion to what is open.
_OFFERED = """(
        SELECT round(offer.amount * o.transaction_currency_amount / t.transaction_currency_amount, currency.decimals)
            AS amount, d.account_id, offer.last_date
        FROM customers_discountoffer offer JOIN customers_cashdiscount d ON d.id = offer.cash_discount_id
        WHERE offer.transaction_id = t.id AND {holds}
        ORDER BY offer.number LIMIT 1)"""
_OFFERS = f"""
    SELECT t.id, offered.amount, offered.account_id, offered.last_date
    FROM unnest(%s::bigint[], %s::date[], %s::boolean[]) AS asked (transaction_id, day, is_always)
    JOIN customers_customertransaction t ON t.id = asked.transaction_id
    JOIN customers_opentransaction o ON o.transaction_id = t.id
    JOIN ledger_currency currency ON currency.code = t.currency_id
    CROSS JOIN LATERAL {_OFFERED.format(holds="(asked.is_always OR offer.last_date >= asked.day)")} AS offered
"""  # noqa: S608 (written in this program)


def offers(asked: Sequence[tuple[int, date, bool]]) -> dict[int, Offer]:
    """Give what open transactions offer where they are paid on a day.

    ``asked`` are (transaction, day of payment, whether it holds whatever the day).
    """
    columns = [list(column) for column in zip(*asked, strict=True)] or [[], [], []]
    return {row[0]: Offer(*row[1:]) for row in rows(_OFFERS, columns)}


_CHAINS = """
    SELECT t.id, round(offer.amount * o.transaction_currency_amount / t.transaction_currency_amount, currency.decimals),
        d.account_id, offer.last_date
    FROM customers_discountoffer offer JOIN customers_cashdiscount d ON d.id = offer.cash_discount_id
    JOIN customers_customertransaction t ON t.id = offer.transaction_id
    JOIN customers_opentransaction o ON o.transaction_id = t.id
    JOIN ledger_currency currency ON currency.code = t.currency_id
    WHERE offer.transaction_id = ANY(%s::bigint[])
    ORDER BY t.id, offer.number
"""


def chains_of_offers(transactions: Sequence[int]) -> dict[int, list[Offer]]:
    """Give all that open transactions offer, the first code first: of a day holds the first that is not over."""
    found: dict[int, list[Offer]] = defaultdict(list)
    for row in rows(_CHAINS, [list(transactions)]):
        found[row[0]].append(Offer(*row[1:]))
    return found


class MarkedRow(NamedTuple):
    """A mark of a document that is being posted, what is open of its transaction, and the document's own transaction.

    ``paid`` is what is marked and ``unspent`` what the document's marks leave of it, with its sign. ``discount_day`` is
    that by which discounts hold, ``day`` the first on which the transaction can be settled, not before the document's.
    """

    document_id: int
    transaction_id: int
    paid: Decimal
    still_open: Decimal
    discount_use: str
    settles_fully: bool
    own_id: int
    unspent: Decimal
    currency: str
    paid_on: date
    discount_day: date
    discount_account_id: int | None
    day: date


# Marks that something may be conceded on: not all of what is open is marked, the document is more than its marks, or a
# discount may still be had.
_MARKED = f"""
    SELECT m.document_id, m.transaction_id, m.amount, o.transaction_currency_amount, m.discount_use, m.settles_fully,
        own.id, -own.transaction_currency_amount - marked.amount, t.currency_id, v.posting_date,
        coalesce(m.discount_date, v.posting_date), m.discount_account_id,
        greatest(v.posting_date, {EARLIEST_DAY.format(transaction="t")})
    FROM (SELECT document_id, sum(amount) AS amount FROM customers_mark
        WHERE company_id = %(company)s AND document_type = %(type)s AND document_id = ANY(%(documents)s::bigint[])
        GROUP BY document_id) AS marked
    JOIN customers_mark m ON m.company_id = %(company)s AND m.document_type = %(type)s
        AND m.document_id = marked.document_id
    JOIN customers_customertransaction t ON t.id = m.transaction_id
    JOIN customers_opentransaction o ON o.transaction_id = m.transaction_id
    JOIN ledger_voucher v ON v.posting_id = %(posting)s AND v.document_type = %(type)s
        AND v.document_id = m.document_id AND v.document_part = 0
    JOIN customers_customertransaction own ON own.voucher_id = v.id
    WHERE o.transaction_currency_amount <> m.amount OR own.transaction_currency_amount + marked.amount <> 0
        OR m.discount_use <> 'never' AND EXISTS (SELECT 1 FROM customers_discountoffer offer
            WHERE offer.transaction_id = m.transaction_id
                AND (m.discount_use = 'always' OR offer.last_date >= v.posting_date))
    ORDER BY m.document_id, t.due_date, m.transaction_id
"""  # noqa: S608 (written in this program)


def marked_rows(*, company_id: int, posting_id: int, document_type: str, documents: Sequence[int]) -> list[MarkedRow]:
    """Give the marks of documents on which something may be conceded, the earliest due first per document."""
    values = {"company": company_id, "posting": posting_id, "type": document_type, "documents": array_of(documents)}
    return [MarkedRow(*row) for row in rows(_MARKED, values)]


def move_marks(amounts: Sequence[tuple[int, Decimal]]) -> int:
    """Add amounts to the marks of transactions, and return how many."""
    columns = [list(column) for column in zip(*amounts, strict=True)] or [[], []]
    return execute(
        "UPDATE customers_mark m SET amount = m.amount + more.amount"
        " FROM unnest(%s::bigint[], %s::numeric[]) AS more (transaction_id, amount)"
        " WHERE m.transaction_id = more.transaction_id",
        columns,
    )
