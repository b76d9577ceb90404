"""What a run finds: one statement per step, over all open transactions at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import execute, rows
from customers.sql.standing import LAST_FIRST, STANDING, counted

# The transactions in foreign currency that were open at the end of the considered date, one row each: what is open
# today, and what was settled and adjusted since. Reads open transactions of the company, and by their date settlements
# and adjustments after the day: what was settled before is not looked at. What was taken over counts from then on.
# None of them are read where the subledger's kept sums never had anything in foreign currency.
FOREIGN_OPEN = """
    SELECT t.id AS transaction_id, t.posting_id, t.customer_id, t.currency_id, t.control_account_id,
        coalesce(o.transaction_currency_amount, 0) + coalesce(later.amount, 0) AS open_amount,
        coalesce(o.accounting_currency_amount, 0) + coalesce(later.accounting_amount, 0) AS original_amount,
        coalesce(o.standing_adjustment_amount, 0) + coalesce(later.adjustment_amount, 0)
            - coalesce(adjusted_later.amount, 0) AS stood_amount,
        o.adjustment_account_id, o.adjustment_offset_account_id, o.transaction_id IS NULL AS is_settled,
        later.closed_day
    FROM ({standing} WHERE o.company_id = %(company)s AND o.currency_id <> %(accounting)s) AS o
    FULL JOIN (
        SELECT transaction_id, sum(amount) AS amount, sum(accounting_amount) AS accounting_amount,
            sum(adjustment_amount) AS adjustment_amount,
            min(settlement_date) FILTER (WHERE is_closed) AS closed_day
        FROM (
            SELECT side.*, p.status IS DISTINCT FROM 'open' AS is_closed FROM (
                SELECT s.debit_transaction_id AS transaction_id, s.settlement_date,
                    s.transaction_currency_amount AS amount, s.debit_accounting_amount AS accounting_amount,
                    s.debit_adjustment_amount AS adjustment_amount
                FROM customers_settlement s WHERE s.company_id = %(company)s AND s.settlement_date > %(considered)s
                UNION ALL
                SELECT s.credit_transaction_id, s.settlement_date, -s.transaction_currency_amount,
                    -s.credit_accounting_amount, -s.credit_adjustment_amount
                FROM customers_settlement s WHERE s.company_id = %(company)s AND s.settlement_date > %(considered)s
            ) AS side LEFT JOIN ledger_fiscalperiod p ON p.company_id = %(company)s
                AND side.settlement_date BETWEEN p.start_date AND p.end_date
        ) AS settled GROUP BY transaction_id
    ) AS later ON later.transaction_id = o.transaction_id
    LEFT JOIN (
        SELECT transaction_id, sum(amount) AS amount FROM (
            SELECT transaction_id, accounting_currency_amount AS amount FROM customers_adjustment
            WHERE company_id = %(company)s AND adjustment_date > %(considered)s
            UNION ALL
            SELECT l.transaction_id, l.new_amount - l.stood_amount
            FROM (
                SELECT DISTINCT k.adjustment_set_id AS id FROM customers_adjustmentsum k
                JOIN customers_adjustmentset s ON s.id = k.adjustment_set_id AND s.posting_id IS NOT NULL
                WHERE k.company_id = %(company)s AND k.adjustment_date > %(considered)s
            ) AS s JOIN customers_adjustmentline l ON l.adjustment_set_id = s.id AND l.adjustment_date > %(considered)s
        ) AS adjusted GROUP BY transaction_id
    ) AS adjusted_later ON adjusted_later.transaction_id = coalesce(o.transaction_id, later.transaction_id)
    JOIN customers_customertransaction t ON t.id = coalesce(o.transaction_id, later.transaction_id)
    WHERE EXISTS (SELECT 1 FROM customers_subledgerbalance kept
        WHERE kept.company_id = %(company)s AND kept.currency_id <> %(accounting)s)
      AND t.company_id = %(company)s AND t.currency_id <> %(accounting)s
      AND t.transaction_date <= %(considered)s
      AND (t.transaction_type <> 'opening'
        OR (SELECT v.posting_date FROM ledger_voucher v WHERE v.id = t.voucher_id) <= %(considered)s)
      AND coalesce(o.transaction_currency_amount, 0) + coalesce(later.amount, 0) <> 0
""".replace("{standing}", STANDING)

# Lines of a run that nothing undid: of a posted run, that no posted undoing of it has a line of.
STANDING_LINES = """
    SELECT l.transaction_id, r.id AS run_id, r.considered_date, r.posting_id
    FROM revaluation_run r
    JOIN customers_adjustmentline l ON l.adjustment_set_id = r.adjustment_set_id AND l.settlement_id IS NULL
    WHERE r.company_id = %(company)s AND r.posting_id IS NOT NULL AND r.undoes_id IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM revaluation_run u JOIN customers_adjustmentline ul ON ul.adjustment_set_id = u.adjustment_set_id
        WHERE u.undoes_id = r.id AND u.posting_id IS NOT NULL AND ul.transaction_id = l.transaction_id)
"""

# What is open, what stood, and what the rates make of it; then one line per transaction whose adjustment changes, and
# one row per transaction that cannot be revalued. One pass: both are written by the same statement. Sorted, so that all
# is read before the first line is written: lines of earlier sets are looked up in the same table.
_INSERT_LINES = (
    """
    WITH rate AS (
        SELECT * FROM unnest(%(currencies)s::text[], %(units_from)s::numeric[], %(units_to)s::numeric[],
            %(gain_accounts)s::bigint[], %(loss_accounts)s::bigint[])
            AS rate (currency, units_from, units_to, gain_account_id, loss_account_id)
    ), found AS (
        SELECT open.*, rate.units_from, rate.gain_account_id, rate.loss_account_id,
            round(open.open_amount * rate.units_to / rate.units_from, %(decimals)s) AS value,
            revalued_later.day AS later_day, NOT coalesce(profile.is_revalued, true) AS is_left_out
        FROM ({foreign_open}) AS open
        JOIN customers_customer c ON c.id = open.customer_id
        JOIN rate ON rate.currency = open.currency_id
        LEFT JOIN (
            SELECT summary_account_id, bool_or(is_revalued) AS is_revalued FROM customers_postingprofile
            WHERE company_id = %(company)s GROUP BY summary_account_id
        ) AS profile ON profile.summary_account_id = open.control_account_id
        LEFT JOIN (
            SELECT transaction_id, max(considered_date) AS day FROM ({standing_lines}) AS line
            WHERE considered_date > %(considered)s GROUP BY transaction_id
        ) AS revalued_later ON revalued_later.transaction_id = open.transaction_id
        WHERE (%(customers)s::bigint[] IS NULL OR open.customer_id = ANY(%(customers)s))
          AND (%(groups)s::bigint[] IS NULL OR c.group_id = ANY(%(groups)s))
    ), valued AS (
        SELECT found.*, CASE %(method)s WHEN 'standard' THEN value - original_amount
            WHEN 'minimum' THEN least(value - original_amount, 0) ELSE 0 END AS new_amount
        FROM found
    ), judged AS (
        SELECT valued.*, CASE
            WHEN is_left_out THEN 'not_monetary'
            WHEN later_day IS NOT NULL THEN 'revalued_later'
            WHEN units_from IS NULL AND %(method)s <> 'invoice_date' THEN 'no_rate'
            WHEN abs(value) >= 10::numeric ^ 17 AND %(method)s <> 'invoice_date' THEN 'too_large'
            WHEN closed_day IS NOT NULL AND new_amount <> stood_amount THEN 'settled_in_closed' END AS reason
        FROM valued
    ), left_out AS (
        INSERT INTO revaluation_leftout (company_id, run_id, transaction_id, currency_id, open_amount, reason, fact)
        SELECT %(company)s, %(run)s, transaction_id, currency_id, open_amount, reason,
            CASE reason WHEN 'revalued_later' THEN later_day::text WHEN 'settled_in_closed' THEN closed_day::text
                WHEN 'no_rate' THEN currency_id ELSE '' END
        FROM judged WHERE reason IS NOT NULL
    )
    INSERT INTO customers_adjustmentline (company_id, adjustment_set_id, transaction_id, currency_id, adjustment_date,
        open_amount, original_amount, stood_amount, new_amount, stood_account_id, stood_offset_account_id,
        control_account_id, offset_account_id)
    SELECT %(company)s, %(set)s, judged.transaction_id, judged.currency_id, %(considered)s, open_amount,
        original_amount, stood_amount, new_amount,
        CASE WHEN stood_amount <> 0 THEN
            coalesce(adjustment_account_id, last.control_account_id, judged.control_account_id) END,
        CASE WHEN stood_amount <> 0 THEN coalesce(adjustment_offset_account_id, last.offset_account_id,
            CASE WHEN stood_amount > 0 THEN gain_account_id ELSE loss_account_id END) END,
        CASE WHEN new_amount <> 0 THEN coalesce(%(control_account)s, judged.control_account_id) END,
        CASE WHEN new_amount > 0 THEN gain_account_id WHEN new_amount < 0 THEN loss_account_id END
    FROM judged
    LEFT JOIN LATERAL (
        SELECT a.control_account_id, a.offset_account_id FROM ({adjustments}) AS a
        WHERE a.is_gain = (judged.stood_amount > 0) ORDER BY {last_first} LIMIT 1
    ) AS last ON judged.is_settled AND judged.stood_amount <> 0
    WHERE reason IS NULL AND new_amount <> stood_amount ORDER BY judged.transaction_id
""".replace("{foreign_open}", FOREIGN_OPEN)
    .replace("{standing_lines}", STANDING_LINES)
    .replace("{adjustments}", counted("x.transaction_id = judged.transaction_id"))
    .replace("{last_first}", LAST_FIRST)
)


@dataclass(frozen=True)
class Computation:
    """What the lines of a run are computed from.

    ``rates`` are (currency, units from, units to, gain account, loss account), without units where there is no rate.
    Without customers or groups, all are meant; without a control account, that of each transaction.
    """

    company_id: int
    run_id: int
    set_id: int
    considered: date
    accounting: str
    decimals: int
    method: str
    rates: Sequence[tuple[str, Decimal | None, Decimal | None, int, int]]
    control_account: int | None
    customers: Sequence[int]
    groups: Sequence[int]


def insert_lines(computation: Computation) -> int:
    """Write the lines of a run, and what cannot be revalued; return how many lines."""
    columns = list(zip(*computation.rates, strict=True)) or [(), (), (), (), ()]
    names = ("currencies", "units_from", "units_to", "gain_accounts", "loss_accounts")
    return execute(
        _INSERT_LINES,
        {
            "company": computation.company_id,
            "run": computation.run_id,
            "set": computation.set_id,
            "considered": computation.considered,
            "accounting": computation.accounting,
            "decimals": computation.decimals,
            "method": computation.method,
            "control_account": computation.control_account,
            "customers": list(computation.customers) or None,
            "groups": list(computation.groups) or None,
            **{name: list(column) for name, column in zip(names, columns, strict=True)},
        },
    )


# What was settled after the considered date of transactions that have a line: the share of the new adjustment that was
# taken back on the day of each settlement, where the settlement itself took another one. One that was taken back since
# is no settlement; what such a one had settled until the day came back with what it gave back, and is settled with the
# rest. So nothing stays of what is settled in full, and only what stood on the day is reversed: not what was revalued
# and undone since. Reads settlements after the day.
_INSERT_SETTLED = """
    WITH side AS (
        SELECT s.id AS settlement_id, s.settlement_date, s.debit_transaction_id AS transaction_id,
            s.transaction_currency_amount AS amount, s.debit_adjustment_amount AS taken_along, s.reversal_of_id
        FROM customers_settlement s WHERE s.company_id = %(company)s AND s.settlement_date > %(considered)s
        UNION ALL
        SELECT s.id, s.settlement_date, s.credit_transaction_id, -s.transaction_currency_amount,
            -s.credit_adjustment_amount, s.reversal_of_id
        FROM customers_settlement s WHERE s.company_id = %(company)s AND s.settlement_date > %(considered)s
    ), moved AS (
        SELECT side.*, side.taken_along - coalesce((SELECT sum(a.accounting_currency_amount) FROM ({taken_back}) AS a),
            0) AS took
        FROM side
        JOIN customers_adjustmentline l ON l.adjustment_set_id = %(set)s AND l.transaction_id = side.transaction_id
    ), came_back AS (
        SELECT moved.transaction_id, -sum(moved.amount) AS amount, -sum(moved.took) AS adjustment_amount
        FROM moved JOIN customers_settlement s ON s.id = moved.reversal_of_id
        WHERE s.settlement_date <= %(considered)s GROUP BY moved.transaction_id
    ), shared AS (
        SELECT moved.*, l.currency_id, coalesce(l.stood_account_id, l.control_account_id) AS stood_account_id,
            coalesce(l.stood_offset_account_id, l.offset_account_id) AS stood_offset_account_id,
            coalesce(l.control_account_id, l.stood_account_id) AS control_account_id,
            coalesce(l.offset_account_id, l.stood_offset_account_id) AS offset_account_id,
            l.stood_amount + coalesce(came_back.adjustment_amount, 0) - coalesce(o.standing_adjustment_amount, 0)
                AS gone,
            sum(moved.took) OVER whole AS took_in_all, sum(moved.amount) OVER whole AS settled_in_all,
            sum(moved.amount) OVER so_far AS settled_so_far,
            round((l.new_amount + coalesce(came_back.adjustment_amount, 0)) * sum(moved.amount) OVER so_far
                / (l.open_amount + coalesce(came_back.amount, 0)), %(decimals)s) AS share_so_far
        FROM moved
        JOIN customers_adjustmentline l ON l.adjustment_set_id = %(set)s AND l.transaction_id = moved.transaction_id
        LEFT JOIN came_back ON came_back.transaction_id = moved.transaction_id
        LEFT JOIN ({standing}) AS o ON o.transaction_id = moved.transaction_id
        WHERE moved.reversal_of_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM customers_settlement back WHERE back.reversal_of_id = moved.settlement_id)
        WINDOW whole AS (PARTITION BY moved.transaction_id),
            so_far AS (PARTITION BY moved.transaction_id ORDER BY moved.settlement_date, moved.settlement_id)
    ), reversed AS (
        SELECT shared.*, CASE WHEN took_in_all = gone THEN sum(took) OVER so_far
            ELSE round(gone * settled_so_far / settled_in_all, %(decimals)s) END AS gone_so_far
        FROM shared WINDOW so_far AS (PARTITION BY transaction_id ORDER BY settlement_date, settlement_id)
    ), taken AS (
        SELECT reversed.*, share_so_far - coalesce(lag(share_so_far) OVER in_turn, 0) AS share,
            gone_so_far - coalesce(lag(gone_so_far) OVER in_turn, 0) AS back
        FROM reversed WINDOW in_turn AS (PARTITION BY transaction_id ORDER BY settlement_date, settlement_id)
    )
    INSERT INTO customers_adjustmentline (company_id, adjustment_set_id, transaction_id, settlement_id, currency_id,
        adjustment_date, open_amount, original_amount, stood_amount, new_amount, stood_account_id,
        stood_offset_account_id, control_account_id, offset_account_id)
    SELECT %(company)s, %(set)s, transaction_id, settlement_id, currency_id, settlement_date, amount, 0, -back, -share,
        CASE WHEN back <> 0 THEN stood_account_id END, CASE WHEN back <> 0 THEN stood_offset_account_id END,
        CASE WHEN share <> 0 THEN control_account_id END, CASE WHEN share <> 0 THEN offset_account_id END
    FROM taken WHERE back <> share ORDER BY settlement_date, settlement_id
""".replace(
    "{taken_back}", counted("x.settlement_id = side.settlement_id AND x.transaction_id = side.transaction_id")
).replace("{standing}", STANDING)


def insert_settled_lines(*, company_id: int, set_id: int, considered: date, decimals: int) -> int:
    """Write what a run takes back for settlements after its considered date, and return how many lines."""
    return execute(
        _INSERT_SETTLED, {"company": company_id, "set": set_id, "considered": considered, "decimals": decimals}
    )


# The lines of a run that stand, for what is still open of them, each with what undoing would go back to: the adjustment
# that stood before, in the proportion in which it is open.
_LEFT_TO_UNDO = """
    SELECT l.*, r.posting_id, o.transaction_currency_amount AS open_today,
        o.accounting_currency_amount AS original_today, o.standing_adjustment_amount AS stands,
        o.adjustment_account_id, o.adjustment_offset_account_id,
        round(l.stood_amount * o.transaction_currency_amount / l.open_amount, %(decimals)s) AS back_to
    FROM revaluation_run r
    JOIN customers_adjustmentline l ON l.adjustment_set_id = r.adjustment_set_id AND l.settlement_id IS NULL
    JOIN ({standing}) AS o ON o.transaction_id = l.transaction_id
    WHERE r.id = %(undone)s AND NOT EXISTS (
        SELECT 1 FROM revaluation_run u
        JOIN customers_adjustmentline ul ON ul.adjustment_set_id = u.adjustment_set_id
        WHERE u.undoes_id = r.id AND u.posting_id IS NOT NULL AND ul.transaction_id = l.transaction_id)
""".replace("{standing}", STANDING)
_IS_LEFT_TO_UNDO = f"SELECT EXISTS (SELECT 1 FROM ({_LEFT_TO_UNDO}) AS own WHERE stands <> back_to)"  # noqa: S608 (written above)


def is_left_to_undo(*, run_id: int, decimals: int) -> bool:
    """Tell whether undoing a posted run would change a line; one that a later run revalued counts too."""
    return bool(rows(_IS_LEFT_TO_UNDO, {"undone": run_id, "decimals": decimals})[0][0])


# What undoing makes of these lines. One that a later run revalued is left out.
_INSERT_UNDO = """
    WITH own AS (
        SELECT lines.*, (SELECT max(later.considered_date) FROM ({standing_lines}) AS later
            WHERE later.transaction_id = lines.transaction_id AND later.posting_id > lines.posting_id) AS later_day
        FROM ({left_to_undo}) AS lines
    ), left_out AS (
        INSERT INTO revaluation_leftout (company_id, run_id, transaction_id, currency_id, open_amount, reason, fact)
        SELECT %(company)s, %(run)s, transaction_id, currency_id, open_today, 'revalued_later', later_day::text
        FROM own WHERE later_day IS NOT NULL
    )
    INSERT INTO customers_adjustmentline (company_id, adjustment_set_id, transaction_id, currency_id, adjustment_date,
        open_amount, original_amount, stood_amount, new_amount, stood_account_id, stood_offset_account_id,
        control_account_id, offset_account_id)
    SELECT %(company)s, %(set)s, transaction_id, currency_id, %(day)s, open_today, original_today, stands, back_to,
        CASE WHEN stands <> 0 THEN adjustment_account_id END,
        CASE WHEN stands <> 0 THEN adjustment_offset_account_id END,
        CASE WHEN back_to <> 0 THEN stood_account_id END,
        CASE WHEN back_to <> 0 THEN stood_offset_account_id END
    FROM own WHERE later_day IS NULL AND stands <> back_to ORDER BY transaction_id
""".replace("{standing_lines}", STANDING_LINES).replace("{left_to_undo}", _LEFT_TO_UNDO)


def insert_undo_lines(*, company_id: int, run_id: int, set_id: int, undone_id: int, day: date, decimals: int) -> int:
    """Write the lines of a run that undoes another one on a day, and what cannot be; return how many lines."""
    values = {
        "company": company_id, "run": run_id, "set": set_id, "undone": undone_id, "day": day, "decimals": decimals
    }  # fmt: skip
    return execute(_INSERT_UNDO, values)


# What the sums of a run's lines come to on its accounts; then the vouchers and their entries.
_INSERT_VOUCHERS = """
    WITH summed AS (
        SELECT adjustment_date, currency_id, control_account_id, offset_account_id, is_gain,
            accounting_currency_amount AS amount
        FROM customers_adjustmentsum WHERE adjustment_set_id = %(set)s
    ), entry AS (
        SELECT adjustment_date, currency_id, control_account_id, 'customer_balance' AS posting_type,
            control_account_id AS account_id, sum(amount) AS amount
        FROM summed GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT adjustment_date, currency_id, control_account_id,
            CASE WHEN is_gain THEN 'unrealized_gain' ELSE 'unrealized_loss' END, offset_account_id, -sum(amount)
        FROM summed GROUP BY 1, 2, 3, 4, 5
    ), voucher AS (
        INSERT INTO revaluation_runvoucher (company_id, run_id, posting_date, currency_id, control_account_id)
        SELECT %(company)s, %(run)s, adjustment_date, currency_id, control_account_id
        FROM entry WHERE amount <> 0 GROUP BY 3, 4, 5 ORDER BY 3, 4, 5
        RETURNING id, posting_date, currency_id, control_account_id
    )
    INSERT INTO revaluation_runentry (company_id, run_id, voucher_id, posting_type, account_id,
        accounting_currency_amount)
    SELECT %(company)s, %(run)s, voucher.id, entry.posting_type, entry.account_id, entry.amount
    FROM entry JOIN voucher ON voucher.posting_date = entry.adjustment_date
        AND voucher.currency_id = entry.currency_id AND voucher.control_account_id = entry.control_account_id
    WHERE entry.amount <> 0 ORDER BY voucher.id, entry.posting_type, entry.account_id
"""


def insert_vouchers(*, company_id: int, run_id: int, set_id: int) -> int:
    """Write the vouchers that a run makes, with their entries, and return how many entries."""
    return execute(_INSERT_VOUCHERS, {"company": company_id, "run": run_id, "set": set_id})


def count_left_out(*, run_id: int) -> int:
    """Give how many transactions a run leaves out."""
    return int(rows("SELECT count(*) FROM revaluation_leftout WHERE run_id = %s", [run_id])[0][0])


# Reads open transactions of the company, and settlements after the day: both sides of one are in one currency.
_CURRENCIES = """
    SELECT currency_id FROM customers_opentransaction WHERE company_id = %(company)s AND currency_id <> %(accounting)s
    UNION
    SELECT t.currency_id FROM customers_settlement s
    JOIN customers_customertransaction t ON t.id = s.debit_transaction_id AND t.currency_id <> %(accounting)s
    WHERE s.company_id = %(company)s AND s.settlement_date > %(considered)s
    ORDER BY 1
"""


def foreign_currencies(*, company_id: int, considered: date, accounting: str) -> list[str]:
    """Give the foreign currencies in which something is open, or was settled after a day."""
    found = rows(_CURRENCIES, {"company": company_id, "considered": considered, "accounting": accounting})
    return [currency for (currency,) in found]


def chain_position(*, company_id: int) -> int:
    """Give the place of the company's last posting in its chain: all up to it are committed, none after it was seen."""
    found = rows("SELECT position FROM ledger_chainhead WHERE company_id = %(company)s", {"company": company_id})
    return int(found[0][0]) if found else 0


def lock_runs(*, company_id: int) -> None:
    """Let whoever asks for a run of a company under a key wait for one who does."""
    rows("SELECT pg_advisory_xact_lock(hashtext('arclose revaluations'), %(company)s)", {"company": company_id})


_TABLES = ("reportingvalue", "runentry", "runvoucher", "leftout", "runrate")


def delete_run(*, run_id: int) -> None:
    """Delete a run that is not posted, with all its rows but those of its set."""
    for table in _TABLES:
        execute(f"DELETE FROM revaluation_{table} WHERE run_id = %(run)s", {"run": run_id})  # noqa: S608 (a constant)
    execute("DELETE FROM revaluation_run WHERE id = %(run)s", {"run": run_id})
