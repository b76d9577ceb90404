"""Which days a recurring invoice falls on, and which of them have no invoice yet."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import rows

# The days until a day of the recurring invoices ``r`` of a company, from the first on. Months count from that of the
# start, never from the one before, so that the 31st comes back after February. Parameters: company, day.
_OCCURRENCES = """
    given AS (SELECT %s::bigint AS company, %s::date AS until), occurrence AS (
        SELECT r.id AS recurring_id, r.start_date, found.day
        FROM given
        JOIN customers_recurringinvoice r ON r.company_id = given.company
        CROSS JOIN LATERAL (
            SELECT CASE r.unit WHEN 'years' THEN 12 ELSE 1 END * r.every AS months,
                CASE r.unit WHEN 'weeks' THEN 7 ELSE 1 END * r.every AS days,
                coalesce(CASE r.unit WHEN 'months' THEN r.month_day END, extract(day FROM r.start_date)::int)
                    AS month_day,
                least(given.until, r.end_date) AS until
        ) AS pattern
        CROSS JOIN LATERAL (
            SELECT CASE WHEN r.unit IN ('days', 'weeks') THEN r.start_date + n * pattern.days
                ELSE least(month.first_day + pattern.month_day - 1, month.last_day) END AS day
            FROM generate_series(0, CASE WHEN r.unit IN ('days', 'weeks')
                THEN (pattern.until - r.start_date) / pattern.days
                ELSE ((extract(year FROM pattern.until) - extract(year FROM r.start_date)) * 12
                    + extract(month FROM pattern.until) - extract(month FROM r.start_date))::int / pattern.months
                END) AS n
            CROSS JOIN LATERAL (
                SELECT first.day::date AS first_day, (first.day + interval '1 month')::date - 1 AS last_day
                FROM (SELECT date_trunc('month', r.start_date::timestamp)
                    + make_interval(months => n * pattern.months) AS day) AS first
            ) AS month
        ) AS found
        WHERE NOT r.is_stopped AND found.day BETWEEN r.start_date AND pattern.until
    ), due AS (
        SELECT recurring_id, day FROM occurrence WHERE NOT EXISTS (
            SELECT 1 FROM customers_freetextinvoice f
            WHERE f.recurring_id = occurrence.recurring_id AND f.occurrence_date = occurrence.day)
    )
"""

_DUE = f"""
    WITH {_OCCURRENCES}
    SELECT recurring_id, day FROM due WHERE %s::bigint[] IS NULL OR recurring_id = ANY(%s::bigint[])
    ORDER BY day, recurring_id
"""  # noqa: S608 (written here)


def due_occurrences(
    *, company_id: int, until: date, recurring: Collection[int] | None = None
) -> list[tuple[int, date]]:
    """Give (recurring invoice, day) of what is due until a day and not generated, in order of day; of some, or all."""
    chosen = None if recurring is None else list(recurring)
    return rows(_DUE, [company_id, until, chosen, chosen])


_NEXT = f"""
    WITH {_OCCURRENCES}
    SELECT recurring_id, min(day) FROM due WHERE recurring_id = ANY(%s::bigint[]) GROUP BY recurring_id
"""  # noqa: S608 (written here)


def next_occurrences(*, company_id: int, until: date, recurring: Collection[int]) -> dict[int, date]:
    """Give the first day of each that has no invoice yet, among those until a day."""
    return dict(rows(_NEXT, [company_id, until, list(recurring)]))


# What is due with its net amount; what would go beyond its maximum is not to be generated and is left aside.
_TO_GENERATE = f"""
    {_OCCURRENCES}, priced AS (
        SELECT due.recurring_id, due.day, currency.code AS currency, r.maximum_amount,
            lines.amount + coalesce((SELECT sum(round(coalesce(charge.value, code.value)
                    * CASE WHEN code.is_percent THEN lines.amount / 100 ELSE 1 END, currency.decimals))
                FROM customers_recurringtemplatecharge charge
                JOIN customers_chargecode code ON code.id = charge.charge_code_id
                WHERE charge.template_id = r.template_id), 0) AS amount,
            coalesce((SELECT sum(f.net_amount) FROM customers_freetextinvoice f WHERE f.recurring_id = r.id), 0)
                AS made, customer.name AS customer_name
        FROM due
        JOIN customers_recurringinvoice r ON r.id = due.recurring_id
        JOIN customers_recurringtemplate template ON template.id = r.template_id
        JOIN customers_customer customer ON customer.id = r.customer_id
        JOIN ledger_currency currency ON currency.code = coalesce(template.currency_id, customer.currency_id)
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(round(l.quantity * l.unit_price, currency.decimals)), 0) AS amount
            FROM customers_recurringtemplateline l WHERE l.template_id = r.template_id
        ) AS lines
    ), to_generate AS (
        SELECT * FROM (
            SELECT priced.*, made + sum(amount) OVER (PARTITION BY recurring_id ORDER BY day) AS together FROM priced
        ) AS counted
        WHERE maximum_amount IS NULL OR together <= maximum_amount
    )
"""  # noqa: S608 (written here)
# The same per currency. Parameters: company, day.
DUE_LEFT = f"WITH {_TO_GENERATE} SELECT currency, count(*), sum(amount) FROM to_generate GROUP BY currency"  # noqa: S608 (written here)
_FIRST_TO_GENERATE = f"""
    WITH {_TO_GENERATE} SELECT recurring_id, customer_name, day, amount, currency FROM to_generate
    ORDER BY day, recurring_id LIMIT %s
"""  # noqa: S608 (written here)


def first_to_generate(*, company_id: int, until: date, at_most: int) -> list[tuple[int, str, date, Decimal, str]]:
    """Give (recurring invoice, customer, day, net amount, currency) of what is to be generated, in order of day."""
    return rows(_FIRST_TO_GENERATE, [company_id, until, at_most])


def generated_amounts(*, recurring: Collection[int]) -> dict[int, Decimal]:
    """Give what was generated by each so far, before tax."""
    return dict(rows(_GENERATED, [list(recurring)]))


_GENERATED = """
    SELECT recurring_id, sum(net_amount) FROM customers_freetextinvoice
    WHERE recurring_id = ANY(%s::bigint[]) GROUP BY recurring_id
"""
