"""Orders as a source of invoices: the documents they become and what of their lines is in them, and what that leaves.

See :mod:`customers.sql.invoices` for what a source gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from arclose.ledger.sql.running import execute, rows
from customers.models.sales_tax import LISTED_KINDS
from customers.sql.arrangement import Arrangement
from customers.sql.invoices import Source
from customers.sql.order_checks import IS_INVOICED, LEFT_OF_DELIVERY, OF_SLIPS, TO_INVOICE, Basis
from customers.sql.taxing import CHARGEABLE, INVOICE_ACCOUNT, TAXED_WHEN_POSTED
from customers.sql.usable_rates import REPORTING_DECIMALS, USABLE_RATES, UsableRate, of_rates

# Orders, each with the first order of the document that it goes into: itself, unless it is collected with others.
# What undoes a document takes its rate, its invoice account and the VAT number that it was issued with. Every order has
# its currency, period and due date; joined from the left they leave the planner its count of orders.
_ASKED = """
    asked AS MATERIALIZED (
        SELECT o.*, dated.document_date, coalesce(collected.first_id, o.id) AS first_id,
            {INVOICE_ACCOUNT} AS invoice_account_id, currency.decimals, p.fiscal_year_id,
            credited.vat_number AS credited_vat_number,
            coalesce(credited.transaction_units, rate.units_from) AS transaction_units,
            coalesce(credited.accounting_units, rate.units_to) AS accounting_units,
            coalesce(credited.rate_date, rate.published) AS rate_date, due.due_date,
            CASE o.order_type WHEN 'returned' THEN 'credit_note' ELSE 'invoice' END AS invoice_type
        FROM customers_salesorder o
        JOIN customers_customer c ON c.id = o.customer_id
        CROSS JOIN LATERAL (SELECT coalesce(%(posting_date)s::date, o.invoice_date) AS document_date) AS dated
        LEFT JOIN ledger_currency currency ON currency.code = o.currency_id
        LEFT JOIN ledger_fiscalperiod p ON p.company_id = o.company_id
            AND dated.document_date BETWEEN p.start_date AND p.end_date
        LEFT JOIN unnest(%(terms)s::bigint[], %(terms_day)s::date[], %(due_date)s::date[])
            AS due (terms_id, day, due_date) ON due.terms_id = o.payment_terms_id AND due.day = dated.document_date
        LEFT JOIN unnest(%(collected)s::bigint[], %(collected_with)s::bigint[]) AS collected (order_id, first_id)
            ON collected.order_id = o.id
        LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
        LEFT JOIN {USABLE_RATES}
            ON rate.currency = o.currency_id AND rate.day = dated.document_date
        WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    )
    """.replace("{INVOICE_ACCOUNT}", INVOICE_ACCOUNT).replace("{USABLE_RATES}", USABLE_RATES)

# How much of a line ``l`` of an order ``o`` goes into which document. A line takes what is neither invoiced nor, where
# only deliveries are invoiced, still to deliver; a line of nothing is on the first invoice.
_WHOLE_ORDERS = f"""
        CROSS JOIN LATERAL (
            SELECT {TO_INVOICE} AS quantity
        ) AS part
"""
# What invoices and corrections left of each packing slip where an order is invoiced per slip.
_PARTS_OF_ORDERS = f"""
        CROSS JOIN LATERAL (
            SELECT 0 AS slip_id, {TO_INVOICE} AS quantity
            WHERE o.id <> ALL(%(per_slip)s::bigint[])
            UNION ALL
            SELECT d.id, {LEFT_OF_DELIVERY} {OF_SLIPS}
            WHERE o.id = ANY(%(per_slip)s::bigint[]) AND dl.order_line_id = l.id
        ) AS part
"""
# Where a line ``l`` of an order ``o`` goes to.
_COUNTRY = "CASE WHEN l.delivery_country <> '' THEN l.delivery_country ELSE o.delivery_country END"
# What tells the documents of one set of orders apart.
_PLACE = f"""o.first_id, part.slip_id, CASE WHEN %(by_site)s THEN coalesce(l.site_id, 0) ELSE 0 END,
            CASE WHEN NOT %(by_address)s THEN '' WHEN l.delivery_address <> '' THEN l.delivery_address
                ELSE o.delivery_address END,
            CASE WHEN %(by_country)s THEN {_COUNTRY} ELSE '' END"""

# The day on which a line to another member state was supplied, that of its last packing slip that is not invoiced, and
# the tax point that follows from it.
_SUPPLIED = f"""CROSS JOIN LATERAL (
            SELECT max(d.document_date) AS day {OF_SLIPS}
            WHERE tax.kind = ANY(%(listed_kinds)s) AND dl.order_line_id = l.id AND {{OF_PART}}
                AND {LEFT_OF_DELIVERY} <> 0
        ) AS supplied"""
_TAX_POINT = f"""CASE WHEN tax.kind = ANY(%(listed_kinds)s) THEN least(o.document_date,
                {CHARGEABLE.format(KIND="tax.kind")}) END"""

_PRICED = (
    """
    {NAME} AS (
        SELECT {DOCUMENT} AS document, o.id AS order_id, o.customer_id, o.reason, o.decimals,
            o.total_discount_percent, l.id AS order_line_id, l.line_number, l.item_id, i.item_type, l.description,
            part.quantity, l.unit_price, l.line_discount_percent, code.id AS tax_code_id, tax.kind, tax.percent,
            g.revenue_account_id, g.line_discount_account_id, g.total_discount_account_id,
            CASE WHEN %(posts_cost)s AND i.item_type = 'goods'
                THEN round(part.quantity * i.standard_cost_amount, %(accounting_decimals)s) ELSE 0 END AS cost,
            round(part.quantity * l.unit_price, o.decimals) AS gross,
            round(part.quantity * l.unit_price * (1 - l.line_discount_percent / 100), o.decimals) AS reduced,
            NULL::bigint AS order_charge_id, o.prices_include_tax, {COUNTRY} AS delivery_country,
            supplied.day AS supply_date, {TAX_POINT} AS tax_point_date
        FROM asked o
        JOIN customers_salesorderline l ON l.order_id = o.id
        {PART}
        JOIN customers_item i ON i.id = l.item_id
        JOIN customers_itemgroup g ON g.id = i.group_id
        {TAXED}
        {SUPPLIED}
        WHERE tax.percent IS NOT NULL AND {IS_INVOICED}
    )
    """.replace("{TAXED}", TAXED_WHEN_POSTED)
    .replace("{IS_INVOICED}", IS_INVOICED)
    .replace("{COUNTRY}", _COUNTRY)
    .replace("{SUPPLIED}", _SUPPLIED)
    .replace("{TAX_POINT}", _TAX_POINT)
)

# Charges are lines behind those of their order, supplied with the last of these, or with their line. A percentage is of
# the lines of its order, or of its line, that a document takes, less their discounts; a fixed amount is in the first
# document that takes any, and once while that stands.
_CHARGED = """
    charged AS (
        SELECT c.id, c.order_id, sold.document, sum(sold.reduced) AS base, max(sold.supply_date) AS supply_date,
            row_number() OVER (PARTITION BY c.id ORDER BY sold.document) AS turn
        FROM customers_ordercharge c
        JOIN sold ON sold.order_id = c.order_id AND (c.order_line_id IS NULL OR c.order_line_id = sold.order_line_id)
        WHERE c.company_id = %(company)s AND c.order_id = ANY(%(orders)s) AND NOT c.is_taken_away
        GROUP BY c.id, c.order_id, sold.document
    ), priced AS (
        SELECT * FROM sold
        UNION ALL
        SELECT charged.document, o.id, o.customer_id, o.reason, o.decimals, 0, NULL::bigint,
            last.line_number + row_number() OVER (PARTITION BY charged.document, o.id ORDER BY c.id), NULL::bigint,
            charge.item_type, charge.name, made.sign, abs(made.amount), 0, code.id, tax.kind, tax.percent,
            charge.account_id, NULL::bigint, NULL::bigint, 0, made.amount, made.amount, c.id,
            o.prices_include_tax, NULL, supplied.day, {TAX_POINT}
        FROM charged
        JOIN customers_ordercharge c ON c.id = charged.id
        JOIN customers_chargecode charge ON charge.id = c.charge_code_id
        JOIN asked o ON o.id = charged.order_id
        CROSS JOIN LATERAL (SELECT charged.supply_date AS day) AS supplied
        CROSS JOIN LATERAL (SELECT NULL::bigint AS id, charge.item_tax_group_id, charge.item_type) AS i
        {TAXED}
        CROSS JOIN LATERAL (SELECT max(line_number) AS line_number FROM customers_salesorderline l
            WHERE l.order_id = o.id) AS last
        CROSS JOIN LATERAL (
            SELECT amount, CASE WHEN amount < 0 THEN -1 ELSE 1 END AS sign FROM (
                SELECT round(CASE WHEN c.is_percent THEN charged.base * c.value / 100 ELSE c.value END, o.decimals)
            ) AS rounded (amount)
        ) AS made
        WHERE tax.percent IS NOT NULL AND (c.is_percent OR charged.turn = 1 AND NOT EXISTS (
            SELECT 1 FROM customers_invoiceline il WHERE il.order_charge_id = c.id HAVING sum(il.quantity) <> 0))
    )
    """.replace("{TAXED}", TAXED_WHEN_POSTED).replace("{TAX_POINT}", _TAX_POINT)

# The head of a document is that of its first order: orders are collected where their heads agree but for who ordered
# and why, and no document has lines to two countries.
_DOCUMENT = """
    document AS (
        SELECT head.document, 'sales_order' AS origin, CASE WHEN head.is_one_order THEN o.id END AS order_id,
            CASE WHEN head.is_one_customer THEN o.customer_id ELSE o.invoice_account_id END AS customer_id,
            o.invoice_account_id, o.invoice_type, o.fiscal_year_id, o.document_date AS invoice_date, o.due_date,
            o.payment_terms_id, o.currency_id, o.transaction_units, o.accounting_units, o.rate_date,
            head.delivery_country, coalesce(o.credited_vat_number, account.vat_number) AS vat_number,
            o.credited_invoice_id, CASE WHEN head.is_one_reason THEN o.reason ELSE '' END AS reason
        FROM (
            SELECT document, min(order_id) AS order_id, min(order_id) = max(order_id) AS is_one_order,
                min(customer_id) = max(customer_id) AS is_one_customer, min(reason) = max(reason) AS is_one_reason,
                min(delivery_country) AS delivery_country
            FROM priced GROUP BY document
        ) AS head
        JOIN asked o ON o.id = head.order_id
        JOIN customers_customer account ON account.id = o.invoice_account_id
    )
"""


def _statements(*, document: str, part: str, of_part: str) -> dict[bool, str]:
    """Give the statement for orders without charges (False), and for orders of which some have any (True)."""
    lines = _PRICED.replace("{DOCUMENT}", document).replace("{PART}", part).replace("{OF_PART}", of_part)
    return {
        False: ",".join([_ASKED, lines.replace("{NAME}", "priced"), _DOCUMENT]),
        True: ",".join([_ASKED, lines.replace("{NAME}", "sold"), _CHARGED, _DOCUMENT]),
    }


_OF_WHOLE_ORDERS = _statements(document="o.first_id", part=_WHOLE_ORDERS, of_part="true")
_OF_PARTS = _statements(
    document=f"dense_rank() OVER (ORDER BY {_PLACE})", part=_PARTS_OF_ORDERS, of_part="part.slip_id IN (0, d.id)"
)


def orders_to_invoice(
    arrangement: Arrangement,
    *,
    company_id: int,
    basis: Basis,
    due_dates: Sequence[tuple[int, date, date]],
    rates: Sequence[UsableRate],
) -> Source:
    """Give orders as a source of invoices. ``due_dates`` are (payment terms, invoice date, due date)."""
    parameters = {
        **_parameters(arrangement, company_id, basis),
        "posts_cost": basis.posts_cost,
        "listed_kinds": [str(kind) for kind in LISTED_KINDS],
        "accounting_decimals": basis.decimals,
        "terms": [terms for terms, _, _ in due_dates],
        "terms_day": [day for _, day, _ in due_dates],
        "due_date": [due for _, _, due in due_dates],
        **of_rates(rates),
    }
    statements = _OF_PARTS if arrangement.splits_orders else _OF_WHOLE_ORDERS
    return Source(statements[basis.has_charges], parameters, has_tax_in_prices=basis.has_tax_in_prices)


def _parameters(arrangement: Arrangement, company_id: int, basis: Basis) -> dict[str, object]:
    return {**arrangement.parameters(), **basis.parameters(), "company": company_id}


# Counted without prices, rates and tax: what is lost on the way through these is missed when all is written.
_COUNT = f"""
    SELECT CASE o.order_type WHEN 'returned' THEN 'credit_note' ELSE 'invoice' END, y.id, y.name,
        count(DISTINCT {{DOCUMENT}}), count(*)
    FROM (
        SELECT o.*, coalesce(collected.first_id, o.id) AS first_id FROM customers_salesorder o
        LEFT JOIN unnest(%(collected)s::bigint[], %(collected_with)s::bigint[]) AS collected (order_id, first_id)
            ON collected.order_id = o.id
        WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    ) AS o
    JOIN ledger_fiscalperiod p ON p.company_id = o.company_id
        AND coalesce(%(posting_date)s::date, o.invoice_date) BETWEEN p.start_date AND p.end_date
    JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id
    JOIN customers_salesorderline l ON l.order_id = o.id
    {{PART}}
    WHERE {IS_INVOICED} GROUP BY 1, 2, 3
"""  # noqa: S608 (parts of ours)
_COUNT_WHOLE_ORDERS = _COUNT.replace("{DOCUMENT}", "o.first_id").replace("{PART}", _WHOLE_ORDERS)
_COUNT_PARTS = _COUNT.replace("{DOCUMENT}", f"({_PLACE})").replace("{PART}", _PARTS_OF_ORDERS)


@dataclass(frozen=True)
class ToInvoice:
    """How many documents orders become per type and fiscal year (id, name), and of how many lines in all."""

    documents: Mapping[str, Mapping[tuple[int, str], int]]
    lines: int


def count_to_invoice(arrangement: Arrangement, *, company_id: int, basis: Basis) -> ToInvoice:
    """Count the documents and lines that orders become."""
    documents: dict[str, dict[tuple[int, str], int]] = {}
    lines = 0
    statement = _COUNT_PARTS if arrangement.splits_orders else _COUNT_WHOLE_ORDERS
    for invoice_type, year_id, year, count, own_lines in rows(statement, _parameters(arrangement, company_id, basis)):
        documents.setdefault(invoice_type, {})[year_id, year] = count
        lines += own_lines
    return ToInvoice(documents, lines)


# --- what invoices leave of orders ------------------------------------------------------------------------------------

# What was invoiced beyond what packing slips delivered is delivered by the invoice. That, or an invoice of what was
# asked for now, uses the latter up.
_ADVANCE_INVOICED = """
    UPDATE customers_salesorderline l SET
        invoiced_quantity = l.invoiced_quantity + made.quantity,
        delivered_quantity = CASE WHEN abs(l.invoiced_quantity + made.quantity) > abs(l.delivered_quantity)
            THEN l.invoiced_quantity + made.quantity ELSE l.delivered_quantity END,
        deliver_now_quantity = CASE WHEN %(quantity)s = 'deliver_now'
            OR abs(l.invoiced_quantity + made.quantity) > abs(l.delivered_quantity) THEN 0
            ELSE l.deliver_now_quantity END
    FROM (
        SELECT il.order_line_id, sum(il.quantity) AS quantity
        FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id
        WHERE i.posting_id = %(posting)s GROUP BY il.order_line_id
    ) AS made WHERE l.id = made.order_line_id
"""


def advance_invoiced(*, posting_id: int, quantity: str) -> int:
    """Add what the invoices of a posting took to their order lines and return how many of these.

    ``quantity`` says how much of each line the posting was to take.
    """
    return execute(_ADVANCE_INVOICED, {"posting": posting_id, "quantity": quantity})


# Standing deliveries of the order lines invoiced, the oldest first, laid beside the invoice lines in their order: each
# takes the deliveries that it reaches. What corrections and earlier invoices took is gone. The last unit takes what is
# left of the cost, in reporting currency too.
_INSERT_INVOICED_DELIVERIES = f"""
    WITH line AS (
        SELECT il.company_id, il.id AS invoice_line_id, il.order_line_id, il.quantity,
            abs(sum(il.quantity) OVER (PARTITION BY il.order_line_id ORDER BY il.id)) AS until
        FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id WHERE i.posting_id = %(posting)s
    ), standing AS (
        SELECT line.order_line_id, dl.id AS slip_line_id,
            dl.quantity + coalesce(corrected.quantity, 0) - coalesce(taken.quantity, 0) AS left_quantity,
            dl.cost_amount + coalesce(corrected.cost, 0) - coalesce(taken.cost, 0) AS left_cost,
            dl.reporting_cost_amount + coalesce(corrected.reporting_cost, 0) - coalesce(taken.reporting_cost, 0)
                AS left_reporting_cost, d.has_voucher
        FROM (SELECT DISTINCT order_line_id FROM line) AS line
        JOIN customers_orderdocumentline dl ON dl.order_line_id = line.order_line_id
        JOIN customers_orderdocument d ON d.id = dl.document_id AND d.document_type = 'packing_slip'
            AND d.corrects_id IS NULL AND (%(slips)s::bigint[] IS NULL OR d.id = ANY(%(slips)s))
        LEFT JOIN LATERAL (
            SELECT sum(c.quantity) AS quantity, sum(c.cost_amount) AS cost,
                sum(c.reporting_cost_amount) AS reporting_cost
            FROM customers_orderdocument cd JOIN customers_orderdocumentline c ON c.document_id = cd.id
            WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id
        ) AS corrected ON true
        LEFT JOIN LATERAL (
            SELECT sum(t.quantity) AS quantity, sum(t.cost_amount) AS cost,
                sum(t.reporting_cost_amount) AS reporting_cost
            FROM customers_invoiceddelivery t WHERE t.slip_line_id = dl.id
        ) AS taken ON true
    ), queue AS (
        SELECT *, abs(sum(left_quantity) OVER (PARTITION BY order_line_id ORDER BY slip_line_id)) AS until
        FROM standing WHERE left_quantity <> 0
    ), take AS (
        SELECT line.company_id, line.invoice_line_id, queue.slip_line_id, queue.left_quantity, queue.left_cost,
            queue.left_reporting_cost, queue.has_voucher,
            sign(line.quantity) * (least(line.until, queue.until)
                - greatest(line.until - abs(line.quantity), queue.until - abs(queue.left_quantity))) AS part
        FROM line JOIN queue ON queue.order_line_id = line.order_line_id
            AND queue.until > line.until - abs(line.quantity)
            AND line.until > queue.until - abs(queue.left_quantity)
    ), made AS (
        INSERT INTO customers_invoiceddelivery (company_id, invoice_line_id, slip_line_id, quantity, cost_amount,
            reporting_cost_amount)
        SELECT company_id, invoice_line_id, slip_line_id, part,
            CASE WHEN part = left_quantity THEN left_cost
                ELSE round(left_cost * part / left_quantity, %(decimals)s) END,
            CASE WHEN part = left_quantity THEN left_reporting_cost
                ELSE round(left_reporting_cost * part / left_quantity, {REPORTING_DECIMALS}) END
        FROM take ORDER BY invoice_line_id, slip_line_id
    )
    SELECT EXISTS (SELECT 1 FROM take WHERE has_voucher AND (left_cost <> 0 OR left_reporting_cost <> 0)),
        EXISTS (SELECT 1 FROM take JOIN customers_deferredrevenue r ON r.slip_line_id = take.slip_line_id)
"""  # noqa: S608 (a constant of ours)
# What is delivered and not invoiced was delivered by packing slips. Asked before the invoices advance the lines.
_HAVE_DELIVERIES = """
    SELECT EXISTS (SELECT 1 FROM customers_salesorderline l
        WHERE l.order_id = ANY(%s) AND l.delivered_quantity <> l.invoiced_quantity)
"""


@dataclass(frozen=True)
class Taken:
    """Whether packing slips posted the cost of some deliveries that are invoiced, and deferred revenue of some."""

    has_cost: bool = False
    has_deferred_revenue: bool = False


def insert_invoiced_deliveries(*, posting_id: int, orders: Sequence[int], basis: Basis) -> Taken:
    """Write which deliveries the invoices of a posting take, with their share of the cost.

    Give what was posted of them, so that the invoices take it back.
    """
    if not rows(_HAVE_DELIVERIES, [list(orders)])[0][0]:
        return Taken()
    parameters = {"posting": posting_id, "decimals": basis.decimals, **basis.parameters()}
    [(has_cost, has_deferred_revenue)] = rows(_INSERT_INVOICED_DELIVERIES, parameters)
    return Taken(has_cost, has_deferred_revenue)
