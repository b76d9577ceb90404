"""The accounts that posting everything left to invoice up to a day would take over their limits.

    kept balances + heads of unfinished orders -> at most so much per account --+
    limits -----------------------------------> at least so much ---------------+--> the few that may exceed it
                                                lines of their orders, taxed ------> those that do, by how much

Nearly every customer has a limit and stays far below it, so their orders' lines are not read.
"""

from customers.sql.credit_limits import in_turn
from customers.sql.standing import ADJUSTED_SINCE

# ``at_most`` is what an account may come to, in accounting currency: what is open, and every order that adds to it with
# the highest of all tax rates, at the dearest rate of its days. Where lines of one order add and take, those that add
# count, found by the index of lines below zero; elsewhere its net amount is as much, however much is invoiced of it.
# Lines below zero are looked for in the stretches of keys in which an unfinished order lies: one that is left of old
# times would have all since then looked through.
# What stands on transactions in foreign currency is not looked for where kept sums never had any: other companies may
# have much of it. One more of its currency covers what is rounded. Limits are the lowest they are on any day; a rate
# that is missing makes everything of it a candidate.
_MAY_EXCEED = """
    limited AS MATERIALIZED (
        SELECT account.id, account.credit_group_id, account.credit_limit_currency_id AS currency_id,
            least(account.temporary_limit_amount, CASE WHEN account.credit_limit_expiry_date < given.until
                THEN 0 * account.credit_limit_amount ELSE account.credit_limit_amount END) AS limit_amount
        FROM given
        JOIN customers_customer account ON account.company_id = given.company
        LEFT JOIN customers_creditgroup shared ON shared.id = account.credit_group_id
        WHERE account.credit_limit_amount IS NOT NULL OR shared.credit_limit_amount IS NOT NULL
    ), unfinished AS NOT MATERIALIZED (
        SELECT * FROM customers_salesorder
        WHERE company_id = (SELECT company FROM given) AND status IN ('open', 'delivered')
            AND (invoice_date <= (SELECT until FROM given) OR (SELECT limit_type FROM given) IN ('packing_slip', 'all'))
    ), ordered AS MATERIALIZED (
        SELECT customer_id, currency_id, min(id) AS first_id, min(invoice_date) AS first_day,
            max(invoice_date) AS last_day,
            coalesce(sum(net_amount) FILTER (WHERE net_amount > 0), 0) + count(*) AS amount,
            array_agg(id) FILTER (WHERE credited_invoice_id IS NOT NULL) AS crediting
        FROM unfinished GROUP BY customer_id, currency_id
    ), first AS MATERIALIZED (
        SELECT min(first_id) AS id FROM ordered
    ), lines_at_most AS (
        SELECT o.customer_id, o.currency_id, sum(adding.amount - greatest(o.net_amount, 0)) AS amount
        FROM (
            SELECT DISTINCT below.order_id FROM unnest(ARRAY(SELECT DISTINCT id / 4096 FROM unfinished)) AS stretch
            JOIN customers_salesorderline below ON below.net_amount < 0
                AND below.order_id >= 4096 * stretch AND below.order_id < 4096 * (stretch + 1)
        ) AS mixed
        CROSS JOIN LATERAL (
            SELECT * FROM unfinished o WHERE o.id = mixed.order_id OFFSET 0
        ) AS o
        CROSS JOIN LATERAL (
            SELECT sum(l.net_amount) AS amount FROM customers_salesorderline l
            WHERE l.order_id = o.id AND l.net_amount > 0
        ) AS adding
        GROUP BY o.customer_id, o.currency_id
    ), charges_at_most AS (
        SELECT o.customer_id, o.currency_id, sum(greatest(c.value, 0) * CASE WHEN NOT c.is_percent THEN 1
            WHEN o.total_discount_percent = 100 THEN 'Infinity'
            ELSE adding.amount / (100 - o.total_discount_percent) END) AS amount
        FROM customers_ordercharge c
        JOIN unfinished o ON o.id = c.order_id
        CROSS JOIN LATERAL (
            SELECT greatest(o.net_amount, sum(l.net_amount), 0) AS amount FROM customers_salesorderline l
            WHERE c.is_percent AND l.order_id = o.id AND l.net_amount > 0
        ) AS adding
        WHERE c.value > 0 AND c.order_id >= (SELECT id FROM first)
        GROUP BY o.customer_id, o.currency_id
    ), published AS MATERIALIZED (
        SELECT named.currency_id, CASE WHEN named.currency_id = given.base THEN 1 ELSE rate.lowest END AS lowest,
            CASE WHEN named.currency_id = given.base THEN 1 ELSE rate.highest END AS highest
        FROM given
        CROSS JOIN (SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM ordered) AS days
        CROSS JOIN (
            SELECT currency_id FROM ordered UNION SELECT currency_id FROM limited UNION SELECT books FROM given
        ) AS named
        CROSS JOIN LATERAL (
            SELECT min(r.units_per_base) AS lowest, max(r.units_per_base) AS highest FROM ledger_exchangerate r
            WHERE r.rate_type_id = given.rate_type AND r.currency_id = named.currency_id
                AND r.rate_date <= days.last_day AND r.rate_date >= (
                    SELECT max(before.rate_date) FROM ledger_exchangerate before
                    WHERE before.rate_type_id = given.rate_type AND before.currency_id = named.currency_id
                        AND before.rate_date <= days.first_day)
        ) AS rate
    ), worth AS MATERIALIZED (
        SELECT one.currency_id,
            CASE WHEN one.currency_id = given.books THEN 1 ELSE own.lowest / one.highest END AS lowest,
            CASE WHEN one.currency_id = given.books THEN 1 ELSE own.highest / one.lowest END AS highest
        FROM given CROSS JOIN published one JOIN published own ON own.currency_id = given.books
    ), used_at_most AS (
        SELECT account_id, sum(amount) AS amount
        FROM (
            SELECT coalesce(c.invoice_account_id, c.id) AS account_id,
                part.amount * given.taxed * coalesce(worth.highest, 'Infinity') AS amount
            FROM given
            CROSS JOIN (
                SELECT customer_id, currency_id, amount FROM ordered
                UNION ALL SELECT * FROM lines_at_most UNION ALL SELECT * FROM charges_at_most
            ) AS part
            JOIN customers_customer c ON c.id = part.customer_id
            LEFT JOIN worth ON worth.currency_id = part.currency_id
            UNION ALL
            SELECT customer_id, accounting_currency_amount FROM customers_customerbalance
            WHERE company_id = (SELECT company FROM given) AND month IS NULL
            UNION ALL
            SELECT customer_id, standing_adjustment_amount FROM customers_opentransaction
            WHERE company_id = (SELECT company FROM given) AND standing_adjustment_amount <> 0
              AND NOT is_liability
            UNION ALL
            SELECT o.customer_id, l.new_amount - l.stood_amount FROM {adjusted_since}
            WHERE o.company_id = (SELECT company FROM given) AND o.currency_id <> (SELECT books FROM given)
              AND NOT o.is_liability
              AND EXISTS (SELECT 1 FROM customers_subledgerbalance kept
                WHERE kept.company_id = (SELECT company FROM given) AND kept.currency_id <> (SELECT books FROM given))
        ) AS part GROUP BY account_id
    ), at_most AS MATERIALIZED (
        SELECT limited.id, coalesce(used_at_most.amount, 0) AS amount,
            sum(coalesce(used_at_most.amount, 0)) OVER (PARTITION BY limited.credit_group_id) AS group_amount,
            shared.credit_limit_amount AS group_limit,
            limited.limit_amount * CASE WHEN limited.currency_id IS NULL THEN 1 ELSE coalesce(worth.lowest, 0) END
                AS limit_amount
        FROM limited
        LEFT JOIN used_at_most ON used_at_most.account_id = limited.id
        LEFT JOIN worth ON worth.currency_id = limited.currency_id
        LEFT JOIN customers_creditgroup shared ON shared.id = limited.credit_group_id
    ), candidate AS MATERIALIZED (
        SELECT c.id FROM customers_customer c JOIN at_most ON at_most.id = coalesce(c.invoice_account_id, c.id)
            AND (at_most.amount > at_most.limit_amount OR at_most.group_amount > at_most.group_limit)
        WHERE c.company_id = (SELECT company FROM given)
    ),""".replace("{adjusted_since}", ADJUSTED_SINCE)

# Accounts of which posting everything left to invoice up to a day would refuse an order, by the company's own type of
# limit: ``excess`` is the most that comes to above the limit, in accounting currency. Orders of customers whose account
# has no limit, nor a group that may have one, are left alone. Parameters: day, company.
_GIVEN = """
    given AS MATERIALIZED (
        SELECT company.id AS company, %s::date AS until, coalesce(decided.credit_limit_type, 'balance') AS limit_type,
            company.accounting_currency_id AS books, company.exchange_rate_type_id AS rate_type,
            rate_type.base_currency_id AS base, 1 + 0.01 * coalesce((SELECT max(rate.percent)
                FROM customers_taxrate rate WHERE rate.company_id = company.id), 0) AS taxed
        FROM ledger_company company
        JOIN ledger_exchangeratetype rate_type ON rate_type.id = company.exchange_rate_type_id
        LEFT JOIN customers_salesparameters decided ON decided.company_id = company.id
        WHERE company.id = %s
    ),"""
OVER_LIMIT = in_turn(
    given=_GIVEN + _MAY_EXCEED,
    company="(SELECT company FROM given)",
    which="""o.status IN ('open', 'delivered') AND o.invoice_date <= (SELECT until FROM given)
        AND (o.id = ANY(ARRAY(SELECT unnest(crediting) FROM ordered))
            OR o.customer_id = ANY(ARRAY(SELECT candidate.id FROM candidate)))
        AND NOT EXISTS (SELECT 1 FROM customers_credithold held
            WHERE held.order_id = o.id AND held.state IN ('waiting', 'released'))""",
    quantity="'all'",
    has_rules="false",
    limit_type="(SELECT replace(limit_type, 'none', 'balance') FROM given)",
    then="""
    SELECT id, number, name, max(excess) AS excess
    FROM (
        SELECT account.id, account.number, account.name, o.amount, CASE given.limit_type
            WHEN 'all' THEN greatest(used.owed + used.delivered + o.rest_until - o.limit_amount,
                shared.owed + shared.delivered + o.group_rest_until - account.shared_limit)
            WHEN 'packing_slip' THEN greatest(
                used.owed + used.delivered + sum(o.amount - o.delivered) OVER of_account - o.limit_amount,
                shared.owed + shared.delivered + sum(o.amount - o.delivered) OVER of_group - account.shared_limit)
            ELSE greatest(used.owed + sum(o.amount) OVER of_account - o.limit_amount,
                shared.owed + sum(o.amount) OVER of_group - account.shared_limit) END AS excess
        FROM in_turn o
        CROSS JOIN given
        JOIN account ON account.id = o.account_id
        JOIN used ON used.id = o.account_id
        LEFT JOIN shared ON shared.shared_id = o.shared_id
        WHERE o.is_asked AND (given.limit_type <> 'none' OR account.is_credit_limit_mandatory)
        WINDOW of_account AS (PARTITION BY o.account_id ORDER BY o.own_date, o.id),
            of_group AS (PARTITION BY o.shared_id ORDER BY o.own_date, o.id)
    ) AS exposed
    WHERE amount > 0 AND excess > 0
    GROUP BY id, number, name
    """,
)
