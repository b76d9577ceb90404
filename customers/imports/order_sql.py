"""Statements of the import of sales orders: flat lines to orders, a set at a time.

``{staged}`` stands for the lines of the file. A line's net amount is rounded half away from zero at the decimals of
the order's currency, the total discount of an order likewise: just as posting will do it.
"""

from collections.abc import Sequence

from customers.models.sales_orders import LARGEST_LINE_AMOUNT

# One row per line of the file, with what the master data adds to it. Reads each master table once.
_PRICED = """
    SELECT s.number, s.file_line, s.order_type, s.customer, s.invoice_date, s.total_discount_percent,
        coalesce(s.order_date, s.invoice_date) AS order_date, coalesce(s.currency, c.currency_id) AS currency,
        currency.decimals, s.payment_terms, s.tax_group, s.delivery_country, s.delivery_address, s.credited_invoice,
        s.reason, s.customer_reference, s.delivery_date, s.site, site.id AS site_id,
        coalesce(s.line_delivery_address, '') AS line_address,
        coalesce(s.line_delivery_country, '') AS line_country, s.line_number, s.item, i.id AS item_id,
        coalesce(s.description, i.name, '') AS description, s.unit_price AS named_price,
        coalesce(s.prices_include_tax, c.prices_include_tax, false) AS prices_include_tax, s.quantity,
        coalesce(s.unit_price, i.unit_price, 0) AS unit_price, s.line_discount_percent,
        round(s.quantity * coalesce(s.unit_price, i.unit_price, 0) * (1 - s.line_discount_percent / 100),
            currency.decimals) AS net_amount
    FROM {staged} AS s
    LEFT JOIN customers_customer c ON c.company_id = %(company)s AND c.number = s.customer
    LEFT JOIN ledger_currency currency ON currency.code = coalesce(s.currency, c.currency_id)
    LEFT JOIN customers_item i ON i.company_id = %(company)s AND i.number = s.item
    LEFT JOIN customers_site site ON site.company_id = %(company)s AND site.code = s.site
"""

# One row per order of the file.
_ORDERS = """
    SELECT number, min(file_line) AS file_line, min(order_type) AS order_type, min(customer) AS customer,
        min(order_date) AS order_date, min(invoice_date) AS invoice_date, min(currency) AS currency,
        min(payment_terms) AS payment_terms, min(tax_group) AS tax_group, min(delivery_country) AS delivery_country,
        min(delivery_address) AS delivery_address, max(total_discount_percent) AS total_discount_percent,
        min(credited_invoice) AS credited_invoice, min(reason) AS reason,
        min(customer_reference) AS customer_reference, min(delivery_date) AS delivery_date,
        bool_or(prices_include_tax) AS prices_include_tax, count(*) AS line_count,
        sum(net_amount) - round(sum(net_amount) * max(total_discount_percent) / 100, max(decimals)) AS net_amount
    FROM ({priced}) AS priced GROUP BY number
    """.replace("{priced}", _PRICED)

# What every line of an order must say alike.
_HEADS = (
    "order_type", "customer", "order_date", "invoice_date", "currency", "payment_terms", "tax_group",
    "delivery_country", "delivery_address", "total_discount_percent", "credited_invoice", "reason", "delivery_date",
    "customer_reference", "prices_include_tax",
)  # fmt: skip


# Yes or no, of which there is no smallest.
_FLAGS = frozenset({"prices_include_tax"})


def heads_differ(staged_names: Sequence[str], *, heads: Sequence[str] = _HEADS) -> str:
    """Give the query of the documents whose lines differ in a head that is not the same on every line of the file."""
    differences = ", ".join(
        f"CASE WHEN min({value}) <> max({value}) OR count({value}) NOT IN (0, count(*)) THEN '{name}' END"
        for name, value in ((name, f"{name}::int" if name in _FLAGS else name) for name in heads)
        if name in staged_names
    )
    return (
        "SELECT file_line, number || ': ' || differences FROM (SELECT number, min(file_line) AS file_line,"  # noqa: S608
        f" concat_ws(', ', {differences}) AS differences FROM {{staged}} AS staged GROUP BY number) AS orders"
        " WHERE differences <> ''"
    )


LINE_NUMBERS_REPEATED = """
    SELECT file_line, number || '/' || line_number FROM (
        SELECT file_line, number, line_number, row_number() OVER (PARTITION BY number, line_number ORDER BY file_line)
            AS nth, count(line_number) OVER (PARTITION BY number) AS named, count(*) OVER (PARTITION BY number) AS lines
        FROM {staged} AS staged
    ) AS numbered WHERE nth > 1 AND line_number IS NOT NULL OR named NOT IN (0, lines)
"""

# With the item's own price where the line names none, less its discount, as on the page of an order.
AMOUNTS_TOO_LARGE = """
    SELECT file_line, number FROM ({priced}) AS priced WHERE abs(net_amount) >= {largest}
    """.replace("{priced}", _PRICED).replace("{largest}", str(LARGEST_LINE_AMOUNT))

COUNTRIES_WITHOUT_ADDRESS = """
    SELECT file_line, line_delivery_country FROM {staged} AS staged
    WHERE line_delivery_country IS NOT NULL AND coalesce(line_delivery_address, '') = ''
"""

# The price of an item is net of tax, so it does not stand in for one that includes it.
PRICES_MISSING = """
    SELECT file_line, item FROM ({priced}) AS priced WHERE prices_include_tax AND named_price IS NULL
    """.replace("{priced}", _PRICED)

# New orders whose date lies in no period, or in one that is not open.
PERIODS_NOT_OPEN = """
    SELECT day.file_line, day.invoice_date FROM (
        SELECT s.invoice_date, min(s.file_line) AS file_line FROM {staged} AS s
        WHERE NOT EXISTS (SELECT 1 FROM customers_salesorder o
            WHERE o.company_id = %(company)s AND o.number = s.number)
        GROUP BY s.invoice_date
    ) AS day
    WHERE NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s AND p.status = 'open'
        AND day.invoice_date BETWEEN p.start_date AND p.end_date)
"""

CREDITS_OF_OTHERS = """
    SELECT s.file_line, s.credited_invoice FROM {staged} AS s
    JOIN customers_invoice i ON i.company_id = %(company)s AND i.number = s.credited_invoice
    JOIN customers_customer c ON c.id = i.customer_id
    WHERE c.number <> s.customer OR s.order_type <> 'returned'
"""

# What an order is compared by: its lines in order, written out.
_CONTENT = """string_agg({item} || ' ' || trim_scale({quantity}) || ' ' || trim_scale({price}) || ' '
        || trim_scale({discount}) || ' ' || {description} || ' '
        || coalesce({site}, '') || ' ' || {address} || {country}, chr(10) ORDER BY {order})"""
_STAGED_CONTENT = _CONTENT.format(
    item="item", quantity="quantity", price="unit_price", discount="line_discount_percent",
    description="description", site="site", address="line_address", country="line_country",
    order="coalesce(line_number, file_line), file_line",
)  # fmt: skip
_KNOWN_CONTENT = _CONTENT.format(
    item="i.number", quantity="l.quantity", price="l.unit_price", discount="l.line_discount_percent",
    description="l.description", site="site.code", address="l.delivery_address",
    country="l.delivery_country", order="l.line_number",
)  # fmt: skip

# An order that is there already with other content. Reads lines of orders that are there only.
ORDERS_CHANGED = (
    """
    SELECT s.file_line, s.number FROM (
        SELECT priced.number, min(file_line) AS file_line, min(order_type) AS order_type, min(customer) AS customer,
            min(invoice_date) AS invoice_date, min(priced.currency) AS currency,
            min(delivery_date) AS delivery_date, min(delivery_country) AS delivery_country,
            max(total_discount_percent) AS total_discount_percent, bool_or(prices_include_tax) AS prices_include_tax,
            {staged_content} AS content
        FROM ({priced}) AS priced
        WHERE EXISTS (SELECT 1 FROM customers_salesorder o
            WHERE o.company_id = %(company)s AND o.number = priced.number)
        GROUP BY priced.number
    ) AS s
    JOIN customers_salesorder o ON o.company_id = %(company)s AND o.number = s.number
    JOIN customers_customer c ON c.id = o.customer_id
    LEFT JOIN LATERAL (
        SELECT {known_content} AS content
        FROM customers_salesorderline l JOIN customers_item i ON i.id = l.item_id
        LEFT JOIN customers_site site ON site.id = l.site_id WHERE l.order_id = o.id
    ) AS known ON true
    WHERE o.status = 'canceled' OR (s.order_type, s.customer, s.invoice_date, s.currency, s.total_discount_percent,
            s.prices_include_tax, coalesce(s.delivery_country, o.delivery_country), s.delivery_date, s.content)
        IS DISTINCT FROM (o.order_type, c.number, o.invoice_date, o.currency_id, o.total_discount_percent,
            o.prices_include_tax, o.delivery_country, o.delivery_date, known.content)
    """.replace("{priced}", _PRICED)
    .replace("{staged_content}", _STAGED_CONTENT)
    .replace("{known_content}", _KNOWN_CONTENT)
)

# --- what may be made on the way --------------------------------------------------------------------------------------

# The first line of each customer that is not there, with what its codes stand for.
_NEW_CUSTOMERS = """
    SELECT s.customer AS number, s.file_line, coalesce(s.customer_name, s.customer) AS name,
        coalesce(s.customer_country, s.delivery_country) AS country, s.currency, g.id AS group_id, t.id AS terms_id,
        p.id AS profile_id, x.id AS tax_group_id
    FROM (SELECT customer, min(file_line) AS file_line FROM {staged} AS lines GROUP BY customer) AS first
    JOIN {staged} AS s ON s.file_line = first.file_line
    LEFT JOIN customers_customergroup g ON g.company_id = %(company)s AND g.code = s.customer_group
    LEFT JOIN customers_paymentterms t ON t.company_id = %(company)s AND t.code = s.payment_terms
    LEFT JOIN customers_postingprofile p ON p.company_id = %(company)s AND p.code = s.posting_profile
    LEFT JOIN customers_taxgroup x ON x.company_id = %(company)s AND x.code = s.tax_group
    WHERE NOT EXISTS (SELECT 1 FROM customers_customer c
        WHERE c.company_id = %(company)s AND c.number = first.customer)
"""

NEW_CUSTOMERS_INCOMPLETE = """
    SELECT file_line, number || ': ' || missing FROM (
        SELECT file_line, number, concat_ws(', ',
            CASE WHEN country IS NULL THEN 'customer_country' END, CASE WHEN currency IS NULL THEN 'currency' END,
            CASE WHEN group_id IS NULL THEN 'customer_group' END, CASE WHEN terms_id IS NULL THEN 'payment_terms' END,
            CASE WHEN profile_id IS NULL THEN 'posting_profile' END,
            CASE WHEN tax_group_id IS NULL THEN 'tax_group' END) AS missing
        FROM ({new_customers}) AS new
    ) AS looked WHERE missing <> ''
    """.replace("{new_customers}", _NEW_CUSTOMERS)

INSERT_NEW_CUSTOMERS = """
    INSERT INTO customers_customer (company_id, number, name, group_id, address, country, vat_number, currency_id,
        payment_terms_id, posting_profile_id, tax_group_id, is_blocked)
    SELECT %(company)s, number, name, group_id, '', country, '', currency, terms_id, profile_id, tax_group_id, false
    FROM ({new_customers}) AS new ORDER BY number
    """.replace("{new_customers}", _NEW_CUSTOMERS)

# Likewise of each item; the first line that names it decides.
_NEW_ITEMS = """
    SELECT s.item AS number, s.file_line, coalesce(s.item_name, s.item) AS name, s.item_type, g.id AS group_id,
        x.id AS tax_group_id
    FROM (
        SELECT item, coalesce(min(file_line) FILTER (WHERE item_name IS NOT NULL), min(file_line)) AS file_line
        FROM {staged} AS lines GROUP BY item
    ) AS first
    JOIN {staged} AS s ON s.file_line = first.file_line
    LEFT JOIN customers_itemgroup g ON g.company_id = %(company)s AND g.code = s.item_group
    LEFT JOIN customers_itemtaxgroup x ON x.company_id = %(company)s AND x.code = s.item_tax_group
    WHERE NOT EXISTS (SELECT 1 FROM customers_item i WHERE i.company_id = %(company)s AND i.number = first.item)
"""

NEW_ITEMS_INCOMPLETE = """
    SELECT file_line, number || ': ' || missing FROM (
        SELECT file_line, number, concat_ws(', ', CASE WHEN group_id IS NULL THEN 'item_group' END,
            CASE WHEN tax_group_id IS NULL THEN 'item_tax_group' END) AS missing
        FROM ({new_items}) AS new
    ) AS looked WHERE missing <> ''
    """.replace("{new_items}", _NEW_ITEMS)

INSERT_NEW_ITEMS = """
    INSERT INTO customers_item (company_id, number, name, group_id, item_type, item_tax_group_id, unit_price,
        standard_cost_amount, on_hand_quantity, commodity_code, country_of_origin, is_blocked)
    SELECT %(company)s, number, name, group_id, item_type, tax_group_id, 0, 0, 0, '', '', false
    FROM ({new_items}) AS new ORDER BY number
    """.replace("{new_items}", _NEW_ITEMS)

# --- counts and writes ------------------------------------------------------------------------------------------------

ORDERS_COUNTED = """
    SELECT s.order_type, coalesce(s.currency, ''), count(*), count(o.id), sum(s.line_count), sum(s.net_amount)
    FROM ({orders}) AS s
    LEFT JOIN customers_salesorder o ON o.company_id = %(company)s AND o.number = s.number
    GROUP BY 1, 2 ORDER BY s.order_type DESC, 2
    """.replace("{orders}", _ORDERS)

# One order per new number, with its net amount from the start.
INSERT_ORDERS = """
    INSERT INTO customers_salesorder (company_id, number, order_type, customer_id, status, order_date, delivery_date,
        invoice_date, currency_id, payment_terms_id, tax_group_id, delivery_address, delivery_country,
        total_discount_percent, credited_invoice_id, reason, customer_reference, prices_include_tax, net_amount, source)
    SELECT %(company)s, s.number, s.order_type, c.id, 'open', s.order_date, s.delivery_date, s.invoice_date, s.currency,
        coalesce(t.id, c.payment_terms_id), coalesce(x.id, c.tax_group_id), coalesce(s.delivery_address, ''),
        coalesce(s.delivery_country, c.country), s.total_discount_percent, credited.id,
        coalesce(s.reason, CASE WHEN s.order_type = 'returned' THEN 'imported' ELSE '' END),
        coalesce(s.customer_reference, ''), s.prices_include_tax, s.net_amount, %(source)s
    FROM ({orders}) AS s
    JOIN customers_customer c ON c.company_id = %(company)s AND c.number = s.customer
    LEFT JOIN customers_paymentterms t ON t.company_id = %(company)s AND t.code = s.payment_terms
    LEFT JOIN customers_taxgroup x ON x.company_id = %(company)s AND x.code = s.tax_group
    LEFT JOIN customers_invoice credited
        ON credited.company_id = %(company)s AND credited.number = s.credited_invoice
    WHERE NOT EXISTS (SELECT 1 FROM customers_salesorder o WHERE o.company_id = %(company)s AND o.number = s.number)
    ORDER BY s.invoice_date, s.file_line
    """.replace("{orders}", _ORDERS)

# The lines of the orders made by this import, numbered as the file says or in its order.
INSERT_LINES = """
    INSERT INTO customers_salesorderline (company_id, order_id, line_number, item_id, description, quantity,
        unit_price, line_discount_percent, net_amount, site_id, delivery_address, delivery_country)
    SELECT %(company)s, o.id, coalesce(s.line_number, row_number() OVER (PARTITION BY o.id ORDER BY s.file_line)),
        s.item_id, s.description, s.quantity, s.unit_price, s.line_discount_percent, s.net_amount, s.site_id,
        s.line_address, s.line_country
    FROM ({priced}) AS s
    JOIN customers_salesorder o ON o.company_id = %(company)s AND o.number = s.number AND o.source = %(source)s
    ORDER BY o.id, s.file_line
    """.replace("{priced}", _PRICED)
