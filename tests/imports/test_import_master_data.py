"""Customers and items from a file."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.access.roles import RoleMissing
from customers.models import CreditGroup, Customer, Item
from tests.imports.conftest import figure, said

pytestmark = pytest.mark.django_db

CUSTOMERS = """
    number | name       | customer_group | country | currency | payment_terms | posting_profile | tax_group | invoice_account | credit_limit
    C1     | One        | TRADE          | NL      | EUR      | N30           | GEN             | DOM       |                 | 5000
    C2     | Two        | TRADE          | DE      | USD      | N14           | GEN             | EU        | C1              |
"""  # noqa: E501
ITEMS = """
    number | name  | item_group | item_tax_group | unit_price | item_type | country_of_origin
    A      | Hook  | GOODS      | STD            | 1.255      |           | CN
    S      |       | SERVICES   | SERV           | 80         | service   |
"""


def test_customers_are_made_with_their_invoice_accounts(do_import, administrator, company):
    assert said(do_import("customers", CUSTOMERS, administrator)) == []
    one, two = Customer.objects.filter(company=company).order_by("number")
    assert (one.name, one.credit_limit_amount, one.invoice_account) == ("One", Decimal(5000), None)
    assert (two.invoice_account, two.currency_id, two.tax_group.code) == (one, "USD", "EU")


def test_a_customer_reads_the_language_of_the_file_else_the_company_s(do_import, administrator, company):
    heads, one, two = CUSTOMERS.strip().splitlines()

    def content(language):
        return "\n".join((f"{heads} | language", f"{one} | {language}", f"{two} |"))

    assert said(do_import("customers", content("NL"), administrator)) == []
    assert said(do_import("customers", content("nl"), administrator)) == []
    assert list(Customer.objects.order_by("number").values_list("language", flat=True)) == ["nl", ""]
    assert "other content" in said(do_import("customers", content("en"), administrator))[0]
    assert "not one of en, nl" in said(do_import("customers", content("fr"), administrator))[0]


def test_a_customer_gets_its_documents_where_the_file_says(do_import, administrator, company):
    heads, one, _two = CUSTOMERS.strip().splitlines()

    def content(emails):
        named = "invoice_emails | statement_emails | is_emailed | is_ubl_attached"
        return f"{heads} | {named}\n{one} | {emails} | | yes | yes"

    refused = said(do_import("customers", content("a@example.com b"), administrator))
    assert "is no e-mail address" in refused[0]
    assert said(do_import("customers", content('"a@example.com,b@example.com"'), administrator)) == []
    made = Customer.objects.get(company=company)
    assert (made.invoice_emails, made.statement_emails) == ("a@example.com,b@example.com", "")
    assert (made.is_emailed, made.is_ubl_attached) == (True, True)
    assert "other content" in said(do_import("customers", content("c@example.com"), administrator))[0]


LIMITS = """
    number | name | customer_group | country | currency | payment_terms | posting_profile | tax_group | credit_limit | credit_limit_currency | credit_limit_expires | temporary_limit | temporary_limit_from | temporary_limit_to | is_credit_limit_mandatory | credit_group | is_credit_stopped
    C1     | One  | TRADE          | NL      | EUR      | N30           | GEN             | DOM       | 5000         | USD                   | 2026-12-31           | 7000            | 2026-10-01           | 2026-10-31         | yes                       | GROUP        | yes
"""  # noqa: E501


def test_a_customer_is_made_with_all_that_is_said_of_its_limit(do_import, administrator, company):
    group = CreditGroup.objects.create(company=company, code="GROUP", name="Group")
    assert said(do_import("customers", LIMITS, administrator)) == []
    made = Customer.objects.get(company=company)
    assert (made.credit_limit_currency_id, made.credit_limit_expiry_date) == ("USD", date(2026, 12, 31))
    assert (made.temporary_limit_amount, made.temporary_limit_from, made.temporary_limit_to) == (
        7000,
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    assert (made.credit_group, made.is_credit_limit_mandatory, made.is_credit_stopped) == (group, True, True)
    assert said(do_import("customers", LIMITS.replace("number |", "Number |"), administrator)) == []
    assert "other content" in said(do_import("customers", LIMITS.replace("7000", "7001"), administrator))[0]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("| 5000 ", "|      ", "temporary_limit"),
        ("2026-10-31", "          ", "temporary_limit"),
        ("GROUP  ", "NOBODY ", "credit_group"),
        ("USD", "XXX", "credit_limit_currency"),
    ],
)
def test_a_limit_that_does_not_fit_is_refused_by_column(do_import, administrator, company, old, new, column):
    CreditGroup.objects.create(company=company, code="GROUP", name="Group")
    result = do_import("customers", LIMITS.replace(old, new), administrator)
    assert {problem.column for problem in result.problems.shown} == {column}


def test_items_are_made(do_import, administrator, company):
    assert said(do_import("items", ITEMS, administrator)) == []
    goods, service = Item.objects.filter(company=company).order_by("number")
    assert (goods.name, goods.unit_price, goods.country_of_origin) == ("Hook", Decimal("1.255"), "CN")
    assert (service.name, service.item_type) == ("S", "service")


@pytest.mark.parametrize(("kind", "content", "model"), [("customers", CUSTOMERS, Customer), ("items", ITEMS, Item)])
def test_what_is_there_already_is_recognized_and_other_content_refused(do_import, administrator, kind, content, model):
    do_import(kind, content, administrator)
    again = do_import(kind, content.replace("number |", "Number |"), administrator)
    assert (figure(again, "new"), figure(again, "there already")) == ("0", "2")
    changed = do_import(kind, content.replace("One ", "Eno ").replace("80 ", "81 "), administrator)
    assert "other content" in said(changed)[0]
    assert model.objects.count() == 2


def test_a_number_twice_is_refused_unless_the_first_line_wins(do_import, administrator, company):
    twice = CUSTOMERS + CUSTOMERS.strip().splitlines()[1].replace("One", "Other") + "\n"
    assert "earlier line" in said(do_import("customers", twice, administrator))[0]
    assert said(do_import("customers", twice, administrator, "takes_first = true")) == []
    assert Customer.objects.get(company=company, number="C1").name == "One"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("TRADE ", "NOBODY", "customer_group"),
        ("N14", "N99", "payment_terms"),
        ("USD", "XXX", "currency"),
        ("| C1              |\n", "| C9 |\n", "invoice_account"),
        ("| DE ", "| EIRE ", "country"),
        ("5000", "-1e5", "credit_limit"),
    ],
)
def test_what_does_not_fit_is_refused_by_column(do_import, administrator, old, new, column):
    result = do_import("customers", CUSTOMERS.replace(old, new), administrator)
    assert {problem.column for problem in result.problems.shown} == {column}
    assert not Customer.objects.exists()


@pytest.mark.parametrize("kind", ["customers", "items"])
def test_only_administrators_import_master_data(do_import, clerk, kind):
    with pytest.raises(RoleMissing):
        do_import(kind, CUSTOMERS if kind == "customers" else ITEMS, clerk)
