"""What interest is to be charged: what was open of overdue transactions, day by day, and not charged yet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.sql.running import rows
from customers.sql.reorganizations import COMES_FROM

# One row per transaction and stretch of days on which neither what was open of it nor the percentage changed: days are
# cut wherever one of them may, and parts of the same are one again. Of the rates of the newest day that counts whose
# range is reached: that of most days overdue, then of the highest amount; a stretch names that of its first day. A day
# counts from the one after the due date, but for those that a standing note charges; what is settled on a day was still
# open on it. Invoices, opening transactions and bills that are invoices again alone, and their parts: no interest on
# interest. Reads what is open of a company, and the settlements of what is overdue.
_TO_CHARGE = """
    WITH owed AS (
        SELECT t.id, t.customer_id, t.currency_id, t.transaction_currency_amount AS amount, code.id AS code_id,
            currency.decimals, t.due_date, t.accounting_currency_amount AS books_amount,
            datemultirange(daterange(t.due_date + 1, %(until)s, '[]')) - coalesce(charged.days, '{}') AS days
        FROM (<found>) AS found
        JOIN customers_customertransaction t ON t.id = found.transaction_id
        JOIN customers_customer c ON c.id = t.customer_id
        JOIN customers_postingprofile profile ON profile.id = c.posting_profile_id
        JOIN ledger_currency currency ON currency.code = t.currency_id
        JOIN customers_interestcode code ON code.company_id = t.company_id AND code.id = coalesce(
            profile.interest_code_id, (SELECT id FROM customers_interestcode usual
                WHERE usual.company_id = t.company_id AND usual.is_usual))
        CROSS JOIN LATERAL (
            SELECT range_agg(daterange(l.from_date, l.to_date, '[]')) AS days FROM customers_interestnoteline l
            WHERE l.transaction_id = t.id AND l.is_standing AND l.note_id <> ALL(%(notes)s)) AS charged
        WHERE t.company_id = %(company)s AND t.due_date < %(until)s AND t.due_date + code.grace_days < %(until)s
            AND t.transaction_currency_amount > 0 AND <comes_from> IN ('invoice', 'opening', 'returned_bill')
            AND NOT EXISTS (SELECT 1 FROM customers_collectionhold hold
                WHERE hold.transaction_id = t.id AND hold.cleared_at IS NULL)
    ), free AS (
        SELECT id, code_id, due_date, lower(days) AS first_day, upper(days) - 1 AS last_day
        FROM (SELECT id, code_id, due_date, unnest(days) AS days FROM owed) AS gap
    ), turn AS (
        SELECT id, first_day, last_day, first_day AS day FROM free
        UNION
        SELECT free.id, first_day, last_day, s.settlement_date + 1 FROM free
        JOIN customers_settlement s ON s.debit_transaction_id = free.id
        WHERE s.settlement_date >= first_day AND s.settlement_date < last_day
        UNION
        SELECT free.id, first_day, last_day, rate.valid_from FROM free
        JOIN customers_interestrate rate ON rate.interest_code_id = free.code_id
        WHERE rate.valid_from > first_day AND rate.valid_from <= last_day
        UNION
        SELECT free.id, first_day, last_day, free.due_date + rate.from_days FROM free
        JOIN customers_interestrate rate ON rate.interest_code_id = free.code_id
        WHERE free.due_date + rate.from_days > first_day AND free.due_date + rate.from_days <= last_day
            AND rate.valid_from = (SELECT max(valid_from) FROM customers_interestrate r
                WHERE r.interest_code_id = free.code_id AND r.valid_from <= free.due_date + rate.from_days)
    ), stretch AS (
        SELECT id, day AS from_date,
            coalesce(lead(day) OVER (PARTITION BY id, first_day ORDER BY day) - 1, last_day) AS to_date
        FROM turn
    ), part AS (
        SELECT owed.*, stretch.from_date, stretch.to_date, base.amount AS base_amount, rate.annual_percent,
            rate.from_days, rate.from_amount,
            (stretch.from_date - 1, base.amount, rate.annual_percent) IS DISTINCT FROM (
                lag(stretch.to_date) OVER before, lag(base.amount) OVER before, lag(rate.annual_percent) OVER before
            ) AS is_other
        FROM stretch JOIN owed USING (id)
        CROSS JOIN LATERAL (SELECT owed.amount - coalesce(sum(s.transaction_currency_amount), 0) AS amount
            FROM customers_settlement s
            WHERE s.debit_transaction_id = owed.id AND s.settlement_date < stretch.from_date) AS base
        CROSS JOIN LATERAL (SELECT annual_percent, from_days, from_amount FROM customers_interestrate r
            WHERE r.interest_code_id = owed.code_id AND r.from_days <= stretch.from_date - owed.due_date
                AND r.from_amount * owed.amount <= base.amount * owed.books_amount
                AND r.valid_from = (SELECT max(valid_from) FROM customers_interestrate newest
                    WHERE newest.interest_code_id = owed.code_id AND newest.valid_from <= stretch.from_date)
            ORDER BY r.from_days DESC, r.from_amount DESC LIMIT 1) AS rate
        WHERE base.amount > 0 AND rate.annual_percent > 0
        WINDOW before AS (PARTITION BY owed.id ORDER BY stretch.from_date)
    ), placed AS (
        SELECT *, count(*) FILTER (WHERE is_other) OVER (PARTITION BY id ORDER BY from_date) AS place FROM part
    )
    SELECT customer_id, code_id, currency_id, id, min(from_date) AS from_date, max(to_date), base_amount,
        annual_percent,
        round(base_amount * annual_percent * (max(to_date) - min(from_date) + 1) / 36500, decimals),
        (array_agg(from_days ORDER BY from_date))[1], (array_agg(from_amount ORDER BY from_date))[1]
    FROM placed GROUP BY customer_id, code_id, currency_id, id, decimals, place, base_amount, annual_percent
""".replace("<comes_from>", COMES_FROM)
_OPEN = "SELECT transaction_id FROM customers_opentransaction WHERE company_id = %(company)s AND due_date < %(until)s"
_ON_NOTES = "SELECT DISTINCT transaction_id FROM customers_interestnoteline WHERE note_id = ANY(%(notes)s)"
_OF_WHAT_IS_OPEN = f"""{_TO_CHARGE.replace("<found>", _OPEN)}
    ORDER BY customer_id, code_id, currency_id, id, from_date
"""
# Notes that would charge something else by now, as if they charged nothing yet: a line is right where it lies in a
# stretch with its base and percentage.
_CHANGED = f"""
    WITH now (customer_id, code_id, currency_id, transaction_id, from_date, to_date, base_amount, annual_percent,
        amount, from_days, from_amount) AS MATERIALIZED ({_TO_CHARGE.replace("<found>", _ON_NOTES)})
    SELECT DISTINCT ON (line.note_id) line.note_id, t.document_number
    FROM customers_interestnoteline line JOIN customers_customertransaction t ON t.id = line.transaction_id
    WHERE line.note_id = ANY(%(notes)s) AND NOT EXISTS (
        SELECT 1 FROM now WHERE now.transaction_id = line.transaction_id AND now.base_amount = line.base_amount
            AND now.annual_percent = line.annual_percent
            AND line.from_date >= now.from_date AND line.to_date <= now.to_date)
    ORDER BY line.note_id, line.line_number
"""  # noqa: S608 (written in this program)


class ToCharge(NamedTuple):
    """Interest on a transaction for some days, both inclusive: on what was open, at a percentage a year.

    ``from_days`` overdue and ``from_amount`` in accounting currency are where the range of that percentage begins.
    """

    customer_id: int
    code_id: int
    currency: str
    transaction_id: int
    from_date: date
    to_date: date
    base_amount: Decimal
    annual_percent: Decimal
    amount: Decimal
    from_days: int
    from_amount: Decimal


def interest_to_charge(*, company_id: int, until: date) -> list[ToCharge]:
    """Give what is to be charged until a day, that included, by customer, code and currency."""
    return [ToCharge(*row) for row in rows(_OF_WHAT_IS_OPEN, {"company": company_id, "until": until, "notes": []})]


def notes_changed_since(*, company_id: int, notes: Sequence[int], until: date) -> dict[int, str]:
    """Give the notes, until a day at most, that would charge something else by now, each with the document's number."""
    return dict(rows(_CHANGED, {"company": company_id, "notes": list(notes), "until": until}))
