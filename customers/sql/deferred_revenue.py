"""What packing slips defer of revenue and sales tax, and what corrections and invoices take back of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from arclose.ledger.sql.running import execute
from customers.sql.opposites import Copy
from customers.sql.taxing import RATE, RULE
from customers.sql.usable_rates import (
    REPORTING_DECIMALS,
    REPORTING_RATES,
    USABLE_RATES,
    ReportingRate,
    UsableRate,
    of_rates,
    of_reporting_rates,
)


@dataclass(frozen=True)
class Deferral:
    """The rates at which packing slips defer revenue."""

    rates: Sequence[UsableRate]


def deferral_parameters(deferral: Deferral | None) -> dict[str, object]:
    """Give the parameters of :data:`DEFERRAL_REFUSALS`; None: nothing is deferred."""
    return {
        "defers_revenue": deferral is not None,
        **of_rates(deferral.rates if deferral else ()),
    }


_RULE = RULE.format(tax_group="o.tax_group_id", item_tax_group="i.item_tax_group_id")
_RATE = RATE.format(code="rule.tax_code_id", day="d.document_date")

_RULE_OF_STEP = RULE.format(tax_group="step.tax_group_id", item_tax_group="step.item_tax_group_id")
_RATE_OF_STEP = RATE.format(code="code.id", day="step.document_date")
# Why orders that are ``asked``, with what a ``step`` takes of their lines, get no packing slip that defers revenue.
DEFERRAL_REFUSALS = f"""UNION ALL SELECT order_id, 10, 'deferral_account_missing', g.code FROM step
        JOIN customers_itemgroup g ON g.id = step.group_id
        WHERE %(defers_revenue)s AND quantity * unit_price <> 0 AND (g.deferred_revenue_offset_account_id IS NULL
            OR g.deferred_revenue_account_id IS NULL OR g.deferred_sales_tax_account_id IS NULL)
    UNION ALL SELECT o.id, 10, 'rate_missing', o.currency_id || ' ' || o.document_date FROM asked o
        WHERE %(defers_revenue)s AND NOT EXISTS (
            SELECT 1 FROM {USABLE_RATES} WHERE rate.currency = o.currency_id AND rate.day = o.document_date)
    UNION ALL SELECT order_id, 10, 'tax_rate_missing', code.code || ' ' || document_date FROM step
        JOIN {_RULE_OF_STEP} JOIN customers_taxcode code ON code.id = rule.tax_code_id
        WHERE %(defers_revenue)s AND quantity * unit_price <> 0 AND NOT EXISTS (SELECT 1 FROM {_RATE_OF_STEP})
"""  # noqa: S608 (parts of ours)

# What each line of the packing slips of a posting comes to: less the total discount of its order, and less the tax
# where prices include it, at the rates of the slip's day. What has no rate was refused before: it would have no amount.
_DEFER = f"""
    INSERT INTO customers_deferredrevenue (company_id, posting_id, slip_line_id, order_document_id, quantity,
        currency_id, transaction_currency_net_amount, transaction_currency_tax_amount, accounting_currency_net_amount,
        accounting_currency_tax_amount, reporting_currency_net_amount, reporting_currency_tax_amount,
        offset_account_id, revenue_account_id, tax_account_id,
        total_discount_percent, tax_percent, prices_include_tax, transaction_units, accounting_units)
    SELECT d.company_id, d.posting_id, dl.id, d.id, dl.quantity, d.currency_id, part.net, part.tax,
        translated.net, translated.tax,
        round(translated.net * reporting.units_to / reporting.units_from, {REPORTING_DECIMALS}),
        round(translated.tax * reporting.units_to / reporting.units_from, {REPORTING_DECIMALS}),
        g.deferred_revenue_offset_account_id, g.deferred_revenue_account_id, g.deferred_sales_tax_account_id,
        o.total_discount_percent, tax.percent, o.prices_include_tax, rate.units_from, rate.units_to
    FROM customers_orderdocument d
    JOIN customers_orderdocumentline dl ON dl.document_id = d.id
    JOIN customers_salesorderline l ON l.id = dl.order_line_id
    JOIN customers_salesorder o ON o.id = l.order_id
    JOIN customers_item i ON i.id = dl.item_id
    JOIN customers_itemgroup g ON g.id = i.group_id
    JOIN ledger_currency currency ON currency.code = d.currency_id
    LEFT JOIN {_RULE}
    LEFT JOIN LATERAL (SELECT r.percent FROM {_RATE}) AS tax ON true
    LEFT JOIN {USABLE_RATES} ON rate.currency = d.currency_id AND rate.day = d.document_date
    LEFT JOIN {REPORTING_RATES} ON reporting.day = d.document_date
    CROSS JOIN LATERAL (
        SELECT round(dl.net_amount * (1 - o.total_discount_percent / 100), currency.decimals) AS amount
    ) AS asked
    CROSS JOIN LATERAL (
        SELECT round(asked.amount * tax.percent
            / CASE WHEN o.prices_include_tax THEN 100 + tax.percent ELSE 100 END, currency.decimals) AS amount
    ) AS taxed
    CROSS JOIN LATERAL (
        SELECT asked.amount - CASE WHEN o.prices_include_tax THEN taxed.amount ELSE 0 END AS net, taxed.amount AS tax
    ) AS part
    CROSS JOIN LATERAL (
        SELECT round(part.net * rate.units_to / rate.units_from, %(decimals)s) AS net,
            round(part.tax * rate.units_to / rate.units_from, %(decimals)s) AS tax
    ) AS translated
    WHERE d.posting_id = %(posting)s AND dl.net_amount <> 0
    ORDER BY dl.id
"""  # noqa: S608 (parts of ours)


def defer_revenue(
    *, posting_id: int, decimals: int, deferral: Deferral, reporting: Sequence[ReportingRate] = ()
) -> int:
    """Write what the packing slips of a posting defer and return of how many lines."""
    rates = {**of_rates(deferral.rates), **of_reporting_rates(reporting)}
    return execute(_DEFER, {"posting": posting_id, "decimals": decimals, **rates})


def _share(amount: str, decimals: str) -> str:
    """Give the SQL of what is taken of an amount: what is left before, less what is left after."""
    left = f"standing.{amount}"
    return (
        f"round({left} * (taken.until - taken.quantity) / standing.quantity, {decimals})"
        f" - round({left} * taken.until / standing.quantity, {decimals})"
    )


# What invoices and corrections of a posting take of slips' lines, each in proportion to what is left of its line, and
# the last unit the rest; several documents of the posting one after the other.
_TAKE_BACK = f"""
    WITH taken AS MATERIALIZED (
        SELECT part.*, sum(quantity) OVER (
            PARTITION BY slip_line_id ORDER BY invoice_id, order_document_id ROWS UNBOUNDED PRECEDING) AS until
        FROM (
            SELECT t.slip_line_id, il.invoice_id, NULL::bigint AS order_document_id, sum(t.quantity) AS quantity
            FROM customers_invoice i
            JOIN customers_invoiceline il ON il.invoice_id = i.id
            JOIN customers_invoiceddelivery t ON t.invoice_line_id = il.id
            WHERE i.posting_id = %(posting)s GROUP BY t.slip_line_id, il.invoice_id
            UNION ALL
            SELECT dl.id, NULL, c.id, -cl.quantity
            FROM customers_orderdocument c
            JOIN customers_orderdocumentline cl ON cl.document_id = c.id
            JOIN customers_orderdocumentline dl
                ON dl.document_id = c.corrects_id AND dl.order_line_id = cl.order_line_id
            WHERE c.posting_id = %(posting)s
        ) AS part
    )
    INSERT INTO customers_deferredrevenue (company_id, posting_id, slip_line_id, order_document_id, invoice_id,
        quantity, currency_id, transaction_currency_net_amount, transaction_currency_tax_amount,
        accounting_currency_net_amount, accounting_currency_tax_amount, reporting_currency_net_amount,
        reporting_currency_tax_amount, offset_account_id, revenue_account_id, tax_account_id)
    SELECT standing.company_id, %(posting)s, taken.slip_line_id, taken.order_document_id, taken.invoice_id,
        -taken.quantity, standing.currency_id, {_share("net", "currency.decimals")},
        {_share("tax", "currency.decimals")}, {_share("accounting_net", "%(decimals)s")},
        {_share("accounting_tax", "%(decimals)s")}, {_share("reporting_net", "reported.decimals")},
        {_share("reporting_tax", "reported.decimals")}, standing.offset_account_id, standing.revenue_account_id,
        standing.tax_account_id
    FROM taken
    CROSS JOIN LATERAL (
        SELECT r.company_id, r.currency_id, r.offset_account_id, r.revenue_account_id, r.tax_account_id,
            sum(r.quantity) AS quantity, sum(r.transaction_currency_net_amount) AS net,
            sum(r.transaction_currency_tax_amount) AS tax, sum(r.accounting_currency_net_amount) AS accounting_net,
            sum(r.accounting_currency_tax_amount) AS accounting_tax,
            sum(r.reporting_currency_net_amount) AS reporting_net,
            sum(r.reporting_currency_tax_amount) AS reporting_tax
        FROM customers_deferredrevenue r WHERE r.slip_line_id = taken.slip_line_id
        GROUP BY r.company_id, r.currency_id, r.offset_account_id, r.revenue_account_id, r.tax_account_id
        HAVING sum(r.quantity) <> 0
    ) AS standing
    JOIN ledger_currency currency ON currency.code = standing.currency_id
    JOIN ledger_company company ON company.id = standing.company_id
    LEFT JOIN ledger_currency reported ON reported.code = company.reporting_currency_id
    ORDER BY taken.slip_line_id, taken.invoice_id, taken.order_document_id
"""  # noqa: S608 (parts of ours)


def take_deferred_back(*, posting_id: int, decimals: int) -> int:
    """Write what the invoices, or the corrections, of a posting take back of what slips deferred; return how many."""
    return execute(_TAKE_BACK, {"posting": posting_id, "decimals": decimals})


# What the opposites of invoices give back to the lines of packing slips.
OF_DEFERRED_REVENUE = Copy(
    table="customers_deferredrevenue",
    same=(
        "company_id", "slip_line_id", "order_document_id", "currency_id", "offset_account_id", "revenue_account_id",
        "tax_account_id", "total_discount_percent", "tax_percent", "prices_include_tax", "transaction_units",
        "accounting_units",
    ),
    opposite=(
        "quantity", "transaction_currency_net_amount", "transaction_currency_tax_amount",
        "accounting_currency_net_amount", "accounting_currency_tax_amount", "reporting_currency_net_amount",
        "reporting_currency_tax_amount",
    ),
    own={"posting_id": "opposite.posting_id", "invoice_id": "opposite.id"},
)  # fmt: skip
_DEFER_AGAIN = (
    OF_DEFERRED_REVENUE.insert()
    + """
    FROM customers_invoice opposite
    JOIN customers_deferredrevenue source ON source.invoice_id = opposite.credited_invoice_id
    WHERE opposite.posting_id = %(posting)s ORDER BY source.id
"""
)


def defer_again(*, posting_id: int) -> int:
    """Write what the opposites of a posting give back of what invoices took, and return how many."""
    return execute(_DEFER_AGAIN, {"posting": posting_id})
