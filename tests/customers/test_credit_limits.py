"""Credit limits: what an account may still owe, order after order."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from customers.models import Customer, Invoice, ItemTaxGroup, OpenTransaction, SalesOrder
from customers.readiness import customers_over_limit
from tests.bills.bills import a_bill
from tests.builders import a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import post, posted
from tests.customers.test_charges import a_code, charge
from tests.customers.test_partial_invoices import delivered, invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> Customer:
    """May owe 100, tax included."""
    return a_customer(a_company(), tax_group="OUT", credit_limit_amount=Decimal(100))


def order_of(customer: Customer, amount: str, *, day: int = 15) -> SalesOrder:
    return an_order(customer, ("1", amount), on=date(2026, 10, day))


def over_limit(*orders: SalesOrder) -> list[SalesOrder]:
    refused = {refusal.document_id: refusal.code for refusal in post(*orders).left_out}
    assert set(refused.values()) <= {"credit_limit_exceeded"}
    return [order for order in orders if order.pk in refused]


def test_the_limit_itself_may_be_owed(customer: Customer) -> None:
    assert over_limit(order_of(customer, "100")) == []
    assert over_limit(order_of(customer, "0.01")) != []
    a_bill(customer, {Invoice.objects.get(customer=customer): "100"})
    assert over_limit(order_of(customer, "0.01")) != []


def test_tax_counts(customer: Customer) -> None:
    domestic = a_customer(customer.company, credit_limit_amount=Decimal(121))
    assert over_limit(order_of(domestic, "100")) == []
    assert over_limit(order_of(domestic, "0.01")) != []


def test_orders_use_the_limit_in_order_of_date(customer: Customer) -> None:
    late, early = order_of(customer, "60", day=20), order_of(customer, "60", day=10)
    assert over_limit(late, early) == [late]


def test_an_order_that_is_refused_takes_nothing_of_the_limit(customer: Customer) -> None:
    small, large, other = (
        order_of(customer, "30", day=1),
        order_of(customer, "101", day=2),
        order_of(customer, "70", day=3),
    )
    assert over_limit(small, large, other) == [large]


def test_an_order_refused_for_another_reason_takes_nothing_either(customer: Customer) -> None:
    too_early = an_order(customer, ("1", "60"), on=date(2025, 12, 31))
    outcome = post(too_early, order_of(customer, "60"))
    assert [refusal.code for refusal in outcome.left_out] == ["period_not_open"]


def test_a_credit_note_gives_back(customer: Customer) -> None:
    [invoice] = posted(order_of(customer, "100", day=1))
    note = a_returned_order(customer, ("-1", "40"), on=date(2026, 10, 2), credited_invoice=invoice)
    assert over_limit(note, order_of(customer, "40", day=3)) == []


def test_an_invoice_account_answers_for_those_who_buy_on_it(customer: Customer) -> None:
    branch = a_customer(customer.company, tax_group="OUT", invoice_account=customer)
    of_branch = order_of(branch, "60", day=2)
    assert over_limit(order_of(customer, "60", day=1), of_branch) == [of_branch]


def test_a_limit_is_in_the_currency_of_the_books(customer: Customer) -> None:
    company: Company = customer.company
    abroad = a_customer(company, tax_group="EXP", country="US", currency_id="USD", credit_limit_amount=Decimal(100))
    assert over_limit(an_order(abroad, ("1", "100"), on=date(2026, 10, 14))) == []


# tax group | currency | (type, price) of orders in order of date, after an invoice of 60 | whether one is refused
CLOSES = [
    ("OUT", "EUR", [("sales", "40")], False),
    ("OUT", "EUR", [("sales", "40.01")], True),
    ("DOM", "EUR", [("sales", "40")], True),
    ("OUT", "EUR", [("sales", "60"), ("returned", "-60")], True),
    ("OUT", "EUR", [("returned", "-60"), ("sales", "90")], False),
    ("OUT", "EUR", [("returned", "-1")], False),
    ("EXP", "USD", [("sales", "40")], False),
    ("EXP", "USD", [("sales", "80")], True),
]


def test_the_close_counts_what_posting_would_refuse(customer: Customer) -> None:
    company, values = customer.company, {"tax_group": "OUT", "credit_limit_amount": Decimal(100)}
    buyers = [a_customer(company, **values) for _case in CLOSES]
    posted(*(order_of(buyer, "60", day=1) for buyer in buyers))
    orders = {}
    for buyer, (tax_group, currency, rows, _is_refused) in zip(buyers, CLOSES, strict=True):
        buyer.tax_group = type(buyer.tax_group).objects.get(company=company, code=tax_group)
        for day, (order_type, price) in enumerate(rows, start=14):
            line = ("-1" if price.startswith("-") else "1", price.lstrip("-"))
            of_case = {"order_type": order_type, "currency_id": currency}
            orders[an_order(buyer, line, on=date(2026, 10, day), **of_case)] = buyer.pk

    found = {row.pk for row in customers_over_limit(company=company, until=date(2026, 10, 31))}
    refused = {orders[order] for order in over_limit(*orders)}

    expected = [is_refused for *_case, is_refused in CLOSES]
    assert [buyer.pk in found for buyer in buyers] == expected
    assert [buyer.pk in refused for buyer in buyers] == expected


def test_the_close_finds_what_the_heads_of_orders_do_not_say(customer: Customer) -> None:
    """Lines of two tax rates that cancel each other out, charges, and what stands as an adjustment of what is owed."""
    company = customer.company
    domestic = a_customer(company, credit_limit_amount=10)
    items = an_item(company), an_item(company, item_tax_group=ItemTaxGroup.objects.get(company=company, code="RED"))
    mixed = an_order(domestic, ("1", "100"), ("-1", "100"), items=items)
    assert mixed.net_amount == 0
    fixed, in_percent, adjusted, enough = (
        a_customer(company, tax_group="OUT", credit_limit_amount=limit) for limit in (109, 103, 100, 110)
    )
    freight = a_code(company)
    charge(order_of(fixed, "100"), freight, "10")
    discounted = an_order(in_percent, ("1", "200"), total_discount_percent=50)
    SalesOrder.objects.filter(pk=discounted.pk).update(net_amount=100)
    charge(discounted, freight, "2", is_percent=True)
    charge(order_of(enough, "100"), freight, "10")
    posted(order_of(adjusted, "60"))
    OpenTransaction.objects.filter(customer=adjusted).update(standing_adjustment_amount=40)
    order_of(adjusted, "1")

    found = customers_over_limit(company=company, until=date(2026, 10, 31))

    excess = {row.pk: row.excess_amount for row in found}
    assert excess == {domestic.pk: 2, fixed.pk: 1, in_percent.pk: 1, adjusted.pk: 1}


def test_only_what_is_left_of_an_order_invoiced_in_part_counts(customer: Customer) -> None:
    type(customer).objects.filter(pk=customer.pk).update(credit_limit_amount=160)
    order = an_order(customer, ("10", "15"))
    delivered(order, "6")
    assert not invoice(order).left_out
    assert over_limit(order) == []
