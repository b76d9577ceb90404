"""A job of a month end, made of tasks on its pages: each finds what waits until the period's end when it begins."""

from datetime import date

import pytest

from arclose.batch import runner
from arclose.batch.models import Job
from arclose.ledger.models import Company
from customers.models import InterestNote, Invoice
from journals.models import GeneralVoucher, Payment
from tests.builders import a_clerk, a_company, a_customer, a_free_text_invoice, an_interest_note, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings
from tests.journals.payments import a_payment
from tests.journals.test_post_general_vouchers import a_voucher

pytestmark = pytest.mark.django_db
KINDS = ("free-text-invoices", "sales-invoices", "interest-notes", "general-vouchers", "payments")
NOVEMBER = date(2026, 11, 2)


@pytest.fixture
def company() -> Company:
    """A company with one of everything in October, and one in November."""
    company = a_company()
    customer = a_customer(company)
    for number, day in enumerate((date(2026, 10, 15), NOVEMBER)):
        a_free_text_invoice(customer, invoice_date=day)
        an_order(customer, ("5", "10"), on=day).lines.update(deliver_now_quantity=2)
        an_interest_note(customer, on=day)
        a_voucher(company, ("4000", "10"), ("1000", "-10"), number=f"G{number}", voucher_date=day)
        a_payment(customer, "20", on=day)
    return company


def test_it_posts_all_of_the_period_one_kind_after_the_other(company: Company) -> None:
    clerk = Visitor(a_clerk(company), company)
    clerk.post(f"jobs/new/?kind={KINDS[0]}", description="Month end", printing="after")
    job = Job.objects.get()
    for place, kind in enumerate(KINDS[1:], start=1):
        typed = {"quantity": "deliver_now", "posting_date": "31/10/2026", "deduction": "none"} if place == 1 else {}
        clerk.post(f"jobs/{job.pk}/tasks/new/?kind={kind}", **typed, **{f"waits_for_{place}": "success"})

    assert "Quantity: Deliver now · Posting date: 31 Oct 2026" in text_of(clerk.get(f"jobs/{job.pk}/"))
    clerk.post(f"jobs/{job.pk}/release/")
    runner.look()

    job.refresh_from_db()
    assert (job.state, [task.done_count for task in job.tasks.order_by("number")]) == ("ended", [1, 1, 1, 1, 1])
    assert [str(invoice.net_amount) for invoice in Invoice.objects.order_by("pk")] == ["100.0000", "20.0000"]
    assert Invoice.objects.get(net_amount=20).invoice_date == date(2026, 10, 31)
    assert [kind.objects.exclude(posting=None).count() for kind in (InterestNote, GeneralVoucher, Payment)] == [1, 1, 1]
    assert findings(company).keys() <= {"interest notes"}, "these have no lines here"


def test_a_task_that_is_changed_keeps_what_it_takes(company: Company) -> None:
    clerk = Visitor(a_clerk(company), company)
    late = {"options": "1", "late_selection": "on", "is_planned": "on", "update": "sales-invoices:all"}
    clerk.post("orders/job/?period=until&text=nobody&held=on", selection="filter", **late)
    clerk.post("orders/job/", selected=list(company.sales_orders.values_list("pk", flat=True)), **late)
    filtered, fixed = Job.objects.order_by("pk")

    shown = text_of(clerk.get(f"jobs/{filtered.pk}/tasks/1/"))
    typed = {"text": "somebody", "quantity": "delivered", "stop_at_first_error": "on"}
    clerk.post(f"jobs/{filtered.pk}/tasks/1/", **typed)
    before = fixed.tasks.get().parameters
    clerk.post(f"jobs/{fixed.pk}/tasks/1/", quantity="delivered", max_retries="1")

    assert "Summary update for" in shown
    task = filtered.tasks.get()
    assert (task.parameters["filter"], task.parameters["quantity"]) == (
        "period=until&held=on&text=somebody", "delivered",
    )  # fmt: skip
    assert task.parameters["stop_at_first_error"]
    task = fixed.tasks.get()
    assert (task.parameters, task.max_retries, task.document_count) == (before, 1, 2)
    assert "Late selection" not in text_of(clerk.get(f"jobs/{fixed.pk}/"))
