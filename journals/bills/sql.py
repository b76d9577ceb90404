"""Statements of the steps of bills: what they move, the bills they make and change, and what settles what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.fields import array_of
from arclose.ledger.rates import Rate, as_columns
from arclose.ledger.sql.running import execute, rows
from customers.sql import Part

# Whether a standing adjustment moves along with a step: not one of a revaluation of a later day, or on an account of
# its own, which the settlement takes back.
_MOVES_ALONG = """(o.adjustment_date IS NULL
            OR o.adjustment_date <= {step}.step_date AND o.adjustment_account_id = t.control_account_id)"""
# What a posting's draws take of the transactions they mark, with the share of each that leaves the books. Decision: as
# a settlement takes it, so that nothing is left over of what is marked in part; of a standing adjustment likewise.
MARKED = """
    SELECT m.document_id, m.transaction_id, t.control_account_id, t.document_number, m.amount,
        round(t.accounting_currency_amount * (t.transaction_currency_amount - o.transaction_currency_amount + m.amount)
            / t.transaction_currency_amount, %(decimals)s)
            - (t.accounting_currency_amount - o.accounting_currency_amount) AS accounting_amount,
        CASE WHEN {moves_along} THEN
            round(stood.amount * (stood.face - o.transaction_currency_amount + m.amount) / stood.face, %(decimals)s)
                - (stood.amount - o.standing_adjustment_amount) ELSE 0 END AS adjustment_amount,
        o.adjustment_date IS NOT NULL AND {moves_along} AS takes_along
    FROM customers_mark m
    JOIN journals_billstep drawn ON drawn.id = m.document_id
    JOIN customers_customertransaction t ON t.id = m.transaction_id
    JOIN customers_opentransaction o ON o.transaction_id = m.transaction_id
    CROSS JOIN LATERAL (SELECT coalesce(o.adjusted_amount, t.opening_adjustment_amount) AS amount,
        coalesce(o.adjusted_open_amount, t.transaction_currency_amount) AS face) AS stood
    WHERE m.company_id = %(company)s AND m.document_type = 'bill_step'
      AND m.document_id IN (SELECT unnest(%(steps)s::bigint[])) AND drawn.step_type = 'draw'
""".replace("{moves_along}", _MOVES_ALONG.format(step="drawn"))

# Steps are written once: of a row that this transaction wrote before every foreign key is checked anew when it changes.
# So they name beforehand the transactions that their bills will stand as, and draws their bills, with ids in order of
# date and step. These keys are checked at commit.
# Sequences are looked up once, in a subquery: as dear as a foreign key if it were done for each row.
_NEXT = "nextval((SELECT pg_get_serial_sequence('{table}', 'id')::regclass))"
_NEW_BILL = _NEXT.format(table="journals_bill")
_NEW_TRANSACTION = _NEXT.format(table="customers_customertransaction")
_RATES = """unnest(%(currencies)s::text[], %(days)s::date[], %(units_from)s::numeric[], %(units_to)s::numeric[])
        AS rate (currency_id, day, units_from, units_to)"""
_POST_DRAWS = (
    """
    WITH drawn AS MATERIALIZED (
        SELECT marked.*, {new_bill} AS bill_id, {new_transaction} AS standing_id
        FROM (
            SELECT mark.document_id, sum(mark.amount) AS amount, sum(mark.accounting_amount) AS accounting_amount,
                sum(mark.adjustment_amount) AS adjustment_amount
            FROM ({marked}) AS mark JOIN journals_billstep w ON w.id = mark.document_id
            GROUP BY w.step_date, mark.document_id ORDER BY w.step_date, mark.document_id
        ) AS marked
    )
    UPDATE journals_billstep s SET posting_id = %(posting)s, status = 'posted', transaction_units = rate.units_from,
        accounting_units = rate.units_to, bill_id = drawn.bill_id, amount = drawn.amount,
        closed_amount = drawn.amount, closed_accounting_amount = drawn.accounting_amount,
        closed_adjustment_amount = drawn.adjustment_amount,
        opened_amount = drawn.amount, opened_accounting_amount = drawn.accounting_amount,
        to_account_id = p.summary_account_id, status_after = 'drawn', sequence_after = 1, amount_after = drawn.amount,
        left_after = drawn.amount, due_date_after = s.due_date, standing_after_id = drawn.standing_id
    FROM drawn, journals_billprofile p, {rates}
    WHERE s.id = drawn.document_id AND p.company_id = s.company_id AND p.stage = 'bill'
        AND rate.currency_id = s.currency_id AND rate.day = s.step_date
    """.replace("{marked}", MARKED)
    .replace("{rates}", _RATES)
    .replace("{new_bill}", _NEW_BILL)
    .replace("{new_transaction}", _NEW_TRANSACTION)
)

# Each step of a posting but draws, from where its bill stands: what it takes off there, what it stands as afterwards,
# and what the bill is since. Reads the bill, what is open of it and of its liability, and the profiles. Of an honored
# bill the bank takes back what it collected since it was sent the bill, which is less than its face where the customer
# had paid a part. Released interest is worth what was deferred, not the rate of its day. A status that the table of the
# life does not know is refused by the trigger on that table.
_POST_OTHERS = (
    """
    WITH made AS MATERIALIZED (SELECT worked_out.*,
        CASE WHEN opens AND status_after <> 'given_up' THEN {new_transaction} END AS new_standing_id,
        CASE WHEN step_type = 'remit' AND advance_amount > 0 THEN {new_transaction} END AS new_liability_id
    FROM (
        SELECT w.id, w.step_type, rate.units_from, rate.units_to, b.standing_id, b.liability_id, b.last_step_id,
            b.sequence, b.left_amount, b.amount AS face_amount, b.due_date, b.remittance_type, b.bank_account_id,
            b.remittance_id, b.deferred_amount, b.deferred_accounting_amount,
            CASE w.step_type WHEN 'redraw' THEN b.accepted_date END AS dropped_acceptance,
            how.opens, how.amount, t.control_account_id AS from_account_id,
            CASE WHEN w.is_returned THEN own.summary_account_id WHEN how.opens THEN p.summary_account_id END
                AS to_account_id,
            CASE WHEN w.step_type = 'remit' AND w.remittance_type = 'discount' THEN p.liability_account_id
                ELSE lt.control_account_id END AS liability_account_id,
            CASE WHEN w.step_type IN ('settle', 'protest') THEN coalesce(-lo.transaction_currency_amount, 0)
                ELSE w.advance_amount END AS advance_amount,
            CASE WHEN o.transaction_id IS NULL OR w.step_type = 'release' THEN 0 ELSE how.amount END AS closed_amount,
            CASE WHEN o.transaction_id IS NULL OR w.step_type = 'release' THEN 0
                WHEN how.moves THEN o.accounting_currency_amount ELSE how.at_rate END AS closed_accounting_amount,
            CASE WHEN how.moves AND {moves_along} THEN coalesce(o.standing_adjustment_amount, 0) ELSE 0 END
                AS closed_adjustment_amount,
            CASE WHEN o.transaction_id IS NULL THEN how.at_rate ELSE o.accounting_currency_amount END
                AS moved_accounting_amount,
            released.amount AS released_amount,
            CASE WHEN released.amount = 0 THEN 0
                WHEN released.amount = b.deferred_amount THEN b.deferred_accounting_amount
                ELSE round(b.deferred_accounting_amount * released.amount / b.deferred_amount, %(decimals)s) END
                AS released_accounting_amount,
            CASE w.step_type WHEN 'remit' THEN 'remitted' WHEN 'protest' THEN 'protested' WHEN 'redraw' THEN 'redrawn'
                WHEN 'give_up' THEN 'given_up' WHEN 'write_off' THEN 'given_up' WHEN 'release' THEN b.status
                ELSE CASE WHEN o.transaction_currency_amount > how.amount THEN b.status
                    WHEN w.step_type = 'settle' THEN 'honored' ELSE 'paid' END END AS status_after
        FROM (SELECT step.*, step.step_type = 'give_up' OR step.step_type = 'write_off' AND reason.relieves_tax
                AS is_returned
            FROM journals_billstep step LEFT JOIN customers_writeoffreason reason ON reason.id = step.reason_id) AS w
        JOIN {rates} ON rate.currency_id = w.currency_id AND rate.day = w.step_date
        JOIN journals_bill b ON b.id = w.bill_id
        LEFT JOIN customers_opentransaction o ON o.transaction_id = b.standing_id
        LEFT JOIN customers_customertransaction t ON t.id = b.standing_id
        LEFT JOIN customers_opentransaction lo ON lo.transaction_id = b.liability_id
        LEFT JOIN customers_customertransaction lt ON lt.id = b.liability_id
        JOIN customers_customer c ON c.id = b.customer_id
        JOIN customers_postingprofile own ON own.id = c.posting_profile_id
        LEFT JOIN LATERAL (
            SELECT sum(settled.amount) AS amount FROM journals_billstep settled
            WHERE b.standing_id IS NULL
                AND settled.bill_id = b.id AND settled.step_type = 'settle' AND settled.status = 'posted'
                AND settled.undone_by_id IS NULL AND settled.id > (SELECT max(sent.id) FROM journals_billstep sent
                    WHERE sent.bill_id = b.id AND sent.step_type = 'remit' AND sent.status = 'posted'
                        AND sent.undone_by_id IS NULL)
        ) AS collected ON true
        CROSS JOIN LATERAL (SELECT
            w.step_type IN ('remit', 'protest', 'redraw') OR w.is_returned AS opens,
            (w.step_type IN ('remit', 'protest', 'redraw') OR w.is_returned) AND o.transaction_id IS NOT NULL AS moves,
            CASE WHEN w.step_type IN ('settle', 'pay', 'release') THEN w.amount
                ELSE coalesce(o.transaction_currency_amount, collected.amount) END AS amount,
            round(CASE WHEN w.step_type IN ('settle', 'pay') THEN w.amount
                ELSE coalesce(o.transaction_currency_amount, collected.amount) END
                * rate.units_to / rate.units_from, %(decimals)s) AS at_rate) AS how
        CROSS JOIN LATERAL (SELECT CASE w.step_type WHEN 'release' THEN w.amount
            WHEN 'settle' THEN b.deferred_amount WHEN 'protest' THEN b.deferred_amount ELSE 0 END AS amount) AS released
        LEFT JOIN journals_billprofile p ON p.company_id = w.company_id AND p.stage = CASE
            WHEN w.step_type = 'remit' THEN w.remittance_type WHEN w.step_type = 'protest' THEN 'protest'
            WHEN w.step_type = 'redraw' THEN 'bill' END
        WHERE w.id = ANY(%(steps)s::bigint[]) AND w.step_type <> 'draw'
        ORDER BY w.step_date, w.id
    ) AS worked_out)
    UPDATE journals_billstep s SET posting_id = %(posting)s, status = 'posted', transaction_units = made.units_from,
        accounting_units = made.units_to, amount = made.amount, previous_step_id = made.last_step_id,
        dropped_acceptance = made.dropped_acceptance, from_account_id = made.from_account_id,
        to_account_id = made.to_account_id, liability_account_id = made.liability_account_id,
        advance_amount = made.advance_amount,
        closed_amount = made.closed_amount, closed_accounting_amount = made.closed_accounting_amount,
        closed_adjustment_amount = made.closed_adjustment_amount,
        opened_amount = CASE WHEN made.opens THEN made.amount + s.costs_amount + s.interest_amount ELSE 0 END,
        opened_accounting_amount = CASE WHEN made.opens THEN made.moved_accounting_amount
            + round(s.costs_amount * made.units_to / made.units_from, %(decimals)s)
            + round(s.interest_amount * made.units_to / made.units_from, %(decimals)s) ELSE 0 END,
        released_amount = made.released_amount, released_accounting_amount = made.released_accounting_amount,
        status_after = made.status_after, sequence_after = made.sequence + (s.step_type = 'redraw')::int,
        amount_after = CASE s.step_type WHEN 'redraw' THEN made.amount + s.interest_amount ELSE made.face_amount END,
        left_after = CASE WHEN s.step_type IN ('give_up', 'write_off') THEN 0
            WHEN made.opens THEN made.amount + s.costs_amount + s.interest_amount
            ELSE made.left_amount - made.closed_amount END,
        due_date_after = CASE s.step_type WHEN 'redraw' THEN coalesce(s.due_date, made.due_date)
            ELSE made.due_date END,
        remittance_type_after = CASE s.step_type WHEN 'remit' THEN s.remittance_type WHEN 'redraw' THEN 'none'
            ELSE made.remittance_type END,
        bank_account_after_id = CASE s.step_type WHEN 'remit' THEN s.bank_account_id WHEN 'redraw' THEN NULL
            ELSE made.bank_account_id END,
        remittance_after_id = CASE s.step_type WHEN 'remit' THEN s.remittance_id WHEN 'redraw' THEN NULL
            ELSE made.remittance_id END,
        deferred_after = CASE s.step_type WHEN 'remit' THEN s.deferred_amount
            ELSE made.deferred_amount - made.released_amount END,
        deferred_accounting_after = CASE s.step_type
            WHEN 'remit' THEN round(s.deferred_amount * made.units_to / made.units_from, %(decimals)s)
            ELSE made.deferred_accounting_amount - made.released_accounting_amount END,
        standing_after_id = CASE WHEN made.status_after IN ('honored', 'paid', 'given_up') THEN NULL
            WHEN made.opens THEN made.new_standing_id ELSE made.standing_id END,
        liability_after_id = CASE WHEN s.step_type = 'remit' THEN made.new_liability_id
            WHEN s.step_type IN ('settle', 'protest') THEN NULL ELSE made.liability_id END
    FROM made
    WHERE s.id = made.id
    """.replace("{moves_along}", _MOVES_ALONG.format(step="w"))
    .replace("{rates}", _RATES)
    .replace("{new_transaction}", _NEW_TRANSACTION)
)


def post_steps(
    *,
    company_id: int,
    posting_id: int,
    decimals: int,
    steps: Sequence[int],
    rates: Mapping[tuple[str, date], Rate],
    types: Collection[str],
) -> int:
    """Post steps: say on each what it moves and what its bill is since, at these rates of currency and day.

    ``types`` are those of the steps. The bills of draws, and the transactions that bills stand as, are to be written.
    """
    values = {
        "company": company_id,
        "posting": posting_id,
        "decimals": decimals,
        "steps": array_of(steps),
        **as_columns(rates),
    }
    draws = execute(_POST_DRAWS, values) if "draw" in types else 0
    return draws + (execute(_POST_OTHERS, values) if set(types) - {"draw"} else 0)


# A bill for each draw of a posting, as that left it, numbered in order of date and step inside the block of its fiscal
# year.
_INSERT_BILLS = """
    WITH numbered AS (
        SELECT s.*, p.fiscal_year_id,
            row_number() OVER (PARTITION BY p.fiscal_year_id ORDER BY s.step_date, s.id) - 1 AS place
        FROM journals_billstep s
        JOIN ledger_fiscalperiod p ON p.company_id = s.company_id AND s.step_date BETWEEN p.start_date AND p.end_date
        WHERE s.posting_id = %s AND s.step_type = 'draw'
    ), named AS (
        SELECT numbered.*, block.series_id, block.first + numbered.place AS bill_sequence,
            block.prefix || lpad(abs(block.first + numbered.place)::text,
                greatest(block.digits, length(abs(block.first + numbered.place)::text)), '0') AS number
        FROM numbered
        JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::int[])
            AS block (series_id, fiscal_year_id, first, prefix, digits)
            ON block.fiscal_year_id = numbered.fiscal_year_id
    )
    INSERT INTO journals_bill (id, company_id, number, series_id, fiscal_year_id, sequence_number, instrument,
        method_id, customer_id, currency_id, drawn_date, status, sequence, amount, left_amount, due_date,
        remittance_type, deferred_amount, deferred_accounting_amount, standing_id, last_step_id)
    SELECT named.bill_id, named.company_id, named.number, named.series_id, named.fiscal_year_id, named.bill_sequence,
        m.instrument, named.method_id, named.customer_id, named.currency_id, named.step_date, named.status_after,
        named.sequence_after, named.amount_after, named.left_after, named.due_date_after, named.remittance_type_after,
        named.deferred_after, named.deferred_accounting_after, named.standing_after_id, named.id
    FROM named JOIN journals_methodofpayment m ON m.id = named.method_id
    ORDER BY named.step_date, named.id
"""


def insert_bills(*, posting_id: int, blocks: Sequence[Any]) -> int:
    """Write the bill of each draw of a posting and return how many."""
    columns: list[list[Any]] = [
        [getattr(block, name) for block in blocks]
        for name in ("series_id", "fiscal_year_id", "first", "prefix", "digits")
    ]
    return execute(_INSERT_BILLS, [posting_id, *columns])


# The voucher of a step. What a posting wrote a moment ago is unknown to the planner: each is looked up by itself.
_ITS_VOUCHER = """CROSS JOIN LATERAL (
            SELECT id FROM ledger_voucher WHERE company_id = s.company_id AND document_type = 'bill_step'
                AND document_id = s.id AND document_part = 0 OFFSET 0) AS v"""
# What the steps of a posting settle: where each bill stood, and what was advanced on it, with what took that off; of a
# draw each marked transaction with its own. Two of one number and amount are told apart by their worth.
_PARTS = """
    WITH pair (step_id, stood_id, closing_id, amount, step_date, takes_along) AS ({pairs})
    SELECT CASE WHEN amount > 0 THEN stood_id ELSE closing_id END,
        CASE WHEN amount > 0 THEN closing_id ELSE stood_id END, abs(amount), step_date, takes_along
    FROM pair ORDER BY step_id, stood_id
"""
_PAIRS_OF_DRAWS = """
        SELECT marked.document_id, marked.transaction_id, closing.id, marked.amount, s.step_date, marked.takes_along
        FROM (
            SELECT mark.*, row_number() OVER (PARTITION BY document_id, control_account_id, document_number, amount
                ORDER BY accounting_amount, adjustment_amount, transaction_id) AS place FROM ({marked}) AS mark
        ) AS marked
        JOIN journals_billstep s ON s.id = marked.document_id {voucher}
        CROSS JOIN LATERAL (
            SELECT own.*, row_number() OVER (ORDER BY -own.accounting_currency_amount, -own.opening_adjustment_amount,
                own.id) AS place
            FROM customers_customertransaction own
            WHERE own.voucher_id = v.id AND own.control_account_id = marked.control_account_id
                AND own.document_number = marked.document_number AND own.transaction_currency_amount = -marked.amount
        ) AS closing
        WHERE closing.place = marked.place
""".replace("{marked}", MARKED).replace("{voucher}", _ITS_VOUCHER)
_PAIRS_OF_OTHERS = """
        SELECT s.id, b.standing_id, own.id, s.closed_amount, s.step_date, s.closed_adjustment_amount <> 0
        FROM journals_billstep s JOIN journals_bill b ON b.id = s.bill_id {voucher}
        JOIN customers_customertransaction own ON own.voucher_id = v.id AND own.transaction_type = 'bill'
            AND own.control_account_id = s.from_account_id AND own.transaction_currency_amount = -s.closed_amount
        WHERE s.posting_id = %(posting)s AND s.step_type <> 'draw' AND s.closed_amount > 0
        UNION ALL
        SELECT s.id, b.liability_id, own.id, -s.advance_amount, s.step_date, false
        FROM journals_billstep s JOIN journals_bill b ON b.id = s.bill_id {voucher}
        JOIN customers_customertransaction own ON own.voucher_id = v.id AND own.transaction_type = 'bill_liability'
        WHERE s.posting_id = %(posting)s AND s.step_type IN ('settle', 'protest') AND s.advance_amount > 0
""".replace("{voucher}", _ITS_VOUCHER)


def parts_of_steps(
    *, company_id: int, posting_id: int, decimals: int, steps: Sequence[int], types: Collection[str]
) -> list[Part]:
    """Give what the steps of a posting settle; ``types`` are those of the steps."""
    values = {"company": company_id, "posting": posting_id, "decimals": decimals, "steps": array_of(steps)}
    asked = [_PAIRS_OF_DRAWS] if "draw" in types else []
    asked += [_PAIRS_OF_OTHERS] if set(types) - {"draw"} else []
    found: list[tuple[int, int, Decimal, date, bool]] = rows(_PARTS.format(pairs="UNION ALL".join(asked)), values)
    return [Part(*row) for row in found]


_TAKEN_OVER = """
    SELECT CASE closing.id WHEN part.debit_id THEN part.credit_id ELSE part.debit_id END, opened.id
    FROM unnest(%s::bigint[], %s::bigint[]) AS part (debit_id, credit_id)
    JOIN customers_customertransaction closing ON closing.id IN (part.debit_id, part.credit_id)
        AND closing.posting_id = %s
    JOIN ledger_voucher v ON v.id = closing.voucher_id
    JOIN journals_billstep s ON s.id = v.document_id
    JOIN customers_customertransaction opened ON opened.voucher_id = v.id
        AND opened.control_account_id = s.to_account_id AND opened.transaction_currency_amount = s.opened_amount
"""


def taken_over(*, posting_id: int, parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Give, of what a posting's steps move, (the transaction that is taken over, what it stands as now)."""
    sides = [(part.debit_transaction_id, part.credit_transaction_id) for part in parts]
    return rows(_TAKEN_OVER, [*map(list, zip(*sides, strict=True)), posting_id])


# What a bill is since a step.
_AS_AFTER = """last_step_id = {step}.id, status = {step}.status_after, sequence = {step}.sequence_after,
        amount = {step}.amount_after, left_amount = {step}.left_after,
        due_date = {step}.due_date_after, standing_id = {step}.standing_after_id,
        liability_id = {step}.liability_after_id, remittance_type = {step}.remittance_type_after,
        bank_account_id = {step}.bank_account_after_id, remittance_id = {step}.remittance_after_id,
        deferred_amount = {step}.deferred_after, deferred_accounting_amount = {step}.deferred_accounting_after"""
_MOVE_BILLS = f"""
    UPDATE journals_bill b SET {_AS_AFTER.format(step="s")},
        accepted_date = CASE s.step_type WHEN 'redraw' THEN NULL ELSE b.accepted_date END
    FROM journals_billstep s WHERE s.posting_id = %s AND s.step_type <> 'draw' AND b.id = s.bill_id
"""  # noqa: S608 (written in this program)


def move_bills(*, posting_id: int) -> int:
    """Let each bill stand where its step of a posting led it; return how many that are."""
    return execute(_MOVE_BILLS, [posting_id])


_NOTE_UNDONE = "UPDATE journals_billstep SET undone_by_id = %(posting)s WHERE id = ANY(%(steps)s)"
_MOVE_BILLS_BACK = f"""
    UPDATE journals_bill b SET {_AS_AFTER.format(step="before")},
        accepted_date = CASE s.step_type WHEN 'redraw' THEN s.dropped_acceptance ELSE b.accepted_date END
    FROM journals_billstep s JOIN journals_billstep before ON before.id = s.previous_step_id
    WHERE s.id = ANY(%(steps)s) AND b.id = s.bill_id
"""  # noqa: S608 (written in this program)
_CANCEL_BILLS = """
    UPDATE journals_bill b SET status = 'canceled', last_step_id = NULL, standing_id = NULL, left_amount = 0
    FROM journals_billstep s WHERE s.id = ANY(%(steps)s) AND b.id = s.bill_id AND s.previous_step_id IS NULL
"""


def move_back(*, posting_id: int, steps: Sequence[int]) -> int:
    """Let each bill stand where it stood before its last step, which a posting took back; return how many."""
    values = {"posting": posting_id, "steps": list(steps)}
    execute(_NOTE_UNDONE, values)
    return execute(_MOVE_BILLS_BACK, values) + execute(_CANCEL_BILLS, values)
