"""Settlements, what they leave open, and the kept balances of the subledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import execute, rows
from customers.sql.open_balances import add_to_open_balances
from customers.sql.reorganizations import OF_INVOICE
from customers.sql.standing import LAST_FIRST, counted, read_standing, take_in

# What one posting wrote of the subledger, added to the kept balances of the subledger, keys in one order. Added up per
# day first: there are few of these to find a period for.
_ADD_TO_SUBLEDGER = """
    INSERT INTO customers_subledgerbalance AS kept (company_id, account_id, currency_id, period_id,
        transaction_currency_amount, accounting_currency_amount)
    SELECT change.company_id, change.account_id, change.currency_id, p.id, sum(change.transaction_amount),
        sum(change.accounting_amount)
    FROM (SELECT company_id, account_id, currency_id, day, sum(transaction_amount) AS transaction_amount,
        sum(accounting_amount) AS accounting_amount
    FROM (
        SELECT t.company_id, t.control_account_id AS account_id, t.currency_id,
            CASE t.transaction_type WHEN 'opening'
                THEN (SELECT v.posting_date FROM ledger_voucher v WHERE v.id = t.voucher_id)
                ELSE t.transaction_date END AS day,
            t.transaction_currency_amount AS transaction_amount,
            t.accounting_currency_amount + t.opening_adjustment_amount AS accounting_amount
        FROM customers_customertransaction t WHERE t.posting_id = %(posting)s
        UNION ALL
        SELECT s.company_id, t.control_account_id, t.currency_id, s.settlement_date,
            -s.transaction_currency_amount, -s.debit_accounting_amount - s.debit_adjustment_amount
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.debit_transaction_id
        WHERE s.posting_id = %(posting)s
        UNION ALL
        SELECT s.company_id, t.control_account_id, t.currency_id, s.settlement_date,
            s.transaction_currency_amount, s.credit_accounting_amount + s.credit_adjustment_amount
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.credit_transaction_id
        WHERE s.posting_id = %(posting)s
        UNION ALL
        SELECT a.company_id, a.control_account_id, t.currency_id, a.adjustment_date, 0, a.accounting_currency_amount
        FROM customers_adjustment a JOIN customers_customertransaction t ON t.id = a.transaction_id
        WHERE a.posting_id = %(posting)s
        UNION ALL
        SELECT a.company_id, a.control_account_id, a.currency_id, a.adjustment_date, 0, a.accounting_currency_amount
        FROM customers_adjustmentsum a JOIN customers_adjustmentset s ON s.id = a.adjustment_set_id
        WHERE s.posting_id = %(posting)s
    ) AS written GROUP BY company_id, account_id, currency_id, day) AS change
    JOIN ledger_fiscalperiod p ON p.company_id = change.company_id AND change.day BETWEEN p.start_date AND p.end_date
    GROUP BY change.company_id, change.account_id, change.currency_id, p.id
    ORDER BY change.account_id, change.currency_id, p.id
    ON CONFLICT (company_id, account_id, currency_id, period_id) DO UPDATE SET
        transaction_currency_amount = kept.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = kept.accounting_currency_amount + EXCLUDED.accounting_currency_amount
"""


def add_to_subledger(*, posting_id: int) -> int:
    """Add what a posting wrote of the subledger to all that is kept of it; return how many sums of it there are."""
    return execute(_ADD_TO_SUBLEDGER, {"posting": posting_id}) + add_to_open_balances(posting_id=posting_id)


# The first day on which a transaction can be settled: its own, and none before a settlement of it was taken back, for
# until then it was settled. A debit only ever settles as the debit, a credit as the credit.
EARLIEST_DAY = """greatest({transaction}.transaction_date, CASE WHEN {transaction}.transaction_currency_amount > 0
        THEN (SELECT max(back.settlement_date) FROM customers_settlement back
            WHERE back.debit_transaction_id = {transaction}.id AND back.reversal_of_id IS NOT NULL)
        ELSE (SELECT max(back.settlement_date) FROM customers_settlement back
            WHERE back.credit_transaction_id = {transaction}.id AND back.reversal_of_id IS NOT NULL) END)"""
_EARLIEST_DAYS = f"""
    SELECT t.id, {EARLIEST_DAY.format(transaction="t")} FROM customers_customertransaction t
    WHERE t.company_id = %s AND t.id = ANY(%s::bigint[])
"""  # noqa: S608 (written in this program)


def earliest_days(*, company_id: int, transactions: Sequence[int]) -> dict[int, date]:
    """Give the first day on which each transaction can be settled."""
    return dict(rows(_EARLIEST_DAYS, [company_id, array_of(transactions)]))


def lock_open_transactions(*, company_id: int, transactions: Sequence[int]) -> dict[int, Decimal]:
    """Lock open transactions in order of id and return what is open of each, in its own currency.

    What stands on them is read and changed only afterwards: they have taken in what revaluations adjusted.
    """
    read_standing(company_id=company_id)
    found = dict(
        rows(
            "SELECT transaction_id, transaction_currency_amount FROM customers_opentransaction"
            " WHERE company_id = %s AND transaction_id = ANY((SELECT %s::bigint[])::bigint[])"
            " ORDER BY transaction_id FOR UPDATE",
            [company_id, array_of(transactions)],
        )
    )
    if found:
        take_in(company_id=company_id, transactions=list(found))
    return found


# Documents of a posting that undo another one (a credit note an invoice, an invoice a credit note) and what is open
# of both, in order of writing: of a document that was split its parts, the earliest due first. What a document holds to
# settle it is left to that document; one that was settled on the day, and open again only later, to a person. So is one
# that somebody else is at: one that is open again only since all others were locked is locked here, without waiting.
_OPPOSITES_TO_SETTLE = f"""
    SELECT debit.transaction_id, credit.transaction_id, debit.transaction_currency_amount,
        -credit.transaction_currency_amount, document.invoice_date
    FROM customers_invoice document
    JOIN customers_customertransaction own ON own.invoice_id = document.id
    CROSS JOIN LATERAL {OF_INVOICE.format(invoice="document.credited_invoice_id")} AS undone
    JOIN customers_opentransaction debit ON debit.transaction_currency_amount > 0
        AND debit.transaction_id = CASE WHEN own.transaction_currency_amount > 0 THEN own.id ELSE undone.id END
    JOIN customers_opentransaction credit ON credit.transaction_currency_amount < 0
        AND credit.transaction_id = CASE WHEN own.transaction_currency_amount > 0 THEN undone.id ELSE own.id END
    WHERE document.posting_id = %s AND document.credited_invoice_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM customers_mark m WHERE m.transaction_id IN (own.id, undone.id))
      AND undone.customer_id = own.customer_id
      AND {EARLIEST_DAY.format(transaction="undone")} <= document.invoice_date
    ORDER BY document.id, undone.due_date, undone.id FOR UPDATE OF debit, credit SKIP LOCKED
"""  # noqa: S608 (written in this program)


def opposites_to_settle(*, posting_id: int) -> list[tuple[int, int, Decimal, Decimal, date]]:
    """Lock and give (debit, credit, what is open of each, date) of a posting's documents that undo another one."""
    return rows(_OPPOSITES_TO_SETTLE, [posting_id])


# What a part takes of the accounting amount and of the adjustment that stands: the rounded share of all settled so far,
# less what was taken before. Parts of one transaction in the same set follow each other in order of the set. What a
# revaluation made stand goes along where the part says so; else it is taken back by rows of its own (adjustments.py),
# and counts as taken before all the same: a bill that is drawn takes along, the discount beside it does not.
# The two sides of a part are grouped by its place: the planner knows too little of them to join them well. Each looks
# up its transaction, and what is open of it (OFFSET 0 keeps it so): for thousands all that there are, of every company
# and year, would be read.
SHARE_SO_FAR = "round({original} * (settled_before + set_so_far) / face, {decimals})"
SHARE = """{SO_FAR}
            - CASE WHEN turn = 1 THEN {taken_before} ELSE
                lag({SO_FAR}) OVER (PARTITION BY transaction_id ORDER BY place) END""".replace(
    "{SO_FAR}", SHARE_SO_FAR.replace("{decimals}", "%(decimals)s")
)
_LISTED = """
        SELECT * FROM unnest(%(debit)s::bigint[], %(credit)s::bigint[], %(amount)s::numeric[], %(day)s::date[],
            %(takes_along)s::boolean[]) WITH ORDINALITY AS part (debit_id, credit_id, amount, day, takes_along, place)
"""
_INSERT_SETTLEMENTS = """
    WITH {held}part AS ({parts}), side AS (
        SELECT place, debit_id AS transaction_id, amount, day, 1 AS sign, takes_along FROM part
        UNION ALL SELECT place, credit_id, amount, day, -1, takes_along FROM part
    ), taken AS (
        SELECT side.place, side.sign, side.transaction_id, side.day, side.amount AS settled,
            t.accounting_currency_amount AS original,
            CASE WHEN o.adjustment_date IS NULL THEN t.opening_adjustment_amount ELSE o.adjusted_amount END
                AS adjustment,
            side.takes_along OR o.adjustment_date IS NULL AS moves,
            t.transaction_currency_amount AS face,
            t.transaction_currency_amount - o.transaction_currency_amount AS settled_before,
            coalesce(o.adjusted_open_amount, t.transaction_currency_amount) AS adjusted_face,
            coalesce(o.adjusted_open_amount, t.transaction_currency_amount) - o.transaction_currency_amount
                AS adjusted_settled_before,
            t.accounting_currency_amount - o.accounting_currency_amount AS taken_before,
            CASE WHEN o.adjustment_date IS NULL THEN t.opening_adjustment_amount ELSE o.adjusted_amount END
                - o.standing_adjustment_amount AS adjusted_before,
            side.sign * sum(side.amount) OVER so_far AS set_so_far,
            row_number() OVER so_far AS turn
        FROM side
        CROSS JOIN LATERAL (
            SELECT * FROM customers_customertransaction own WHERE own.id = side.transaction_id OFFSET 0
        ) AS t
        CROSS JOIN LATERAL (
            SELECT * FROM customers_opentransaction own WHERE own.transaction_id = side.transaction_id OFFSET 0
        ) AS o
        WINDOW so_far AS (PARTITION BY side.transaction_id ORDER BY side.place)
    ), share AS (
        SELECT place, sign, transaction_id, day, settled, {amount} AS amount,
            CASE WHEN moves THEN {adjustment} ELSE 0 END AS adjustment
        FROM taken
    )
    INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,
        credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount,
        debit_adjustment_amount, credit_adjustment_amount)
    SELECT %(company)s, %(posting)s, min(day),
        min(transaction_id) FILTER (WHERE sign = 1), min(transaction_id) FILTER (WHERE sign = -1), min(settled),
        sum(amount) FILTER (WHERE sign = 1), -sum(amount) FILTER (WHERE sign = -1),
        sum(adjustment) FILTER (WHERE sign = 1), -sum(adjustment) FILTER (WHERE sign = -1)
    FROM share GROUP BY place HAVING count(*) = 2
    ORDER BY place
    """.replace("{amount}", SHARE.format(original="original", taken_before="taken_before")).replace(
    "{adjustment}",
    SHARE.replace("settled_before", "adjusted_settled_before")
    .replace("face", "adjusted_face")
    .format(original="adjustment", taken_before="adjusted_before"),
)

_INSERT_LISTED = _INSERT_SETTLEMENTS.replace("{held}", "").replace("{parts}", _LISTED)
# Per document its marks, which go, and, on the other side, its own transaction with what they leave. Debits and credits
# of a document are laid side by side, the earliest due first and its own last; where two overlap they settle each
# other. What it spends in another company is last as well: that is settled with its own. Whether anything was taken
# back since is asked once: mostly not, and then no transaction looks for it.
_HELD = f"""mark AS (
        DELETE FROM customers_mark m WHERE m.company_id = %(company)s AND m.document_type = %(type)s
            AND m.document_id IN (SELECT unnest(%(documents)s::bigint[]))
        RETURNING m.document_id, m.transaction_id, m.amount
    ), document AS (
        SELECT marked.document_id, marked.amount, v.id AS voucher_id, v.posting_date
        FROM (SELECT document_id, sum(amount) AS amount FROM mark GROUP BY document_id) AS marked
        CROSS JOIN LATERAL (
            SELECT own.id, own.posting_date FROM ledger_voucher own
            WHERE own.company_id = %(company)s AND own.document_type = %(type)s
                AND own.document_id = marked.document_id AND own.document_part = 0 OFFSET 0
        ) AS v
    ), of_document AS (
        SELECT document_id, transaction_id, amount, false AS is_own FROM mark
        UNION ALL
        SELECT d.document_id, own.id, -d.amount, true
        FROM document d CROSS JOIN LATERAL (
            SELECT id FROM customers_customertransaction WHERE voucher_id = d.voucher_id OFFSET 0
        ) AS own
        WHERE d.amount <> 0
    ), laid AS (
        SELECT of_document.document_id, of_document.transaction_id,
            CASE WHEN is_own OR NOT (SELECT EXISTS (
                    SELECT 1 FROM customers_settlement
                    WHERE company_id = %(company)s AND transaction_currency_amount < 0
                        AND settlement_date > (SELECT min(posting_date) FROM document)
                )) THEN t.transaction_date ELSE {EARLIEST_DAY.format(transaction="t")} END AS earliest_day,
            of_document.amount > 0 AS is_debit,
            abs(of_document.amount) AS size,
            sum(abs(of_document.amount)) OVER (PARTITION BY of_document.document_id, of_document.amount > 0
                ORDER BY is_own OR t.transaction_type = 'intercompany' AND t.posting_id = %(posting)s,
                    t.due_date, of_document.transaction_id) AS until
        FROM of_document CROSS JOIN LATERAL (
            SELECT * FROM customers_customertransaction own WHERE own.id = of_document.transaction_id OFFSET 0
        ) AS t
    ), held AS (
        SELECT d.transaction_id AS debit_id, c.transaction_id AS credit_id,
            least(d.until, c.until) - greatest(d.until - d.size, c.until - c.size) AS amount,
            greatest(d.earliest_day, c.earliest_day, document.posting_date) AS day, false AS takes_along,
            row_number() OVER (ORDER BY d.document_id, d.until, c.until) AS place
        FROM laid d JOIN laid c ON c.document_id = d.document_id AND NOT c.is_debit
            AND least(d.until, c.until) > greatest(d.until - d.size, c.until - c.size)
        JOIN document ON document.document_id = d.document_id
        WHERE d.is_debit
    ), """  # noqa: S608 (written in this program)
_INSERT_HELD = _INSERT_SETTLEMENTS.replace("{held}", _HELD).replace(
    "{parts}",
    """
        SELECT * FROM held
        UNION ALL
        SELECT debit_id, credit_id, amount, day, takes_along, (SELECT count(*) FROM held) + place
        FROM ({listed}) AS listed
    """.replace("{listed}", _LISTED),
)


@dataclass(frozen=True)
class Part:
    """An amount, above zero, in which a debit and a credit transaction cancel each other out on a day.

    ``takes_along``: what a revaluation made stand leaves with it, for another transaction takes it over.
    """

    debit_transaction_id: int
    credit_transaction_id: int
    amount: Decimal
    day: date
    takes_along: bool = False


@dataclass(frozen=True)
class Held:
    """What documents hold, to be settled and let go of: they are of the posting, and their own transactions written."""

    document_type: str
    documents: Sequence[int]


def insert_settlements(
    *, company_id: int, posting_id: int, parts: Sequence[Part], decimals: int, held: Held | None = None
) -> int:
    """Write settlements and return how many. The open transactions are locked and hold enough.

    First, where there is such, of what documents held: with each other, the rest with their own transactions. Dated on
    the first day on which both can be settled, and not before the document.
    """
    values = {
        "company": company_id,
        "posting": posting_id,
        "decimals": decimals,
        "debit": array_of(part.debit_transaction_id for part in parts),
        "credit": array_of(part.credit_transaction_id for part in parts),
        "amount": array_of(part.amount for part in parts),
        "day": array_of(part.day for part in parts),
        "takes_along": array_of(part.takes_along for part in parts),
    }
    if held is None:
        return execute(_INSERT_LISTED, values)
    return execute(_INSERT_HELD, {**values, "type": held.document_type, "documents": array_of(held.documents)})


_INSERT_REVERSED_SETTLEMENTS = """
    INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,
        credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount,
        debit_adjustment_amount, credit_adjustment_amount, reversal_of_id)
    SELECT company_id, %s, greatest(settlement_date, %s), debit_transaction_id, credit_transaction_id,
        -transaction_currency_amount, -debit_accounting_amount, -credit_accounting_amount, -debit_adjustment_amount,
        -credit_adjustment_amount, id
    FROM customers_settlement WHERE id = ANY(%s) ORDER BY id
"""


def insert_reversed_settlements(*, posting_id: int, settlements: Sequence[int], day: date) -> int:
    """Write the opposite of settlements, on a day but not before their own, and return how many."""
    return execute(_INSERT_REVERSED_SETTLEMENTS, [posting_id, day, list(settlements)])


# Both sides of a posting's settlements leave what is open: where nothing stays of a side its row goes at once, without
# being written first. A side that comes back has its row again.
_MOVE_OPEN_AMOUNTS = """
    WITH change AS (
        SELECT transaction_id, sum(transaction_amount) AS transaction_amount,
            sum(accounting_amount) AS accounting_amount, sum(adjustment_amount) AS adjustment_amount
        FROM (
            SELECT debit_transaction_id AS transaction_id, -transaction_currency_amount AS transaction_amount,
                -debit_accounting_amount AS accounting_amount, -debit_adjustment_amount AS adjustment_amount
            FROM customers_settlement
            WHERE posting_id = %(posting)s AND id > %(after)s AND (reversal_of_id IS NOT NULL) = %(reversed)s
            UNION ALL
            SELECT credit_transaction_id, transaction_currency_amount, credit_accounting_amount,
                credit_adjustment_amount
            FROM customers_settlement
            WHERE posting_id = %(posting)s AND id > %(after)s AND (reversal_of_id IS NOT NULL) = %(reversed)s
            UNION ALL
            SELECT a.transaction_id, 0, 0, a.accounting_currency_amount
            FROM customers_adjustment a JOIN customers_settlement s ON s.id = a.settlement_id
            WHERE a.posting_id = %(posting)s AND s.posting_id = %(posting)s AND s.id > %(after)s
                AND (s.reversal_of_id IS NOT NULL) = %(reversed)s
        ) AS side GROUP BY transaction_id
    ), closed AS (
        DELETE FROM customers_opentransaction o USING change
        WHERE o.transaction_id = change.transaction_id
            AND o.transaction_currency_amount + change.transaction_amount = 0
            AND o.accounting_currency_amount + change.accounting_amount = 0
            AND o.standing_adjustment_amount + change.adjustment_amount = 0
        RETURNING o.transaction_id
    )
    INSERT INTO customers_opentransaction AS o (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount, is_liability,
        adjusted_amount, adjusted_open_amount, adjustment_date, adjustment_account_id, adjustment_offset_account_id,
        taken_in)
    SELECT t.id, t.company_id, t.customer_id, t.due_date, t.currency_id, change.transaction_amount,
        change.accounting_amount, change.adjustment_amount, t.transaction_type = 'bill_liability', {given_back}
    FROM change JOIN customers_customertransaction t ON t.id = change.transaction_id
    {last_adjusted}
    WHERE change.transaction_id NOT IN (SELECT transaction_id FROM closed)
    ORDER BY t.id
    ON CONFLICT (transaction_id) DO UPDATE SET
        transaction_currency_amount = o.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = o.accounting_currency_amount + EXCLUDED.accounting_currency_amount,
        standing_adjustment_amount = o.standing_adjustment_amount + EXCLUDED.standing_adjustment_amount{rebased}
"""
# What comes back of something that was revalued is a new whole, of which later settlements take their shares.
_COMES_BACK = _MOVE_OPEN_AMOUNTS.format(
    given_back="""CASE WHEN last.adjusted_on IS NOT NULL THEN change.adjustment_amount END,
        CASE WHEN last.adjusted_on IS NOT NULL THEN change.transaction_amount END, last.adjusted_on,
        last.control_account_id, last.offset_account_id, (
            SELECT max(l.id) FROM customers_adjustmentline l
            JOIN customers_adjustmentset s ON s.id = l.adjustment_set_id AND s.posting_id IS NOT NULL
            WHERE l.transaction_id = t.id)""",
    last_adjusted="""LEFT JOIN LATERAL (
        SELECT max(a.adjustment_date) OVER () AS adjusted_on, a.control_account_id, a.offset_account_id
        FROM ({counted}) AS a
        ORDER BY a.is_gain = (change.adjustment_amount > 0) DESC, {last_first} LIMIT 1
    ) AS last ON true""".replace("{counted}", counted("x.transaction_id = t.id")).replace("{last_first}", LAST_FIRST),
    rebased=""",
        adjusted_amount = CASE WHEN EXCLUDED.adjustment_date IS NOT NULL
            THEN o.standing_adjustment_amount + EXCLUDED.standing_adjustment_amount END,
        adjusted_open_amount = CASE WHEN EXCLUDED.adjustment_date IS NOT NULL
            THEN o.transaction_currency_amount + EXCLUDED.transaction_currency_amount END,
        adjustment_date = EXCLUDED.adjustment_date,
        adjustment_account_id = CASE WHEN {stays} THEN coalesce(o.adjustment_account_id,
            EXCLUDED.adjustment_account_id) ELSE EXCLUDED.adjustment_account_id END,
        adjustment_offset_account_id = CASE WHEN {stays} THEN coalesce(o.adjustment_offset_account_id,
            EXCLUDED.adjustment_offset_account_id) ELSE EXCLUDED.adjustment_offset_account_id END""".replace(
        "{stays}",
        "EXCLUDED.standing_adjustment_amount = 0 OR sign(o.standing_adjustment_amount)"
        " = sign(o.standing_adjustment_amount + EXCLUDED.standing_adjustment_amount)",
    ),
)
_GOES = _MOVE_OPEN_AMOUNTS.format(given_back="NULL, NULL, NULL, NULL, NULL, NULL", last_adjusted="", rebased="")


def move_open_amounts(*, posting_id: int, after: int = 0, are_reversed: bool = False) -> int:
    """Take a posting's settlements off what is open, close what is down to zero, and return how many stay open.

    ``after``: only those written after that settlement, where a posting writes some more than once.
    ``are_reversed``: put back what its reversals of settlements took; a posting may do both, one after the other.
    """
    statement = _COMES_BACK if are_reversed else _GOES
    return execute(statement, {"posting": posting_id, "reversed": are_reversed, "after": after})
