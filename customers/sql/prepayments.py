"""Orders as a source of prepayment invoices, why there is none of one, and what is left of one to be credited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.sql.running import rows
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT
from customers.sql.deductions import PREPAID, PrepaidLeft, prepaid_parameters
from customers.sql.invoices import PrepaymentLines, Source
from customers.sql.reasons import REASONS
from customers.sql.taxing import CHARGES_LEFT, LEFT, TAXED
from customers.sql.usable_rates import MISSING_RATES, USABLE_RATES, UsableRate, of_missing_rates, of_rates

# --- what an order is worth -------------------------------------------------------------------------------------------

# Orders as they would be invoiced on a day, without one on their own, and what of each is still to be invoiced, line
# by line and charge by charge, unrounded: net of tax or with it, as the order's prices go.
_WORTH = (
    """
    asked AS MATERIALIZED (
        SELECT s.id, s.company_id, s.number, s.customer_id, coalesce(c.invoice_account_id, c.id) AS invoice_account_id,
            s.currency_id, s.tax_group_id, s.total_discount_percent, s.prices_include_tax, s.delivery_country,
            s.payment_terms_id, s.status, s.order_type, currency.decimals, NULL::bigint AS credited_invoice_id,
            coalesce(%(day)s::date, s.invoice_date) AS invoice_date
        FROM customers_salesorder s
        JOIN customers_customer c ON c.id = s.customer_id
        JOIN ledger_currency currency ON currency.code = s.currency_id
        WHERE s.company_id = %(company)s AND s.id = ANY(%(orders)s)
    ), part (order_id, what, item_type, tax_code_id, kind, percent, amount) AS (
        SELECT o.id, i.number, i.item_type, code.id, tax.kind, tax.percent,
            {LEFT} * (1 - o.total_discount_percent / 100)
        FROM asked o
        JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        {TAXED}
        UNION ALL
        SELECT o.id, charge.code, charge.item_type, code.id, tax.kind, tax.percent, made.amount
        FROM asked o
        {CHARGES_LEFT}
    )
""".replace("{CHARGES_LEFT}", CHARGES_LEFT)
    .replace("{LEFT}", LEFT)
    .replace("{TAXED}", TAXED)
)

# What of an order ``o`` is asked for in advance, of what it comes to; and what of it is prepaid already.
_TO_PREPAY = """
    to_prepay AS (
        SELECT o.id AS order_id, worth.total, round(coalesce(%(amount)s::numeric,
                worth.total * %(percent)s::numeric / 100), o.decimals) AS amount, coalesce((
            SELECT sum(l.net_amount + CASE WHEN o.prices_include_tax THEN l.tax_amount ELSE 0 END)
            FROM customers_invoice p JOIN customers_invoiceline l ON l.prepayment_id = p.id
            WHERE p.order_id = o.id AND p.origin = 'prepayment' AND p.credited_invoice_id IS NULL), 0) AS prepaid
        FROM asked o JOIN (SELECT order_id, sum(amount) AS total FROM part GROUP BY order_id) AS worth
            ON worth.order_id = o.id
    )
"""

_VALUES = f"""
    WITH {_WORTH}
    SELECT o.id, sum(part.amount * CASE WHEN o.prices_include_tax THEN 1 ELSE 1 + coalesce(part.percent, 0) / 100 END),
        count(*), o.decimals
    FROM asked o JOIN part ON part.order_id = o.id GROUP BY o.id, o.decimals
"""  # noqa: S608 (a part of ours)


def values_left(*, company_id: int, orders: Sequence[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Give, by order, what is left to invoice of it with tax, unrounded, and what rounding its lines may take off."""
    found = rows(_VALUES, {"company": company_id, "orders": list(orders), "day": None})
    return {pk: (value, count * Decimal(1).scaleb(-decimals)) for pk, value, count, decimals in found}


# --- orders as a source of prepayment invoices ------------------------------------------------------------------------

# A prepayment is shared out over how the order is taxed, each share rounded, and the largest takes what is left. So
# the lines come to what was asked, and tax is computed on them as on those of any other invoice.
_SOURCE = """
    worth AS (
        SELECT order_id, tax_code_id, kind, percent, item_type, sum(amount) AS amount FROM part
        WHERE percent IS NOT NULL GROUP BY 1, 2, 3, 4, 5
    ), share AS (
        SELECT worth.*, to_prepay.amount AS asked, to_prepay.total,
            round(to_prepay.amount * worth.amount / to_prepay.total, o.decimals) AS rounded,
            row_number() OVER largest AS place
        FROM worth
        JOIN to_prepay ON to_prepay.order_id = worth.order_id AND to_prepay.total <> 0
        JOIN asked o ON o.id = worth.order_id
        WINDOW largest AS (PARTITION BY worth.order_id ORDER BY abs(worth.amount) DESC, worth.tax_code_id,
            worth.percent, worth.item_type)
    ), priced AS (
        SELECT o.id AS document, o.id AS order_id, o.decimals, 0::numeric AS total_discount_percent,
            NULL::bigint AS order_line_id, share.place AS line_number, NULL::bigint AS item_id, share.item_type,
            said.description, CASE WHEN of_share.amount < 0 THEN -1 ELSE 1 END AS quantity,
            abs(of_share.amount) AS unit_price, 0::numeric AS line_discount_percent, share.tax_code_id, share.kind,
            share.percent, %(account)s::bigint AS revenue_account_id, NULL::bigint AS line_discount_account_id,
            NULL::bigint AS total_discount_account_id, 0::numeric AS cost, NULL::bigint AS order_charge_id,
            of_share.amount AS gross, of_share.amount AS reduced, o.prices_include_tax, NULL::date AS tax_point_date
        FROM share
        JOIN asked o ON o.id = share.order_id
        JOIN unnest(%(described)s::bigint[], %(description)s::text[]) AS said (order_id, description)
            ON said.order_id = o.id
        CROSS JOIN LATERAL (
            SELECT share.rounded + CASE share.place WHEN 1 THEN share.asked - (
                SELECT sum(other.rounded) FROM share other WHERE other.order_id = share.order_id) ELSE 0 END AS amount
        ) AS of_share
        WHERE of_share.amount <> 0
    ), document AS (
        SELECT o.id AS document, 'prepayment' AS origin, o.id AS order_id, o.customer_id, o.invoice_account_id,
            'invoice' AS invoice_type, p.fiscal_year_id, o.invoice_date, due.due_date, o.payment_terms_id,
            o.currency_id, rate.units_from AS transaction_units, rate.units_to AS accounting_units,
            rate.published AS rate_date, o.delivery_country, account.vat_number,
            NULL::bigint AS credited_invoice_id, ''::text AS reason
        FROM asked o
        JOIN customers_customer account ON account.id = o.invoice_account_id
        JOIN ledger_fiscalperiod p ON p.company_id = o.company_id AND o.invoice_date BETWEEN p.start_date AND p.end_date
        JOIN unnest(%(terms)s::bigint[], %(due_date)s::date[]) AS due (terms_id, due_date)
            ON due.terms_id = o.payment_terms_id
        JOIN {USABLE_RATES}
            ON rate.currency = o.currency_id
    )
""".replace("{USABLE_RATES}", USABLE_RATES)


@dataclass(frozen=True)
class ToPrepay:
    """What is asked of orders in advance: on a day, an amount of each or a percentage of what is left to invoice."""

    company_id: int
    orders: Sequence[int]
    day: date
    amount: Decimal | None
    percent: Decimal | None

    def parameters(self) -> dict[str, Any]:
        """Give them for a statement."""
        return {
            "company": self.company_id,
            "orders": list(self.orders),
            "day": self.day,
            "amount": self.amount,
            "percent": self.percent,
        }


def orders_to_prepay(
    asked: ToPrepay,
    *,
    account_id: int,
    due_dates: Mapping[int, date],
    descriptions: Mapping[int, str],
    rates: Sequence[UsableRate],
    decimals: int,
) -> Source:
    """Give orders as a source of prepayment invoices, one each, on the account for prepayments.

    ``due_dates`` are by payment terms, ``descriptions`` by order; ``decimals`` are those of the accounting currency.
    """
    parameters = {
        **asked.parameters(),
        "account": account_id,
        "described": list(descriptions),
        "description": list(descriptions.values()),
        "terms": list(due_dates),
        "due_date": list(due_dates.values()),
        **of_rates(rates),
        "accounting_decimals": decimals,
    }
    queries = f"{_WORTH}, {_TO_PREPAY}, {_SOURCE}"
    return Source(queries, parameters, has_tax_in_prices=True, prepayment_lines=PrepaymentLines.OWN)


# Per order the reasons why no prepayment invoice is made of it, the weightiest first. Reads lines by order.
_REFUSALS = (
    """
    WITH {WORTH}, {TO_PREPAY}, account AS (
        SELECT o.id AS order_id, c.number, c.vat_number, c.is_blocked, customer.number AS customer_number,
            customer.is_blocked AS is_customer_blocked, profile.summary_account_id
        FROM asked o
        JOIN customers_customer c ON c.id = o.invoice_account_id
        JOIN customers_customer customer ON customer.id = o.customer_id
        JOIN customers_postingprofile profile ON profile.id = c.posting_profile_id
    ), used (order_id, account_id, is_summary) AS (
        SELECT part.order_id, code.tax_account_id, false FROM part
            JOIN customers_taxcode code ON code.id = part.tax_code_id
        UNION ALL SELECT id, %(account)s, false FROM asked
        UNION ALL SELECT order_id, summary_account_id, true FROM account
    ), refusal (order_id, rank, code, detail) AS (
        SELECT id, 1, 'prepaid_day_not_open', %(day)s::date::text FROM asked WHERE NOT %(is_open)s
        UNION ALL SELECT id, 2, 'canceled', '' FROM asked WHERE status = 'canceled'
        UNION ALL SELECT id, 2, 'returned_not_prepaid', '' FROM asked WHERE order_type = 'returned'
        UNION ALL SELECT o.id, 2, 'nothing_to_prepay', '' FROM asked o
            LEFT JOIN to_prepay ON to_prepay.order_id = o.id
            WHERE o.status = 'invoiced' OR o.order_type <> 'returned' AND coalesce(to_prepay.total, 0) <= 0
        UNION ALL SELECT o.id, 3, 'prepaid_not_confirmed', '' FROM asked o
            WHERE %(needs_confirmation)s AND NOT EXISTS (SELECT 1 FROM customers_salesorderline l
                WHERE l.order_id = o.id AND l.confirmed_quantity <> 0)
        UNION ALL SELECT o.id, 4, 'rate_missing', o.currency_id || ' ' || o.invoice_date FROM asked o
            WHERE o.currency_id <> ALL(%(rate_currency)s::text[])
        UNION ALL SELECT o.id, 4, 'rate_missing', company.reporting_currency_id || ' ' || o.invoice_date FROM asked o
            JOIN ledger_company company ON company.id = o.company_id WHERE %(is_unreported)s
        UNION ALL SELECT part.order_id, 4, 'rate_missing', registration.currency_id || ' ' || o.invoice_date FROM part
            JOIN asked o ON o.id = part.order_id
            JOIN customers_taxcode code ON code.id = part.tax_code_id
            JOIN ledger_vatregistration registration ON registration.id = code.registration_id
            JOIN {MISSING_RATES}
                ON missing.currency = o.currency_id AND missing.to_currency = registration.currency_id
            WHERE registration.currency_id <> o.currency_id
        UNION ALL SELECT order_id, 5, 'customer_blocked',
                CASE WHEN is_customer_blocked THEN customer_number ELSE number END
            FROM account WHERE is_customer_blocked OR is_blocked
        UNION ALL SELECT order_id, 6, 'tax_code_missing', what FROM part WHERE kind IS NULL
        UNION ALL SELECT order_id, 7, 'tax_rate_missing', what || ' ' || %(day)s::date FROM part
            WHERE kind IS NOT NULL AND percent IS NULL
        UNION ALL SELECT part.order_id, 8, 'vat_number_missing', account.number FROM part
            JOIN account ON account.order_id = part.order_id
            WHERE part.kind = ANY(%(listed_kinds)s) AND account.vat_number = ''
        UNION ALL SELECT part.order_id, 9, 'not_a_member_state', o.delivery_country FROM part
            JOIN asked o ON o.id = part.order_id
            WHERE part.kind = ANY(%(listed_kinds)s) AND NOT EXISTS (
                SELECT 1 FROM ledger_unionmembership m WHERE m.country = o.delivery_country
                    AND (m.union = 'EU' OR m.union = 'EU_GOODS' AND part.kind <> 'eu_service')
                    AND m.valid_from <= o.invoice_date AND coalesce(m.valid_to, 'infinity') >= o.invoice_date)
        UNION ALL SELECT o.id, 10, 'prepaid_beyond', concat_ws(' ', o.currency_id, to_prepay.amount) || ' > '
                || round(to_prepay.total - to_prepay.prepaid, o.decimals)
            FROM asked o JOIN to_prepay ON to_prepay.order_id = o.id
            WHERE o.status IN ('open', 'delivered') AND to_prepay.total > 0
                AND to_prepay.amount + to_prepay.prepaid > round(to_prepay.total, o.decimals)
        UNION ALL SELECT order_id, 10, 'prepaid_nothing_asked', '' FROM to_prepay WHERE amount <= 0 AND total > 0
        UNION ALL SELECT order_id, 11, 'amount_too_large', round(total, 2)::text FROM to_prepay WHERE total >= 1e15
        UNION ALL SELECT used.order_id, 12, 'account_blocked', a.number
            FROM used JOIN ledger_ledgeraccount a ON a.id = used.account_id AND a.is_blocked
        UNION ALL SELECT used.order_id, 13, 'control_account', a.number FROM used
            JOIN ledger_ledgeraccount a ON a.id = used.account_id
            WHERE CASE WHEN used.is_summary THEN NOT a.is_control_account ELSE {IS_CONTROL_ACCOUNT} END
    )
    SELECT order_id, code, detail FROM ({REASONS}) AS reason ORDER BY order_id, turn
""".replace("{IS_CONTROL_ACCOUNT}", IS_CONTROL_ACCOUNT)
    .replace("{REASONS}", REASONS)
    .replace("{WORTH}", _WORTH)
    .replace("{TO_PREPAY}", _TO_PREPAY)
    .replace("{MISSING_RATES}", MISSING_RATES)
)


def prepayment_refusals(
    asked: ToPrepay,
    *,
    account_id: int,
    is_open: bool,
    needs_confirmation: bool,
    is_unreported: bool,
    rates: Sequence[UsableRate],
    missing_rates: Sequence[tuple[str, date, str]],
    listed_kinds: Sequence[str],
) -> list[tuple[int, str, str]]:
    """Give (order, code, detail) of those of which no prepayment invoice is made: every reason, the weightiest first.

    ``is_open`` tells whether their day lies in an open period, ``is_unreported`` that there is no rate of it into the
    reporting currency.
    """
    return rows(
        _REFUSALS,
        {
            **asked.parameters(),
            "account": account_id,
            "is_open": is_open,
            "needs_confirmation": needs_confirmation,
            "is_unreported": is_unreported,
            **of_rates(rates),
            **of_missing_rates(missing_rates),
            "listed_kinds": list(listed_kinds),
        },
    )


# --- what is left of one, to be credited ------------------------------------------------------------------------------

_CREDIT = """
    line AS MATERIALIZED (
        SELECT i.id AS document, NULL::bigint AS order_id, NULL::bigint AS order_line_id, prepaid.place AS line_number,
            NULL::bigint AS item_id, NULL::bigint AS order_charge_id, prepaid.item_type, prepaid.description,
            -sign(prepaid.net) AS quantity, abs(prepaid.net) AS unit_price, 0 AS line_discount_percent,
            prepaid.tax_code_id, prepaid.percent, prepaid.account_id AS revenue_account_id,
            NULL::bigint AS line_discount_account_id, NULL::bigint AS total_discount_account_id, 0 AS cost,
            prepaid.place AS tax_row_number, -prepaid.net AS gross, -prepaid.net AS reduced, -prepaid.net AS net,
            -prepaid.tax AS tax, i.id AS prepayment_id, -prepaid.accounting AS prepaid_accounting_amount
        FROM customers_invoice i CROSS JOIN {PREPAID}
        WHERE i.id = %(prepayment)s
    ), document AS (
        SELECT i.id AS document, i.origin, i.order_id, i.customer_id, i.invoice_account_id,
            'credit_note' AS invoice_type, p.fiscal_year_id, %(day)s::date AS invoice_date, %(day)s::date AS due_date,
            i.payment_terms_id, i.currency_id, i.transaction_units, i.accounting_units, i.rate_date,
            i.delivery_country, i.vat_number, i.id AS credited_invoice_id, %(reason)s::text AS reason
        FROM customers_invoice i
        JOIN ledger_fiscalperiod p ON p.company_id = i.company_id AND %(day)s BETWEEN p.start_date AND p.end_date
        WHERE i.id = %(prepayment)s
    )
""".replace("{PREPAID}", PREPAID)


def rest_of_prepayment(
    prepayment_id: int, *, left: Sequence[PrepaidLeft], description: str, day: date, reason: str
) -> Source:
    """Give what is left of a prepayment invoice as a source of its credit note."""
    table = prepaid_parameters(left, texts={prepayment_id: description})
    parameters = {"prepayment": prepayment_id, "day": day, "reason": reason, **table}
    return Source(_CREDIT, parameters, prepayment_lines=PrepaymentLines.GIVEN)
