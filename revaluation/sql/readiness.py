# ruff: noqa: S608 (statements are put together from constants of this app)
"""What the close asks of revaluation, as statements of (currency, count, amount), and the first rows behind each."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from revaluation.sql.computing import FOREIGN_OPEN

_NAMED = re.compile(r"%\((\w+)\)s")

# The posted runs of a day that nothing undid.
_RUNS = """
    SELECT r.* FROM revaluation_run r
    WHERE r.company_id = %(company)s AND r.posting_id IS NOT NULL AND r.undoes_id IS NULL
      AND r.considered_date = %(considered)s
      AND NOT EXISTS (SELECT 1 FROM revaluation_run u WHERE u.undoes_id = r.id AND u.posting_id IS NOT NULL)
"""
_ASKED = """(r.currencies = '[]' OR jsonb_exists(r.currencies, {row}.currency_id))
            AND (r.customers = '[]' OR r.customers @> to_jsonb({row}.customer_id))
            AND (r.customer_groups = '[]' OR r.customer_groups @> to_jsonb(c.group_id))"""
# What a run asked for, did not leave out, and of which nothing was undone since that stood before it.
_COVERS = (
    _ASKED
    + """
            AND NOT EXISTS (SELECT 1 FROM revaluation_leftout lo
                WHERE lo.run_id = r.id AND lo.transaction_id = {row}.transaction_id)
            AND NOT EXISTS (SELECT 1 FROM revaluation_run u
                JOIN revaluation_run before ON before.id = u.undoes_id
                JOIN customers_adjustmentline ul ON ul.adjustment_set_id = u.adjustment_set_id
                WHERE u.company_id = r.company_id AND u.posting_id > r.posting_id
                    AND before.posting_id < r.posting_id AND ul.transaction_id = {row}.transaction_id)"""
)
# What was open on the day in foreign currency and no run of that day covers.
NOT_REVALUED = """
    SELECT open.* FROM ({foreign_open}) AS open
    JOIN customers_customer c ON c.id = open.customer_id
    WHERE NOT EXISTS (SELECT 1 FROM ({runs}) AS r WHERE {covers})
      AND NOT EXISTS (SELECT 1 FROM customers_postingprofile p WHERE p.company_id = %(company)s
        AND p.summary_account_id = open.control_account_id AND NOT p.is_revalued)
""".format(foreign_open=FOREIGN_OPEN, runs=_RUNS, covers=_COVERS.format(row="open"))
# What runs of the day cover and none has seen: posted, or settled until the day, after they were computed. Reads
# the seals since the first of them.
POSTED_SINCE = """
    SELECT t.id AS transaction_id, t.currency_id, t.transaction_currency_amount AS open_amount
    FROM ledger_postingseal s
    CROSS JOIN LATERAL (
        SELECT own.id FROM customers_customertransaction own
        WHERE own.posting_id = s.posting_id AND own.transaction_date <= %(considered)s
        UNION
        SELECT side.id FROM customers_settlement z
        CROSS JOIN LATERAL (VALUES (z.debit_transaction_id), (z.credit_transaction_id)) AS side (id)
        WHERE z.posting_id = s.posting_id AND z.settlement_date <= %(considered)s
    ) AS touched
    JOIN customers_customertransaction t ON t.id = touched.id AND t.currency_id <> %(accounting)s
        AND t.transaction_date <= %(considered)s
    JOIN customers_customer c ON c.id = t.customer_id
    JOIN ({runs}) AS r ON {asked}
    WHERE s.company_id = %(company)s AND s.position > (SELECT min(seen_position) FROM ({runs}) AS first)
    GROUP BY t.id HAVING max(s.position) > max(r.seen_position)
""".format(runs=_RUNS, asked=_ASKED.format(row="t"))
_LAST = """(SELECT e.units_per_base FROM ledger_exchangerate e WHERE e.rate_type_id = kind.id
            AND e.currency_id = {currency} AND e.rate_date <= r.rate_date ORDER BY e.rate_date DESC LIMIT 1)"""
# Currencies whose rate on the day of a run is another one now than the run used, if no later run of the day covers what
# it covered.
RATES_CHANGED = """
    SELECT k.currency_id, r.id AS run_id, k.units_from, k.units_to
    FROM ({runs}) AS r
    JOIN revaluation_runrate k ON k.run_id = r.id
    JOIN ledger_exchangeratetype kind ON kind.id = r.exchange_rate_type_id
    WHERE (CASE k.currency_id WHEN kind.base_currency_id THEN 1 ELSE {own} END,
           CASE %(accounting)s WHEN kind.base_currency_id THEN 1 ELSE {books} END)
        IS DISTINCT FROM (k.units_from, k.units_to)
        AND (k.units_from IS NOT NULL OR {own} IS NOT NULL AND r.rate_date - (
            SELECT max(e.rate_date) FROM ledger_exchangerate e WHERE e.rate_type_id = kind.id
                AND e.currency_id = k.currency_id AND e.rate_date <= r.rate_date) <= %(limit)s)
        AND NOT EXISTS (
            SELECT 1 FROM ({runs}) AS newer
            WHERE newer.posting_id > r.posting_id
              AND (newer.currencies = '[]' OR jsonb_exists(newer.currencies, k.currency_id))
              AND newer.customers IN ('[]', r.customers) AND newer.customer_groups IN ('[]', r.customer_groups))
""".format(runs=_RUNS, own=_LAST.format(currency="k.currency_id"), books=_LAST.format(currency="%(accounting)s"))
# Currencies with something open on the day and no rate that may be used: of themselves, or of the books.
UNCOVERED = f"""
    SELECT open.currency_id, open.amount, missing.rate_date
    FROM (
        SELECT currency_id, sum(open_amount) AS amount FROM ({FOREIGN_OPEN}) AS transaction GROUP BY currency_id
    ) AS open
    JOIN ledger_company own ON own.id = %(company)s
    JOIN ledger_exchangeratetype kind ON kind.id = own.exchange_rate_type_id
    CROSS JOIN LATERAL (
        SELECT min(last.rate_date) AS rate_date
        FROM ledger_currency side
        LEFT JOIN LATERAL (
            SELECT e.rate_date FROM ledger_exchangerate e WHERE e.rate_type_id = kind.id
                AND e.currency_id = side.code AND e.rate_date <= %(considered)s ORDER BY e.rate_date DESC LIMIT 1
        ) AS last ON true
        WHERE side.code IN (open.currency_id, %(accounting)s) AND side.code <> kind.base_currency_id
          AND (last.rate_date IS NULL OR %(considered)s::date - last.rate_date > own.rate_age_limit_days
            OR side.end_date < %(considered)s)
        HAVING count(*) > 0
    ) AS missing
"""
_COUNT = "SELECT currency_id, count(*), sum(open_amount) FROM ({rows}) AS counted GROUP BY currency_id"
COUNTS = {
    "not_revalued": _COUNT.format(rows=NOT_REVALUED),
    "posted_since": _COUNT.format(rows=POSTED_SINCE),
    "rates_changed": (
        f"SELECT '', count(DISTINCT currency_id), NULL::numeric FROM ({RATES_CHANGED}) AS counted HAVING count(*) > 0"
    ),
    "uncovered": f"SELECT currency_id, 1, amount FROM ({UNCOVERED}) AS counted",
}


def positional(statement: str, values: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
    """Give a statement with named parameters as one with parameters in order."""
    return _NAMED.sub("%s", statement), [values[name] for name in _NAMED.findall(statement)]
