"""What counts against a credit limit: by the company's type, the run's, and what an account brings along."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

import pytest

from arclose.batch import runner
from arclose.batch.models import JobItem
from arclose.ledger.models import Company, ExchangeRate
from arclose.ledger.outcomes import Outcome
from arclose.ledger.seen import NotAsSeen
from customers.credit.limits import check_credit
from customers.models import CreditGroup, Customer, SalesOrder, SalesParameters, TaxRate, TaxRule
from customers.models.credit import CreditLimitType
from customers.models.sales_orders import DocumentStatus, Quantity
from customers.previewing import differences, post_as_seen, preview
from customers.readiness import customers_over_limit
from customers.update_parameters import USUAL, UpdateParameters
from customers.updates import UPDATES
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_order
from tests.customers.pages import Visitor, text_of, value_of
from tests.customers.posting import post, posted
from tests.customers.test_partial_invoices import delivered
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db
STEPS = {
    "confirm": DocumentStatus.CONFIRMATION,
    "pick": DocumentStatus.PICKING_LIST,
    "deliver": DocumentStatus.PACKING_SLIP,
    "invoice": DocumentStatus.INVOICE,
}


def decide(company: Company, **values: Any) -> None:
    SalesParameters.objects.filter(company=company).update(**values)


def a_limited_customer(company: Company | None = None, **values: Any) -> Customer:
    """May owe 100; sales to it bear no tax."""
    limit = {"tax_group": "OUT", "credit_limit_amount": Decimal(100)}
    return a_customer(company or a_company(), **{**limit, **values})


def order_of(customer: Customer, amount: str, *, day: int = 15, **values: Any) -> SalesOrder:
    return an_order(customer, ("1", amount), on=date(2026, 10, day), **values)


def codes(*orders: SalesOrder, step: str = "invoice", **parameters: Any) -> list[str]:
    """Give the code by which each order is refused; nothing where it is not."""
    found = check_credit(
        company=orders[0].company,
        orders=[order.pk for order in orders],
        step=STEPS[step],
        parameters=UpdateParameters(**parameters),
    ).left_out
    of_order = {refusal.document_id: refusal.code for refusal in found}
    return [of_order.get(order.pk, "") for order in orders]


def is_over(*orders: SalesOrder, **values: Any) -> list[bool]:
    return [bool(code) for code in codes(*orders, **values)]


# 40 is owed; of one order 30 is delivered and 5 is not; another, of 15, comes before the order asked for, and one of 50
# after it. The company's type, the step, the type of the run: what the order may come to at most.
REACH = """
    company      | step    | run          | at most
    none         | invoice |              | any
    none         | deliver |              | any
    none         | confirm |              | any
    none         | confirm | balance      | 60
    none         | invoice | balance      | 60
    balance      | confirm |              | 60
    balance      | pick    |              | 60
    balance      | deliver |              | 60
    balance      | invoice |              | 60
    balance      | confirm | none         | any
    balance      | pick    | none         | any
    balance      | deliver | none         | 60
    balance      | invoice | none         | 60
    balance      | deliver | all          | 10
    packing_slip | confirm |              | 30
    packing_slip | invoice | balance      | 30
    packing_slip | confirm | balance      | 60
    all          | confirm |              | 10
    all          | confirm | packing_slip | 30
    all          | invoice |              | 10
"""


def test_what_counts_is_what_the_company_or_the_run_says() -> None:
    customer = a_limited_customer()
    posted(order_of(customer, "40", day=1))
    decide(customer.company, credit_limit_type="none")
    delivered(an_order(customer, ("7", "5"), on=date(2026, 10, 2)), "6")
    order_of(customer, "15", day=3)
    order_of(customer, "50", day=20)
    for row in read_table(REACH):
        decide(customer.company, credit_limit_type=row["company"])
        asked = {"step": row["step"], "credit_check": CreditLimitType(row["run"]) if row["run"] else None}
        at_most = "9999" if row["at most"] == "any" else row["at most"]
        within = order_of(customer, at_most)
        assert is_over(within, **asked) == [False], row
        within.delete()
        beyond = order_of(customer, f"{at_most}.01")
        assert is_over(beyond, **asked) == [row["at most"] != "any"], row
        beyond.delete()


def test_delivered_goods_count_by_what_is_delivered_and_not_invoiced() -> None:
    customer = a_limited_customer()
    decide(customer.company, credit_limit_type="packing_slip")
    order = an_order(customer, ("10", "15"))
    delivered(order, "6")
    rest = an_order(customer, ("2", "5"), on=date(2026, 10, 20))
    assert is_over(order, rest, step="deliver") == [True, False]
    assert is_over(order, quantity=Quantity.DELIVERED) == [False], "what is delivered counts once"
    order.lines.update(deliver_now_quantity=1)
    assert is_over(order, step="deliver", quantity=Quantity.DELIVER_NOW) == [True], "90 and 15"


def test_with_all_orders_the_earlier_one_comes_first_whichever_is_asked_for() -> None:
    customer = a_limited_customer()
    decide(customer.company, credit_limit_type="all")
    late, early = order_of(customer, "60", day=20), order_of(customer, "60", day=10)
    assert is_over(late, early) == [True, False]
    assert (is_over(late), is_over(early)) == ([True], [False])
    together: dict[str, Any] = {"posting_date": date(2026, 11, 5)}
    assert is_over(late, early, **together) == [True, False], "each in its turn, whatever the day of their documents"
    assert (is_over(late, **together), is_over(early, **together)) == ([True], [False])


def test_a_mandatory_limit_is_checked_whatever_the_run_says() -> None:
    company = a_company()
    decide(company, credit_limit_type="none")
    free, bound = a_limited_customer(company), a_limited_customer(company, is_credit_limit_mandatory=True)
    orders = [order_of(customer, "100.01") for customer in (free, bound)]
    for step in STEPS:
        assert is_over(*orders, step=step, credit_check=CreditLimitType.NONE) == [False, True]


# The limits of a customer, and what it may owe by an order of a day of October 2026; where the run gives its documents
# another day, of that one.
LIMITS = """
    limit | currency | expires    | temporary | from       | to         | day | posted     | at most
    100   |          |            |           |            |            | 15  |            | 100
    100   |          | 2026-10-15 |           |            |            | 15  |            | 100
    100   |          | 2026-10-14 |           |            |            | 15  |            | 0
    100   |          |            | 150       | 2026-10-01 | 2026-10-15 | 15  |            | 150
    100   |          |            | 150       | 2026-10-01 | 2026-10-15 | 16  |            | 100
    100   |          |            | 50        | 2026-10-15 | 2026-10-15 | 15  |            | 50
    100   |          | 2026-09-30 | 150       | 2026-10-01 | 2026-10-15 | 15  |            | 150
    100   | EUR      |            |           |            |            | 15  |            | 100
    100   | USD      |            |           |            |            | 15  |            | USD
    100   |          |            | 150       | 2026-10-01 | 2026-10-31 | 20  | 2026-11-05 | 100
    100   |          |            | 150       | 2026-11-01 | 2026-11-30 | 20  | 2026-11-05 | 150
    100   |          | 2026-10-31 |           |            |            | 20  | 2026-11-05 | 0
    100   | USD      |            |           |            |            | 20  | 2026-11-05 | USD
"""


def in_euro(dollars: str, *, on: date) -> Decimal:
    """Give dollars in euro, rounded down to cents."""
    rates = ExchangeRate.objects.filter(currency="USD", rate_date__lte=on).order_by("-rate_date")
    return (Decimal(dollars) / rates[0].units_per_base).quantize(Decimal("0.01"), ROUND_DOWN)


def test_the_limit_is_that_of_the_day() -> None:
    names = {
        "credit_limit_amount": "limit",
        "credit_limit_currency_id": "currency",
        "credit_limit_expiry_date": "expires",
        "temporary_limit_amount": "temporary",
        "temporary_limit_from": "from",
        "temporary_limit_to": "to",
    }
    company, over = a_company(), {}
    for row in read_table(LIMITS):
        customer = a_limited_customer(company, **{name: row[head] or None for name, head in names.items()})
        posted_on = date.fromisoformat(row["posted"]) if row["posted"] else None
        document_date = posted_on or date(2026, 10, int(row["day"]))
        at_most = in_euro("100", on=document_date) if row["at most"] == "USD" else Decimal(row["at most"])
        within = order_of(customer, f"{at_most}", day=int(row["day"]))
        beyond = order_of(customer, f"{at_most + Decimal('0.01')}", day=int(row["day"]))
        assert is_over(within, posting_date=posted_on) == [False], row
        assert is_over(beyond, posting_date=posted_on) == [True], row
        if not posted_on:
            over[customer.pk] = row
    found = {one.pk for one in customers_over_limit(company=company, until=date(2026, 10, 31))}
    assert [row for pk, row in over.items() if pk not in found] == []


def test_an_order_counts_by_the_tax_and_the_rate_of_the_day_of_its_document() -> None:
    company, later = a_company(), {"posting_date": date(2026, 11, 5)}
    taxed = order_of(a_limited_customer(company, tax_group="DOM", credit_limit_amount=121), "100")
    rule = TaxRule.objects.get(tax_group=taxed.tax_group, item_tax_group=taxed.lines.get().item.item_tax_group)
    TaxRate.objects.create(company=company, tax_code=rule.tax_code, valid_from=date(2026, 11, 1), percent=25)
    limit = in_euro("100", on=date(2026, 10, 20)) + Decimal("0.01")
    in_dollars = a_limited_customer(company, currency_id="USD", credit_limit_amount=limit)
    orders = taxed, order_of(in_dollars, "100", day=20)
    assert is_over(*orders) == [False, False]
    assert is_over(*orders, **later) == [True, True]


def test_an_expiry_date_without_a_limit_leaves_that_of_the_group() -> None:
    company = a_company()
    group = CreditGroup.objects.create(company=company, code="G", name="Group", credit_limit_amount=100)
    expired = {"credit_limit_amount": None, "credit_limit_expiry_date": "2026-10-14", "credit_group": group}
    customer = a_limited_customer(company, **expired)
    assert is_over(order_of(customer, "100")) == [False]
    assert is_over(order_of(customer, "100.01")) == [True]


def test_a_limit_whose_rate_is_missing_lets_nothing_pass() -> None:
    customer = a_limited_customer(credit_limit_currency_id="VES")
    assert codes(order_of(customer, "1")) == ["rate_missing"]


# In order of date: customer and amount. A and B share a limit of 100; A may owe 70; B is invoiced for C.
GROUPS = """
    orders             | refused
    A 70               |
    A 71               | credit_limit_exceeded
    A 60, B 40         | ,
    A 60, B 41         | , credit_group_limit_exceeded
    A 60, C 41         | , credit_group_limit_exceeded
    B 101              | credit_group_limit_exceeded
    A 71, B 100        | credit_limit_exceeded,
    A 60, B 41, A 10   | , credit_group_limit_exceeded,
    A 101              | credit_group_limit_exceeded
"""


@pytest.mark.parametrize("limit_type", ["balance", "packing_slip"])
@pytest.mark.parametrize("row", read_table(GROUPS), ids=lambda row: row["orders"])
def test_the_group_is_asked_before_the_customer_and_the_lower_limit_counts(
    row: dict[str, str], limit_type: str
) -> None:
    company = a_company()
    decide(company, credit_limit_type=limit_type)
    group = CreditGroup.objects.create(company=company, code="G", name="Group", credit_limit_amount=100)
    first = a_limited_customer(company, credit_group=group, credit_limit_amount=70)
    second = a_limited_customer(company, credit_group=group, credit_limit_amount=None)
    branch = a_limited_customer(company, invoice_account=second, credit_limit_amount=None)
    who = {"A": first, "B": second, "C": branch}
    words = [one.split() for one in row["orders"].split(",")]
    orders = [order_of(who[name], amount, day=day) for day, (name, amount) in enumerate(words, start=1)]
    assert codes(*orders) == [code.strip() for code in row["refused"].split(",")]
    found = customers_over_limit(company=company, until=date(2026, 10, 31))
    assert bool(found) == bool(row["refused"].strip(" ,"))


def test_open_orders_of_a_group_count_together() -> None:
    company = a_company()
    decide(company, credit_limit_type="all")
    group = CreditGroup.objects.create(company=company, code="G", name="Group", credit_limit_amount=100)
    members = [a_limited_customer(company, credit_group=group, credit_limit_amount=None) for _place in range(2)]
    early, late = order_of(members[0], "60", day=1), order_of(members[1], "60", day=2)
    assert codes(late, step="confirm") == ["credit_group_limit_exceeded"]
    assert codes(early, step="confirm") == [""]
    assert [row.pk for row in customers_over_limit(company=company, until=late.invoice_date)] == [members[1].pk]


def test_what_the_members_owe_counts_for_the_group() -> None:
    company = a_company()
    group = CreditGroup.objects.create(company=company, code="G", name="Group", credit_limit_amount=100)
    members = [a_limited_customer(company, credit_group=group, credit_limit_amount=None) for _place in range(2)]
    posted(order_of(members[0], "60"), a_returned_order(members[1], ("-1", "10")))
    assert codes(order_of(members[1], "50")) == [""]
    assert codes(order_of(members[1], "50.01")) == ["credit_group_limit_exceeded"]


def test_a_group_of_another_company_counts_for_nothing() -> None:
    other = CreditGroup.objects.create(company=a_company(), code="G", name="Group", credit_limit_amount=1)
    with pytest.raises(Exception, match="customer_credit_group"):
        a_limited_customer(credit_group=other)


def outcome_of(update: str, order: SalesOrder) -> Outcome:
    return UPDATES[update].post(
        company=order.company, orders=[order.pk], posted_by=a_clerk(order.company), key=f"credit-{update}-{order.pk}"
    )


@pytest.mark.parametrize("update", list(UPDATES))
@pytest.mark.parametrize("limit_exceeded", ["warning", "error"])
def test_every_update_warns_or_refuses_as_the_company_says(update: str, limit_exceeded: str) -> None:
    customer = a_limited_customer()
    decide(customer.company, limit_exceeded=limit_exceeded)
    order = order_of(customer, "101")
    outcome = outcome_of(update, order)
    is_error = limit_exceeded == "error"
    assert list(outcome.posted) == ([] if is_error else [order.pk])
    said = outcome.left_out if is_error else outcome.warnings
    assert [(one.document_id, one.code) for one in said] == [(order.pk, "credit_limit_exceeded")]
    assert "would owe EUR\xa0101.00 with this order, and the limit is EUR\xa0100.00." in said[0].reason
    assert list(outcome.warnings if is_error else outcome.left_out) == []


def test_an_order_with_a_warning_takes_the_limit() -> None:
    customer = a_limited_customer()
    decide(customer.company, limit_exceeded="warning")
    large, small = order_of(customer, "101", day=1), order_of(customer, "1", day=2)
    assert [warning.document_id for warning in post(large, small).warnings] == [large.pk, small.pk]


def test_a_preview_and_what_came_of_it_show_the_warning() -> None:
    customer = a_limited_customer()
    decide(customer.company, limit_exceeded="warning")
    order = order_of(customer, "101")
    clerk = Visitor(a_clerk(customer.company), customer.company)
    seen = clerk.post("orders/preview/", selected=order.pk)
    assert "Warning, Over the credit limit: 1 order" in text_of(seen)
    posted_page = clerk.post("orders/post/", selected=order.pk, key=value_of(seen, "key"), seen=value_of(seen, "seen"))
    assert "Warning, Over the credit limit: 1 order" in text_of(posted_page)
    assert "1 document is posted." in text_of(posted_page)


def test_the_page_of_an_order_and_a_job_say_the_warning() -> None:
    customer = a_limited_customer()
    decide(customer.company, limit_exceeded="warning")
    by_hand, by_job = order_of(customer, "101"), order_of(customer, "1")
    clerk = Visitor(a_clerk(customer.company), customer.company)
    assert "Over the credit limit" in text_of(clerk.post(f"orders/{by_hand.pk}/update/", update="sales-invoices:all"))
    clerk.post("orders/job/", selected=by_job.pk, update="sales-invoices:all")
    runner.look()
    [item] = JobItem.objects.filter(company=customer.company)
    assert (item.state, item.reason_code) == ("done", "credit_limit_exceeded")
    assert "Over the credit limit" in text_of(clerk.get(f"jobs/{item.task.job_id}/documents/?state=done"))


def test_a_warning_that_the_preview_did_not_show_is_told_before_anything_is_posted() -> None:
    customer = a_limited_customer()
    decide(customer.company, limit_exceeded="warning")
    order = order_of(customer, "90")
    asked: dict[str, Any] = {"update": UPDATES["sales-invoices"], "company": customer.company, "orders": [order.pk]}
    asked |= {"parameters": USUAL}
    shown = preview(**asked, previewed_by=a_clerk(customer.company))
    Customer.objects.filter(pk=customer.pk).update(credit_limit_amount=80)

    with pytest.raises(NotAsSeen) as changed:
        post_as_seen(**asked, posted_by=a_clerk(customer.company), key="seen", seen=shown.seen)

    told = differences(seen=changed.value.seen, now=changed.value.now)
    assert told == [(order.pk, "It is warned of now: Over the credit limit.")]
