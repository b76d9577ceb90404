"""What the close asks of all tables at once, and of the books as a whole; what one check counts stands with it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.sql.running import Compiled, rows


def count_left(
    *, counts: Mapping[str, Compiled], of_several: Sequence[Compiled] = ()
) -> list[tuple[str, str, int, Decimal | None]]:
    """Give (check, currency, count, amount) of every check in one statement, so that all see one state of the books.

    Each count is a statement that gives (currency, count, amount) per currency; none where nothing is left. Those
    ``of_several`` checks name the check before that.
    """
    parts: list[str] = []
    parameters: list[Any] = []
    for name, (statement, values) in counts.items():
        parts.append(
            "SELECT %s::text, one.currency::text, one.count::bigint, one.amount::numeric"  # noqa: S608
            f" FROM ({statement}) AS one (currency, count, amount)"
        )
        parameters += [name, *values]
    for statement, values in of_several:
        parts.append(
            "SELECT several.name::text, several.currency::text, several.count::bigint, several.amount::numeric"  # noqa: S608
            f" FROM ({statement}) AS several (name, currency, count, amount)"
        )
        parameters += values
    return rows(" UNION ALL ".join(parts), parameters)


# A company without a proof of how its postings stand now has one thing left: to prove them.
PROOF_LEFT = """
    SELECT '', CASE WHEN run.id IS NULL OR run.chain_position <> coalesce(head.position, 0) THEN 1
        ELSE run.finding_count END, NULL::numeric
    FROM ledger_company c
    LEFT JOIN ledger_chainhead head ON head.company_id = c.id
    LEFT JOIN LATERAL (
        SELECT * FROM checklist_verifyrun r WHERE r.company_id = c.id ORDER BY r.id DESC LIMIT 1
    ) AS run ON true
    WHERE c.id = %s
"""

# Clearing accounts that are not at zero at the end of a day. Reads kept balances.
CLEARING_LEFT = """
    SELECT c.accounting_currency_id, count(*), sum(abs(standing.amount)) FROM (
        SELECT b.account_id, sum(b.accounting_currency_amount) AS amount
        FROM ledger_ledgeraccount a JOIN ledger_accountbalance b ON b.account_id = a.id AND b.company_id = a.company_id
        JOIN ledger_fiscalperiod p ON p.id = b.period_id AND p.end_date <= %s
        WHERE a.company_id = %s AND a.is_clearing_account
        GROUP BY b.account_id HAVING sum(b.accounting_currency_amount) <> 0
    ) AS standing JOIN ledger_company c ON c.id = %s GROUP BY c.accounting_currency_id
"""

# Counters that stand elsewhere than the last number given out: (series with its year, counter, last number). A purpose
# that stands in no line here is off as soon as it gives a number. Reads the end of each series by its unique key.
_SERIES_OFF = """
    SELECT off.series, off.last_number, off.last_given FROM (
        SELECT s.prefix || y.name AS series, counter.last_number, coalesce(CASE
            WHEN s.purpose IN ('voucher', 'journal_voucher') THEN
                (SELECT max(v.sequence_number) FROM ledger_voucher v
                WHERE v.series_id = counter.series_id AND v.fiscal_year_id = counter.fiscal_year_id)
            WHEN s.purpose IN ('invoice', 'credit_note', 'prepayment_invoice') THEN
                (SELECT max(i.sequence_number) FROM customers_invoice i
                WHERE i.series_id = counter.series_id AND i.fiscal_year_id = counter.fiscal_year_id)
            WHEN s.purpose IN ('confirmation', 'picking_list', 'packing_slip') THEN
                (SELECT max(d.sequence_number) FROM customers_orderdocument d
                WHERE d.series_id = counter.series_id AND d.fiscal_year_id = counter.fiscal_year_id)
            WHEN s.purpose = 'bill' THEN
                (SELECT max(b.sequence_number) FROM journals_bill b
                WHERE b.series_id = counter.series_id AND b.fiscal_year_id = counter.fiscal_year_id)
            WHEN s.purpose = 'remittance' THEN
                (SELECT max(r.sequence_number) FROM journals_remittance r
                WHERE r.series_id = counter.series_id AND r.fiscal_year_id = counter.fiscal_year_id)
            END, 0) AS last_given
        FROM ledger_numberseriescounter counter
        JOIN ledger_numberseries s ON s.id = counter.series_id
        JOIN ledger_fiscalyear y ON y.id = counter.fiscal_year_id
        WHERE counter.company_id = %s
    ) AS off WHERE off.last_number <> off.last_given ORDER BY off.series
"""
SERIES_LEFT = f"SELECT '', count(*), NULL::numeric FROM ({_SERIES_OFF}) AS counted"  # noqa: S608


def series_off(*, company_id: int) -> list[tuple[str, int, int]]:
    """Give (series with its year, counter, last number given out) of the counters that differ from their numbers."""
    return rows(_SERIES_OFF, [company_id])


# Earlier periods that are still open and hold vouchers.
EARLIER_LEFT = """
    SELECT '', count(*), NULL::numeric FROM ledger_fiscalperiod p
    WHERE p.company_id = %s AND p.end_date < %s AND p.status = 'open'
      AND EXISTS (SELECT 1 FROM ledger_voucher v WHERE v.period_id = p.id)
"""


def chain_position(*, company_id: int) -> int:
    """Give how many postings of a company are sealed."""
    found = rows("SELECT position FROM ledger_chainhead WHERE company_id = %s", [company_id])
    return int(found[0][0]) if found else 0


# How many documents entered a period per day, newest days only: their vouchers, not those of what they settle, nor of
# what takes them back, and the invoices without one. Reads vouchers by period, and by an index the others.
_POSTED_PER_DAY = """
    SELECT (posting.posted_at AT TIME ZONE %(time_zone)s)::date AS day, sum(counted.documents)::bigint FROM (
        SELECT v.posting_id, count(*) AS documents FROM ledger_voucher v
        WHERE v.period_id = %(period)s AND v.document_type = ANY(%(document_types)s) GROUP BY v.posting_id
        UNION ALL
        SELECT i.posting_id, count(*) FROM ledger_fiscalperiod p
        JOIN customers_invoice i ON i.company_id = p.company_id AND i.invoice_date BETWEEN p.start_date AND p.end_date
        WHERE p.id = %(period)s AND NOT i.has_voucher GROUP BY i.posting_id
    ) AS counted JOIN ledger_posting posting ON posting.id = counted.posting_id AND posting.kind = ANY(%(kinds)s)
    GROUP BY 1 ORDER BY 1 DESC LIMIT %(days)s
"""


def posted_per_day(
    *, period_id: int, time_zone: str, kinds: Collection[str], document_types: Collection[str], days: int
) -> list[tuple[date, int]]:
    """Give (day, documents) of the newest days on which postings of these kinds posted documents into a period."""
    parameters = {"time_zone": time_zone, "period": period_id, "days": days}
    return rows(_POSTED_PER_DAY, {**parameters, "document_types": list(document_types), "kinds": list(kinds)})
