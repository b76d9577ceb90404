"""Lines to other member states that packing slips supplied in several months: no one tax row can list them."""

from collections.abc import Sequence

from arclose.ledger.sql.running import rows
from customers.models.sales_tax import LISTED_KINDS
from customers.sql.order_checks import LEFT_OF_DELIVERY, OF_SLIPS, TO_INVOICE, Basis
from customers.sql.taxing import CHARGEABLE, RULE

_RULE = RULE.format(tax_group="o.tax_group_id", item_tax_group="item.item_tax_group_id")
# Of orders whose tax group lists any supply, which most have not, the lines whose slips have tax points in several
# months: those that are taken, the oldest first. What credits an invoice is taxed as that, and looks at no slip. Reads
# lines by order and slips by line; locks nothing.
_SEVERAL = f"""
    SELECT o.id, 'supplied_in_several_months', string_agg(l.line_number || ': ' || taken.months, '; '
        ORDER BY l.line_number)
    FROM customers_salesorder o
    JOIN customers_salesorderline l ON l.order_id = o.id
    JOIN customers_item item ON item.id = l.item_id
    JOIN {_RULE}
    JOIN customers_taxcode code ON code.id = rule.tax_code_id AND code.kind = ANY(%(listed_kinds)s)
    CROSS JOIN LATERAL (SELECT {TO_INVOICE} AS quantity) AS part
    CROSS JOIN LATERAL (
        SELECT string_agg(month, ', ' ORDER BY month) AS months, count(*) AS count FROM (
            SELECT DISTINCT to_char(least(coalesce(%(posting_date)s::date, o.invoice_date),
                {CHARGEABLE.format(KIND="code.kind")}), 'YYYY-MM') AS month
            FROM (
                SELECT slip.day, slip.quantity, abs(sum(slip.quantity) OVER (ORDER BY slip.line_id)) AS until
                FROM (
                    SELECT d.document_date AS day, dl.id AS line_id, {LEFT_OF_DELIVERY} AS quantity
                    {OF_SLIPS} WHERE dl.order_line_id = l.id
                ) AS slip WHERE slip.quantity <> 0
            ) AS supplied
            WHERE supplied.until - abs(supplied.quantity) < abs(part.quantity)
        ) AS point
    ) AS taken
    WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s) AND o.credited_invoice_id IS NULL AND taken.count > 1
        AND o.tax_group_id IN (SELECT r.tax_group_id FROM customers_taxrule r
            JOIN customers_taxcode c ON c.id = r.tax_code_id AND c.kind = ANY(%(listed_kinds)s)
            WHERE c.company_id = %(company)s)
    GROUP BY o.id ORDER BY o.id
"""  # noqa: S608 (written in this program)


def supplied_in_several_months(*, company_id: int, orders: Sequence[int], basis: Basis) -> list[tuple[int, str, str]]:
    """Give (order, code, lines with their months) of orders with such lines, by what is invoiced of them."""
    listed = [str(kind) for kind in LISTED_KINDS]
    return rows(_SEVERAL, {"company": company_id, "orders": list(orders), "listed_kinds": listed, **basis.parameters()})
