"""Sales orders from flat lines: what is made, what is refused, and what comes a second time."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from arclose.access.roles import RoleMissing
from arclose.imports.mapping import MappingRefused
from arclose.imports.models import ImportRun
from arclose.ledger.closing import change_status
from arclose.ledger.models.calendars import FiscalPeriod, PeriodStatus
from customers.invoicing import post_invoices
from customers.models import Customer, Invoice, Item, SalesOrder, SalesOrderLine, Site
from tests.builders import a_company, a_customer, a_user, an_item
from tests.imports.conftest import figure, said

pytestmark = pytest.mark.django_db

ORDERS = """
    number | order_type | customer | invoice_date | item | quantity | unit_price | line_discount_percent | total_discount_percent
    S1     | sales      | C1       | 2026-10-05   | A    | 3        | 9.995      | 10                    | 5
    S1     | sales      | C1       | 2026-10-05   | B    | 1        | 100        |                       | 5
    R1     | returned   | C2       | 2026-10-06   | A    | -1       | 9.995      |                       |
"""  # noqa: E501


@pytest.fixture(autouse=True)
def _master_data(company):
    for number in ("C1", "C2"):
        a_customer(company, number=number)
    for number in ("A", "B"):
        an_item(company, number=number, unit_price=Decimal("7.5"))


def staged_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM imports_stagedrow")
        return int(cursor.fetchone()[0])


def test_it_makes_an_order_per_number(do_import, clerk, company):
    result = do_import("sales-orders", ORDERS, clerk)
    assert said(result) == []
    order = SalesOrder.objects.get(company=company, number="S1")
    assert (order.order_type, order.status, order.invoice_date) == ("sales", "open", date(2026, 10, 5))
    assert (order.currency_id, order.delivery_country, order.payment_terms.code) == ("EUR", "NL", "N30")
    lines = list(order.lines.order_by("line_number").values_list("line_number", "item__number", "net_amount"))
    assert lines == [(1, "A", Decimal("26.99")), (2, "B", Decimal(100))]
    assert order.net_amount == Decimal("126.99") - Decimal("6.35")
    returned = SalesOrder.objects.get(company=company, number="R1")
    assert (returned.order_type, returned.net_amount, returned.reason) == ("returned", Decimal("-10.00"), "imported")
    assert (figure(result, "orders made"), figure(result, "lines made"), staged_rows()) == ("2", "3", 0)


def test_it_takes_delivery_date_site_and_address(do_import, clerk, company):
    Site.objects.create(company=company, code="WEST", name="West")
    table = """
        number|customer|invoice_date|delivery_date|item|quantity| site | line_delivery_address | line_delivery_country
        S1    |C1      | 2026-10-05 | 2026-10-03  | A  | 3      | WEST | Kade 2                | BE
        S1    |C1      | 2026-10-05 | 2026-10-03  | B  | 1      |      |                       |
    """
    assert said(do_import("sales-orders", table, clerk)) == []
    assert SalesOrder.objects.get(company=company).delivery_date == date(2026, 10, 3)
    names = ("site__code", "delivery_address", "delivery_country")
    lines = SalesOrderLine.objects.order_by("line_number").values_list(*names)
    assert list(lines) == [("WEST", "Kade 2", "BE"), (None, "", "")]
    for there, other in (("Kade 2", "Kade 3"), ("BE", "FR")):
        assert "S1" in str(said(do_import("sales-orders", table.replace(there, other), clerk)))
    nowhere = do_import("sales-orders", table.replace("Kade 2", "").replace("S1", "S2"), clerk)
    assert "needs its address there" in str(said(nowhere))
    unknown = do_import("sales-orders", table.replace("WEST", "EAST").replace("S1", "S2"), clerk)
    assert "EAST" in str(said(unknown))


def test_prices_include_tax_as_the_file_says_else_as_the_customer_has_it(do_import, clerk, company):
    Customer.objects.filter(number="C1").update(prices_include_tax=True)
    table = """
        number | customer | invoice_date | item | quantity | unit_price | prices_include_tax
        S1     | C1       | 2026-10-05   | A    | 3        | 12.10      |
        S2     | C1       | 2026-10-05   | A    | 3        |            | no
        S3     | C2       | 2026-10-05   | A    | 3        | 12.10      | yes
        S3     | C2       | 2026-10-05   | B    | 3        | 12.10      | yes
    """
    assert said(do_import("sales-orders", table, clerk)) == []
    orders = SalesOrder.objects.order_by("number").values_list("prices_include_tax", flat=True)
    assert list(orders) == [True, False, True]
    for old, new, words in (
        ("| no", "|   ", "net of tax"),
        ("B    | 3        | 12.10      | yes", "B|3|12.10|", "head"),
    ):
        assert words in str(said(do_import("sales-orders", table.replace(old, new).replace("S", "T"), clerk)))
    assert "other content" in str(said(do_import("sales-orders", table.replace("yes", "no"), clerk)))


def test_the_planner_is_told_what_came_in(do_import, clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        do_import("sales-orders", ORDERS, clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'customers_salesorderline'::regclass")
        assert cursor.fetchone() == (3,)


def test_its_amounts_are_those_of_the_invoice(do_import, clerk, company):
    do_import("sales-orders", ORDERS, clerk)
    orders = list(SalesOrder.objects.filter(company=company).values_list("pk", flat=True))
    post_invoices(company=company, orders=orders, posted_by=clerk, key="test")
    for invoice in Invoice.objects.filter(company=company).select_related("order"):
        assert invoice.net_amount == invoice.order.net_amount


def test_the_same_file_changes_nothing_the_second_time(do_import, clerk, company):
    first = do_import("sales-orders", ORDERS, clerk)
    again = do_import("sales-orders", ORDERS, clerk)
    assert (again.is_repeated, again.run, again.figures) == (True, first.run, first.figures)
    assert SalesOrder.objects.filter(company=company).count() == 2


def test_orders_that_are_there_with_the_same_content_are_recognized(do_import, clerk, company):
    do_import("sales-orders", ORDERS, clerk)
    more = ORDERS + "S2 | sales | C1 | 2026-10-07 | A | 1 | 1 | | \n"
    result = do_import("sales-orders", more, clerk)
    assert said(result) == []
    assert (figure(result, "there already"), figure(result, "orders made")) == ("2", "1")
    assert SalesOrder.objects.filter(company=company).count() == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("100    ", "101    "),
        ("C2", "C1"),
        ("2026-10-06", "2026-10-07"),
        ("| B ", "| A "),
        ("| -1 ", "| -2 "),
        ("| 5\n", "| 6\n"),
    ],
)
def test_orders_that_are_there_with_other_content_are_refused(do_import, clerk, company, old, new):
    do_import("sales-orders", ORDERS, clerk)
    before = sorted(SalesOrderLine.objects.filter(company=company).values_list("pk", "net_amount"))
    result = do_import("sales-orders", ORDERS.replace(old, new), clerk)
    assert "other content" in said(result)[0]
    assert sorted(SalesOrderLine.objects.filter(company=company).values_list("pk", "net_amount")) == before


def test_a_check_says_the_same_and_changes_nothing(do_import, clerk):
    result = do_import("sales-orders", ORDERS, clerk, check=True)
    assert (figure(result, "sales orders"), figure(result, "sales orders: net EUR")) == ("1", "120.64")
    assert not SalesOrder.objects.exists()
    assert not ImportRun.objects.exists()
    assert staged_rows() == 0


def test_every_error_is_told_with_line_and_column_and_nothing_is_made(do_import, clerk):
    result = do_import(
        "sales-orders",
        """
        number | customer | invoice_date | item | quantity | unit_price | currency
        S1     | C1       | 2026-10-32   | A    | 1        | 1          |
        S2     | C9       | 2026-10-05   | A    | one      | 1          |
        S3     | C9       | 2026-10-05   | Z    | 1        | 1          | XXX
        S4     |          | 2026-10-05   | A    | 1        | 1e400      |
        S5     | C1       | 2031-01-05   | A    | 1        | 1          |
        S6     | C1       | 2026-10-05   | A    | 1        | 1          |
        S6     | C2       | 2026-10-05   | A    | 1        | 1          |
        """,
        clerk,
    )
    found = {(problem.line, problem.column) for problem in result.problems.shown}
    assert found == {
        (2, "invoice_date"), (3, "quantity"), (4, "customer"), (4, "item"), (4, "currency"), (5, "customer"),
        (5, "unit_price"), (6, "invoice_date"), (7, "number"),
    }  # fmt: skip
    assert result.problems.total == 9
    assert not SalesOrder.objects.exists()
    assert staged_rows() == 0


def test_many_errors_are_counted_and_the_first_are_shown(do_import, clerk):
    lines = "".join(f"S{n},C1,2026-10-05,A,x,1\n" for n in range(5_000))
    result = do_import("sales-orders", "number,customer,invoice_date,item,quantity,unit_price\n" + lines, clerk)
    assert (len(result.problems.shown), result.problems.total) == (200, 5_000)
    assert result.problems.shown[0].line == 2


def test_a_period_that_is_not_open_is_refused(do_import, clerk, company):
    period = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=clerk)
    assert "no open period" in said(do_import("sales-orders", ORDERS, clerk))[0]


def test_dates_choose_lines(do_import, clerk, company):
    do_import("sales-orders", ORDERS, clerk, until=date(2026, 10, 5))
    assert [order.number for order in SalesOrder.objects.filter(company=company)] == ["S1"]
    assert said(do_import("sales-orders", ORDERS, clerk, since=date(2026, 11, 1))) != []


def test_a_credited_invoice_is_named_by_its_number(do_import, clerk, company):
    do_import("sales-orders", ORDERS, clerk, until=date(2026, 10, 5))
    order = SalesOrder.objects.get(company=company, number="S1")
    post_invoices(company=company, orders=[order.pk], posted_by=clerk, key="test")
    invoice = Invoice.objects.get(order=order)
    head = "number,order_type,customer,invoice_date,item,quantity,credited_invoice\n"
    line = f"R2,returned,C1,2026-10-08,A,-1,{invoice.number}\n"
    assert said(do_import("sales-orders", head + line, clerk)) == []
    assert SalesOrder.objects.get(company=company, number="R2").credited_invoice == invoice
    other = line.replace("C1", "C2").replace("R2", "R3")
    assert "another customer" in said(do_import("sales-orders", head + other, clerk))[0]


MAKING = """
    kind = "sales-orders"
    create = ["customers", "items"]
    [fields]
    customer_group = { constant = "TRADE" }
    posting_profile = { constant = "GEN" }
    payment_terms = { constant = "N14" }
    tax_group = { constant = "DOM" }
    currency = { constant = "EUR" }
    customer_name = { template = "Customer {customer} of {delivery_country}" }
    item_group = { constant = "GOODS" }
    item_tax_group = { constant = "STD" }
    item_name = "description"
    customer = { column = "who", when_empty = "CASH-{delivery_country}" }
    delivery_country = { column = "land", values = "countries" }
    [values.countries]
    EIRE = "IE"
"""
NEW = """
    number | who | invoice_date | item | description | quantity | unit_price | land
    N1     | C7  | 2026-10-05   | X    |             | 1        | 1          | EIRE
    N2     |     | 2026-10-05   | X    | =1+1 hook   | 1        | 1          | NL
    N3     | C1  | 2026-10-05   | A    | known       | 1        | 1          | EIRE
"""


def test_missing_customers_and_items_are_made_where_the_mapping_lets_it(do_import, everybody, company):
    result = do_import("sales-orders", NEW, everybody, MAKING)
    assert said(result) == []
    made = Customer.objects.filter(company=company, number__in=["C7", "CASH-NL"]).order_by("number")
    assert [(one.number, one.name, one.country) for one in made] == [
        ("C7", "Customer C7 of IE", "IE"),
        ("CASH-NL", "Customer CASH-NL of NL", "NL"),
    ]
    assert Item.objects.get(company=company, number="X").name == "=1+1 hook"
    assert SalesOrder.objects.get(company=company, number="N3").delivery_country == "IE"


def test_a_clerk_alone_makes_no_master_data(do_import, clerk):
    with pytest.raises(RoleMissing):
        do_import("sales-orders", NEW, clerk, MAKING)
    assert "There is no customer" in said(do_import("sales-orders", NEW, clerk, MAKING.replace("create", "#")))[0]


def test_what_a_new_customer_lacks_is_told(do_import, everybody):
    result = do_import("sales-orders", NEW, everybody, MAKING.replace('"N14"', '"N99"').replace('"GEN"', '"GON"'))
    assert any("posting_profile" in text and "payment_terms" in text for text in said(result))


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_only_clerks_and_controllers_import_orders(do_import, company, role):
    with pytest.raises(RoleMissing):
        do_import("sales-orders", ORDERS, a_user(company, role))


def test_roles_in_another_company_do_not_count(do_import):
    stranger = a_user(a_company(), "clerk", "controller")
    with pytest.raises(RoleMissing):
        do_import("sales-orders", ORDERS, stranger)


def test_master_data_of_another_company_does_not_count(do_import, clerk):
    other = a_company()
    a_customer(other, number="FOREIGN")
    result = do_import("sales-orders", ORDERS.replace("C2", "FOREIGN"), clerk)
    assert "FOREIGN" in said(result)[0]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ('kind = "items"', "not for sales-orders"),
        ('[fields]\ncolour = "x"', "no field colour"),
        ('[fields]\nreason = "x"', "no column “x”"),
        ('[fields]\ncurrency = { constant = "E\u202eR" }', "invisible"),
        ('[fields]\nreason = { template = "{reason}" }', "one another"),
        ('[fields]\nreason = { template = "{customer.__class__}" }', "no column"),
        ('create = ["users"]', "cannot make users"),
        ("[fields]\nreason = { colum = 'x' }", "a mapping has no such word here"),
        ("nonsense = 1", "a mapping has no such word here"),
        ("[fields", "not TOML"),
        ('[fields]\nreason = { column = "item", values = "none" }', "values.none"),
    ],
)  # fmt: skip
def test_a_mapping_that_makes_no_sense_is_refused(do_import, clerk, mapping, words):
    with pytest.raises(MappingRefused, match=words.replace("[", r"\[")):
        do_import("sales-orders", ORDERS, clerk, mapping)


def test_a_required_field_without_a_column_is_refused_with_the_columns(do_import, clerk):
    with pytest.raises(MappingRefused, match=r"quantity.*number, customer"):
        do_import("sales-orders", "number,customer,invoice_date,item\nS1,C1,2026-10-05,A\n", clerk)


def test_amounts_of_18_digits_are_exact_or_refused(do_import, clerk, company):
    head = "number,customer,invoice_date,item,quantity,unit_price\n"
    result = do_import("sales-orders", head + "S1,C1,2026-10-05,A,1,123456789012.345678\n", clerk)
    assert said(result) == []
    line = SalesOrderLine.objects.get(company=company)
    assert (line.unit_price, line.net_amount) == (Decimal("123456789012.345678"), Decimal("123456789012.35"))
    assert said(do_import("sales-orders", head + "S2,C1,2026-10-05,A,9999999,9999999999.99\n", clerk)) != []


def test_it_rounds_at_the_decimals_of_the_currency(do_import, clerk, company):
    head = "number,customer,invoice_date,item,quantity,unit_price,currency\n"
    lines = "J,C1,2026-10-05,A,3,33.5,JPY\nK,C1,2026-10-05,A,1,0.1235,KWD\nN,C1,2026-10-05,A,-1,0.005,EUR\n"
    assert said(do_import("sales-orders", head + lines, clerk)) == []
    amounts = dict(SalesOrder.objects.filter(company=company).values_list("number", "net_amount"))
    assert amounts == {"J": Decimal(101), "K": Decimal("0.124"), "N": Decimal("-0.01")}


@pytest.mark.parametrize(("quantity", "is_refused"), [("9999999999999", True), ("1333333333333", False)])
def test_an_amount_at_the_price_of_the_item_may_be_too_large(do_import, clerk, quantity, is_refused):
    """The line names no price: that of the item counts."""
    Item.objects.update(unit_price=Decimal(750))
    result = do_import("sales-orders", ORDERS_WITHOUT_PRICE.format(quantity=quantity), clerk)
    assert ["too large" in text for text in said(result)] == [True] * is_refused


ORDERS_WITHOUT_PRICE = """
    number | customer | invoice_date | item | quantity
    S1     | C1       | 2026-10-05   | A    | {quantity}
"""
