"""How orders go through a step: what is left of each line, what it would make, and what speaks against it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import rows
from customers.sql.arrangement import Arrangement
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT
from customers.sql.deferred_revenue import DEFERRAL_REFUSALS, Deferral, deferral_parameters
from customers.sql.orders_advanced import DELIVERY_DATE
from customers.sql.reasons import REASONS

# What is left of each line for a step, on the day the document gets: a confirmation that of the order, the others
# that of delivery; and which document takes it: that of its order, or of the first order that this one is collected
# with, and of these a packing slip per site, address and country. Services are not picked. What was picked and is not
# delivered is never below nothing. Reads lines by order.
_ASKED = f"""
    asked AS (
        SELECT o.*, coalesce(collected.first_id, o.id) AS first_id,
            coalesce(c.invoice_account_id, c.id) AS invoice_account_id, c.number AS customer_number,
            c.is_blocked OR coalesce(account.is_blocked, false) AS is_customer_blocked,
            CASE %(document_type)s WHEN 'confirmation' THEN coalesce(%(posting_date)s::date, o.order_date)
                ELSE {DELIVERY_DATE} END AS document_date
        FROM customers_salesorder o
        JOIN customers_customer c ON c.id = o.customer_id
        LEFT JOIN customers_customer account ON account.id = c.invoice_account_id
        LEFT JOIN unnest(%(collected)s::bigint[], %(collected_with)s::bigint[]) AS collected (order_id, first_id)
            ON collected.order_id = o.id
        WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    )
"""  # noqa: S608 (a part of ours)
_WANTED = f"""
    {_ASKED}, wanted AS (
        SELECT o.id AS order_id, o.first_id, o.customer_id, o.delivery_address, l.id AS order_line_id, l.line_number,
            l.item_id, l.description, l.unit_price, l.line_discount_percent, i.number AS item, i.is_blocked,
            i.item_type, i.on_hand_quantity, i.standard_cost_amount, i.group_id, i.item_tax_group_id, o.tax_group_id,
            o.document_date, o.currency_id,
            CASE WHEN %(document_type)s = 'packing_slip' THEN coalesce(l.site_id, 0) ELSE 0 END AS place,
            CASE WHEN %(document_type)s <> 'packing_slip' THEN ''
                WHEN l.delivery_address <> '' THEN l.delivery_address ELSE o.delivery_address END AS address,
            CASE WHEN %(document_type)s <> 'packing_slip' THEN ''
                WHEN l.delivery_country <> '' THEN l.delivery_country ELSE o.delivery_country END AS country,
            part.remainder,
            CASE WHEN %(quantity)s = 'deliver_now' THEN l.deliver_now_quantity
                WHEN %(quantity)s = 'picked' OR %(quantity)s = 'not_stocked' AND i.item_type = 'goods'
                    THEN part.picked
                ELSE part.remainder END AS asked_quantity
        FROM asked o
        JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        CROSS JOIN LATERAL (
            SELECT l.quantity - CASE %(document_type)s WHEN 'confirmation' THEN l.confirmed_quantity
                    WHEN 'picking_list' THEN l.picked_quantity ELSE l.delivered_quantity END AS remainder,
                CASE WHEN abs(l.picked_quantity) > abs(l.delivered_quantity)
                    THEN l.picked_quantity - l.delivered_quantity ELSE 0 END AS picked
        ) AS part
        WHERE %(document_type)s <> 'picking_list' OR i.item_type = 'goods'
    )
"""  # noqa: S608 (a part of ours)
_STEP = f"{_WANTED}, step AS (SELECT *, asked_quantity AS quantity FROM wanted)"  # noqa: S608 (a part of ours)
# Goods no further than they are on hand, lines of an item one after the other in order of date. What others picked and
# did not deliver is not there to be picked. Items are locked. Reads the lines of open orders where goods are picked.
_STEP_OF_STOCK = f"""
    {_WANTED}, there AS (
        SELECT w.item_id, w.on_hand_quantity - coalesce(picked.quantity, 0) AS quantity
        FROM (SELECT DISTINCT item_id, on_hand_quantity FROM wanted WHERE item_type = 'goods') AS w
        LEFT JOIN (
            SELECT l.item_id, sum(l.picked_quantity - l.delivered_quantity) AS quantity
            FROM customers_salesorder o JOIN customers_salesorderline l ON l.order_id = o.id
            WHERE %(document_type)s = 'picking_list' AND o.company_id = %(company)s
                AND o.status IN ('open', 'delivered') AND l.picked_quantity > l.delivered_quantity
            GROUP BY l.item_id
        ) AS picked ON picked.item_id = w.item_id
    ), step AS (
        SELECT w.*, CASE WHEN there.item_id IS NULL OR w.asked_quantity <= 0 THEN w.asked_quantity
            ELSE greatest(0, least(w.asked_quantity, there.quantity - coalesce(sum(greatest(w.asked_quantity, 0)) OVER (
                PARTITION BY w.item_id ORDER BY w.document_date, w.order_id, w.line_number
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) END AS quantity
        FROM wanted w LEFT JOIN there ON there.item_id = w.item_id
    )
"""  # noqa: S608 (a part of ours)


@dataclass(frozen=True)
class Step:
    """What is asked of a set of orders: which document, of how much, and which orders share one.

    ``of_stock``: no more than is on hand. ``posting_date``: the day of the documents; None: that of each order.
    """

    company_id: int
    document_type: str
    arrangement: Arrangement
    quantity: str
    of_stock: bool = False
    posting_date: date | None = None

    @property
    def orders(self) -> Sequence[int]:
        """The orders that are asked for."""
        return self.arrangement.orders

    def parameters(self) -> dict[str, object]:
        """Give the parameters that every statement of a step takes."""
        return {
            **self.arrangement.parameters(),
            "company": self.company_id,
            "document_type": self.document_type,
            "quantity": self.quantity,
            "posting_date": self.posting_date,
        }


_DATES = f"WITH {_ASKED} SELECT min(document_date), max(document_date) FROM asked"  # noqa: S608 (a part of ours)


def document_dates(step: Step) -> tuple[date, date] | None:
    """Give the first and the last day that documents of a step would have."""
    first, last = rows(_DATES, step.parameters())[0]
    return (first, last) if first else None


_CURRENCIES = f"WITH {_ASKED} SELECT DISTINCT currency_id, document_date FROM asked"  # noqa: S608 (a part of ours)


def document_currencies(step: Step) -> set[tuple[str, date]]:
    """Give currency and day of the documents that a step would have."""
    return {(currency, day) for currency, day in rows(_CURRENCIES, step.parameters())}


# What lines of a ``step`` post to, on which accounts of their item groups, is refused where one of these is no account
# for it, or the reporting currency has no rate. What takes back what was posted asks neither.
_POSTED_REFUSALS = f"""UNION ALL SELECT posted.order_id, 9, 'rate_missing',
            company.reporting_currency_id || ' ' || posted.document_date FROM posted
        JOIN ledger_company company ON company.id = %(company)s
        WHERE posted.document_date = ANY(%(unreported_days)s::date[])
    UNION ALL SELECT posted.order_id, 11, CASE WHEN a.is_blocked THEN 'account_blocked' ELSE 'control_account' END,
        a.number FROM posted JOIN ledger_ledgeraccount a ON a.id = posted.account_id
        WHERE a.is_blocked OR {IS_CONTROL_ACCOUNT}
"""  # noqa: S608 (a part of ours)

# Per order how many documents it gets, whether something is asked or left of it, in which fiscal year, and the
# reasons why it gets none, the weightiest first. What is noted for now or picked may be nothing while something is
# left.
_LOOK = f"""
    WITH {_STEP}, posted AS (
        SELECT DISTINCT step.order_id, step.document_date, used.account_id FROM step
        JOIN customers_itemgroup g ON g.id = step.group_id
        CROSS JOIN LATERAL (VALUES (g.cost_of_goods_delivered_account_id), (g.units_delivered_account_id))
            AS used (account_id)
        WHERE %(posts_cost)s AND step.item_type = 'goods' AND step.quantity * step.standard_cost_amount <> 0
        UNION SELECT step.order_id, step.document_date, used.account_id FROM step
        JOIN customers_itemgroup g ON g.id = step.group_id
        CROSS JOIN LATERAL (VALUES (g.deferred_revenue_offset_account_id), (g.deferred_revenue_account_id),
            (g.deferred_sales_tax_account_id)) AS used (account_id)
        WHERE %(defers_revenue)s AND step.quantity * step.unit_price <> 0
    ), refusal (order_id, rank, code, detail) AS (
        SELECT o.id, 1, 'canceled', '' FROM asked o WHERE o.status = 'canceled'
        UNION ALL SELECT o.id, 2, 'only_credited', '' FROM asked o WHERE o.order_type = 'returned'
        UNION ALL SELECT o.id, 2, 'on_hold', concat_ws(': ', code.code, nullif(h.note, '')) FROM asked o
            JOIN customers_orderhold h ON h.order_id = o.id AND h.cleared_at IS NULL
            JOIN customers_holdcode code ON code.id = h.code_id WHERE %(document_type)s <> 'confirmation'
        UNION ALL SELECT o.id, 3, 'no_lines', '' FROM asked o
            WHERE NOT EXISTS (SELECT 1 FROM customers_salesorderline l WHERE l.order_id = o.id)
        UNION ALL SELECT order_id, 3, CASE %(quantity)s WHEN 'deliver_now' THEN 'nothing_now' ELSE 'nothing_picked' END,
            '' FROM step GROUP BY order_id HAVING bool_and(quantity = 0) AND bool_or(remainder <> 0)
        UNION ALL SELECT o.id, 4, CASE WHEN %(posting_date)s::date IS NOT NULL THEN 'posting_date_not_open'
                WHEN %(document_type)s = 'confirmation' THEN 'order_date_not_open'
                ELSE 'delivery_date_not_open' END, o.document_date::text FROM asked o
            WHERE NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.id = ANY(%(open_periods)s)
                AND o.document_date BETWEEN p.start_date AND p.end_date)
        UNION ALL SELECT o.id, 5, 'customer_blocked', o.customer_number FROM asked o WHERE o.is_customer_blocked
        UNION ALL SELECT order_id, 6, 'item_blocked', item FROM step WHERE is_blocked AND quantity <> 0
        UNION ALL SELECT order_id, 7, 'tax_code_missing', item FROM step
            WHERE quantity <> 0 AND NOT EXISTS (SELECT 1 FROM customers_taxrule r
                WHERE r.tax_group_id = step.tax_group_id AND r.item_tax_group_id = step.item_tax_group_id)
        UNION ALL SELECT order_id, 8, 'more_than_left', line_number || ': ' || quantity || ' > ' || remainder FROM step
            WHERE quantity * sign(remainder) > abs(remainder) OR quantity * remainder < 0
                OR (remainder = 0 AND quantity <> 0)
        UNION ALL SELECT order_id, 9, 'cost_account_missing', g.code FROM step
            JOIN customers_itemgroup g ON g.id = step.group_id
            WHERE %(posts_cost)s AND %(document_type)s = 'packing_slip' AND quantity * standard_cost_amount <> 0
                AND (g.cost_of_goods_delivered_account_id IS NULL OR g.units_delivered_account_id IS NULL)
        {DEFERRAL_REFUSALS}
        {_POSTED_REFUSALS}
    ), spoken AS (
        SELECT order_id, array_agg(code ORDER BY turn) AS codes, array_agg(detail ORDER BY turn) AS details
        FROM ({REASONS}) AS reason GROUP BY order_id
    ), made AS (
        SELECT order_id, count(DISTINCT (place, address, country)) FILTER (WHERE quantity <> 0) AS documents,
            bool_or(quantity <> 0 OR remainder <> 0) AS is_concerned
        FROM step GROUP BY order_id
    )
    SELECT o.id, coalesce(made.documents, 0), coalesce(made.is_concerned, false), y.id, y.name,
        coalesce(spoken.codes, '{{}}'), coalesce(spoken.details, '{{}}')
    FROM asked o
    LEFT JOIN made ON made.order_id = o.id
    LEFT JOIN spoken ON spoken.order_id = o.id
    LEFT JOIN ledger_fiscalperiod p ON p.company_id = o.company_id
        AND o.document_date BETWEEN p.start_date AND p.end_date
    LEFT JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id
    ORDER BY o.id
"""  # noqa: S608 (a part of ours)


@dataclass(frozen=True)
class Looked:
    """What a step would make of an order: so many documents in a fiscal year, or none, and what speaks against it.

    ``is_concerned``: something of the order is asked, or left for the step. ``reasons`` are (code, detail), the
    weightiest first.
    """

    order_id: int
    documents: int
    is_concerned: bool
    fiscal_year_id: int | None
    fiscal_year: str | None
    reasons: Sequence[tuple[str, str]]


def look_at_orders(
    step: Step,
    *,
    open_periods: Sequence[int],
    posts_cost: bool,
    deferral: Deferral | None,
    unreported_days: Collection[date] = (),
) -> list[Looked]:
    """Give what a step would make of each of its orders.

    ``unreported_days`` have no rate into the reporting currency.
    """
    parameters = {
        **step.parameters(),
        **deferral_parameters(deferral),
        "open_periods": list(open_periods),
        "posts_cost": posts_cost,
        "unreported_days": list(unreported_days),
    }
    return [
        Looked(order_id, documents, is_concerned, year_id, year, list(zip(codes, details, strict=True)))
        for order_id, documents, is_concerned, year_id, year, codes, details in rows(_LOOK, parameters)
    ]


# Per order how many documents it gets of what is on hand, one of the items of which nothing is, and what is cut.
_LOOK_AT_STOCK = f"""
    WITH {_STEP_OF_STOCK}
    SELECT order_id, count(DISTINCT (place, address, country)) FILTER (WHERE quantity <> 0),
        coalesce(min(item) FILTER (WHERE quantity = 0 AND asked_quantity <> 0), ''),
        coalesce(array_agg(order_line_id) FILTER (WHERE quantity <> asked_quantity), '{{}}'),
        coalesce(array_agg(asked_quantity - quantity) FILTER (WHERE quantity <> asked_quantity), '{{}}')
    FROM step GROUP BY order_id ORDER BY order_id
"""  # noqa: S608 (a part of ours)


@dataclass(frozen=True)
class InStock:
    """How many documents an order gets of what is on hand, and of what it gets less than is asked.

    ``missing_item`` is one of the items of which nothing is on hand; ``cut`` by how much less each line gets, by id.
    """

    documents: int
    missing_item: str
    cut: Mapping[int, Decimal]


def look_at_stock(step: Step) -> dict[int, InStock]:
    """Give what each order gets of what is on hand."""
    return {
        order: InStock(documents, item, dict(zip(lines, quantities, strict=True)))
        for order, documents, item, lines, quantities in rows(_LOOK_AT_STOCK, step.parameters())
    }


def of_either(statement: str) -> dict[bool, str]:
    """Give a statement for steps of all that is asked (False), and for those of what is on hand (True)."""
    return {False: statement.replace("{STEP}", _STEP), True: statement.replace("{STEP}", _STEP_OF_STOCK)}
