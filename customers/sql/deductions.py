"""What is left of prepayment invoices, and what of it an invoice deducts.

A line about a prepayment names its invoice, in its own lines, in those that deduct it and in those of what takes any
of them back. What is left is their sum: nothing else is kept of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.sql.running import rows


@dataclass(frozen=True)
class PrepaidLeft:
    """What is left to deduct of a prepayment invoice, by how it was taxed; net and tax in its currency.

    ``accounting`` is what is left of it on the account for prepayments, in accounting currency.
    """

    prepayment_id: int
    order_id: int
    number: str
    invoice_date: date
    tax_code_id: int
    percent: Decimal
    item_type: str
    account_id: int
    decimals: int
    net: Decimal
    tax: Decimal
    accounting: Decimal

    @property
    def total(self) -> Decimal:
        """Net and tax."""
        return self.net + self.tax


# One row per prepayment invoice and how it was taxed: its own lines, less what was deducted and credited. Reads
# invoices by order, and lines by prepayment.
_LEFT = """
    SELECT p.id, p.order_id, p.number, p.invoice_date, l.tax_code_id, l.tax_percent, l.item_type, l.revenue_account_id,
        currency.decimals, sum(l.net_amount), sum(l.tax_amount), sum(l.prepaid_accounting_amount)
    FROM customers_invoice p
    JOIN ledger_currency currency ON currency.code = p.currency_id
    JOIN customers_invoiceline l ON l.prepayment_id = p.id
    WHERE p.company_id = %s AND p.order_id = ANY(%s) AND p.origin = 'prepayment' AND p.credited_invoice_id IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    HAVING sum(l.net_amount) <> 0 OR sum(l.tax_amount) <> 0 OR sum(l.prepaid_accounting_amount) <> 0
    ORDER BY 1, 5, 6, 7
"""


def prepaid_left(*, company_id: int, orders: Sequence[int]) -> list[PrepaidLeft]:
    """Give what is left to deduct of the prepayment invoices of orders, the oldest first."""
    return [PrepaidLeft(*row) for row in rows(_LEFT, [company_id, list(orders)])]


# What is left, as a table of a statement. ``waiting`` is what is left to invoice of the order where a deduction is to
# be in proportion to it, else nothing; ``slack`` is what rounding may take off that.
PREPAID = """unnest(%(prepaid_place)s::int[], %(prepaid_id)s::bigint[], %(prepaid_order)s::bigint[],
            %(prepaid_code)s::bigint[], %(prepaid_percent)s::numeric[], %(prepaid_item_type)s::text[],
            %(prepaid_account)s::bigint[], %(prepaid_net)s::numeric[], %(prepaid_tax)s::numeric[],
            %(prepaid_accounting)s::numeric[], %(prepaid_decimals)s::int[], %(prepaid_text)s::text[],
            %(prepaid_waiting)s::numeric[], %(prepaid_slack)s::numeric[])
        AS prepaid (place, prepayment_id, order_id, tax_code_id, percent, item_type, account_id, net, tax, accounting,
            decimals, description, waiting, slack)"""


def prepaid_parameters(
    left: Sequence[PrepaidLeft],
    *,
    texts: Mapping[int, str],
    waiting: Mapping[int, tuple[Decimal, Decimal]] | None = None,
) -> dict[str, Any]:
    """Give the parameters of that table: ``texts`` by prepayment, ``waiting`` with its slack by order."""
    nothing = (Decimal(0), Decimal(0))
    of_orders = [(waiting or {}).get(one.order_id, nothing) for one in left]
    return {
        "prepaid_place": list(range(1, len(left) + 1)),
        "prepaid_id": [one.prepayment_id for one in left],
        "prepaid_order": [one.order_id for one in left],
        "prepaid_code": [one.tax_code_id for one in left],
        "prepaid_percent": [one.percent for one in left],
        "prepaid_item_type": [one.item_type for one in left],
        "prepaid_account": [one.account_id for one in left],
        "prepaid_net": [one.net for one in left],
        "prepaid_tax": [one.tax for one in left],
        "prepaid_accounting": [one.accounting for one in left],
        "prepaid_decimals": [one.decimals for one in left],
        "prepaid_text": [texts[one.prepayment_id] for one in left],
        "prepaid_waiting": [value for value, _slack in of_orders],
        "prepaid_slack": [slack for _value, slack in of_orders],
    }


# The lines that a source priced and taxed (``taxed_line``), and behind those of each order what is deducted from them.
# Of what is left of an order's prepayments its documents take, one after the other, what they come to with tax, or
# the share that they are of what is left to invoice; never more than they come to. Whatever share of them is taken so
# far is taken of each row, net and tax alike and rounded, and the largest row takes what rounding leaves. So the last
# document takes exactly what is left.
DEDUCTED = """
    worth AS (
        SELECT document, order_id, sum(net + tax) AS amount, max(line_number) AS last_line,
            max(tax_row_number) AS last_row
        FROM taxed_line GROUP BY document, order_id
    ), reached AS (
        SELECT *, sum(greatest(amount, 0)) OVER (PARTITION BY order_id ORDER BY document) AS until,
            max(last_row) OVER (PARTITION BY document) AS last_row_of_document
        FROM worth
    ), prepaid AS (
        SELECT *, sum(net + tax) OVER (PARTITION BY order_id) AS total FROM {PREPAID}
    ), taken AS (
        SELECT reached.document, reached.last_line, reached.last_row_of_document, share.part, prepaid.*,
            round(prepaid.net * share.part, decimals) AS net_rounded, round(prepaid.tax * share.part, decimals)
                AS tax_until, round(prepaid.accounting * share.part, %(accounting_decimals)s) AS accounting_until,
            row_number() OVER (PARTITION BY reached.document, prepaid.order_id
                ORDER BY abs(prepaid.net) DESC, prepaid.place) AS turn
        FROM reached
        JOIN prepaid ON prepaid.order_id = reached.order_id AND prepaid.total > 0
        CROSS JOIN LATERAL (
            SELECT CASE WHEN reached.until >= greatest(prepaid.total, prepaid.waiting - prepaid.slack) THEN 1
                ELSE reached.until / greatest(prepaid.total, prepaid.waiting) END AS part
        ) AS share
    ), so_far AS (
        SELECT *, net_rounded + CASE turn WHEN 1 THEN round(total * part, decimals)
            - sum(net_rounded + tax_until) OVER (PARTITION BY document, order_id) ELSE 0 END AS net_until
        FROM taken
    ), deduction AS (
        SELECT *, net_until - coalesce(lag(net_until) OVER of_row, 0) AS net_now,
            tax_until - coalesce(lag(tax_until) OVER of_row, 0) AS tax_now,
            accounting_until - coalesce(lag(accounting_until) OVER of_row, 0) AS accounting_now
        FROM so_far
        WINDOW of_row AS (PARTITION BY place ORDER BY document)
    ), line AS MATERIALIZED (
        SELECT document, order_id, order_line_id, line_number, item_id, order_charge_id, item_type, description,
            quantity, unit_price, line_discount_percent, tax_code_id, percent, revenue_account_id,
            line_discount_account_id, total_discount_account_id, cost, tax_row_number, gross, reduced, net, tax,
            NULL::bigint AS prepayment_id, 0::numeric AS prepaid_accounting_amount
        FROM taxed_line
        UNION ALL
        SELECT document, order_id, NULL, last_line + row_number() OVER (PARTITION BY document, order_id ORDER BY place),
            NULL, NULL, item_type, description, CASE WHEN net_now < 0 THEN 1 ELSE -1 END, abs(net_now), 0, tax_code_id,
            percent, account_id, NULL, NULL, 0,
            last_row_of_document + row_number() OVER (PARTITION BY document ORDER BY order_id, place),
            -net_now, -net_now, -net_now, -tax_now, prepayment_id, -accounting_now
        FROM deduction WHERE net_now <> 0 OR tax_now <> 0 OR accounting_now <> 0
    )
""".replace("{PREPAID}", PREPAID)
