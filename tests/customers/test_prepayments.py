"""Prepayment invoices: a part of an order asked for in advance, deducted from its invoices, and taken back."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from arclose.batch import runner
from arclose.batch.models import Job
from arclose.ledger.models import Company, Currency, ExchangeRate, ExchangeRateType, NumberSeries
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import KeyReused
from customers import crediting
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import breaches
from customers.einvoices.ubl import xml_of
from customers.invoicing import post_invoices
from customers.models import (
    Customer,
    Invoice,
    ItemTaxGroup,
    OpenTransaction,
    SalesOrder,
    SalesOrderLine,
    SalesParameters,
    UpdateDefaults,
)
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import PrepaymentDeduction, SummaryUpdate
from customers.prepayments.crediting import CannotCreditPrepayment, credit_prepayment
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.posting import post_prepayments
from customers.sales import sales_by_country
from customers.sql import prepaid_left
from customers.update_parameters import UpdateParameters
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_item, an_order
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.posting import findings, vouchers_of
from tests.customers.test_change_orders import refusals_of
from tests.customers.test_undo import undo
from tests.text_tables import assert_entries, read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
DAY = date(2026, 10, 5)
DEDUCTIONS = {
    "all": PrepaymentDeduction.ALL,
    "share": PrepaymentDeduction.IN_PROPORTION,
    "none": PrepaymentDeduction.NONE,
}


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


def prepay(*orders: SalesOrder, percent: str = "", amount: str = "", day: date = DAY, **values: Any) -> Outcome:
    company = orders[0].company
    asked = {"percent": Decimal(percent) if percent else None, "amount": Decimal(amount) if amount else None}
    return post_prepayments(
        company=company,
        orders=[order.pk for order in orders],
        parameters=PrepaymentParameters(day=day, **asked),
        posted_by=a_clerk(company),
        key=values.pop("key", f"prepay{next(_SERIAL)}"),
    )


def prepaid(order: SalesOrder, **asked: Any) -> Invoice:
    outcome = prepay(order, **(asked or {"percent": "30"}))
    assert not outcome.left_out, outcome.left_out
    return Invoice.objects.get(posting=outcome.posting_id)


def invoice(*orders: SalesOrder, **parameters: Any) -> Invoice:
    company = orders[0].company
    outcome = post_invoices(
        company=company,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(**parameters),
        posted_by=a_clerk(company),
        key=f"invoice{next(_SERIAL)}",
    )
    assert not outcome.left_out, outcome.left_out
    return Invoice.objects.get(posting=outcome.posting_id)


def test_it_is_a_liability_with_its_tax_and_becomes_revenue_when_the_invoice_deducts_it(
    company: Company, customer: Customer
) -> None:
    order = an_order(customer, ("10", "100"))

    advance = prepaid(order)
    final = invoice(order)

    assert_entries(
        vouchers_of(advance),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 363.00 |
        prepayment       | 2200    |        | 300.00
        sales tax        | 2100    |        | 63.00
        """,
    )
    assert_entries(
        vouchers_of(final),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 847.00 |
        revenue          | 8000    |        | 1000.00
        sales tax        | 2100    |        | 210.00
        prepayment       | 2200    | 300.00 |
        sales tax        | 2100    | 63.00  |
        """,
    )
    assert findings(company) == {}


# Lines are quantity x price @item tax group. Steps: p30 asks for 30 % in advance, p=50 for an amount, i invoices what
# is left, n2 so much of the first line. Documents are their totals, left is what is to be deducted at the end.
CASES = """
    case             | lines                   | prices   | deduct | steps       | documents               | left
    in full          | 10x100@STD              | net      | all    | p30 i       | 363.00 847.00           | 0.00
    an amount        | 10x100@STD              | net      | all    | p=50 i      | 60.50 1149.50           | 0.00
    all of it        | 10x100@STD              | net      | all    | p100 i      | 1210.00 0.00            | 0.00
    twice            | 10x100@STD              | net      | all    | p30 p10 i   | 363.00 121.00 726.00    | 0.00
    parts            | 10x100@STD              | net      | all    | p30 n2 i    | 363.00 0.00 847.00      | 0.00
    in proportion    | 10x100@STD              | net      | share  | p30 n5 i    | 363.00 423.50 423.50    | 0.00
    in thirds        | 3x33.33@STD             | net      | share  | p50 n1 n1 i | 60.50 20.16 20.16 20.17 | 0.00
    nothing          | 10x100@STD              | net      | none   | p30 i       | 363.00 1210.00          | 363.00
    two rates        | 1x99.99@STD 3x33.33@RED | net      | all    | p33.33 i    | 76.65 153.33            | 0.00
    a part of two    | 1x99.99@STD 3x33.33@RED | net      | all    | p90 n1 i    | 206.98 0.00 23.00       | 0.00
    gross            | 10x121@STD              | with tax | all    | p=100 i     | 100.00 1110.00          | 0.00
    gross, two rates | 1x99.99@STD 1x9.99@RED  | with tax | all    | p33.33 i    | 36.66 73.32             | 0.00
    a cent           | 1x0.01@STD              | net      | all    | p100 i      | 0.01 0.00               | 0.00
"""


def credit(advance: Invoice, *, key: str = "") -> Invoice:
    return credit_prepayment(
        invoice=advance, day=date(2026, 10, 31), reason="less", posted_by=a_clerk(advance.company),
        key=key or f"credit{next(_SERIAL)}",
    )  # fmt: skip


def test_what_is_prepaid_and_deducted_adds_up_to_the_order(company: Company, customer: Customer) -> None:
    cases = read_table(CASES)

    found = [lived_through(customer, case) for case in cases]

    assert found == [(case["case"], case["documents"], case["left"]) for case in cases]
    assert findings(company) == {}


def lived_through(customer: Customer, case: dict[str, str]) -> tuple[str, str, str]:
    """Give the totals of the documents that a case makes, and what is left to deduct at its end."""
    company, totals = customer.company, []
    order = order_of(customer, case["lines"], prices_include_tax=case["prices"] == "with tax")
    for step in case["steps"].split():
        if step.startswith("p"):
            asked = {"amount": step[2:]} if step[1] == "=" else {"percent": step[1:]}
            made = prepaid(order, **asked)
        else:
            order.lines.filter(line_number=1).update(deliver_now_quantity=Decimal(step[1:] or 0))
            quantity = Quantity.DELIVER_NOW if step != "i" else Quantity.ALL
            made = invoice(order, quantity=quantity, deduction=DEDUCTIONS[case["deduct"]])
        totals.append(f"{made.total_amount:.2f}")
    left = sum((one.total for one in prepaid_left(company_id=company.pk, orders=[order.pk])), Decimal(0))
    return case["case"], " ".join(totals), f"{left:.2f}"


def order_of(customer: Customer, text: str, **values: Any) -> SalesOrder:
    """Give an order of lines written as quantity x price @item tax group."""
    company, sold = customer.company, [one.partition("@") for one in text.split()]
    groups = {group.code: group for group in ItemTaxGroup.objects.filter(company=company)}
    items = [an_item(company, item_tax_group=groups[code]) for _line, _at, code in sold]
    return an_order(customer, *[tuple(line.split("x")) for line, _at, _code in sold], items=items, **values)


def test_a_prepayment_keeps_its_rate_and_what_it_becomes_is_valued_at_it(company: Company) -> None:
    rates = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    for day, units in ((5, "1.10"), (15, "1.25")):
        ExchangeRate.objects.create(
            rate_type=rates, currency_id="USD", rate_date=date(2026, 10, day), units_per_base=Decimal(units)
        )
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rates)
    company.refresh_from_db()
    order = an_order(a_customer(company, currency_id="USD", tax_group="OUT"), ("10", "100"))

    prepaid(order)
    final = invoice(order)

    assert_entries(
        vouchers_of(final),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 560.00 |
        revenue          | 8000    |        | 800.00
        revenue          | 8000    |        | 32.73
        prepayment       | 2200    | 272.73 |
        """,
    )
    assert findings(company) == {}


def test_goods_to_another_member_state_are_no_vat_event_before_they_are_supplied(company: Company) -> None:
    customer = a_customer(company, tax_group="EU", country="DE", vat_number="DE129273398")
    items = [an_item(company), an_item(company, item_type="service")]
    order = an_order(customer, ("1", "100"), ("1", "50"), items=items)

    advance, final = prepaid(order, percent="50"), invoice(order)

    rows = {
        made: [(row.tax_kind, row.transaction_currency_base_amount) for row in made.tax_rows.order_by("number")]
        for made in (advance, final)
    }
    assert rows[advance] == [("eu_goods_prepaid", 50), ("eu_service", 25)]
    assert rows[final] == [("eu_goods", 100), ("eu_service", 50), ("eu_goods_prepaid", -50), ("eu_service", -25)]
    year = company.fiscal_years.get()
    assert [sold.total for sold in sales_by_country(company=company, year=year)[1]] == [150]


REFUSED = """
    what            | asks    | code
    canceled        | 10      | canceled
    returned        | 10      | returned_not_prepaid
    invoiced        | 10      | nothing_to_prepay
    not confirmed   | 10      | prepaid_not_confirmed
    blocked         | 10      | customer_blocked
    too much        | 101     | prepaid_beyond
    nothing         | 0.001   | prepaid_nothing_asked
"""


def test_it_refuses_by_name_and_lets_the_others_go_on(company: Company, customer: Customer) -> None:
    SalesParameters.objects.filter(company=company).update(prepays_confirmed_orders=True)
    cases = {row["what"]: row for row in read_table(REFUSED)}
    orders = {what: an_order(customer, ("1", "100")) for what in [*cases, "goes on"]}
    orders["returned"] = a_returned_order(customer, ("-1", "100"))
    orders["blocked"] = an_order(a_customer(company, is_blocked=True), ("1", "100"))
    SalesOrderLine.objects.exclude(order=orders["not confirmed"]).update(confirmed_quantity=1)
    SalesOrder.objects.filter(pk=orders["canceled"].pk).update(status="canceled")
    invoice(orders["invoiced"])

    refused = {}
    for what, row in cases.items():
        outcome = (
            prepay(orders[what], orders["goes on"], percent=row["asks"])
            if row["asks"] == "10"
            else prepay(orders[what], percent=row["asks"])
        )
        refused[what] = [one.code for one in outcome.left_out]
    closed = prepay(orders["goes on"], percent="10", day=date(2027, 1, 1))

    assert refused == {what: [row["code"]] for what, row in cases.items()}
    assert [one.code for one in closed.left_out] == ["prepaid_day_not_open"]
    assert Invoice.objects.filter(order=orders["goes on"]).count() == 5


def test_the_same_request_gives_the_same_posting(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("1", "100"))

    first, again = prepay(order, percent="30", key="once"), prepay(order, percent="30", key="once")

    assert (again.posting_id, again.posted) == (first.posting_id, [order.pk])
    with pytest.raises(KeyReused):
        prepay(order, percent="40", key="once")
    assert Invoice.objects.count() == 1


def test_it_is_numbered_with_invoices_or_in_a_series_of_its_own(company: Company, customer: Customer) -> None:
    shared = prepaid(an_order(customer, ("1", "100")))
    NumberSeries.objects.create(company=company, purpose="prepayment_invoice", prefix="PRE")

    own = prepaid(an_order(customer, ("1", "100")))

    assert (shared.number, own.number) == ("INV2026-000001", "PRE2026-000001")
    assert findings(company) == {}


def test_an_order_is_not_invoiced_before_the_day_it_was_prepaid_on(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("1", "100"), on=date(2026, 10, 1))
    advance = prepaid(order)

    refused = post_invoices(company=company, orders=[order.pk], posted_by=a_clerk(company), key="early").left_out

    assert [(one.code, list(one.facts)) for one in refused] == [("prepaid_later", [advance.number])]
    assert invoice(order, posting_date=date(2026, 10, 5)).total_amount == Decimal("84.70")


def test_crediting_it_leaves_nothing_to_deduct(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "100"))
    advance = prepaid(order)
    order.lines.update(deliver_now_quantity=2)
    invoice(order, quantity=Quantity.DELIVER_NOW)
    UpdateDefaults.objects.create(company=company, credit_correction=True)

    note = credit(advance, key="once")

    assert (note.number, note.total_amount, note.credited_invoice) == ("CN2026-000001", Decimal("-121.00"), advance)
    assert_entries(
        vouchers_of(note),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    |        | 121.00
        prepayment       | 2200    | 100.00 |
        sales tax        | 2100    | 21.00  |
        """,
    )
    assert vouchers_of(note).get().is_credit_correction
    assert credit(advance, key="once") == note
    with pytest.raises(CannotCreditPrepayment):
        credit(advance)
    assert invoice(order).total_amount == 968
    assert findings(company) == {}


def test_an_invoice_that_deducts_is_credited_by_what_it_sold(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "100"))
    prepaid(order)
    final = invoice(order)

    returned = crediting.credit_invoice(invoice=final, invoice_date=final.invoice_date, reason="damaged")
    note = invoice(returned)

    assert note.total_amount == -1210
    with pytest.raises(crediting.CreditedAlready):
        crediting.credit_invoice(invoice=final, invoice_date=final.invoice_date, reason="again")
    assert findings(company) == {}


def test_undoing_gives_back_what_was_deducted_and_refuses_what_is_deducted(
    company: Company, customer: Customer
) -> None:
    order = an_order(customer, ("10", "100"))
    advance = prepaid(order)
    final = invoice(order)

    assert [one.code for one in undo(advance).left_out] == ["deducted"]
    undo(final)
    assert invoice(order).total_amount == 847
    undo(Invoice.objects.latest("pk"))
    undo(advance)

    assert prepaid_left(company_id=company.pk, orders=[order.pk]) == []
    assert invoice(order).total_amount == 1210
    assert findings(company) == {}


def test_orders_of_one_invoice_have_their_prepayments_deducted(company: Company, customer: Customer) -> None:
    orders = [an_order(customer, ("1", "100")), an_order(customer, ("1", "50")), an_order(customer, ("1", "10"))]
    prepay(*orders[:2], percent="50")

    together = invoice(*orders, summary=SummaryUpdate.INVOICE_ACCOUNT)

    lines = together.lines.order_by("line_number").values_list("line_number", "net_amount")
    assert list(lines) == [(1, 100), (2, -50), (3, 50), (4, -25), (5, 10)]
    assert findings(company) == {}


def test_on_paper_and_in_ubl_it_is_a_prepayment_invoice(company: Company) -> None:
    with_letterhead(company)
    customer = a_customer(company, language="en", address="Dam 1\n1012 JS Amsterdam", vat_number="NL001234567B89")
    order = an_order(customer, ("10", "100"))
    advance, final = prepaid(order), invoice(order)

    clerk = Visitor(a_clerk(company), company)
    made = Invoice.objects.filter(pk__in=[advance.pk, final.pk]).order_by("pk")
    papers = [text_of_pdf(clerk.get(f"invoices/{one.pk}/pdf").content) for one in made]
    documents = electronic_invoices(company=company, invoices=made)

    assert "Prepayment invoice" in papers[0]
    assert f"Prepayment for order {order.number}" in papers[0]
    assert f"Less prepaid, invoice {advance.number}" in papers[1]
    assert [breaches(document) for document in documents] == [[], []]
    xml = [xml_of(document).decode() for document in documents]
    assert ["386</cbc:InvoiceTypeCode>" in text for text in xml] == [True, False]
    assert '<cbc:InvoicedQuantity unitCode="C62">-1</cbc:InvoicedQuantity>' in xml[1]


def test_the_page_of_an_order_asks_previews_posts_and_shows_what_is_left(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "100"))
    clerk = Visitor(a_clerk(company), company)
    page, typed = f"orders/{order.pk}/prepay/", {"percent": "30", "day": "5/10/2026", "due_date": "", "text": "Advance"}

    assert "Prepayment invoice" in text_of(clerk.get(f"orders/{order.pk}/"))
    refused = clerk.post(page, act="post", key=value_of(clerk.get(page), "key"), **{**typed, "amount": "5"})
    assert refused.status_code == 422
    assert "Say a percentage or an amount, one of them." in refused.content.decode()
    assert 'value="Advance"' in refused.content.decode()
    previewed = clerk.post(page, act="preview", key=value_of(refused, "key"), **typed)
    assert "2200 Customer prepayments" in text_of(previewed)
    assert "1 customer has no address." in text_of(previewed)
    assert not Invoice.objects.exists()
    sent = {"key": value_of(previewed, "key"), "seen": value_of(previewed, "seen"), **typed}
    shown = text_of(clerk.post(page, act="post", **sent))
    assert "Prepayment invoice INV2026-000001" in shown
    assert "Prepayment invoice INV2026-000001" in text_of(clerk.post(page, act="post", **sent))
    assert Invoice.objects.count() == 1

    assert "363.00 – – 363.00" in text_of(clerk.get(f"orders/{order.pk}/"))
    assert "EUR 363.00 is left" in text_of(clerk.get(f"orders/{order.pk}/cancel/"))
    assert "More is asked than is left" in text_of(clerk.post(page, act="post", **{**typed, "percent": "80"}))
    advance = Invoice.objects.get()
    credited = clerk.post(f"invoices/{advance.pk}/credit/", invoice_date="6/10/2026", reason="less", key=page_key(1))
    assert "CN2026-000001 is posted." in text_of(credited)


def test_a_job_posts_those_of_chosen_orders_and_is_undone(company: Company, customer: Customer) -> None:
    orders = [an_order(customer, ("1", "100")), an_order(customer, ("1", "50"))]
    clerk = Visitor(a_clerk(company), company)
    selected = [order.pk for order in orders]

    asked = clerk.post("orders/prepay/", selected=selected)
    assert "A part of each of 2 orders" in text_of(asked)
    sent = {"key": value_of(asked, "key"), "selected": selected, "percent": "20", "day": "5/10/2026"}
    clerk.post("orders/prepay/", act="job", **sent)
    runner.look()
    assert list(Invoice.objects.order_by("pk").values_list("net_amount", flat=True)) == [20, 10]

    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    page = f"jobs/{Job.objects.get().pk}/tasks/1/undo/"
    assert "Nothing is left to deduct of them." in text_of(controller.get(page))
    undone = controller.post(page, key=page_key(2), day="31/10/2026", reason="wrong", act="now")
    assert "2 documents are undone." in text_of(undone)
    assert sum(made.total_amount for made in Invoice.objects.all()) == 0


def test_the_close_warns_of_what_no_invoice_will_deduct(company: Company, customer: Customer) -> None:
    order, other = an_order(customer, ("10", "100")), an_order(customer, ("1", "100"))
    advance = prepaid(order)
    prepaid(other)
    october = company.fiscal_periods.get(name="2026-10")

    assert left_of("prepayments", company=company, period=october).count == 0
    invoice(order, deduction=PrepaymentDeduction.NONE)
    left = left_of("prepayments", company=company, period=october)
    assert (left.count, left.amounts) == (1, {"EUR": Decimal("363.00")})
    clerk = Visitor(a_clerk(company), company)
    shown = text_of(clerk.get("invoices/?left=prepaid&period=until"))
    assert advance.number in shown
    assert "INV2026-000002" not in shown
    credit(advance)
    assert left_of("prepayments", company=company, period=october).count == 0


def test_a_prepaid_order_keeps_what_its_prepayment_invoice_names(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("1", "100"))
    prepaid(order)

    refused = refusals_of(order, {}, customer=a_customer(company), currency=Currency.objects.get(code="USD"))

    assert sorted(refused.head) == ["currency", "customer"]


def test_what_is_prepaid_counts_against_the_limit_once(company: Company) -> None:
    customer = a_customer(company, credit_limit_amount=500)
    order = an_order(customer, ("10", "100"))
    advance = prepaid(order, percent="80")
    company.sales_parameters.credit_limit_type = "all"
    company.sales_parameters.save()

    refused = post_invoices(company=company, orders=[order.pk], posted_by=a_clerk(company), key="unpaid").left_out
    assert [(one.code, str(one.facts[1])) for one in refused] == [("credit_limit_exceeded", "EUR\xa01,210.00")]
    OpenTransaction.objects.filter(transaction__invoice=advance).delete()  # as if it were paid
    assert invoice(order).total_amount == 242


# Of an order of 10 pieces, 1,000 in all, 600 is asked for in advance and not paid. What counts, what an invoice of so
# many pieces deducts, and what would be owed with it: the limit that is just enough.
OWED_WITH_PREPAYMENT = """
    counts       | deduct | pieces | owed
    balance      | all    | 10     | 1000
    balance      | share  | 10     | 1000
    balance      | none   | 10     | 1600
    balance      | share  | 5      | 800
    balance      | none   | 5      | 1100
    packing_slip | share  | 5      | 800
    packing_slip | none   | 10     | 1600
    all          | all    | 10     | 1000
    all          | share  | 5      | 1000
    all          | none   | 5      | 1100
    all          | none   | 10     | 1600
"""


def test_an_invoice_counts_without_what_it_deducts_of_a_prepayment(company: Company) -> None:
    customer = a_customer(company, tax_group="OUT", credit_limit_amount=9999)
    order = an_order(customer, ("10", "100"))
    prepaid(order, percent="60")
    cases = read_table(OWED_WITH_PREPAYMENT)

    found = [(refused_beside(order, case, limit="-0.01"), refused_beside(order, case)) for case in cases]

    assert found == [([f"EUR\xa0{int(case['owed']):,}.00"], []) for case in cases]


def refused_beside(order: SalesOrder, case: dict[str, str], *, limit: str = "0") -> list[str]:
    """Give what would be owed where an invoice exceeds a limit, so much beside that of its case, and take it back."""
    company = order.company
    with transaction.atomic():
        SalesParameters.objects.filter(company=company).update(credit_limit_type=case["counts"])
        Customer.objects.filter(pk=order.customer_id).update(credit_limit_amount=Decimal(case["owed"]) + Decimal(limit))
        order.lines.update(deliver_now_quantity=Decimal(case["pieces"]))
        outcome = post_invoices(
            company=company,
            orders=[order.pk],
            parameters=UpdateParameters(Quantity.DELIVER_NOW, deduction=DEDUCTIONS[case["deduct"]]),
            posted_by=a_clerk(company),
            key=f"invoice{next(_SERIAL)}",
        )
        transaction.set_rollback(True)
    assert {one.code for one in outcome.left_out} <= {"credit_limit_exceeded"}
    return [str(one.facts[1]) for one in outcome.left_out]
