"""Orders to invoices: documents, lines, tax rows and what the customer owes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arclose.ledger.numbering import Block
from customers.sql.order_checks import Basis, UsableRate
from customers.sql.running import execute, rows
from customers.sql.taxing import INVOICE_ACCOUNT, TAXED

# How much of a line ``l`` is to be invoiced.
PART = """
        CROSS JOIN LATERAL (
            SELECT CASE %(quantity)s WHEN 'delivered' THEN l.delivered_quantity ELSE l.quantity END
                - l.invoiced_quantity AS quantity
        ) AS part
"""

# One invoice per order with its lines, in one statement so that totals stand on the invoice from the start.
# A line's total discount and tax are shares: each rounded, the largest line takes what rounding leaves.
# A document has a voucher where one of its entries is not zero: the receivable, or, at a total of zero, another, or
# the cost of what it sells or of what packing slips delivered.
# What undoes a document takes its rate, its invoice account and the VAT number that it was issued with.
# A line takes what is neither invoiced nor, where only deliveries are invoiced, still to deliver; a line of nothing is
# on the first invoice.
_INSERT_INVOICES = (
    """
    WITH chosen AS MATERIALIZED (
        SELECT o.*, {INVOICE_ACCOUNT} AS invoice_account_id, currency.decimals, p.fiscal_year_id,
            credited.vat_number AS credited_vat_number,
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
            l.description, part.quantity, l.unit_price, l.line_discount_percent, i.item_type, code.id AS tax_code_id,
            tax.kind, tax.percent, g.revenue_account_id, g.line_discount_account_id, g.total_discount_account_id,
            CASE WHEN %(posts_cost)s AND i.item_type = 'goods'
                THEN round(part.quantity * i.standard_cost_amount, %(accounting_decimals)s) ELSE 0 END AS cost,
            round(part.quantity * l.unit_price, o.decimals) AS gross,
            round(part.quantity * l.unit_price * (1 - l.line_discount_percent / 100), o.decimals) AS reduced
        FROM chosen o
        JOIN customers_salesorderline l ON l.order_id = o.id
        {PART}
        JOIN customers_item i ON i.id = l.item_id
        JOIN customers_itemgroup g ON g.id = i.group_id
        {TAXED}
        WHERE tax.percent IS NOT NULL AND (part.quantity <> 0 OR l.quantity = 0 AND o.document_status <> 'invoice')
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
        SELECT order_id, sum(net) AS net, sum(tax) AS tax, bool_or(cost <> 0) AS costs FROM line GROUP BY order_id
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
            total.net + total.tax <> 0 OR posted_at_zero.order_id IS NOT NULL OR total.costs OR EXISTS (
                SELECT 1 FROM customers_orderdocument d WHERE d.order_id = o.id AND d.has_voucher
            ) AS is_posted, row_number() OVER (
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
            o.transaction_units, o.accounting_units, o.rate_date, o.delivery_country,
            coalesce(o.credited_vat_number, account.vat_number),
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
        net_amount, tax_amount, cost_amount, tax_row_number, tax_code_id, tax_percent, revenue_account_id,
        line_discount_account_id, total_discount_account_id)
    SELECT %(company)s, made.id, line.line_number, line.order_line_id, line.item_id, line.description, line.quantity,
        line.unit_price, line.line_discount_percent, line.gross, line.gross - line.reduced, line.reduced - line.net,
        line.net, line.tax, line.cost, line.tax_row_number, line.tax_code_id, line.percent, line.revenue_account_id,
        line.line_discount_account_id, line.total_discount_account_id
    FROM line JOIN made ON made.order_id = line.order_id
    ORDER BY made.id, line.line_number
    """.replace("{TAXED}", TAXED)
    .replace("{INVOICE_ACCOUNT}", INVOICE_ACCOUNT)
    .replace("{PART}", PART)
)


def insert_invoices(
    *,
    company_id: int,
    posting_id: int,
    orders: Sequence[int],
    basis: Basis,
    due_dates: Sequence[tuple[int, date, date]],
    rates: Sequence[UsableRate],
    blocks: Sequence[tuple[str, Block]],
) -> int:
    """Write one invoice per order with its lines and return the number of lines.

    ``due_dates`` are (payment terms, invoice date, due date), ``blocks`` (invoice type, numbers).
    """
    return execute(
        _INSERT_INVOICES,
        {
            "company": company_id,
            "posting": posting_id,
            "orders": list(orders),
            "quantity": basis.quantity,
            "posts_cost": basis.posts_cost,
            "accounting_decimals": basis.decimals,
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
# transaction amount where it is the same currency, else translated by the rate of the tax point, of the document
# undone where there is one.
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
    SELECT i.company_id, i.id, line.tax_row_number, code.id, coalesce(undone.tax_kind, code.kind), line.tax_percent,
        line.item_type, i.delivery_country, i.vat_number, i.invoice_date, line.base, line.tax,
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
    LEFT JOIN customers_invoice credited ON credited.id = i.credited_invoice_id
    LEFT JOIN LATERAL (
        SELECT t.tax_kind FROM customers_taxrow t
        WHERE t.invoice_id = credited.id AND t.tax_code_id = code.id ORDER BY t.number LIMIT 1
    ) AS undone ON true
    LEFT JOIN unnest(%(currency)s::text[], %(day)s::date[], %(to_currency)s::text[], %(units_from)s::numeric[],
            %(units_to)s::numeric[]) AS rate (currency, day, to_currency, units_from, units_to)
        ON rate.currency = i.currency_id AND rate.day = coalesce(credited.rate_date, i.invoice_date)
        AND rate.to_currency = registration.currency_id
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
    return execute(
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
    return execute(_INSERT_TRANSACTIONS, [posting_id])


# What was invoiced beyond what packing slips delivered is delivered by the invoice.
_ADVANCE_INVOICED = """
    UPDATE customers_salesorderline l SET
        invoiced_quantity = l.invoiced_quantity + made.quantity,
        delivered_quantity = CASE WHEN abs(l.invoiced_quantity + made.quantity) > abs(l.delivered_quantity)
            THEN l.invoiced_quantity + made.quantity ELSE l.delivered_quantity END
    FROM (
        SELECT il.order_line_id, il.quantity
        FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id WHERE i.posting_id = %(posting)s
    ) AS made WHERE l.id = made.order_line_id
"""


def advance_invoiced(*, posting_id: int) -> int:
    """Add what the invoices of a posting took to their order lines and return how many."""
    return execute(_ADVANCE_INVOICED, {"posting": posting_id})


# Standing deliveries of the lines invoiced, the oldest first, until the invoiced quantity is reached; what corrections
# and earlier invoices took is gone. The last unit takes what is left of the cost.
_INSERT_INVOICED_DELIVERIES = """
    WITH line AS (
        SELECT il.company_id, il.id AS invoice_line_id, il.order_line_id, il.quantity
        FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id WHERE i.posting_id = %(posting)s
    ), standing AS (
        SELECT line.*, dl.id AS slip_line_id,
            dl.quantity + coalesce(corrected.quantity, 0) - coalesce(taken.quantity, 0) AS left_quantity,
            dl.cost_amount + coalesce(corrected.cost, 0) - coalesce(taken.cost, 0) AS left_cost
        FROM line
        JOIN customers_orderdocumentline dl ON dl.order_line_id = line.order_line_id
        JOIN customers_orderdocument d ON d.id = dl.document_id AND d.document_type = 'packing_slip'
            AND d.corrects_id IS NULL
        LEFT JOIN LATERAL (
            SELECT sum(c.quantity) AS quantity, sum(c.cost_amount) AS cost
            FROM customers_orderdocument cd JOIN customers_orderdocumentline c ON c.document_id = cd.id
            WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id
        ) AS corrected ON true
        LEFT JOIN LATERAL (
            SELECT sum(t.quantity) AS quantity, sum(t.cost_amount) AS cost
            FROM customers_invoiceddelivery t WHERE t.slip_line_id = dl.id
        ) AS taken ON true
    ), queue AS (
        SELECT *, abs(sum(left_quantity) OVER (PARTITION BY invoice_line_id ORDER BY slip_line_id))
            - abs(left_quantity) AS taken_before
        FROM standing WHERE left_quantity <> 0
    ), take AS (
        SELECT *, sign(quantity) * least(abs(left_quantity), abs(quantity) - taken_before) AS part
        FROM queue WHERE taken_before < abs(quantity)
    )
    INSERT INTO customers_invoiceddelivery (company_id, invoice_line_id, slip_line_id, quantity, cost_amount)
    SELECT company_id, invoice_line_id, slip_line_id, part,
        CASE WHEN part = left_quantity THEN left_cost ELSE round(left_cost * part / left_quantity, %(decimals)s) END
    FROM take ORDER BY invoice_line_id, slip_line_id
"""
_HAVE_DELIVERIES = """
    SELECT EXISTS (SELECT 1 FROM customers_orderdocument
        WHERE order_id = ANY(%s) AND document_type = 'packing_slip' AND company_id = %s)
"""


def insert_invoiced_deliveries(*, company_id: int, posting_id: int, orders: Sequence[int], decimals: int) -> int:
    """Write which deliveries the invoices of a posting take, with their share of the cost; return how many."""
    if not rows(_HAVE_DELIVERIES, [list(orders), company_id])[0][0]:
        return 0
    return execute(_INSERT_INVOICED_DELIVERIES, {"posting": posting_id, "decimals": decimals})
