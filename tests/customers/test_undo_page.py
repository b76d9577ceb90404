"""The page on which what a job posted is undone: preview, at once, as a job, and who may."""

from datetime import date
from http import HTTPStatus
from importlib import import_module

import pytest
from django.db import connection

from arclose.batch import jobs, runner
from arclose.batch.models import Job, JobChunk, JobItem
from arclose.batch.screens import undoing as undoing_page
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from arclose.ledger.models import AccountBalance, Company
from customers.crediting import credit_invoice
from customers.giving_up import cancel_order
from customers.models import Invoice, SalesOrder, SalesParameters
from customers.undo_jobs import UNDO_INVOICES_JOB
from customers.undoing import undo_invoices
from tests.builders import a_clerk, a_company, a_controller, a_customer, an_order
from tests.customers.pages import Visitor, text_of, value_of
from tests.customers.posting import findings, posted
from tests.customers.test_fulfilment import DELIVER, do

pytestmark = pytest.mark.django_db
POSTED = date(2026, 10, 15)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def controller(company: Company) -> Visitor:
    visitor = Visitor(a_controller(company), company)
    visitor.typed_the_password_just_now()
    return visitor


def a_job(company: Company, *, stops: bool = False) -> Job:
    """Give a job that has invoiced three orders and looked at all there are."""
    customer = a_customer(company)
    orders = [an_order(customer, on=POSTED) for _order in range(3)]
    SalesParameters.objects.filter(company=company).update(defers_revenue=True)
    do(DELIVER, *orders)
    job = jobs.submit(
        company=company,
        kind="sales-invoices",
        description="October",
        submitted_by=a_clerk(company),
        documents=SalesOrder.objects.order_by("invoice_date", "pk").values_list("pk", "invoice_date", "number"),
        key="october",
        parameters={STOP_AT_FIRST_ERROR: stops},
    )
    runner.look()
    return job


@pytest.fixture
def job(company: Company) -> Job:
    """Give a job that has invoiced three orders, one of which is to be credited since."""
    job = a_job(company)
    credit_invoice(invoice=Invoice.objects.order_by("pk")[0], invoice_date=POSTED, reason="Broken")
    return job


def page_of(job: Job) -> str:
    return f"jobs/{job.pk}/tasks/1/undo/"


def typed(**values: str) -> dict[str, str]:
    return {"day": "2026-10-20", "reason": "Wrong prices", **values}


def test_it_is_previewed_and_undone_at_once(company: Company, controller: Visitor, job: Job) -> None:
    page = controller.get(f"jobs/{job.pk}/").content.decode()
    assert page_of(job) in page
    assert f'invoices/?job={job.pk}">Invoices</a>' in page
    assert "Each invoice gets a credit note" in text_of(controller.get(page_of(job)))
    preview = controller.post(page_of(job), **typed(act="preview"))
    words = text_of(preview)
    assert "Credit note 2 −242.00 EUR" in words
    assert "Order RO-INV2026-000001 takes it back and waits to be posted. Post that order" in words
    assert Invoice.objects.count() == 3
    form = typed(act="now", key=value_of(preview, "key"))
    for _sent in range(2):
        words = text_of(controller.post(page_of(job), **form))
        assert "2 documents are undone." in words
        assert "INV2026-000001: Order RO-INV2026-000001 takes it back" in words
    assert Invoice.objects.filter(invoice_type="credit_note").count() == 2
    assert "2 documents that it had posted are undone." in text_of(controller.get(f"jobs/{job.pk}/"))
    assert "3 rows" in text_of(controller.get(f"invoices/?job={job.pk}"))
    assert "Undone before, and left as they are: INV2026-000002, INV2026-000003" in text_of(
        controller.post(page_of(job), **typed(act="preview"))
    )
    assert findings(company) == {}


def test_it_says_what_changed_since_its_preview_and_undoes_what_is_shown_then(
    company: Company, controller: Visitor, job: Job
) -> None:
    preview = controller.post(page_of(job), **typed(act="preview"))
    sent = {"act": "now", "key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    other_day = controller.post(page_of(job), **typed(**sent, day="2026-10-21"))
    assert "It was credit note EUR −121.00, 20 Oct 2026, and is credit note EUR −121.00, 21 Oct 2026 now." in text_of(
        other_day
    )
    second = Invoice.objects.order_by("pk")[1]
    credit_invoice(invoice=second, invoice_date=POSTED, reason="Broken too")

    changed = controller.post(page_of(job), **typed(**sent))

    words = text_of(changed)
    assert "Nothing was posted: something changed since the preview" in words
    assert (
        f"{second.number}: It is left out now: Order RO-{second.number} takes it back and waits to be posted." in words
    )
    assert Invoice.objects.count() == 3
    sent = {"act": "now", "key": value_of(changed, "key"), "seen": value_of(changed, "seen")}
    assert "1 document is undone." in text_of(controller.post(page_of(job), **typed(**sent)))
    assert findings(company) == {}


def test_it_is_undone_as_a_job(company: Company, controller: Visitor, job: Job) -> None:
    words = text_of(controller.post(page_of(job), **typed(act="job", key="")))
    assert f"Undo job {job.pk}: October" in words
    runner.look()
    undoing = Job.objects.latest("pk")
    assert (undoing.state, undoing.done_count, undoing.set_aside_count) == ("ended", 2, 1)
    words = text_of(controller.get(f"jobs/{undoing.pk}/"))
    assert f"Undoes Job {job.pk}" in words
    assert "Order RO-INV2026-000001 takes it back and waits to be posted." in words
    deferred = AccountBalance.objects.get(company=company, account__number="8050")
    assert deferred.accounting_currency_amount == -200, "of the two orders that are to be invoiced again"
    # What undid a job is not undone by one.
    assert "is not undone as a whole" in text_of(controller.get(page_of(undoing)))
    assert findings(company) == {}


@pytest.mark.parametrize("previewed", [1000, 2])
def test_a_job_undoes_nothing_that_its_preview_did_not_show(
    company: Company, controller: Visitor, job: Job, previewed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of documents that are too many to be previewed, those that are left out are named all the same."""
    monkeypatch.setattr(undoing_page, "PREVIEWED_AT_MOST", previewed)
    first, second, third = Invoice.objects.order_by("pk")
    credit_invoice(invoice=third, invoice_date=POSTED, reason="Broken")
    preview = controller.post(page_of(job), **typed(act="preview"))
    sent = {"act": "job", "key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    other_day = text_of(controller.post(page_of(job), **typed(**sent, day="2026-10-21")))
    assert "It was credit note EUR −121.00, 20 Oct 2026, and is credit note EUR −121.00, 21 Oct 2026 now." in other_day
    for shown_as_left_out in (first, third):
        order = SalesOrder.objects.get(credited_invoice=shown_as_left_out)
        cancel_order(order=order, reason="No", canceled_by=controller.user)
    credit_invoice(invoice=second, invoice_date=POSTED, reason="Broken too")

    controller.post(page_of(job), **typed(**sent))
    runner.look()

    undoing = Job.objects.latest("pk")
    assert (undoing.done_count, undoing.set_aside_count) == (0, 3)
    words = text_of(controller.get(f"jobs/{undoing.pk}/"))
    assert "Compared with its preview 3 documents" in words
    assert "It would be undone now, and not as the preview showed it" in words
    assert f"Order RO-{second.number} takes it back" in words
    assert findings(company) == {}


def test_an_invoice_whose_credit_note_is_undone_waits_to_be_undone_again(
    company: Company, controller: Visitor, job: Job
) -> None:
    controller.post(page_of(job), **typed(act="job", key=""))
    runner.look()
    items = JobItem.objects.filter(task__job=Job.objects.latest("pk"))
    invoice = Invoice.objects.order_by("pk")[0]
    [note] = posted(SalesOrder.objects.get(number__startswith="RO-"))
    assert not UNDO_INVOICES_JOB.outstanding(items, None).exists()
    undo_invoices(
        company=company, documents=[note.pk], day=date(2026, 10, 20), reason="", undone_by=controller.user, key="note"
    )
    assert UNDO_INVOICES_JOB.outstanding(items, None).get().document_id == invoice.pk


def test_what_a_job_posted_before_it_stopped_at_an_error_is_undone(company: Company, controller: Visitor) -> None:
    blocked = a_customer(company, is_blocked=True)
    an_order(blocked, on=date(2026, 10, 16))
    job = a_job(company, stops=True)
    words = text_of(controller.post(page_of(job), **typed(act="now", key="undo")))
    assert "3 documents are undone." in words
    assert findings(company) == {}


def test_an_old_chunk_that_stopped_learns_its_posting(company: Company) -> None:
    an_order(a_customer(company, is_blocked=True), on=date(2026, 10, 16))
    a_job(company, stops=True)
    made = JobChunk.objects.get(state="failed").posting_id
    assert made
    JobChunk.objects.update(posting=None)
    assert list(findings(company)) == ["postings of jobs"]
    with connection.cursor() as cursor:
        cursor.execute(import_module("arclose.batch.migrations.0012_postings_of_stopped_chunks").NAME_POSTINGS)
    assert JobChunk.objects.get(state="failed").posting_id == made


def test_it_refuses(company: Company, controller: Visitor, job: Job) -> None:
    words = text_of(controller.post(page_of(job), **typed(day="", reason="no")))
    assert "Ensure this value has at least 5 characters" in words
    clerk = Visitor(a_clerk(company), company)
    assert page_of(job) not in clerk.get(f"jobs/{job.pk}/").content.decode()
    assert clerk.get(page_of(job)).status_code == HTTPStatus.FORBIDDEN
    stranger = Visitor(a_controller(other := a_company()), other)
    assert stranger.get(page_of(job)).status_code == HTTPStatus.NOT_FOUND
    assert controller.get(f"jobs/{job.pk}/tasks/2/undo/").status_code == HTTPStatus.NOT_FOUND
    assert Invoice.objects.count() == 3
