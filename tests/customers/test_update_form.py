"""The one form of the four updates: its parameters at once, in previews, in jobs, as a company usually posts."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from arclose.access.routes import Role
from arclose.batch import runner
from arclose.batch.models import Job, JobItem, JobState, JobTask
from arclose.ledger.models import Company, Posting, Voucher
from customers.models import Invoice, Item, OrderDocument, SalesOrder, UpdateDefaults
from customers.screens.late_selection import select_orders
from customers.updates import UPDATES
from tests.builders import a_clerk, a_company, a_customer, a_user, an_item, an_order
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.posting import findings

pytestmark = pytest.mark.django_db
SHOWN = {"options": "1", "credit_remaining_quantity": "on"}


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def an_order_of_few(company: Company) -> SalesOrder:
    """Give an order of more than is on hand."""
    return an_order(a_customer(company), ("5", "10"), item=an_item(company, on_hand_quantity=2))


def post(clerk: Visitor, page: str, *orders: SalesOrder, key: int = 1, **data: Any) -> Any:
    chosen = [order.pk for order in orders]
    return clerk.post(f"orders/{page}/", selected=chosen, key=page_key(key), **{**SHOWN, **data})


def delivered() -> list[Any]:
    return list(OrderDocument.objects.order_by("pk").values_list("net_amount", flat=True))


def test_a_preview_says_its_parameters_and_passes_them_on(clerk: Visitor, company: Company) -> None:
    order = an_order_of_few(company)

    preview = post(clerk, "preview", order, update="packing-slips:all", reduce_quantity="on")
    text = text_of(preview)

    assert "Quantity: All that is left · Reduce quantity: yes" in text
    assert "Packing slip 1 20.00" in text
    assert value_of(preview, "reduce_quantity") == "on"
    carried = {name: value_of(preview, name) for name in ("key", "seen", "update", "options", "reduce_quantity")}
    clerk.post("orders/post/", selected=order.pk, **carried)
    assert delivered() == [20]


def test_another_parameter_under_the_same_key_is_another_request(clerk: Visitor, company: Company) -> None:
    order = an_order_of_few(company)
    post(clerk, "post", order, update="packing-slips:all", reduce_quantity="on")

    response = post(clerk, "post", order, update="packing-slips:all")

    assert response.status_code == 409
    assert delivered() == [20]


def test_a_company_posts_as_it_usually_does(clerk: Visitor, company: Company) -> None:
    UpdateDefaults.objects.create(company=company, reduce_quantity=True, printing="after")
    order = an_order_of_few(company)

    page = clerk.get("orders/").content.decode()
    text = text_of(clerk.post("orders/post/", selected=order.pk, update="packing-slips:all", key=page_key(1)))

    assert page.split('name="reduce_quantity"')[1].split(">")[0].endswith("checked")
    assert delivered() == [20]
    assert "All documents in one PDF" in text


def test_pro_forma_prints_what_would_be_made_and_posts_nothing(clerk: Visitor, company: Company) -> None:
    order = an_order(a_customer(company, language="en"), ("2", "50"), number="SO-1")

    response = post(clerk, "post", order, update="sales-invoices:all", pro_forma="on")

    text = text_of_pdf(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="sales-invoices-pro-forma.pdf"'
    assert "Pro forma invoice" in text
    assert "PRO FORMA" in text
    assert "Pro forma: nothing is posted, and this is no invoice." in text
    assert "Total EUR 121.00" in text
    assert "Please pay" not in text
    assert "INV" not in text
    assert not Invoice.objects.exists()
    assert not Posting.objects.exists()
    assert "Print pro forma" in text_of(post(clerk, "preview", order, update="sales-invoices:all", pro_forma="on"))


def test_of_what_cannot_be_made_no_pro_forma_is_printed_but_the_reason_told(clerk: Visitor, company: Company) -> None:
    order = an_order(a_customer(company, is_blocked=True))

    text = text_of(clerk.post(f"orders/{order.pk}/update/", update="packing-slips:all", **SHOWN, pro_forma="on"))

    assert "Left out: Customer blocked, 1 order" in text


def test_all_documents_of_a_posting_are_one_pdf_or_one_each(clerk: Visitor, company: Company) -> None:
    customer = a_customer(company, language="en")
    orders = [an_order(customer, ("1", "10")) for _order in range(2)]

    after = text_of(post(clerk, "post", *orders, update="sales-confirmations:all", printing="after"))
    each = text_of(post(clerk, "post", *orders, update="packing-slips:all", printing="current", key=2))

    slips = Posting.objects.get(kind="packing-slips")
    confirmations = Posting.objects.get(kind="sales-confirmations")
    assert "All documents in one PDF" in after
    assert "A PDF of each document (ZIP)" in each
    text = text_of_pdf(clerk.get(f"postings/{confirmations.pk}/documents").content)
    assert text.index("CNF2026-000001") < text.index("CNF2026-000002")
    folder = zipfile.ZipFile(BytesIO(clerk.get(f"postings/{slips.pk}/documents?each=1").content))
    assert folder.namelist() == ["SLP2026-000001.pdf", "SLP2026-000002.pdf"]


def test_a_job_keeps_its_parameters_says_them_and_prints(clerk: Visitor, company: Company) -> None:
    order = an_order_of_few(company)
    post(clerk, "job", order, update="packing-slips:all", reduce_quantity="on", printing="after")
    runner.look()

    job = Job.objects.get()
    page = text_of(clerk.get(f"jobs/{job.pk}/"))

    assert job.tasks.get().parameters == {"reduce_quantity": True, "printing": "after"}
    assert "Reduce quantity yes" in page
    assert "Documents 1 to 1 (PDF)" in page
    assert "SLP2026-000001" in text_of_pdf(clerk.get(f"jobs/{job.pk}/printed?part=1").content)
    assert clerk.get(f"jobs/{job.pk}/printed?part=2").status_code == 404
    assert clerk.get(f"jobs/{job.pk}/printed?part=x").status_code == 404
    assert delivered() == [20]
    assert findings(company) == {}, "a job that took a part has done what it was asked for"


def test_a_pro_forma_job_posts_nothing_and_keeps_no_period_open(clerk: Visitor, company: Company) -> None:
    customer = a_customer(company, language="en")
    good, refused = an_order(customer), an_order(a_customer(company, is_blocked=True))
    post(clerk, "job", good, refused, update="sales-invoices:all", pro_forma="on")
    runner.look()

    job = Job.objects.get()
    assert list(JobItem.objects.order_by("document_id").values_list("state", flat=True)) == ["done", "set_aside"]
    assert not Voucher.objects.exists()
    assert "Pro forma 1 to 1 (PDF)" in text_of(clerk.get(f"jobs/{job.pk}/"))
    assert "Pro forma invoice" in text_of_pdf(clerk.get(f"jobs/{job.pk}/printed").content)
    assert findings(company) == {}


def test_a_job_finds_the_orders_of_its_filter_when_it_starts(clerk: Visitor, company: Company) -> None:
    first = an_order(a_customer(company), on=date(2026, 10, 1))
    data = {"selection": "filter", "key": page_key(1), "update": "sales-invoices:all", "late_selection": "on"}
    start = timezone.localtime().replace(year=2099).strftime("%Y-%m-%dT%H:%M")
    response = clerk.post("orders/job/?period=until&type=sales", **SHOWN, **data, start=start)
    second = an_order(a_customer(company), on=date(2026, 9, 30))
    later = an_order(a_customer(company), on=date(2026, 11, 1))

    job = Job.objects.get()
    assert "The job finds its orders when it starts." in text_of(response)
    assert (job.state, job.tasks.get().document_count) == (JobState.WAITING, 0)
    assert "Late selection as of period 2026-10" in text_of(clerk.get(f"jobs/{job.pk}/"))
    task = job.tasks.get()
    found = select_orders(task, update=UPDATES[task.kind])
    assert {pk for pk, _day, _label in found} == {first.pk, second.pk}

    # Copied in the next period it finds what waits then.
    clerk.root = f"/{company.code}/2026-11/"
    clerk.post(f"jobs/{job.pk}/copy/", key=page_key(2))
    copy = JobTask.objects.exclude(job=job).get()
    found = select_orders(copy, update=UPDATES[copy.kind])
    assert {pk for pk, _day, _label in found} == {first.pk, second.pk, later.pk}


def test_a_job_can_be_planned_before_it_starts_and_a_start_that_is_none_is_refused(
    clerk: Visitor, company: Company
) -> None:
    order = an_order(a_customer(company))
    assert "Start of the job: “at six” is not a day with a time" in text_of(post(clerk, "job", order, start="at six"))
    assert "Save and release" in text_of(post(clerk, "job", order, priority="30", is_planned="on"))
    assert Job.objects.values_list("state", "priority").get() == (JobState.WITHHOLD, 30)


def test_what_is_printed_belongs_to_the_company(clerk: Visitor, company: Company) -> None:
    post(clerk, "job", an_order(a_customer(company)), printing="after")
    runner.look()
    job, posting = Job.objects.get(), Posting.objects.get()
    stranger = Visitor(a_clerk(other := a_company()), other)
    auditor = Visitor(a_user(company, Role.AUDITOR), company)

    assert stranger.get(f"jobs/{job.pk}/printed").status_code == 404
    assert stranger.get(f"postings/{posting.pk}/documents").status_code == 404
    assert auditor.get(f"jobs/{job.pk}/printed").status_code == 403
    assert auditor.get(f"postings/{posting.pk}/documents").status_code == 200
    assert "(PDF)" not in text_of(auditor.get(f"jobs/{job.pk}/"))


@pytest.mark.parametrize("typed", [{"printing": "nonsense"}, {"start": "nonsense"}, {"update": "x:y"}])
def test_what_is_no_parameter_does_no_harm(clerk: Visitor, company: Company, typed: dict[str, str]) -> None:
    order = an_order(a_customer(company))
    data = {"update": "sales-confirmations:all", **typed}

    assert "1 document is posted." in text_of(post(clerk, "post", order, **data))


def test_deliver_now_is_invoiced_and_used_up(clerk: Visitor, company: Company) -> None:
    item = an_item(company, on_hand_quantity=10)
    order = an_order(a_customer(company), ("5", "10"), item=item)
    clerk.post(f"orders/{order.pk}/deliver-now/", line_1="2")

    post(clerk, "post", order, update="sales-invoices:deliver_now")

    line = order.lines.get()
    assert (line.invoiced_quantity, line.delivered_quantity, line.deliver_now_quantity) == (2, 2, 0)
    assert Invoice.objects.get().net_amount == 20
    assert Item.objects.get(pk=item.pk).on_hand_quantity == 8
    assert findings(company) == {}
