"""Confirm, pick and deliver: documents, quantities, status, cost entries, refusals, and taking deliveries back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from django.db import transaction
from django.db.models import Sum

from arclose.batch import jobs, runner
from arclose.batch.models import JobItem
from arclose.ledger import probes
from arclose.ledger.closing import change_status
from arclose.ledger.models import AccountBalance, Company, ExchangeRateType, FiscalPeriod, LedgerAccount, Voucher
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import KeyReused
from customers.fulfilment import CannotCorrect, correct_packing_slip, post_order_documents
from customers.models import Customer, Item, ItemGroup, OrderDocument, SalesOrder, SalesParameters, Site
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import Quantity
from customers.update_parameters import UpdateParameters
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import findings
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
CONFIRM, PICK, DELIVER = OrderDocumentType
DAY = date(2026, 10, 15)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


@pytest.fixture
def with_cost(company: Company) -> Company:
    return post_cost_of_goods(company)


def post_cost_of_goods(company: Company) -> Company:
    """Let a company post what it delivers and sells at cost."""
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True)
    return company


def do(
    document_type: OrderDocumentType,
    *orders: SalesOrder,
    quantity: Quantity = Quantity.ALL,
    reduce_quantity: bool = False,
    key: str = "",
) -> Outcome:
    company = orders[0].company
    return post_order_documents(
        company=company,
        document_type=document_type,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(quantity, reduce_quantity=reduce_quantity),
        posted_by=a_clerk(company),
        key=key or f"step{next(_SERIAL)}",
    )


def made(document_type: OrderDocumentType, *orders: SalesOrder, quantity: Quantity = Quantity.ALL) -> OrderDocument:
    """Give the one document that a step makes."""
    outcome = do(document_type, *orders, quantity=quantity)
    assert not outcome.left_out, outcome.left_out
    return OrderDocument.objects.get(posting=outcome.posting_id)


def statuses(order: SalesOrder) -> tuple[str, str]:
    order.refresh_from_db()
    return order.status, order.document_status


def steps(order: SalesOrder) -> list[tuple[Decimal, ...]]:
    """Give per line how much is confirmed, picked and delivered."""
    rows = order.lines.order_by("line_number")
    return list(rows.values_list("confirmed_quantity", "picked_quantity", "delivered_quantity"))


def deliver_now(order: SalesOrder, *quantities: str) -> None:
    for line, quantity in zip(order.lines.order_by("line_number"), quantities, strict=True):
        type(line).objects.filter(pk=line.pk).update(deliver_now_quantity=quantity)


def take_back(slip: OrderDocument, quantities: dict[int, str], on: date = DAY, key: str = "") -> OrderDocument:
    return correct_packing_slip(
        company=slip.company,
        slip=slip,
        quantities={line: Decimal(quantity) for line, quantity in quantities.items()},
        day=on,
        reason="too many",
        posted_by=a_controller(slip.company),
        key=key or f"back{next(_SERIAL)}",
    )


def test_an_order_goes_through_its_steps(customer: Customer) -> None:
    order = an_order(customer, ("3", "10"), ("2", "5"), on=DAY)
    assert statuses(order) == ("open", "none")
    confirmation = made(CONFIRM, order)
    assert (confirmation.number, confirmation.net_amount, confirmation.document_date) == ("CNF2026-000001", 40, DAY)
    assert statuses(order) == ("open", "confirmation")
    assert made(PICK, order).number == "PCK2026-000001"
    assert statuses(order) == ("open", "picking_list")
    slip = made(DELIVER, order)
    assert (slip.number, slip.lines.count(), slip.has_voucher) == ("SLP2026-000001", 2, False)
    assert statuses(order) == ("delivered", "packing_slip")
    assert steps(order) == [(3, 3, 3), (2, 2, 2)]


def test_part_of_an_order_is_delivered_now(customer: Customer) -> None:
    order = an_order(customer, ("10", "1"), ("4", "1"))
    deliver_now(order, "6", "0")
    slip = made(DELIVER, order, quantity=Quantity.DELIVER_NOW)
    assert list(slip.lines.values_list("line_number", "quantity")) == [(1, 6)]
    assert (statuses(order), steps(order)) == (("open", "packing_slip"), [(0, 0, 6), (0, 0, 0)])
    assert made(DELIVER, order).lines.count() == 2
    assert (statuses(order)[0], steps(order)) == ("delivered", [(0, 0, 10), (0, 0, 4)])


def test_what_was_picked_is_delivered(customer: Customer) -> None:
    order = an_order(customer, ("10", "1"))
    deliver_now(order, "7")
    made(PICK, order, quantity=Quantity.DELIVER_NOW)
    made(DELIVER, order, quantity=Quantity.PICKED)
    assert steps(order) == [(0, 7, 7)]


def test_services_are_delivered_but_not_picked(company: Company, customer: Customer) -> None:
    service = an_item(company, item_type="service")
    order = an_order(customer, ("1", "1"), ("1", "1"), items=[an_item(company), service])
    assert made(PICK, order).lines.count() == 1
    assert made(DELIVER, order).lines.count() == 2


def test_sites_and_addresses_get_packing_slips_of_their_own(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("1", "1"), ("1", "1"), ("1", "1"), delivery_address="Dam 1")
    site = Site.objects.create(company=company, code="WEST", name="West")
    first, second, third = order.lines.order_by("line_number")
    type(first).objects.filter(pk=second.pk).update(site=site)
    type(first).objects.filter(pk=third.pk).update(delivery_address="Kade 2")
    assert do(CONFIRM, order).posted == [order.pk]
    outcome = do(DELIVER, order)
    slips = OrderDocument.objects.filter(posting=outcome.posting_id).order_by("sequence_number")
    assert [(slip.site_id, slip.delivery_address, slip.lines.count()) for slip in slips] == [
        (None, "Dam 1", 1), (None, "Kade 2", 1), (site.pk, "Dam 1", 1),
    ]  # fmt: skip
    assert OrderDocument.objects.filter(document_type=CONFIRM).count() == 1


def test_an_address_that_is_written_out_is_still_the_order_s_own(customer: Customer) -> None:
    order = an_order(customer, ("1", "1"), ("1", "1"), delivery_address="Dam 1")
    line = order.lines.order_by("line_number")[0]
    type(line).objects.filter(pk=line.pk).update(delivery_address="Dam 1")
    assert made(DELIVER, order).lines.count() == 2


def test_what_is_delivered_leaves_the_shelf(company: Company, customer: Customer) -> None:
    item = an_item(company, on_hand_quantity=100)
    made(DELIVER, an_order(customer, ("2", "1"), ("3", "1"), items=[item, item]))
    assert Item.objects.get(pk=item.pk).on_hand_quantity == 95


def test_a_delivery_posts_its_cost_where_the_company_does(with_cost: Company, customer: Customer) -> None:
    item = an_item(with_cost, standard_cost_amount=Decimal("1.235"))
    slip = made(DELIVER, an_order(customer, ("3", "10"), ("2", "5"), items=[item, an_item(with_cost)]))
    assert (slip.cost_amount, slip.has_voucher) == (Decimal("3.71"), True)
    assert_entries(
        Voucher.objects.filter(document_type="packing_slip", document_id=slip.pk),
        """
        posting type            | account | debit | credit
        cost of goods delivered | 7050    | 3.71  |
        units delivered         | 1450    |       | 3.71
        """,
    )


def test_a_delivery_without_cost_has_no_voucher(with_cost: Company, customer: Customer) -> None:
    assert not made(DELIVER, an_order(customer)).has_voucher


def test_costs_that_cancel_out_have_no_voucher(with_cost: Company, customer: Customer) -> None:
    item = an_item(with_cost, standard_cost_amount=1)
    assert not made(DELIVER, an_order(customer, ("2", "9"), ("-2", "9"), item=item)).has_voucher
    slip = made(DELIVER, an_order(customer, ("2", "9"), ("-2", "9"), ("5", "9"), item=item))
    assert slip.has_voucher
    assert not take_back(slip, {1: "2", 2: "2"}).has_voucher
    assert take_back(slip, {3: "5"}).has_voucher
    assert findings(with_cost) == {}


def test_a_correction_takes_back_quantity_and_cost_to_the_last_cent(with_cost: Company, customer: Customer) -> None:
    item = an_item(with_cost, standard_cost_amount=Decimal("0.333"), on_hand_quantity=3)
    order = an_order(customer, ("3", "10"), item=item)
    slip = made(DELIVER, order)
    backs = [take_back(slip, {1: "1"}) for _time in range(3)]
    assert [back.cost_amount for back in backs] == [Decimal("-0.33"), Decimal("-0.34"), Decimal("-0.33")]
    assert (backs[0].corrects, backs[0].reason, backs[0].net_amount) == (slip, "too many", -10)
    assert (statuses(order), steps(order)) == (("open", "none"), [(0, 0, 0)])
    assert Item.objects.get(pk=item.pk).on_hand_quantity == 3
    kept = AccountBalance.objects.filter(company=with_cost, account__number="7050")
    assert kept.aggregate(Sum("accounting_currency_amount"))["accounting_currency_amount__sum"] == 0
    with pytest.raises(CannotCorrect, match="1 is asked, 0 is"):
        take_back(slip, {1: "1"})


@pytest.mark.parametrize(
    ("quantities", "on", "words"),
    [({1: "4"}, DAY, "4 is asked, 3 is"), ({}, DAY, "at least one line"), ({9: "1"}, DAY, "Line 9"),
     ({1: "-1"}, DAY, "without a minus sign"), ({1: "1"}, date(2026, 10, 1), "before"),
     ({1: "1"}, date(2031, 1, 1), "no open")],
)  # fmt: skip
def test_it_refuses_to_correct(customer: Customer, quantities: dict[int, str], on: date, words: str) -> None:
    slip = made(DELIVER, an_order(customer, ("3", "10"), on=DAY))
    with pytest.raises(CannotCorrect, match=words):
        take_back(slip, quantities, on=on)
    assert OrderDocument.objects.count() == 1


def test_a_correction_that_comes_twice_is_one(customer: Customer) -> None:
    slip = made(DELIVER, an_order(customer, ("3", "10")))
    assert take_back(slip, {1: "1"}, key="once") == take_back(slip, {1: "1"}, key="once")
    with pytest.raises(KeyReused):
        take_back(slip, {1: "2"}, key="once")


def _deliver_too_much(customer: Customer) -> SalesOrder:
    order = an_order(customer, ("1", "1"))
    deliver_now(order, "2")
    return order


def _without_lines(customer: Customer) -> SalesOrder:
    order = an_order(customer)
    order.lines.all().delete()
    return order


def _without_a_rule(customer: Customer) -> SalesOrder:
    item = an_item(customer.company)
    group = type(item.item_tax_group).objects.create(company=item.company, code="NONE", name="None")
    type(item).objects.filter(pk=item.pk).update(item_tax_group=group)
    return an_order(customer, item=item)


def _without_cost_account(customer: Customer) -> SalesOrder:
    SalesParameters.objects.filter(company=customer.company).update(posts_cost_of_goods=True)
    ItemGroup.objects.filter(company=customer.company).update(units_delivered_account=None)
    return an_order(customer, item=an_item(customer.company, standard_cost_amount=1))


def _with_a_blocked_cost_account(customer: Customer) -> SalesOrder:
    group = ItemGroup.objects.get(company=post_cost_of_goods(customer.company), code="GOODS")
    LedgerAccount.objects.filter(pk=group.units_delivered_account_id).update(is_blocked=True)
    return an_order(customer, item=an_item(customer.company, standard_cost_amount=1))


def _without_a_rate_into_reporting_currency(customer: Customer) -> SalesOrder:
    company = post_cost_of_goods(customer.company)
    rates = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    Company.objects.filter(pk=company.pk).update(reporting_currency="USD", exchange_rate_type=rates)
    company.refresh_from_db()
    return an_order(customer, item=an_item(company, standard_cost_amount=1))


CAUSES: dict[str, Callable[[Customer], SalesOrder]] = {
    "canceled": lambda customer: an_order(customer, status="canceled"),
    "only_credited": lambda customer: a_returned_order(customer, ("-1", "1")),
    "no_lines": _without_lines,
    "delivery_date_not_open": lambda customer: an_order(customer, on=date(2031, 1, 1)),
    "customer_blocked": lambda customer: an_order(a_customer(customer.company, is_blocked=True)),
    "item_blocked": lambda customer: an_order(customer, item=an_item(customer.company, is_blocked=True)),
    "tax_code_missing": _without_a_rule,
    "more_than_left": _deliver_too_much,
    "nothing_now": an_order,
    "nothing_picked": an_order,
    "cost_account_missing": _without_cost_account,
    "account_blocked": _with_a_blocked_cost_account,
    "rate_missing": _without_a_rate_into_reporting_currency,
}
# What is refused in one step, by what it delivers; what is of the whole company stands alone.
STEPS = [
    (Quantity.ALL, ["canceled", "only_credited", "no_lines", "delivery_date_not_open", "customer_blocked",
                    "item_blocked", "tax_code_missing"]),
    (Quantity.DELIVER_NOW, ["more_than_left", "nothing_now"]),
    (Quantity.PICKED, ["nothing_picked"]),
    (Quantity.ALL, ["cost_account_missing"]),
    (Quantity.ALL, ["account_blocked"]),
    (Quantity.ALL, ["rate_missing"]),
]  # fmt: skip


@pytest.mark.parametrize(("quantity", "codes"), STEPS, ids=[codes[0] for _quantity, codes in STEPS])
def test_it_leaves_out_with_a_reason_and_delivers_the_others(
    customer: Customer, quantity: Quantity, codes: list[str]
) -> None:
    refused, good = {CAUSES[code](customer): code for code in codes}, an_order(customer)
    made(PICK, good)
    deliver_now(good, "1")

    outcome = do(DELIVER, *refused, good, quantity=quantity)

    assert {one.document_id: one.code for one in outcome.left_out} == {one.pk: code for one, code in refused.items()}
    assert len(outcome.left_out) == len(codes)
    assert all(one.reason and one.remedy for one in outcome.left_out)
    assert outcome.posted == [good.pk]


def test_every_reason_is_made_in_a_step() -> None:
    assert sorted(CAUSES) == sorted(code for _quantity, codes in STEPS for code in codes)


def test_an_order_with_nothing_left_is_told_as_done(customer: Customer) -> None:
    order = an_order(customer)
    made(CONFIRM, order)
    outcome = do(CONFIRM, order)
    assert (outcome.posting_id, outcome.posted, outcome.already) == (None, [], [order.pk])
    made(DELIVER, order)
    for quantity in (Quantity.DELIVER_NOW, Quantity.PICKED):
        assert do(DELIVER, order, quantity=quantity).already == [order.pk]


def test_the_same_request_gives_the_same_answer(customer: Customer) -> None:
    order, refused = an_order(customer), an_order(a_customer(customer.company, is_blocked=True))
    first = do(DELIVER, order, refused, key="once")
    assert [one.document_id for one in first.left_out] == [refused.pk]
    assert do(DELIVER, order, refused, key="once") == first
    assert OrderDocument.objects.count() == 1
    with pytest.raises(KeyReused):
        do(DELIVER, an_order(customer), key="once")


def test_a_preview_leaves_nothing(with_cost: Company, customer: Customer) -> None:
    SalesParameters.objects.filter(company=with_cost).update(defers_revenue=True)
    order = an_order(customer, item=an_item(with_cost, standard_cost_amount=1))
    with transaction.atomic():
        outcome = post_order_documents(
            company=with_cost, document_type=DELIVER, orders=[order.pk], posted_by=a_clerk(with_cost), key="look",
            is_preview=True,
        )  # fmt: skip
        assert OrderDocument.objects.get(posting=outcome.posting_id).sequence_number < 0
        numbers = Voucher.objects.filter(posting=outcome.posting_id).values_list("sequence_number", flat=True)
        assert [number < 0 for number in numbers] == [True, True], "of its cost, and of what it defers"
        transaction.set_rollback(True)
    assert not OrderDocument.objects.exists()
    assert made(DELIVER, order).sequence_number == 1


def test_nothing_is_delivered_into_a_period_on_hold(company: Company, customer: Customer) -> None:
    order = an_order(customer, delivery_date=date(2026, 9, 30), on=DAY)
    period = FiscalPeriod.objects.get(company=company, name="2026-09")
    change_status(period=period, status="on_hold", changed_by=a_controller(company))
    [refused] = do(DELIVER, order).left_out
    assert (refused.code, "the delivery date of the order" in refused.remedy) == ("delivery_date_not_open", True)
    assert do(CONFIRM, order).posted == [order.pk]
    [refused] = do(CONFIRM, an_order(customer, order_date=date(2026, 9, 30), on=DAY)).left_out
    assert (refused.code, "the order date of the order" in refused.remedy) == ("order_date_not_open", True)


def test_the_books_are_proved_after_all_of_it(with_cost: Company, customer: Customer) -> None:
    item = an_item(with_cost, standard_cost_amount=Decimal("7.77"), on_hand_quantity=50)
    orders = [an_order(customer, ("5", "20"), item=item) for _n in range(3)]
    for step in OrderDocumentType:
        do(step, *orders)
    take_back(OrderDocument.objects.filter(document_type=DELIVER).earliest("pk"), {1: "2"})
    assert [result.findings for result in probes.verify(companies=[with_cost]) if result.findings] == []


def test_an_order_that_a_job_delivered_may_be_corrected_since(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "1"))
    waiting = SalesOrder.objects.filter(company=company).values_list("pk", "invoice_date", "number")
    jobs.submit(
        company=company,
        kind="packing-slips",
        description="October",
        submitted_by=a_clerk(company),
        documents=waiting,
        key="october",
    )
    runner.look()
    take_back(OrderDocument.objects.get(), {1: "4"})
    assert statuses(order) == ("open", "packing_slip")
    assert findings(company) == {}
    JobItem.objects.update(document_id=an_order(customer).pk)
    assert list(findings(company)) == ["documents of jobs"]
