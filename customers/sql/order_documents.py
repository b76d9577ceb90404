"""Orders to confirmations, picking lists and packing slips, and how much of each line went through a step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.numbering import Block
from arclose.ledger.sql.running import execute, rows
from customers.sql.arrangement import Arrangement
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT
from customers.sql.deferred_revenue import DEFERRAL_REFUSALS, Deferral, deferral_parameters
from customers.sql.orders_advanced import DELIVERY_DATE
from customers.sql.reasons import REASONS
from customers.sql.usable_rates import REPORTING_DECIMALS, REPORTING_RATES, ReportingRate, of_reporting_rates

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


def _of_either(statement: str) -> dict[bool, str]:
    """Give a statement for steps of all that is asked (False), and for those of what is on hand (True)."""
    return {False: statement.replace("{STEP}", _STEP), True: statement.replace("{STEP}", _STEP_OF_STOCK)}


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
_INSERT_DOCUMENTS = _of_either(
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
_COUNT = _of_either("""
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
