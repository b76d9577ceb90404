"""Payments that an order reserves: its invoices settle with them, and nothing else does meanwhile."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, Currency, FiscalPeriod
from customers.giving_up import cancel_order
from customers.models import Customer, CustomerTransaction, Invoice, Mark, OpenTransaction, SalesOrder, Settlement
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.settling.marking import CannotMark
from customers.settling.refusals import CannotSettle
from customers.settling.reserving import NoInvoiceToCome, reservable, reserve
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings, post, posted, settle
from tests.customers.test_change_orders import change, typed_of
from tests.customers.test_fulfilment import deliver_now
from tests.customers.test_partial_invoices import invoice

pytestmark = pytest.mark.django_db
SEPTEMBER, LATER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 16), date(2026, 11, 2)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    """One abroad, without tax, in another currency than the books."""
    return a_customer(company, tax_group="EXP", country="US", currency_id="USD")


def a_credit(customer: Customer, amount: str, on: date = SEPTEMBER) -> CustomerTransaction:
    [note] = posted(a_returned_order(customer, ("-1", amount), on=on))
    return note.customer_transaction


def reserved(order: SalesOrder, *wanted: CustomerTransaction) -> SalesOrder:
    reserve(order=order, transactions=[one.pk for one in wanted], reserved_by=a_clerk(order.company))
    return order


def held() -> list[tuple[int, Decimal]]:
    return list(Mark.objects.order_by("pk").values_list("document_id", "amount"))


def test_invoices_settle_with_what_their_order_reserves_until_it_is_invoiced(
    company: Company, customer: Customer
) -> None:
    first, second = a_credit(customer, "40"), a_credit(customer, "30")
    order = reserved(an_order(customer, ("3", "33.33")), first, second)
    assert held() == [(order.pk, -40), (order.pk, -30)]
    assert findings(company) == {}
    with pytest.raises(CannotSettle, match=f"Order {order.number}"):
        settle(Invoice.objects.get(customer_transaction=first), posted(an_order(customer))[0], "1")

    deliver_now(order, "1")
    invoice(order, quantity=Quantity.DELIVER_NOW)
    assert held() == [(order.pk, Decimal("-6.67")), (order.pk, -30)]
    assert findings(company) == {}
    invoice(order, quantity=Quantity.ALL)

    assert held() == []
    settled = Settlement.objects.order_by("pk").values_list("credit_transaction", "transaction_currency_amount")
    assert list(settled) == [
        (first.pk, Decimal("33.33")),
        (first.pk, Decimal("6.67")),
        (second.pk, 30),
    ]
    assert OpenTransaction.objects.get(transaction__invoice__order=order).transaction_currency_amount == Decimal(
        "29.99"
    )
    assert findings(company) == {}


def test_what_an_order_does_not_need_is_free_again(company: Company, customer: Customer) -> None:
    credit, other = a_credit(customer, "400"), a_credit(customer, "10")
    orders = [reserved(an_order(customer), credit), reserved(an_order(customer), other)]
    invoice(*orders, quantity=Quantity.ALL, summary=SummaryUpdate.INVOICE_ACCOUNT)
    assert (held(), Invoice.objects.filter(invoice_type="invoice").count()) == ([], 1)
    left = OpenTransaction.objects.values_list("transaction", "transaction_currency_amount")
    assert dict(left) == {credit.pk: -200, other.pk: -10}, "the earliest due first"
    assert findings(company) == {}


def _cancel(order: SalesOrder) -> None:
    cancel_order(order=order, reason="No")


def _invoice_one_and_ask_for_no_more(order: SalesOrder) -> None:
    deliver_now(order, "1")
    invoice(order, quantity=Quantity.DELIVER_NOW)
    change(order, {"quantity": Decimal(1)})


def _ask_in_euro(order: SalesOrder) -> None:
    change(order, {}, currency=Currency.objects.get(pk="EUR"))


@pytest.mark.parametrize("act", [_cancel, _invoice_one_and_ask_for_no_more, _ask_in_euro])
def test_an_order_lets_go_of_what_its_invoices_will_not_settle(
    company: Company, customer: Customer, act: Callable[[SalesOrder], None]
) -> None:
    order = reserved(an_order(customer, ("3", "10")), a_credit(customer, "40"))
    act(order)
    assert held() == []
    assert findings(company) == {}


def test_what_is_dated_after_the_invoice_is_settled_on_its_day_if_that_is_open(
    company: Company, customer: Customer
) -> None:
    credits_of_both = [a_credit(customer, "40", on=day) for day in (LATER, NOVEMBER)]
    ready, waiting = [reserved(an_order(customer), credit) for credit in credits_of_both]
    november = FiscalPeriod.objects.get(company=company, name="2026-11")
    change_status(period=november, status="on_hold", changed_by=a_controller(company))

    outcome = post(ready, waiting)

    assert [(one.document_id, one.code) for one in outcome.left_out] == [(waiting.pk, "reserved_not_open")]
    assert f"{credits_of_both[1].document_number} is reserved" in outcome.left_out[0].reason
    assert "2 Nov 2026" in outcome.left_out[0].reason
    assert [one.settlement_date for one in Settlement.objects.all()] == [LATER]
    assert (outcome.posted, held()) == ([ready.pk], [(waiting.pk, -40)])
    reserved(waiting)
    assert post(waiting).posted == [waiting.pk]
    assert findings(company) == {}


def _of_another(customer: Customer) -> SalesOrder:
    reserved(an_order(customer), *CustomerTransaction.objects.all())
    return an_order(customer)


def _returned(customer: Customer) -> SalesOrder:
    return a_returned_order(customer, ("-1", "10"))


def _in_euro(customer: Customer) -> SalesOrder:
    return an_order(customer, currency_id="EUR")


def _of_somebody_else(customer: Customer) -> SalesOrder:
    return an_order(a_customer(customer.company, currency_id="USD"))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (_of_another, CannotMark),
        (_returned, NoInvoiceToCome),
        (_in_euro, CannotMark),
        (_of_somebody_else, CannotMark),
    ],
)
def test_it_reserves_what_is_free_of_the_customer_only(
    customer: Customer, make: Callable[[Customer], SalesOrder], error: type[Exception]
) -> None:
    credit = a_credit(customer, "40")
    order = make(customer)
    with pytest.raises(error):
        reserved(order, credit)
    assert not Mark.objects.filter(document_id=order.pk).exists()


def test_a_clerk_reserves_on_a_page_of_the_order(company: Company, customer: Customer) -> None:
    clerk, order = Visitor(a_clerk(company), company), an_order(customer)
    assert "Nothing that" in text_of(clerk.get(f"orders/{order.pk}/reserve/"))
    credit = a_credit(customer, "40")
    assert [one.pk for one in reservable(order)] == [credit.pk]
    assert credit.document_number in text_of(clerk.get(f"orders/{order.pk}/reserve/"))
    said = text_of(clerk.post(f"orders/{order.pk}/reserve/", transaction=str(credit.pk)))
    assert f"1 transaction is reserved for order {order.number}." in said
    assert f"Reserved for its invoices: {credit.document_number}" in said
    assert f"Order {order.number}" in text_of(clerk.get("transactions/marked/"))
    other = an_order(customer)
    assert f"to be settled by Order {order.number}" in text_of(
        clerk.post(f"orders/{other.pk}/reserve/", transaction=credit.pk)
    )
    assert f"Order {order.number} reserves nothing." in text_of(clerk.post(f"orders/{order.pk}/reserve/"))
    reserved(order, credit)
    in_euro = typed_of(clerk.get(f"orders/{order.pk}/change/"), currency="EUR")
    said = text_of(clerk.post(f"orders/{order.pk}/change/", **in_euro))
    assert f"Not reserved for order {order.number} any more" in said
    assert f"its invoices will not settle it: {credit.document_number}." in said
    assert held() == []
