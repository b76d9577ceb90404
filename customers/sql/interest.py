"""What interest is to be charged: what was open of overdue transactions, day by day, and not charged yet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.sql.running import rows
from customers.sql.reorganizations import COMES_FROM

# One row per transaction and stretch of days on which neither what was open of it nor the percentage changed: days
# are cut wherever one of them may, and parts of the same are one again. Of the rates of the newest day that counts
# whose range is reached: that which begins last, then of the highest amount; a stretch names that of its first day.
# What a range charges once stands on the day on which it begins; where it charges nothing else, that day is all. A
# day counts from the one after the due date, but for those that a standing note charges; what is settled on a day was
# still open on it. Invoices, opening transactions and bills that are invoices again alone, and their parts: no
# interest on interest. Reads what is open of a company, and the settlements of what is overdue.
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
        SELECT free.id, first_day, last_day, begin.day FROM free
        JOIN customers_interestrate rate ON rate.interest_code_id = free.code_id
        CROSS JOIN LATERAL (SELECT <begin> AS day) AS begin
        WHERE begin.day > first_day AND begin.day <= last_day
            AND rate.valid_from = (SELECT max(valid_from) FROM customers_interestrate r
                WHERE r.interest_code_id = free.code_id AND r.valid_from <= begin.day)
    ), stretch AS (
        SELECT id, day AS from_date,
            coalesce(lead(day) OVER (PARTITION BY id, first_day ORDER BY day) - 1, last_day) AS to_date
        FROM turn
    ), part AS (
        SELECT owed.*, stretch.from_date, base.amount AS base_amount, rate.annual_percent, once.amount AS fixed_amount,
            CASE WHEN rate.annual_percent = 0 THEN stretch.from_date ELSE stretch.to_date END AS to_date,
            rate.from_months, rate.from_days, rate.from_amount,
            once.amount > 0 OR (stretch.from_date - 1, base.amount, rate.annual_percent) IS DISTINCT FROM (
                lag(stretch.to_date) OVER before, lag(base.amount) OVER before, lag(rate.annual_percent) OVER before
            ) AS is_other
        FROM stretch JOIN owed USING (id)
        CROSS JOIN LATERAL (SELECT owed.amount - coalesce(sum(s.transaction_currency_amount), 0) AS amount
            FROM customers_settlement s
            WHERE s.debit_transaction_id = owed.id AND s.settlement_date < stretch.from_date) AS base
        CROSS JOIN LATERAL (SELECT rate.*, begin.day AS begins FROM customers_interestrate rate
            CROSS JOIN LATERAL (SELECT <begin> AS day FROM (SELECT owed.due_date) AS free) AS begin
            WHERE rate.interest_code_id = owed.code_id AND begin.day <= stretch.from_date
                AND rate.from_amount * owed.amount <= base.amount * owed.books_amount
                AND rate.valid_from = (SELECT max(valid_from) FROM customers_interestrate newest
                    WHERE newest.interest_code_id = owed.code_id AND newest.valid_from <= stretch.from_date)
            ORDER BY begin.day DESC, rate.from_amount DESC LIMIT 1) AS rate
        CROSS JOIN LATERAL (SELECT CASE WHEN stretch.from_date = greatest(rate.begins, owed.due_date + 1) THEN
            coalesce(round(rate.fixed_amount * owed.amount / nullif(owed.books_amount, 0), owed.decimals), 0)
            ELSE 0 END AS amount) AS once
        WHERE base.amount > 0 AND (rate.annual_percent > 0 OR once.amount > 0)
        WINDOW before AS (PARTITION BY owed.id ORDER BY stretch.from_date)
    ), placed AS (
        SELECT *, count(*) FILTER (WHERE is_other) OVER (PARTITION BY id ORDER BY from_date) AS place FROM part
    )
    SELECT customer_id, code_id, currency_id, id, min(from_date) AS from_date, max(to_date), base_amount,
        annual_percent,
        round(base_amount * annual_percent * (max(to_date) - min(from_date) + 1) / 36500, decimals) + sum(fixed_amount),
        sum(fixed_amount), (array_agg(from_months ORDER BY from_date))[1],
        (array_agg(from_days ORDER BY from_date))[1], (array_agg(from_amount ORDER BY from_date))[1]
    FROM placed GROUP BY customer_id, code_id, currency_id, id, decimals, place, base_amount, annual_percent
""".replace("<comes_from>", COMES_FROM).replace(
    "<begin>", "(free.due_date + make_interval(months => rate.from_months, days => rate.from_days))::date"
)
_OPEN = "SELECT transaction_id FROM customers_opentransaction WHERE company_id = %(company)s AND due_date < %(until)s"
_ON_NOTES = "SELECT DISTINCT transaction_id FROM customers_interestnoteline WHERE note_id = ANY(%(notes)s)"
_OF_WHAT_IS_OPEN = f"""{_TO_CHARGE.replace("<found>", _OPEN)}
    ORDER BY customer_id, code_id, currency_id, id, from_date
"""
# Notes that would charge something else by now, as if they charged nothing yet: a line is right where it lies in a
# stretch with its base and percentage, and begins with it where it charges something once.
_CHANGED = f"""
    WITH now (customer_id, code_id, currency_id, transaction_id, from_date, to_date, base_amount, annual_percent,
        amount, fixed_amount, from_months, from_days, from_amount) AS MATERIALIZED (
        {_TO_CHARGE.replace("<found>", _ON_NOTES)})
    SELECT DISTINCT ON (line.note_id) line.note_id, t.document_number
    FROM customers_interestnoteline line JOIN customers_customertransaction t ON t.id = line.transaction_id
    WHERE line.note_id = ANY(%(notes)s) AND NOT EXISTS (
        SELECT 1 FROM now WHERE now.transaction_id = line.transaction_id AND now.base_amount = line.base_amount
            AND now.annual_percent = line.annual_percent
            AND line.from_date >= now.from_date AND line.to_date <= now.to_date
            AND line.fixed_amount = CASE WHEN line.from_date = now.from_date THEN now.fixed_amount ELSE 0 END)
    ORDER BY line.note_id, line.line_number
"""  # noqa: S608 (written in this program)


class ToCharge(NamedTuple):
    """Interest on a transaction for some days, both inclusive: on what was open, at a percentage a year.

    ``fixed_amount`` of it is charged once, with the first of the days. ``from_months`` and ``from_days`` overdue and
    ``from_amount`` in accounting currency are where the range of that percentage begins.
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
    fixed_amount: Decimal
    from_months: int
    from_days: int
    from_amount: Decimal


def interest_to_charge(*, company_id: int, until: date) -> list[ToCharge]:
    """Give what is to be charged until a day, that included, by customer, code and currency."""
    return [ToCharge(*row) for row in rows(_OF_WHAT_IS_OPEN, {"company": company_id, "until": until, "notes": []})]


def notes_changed_since(*, company_id: int, notes: Sequence[int], until: date) -> dict[int, str]:
    """Give the notes, until a day at most, that would charge something else by now, each with the document's number."""
    return dict(rows(_CHANGED, {"company": company_id, "notes": list(notes), "until": until}))
