"""More than one invoice of an order: what was delivered, then the rest, and what each takes of the deliveries."""

from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from customers.fulfilment import CannotCorrect
from customers.invoicing import post_invoices
from customers.models import (
    CreditBlockingRule,
    CreditHold,
    Customer,
    Invoice,
    InvoicedDelivery,
    Item,
    ItemGroup,
    SalesOrder,
)
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.update_parameters import UpdateParameters
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings, vouchers_of
from tests.customers.test_charges import a_code, charge
from tests.customers.test_fulfilment import DELIVER, deliver_now, made, post_cost_of_goods, statuses, take_back
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


@pytest.fixture
def with_cost(company: Company) -> Company:
    return post_cost_of_goods(company)


def invoice(
    *orders: SalesOrder,
    quantity: Quantity = Quantity.DELIVERED,
    key: str = "",
    summary: SummaryUpdate = SummaryUpdate.NONE,
) -> Outcome:
    company = orders[0].company
    return post_invoices(
        company=company,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(quantity, summary=summary),
        posted_by=a_clerk(company),
        key=key or f"invoice-{Invoice.objects.count()}-{quantity}",
    )


def invoiced(order: SalesOrder) -> list[tuple[Decimal, ...]]:
    rows = order.lines.order_by("line_number")
    return list(rows.values_list("delivered_quantity", "invoiced_quantity"))


def delivered(order: SalesOrder, *quantities: str) -> object:
    deliver_now(order, *quantities)
    return made(DELIVER, order, quantity=Quantity.DELIVER_NOW)


def test_what_was_delivered_is_invoiced_and_then_the_rest(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"), ("4", "1"))
    delivered(order, "6", "0")
    first = Invoice.objects.get(posting=invoice(order).posting_id)
    assert (first.net_amount, first.tax_amount, first.lines.count()) == (18, Decimal("3.78"), 1)
    assert (statuses(order), invoiced(order)) == (("open", "invoice"), [(6, 6), (0, 0)])
    rest = Invoice.objects.get(posting=invoice(order, quantity=Quantity.ALL).posting_id)
    assert (rest.net_amount, rest.lines.count(), rest.number) == (16, 2, "INV2026-000002")
    assert (statuses(order), invoiced(order)) == (("invoiced", "invoice"), [(10, 10), (4, 4)])
    assert findings(company) == {}


def test_what_is_wrong_with_a_line_does_not_hold_up_the_invoice_of_the_others(customer: Customer) -> None:
    items = [an_item(customer.company) for _line in range(3)]
    order = an_order(customer, ("10", "3"), ("5", "2"), ("5", "2"), items=items)
    delivered(order, "10", "0", "0")
    untaxed = type(items[0].item_tax_group).objects.create(company=customer.company, code="NONE", name="None")
    Item.objects.filter(pk=items[1].pk).update(is_blocked=True)
    Item.objects.filter(pk=items[2].pk).update(item_tax_group=untaxed)
    assert invoice(order).posted == [order.pk]
    assert invoiced(order) == [(10, 10), (0, 0), (0, 0)]
    left_out = invoice(order, quantity=Quantity.ALL).left_out
    assert [one.code for one in left_out] == ["item_blocked", "tax_code_missing"]


def test_an_invoice_takes_the_oldest_deliveries_first(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    slips = [delivered(order, quantity) for quantity in ("2", "3")]
    invoice(order, quantity=Quantity.ALL)
    taken = InvoicedDelivery.objects.order_by("pk").values_list("slip_line__document", "quantity")
    assert list(taken) == [(slips[0].pk, 2), (slips[1].pk, 3)]


def test_only_what_is_not_invoiced_of_a_delivery_can_be_corrected(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    slip = delivered(order, "6")
    take_back(slip, {1: "2"})
    invoice(order)
    assert InvoicedDelivery.objects.get().quantity == 4
    with pytest.raises(CannotCorrect, match="1 is asked, 0 is"):
        take_back(slip, {1: "1"})


def test_nothing_is_invoiced_that_was_not_delivered(customer: Customer) -> None:
    outcome = invoice(an_order(customer))
    assert [one.code for one in outcome.left_out] == ["nothing_delivered"]


def test_the_same_request_gives_the_same_answer_whatever_happened_since(company: Company, customer: Customer) -> None:
    order, refused = an_order(customer, ("10", "3")), an_order(customer)
    charge(order, a_code(company), "5")
    delivered(order, "6")
    first = invoice(order, refused, key="once")
    assert invoice(order, refused, key="once") == first
    delivered(order, "2")
    CreditBlockingRule.objects.create(company=company, name="any", kind="order_amount", threshold=0)
    assert invoice(order, refused, key="once") == first
    assert not CreditHold.objects.exists(), "nothing is asked that was answered"


def test_what_is_to_be_delivered_now_is_used_up_by_an_invoice_of_it_only(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    delivered(order, "4")
    deliver_now(order, "4")
    invoice(order)
    assert order.lines.get().deliver_now_quantity == 4
    invoice(order, quantity=Quantity.DELIVER_NOW)
    assert (order.lines.get().deliver_now_quantity, invoiced(order)) == (0, [(8, 8)])


def test_a_part_below_zero_is_no_invoice(customer: Customer) -> None:
    order = an_order(customer, ("10", "100"), ("-2", "50"))
    delivered(order, "0", "-2")
    assert [(one.code, one.facts) for one in invoice(order).left_out] == [("wrong_sign", ("EUR -100.00",))]
    assert invoice(order, quantity=Quantity.ALL).posted


def test_an_order_that_is_invoiced_as_a_whole_is_told_as_done(customer: Customer) -> None:
    order = an_order(customer)
    invoice(order, quantity=Quantity.ALL)
    outcome = invoice(order, quantity=Quantity.ALL, key="again")
    assert (outcome.posting_id, outcome.already) == (None, [order.pk])


def test_an_invoice_posts_what_it_sells_and_takes_back_what_was_delivered(
    with_cost: Company, customer: Customer
) -> None:
    item = an_item(with_cost, standard_cost_amount=Decimal("1.10"))
    order = an_order(customer, ("3", "10"), item=item)
    delivered(order, "2")
    Item.objects.filter(pk=item.pk).update(standard_cost_amount=Decimal("1.25"))
    [document] = Invoice.objects.filter(posting=invoice(order, quantity=Quantity.ALL).posting_id)
    assert_entries(
        vouchers_of(document),
        """
        posting type            | account | debit | credit
        customer balance        | 1100    | 36.30 |
        revenue                 | 8000    |       | 30.00
        sales tax               | 2100    |       | 6.30
        cost of goods sold      | 7000    | 3.75  |
        inventory issue         | 1400    |       | 3.75
        units delivered         | 1450    | 2.20  |
        cost of goods delivered | 7050    |       | 2.20
        """,
    )
    assert findings(with_cost) == {}


def test_an_invoice_of_nothing_posts_its_cost(with_cost: Company, customer: Customer) -> None:
    order = an_order(customer, ("3", "0"), item=an_item(with_cost, standard_cost_amount=Decimal("1.10")))
    [document] = Invoice.objects.filter(posting=invoice(order, quantity=Quantity.ALL).posting_id)
    assert (document.total_amount, document.has_voucher) == (0, True)
    assert findings(with_cost) == {}


def test_an_invoice_of_nothing_that_costs_nothing_has_no_voucher(with_cost: Company, customer: Customer) -> None:
    item = an_item(with_cost, standard_cost_amount=Decimal("1.10"))
    given_away, swapped = an_order(customer, ("10", "0"), item=item), an_order(customer, ("1", "9"), ("-1", "9"))
    swapped.lines.update(item=item)
    delivered(given_away, "5")
    invoice(given_away)
    Item.objects.filter(pk=item.pk).update(standard_cost_amount=0)
    delivered(given_away, "5")
    assert not Invoice.objects.get(posting=invoice(given_away).posting_id).has_voucher
    Item.objects.filter(pk=item.pk).update(standard_cost_amount=Decimal("1.10"))
    assert not Invoice.objects.get(posting=invoice(swapped, quantity=Quantity.ALL).posting_id).has_voucher
    assert findings(with_cost) == {}


def test_an_invoice_is_refused_where_the_item_group_has_no_cost_accounts(
    with_cost: Company, customer: Customer
) -> None:
    ItemGroup.objects.filter(company=with_cost).update(inventory_account=None)
    outcome = invoice(an_order(customer, item=an_item(with_cost, standard_cost_amount=1)), quantity=Quantity.ALL)
    assert [one.code for one in outcome.left_out] == ["cost_account_missing"]


def test_what_no_packing_slip_delivered_leaves_the_shelf_with_the_invoice(company: Company, customer: Customer) -> None:
    item = an_item(company, on_hand_quantity=100)
    order = an_order(customer, ("10", "3"), item=item)
    delivered(order, "4")
    invoice(order, quantity=Quantity.ALL)
    assert Item.objects.get(pk=item.pk).on_hand_quantity == 90
