"""Corrections of packing slips: what is left to take back, and the opposite of a slip."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.numbering import Block
from arclose.ledger.sql.running import execute, rows
from customers.sql.order_documents import COST_ACCOUNTS
from customers.sql.usable_rates import REPORTING_DECIMALS

# What a correction may still take back of a packing slip: what other corrections and invoices left of its lines.
_CORRECTABLE = """
    SELECT dl.id, dl.line_number, dl.order_line_id, dl.quantity
        + coalesce((SELECT sum(c.quantity) FROM customers_orderdocument cd
            JOIN customers_orderdocumentline c ON c.document_id = cd.id
            WHERE cd.corrects_id = dl.document_id AND c.order_line_id = dl.order_line_id), 0)
        - coalesce((SELECT sum(i.quantity) FROM customers_invoiceddelivery i WHERE i.slip_line_id = dl.id), 0)
    FROM customers_orderdocumentline dl WHERE dl.document_id = %(document)s ORDER BY dl.line_number
"""


@dataclass(frozen=True)
class Correctable:
    """How much of a packing slip's line is neither corrected nor invoiced."""

    slip_line_id: int
    line_number: int
    order_line_id: int
    quantity: Decimal


def correctable(*, document_id: int) -> list[Correctable]:
    """Give what is left to correct of each line of a packing slip."""
    return [Correctable(*row) for row in rows(_CORRECTABLE, {"document": document_id})]


# The opposite of a packing slip, line by line in the quantities asked; of the cost that corrections and invoices left
# they take their share, and the last unit the rest.
_INSERT_CORRECTION = """
    WITH part AS (
        SELECT dl.*, asked.quantity AS taken_back, currency.decimals AS currency_decimals,
            dl.quantity + coalesce(before.quantity, 0) - coalesce(invoiced.quantity, 0) AS standing,
            dl.cost_amount + coalesce(before.cost, 0) - coalesce(invoiced.cost, 0) AS cost_left,
            dl.reporting_cost_amount + coalesce(before.reporting_cost, 0) - coalesce(invoiced.reporting_cost, 0)
                AS reporting_cost_left
        FROM unnest(%(lines)s::bigint[], %(quantities)s::numeric[]) AS asked (id, quantity)
        JOIN customers_orderdocumentline dl ON dl.id = asked.id
        JOIN customers_orderdocument d ON d.id = dl.document_id
        JOIN ledger_currency currency ON currency.code = d.currency_id
        LEFT JOIN LATERAL (
            SELECT sum(c.quantity) AS quantity, sum(c.cost_amount) AS cost,
                sum(c.reporting_cost_amount) AS reporting_cost
            FROM customers_orderdocument cd
            JOIN customers_orderdocumentline c ON c.document_id = cd.id
            WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id
        ) AS before ON true
        LEFT JOIN LATERAL (
            SELECT sum(t.quantity) AS quantity, sum(t.cost_amount) AS cost,
                sum(t.reporting_cost_amount) AS reporting_cost
            FROM customers_invoiceddelivery t WHERE t.slip_line_id = dl.id
        ) AS invoiced ON true
    ), line AS (
        SELECT *, -round(net_amount * taken_back / quantity, currency_decimals) AS net,
            -round(cost_left * taken_back / standing, %(decimals)s) AS cost,
            -round(reporting_cost_left * taken_back / standing, {REPORTING_DECIMALS}) AS reporting_cost
        FROM part
    ), made AS (
        INSERT INTO customers_orderdocument (company_id, posting_id, document_type, order_id, customer_id, currency_id,
            series_id, fiscal_year_id, sequence_number, number, document_date, site_id, delivery_address,
            delivery_country, corrects_id, reason, net_amount, cost_amount, has_voucher)
        SELECT d.company_id, %(posting)s, d.document_type, d.order_id, d.customer_id, d.currency_id, %(series)s,
            %(fiscal_year)s, %(first)s,
            %(prefix)s || lpad(abs(%(first)s)::text, greatest(%(digits)s, length(abs(%(first)s)::text)), '0'),
            %(day)s, d.site_id, d.delivery_address, d.delivery_country, d.id, %(reason)s,
            (SELECT sum(net) FROM line), (SELECT sum(cost) FROM line),
            d.has_voucher AND EXISTS (SELECT 1 FROM line {ACCOUNTS}
                GROUP BY entry.kind, entry.account_id HAVING sum(line.cost) <> 0 OR sum(line.reporting_cost) <> 0)
        FROM customers_orderdocument d WHERE d.id = %(document)s
        RETURNING id
    )
    INSERT INTO customers_orderdocumentline (company_id, document_id, line_number, order_line_id, item_id, description,
        quantity, unit_price, line_discount_percent, net_amount, cost_amount, reporting_cost_amount)
    SELECT line.company_id, made.id, line.line_number, line.order_line_id, line.item_id, line.description,
        -line.taken_back, line.unit_price, line.line_discount_percent, line.net, line.cost, line.reporting_cost
    FROM line CROSS JOIN made ORDER BY line.line_number
""".replace("{ACCOUNTS}", COST_ACCOUNTS).replace("{REPORTING_DECIMALS}", REPORTING_DECIMALS)


def insert_correction(
    *,
    posting_id: int,
    document_id: int,
    quantities: dict[int, Decimal],
    day: date,
    reason: str,
    decimals: int,
    block: Block,
) -> int:
    """Write the opposite of a packing slip in the quantities asked per slip line; return the number of lines."""
    return execute(
        _INSERT_CORRECTION,
        {
            "posting": posting_id,
            "document": document_id,
            "lines": list(quantities),
            "quantities": list(quantities.values()),
            "day": day,
            "reason": reason,
            "decimals": decimals,
            "series": block.series_id,
            "fiscal_year": block.fiscal_year_id,
            "first": block.first,
            "prefix": block.prefix,
            "digits": block.digits,
        },
    )
