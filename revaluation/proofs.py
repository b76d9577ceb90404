"""The promise about runs that are posted, and what the digest of their posting covers."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger import digests
from arclose.ledger.proofs.findings import rows_said

# One row per posted run with a reporting currency whose entries in that alone are not what it made of it.
_REPORTING = """
    WITH said AS (
        SELECT run_id, account_id, currency_id, sum(amount) AS amount
        FROM (
            SELECT v.run_id, v.control_account_id AS account_id, v.currency_id, v.new_amount - v.stood_amount AS amount
            FROM revaluation_reportingvalue v WHERE v.company_id = %(company)s
            UNION ALL
            SELECT v.run_id, v.offset_account_id, v.currency_id, v.stood_amount - v.new_amount
            FROM revaluation_reportingvalue v WHERE v.company_id = %(company)s
        ) AS side JOIN revaluation_run r ON r.id = run_id AND r.posting_id IS NOT NULL GROUP BY 1, 2, 3
    ), booked AS (
        SELECT r.id AS run_id, e.account_id, e.currency_id, sum(e.reporting_currency_amount) AS amount
        FROM revaluation_run r JOIN ledger_voucher v ON v.posting_id = r.posting_id
        JOIN ledger_ledgerentry e ON e.voucher_id = v.id AND e.accounting_currency_amount = 0
            AND e.posting_type IN ('customer_balance', 'unrealized_gain', 'unrealized_loss')
        WHERE r.company_id = %(company)s GROUP BY 1, 2, 3
    )
    SELECT DISTINCT run_id AS run, 'reporting' AS breach FROM said
    FULL JOIN booked USING (run_id, account_id, currency_id)
    WHERE coalesce(said.amount, 0) <> coalesce(booked.amount, 0)
"""

# One row per posted run whose adjustments, or whose vouchers, are not the sums of its lines, or whose lines count for
# another posting. The adjustments of an earlier release stand in rows of their own, those of today are the lines, with
# what they add up to. Each side is grouped by itself before they meet.
_RUNS = """
    WITH run AS (
        SELECT r.id, r.posting_id, r.adjustment_set_id, s.is_written_out, s.posting_id AS counted_by
        FROM revaluation_run r JOIN customers_adjustmentset s ON s.id = r.adjustment_set_id
        WHERE r.company_id = %(company)s AND coalesce(r.posting_id, s.posting_id) IS NOT NULL
    ), said AS (
        SELECT run_id, adjustment_date, control_account_id, offset_account_id, is_gain, sum(amount) AS amount
        FROM (
            SELECT run.id AS run_id, l.adjustment_date, l.stood_account_id AS control_account_id,
                l.stood_offset_account_id AS offset_account_id, -l.stood_amount AS amount,
                (l.stood_amount > 0) = (l.settlement_id IS NULL) AS is_gain
            FROM customers_adjustmentline l JOIN run USING (adjustment_set_id) WHERE l.stood_amount <> 0
            UNION ALL
            SELECT run.id, l.adjustment_date, l.control_account_id, l.offset_account_id, l.new_amount,
                (l.new_amount > 0) = (l.settlement_id IS NULL)
            FROM customers_adjustmentline l JOIN run USING (adjustment_set_id) WHERE l.new_amount <> 0
        ) AS part GROUP BY 1, 2, 3, 4, 5
    ), adjusted AS (
        SELECT run.id AS run_id, a.adjustment_date, a.control_account_id, a.offset_account_id, a.is_gain,
            sum(a.accounting_currency_amount) AS amount
        FROM customers_adjustment a JOIN run ON run.posting_id = a.posting_id GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT run.id, k.adjustment_date, k.control_account_id, k.offset_account_id, k.is_gain,
            sum(k.accounting_currency_amount)
        FROM customers_adjustmentsum k JOIN run USING (adjustment_set_id) GROUP BY 1, 2, 3, 4, 5
    ), booked AS (
        SELECT run.id AS run_id, e.posting_date, e.account_id, e.posting_type,
            sum(e.accounting_currency_amount) AS amount
        FROM ledger_voucher v JOIN run ON run.posting_id = v.posting_id
        JOIN ledger_ledgerentry e ON e.voucher_id = v.id GROUP BY 1, 2, 3, 4
    ), to_book AS (
        SELECT run_id, adjustment_date AS posting_date, control_account_id AS account_id,
            'customer_balance' AS posting_type, sum(amount) AS amount
        FROM said GROUP BY 1, 2, 3
        UNION ALL
        SELECT run_id, adjustment_date, offset_account_id,
            CASE WHEN is_gain THEN 'unrealized_gain' ELSE 'unrealized_loss' END, -sum(amount)
        FROM said GROUP BY 1, 2, 3, is_gain
    )
    SELECT run_id AS run, 'adjustments' AS breach FROM said
    FULL JOIN adjusted USING (run_id, adjustment_date, control_account_id, offset_account_id, is_gain)
    WHERE coalesce(said.amount, 0) <> coalesce(adjusted.amount, 0)
    UNION
    SELECT id, 'set' FROM run WHERE counted_by IS DISTINCT FROM CASE WHEN NOT is_written_out THEN posting_id END
    UNION
    SELECT run_id, 'vouchers' FROM to_book
    FULL JOIN booked USING (run_id, posting_date, account_id, posting_type)
    WHERE coalesce(to_book.amount, 0) <> coalesce(booked.amount, 0)
    UNION
    SELECT run, breach FROM ({reporting}) AS reporting
    ORDER BY 1, 2
""".replace("{reporting}", _REPORTING)

runs_are_posted_whole = rows_said(
    _RUNS,
    {
        "adjustments": _("the adjustments of revaluation RV-%(run)s are not the sums of its lines"),
        "set": _("the lines of revaluation RV-%(run)s do not count by its posting"),
        "vouchers": _("the vouchers of revaluation RV-%(run)s are not the sums of its lines"),
        "reporting": _("the entries of revaluation RV-%(run)s in reporting currency alone are not what it made of it"),
    },
)

# The lines are covered by the digest of their set.
_COVERED = """
    SELECT string_agg(ROW(r.id, r.method, r.undoes_id, r.considered_date, r.rate_date, r.exchange_rate_type_id,
            r.posting_profile_id, r.currencies, r.customers, r.customer_groups, r.line_count, r.left_out_count)::text
            || coalesce(rate.rows, ''), chr(10) ORDER BY r.id)
    FROM revaluation_run r CROSS JOIN LATERAL (
        SELECT string_agg(ROW(k.currency_id, k.units_from, k.units_to, k.published)::text, ';' ORDER BY k.currency_id)
            AS rows
        FROM revaluation_runrate k WHERE k.run_id = r.id
    ) AS rate
    WHERE r.posting_id = posting.id
"""
_REPORTING_VALUES = """
    SELECT string_agg(ROW(v.run_id, v.control_account_id, v.currency_id, v.offset_account_id, v.is_gain, v.open_amount,
        v.stood_amount, v.new_amount)::text, chr(10) ORDER BY v.control_account_id, v.currency_id)
    FROM revaluation_run r JOIN revaluation_reportingvalue v ON v.run_id = r.id WHERE r.posting_id = posting.id
"""


def register_digests() -> None:
    """Let the digest of a posting cover the run that it posts."""
    digests.register("revaluations", _COVERED)
    digests.register("revaluations in reporting currency", _REPORTING_VALUES)
