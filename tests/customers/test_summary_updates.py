"""One document of several orders: which orders share one, what it amounts to, and what becomes of it later."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from random import Random

import pytest

from arclose.batch import beginning, claiming, jobs, runner
from arclose.batch.models import Job, JobChunk
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from customers import crediting
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import breaches
from customers.einvoices.ubl import xml_of
from customers.invoicing import post_invoices
from customers.models import Customer, Invoice, OrderDocument, PaymentTerms, SalesOrder, Site, UpdateDefaults
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.update_parameters import UpdateParameters
from customers.updates import CONFIRM, DELIVER, INVOICE, Update
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.posting import findings
from tests.oracle import Document, Line, Oracle
from tests.text_tables import assert_came, read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
DAY = date(2026, 10, 15)
BY_ACCOUNT = UpdateParameters(summary=SummaryUpdate.INVOICE_ACCOUNT)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company, language="en")


def update(what: Update, *orders: SalesOrder, parameters: UpdateParameters = BY_ACCOUNT, key: str = "") -> Outcome:
    company = orders[0].company
    return what.post(
        company=company,
        orders=[order.pk for order in orders],
        parameters=parameters,
        posted_by=a_clerk(company),
        key=key or f"summary{next(_SERIAL)}",
    )


def documents(outcome: Outcome, what: Update = INVOICE) -> list[list[str]]:
    """Give the numbers of the orders of each document that came of it."""
    company = Company.objects.get(pk=SalesOrder.objects.get(pk=outcome.posted[0]).company_id)
    return [[order.number for order in one.orders] for one in what.made(company=company, posting=outcome.posting_id)]


def refused(outcome: Outcome) -> dict[str, str]:
    numbers = dict(SalesOrder.objects.values_list("pk", "number"))
    return {numbers[one.document_id]: one.code for one in outcome.left_out}


# What is decided | what differs | which orders share an invoice. Orders A, B and C; what differs is that of C.
SHARED = """
    summary         | company decides      | differs                | invoices
    none            |                      |                        | A, B, C
    invoice_account |                      |                        | ABC
    invoice_account |                      | currency               | AB, C
    invoice_account |                      | invoice_date           | AB, C
    invoice_account |                      | payment_terms          | AB, C
    invoice_account |                      | total_discount_percent | AB, C
    invoice_account |                      | delivery_country       | AB, C
    invoice_account |                      | order_type             | AB, C
    invoice_account |                      | customer               | ABC
    invoice_account | separates_customers  | customer               | AB, C
    invoice_account |                      | account                | AB, C
    invoice_account |                      | customer_reference     | ABC
    invoice_account | separates_references | customer_reference     | AB, C
    invoice_account |                      | delivery_address       | ABC
    invoice_account | separates_addresses  | delivery_address       | AB, C
    invoice_account | separates_sites      | site                   | AB, C
    automatic       |                      |                        | ABC
    automatic       |                      | account                | AB, C
"""


def test_orders_share_an_invoice_where_they_are_alike(company: Company) -> None:
    cases = read_table(SHARED)
    made = [_alike_but_for(company, case["differs"], row=row) for row, case in enumerate(cases)]
    shared: list[list[str]] = [[] for _case in cases]
    decided = [(case["summary"], case["company decides"]) for case in cases]
    for summary, decision in dict.fromkeys(decided):
        UpdateDefaults.objects.filter(company=company).delete()
        if decision:
            UpdateDefaults.objects.create(company=company, **{decision: True})
        rows = [row for row, one in enumerate(decided) if one == (summary, decision)]
        orders = [order for row in rows for order in made[row]]
        outcome = update(INVOICE, *orders, parameters=UpdateParameters(summary=SummaryUpdate(summary)))
        assert not outcome.left_out
        for numbers in documents(outcome):
            row = int(numbers[0][1:])
            shared[row].append("".join(number.removesuffix(str(row)) for number in numbers))
    assert_came(cases, ({"invoices": ", ".join(each)} for each in shared))
    assert findings(company) == {}


def _alike_but_for(company: Company, differs: str, *, row: int) -> list[SalesOrder]:
    """Give orders A, B and C of a row of the table, of which the last one differs."""
    account = a_customer(company, summarized="invoices")
    branches = [a_customer(company, invoice_account=account) for _branch in range(2)]
    different = {
        "currency": {"currency_id": "USD"},
        "invoice_date": {"invoice_date": date(2026, 10, 16)},
        "payment_terms": {"payment_terms": PaymentTerms.objects.filter(company=company).exclude(code="N30").first()},
        "total_discount_percent": {"total_discount_percent": Decimal(5)},
        "delivery_country": {"delivery_country": "BE"},
        "order_type": {"order_type": "returned"},
        "customer": {"customer": branches[1]},
        "account": {"customer": a_customer(company)},
        "customer_reference": {"customer_reference": "PO-7"},
        "delivery_address": {"delivery_address": "Dam 1"},
    }.get(differs, {})
    orders = [an_order(branches[0], ("1", "10"), number=f"{letter}{row}") for letter in "ABC"]
    if differs == "order_type":
        orders[2].lines.update(quantity=-1, net_amount=-10)
    if differs == "site":
        orders[2].lines.update(site=Site.objects.create(company=company, code="W", name="West"))
    SalesOrder.objects.filter(pk=orders[2].pk).update(**different)
    return orders


def test_discount_tax_and_rounding_are_of_the_document(company: Company) -> None:
    """Orders with lines by chance, several to a document, against what the oracle makes of all their lines."""
    by_chance = Random(7)
    oracle = Oracle(currency="EUR", decimals={"EUR": 2}, rates={})
    item, expected = an_item(company), {}
    orders: list[SalesOrder] = []
    for key in range(12):
        customer, discount = a_customer(company), Decimal(by_chance.choice(["0", "2.5", "33.333"]))
        lines = [
            [(str(by_chance.randint(1, 9)), f"{by_chance.randint(1, 9999) / 1000:.3f}", by_chance.choice(["0", "7.5"]))
             for _line in range(by_chance.randint(1, 3))]
            for _order in range(by_chance.randint(2, 4))
        ]  # fmt: skip
        own = [an_order(customer, *rows, item=item, total_discount_percent=discount) for rows in lines]
        orders += own
        all_lines = [Line(*map(Decimal, row)) for rows in lines for row in rows]
        document = Document(key, customer.number, DAY, DAY, "EUR", all_lines, discount)
        oracle.post([document])
        expected[customer.pk] = [entry.amount for entry in oracle._entries(document, oracle.factors[key])]

    outcome = update(INVOICE, *orders)

    assert not outcome.left_out
    made = {invoice.customer_id: invoice for invoice in Invoice.objects.all()}
    assert {pk: -invoice.total_amount for pk, invoice in made.items()} == {
        pk: sum(amounts) for pk, amounts in expected.items()
    }
    assert {pk: -invoice.tax_amount for pk, invoice in made.items()} == {
        pk: amounts[-1] for pk, amounts in expected.items()
    }
    assert findings(company) == {}


def test_an_order_that_is_refused_is_left_out_of_its_group(company: Company, customer: Customer) -> None:
    blocked = an_item(company, is_blocked=True)
    orders = [
        an_order(customer, number="A"),
        an_order(customer, item=blocked, number="B"),
        an_order(customer, number="C"),
    ]

    outcome = update(INVOICE, *orders)

    assert (documents(outcome), refused(outcome)) == ([["A", "C"]], {"B": "item_blocked"})


def test_orders_go_into_a_chosen_one_or_say_why_not(company: Company, customer: Customer) -> None:
    orders = [an_order(customer, number=number) for number in "ABC"]
    stranger = an_order(a_customer(company), number="D")
    chosen = UpdateParameters(summary=SummaryUpdate.ORDER, summary_order="B")

    for what in (DELIVER, INVOICE):
        first, again = (update(what, *orders, stranger, parameters=chosen, key=what.name) for _time in range(2))
        assert (documents(first, what), refused(first)) == ([["A", "B", "C"]], {"D": "not_with_order"})
        assert (documents(again, what), refused(again)) == (documents(first, what), refused(first))
    without = update(INVOICE, stranger, parameters=chosen)

    assert refused(without) == {"D": "summary_order_missing"}


def test_parts_of_an_order_below_zero_are_no_invoice(company: Company, customer: Customer) -> None:
    UpdateDefaults.objects.create(company=company, separates_sites=True)
    wrong, right = an_order(customer, ("5", "10"), ("-1", "10"), number="A"), an_order(customer, number="B")
    wrong.lines.filter(quantity=-1).update(site=Site.objects.create(company=company, code="W", name="West"))

    outcome = update(INVOICE, wrong, right)

    assert (documents(outcome), refused(outcome)) == ([["B"]], {"A": "wrong_sign"})


def test_each_packing_slip_gets_its_invoice(company: Company, customer: Customer) -> None:
    first, second, third = (an_order(customer, ("2", "10"), number=number) for number in "ABC")
    together = update(DELIVER, first, second)
    update(DELIVER, third)
    by_slip = UpdateParameters(Quantity.DELIVERED, summary=SummaryUpdate.PACKING_SLIP)

    outcome = update(INVOICE, first, second, third, parameters=by_slip)

    assert documents(together, DELIVER) == [["A", "B"]]
    assert documents(outcome) == [["A", "B"], ["C"]]
    assert INVOICE.concerned(UpdateParameters(summary=SummaryUpdate.PACKING_SLIP)).summary == SummaryUpdate.NONE
    assert findings(company) == {}


def test_a_summary_names_its_orders_and_references(company: Company) -> None:
    with_letterhead(company)
    customer = a_customer(company, language="en", address="Dam 1\n1012 JS Amsterdam", vat_number="NL001234567B89")
    orders = [
        an_order(customer, ("1", "10"), number=number, customer_reference=reference)
        for number, reference in (("A1", "PO-7"), ("B2", ""))
    ]
    update(CONFIRM, *orders)
    update(INVOICE, *orders)

    clerk = Visitor(a_clerk(company), company)
    [invoice], [confirmation] = Invoice.objects.all(), OrderDocument.objects.all()
    [electronic] = electronic_invoices(company=company, invoices=Invoice.objects.all())
    paper = text_of_pdf(clerk.get(f"invoices/{invoice.pk}/pdf").content)
    assert confirmation.document_type == OrderDocumentType.CONFIRMATION
    assert "Order A1 · Your reference PO-7" in paper
    assert "Order B2" in paper
    assert b"<cbc:Note>A1, PO-7</cbc:Note>" in xml_of(electronic)
    assert breaches(electronic) == []
    assert f"{invoice.number}" in text_of(clerk.get(f"orders/{orders[1].pk}/"))
    assert "A1" in text_of(clerk.get(f"invoices/{invoice.pk}/"))


def test_a_summary_is_credited_as_one(company: Company, customer: Customer) -> None:
    update(INVOICE, *(an_order(customer, ("3", "3.33"), total_discount_percent=Decimal(10)) for _order in range(3)))
    [invoice] = Invoice.objects.all()
    returned = crediting.credit_invoice(invoice=invoice, invoice_date=DAY, reason="damaged")

    post_invoices(
        company=company, orders=[returned.pk], posted_by=a_clerk(company), key="credit", parameters=BY_ACCOUNT
    )

    note = Invoice.objects.get(credited_invoice=invoice)
    assert note.total_amount == -invoice.total_amount
    assert findings(company) == {}


def test_a_preview_shows_the_documents_as_they_will_be_and_posts_them(company: Company, customer: Customer) -> None:
    clerk = Visitor(a_clerk(company), company)
    orders = [an_order(customer, ("1", "10"), number=number) for number in ("A1", "B2")]
    data = {"selected": [order.pk for order in orders], "update": "sales-invoices:all", "options": "1"}

    preview = clerk.post("orders/preview/", summary="invoice_account", key=page_key(1), **data)
    clerk.post("orders/post/", summary="invoice_account", key=page_key(1), **data)

    assert "Summary update for: Invoice account" in text_of(preview)
    assert "Invoice 1 20.00" in text_of(preview)
    assert [invoice.net_amount for invoice in Invoice.objects.all()] == [20]


def test_no_group_of_a_job_is_cut(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "_SMALLEST_CHUNK", 2)
    monkeypatch.setattr(beginning, "chunk_size", lambda count: 2)
    customers = [a_customer(company) for _customer in range(2)]
    for turn in range(6):
        an_order(customers[turn % 2], on=date(2026, 10, 10))
    an_order(customers[0], on=date(2026, 10, 9))
    rows = SalesOrder.objects.filter(company=company).values_list("pk", "invoice_date", "number")
    jobs.submit(
        company=company,
        kind="sales-invoices",
        description="job",
        submitted_by=a_clerk(company),
        documents=rows,
        key="job",
        parameters=BY_ACCOUNT.as_stored(),
    )
    chunks: Sequence[int] = list(JobChunk.objects.order_by("first_position").values_list("size", flat=True))
    halved = claiming._cut([1, 1, 1, 4, None, None, 7, 7])
    runner.look()

    assert chunks == [4, 3]
    assert (halved, claiming._cut([1, 1, 1])) == (4, 0)
    assert Job.objects.get().state == "ended"
    assert sorted(invoice.lines.count() for invoice in Invoice.objects.all()) == [1, 3, 3]
    assert findings(company) == {}
