"""Orders to confirmations, picking lists and packing slips, and how much of each line went through a step."""

from collections.abc import Sequence

from arclose.ledger.numbering import Block
from arclose.ledger.sql.running import execute, rows
from customers.sql.order_steps import Step, of_either
from customers.sql.usable_rates import REPORTING_DECIMALS, REPORTING_RATES, ReportingRate, of_reporting_rates

# Where the cost of a line is posted: on two accounts of the item's group, on either of which lines may cancel out.
COST_ACCOUNTS = """JOIN customers_item i ON i.id = line.item_id JOIN customers_itemgroup g ON g.id = i.group_id
            CROSS JOIN LATERAL (VALUES (1, g.cost_of_goods_delivered_account_id), (2, g.units_delivered_account_id))
                AS entry (kind, account_id)"""

# What a line adds to its document.
_PRICED = """
    {STEP}, line AS MATERIALIZED (
        SELECT step.*,
            round(step.quantity * step.unit_price * (1 - step.line_discount_percent / 100), currency.decimals) AS net,
            CASE WHEN %(document_type)s = 'packing_slip' AND item_type = 'goods'
                THEN round(step.quantity * step.standard_cost_amount, %(decimals)s) ELSE 0 END AS cost
        FROM step JOIN ledger_currency currency ON currency.code = step.currency_id
        WHERE step.quantity <> 0
    )
"""

# Documents and their lines in one statement, so that the lines of orders are read once. A document has its cost posted
# where one of its lines has a cost and those of others do not cancel it, account by account. Its head is that of its
# first order: orders are collected where their heads agree but for who ordered and where to. Documents take their ids
# beforehand, so that their lines need not be joined to what was just written; one of several orders numbers its lines
# itself.
_INSERT_DOCUMENTS = of_either(
    """
    WITH {PRICED}, head AS (
        SELECT first_id, place, address, country, sum(net) AS net, sum(cost) AS cost,
            bool_or(cost > 0) <> bool_or(cost < 0) AS costs, bool_or(cost > 0) AND bool_or(cost < 0) AS is_mixed,
            min(order_id) AS order_id, min(order_id) = max(order_id) AS is_one_order,
            min(customer_id) = max(customer_id) AS is_one_customer,
            min(delivery_address) = max(delivery_address) AS is_one_address
        FROM line GROUP BY first_id, place, address, country
    ), uneven AS (
        SELECT DISTINCT first_id, place, address, country FROM (
            SELECT first_id, place, address, country FROM head JOIN line USING (first_id, place, address, country)
            {ACCOUNTS}
            WHERE head.is_mixed
            GROUP BY first_id, place, address, country, entry.kind, entry.account_id HAVING sum(line.cost) <> 0
        ) AS entry
    ), numbered AS (
        SELECT head.*, CASE WHEN is_one_customer THEN o.customer_id ELSE o.invoice_account_id END AS customer_id,
            CASE WHEN address <> '' THEN address WHEN is_one_address THEN o.delivery_address ELSE '' END
                AS delivery_address,
            o.currency_id, o.document_date,
            CASE WHEN country <> '' THEN country ELSE o.delivery_country END AS delivery_country,
            p.fiscal_year_id, row_number() OVER (
                PARTITION BY p.fiscal_year_id ORDER BY o.document_date, head.first_id, place, address, country
            ) - 1 AS turn
        FROM head JOIN asked o ON o.id = head.order_id
        LEFT JOIN ledger_fiscalperiod p ON p.company_id = o.company_id
            AND o.document_date BETWEEN p.start_date AND p.end_date
    ), document AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('customers_orderdocument', 'id')) AS id, placed.* FROM (
            SELECT numbered.*, block.series_id, block.prefix, block.digits, block.first + turn AS sequence_number
            FROM numbered
            LEFT JOIN unnest(%(block_series)s::bigint[], %(block_year)s::bigint[], %(block_first)s::bigint[],
                    %(block_prefix)s::text[], %(block_digits)s::int[])
                AS block (series_id, fiscal_year_id, first, prefix, digits)
                ON block.fiscal_year_id = numbered.fiscal_year_id
            ORDER BY document_date, first_id, place, address, country
        ) AS placed
    ), made AS (
        INSERT INTO customers_orderdocument (id, company_id, posting_id, document_type, order_id, customer_id,
            currency_id, series_id, fiscal_year_id, sequence_number, number, document_date, site_id, delivery_address,
            delivery_country, reason, net_amount, cost_amount, has_voucher)
        SELECT id, %(company)s, %(posting)s, %(document_type)s, CASE WHEN is_one_order THEN order_id END, customer_id,
            currency_id, series_id, fiscal_year_id, sequence_number,
            prefix || lpad(abs(sequence_number)::text, greatest(digits, length(abs(sequence_number)::text)), '0'),
            document_date, nullif(place, 0), delivery_address, delivery_country, '', net, cost,
            %(posts_cost)s AND (costs OR (first_id, place, address, country) IN (SELECT * FROM uneven))
        FROM document
    )
    INSERT INTO customers_orderdocumentline (company_id, document_id, line_number, order_line_id, item_id, description,
        quantity, unit_price, line_discount_percent, net_amount, cost_amount, reporting_cost_amount)
    SELECT %(company)s, document.id, CASE WHEN document.is_one_order THEN line.line_number
            ELSE row_number() OVER (PARTITION BY document.id ORDER BY line.order_id, line.line_number) END,
        line.order_line_id, line.item_id, line.description, line.quantity, line.unit_price, line.line_discount_percent,
        line.net, line.cost, round(line.cost * reporting.units_to / reporting.units_from, {REPORTING_DECIMALS})
    FROM line JOIN document USING (first_id, place, address, country)
    LEFT JOIN {REPORTING_RATES} ON reporting.day = document.document_date
    ORDER BY document.id, line.order_id, line.line_number
""".replace("{PRICED}", _PRICED)
    .replace("{ACCOUNTS}", COST_ACCOUNTS)
    .replace("{REPORTING_RATES}", REPORTING_RATES)
    .replace("{REPORTING_DECIMALS}", REPORTING_DECIMALS)
)

# How many documents orders make that share some, per fiscal year.
_COUNT = of_either("""
    WITH {STEP}
    SELECT y.id, y.name, count(DISTINCT (step.first_id, step.place, step.address, step.country))
    FROM step
    JOIN ledger_fiscalperiod p ON p.company_id = %(company)s
        AND step.document_date BETWEEN p.start_date AND p.end_date
    JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id
    WHERE step.quantity <> 0 GROUP BY y.id, y.name
""")


def documents_per_year(step: Step) -> dict[tuple[int, str], int]:
    """Give how many documents a step makes per fiscal year (id, name)."""
    return {(year_id, name): count for year_id, name, count in rows(_COUNT[step.of_stock], step.parameters())}


def insert_order_documents(
    step: Step,
    *,
    posting_id: int,
    decimals: int,
    posts_cost: bool,
    blocks: Sequence[Block],
    reporting: Sequence[ReportingRate] = (),
) -> int:
    """Write the documents of a step with their lines and return the number of lines.

    ``reporting`` are the rates of their days into the reporting currency, for the cost that is posted.
    """
    parameters = step.parameters() | {
        **of_reporting_rates(reporting if posts_cost else ()),
        "posting": posting_id,
        "decimals": decimals,
        "posts_cost": posts_cost,
        "block_series": [block.series_id for block in blocks],
        "block_year": [block.fiscal_year_id for block in blocks],
        "block_first": [block.first for block in blocks],
        "block_prefix": [block.prefix for block in blocks],
        "block_digits": [block.digits for block in blocks],
    }
    return execute(_INSERT_DOCUMENTS[step.of_stock], parameters)


# Lines of orders are updated in place: none of the columns is indexed. A packing slip uses up what was asked for now,
# and what takes one back leaves it.
_ADVANCE_LINES = """
    UPDATE customers_salesorderline l SET
        confirmed_quantity = l.confirmed_quantity + step.confirmed,
        picked_quantity = l.picked_quantity + step.picked,
        delivered_quantity = l.delivered_quantity + step.delivered,
        deliver_now_quantity = CASE WHEN step.delivered * l.quantity > 0 THEN 0 ELSE l.deliver_now_quantity END
    FROM (
        SELECT dl.order_line_id,
            sum(dl.quantity) FILTER (WHERE d.document_type = 'confirmation') AS confirmed,
            sum(dl.quantity) FILTER (WHERE d.document_type = 'picking_list') AS picked,
            sum(dl.quantity) FILTER (WHERE d.document_type = 'packing_slip') AS delivered
        FROM customers_orderdocument d JOIN customers_orderdocumentline dl ON dl.document_id = d.id
        WHERE d.posting_id = %(posting)s GROUP BY dl.order_line_id
    ) AS made
    CROSS JOIN LATERAL (SELECT coalesce(made.confirmed, 0) AS confirmed, coalesce(made.picked, 0) AS picked,
        coalesce(made.delivered, 0) AS delivered) AS step
    WHERE l.id = made.order_line_id
"""


def advance_lines(*, posting_id: int) -> int:
    """Add what the documents of a posting did to their order lines and return how many."""
    return execute(_ADVANCE_LINES, {"posting": posting_id})
