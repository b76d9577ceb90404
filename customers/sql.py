"""Statements of posting and settlement that the ORM cannot say. The only file of this app with a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from arclose.ledger.numbering import Block


def _execute(statement: str, parameters: Sequence[Any] | dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _rows(statement: str, parameters: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


# --- orders to invoices -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LockedOrder:
    """What posting must know of an order before it looks at its lines."""

    order_id: int
    status: str
    order_type: str
    invoice_date: date
    currency: str
    payment_terms_id: int
    credited_invoice_id: int | None


def invoice_dates(*, company_id: int, orders: Sequence[int]) -> tuple[date, date] | None:
    """Give the first and the last date that orders are to be invoiced on."""
    first, last = _rows(
        "SELECT min(invoice_date), max(invoice_date) FROM customers_salesorder WHERE company_id = %s AND id = ANY(%s)",
        [company_id, list(orders)],
    )[0]
    return (first, last) if first else None


# Customers with a credit limit are locked in order of id, so that two postings cannot both use what is left of it.
_LOCK_CUSTOMERS = """
    SELECT id FROM customers_customer WHERE company_id = %s AND credit_limit_amount IS NOT NULL AND id IN (
        SELECT coalesce(c.invoice_account_id, c.id) FROM customers_salesorder o
        JOIN customers_customer c ON c.id = o.customer_id WHERE o.company_id = %s AND o.id = ANY(%s)
    ) ORDER BY id FOR NO KEY UPDATE
"""


def lock_limited_customers(*, company_id: int, orders: Sequence[int]) -> int:
    """Lock the invoice accounts of orders that have a credit limit and return how many."""
    return len(_rows(_LOCK_CUSTOMERS, [company_id, company_id, list(orders)]))


# What is open of the invoices to be credited, in order of id.
_LOCK_CREDITED = """
    SELECT ot.transaction_id FROM customers_opentransaction ot WHERE ot.transaction_id IN (
        SELECT t.id FROM customers_salesorder o
        JOIN customers_customertransaction t ON t.invoice_id = o.credited_invoice_id
        WHERE o.company_id = %s AND o.id = ANY(%s) AND o.credited_invoice_id IS NOT NULL
    ) ORDER BY ot.transaction_id FOR UPDATE
"""


def lock_credited_transactions(*, company_id: int, orders: Sequence[int]) -> int:
    """Lock the open transactions that credit notes of these orders will settle and return how many."""
    return len(_rows(_LOCK_CREDITED, [company_id, list(orders)]))


_LOCK_ORDERS = """
    SELECT id, status, order_type, invoice_date, currency_id, payment_terms_id, credited_invoice_id
    FROM customers_salesorder WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""


def lock_orders(*, company_id: int, orders: Sequence[int]) -> list[LockedOrder]:
    """Lock orders in order of id and return what they are now."""
    return [LockedOrder(*row) for row in _rows(_LOCK_ORDERS, [company_id, list(orders)])]


# Per order the reasons why it cannot be posted, the weightiest first. Reads lines by order; locks nothing.
_REFUSALS = """
    WITH asked AS (
        SELECT o.*, coalesce(c.invoice_account_id, c.id) AS invoice_account_id, c.number AS customer_number
        FROM customers_salesorder o JOIN customers_customer c ON c.id = o.customer_id
        WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    ), line AS (
        SELECT o.id AS order_id, o.invoice_date, o.delivery_country, l.line_number, i.number AS item, i.is_blocked,
            code.kind, code.code, code.registration_id, rate.percent,
            l.net_amount * (1 - o.total_discount_percent / 100) AS net_amount,
            abs(l.quantity * l.unit_price) * (1 + coalesce(rate.percent, 0) / 100) AS size
        FROM asked o
        JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        LEFT JOIN customers_taxrule rule
            ON rule.tax_group_id = o.tax_group_id AND rule.item_tax_group_id = i.item_tax_group_id
        LEFT JOIN customers_taxcode code ON code.id = rule.tax_code_id
        LEFT JOIN LATERAL (
            SELECT r.percent FROM customers_taxrate r
            WHERE r.tax_code_id = code.id AND r.valid_from <= o.invoice_date ORDER BY r.valid_from DESC LIMIT 1
        ) AS rate ON true
    ), total AS (
        SELECT order_id, sum(net_amount * (1 + coalesce(percent, 0) / 100)) AS amount,
            sum(size) AS size, min(line_number) AS any_line
        FROM line GROUP BY order_id
    ), exposure AS (
        SELECT o.id AS order_id, account.number, account.credit_limit_amount,
            coalesce(owed.amount, 0) + sum(total.amount * rate.units_to / rate.units_from)
                OVER (PARTITION BY account.id ORDER BY o.invoice_date, o.id) AS amount,
            total.amount AS order_amount
        FROM asked o
        JOIN customers_customer account ON account.id = o.invoice_account_id
            AND account.credit_limit_amount IS NOT NULL
        JOIN total ON total.order_id = o.id
        JOIN unnest(%(rate_currency)s::text[], %(rate_day)s::date[], %(units_from)s::numeric[], %(units_to)s::numeric[])
            AS rate (currency, day, units_from, units_to) ON rate.currency = o.currency_id AND rate.day = o.invoice_date
        LEFT JOIN LATERAL (
            SELECT sum(ot.accounting_currency_amount + ot.standing_adjustment_amount) AS amount
            FROM customers_opentransaction ot WHERE ot.customer_id = account.id
        ) AS owed ON true
    ), refusal (order_id, rank, code, detail) AS (
        SELECT o.id, 1, 'period_not_open', o.invoice_date::text FROM asked o WHERE NOT EXISTS (
            SELECT 1 FROM ledger_fiscalperiod p WHERE p.id = ANY(%(open_periods)s)
                AND o.invoice_date BETWEEN p.start_date AND p.end_date)
        UNION ALL SELECT o.id, 2, 'no_lines', '' FROM asked o LEFT JOIN total t ON t.order_id = o.id
            WHERE t.any_line IS NULL
        UNION ALL SELECT o.id, 3, 'rate_missing', o.currency_id || ' ' || o.invoice_date FROM asked o
            WHERE o.credited_invoice_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM unnest(%(rate_currency)s::text[], %(rate_day)s::date[]) AS rate (currency, day)
                WHERE rate.currency = o.currency_id AND rate.day = o.invoice_date)
        UNION ALL SELECT o.id, 3, 'rate_missing', company.reporting_currency_id || ' ' || o.invoice_date FROM asked o
            JOIN ledger_company company ON company.id = o.company_id
            WHERE o.invoice_date = ANY(%(unreported_days)s::date[])
        UNION ALL SELECT line.order_id, 3, 'rate_missing', registration.currency_id || ' ' || line.invoice_date
            FROM line JOIN asked o ON o.id = line.order_id
            JOIN ledger_vatregistration registration ON registration.id = line.registration_id
            JOIN unnest(%(missing_currency)s::text[], %(missing_day)s::date[], %(missing_to)s::text[])
                AS missing (currency, day, to_currency) ON missing.currency = o.currency_id
                AND missing.day = o.invoice_date AND missing.to_currency = registration.currency_id
            WHERE registration.currency_id <> o.currency_id
        UNION ALL SELECT o.id, 4, 'customer_blocked', c.number FROM asked o
            JOIN customers_customer c ON c.id IN (o.customer_id, o.invoice_account_id) AND c.is_blocked
        UNION ALL SELECT order_id, 5, 'item_blocked', item FROM line WHERE is_blocked
        UNION ALL SELECT order_id, 6, 'tax_code_missing', item FROM line WHERE kind IS NULL
        UNION ALL SELECT order_id, 7, 'tax_rate_missing', code || ' ' || invoice_date FROM line
            WHERE kind IS NOT NULL AND percent IS NULL
        UNION ALL SELECT line.order_id, 8, 'vat_number_missing', account.number FROM line
            JOIN asked o ON o.id = line.order_id JOIN customers_customer account ON account.id = o.invoice_account_id
            WHERE line.kind = ANY(%(listed_kinds)s) AND account.vat_number = ''
        UNION ALL SELECT order_id, 9, 'not_a_member_state', delivery_country FROM line
            WHERE kind = ANY(%(listed_kinds)s) AND NOT EXISTS (
                SELECT 1 FROM ledger_unionmembership m WHERE m.country = line.delivery_country
                    AND (m.union = 'EU' OR m.union = 'EU_GOODS' AND line.kind <> 'eu_service')
                    AND m.valid_from <= line.invoice_date AND coalesce(m.valid_to, 'infinity') >= line.invoice_date)
        UNION ALL SELECT o.id, 10, 'credits_another', credited.number FROM asked o
            JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            WHERE credited.currency_id <> o.currency_id OR credited.invoice_account_id <> o.invoice_account_id
               OR o.order_type <> 'returned'
        UNION ALL SELECT o.id, 11, 'before_its_invoice', credited.number FROM asked o
            JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            WHERE credited.invoice_date > o.invoice_date
        UNION ALL SELECT o.id, 12, 'amount_too_large', o.currency_id || ' ' || round(total.size, 2)
            FROM asked o JOIN total ON total.order_id = o.id
            LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            LEFT JOIN unnest(%(rate_currency)s::text[], %(rate_day)s::date[], %(units_from)s::numeric[],
                %(units_to)s::numeric[]) AS rate (currency, day, units_from, units_to)
                ON rate.currency = o.currency_id AND rate.day = o.invoice_date
            WHERE total.size >= 1e15 OR total.size * coalesce(credited.accounting_units, rate.units_to)
                / coalesce(credited.transaction_units, rate.units_from) >= 1e15
        UNION ALL SELECT order_id, 13, 'account_blocked', a.number FROM line
            JOIN customers_item i ON i.company_id = %(company)s AND i.number = line.item
            JOIN customers_itemgroup g ON g.id = i.group_id
            JOIN ledger_ledgeraccount a ON a.id = g.revenue_account_id AND a.is_blocked
        UNION ALL SELECT order_id, 14, 'credit_limit_exceeded',
            number || ' ' || round(amount, 2) || ' ' || round(credit_limit_amount, 2)
            FROM exposure WHERE amount > credit_limit_amount AND order_amount > 0
    )
    SELECT DISTINCT ON (order_id) order_id, code, detail FROM refusal ORDER BY order_id, rank
"""


@dataclass(frozen=True)
class UsableRate:
    """``units_from`` of a currency are worth ``units_to`` of the accounting currency on a day."""

    currency: str
    day: date
    units_from: Decimal
    units_to: Decimal
    published: date


def refusals(
    *,
    company_id: int,
    orders: Sequence[int],
    open_periods: Sequence[int],
    rates: Sequence[UsableRate],
    listed_kinds: Sequence[str],
    unreported_days: Sequence[date] = (),
    missing_rates: Sequence[tuple[str, date, str]] = (),
) -> list[tuple[int, str, str]]:
    """Give (order, code, detail) of those that cannot be posted, each with its weightiest reason.

    ``unreported_days`` have no rate into the reporting currency, ``missing_rates`` are (currency, day, currency of a
    VAT registration) without one.
    """
    return _rows(
        _REFUSALS,
        {
            "company": company_id,
            "orders": list(orders),
            "open_periods": list(open_periods),
            "listed_kinds": list(listed_kinds),
            "rate_currency": [rate.currency for rate in rates],
            "rate_day": [rate.day for rate in rates],
            "units_from": [rate.units_from for rate in rates],
            "units_to": [rate.units_to for rate in rates],
            "unreported_days": list(unreported_days),
            "missing_currency": [currency for currency, _day, _to in missing_rates],
            "missing_day": [day for _currency, day, _to in missing_rates],
            "missing_to": [to for _currency, _day, to in missing_rates],
        },
    )


# One invoice per order with its lines, in one statement so that totals stand on the invoice from the start.
# A line's total discount and tax are shares: each rounded, the largest line takes what rounding leaves.
# A document has a voucher where one of its entries is not zero: the receivable, or, at a total of zero, another.
_INSERT_INVOICES = """
    WITH chosen AS MATERIALIZED (
        SELECT o.*, coalesce(c.invoice_account_id, c.id) AS invoice_account_id, currency.decimals, p.fiscal_year_id,
            coalesce(credited.transaction_units, rate.units_from) AS transaction_units,
            coalesce(credited.accounting_units, rate.units_to) AS accounting_units,
            coalesce(credited.rate_date, rate.published) AS rate_date, due.due_date,
            CASE o.order_type WHEN 'returned' THEN 'credit_note' ELSE 'invoice' END AS invoice_type
        FROM customers_salesorder o
        JOIN customers_customer c ON c.id = o.customer_id
        JOIN ledger_currency currency ON currency.code = o.currency_id
        JOIN ledger_fiscalperiod p ON p.company_id = o.company_id
            AND o.invoice_date BETWEEN p.start_date AND p.end_date
        JOIN unnest(%(terms)s::bigint[], %(terms_day)s::date[], %(due_date)s::date[])
            AS due (terms_id, day, due_date) ON due.terms_id = o.payment_terms_id AND due.day = o.invoice_date
        LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
        LEFT JOIN unnest(%(rate_currency)s::text[], %(rate_day)s::date[], %(units_from)s::numeric[],
                %(units_to)s::numeric[], %(published)s::date[])
            AS rate (currency, day, units_from, units_to, published)
            ON rate.currency = o.currency_id AND rate.day = o.invoice_date
        WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    ), priced AS (
        SELECT o.id AS order_id, o.decimals, o.total_discount_percent, l.id AS order_line_id, l.line_number, l.item_id,
            l.description, l.quantity, l.unit_price, l.line_discount_percent, i.item_type, rule.tax_code_id, code.kind,
            rate.percent, g.revenue_account_id, g.line_discount_account_id, g.total_discount_account_id,
            round(l.quantity * l.unit_price, o.decimals) AS gross,
            round(l.quantity * l.unit_price * (1 - l.line_discount_percent / 100), o.decimals) AS reduced
        FROM chosen o
        JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        JOIN customers_itemgroup g ON g.id = i.group_id
        JOIN customers_taxrule rule
            ON rule.tax_group_id = o.tax_group_id AND rule.item_tax_group_id = i.item_tax_group_id
        JOIN customers_taxcode code ON code.id = rule.tax_code_id
        CROSS JOIN LATERAL (
            SELECT r.percent FROM customers_taxrate r
            WHERE r.tax_code_id = code.id AND r.valid_from <= o.invoice_date ORDER BY r.valid_from DESC LIMIT 1
        ) AS rate
    ), discounted AS (
        SELECT *, reduced - CASE WHEN total_discount_percent = 0 THEN 0 ELSE
            round(reduced * total_discount_percent / 100, decimals)
            + CASE WHEN row_number() OVER largest > 1 THEN 0 ELSE
                round(sum(reduced) OVER document * total_discount_percent / 100, decimals)
                - sum(round(reduced * total_discount_percent / 100, decimals)) OVER document END END AS net
        FROM priced
        WINDOW document AS (PARTITION BY order_id),
            largest AS (PARTITION BY order_id ORDER BY abs(reduced) DESC, line_number)
    ), line AS MATERIALIZED (
        SELECT *, dense_rank() OVER (PARTITION BY order_id ORDER BY tax_code_id, percent, item_type) AS tax_row_number,
            CASE WHEN percent = 0 THEN 0 ELSE
                round(net * percent / 100, decimals) + CASE WHEN row_number() OVER largest > 1 THEN 0 ELSE
                    round(sum(net) OVER taxed * percent / 100, decimals)
                    - sum(round(net * percent / 100, decimals)) OVER taxed END END AS tax
        FROM discounted
        WINDOW taxed AS (PARTITION BY order_id, kind, percent),
            largest AS (PARTITION BY order_id, kind, percent ORDER BY abs(net) DESC, line_number)
    ), total AS (
        SELECT order_id, sum(net) AS net, sum(tax) AS tax FROM line GROUP BY order_id
    ), posted_at_zero AS (
        SELECT DISTINCT order_id FROM (
            SELECT line.order_id FROM line JOIN total ON total.order_id = line.order_id AND total.net + total.tax = 0
            CROSS JOIN LATERAL (VALUES
                (1, revenue_account_id, gross
                    - CASE WHEN line_discount_account_id IS NULL THEN gross - reduced ELSE 0 END
                    - CASE WHEN total_discount_account_id IS NULL THEN reduced - line.net ELSE 0 END),
                (2, line_discount_account_id, gross - reduced), (3, total_discount_account_id, reduced - line.net),
                (4, tax_code_id, line.tax)) AS entry (kind, account_id, amount)
            WHERE entry.account_id IS NOT NULL
            GROUP BY line.order_id, tax_row_number, entry.kind, entry.account_id HAVING sum(entry.amount) <> 0
        ) AS entry
    ), numbered AS (
        SELECT o.*, total.net, total.tax,
            total.net + total.tax <> 0 OR posted_at_zero.order_id IS NOT NULL AS is_posted, row_number() OVER (
            PARTITION BY o.invoice_type, o.fiscal_year_id ORDER BY o.invoice_date, o.id) - 1 AS place
        FROM chosen o JOIN total ON total.order_id = o.id
        LEFT JOIN posted_at_zero ON posted_at_zero.order_id = o.id
    ), made AS (
        INSERT INTO customers_invoice (company_id, posting_id, order_id, invoice_type, series_id, fiscal_year_id,
            sequence_number, number, customer_id, invoice_account_id, invoice_date, due_date, payment_terms_id,
            currency_id, transaction_units, accounting_units, rate_date, delivery_country, vat_number,
            credited_invoice_id, reason, net_amount, tax_amount, total_amount, has_voucher)
        SELECT o.company_id, %(posting)s, o.id, o.invoice_type, block.series_id, block.fiscal_year_id,
            block.first + o.place, block.prefix || lpad(abs(block.first + o.place)::text,
                greatest(block.digits, length(abs(block.first + o.place)::text)), '0'),
            o.customer_id, o.invoice_account_id, o.invoice_date, o.due_date, o.payment_terms_id, o.currency_id,
            o.transaction_units, o.accounting_units, o.rate_date, o.delivery_country, account.vat_number,
            o.credited_invoice_id, o.reason, o.net, o.tax, o.net + o.tax, o.is_posted
        FROM numbered o
        JOIN customers_customer account ON account.id = o.invoice_account_id
        JOIN unnest(%(block_type)s::text[], %(block_series)s::bigint[], %(block_year)s::bigint[],
                %(block_first)s::bigint[], %(block_prefix)s::text[], %(block_digits)s::int[])
            AS block (invoice_type, series_id, fiscal_year_id, first, prefix, digits)
            ON block.invoice_type = o.invoice_type AND block.fiscal_year_id = o.fiscal_year_id
        ORDER BY o.invoice_date, o.id
        RETURNING id, order_id
    )
    INSERT INTO customers_invoiceline (company_id, invoice_id, line_number, order_line_id, item_id, description,
        quantity, unit_price, line_discount_percent, gross_amount, line_discount_amount, total_discount_amount,
        net_amount, tax_amount, tax_row_number, tax_code_id, tax_percent, revenue_account_id,
        line_discount_account_id, total_discount_account_id)
    SELECT %(company)s, made.id, line.line_number, line.order_line_id, line.item_id, line.description, line.quantity,
        line.unit_price, line.line_discount_percent, line.gross, line.gross - line.reduced, line.reduced - line.net,
        line.net, line.tax, line.tax_row_number, line.tax_code_id, line.percent, line.revenue_account_id,
        line.line_discount_account_id, line.total_discount_account_id
    FROM line JOIN made ON made.order_id = line.order_id
    ORDER BY made.id, line.line_number
"""


def insert_invoices(
    *,
    company_id: int,
    posting_id: int,
    orders: Sequence[int],
    due_dates: Sequence[tuple[int, date, date]],
    rates: Sequence[UsableRate],
    blocks: Sequence[tuple[str, Block]],
) -> int:
    """Write one invoice per order with its lines and return the number of lines.

    ``due_dates`` are (payment terms, invoice date, due date), ``blocks`` (invoice type, numbers).
    """
    return _execute(
        _INSERT_INVOICES,
        {
            "company": company_id,
            "posting": posting_id,
            "orders": list(orders),
            "terms": [terms for terms, _, _ in due_dates],
            "terms_day": [day for _, day, _ in due_dates],
            "due_date": [due for _, _, due in due_dates],
            "rate_currency": [rate.currency for rate in rates],
            "rate_day": [rate.day for rate in rates],
            "units_from": [rate.units_from for rate in rates],
            "units_to": [rate.units_to for rate in rates],
            "published": [rate.published for rate in rates],
            "block_type": [invoice_type for invoice_type, _ in blocks],
            "block_series": [block.series_id for _, block in blocks],
            "block_year": [block.fiscal_year_id for _, block in blocks],
            "block_first": [block.first for _, block in blocks],
            "block_prefix": [block.prefix for _, block in blocks],
            "block_digits": [block.digits for _, block in blocks],
        },
    )


# Lines and entries are added up together rather than joined: what a new posting holds is unknown to the planner.
# Accounting amounts are the sums of the row's entries. Of the registration's currency: the accounting or the
# transaction amount where it is the same currency, else translated by the rate of the tax point.
_INSERT_TAX_ROWS = """
    WITH part (invoice_id, tax_row_number, tax_code_id, tax_percent, item_type, base, tax, entry_base, entry_tax) AS (
        SELECT l.invoice_id, l.tax_row_number, l.tax_code_id, l.tax_percent, item.item_type, l.net_amount,
            l.tax_amount, 0, 0
        FROM customers_invoice i
        JOIN customers_invoiceline l ON l.invoice_id = i.id
        JOIN customers_item item ON item.id = l.item_id
        WHERE i.posting_id = %(posting)s
        UNION ALL
        SELECT v.document_id, e.tax_row_number, NULL, NULL, NULL, 0, 0,
            CASE WHEN e.posting_type <> 'sales_tax' THEN -e.accounting_currency_amount ELSE 0 END,
            CASE WHEN e.posting_type = 'sales_tax' THEN -e.accounting_currency_amount ELSE 0 END
        FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        WHERE v.posting_id = %(posting)s AND v.document_type = 'invoice' AND e.tax_row_number IS NOT NULL
    ), line AS (
        SELECT invoice_id, tax_row_number, max(tax_code_id) AS tax_code_id, max(tax_percent) AS tax_percent,
            min(item_type) AS item_type, sum(base) AS base, sum(tax) AS tax, sum(entry_base) AS entry_base,
            sum(entry_tax) AS entry_tax
        FROM part GROUP BY invoice_id, tax_row_number
    )
    INSERT INTO customers_taxrow (company_id, invoice_id, number, tax_code_id, tax_kind, tax_percent, item_type,
        delivery_country, vat_number, tax_point_date, transaction_currency_base_amount,
        transaction_currency_tax_amount, accounting_currency_base_amount, accounting_currency_tax_amount,
        registration_id, registration_currency_id, registration_currency_base_amount,
        registration_currency_tax_amount)
    SELECT i.company_id, i.id, line.tax_row_number, code.id, code.kind, line.tax_percent, line.item_type,
        i.delivery_country, i.vat_number, i.invoice_date, line.base, line.tax,
        line.entry_base, line.entry_tax, registration.id, registration.currency_id,
        CASE WHEN registration.currency_id = company.accounting_currency_id THEN line.entry_base
            WHEN registration.currency_id = i.currency_id THEN line.base
            ELSE round(line.base * rate.units_to / rate.units_from, currency.decimals) END,
        CASE WHEN registration.currency_id = company.accounting_currency_id THEN line.entry_tax
            WHEN registration.currency_id = i.currency_id THEN line.tax
            ELSE round(line.tax * rate.units_to / rate.units_from, currency.decimals) END
    FROM line
    JOIN customers_invoice i ON i.id = line.invoice_id
    JOIN ledger_company company ON company.id = i.company_id
    JOIN customers_taxcode code ON code.id = line.tax_code_id
    LEFT JOIN ledger_vatregistration registration ON registration.id = code.registration_id
    LEFT JOIN ledger_currency currency ON currency.code = registration.currency_id
    LEFT JOIN unnest(%(currency)s::text[], %(day)s::date[], %(to_currency)s::text[], %(units_from)s::numeric[],
            %(units_to)s::numeric[]) AS rate (currency, day, to_currency, units_from, units_to)
        ON rate.currency = i.currency_id AND rate.day = i.invoice_date AND rate.to_currency = registration.currency_id
    ORDER BY i.id, line.tax_row_number
"""


def insert_tax_rows(
    *, posting_id: int, registration_rates: Sequence[tuple[str, date, str, Decimal, Decimal]] = ()
) -> int:
    """Write the tax rows of a posting's invoices and return how many.

    ``registration_rates`` are (currency, day, currency of the registration, units from, units to).
    """
    columns = list(zip(*registration_rates, strict=True)) or [()] * 5
    names = ("currency", "day", "to_currency", "units_from", "units_to")
    return _execute(
        _INSERT_TAX_ROWS,
        {"posting": posting_id} | {name: list(column) for name, column in zip(names, columns, strict=True)},
    )


# What a customer owes by each posted invoice: amounts and account of its receivable entry, so that subledger and ledger
# cannot differ even where the posting profile changes in between.
_INSERT_TRANSACTIONS = """
    WITH made AS (
        INSERT INTO customers_customertransaction (company_id, posting_id, voucher_id, customer_id, invoice_id,
            transaction_type, document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount, control_account_id)
        SELECT i.company_id, i.posting_id, v.id, i.invoice_account_id, i.id, i.invoice_type, i.number, i.invoice_date,
            i.due_date, e.currency_id, e.transaction_currency_amount, e.accounting_currency_amount, e.account_id
        FROM customers_invoice i
        JOIN ledger_voucher v ON v.company_id = i.company_id AND v.document_type = 'invoice' AND v.document_id = i.id
            AND v.document_part = 0
        JOIN ledger_ledgerentry e ON e.voucher_id = v.id AND e.posting_type = 'customer_balance'
        WHERE i.posting_id = %s
        ORDER BY i.id
        RETURNING id, company_id, customer_id, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount
    )
    INSERT INTO customers_opentransaction (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount)
    SELECT made.*, 0 FROM made
"""


def insert_transactions(*, posting_id: int) -> int:
    """Write the customer transactions of a posting's invoices, all open, and return how many."""
    return _execute(_INSERT_TRANSACTIONS, [posting_id])


def mark_invoiced(*, company_id: int, orders: Sequence[int]) -> int:
    """Set orders to invoiced and return how many."""
    return _execute(
        "UPDATE customers_salesorder SET status = 'invoiced' WHERE company_id = %s AND id = ANY(%s)",
        [company_id, list(orders)],
    )


# Transactions and settlements of one posting, added to the kept balances of the subledger, keys in one order.
_ADD_TO_SUBLEDGER = """
    INSERT INTO customers_subledgerbalance AS kept (company_id, account_id, currency_id, period_id,
        transaction_currency_amount, accounting_currency_amount)
    SELECT change.company_id, change.account_id, change.currency_id, p.id, sum(change.transaction_amount),
        sum(change.accounting_amount)
    FROM (
        SELECT t.company_id, t.control_account_id AS account_id, t.currency_id,
            CASE t.transaction_type WHEN 'opening'
                THEN (SELECT v.posting_date FROM ledger_voucher v WHERE v.id = t.voucher_id)
                ELSE t.transaction_date END AS day,
            t.transaction_currency_amount AS transaction_amount,
            t.accounting_currency_amount + t.opening_adjustment_amount AS accounting_amount
        FROM customers_customertransaction t WHERE t.posting_id = %(posting)s
        UNION ALL
        SELECT s.company_id, t.control_account_id, t.currency_id, s.settlement_date,
            -s.transaction_currency_amount, -s.debit_accounting_amount
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.debit_transaction_id
        WHERE s.posting_id = %(posting)s
        UNION ALL
        SELECT s.company_id, t.control_account_id, t.currency_id, s.settlement_date,
            s.transaction_currency_amount, s.credit_accounting_amount
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.credit_transaction_id
        WHERE s.posting_id = %(posting)s
    ) AS change
    JOIN ledger_fiscalperiod p ON p.company_id = change.company_id AND change.day BETWEEN p.start_date AND p.end_date
    GROUP BY change.company_id, change.account_id, change.currency_id, p.id
    ORDER BY change.account_id, change.currency_id, p.id
    ON CONFLICT (company_id, account_id, currency_id, period_id) DO UPDATE SET
        transaction_currency_amount = kept.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = kept.accounting_currency_amount + EXCLUDED.accounting_currency_amount
"""


def add_to_subledger(*, posting_id: int) -> int:
    """Add a posting's transactions and settlements to the kept balances and return how many were touched."""
    return _execute(_ADD_TO_SUBLEDGER, {"posting": posting_id})


# --- settlement -------------------------------------------------------------------------------------------------------


def lock_open_transactions(*, company_id: int, transactions: Sequence[int]) -> dict[int, Decimal]:
    """Lock open transactions in order of id and return what is open of each, in its own currency."""
    return dict(
        _rows(
            "SELECT transaction_id, transaction_currency_amount FROM customers_opentransaction"
            " WHERE company_id = %s AND transaction_id = ANY(%s) ORDER BY transaction_id FOR UPDATE",
            [company_id, list(transactions)],
        )
    )


# Credit notes of a posting and what is open of the invoices they name, in order of writing.
_CREDIT_NOTES_TO_SETTLE = """
    SELECT invoiced.id, credited.id, invoiced_open.transaction_currency_amount,
        -credited_open.transaction_currency_amount, note.invoice_date
    FROM customers_invoice note
    JOIN customers_customertransaction credited ON credited.invoice_id = note.id
    JOIN customers_opentransaction credited_open ON credited_open.transaction_id = credited.id
    JOIN customers_customertransaction invoiced ON invoiced.invoice_id = note.credited_invoice_id
    JOIN customers_opentransaction invoiced_open ON invoiced_open.transaction_id = invoiced.id
    WHERE note.posting_id = %s AND credited.transaction_currency_amount < 0
        AND invoiced_open.transaction_currency_amount > 0
    ORDER BY note.id
"""


def credit_notes_to_settle(*, posting_id: int) -> list[tuple[int, int, Decimal, Decimal, date]]:
    """Give (invoice's transaction, credit note's transaction, open of each, date) of a posting's credit notes."""
    return _rows(_CREDIT_NOTES_TO_SETTLE, [posting_id])


# What a part takes of the accounting amount: the rounded share of all settled so far, less what was taken before.
# Parts of one transaction in the same set follow each other in order of the set.
_INSERT_SETTLEMENTS = """
    WITH part AS (
        SELECT * FROM unnest(%(debit)s::bigint[], %(credit)s::bigint[], %(amount)s::numeric[], %(day)s::date[])
            WITH ORDINALITY AS part (debit_id, credit_id, amount, day, place)
    ), side AS (
        SELECT place, debit_id AS transaction_id, amount, 1 AS sign FROM part
        UNION ALL SELECT place, credit_id, amount, -1 FROM part
    ), taken AS (
        SELECT side.place, side.sign, side.transaction_id, t.accounting_currency_amount AS original,
            t.transaction_currency_amount AS face,
            t.transaction_currency_amount - o.transaction_currency_amount AS settled_before,
            t.accounting_currency_amount - o.accounting_currency_amount AS taken_before,
            side.sign * sum(side.amount) OVER so_far AS set_so_far,
            row_number() OVER so_far AS turn
        FROM side
        JOIN customers_customertransaction t ON t.id = side.transaction_id
        JOIN customers_opentransaction o ON o.transaction_id = side.transaction_id
        WINDOW so_far AS (PARTITION BY side.transaction_id ORDER BY side.place)
    ), share AS (
        SELECT place, sign, round(original * (settled_before + set_so_far) / face, %(decimals)s)
            - CASE WHEN turn = 1 THEN taken_before ELSE
                lag(round(original * (settled_before + set_so_far) / face, %(decimals)s))
                    OVER (PARTITION BY transaction_id ORDER BY place) END AS amount
        FROM taken
    ), made AS (
        INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,
            credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount)
        SELECT %(company)s, %(posting)s, part.day, part.debit_id, part.credit_id, part.amount,
            debit.amount, -credit.amount
        FROM part
        JOIN share debit ON debit.place = part.place AND debit.sign = 1
        JOIN share credit ON credit.place = part.place AND credit.sign = -1
        ORDER BY part.place
        RETURNING id
    )
    SELECT count(*) FROM made
"""


@dataclass(frozen=True)
class Part:
    """An amount, above zero, in which a debit and a credit transaction cancel each other out on a day."""

    debit_transaction_id: int
    credit_transaction_id: int
    amount: Decimal
    day: date


def insert_settlements(*, company_id: int, posting_id: int, parts: Sequence[Part], decimals: int) -> int:
    """Write settlements and return how many. The open transactions are locked and hold enough."""
    made = _rows(
        _INSERT_SETTLEMENTS,
        {
            "company": company_id,
            "posting": posting_id,
            "decimals": decimals,
            "debit": [part.debit_transaction_id for part in parts],
            "credit": [part.credit_transaction_id for part in parts],
            "amount": [part.amount for part in parts],
            "day": [part.day for part in parts],
        },
    )
    return int(made[0][0])


_INSERT_REVERSED_SETTLEMENTS = """
    INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,
        credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount,
        reversal_of_id)
    SELECT company_id, %s, greatest(settlement_date, %s), debit_transaction_id, credit_transaction_id,
        -transaction_currency_amount, -debit_accounting_amount, -credit_accounting_amount, id
    FROM customers_settlement WHERE id = ANY(%s) ORDER BY id
"""


def insert_reversed_settlements(*, posting_id: int, settlements: Sequence[int], day: date) -> int:
    """Write the opposite of settlements, on a day but not before their own, and return how many."""
    return _execute(_INSERT_REVERSED_SETTLEMENTS, [posting_id, day, list(settlements)])


# Both sides of a posting's settlements leave what is open; a side that comes back has its row again.
_MOVE_OPEN_AMOUNTS = """
    WITH change AS (
        SELECT transaction_id, sum(transaction_amount) AS transaction_amount,
            sum(accounting_amount) AS accounting_amount
        FROM (
            SELECT debit_transaction_id AS transaction_id, -transaction_currency_amount AS transaction_amount,
                -debit_accounting_amount AS accounting_amount
            FROM customers_settlement WHERE posting_id = %(posting)s
            UNION ALL
            SELECT credit_transaction_id, transaction_currency_amount, credit_accounting_amount
            FROM customers_settlement WHERE posting_id = %(posting)s
        ) AS side GROUP BY transaction_id
    )
    INSERT INTO customers_opentransaction AS o (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount)
    SELECT t.id, t.company_id, t.customer_id, t.due_date, t.currency_id, change.transaction_amount,
        change.accounting_amount, 0
    FROM change JOIN customers_customertransaction t ON t.id = change.transaction_id
    ORDER BY t.id
    ON CONFLICT (transaction_id) DO UPDATE SET
        transaction_currency_amount = o.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = o.accounting_currency_amount + EXCLUDED.accounting_currency_amount
"""


def move_open_amounts(*, posting_id: int) -> int:
    """Take a posting's settlements off what is open, close what is down to zero, and return how many are touched."""
    touched = _execute(_MOVE_OPEN_AMOUNTS, {"posting": posting_id})
    _execute(
        "DELETE FROM customers_opentransaction WHERE transaction_currency_amount = 0 AND accounting_currency_amount = 0"
        " AND standing_adjustment_amount = 0"
        " AND transaction_id IN (SELECT unnest(ARRAY[debit_transaction_id, credit_transaction_id])"
        " FROM customers_settlement WHERE posting_id = %s)",
        [posting_id],
    )
    return touched
