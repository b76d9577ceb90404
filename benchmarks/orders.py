"""Open orders by the thousand, written straight into the tables."""

from typing import Any

_ORDERS = """
    INSERT INTO customers_salesorder (company_id, number, order_type, customer_id, status, order_date, invoice_date,
        currency_id, payment_terms_id, tax_group_id, delivery_address, delivery_country, total_discount_percent,
        reason, net_amount, source)
    SELECT c.company_id, '{prefix}' || n, 'sales', c.id, 'open', day, day, c.currency_id, c.payment_terms_id,
        c.tax_group_id, '', c.country, 0, '', 0, ''
    FROM generate_series(1, {count}) AS n
    CROSS JOIN LATERAL (SELECT DATE '2026-10-01' + (n % 28) AS day) AS d
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number_of
          FROM customers_customer WHERE company_id = {company}) AS c ON c.place = n % c.number_of
"""
_LINES = """
    INSERT INTO customers_salesorderline (company_id, order_id, line_number, item_id, description, quantity, unit_price,
        line_discount_percent, net_amount)
    SELECT o.company_id, o.id, line, i.id, i.name, 1 + (o.id + line) % 9, 1.25 * (1 + (o.id * line) % 40), 0,
        round((1 + (o.id + line) % 9) * 1.25 * (1 + (o.id * line) % 40), 2)
    FROM customers_salesorder o
    CROSS JOIN generate_series(1, {lines}) AS line
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number_of
          FROM customers_item WHERE company_id = {company}) AS i ON i.place = (o.id * 7 + line) % i.number_of
    WHERE o.company_id = {company} AND o.number LIKE '{prefix}%'
"""
_CUSTOMERS = """
    INSERT INTO customers_customer (company_id, number, name, group_id, address, country, vat_number, currency_id,
        payment_terms_id, posting_profile_id, tax_group_id, is_blocked)
    SELECT {company}, 'B' || n, 'Customer ' || n,
        (SELECT min(id) FROM customers_customergroup WHERE company_id = {company}),
        '', CASE WHEN n % 5 = 0 THEN 'US' ELSE 'NL' END, '', CASE WHEN n % 5 = 0 THEN 'USD' ELSE 'EUR' END,
        (SELECT id FROM customers_paymentterms WHERE company_id = {company} AND code = 'N30'),
        (SELECT min(id) FROM customers_postingprofile WHERE company_id = {company}),
        (SELECT id FROM customers_taxgroup WHERE company_id = {company}
            AND code = CASE WHEN n % 5 = 0 THEN 'EXP' ELSE 'DOM' END), false
    FROM generate_series(1, {count}) AS n
"""
_ITEMS = """
    INSERT INTO customers_item (company_id, number, name, group_id, item_type, item_tax_group_id, unit_price,
        standard_cost_amount, on_hand_quantity, commodity_code, country_of_origin, is_blocked)
    SELECT {company}, 'I' || n, 'Item ' || n,
        (SELECT id FROM customers_itemgroup WHERE company_id = {company} AND code = 'GOODS'), 'goods',
        (SELECT id FROM customers_itemtaxgroup WHERE company_id = {company} AND code = 'STD'), 1.25, 0, 0, '', '', false
    FROM generate_series(1, {count}) AS n
"""


def a_selling_company(*, customers: int = 1000, items: int = 500) -> Any:
    """Create a Dutch company with customers (a fifth in dollars) and items, and a clerk named ``clerk``."""
    from django.contrib.auth.models import User
    from django.db import connection

    from arclose.access.models import Membership
    from customers.company_setup import create_company

    company = create_company(code="BENCH", name="Bench", country="NL", currency="EUR", first_year=2026)
    clerk = User.objects.create_user("clerk")
    Membership.objects.create(user=clerk, company=company, role="clerk")
    with connection.cursor() as cursor:
        cursor.execute(_CUSTOMERS.format(company=company.pk, count=customers))
        cursor.execute(_ITEMS.format(company=company.pk, count=items))
    return company


def write_orders(company: Any, *, count: int, lines: int = 3, prefix: str = "SO") -> None:
    """Write so many open orders of October 2026, each with so many lines, and let the planner look at them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ORDERS.format(company=company.pk, count=count, prefix=prefix))
        cursor.execute(_LINES.format(company=company.pk, lines=lines, prefix=prefix))
