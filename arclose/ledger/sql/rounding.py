"""What translation leaves of a voucher, and the entries that even it out."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arclose.ledger.outcomes import Difference
from arclose.ledger.sql.running import execute, rows

# Vouchers of one write of a posting that balance in each of their currencies but not in the translated ones, with the
# currency that does not.
# Reads entries by voucher, once more of those that do not balance.
_DIFFERENCES = """
    SELECT uneven.*, uneven_in.currency_id FROM (
        SELECT v.id, v.company_id, v.document_id, v.posting_date,
            -sum(e.accounting_currency_amount) AS accounting_amount,
            -coalesce(sum(e.reporting_currency_amount), 0) AS reporting_amount,
            count(e.reporting_currency_amount) > 0 AS is_reported
        FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        WHERE v.posting_id = %s AND v.id >= %s
        GROUP BY v.id
        HAVING sum(e.accounting_currency_amount) <> 0 OR coalesce(sum(e.reporting_currency_amount), 0) <> 0
    ) AS uneven
    CROSS JOIN LATERAL (
        SELECT (array_agg(currency_id ORDER BY accounting_amount <> 0 DESC, currency_id))[1] AS currency_id
        FROM (
            SELECT e.currency_id, sum(e.transaction_currency_amount) AS transaction_amount,
                sum(e.accounting_currency_amount) AS accounting_amount
            FROM ledger_ledgerentry e WHERE e.voucher_id = uneven.id GROUP BY e.currency_id
        ) AS part HAVING bool_and(transaction_amount = 0)
    ) AS uneven_in
"""


# The limit is in accounting currency; in reporting currency it is that, translated like the voucher.
_ROUNDED = f"""
    SELECT difference.document_id,
        CASE WHEN is_accounting THEN accounting_amount ELSE reporting_amount END,
        CASE WHEN is_accounting THEN c.accounting_currency_id ELSE c.reporting_currency_id END,
        is_accounting OR abs(reporting_amount) > coalesce(round(%s * units_to / units_from, decimals), 0)
    FROM ({_DIFFERENCES}) AS difference JOIN ledger_company c ON c.id = difference.company_id
    LEFT JOIN unnest(%s::date[], %s::numeric[], %s::numeric[], %s::int[])
        AS reporting (posting_date, units_from, units_to, decimals) USING (posting_date)
    CROSS JOIN LATERAL (SELECT abs(accounting_amount) > %s AS is_accounting) AS which
"""  # noqa: S608 (a constant of this file)


def documents_rounded(
    *, posting_id: int, first_voucher: int, limit: Decimal, reporting: Sequence[tuple[date, Decimal, Decimal, int]] = ()
) -> list[tuple[int, Difference, bool]]:
    """Give (document, difference, is above the limit) where translation leaves something; in accounting currency.

    Of the posting's vouchers from this one on. One above the limit only in reporting currency is given in that.
    ``reporting`` are (date, units from, units to, decimals) of the accounting into the reporting currency.
    """
    columns = list(zip(*reporting, strict=True)) or [(), (), (), ()]
    found = rows(_ROUNDED, [limit, posting_id, first_voucher, *(list(column) for column in columns), limit])
    return [(document_id, Difference(amount, currency), above) for document_id, amount, currency, above in found]


def insert_rounding(*, posting_id: int, first_voucher: int, account_id: int, posting_type: str) -> int:
    """Write what translation left of vouchers from this one on to the rounding account; return how many entries."""
    return execute(
        "INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type,"  # noqa: S608
        " currency_id, transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)"
        " SELECT company_id, id, %s, posting_date, %s, currency_id, 0, accounting_amount,"
        f" CASE WHEN is_reported THEN reporting_amount END FROM ({_DIFFERENCES}) AS difference ORDER BY id",
        [account_id, posting_type, posting_id, first_voucher],
    )
