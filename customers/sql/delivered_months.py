"""Lines to other member states that packing slips supplied in several months."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from arclose.ledger.sql.running import rows
from customers.models.sales_tax import LISTED_KINDS
from customers.sql.order_checks import LEFT_OF_DELIVERY, OF_SLIPS, TO_INVOICE, Basis
from customers.sql.taxing import CHARGEABLE, RULE

_RULE = RULE.format(tax_group="o.tax_group_id", item_tax_group="item.item_tax_group_id")
# Of orders whose tax group lists any supply, which most have not, the lines whose slips have tax points in several
# months: those that are taken, the oldest first. What credits an invoice is taxed as that, and looks at no slip. Reads
# lines by order and slips by line; locks nothing.
_SEVERAL = f"""
    SELECT o.id, code.registration_id, l.line_number, taken.months
    FROM customers_salesorder o
    JOIN customers_salesorderline l ON l.order_id = o.id
    JOIN customers_item item ON item.id = l.item_id
    JOIN {_RULE}
    JOIN customers_taxcode code ON code.id = rule.tax_code_id AND code.kind = ANY(%(listed_kinds)s)
    CROSS JOIN LATERAL (SELECT {TO_INVOICE} AS quantity) AS part
    CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT date_trunc('month', least(coalesce(%(posting_date)s::date, o.invoice_date),
            {CHARGEABLE.format(KIND="code.kind")}))::date) AS months
        FROM (
            SELECT slip.day, slip.quantity, abs(sum(slip.quantity) OVER (ORDER BY slip.line_id)) AS until
            FROM (
                SELECT d.document_date AS day, dl.id AS line_id, {LEFT_OF_DELIVERY} AS quantity
                {OF_SLIPS} WHERE dl.order_line_id = l.id
            ) AS slip WHERE slip.quantity <> 0
        ) AS supplied
        WHERE supplied.until - abs(supplied.quantity) < abs(part.quantity)
    ) AS taken
    WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s) AND o.credited_invoice_id IS NULL
        AND cardinality(taken.months) > 1
        AND o.tax_group_id IN (SELECT r.tax_group_id FROM customers_taxrule r
            JOIN customers_taxcode c ON c.id = r.tax_code_id AND c.kind = ANY(%(listed_kinds)s)
            WHERE c.company_id = %(company)s)
    ORDER BY o.id, l.line_number
"""  # noqa: S608 (written in this program)


class SuppliedLine(NamedTuple):
    """A line that slips supplied in several months: their first days, and the registration of its tax code."""

    order: int
    registration: int | None
    line_number: int
    months: list[date]


def supplied_in_several_months(*, company_id: int, orders: Sequence[int], basis: Basis) -> list[SuppliedLine]:
    """Give such lines of orders, by what is invoiced of them."""
    listed = [str(kind) for kind in LISTED_KINDS]
    asked = {"company": company_id, "orders": list(orders), "listed_kinds": listed, **basis.parameters()}
    return [SuppliedLine(*row) for row in rows(_SEVERAL, asked)]
