"""Every reason for which an order is left out of a posting, each made once; the others of the set are posted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from arclose.ledger.models import Company
from customers import refusals
from customers.models import CreditGroup, Customer, Invoice, Item, SalesOrder, SalesParameters, TaxCode, TaxRate
from customers.models.credit_holds import BlockingKind
from tests.builders import a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import post, posted
from tests.customers.test_fulfilment import CAUSES as CAUSES_OF_STEPS

pytestmark = pytest.mark.django_db
LATER, EARLIER = date(2026, 10, 20), date(2026, 10, 5)

Cause = Callable[[Customer], SalesOrder]
CAUSES: dict[str, Cause] = {}


def cause(code: str) -> Callable[[Cause], Cause]:
    def remember(make: Cause) -> Cause:
        CAUSES[code] = make
        return make

    return remember


def _changed(row: Any, **values: Any) -> Any:
    type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


@cause("period_not_open")
def _(customer: Customer) -> SalesOrder:
    return an_order(customer, on=date(2031, 1, 1))


@cause("no_lines")
def _(customer: Customer) -> SalesOrder:
    order = an_order(customer)
    order.lines.all().delete()
    return order


@cause("canceled")
def _(customer: Customer) -> SalesOrder:
    return an_order(customer, status="canceled")


@cause("rate_missing")
def _(customer: Customer) -> SalesOrder:
    return an_order(customer, currency_id="KWD")


@cause("customer_blocked")
def _(customer: Customer) -> SalesOrder:
    return an_order(_changed(a_customer(customer.company), is_blocked=True))


@cause("item_blocked")
def _(customer: Customer) -> SalesOrder:
    return an_order(customer, item=an_item(customer.company, is_blocked=True))


@cause("tax_code_missing")
def _(customer: Customer) -> SalesOrder:
    item = an_item(customer.company)
    return an_order(customer, item=_changed(item, item_tax_group=_without_a_rule(item)))


def _without_a_rule(item: Item) -> Any:
    return type(item.item_tax_group).objects.create(company=item.company, code="NONE", name="Nothing says what it is")


@cause("tax_rate_missing")
def _(customer: Customer) -> SalesOrder:
    TaxRate.objects.filter(tax_code__company=customer.company, tax_code__code="RED").delete()
    item = an_item(customer.company)
    reduced = type(item.item_tax_group).objects.get(company=customer.company, code="RED")
    return an_order(customer, item=_changed(item, item_tax_group=reduced), on=EARLIER)


@cause("vat_number_missing")
def _(customer: Customer) -> SalesOrder:
    return an_order(a_customer(customer.company, country="DE", tax_group="EU"))


@cause("not_a_member_state")
def _(customer: Customer) -> SalesOrder:
    return an_order(a_customer(customer.company, country="CH", tax_group="EU", vat_number="CHE123456789"))


@cause("credits_another")
def _(customer: Customer) -> SalesOrder:
    [invoice] = posted(an_order(a_customer(customer.company)))
    return a_returned_order(customer, ("-1", "10"), credited_invoice=invoice)


@cause("before_its_invoice")
def _(customer: Customer) -> SalesOrder:
    [invoice] = posted(an_order(customer, on=LATER))
    return a_returned_order(customer, ("-1", "10"), on=EARLIER, credited_invoice=invoice)


@cause("credited_beyond")
def _(customer: Customer) -> SalesOrder:
    [invoice] = posted(an_order(customer, ("1", "10"), on=EARLIER))
    return a_returned_order(customer, ("-1", "11"), credited_invoice=invoice)


@cause("amount_too_large")
def _(customer: Customer) -> SalesOrder:
    return an_order(customer, ("9999999", "999999999"))


@cause("wrong_sign")
def _(customer: Customer) -> SalesOrder:
    return a_returned_order(customer, ("1", "10"))


@cause("account_blocked")
def _(customer: Customer) -> SalesOrder:
    item = an_item(customer.company, item_type="service")
    _changed(item.group.revenue_account, is_blocked=True)
    return an_order(customer, item=item)


@cause("control_account")
def _(customer: Customer) -> SalesOrder:
    item = an_item(customer.company, item_type="service")
    _changed(item.group, revenue_account=customer.posting_profile.summary_account)
    return an_order(customer, item=item)


@cause("credit_limit_exceeded")
def _(customer: Customer) -> SalesOrder:
    return an_order(a_customer(customer.company, credit_limit_amount="50"), ("1", "100"))


@cause("credit_group_limit_exceeded")
def _(customer: Customer) -> SalesOrder:
    group = CreditGroup.objects.create(company=customer.company, code="G", name="Group", credit_limit_amount=50)
    return an_order(a_customer(customer.company, credit_group=group), ("1", "100"))


@cause("rounding_above_limit")
def _(customer: Customer) -> SalesOrder:
    _changed(customer.company, rounding_limit_amount=0)
    abroad = a_customer(customer.company, currency_id="USD")
    return an_order(abroad, *[("1", f"0.{n}3") for n in range(1, 9)], items=_of_each_rate(customer.company))


def _of_each_rate(company: Company) -> list[Item]:
    groups = type(an_item(company).item_tax_group).objects
    codes = ["STD", "RED"] * 4
    return [an_item(company, item_tax_group=groups.get(company=company, code=code)) for code in codes]


# Made in the tests of credit holds, of pages that were overtaken, of options, of lines to a country, of prepayments, of
# deferred revenue.
ELSEWHERE = {
    "credit_hold_forced",
    "deferral_account_missing",
    "reserved_not_open",
    *(f"credit_{kind}" for kind in BlockingKind),
    *refusals.OVERTAKEN,
}
OF_STEPS = {*CAUSES_OF_STEPS, "order_date_not_open"}
OF_OPTIONS = {
    "not_in_stock",
    "on_hold",
    "summary_order_missing",
    "not_with_order",
    "slip_taken",
    "no_slip_chosen",
    "supplied_in_several_months",
    "posting_date_not_open",
    "taxed_for_another_country",
    "prepaid_later",
}


def test_every_reason_is_made_here() -> None:
    made = {*CAUSES, *OF_STEPS, "nothing_delivered", *ELSEWHERE, *OF_OPTIONS}
    assert made == set(refusals._WORDS) == set(refusals._TITLES)


# What these change is of the whole company, so each is refused in one of its own; all the others in one posting.
ALONE = ("control_account", "rounding_above_limit")
TOGETHER = tuple(code for code in CAUSES if code not in ALONE)


@pytest.mark.parametrize("codes", [*((code,) for code in ALONE), TOGETHER], ids=[*ALONE, "together"])
def test_it_leaves_out_with_a_reason_and_posts_the_others(codes: tuple[str, ...]) -> None:
    company = a_company()
    refused = {CAUSES[code](a_customer(company)): code for code in codes}
    good = an_order(a_customer(company), on=LATER)

    outcome = post(*refused, good)

    assert {one.document_id: one.code for one in outcome.left_out} == {one.pk: code for one, code in refused.items()}
    assert len(outcome.left_out) == len(codes)
    assert all(one.reason and one.remedy for one in outcome.left_out)
    assert outcome.posted == [good.pk]
    assert not Invoice.objects.filter(order__in=refused).exists()


def test_an_invoice_is_not_below_zero() -> None:
    outcome = post(an_order(a_customer(a_company()), ("1", "10"), ("-2", "10")))
    assert [one.code for one in outcome.left_out] == ["wrong_sign"]


@pytest.mark.parametrize("which", ["summary", "tax", "line discount", "total discount", "cost sold", "inventory"])
def test_no_account_that_a_document_needs_is_blocked(which: str) -> None:
    company = a_company()
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True)
    item = an_item(company, standard_cost_amount=1)
    order = an_order(a_customer(company), ("1", "100", "10"), item=item, total_discount_percent=5)
    group = order.lines.get().item.group
    account = {
        "summary": order.customer.posting_profile.summary_account,
        "tax": TaxCode.objects.get(company=company, code="STD").tax_account,
        "line discount": group.line_discount_account,
        "total discount": group.total_discount_account,
        "cost sold": group.cost_of_goods_sold_account,
        "inventory": group.inventory_account,
    }[which]
    _changed(account, is_blocked=True)

    outcome = post(order)

    assert [(one.code, account.number in one.reason) for one in outcome.left_out] == [("account_blocked", True)]


def test_a_day_is_written_as_its_reader_writes_days() -> None:
    with translation.override("nl"):
        said = refusals.in_words("period_not_open", ["2026-10-31"])
    assert said
    assert said[0] == "31 okt 2026 ligt in geen open periode."
