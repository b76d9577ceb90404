"""What is done with documents chosen on their lists: one PDF in the order of the list, UBL files, statements."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db.models.functions import Now

from arclose.access.routes import Role
from arclose.batch import jobs, runner, upkeep
from arclose.batch.jobs import Draft
from arclose.batch.models import Job, JobItem
from arclose.ledger.models import Company, Voucher
from customers.models import Customer, Invoice, PrintedPart
from customers.papers import print_jobs
from customers.screens import chosen
from tests.builders import a_clerk, a_company, a_customer, a_user, an_order
from tests.customers.pages import Visitor, invoiced, page_key, text_of
from tests.customers.pdf_reading import pages_of, with_letterhead
from tests.customers.pdf_reading import text_of as text_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Let a page print two documents at once, a part have one, and a file two."""
    monkeypatch.setattr(chosen, "PRINTED_AT_ONCE", 2)
    monkeypatch.setattr("customers.screens.printed_runs.PRINTED_AT_ONCE", 2)
    monkeypatch.setattr(print_jobs, "DOCUMENTS_PER_FILE", 2)
    settings.BATCH_CHUNK_SIZE = 1


def some_invoices(company: Company, count: int = 3) -> list[Invoice]:
    """Give invoices whose totals grow with their numbers."""
    customer = a_customer(company, language="en", tax_group="OUT")
    return invoiced(*[an_order(customer, ("1", str(100 * place))) for place in range(1, count + 1)])


def titles(pdf: bytes) -> list[str]:
    """Give the number of the document on each page."""
    return [next(word for word in page.split() if word.startswith("INV")) for page in pages_of(pdf)]


def test_ticked_invoices_are_one_pdf_in_the_order_of_the_list(clerk: Visitor, company: Company) -> None:
    first, second, _third = some_invoices(company)

    answer = clerk.post("invoices/print/?sort=-total_amount", selected=[first.pk, second.pk], key=page_key(1))

    assert answer["Content-Disposition"] == 'attachment; filename="invoices.pdf"'
    assert titles(answer.content) == ["INV2026-000002", "INV2026-000001"]
    assert all("Page 1 of 1" in page for page in pages_of(answer.content))


def test_more_than_a_page_prints_are_printed_by_a_job_in_the_same_order(
    few: None, clerk: Visitor, company: Company
) -> None:
    some_invoices(company)

    clerk.post("invoices/print/?sort=-total_amount", selection="filter", key=page_key(1))
    runner.look()

    job = Job.objects.get()
    page = text_of(clerk.get(f"jobs/{job.pk}/"))
    assert "Documents 1 to 2 (PDF) Documents 3 to 3 (PDF)" in page
    assert titles(clerk.get(f"jobs/{job.pk}/file").content) == ["INV2026-000003", "INV2026-000002"]
    assert titles(clerk.get(f"jobs/{job.pk}/file?file=2").content) == ["INV2026-000001"]
    assert clerk.get(f"jobs/{job.pk}/file?file=3").status_code == 404
    stranger = Visitor(a_clerk(other := a_company()), other)
    assert stranger.get(f"jobs/{job.pk}/file").status_code == 404
    PrintedPart.objects.update(made_at=Now() - timedelta(days=15))
    upkeep.see_to_it()
    assert "(PDF)" not in text_of(clerk.get(f"jobs/{job.pk}/"))


def test_each_task_of_a_job_gives_what_it_printed(clerk: Visitor, company: Company) -> None:
    found = [Invoice.objects.filter(pk=one.pk) for one in some_invoices(company, count=2)]
    documents = [one.values_list("pk", "invoice_date", "number") for one in found]
    drafts = [Draft(kind=print_jobs.PRINT_INVOICES, documents=one) for one in documents]
    job = jobs.submit_tasks(company=company, description="Print", submitted_by=clerk.user, tasks=drafts, key="print")
    runner.look()

    answer = clerk.get(f"jobs/{job.pk}/file?task=2&file=1")

    assert f"jobs/{job.pk}/file?task=2&amp;file=1" in clerk.get(f"jobs/{job.pk}/").content.decode()
    assert titles(answer.content) == ["INV2026-000002"]
    assert answer["Content-Disposition"] == f'attachment; filename="print-invoices-{job.pk}-2.pdf"'
    assert clerk.get(f"jobs/{job.pk}/file?task=3").status_code == 404


def test_a_job_that_posted_prints_all_it_made_in_one_pdf(few: None, clerk: Visitor, company: Company) -> None:
    customer = a_customer(company, language="en")
    orders = [an_order(customer).pk for _each in range(3)]
    asked = {"options": "1", "printing": "after", "update": "sales-invoices:all"}
    clerk.post("orders/job/", selected=orders, key=page_key(1), **asked)
    runner.look()
    posted = Job.objects.get()
    assert "All 3 documents in one PDF, printed by a job" in text_of(clerk.get(f"jobs/{posted.pk}/"))

    clerk.post(f"jobs/{posted.pk}/print/?task=1", key=page_key(2))
    runner.look()

    printed = Job.objects.latest("pk")
    files = [clerk.get(f"jobs/{printed.pk}/file?file={number}").content for number in (1, 2)]
    assert [number for file in files for number in titles(file)] == [f"INV2026-00000{place}" for place in (1, 2, 3)]


def test_order_documents_are_printed_together(clerk: Visitor, company: Company) -> None:
    orders = [an_order(a_customer(company, language="en")).pk for _each in range(2)]
    clerk.post("orders/post/", selected=orders, key=page_key(1), options="1", update="sales-confirmations:all")

    answer = clerk.post("documents/print/?sort=document_date", selection="filter", key=page_key(2))

    text = text_of_pdf(answer.content)
    assert text.index("CNF2026-000001") < text.index("CNF2026-000002")


def test_ubl_files_are_a_zip_and_what_would_be_refused_is_named_first(clerk: Visitor, company: Company) -> None:
    good = some_invoices(company, count=1)[0]
    Customer.objects.filter(pk=good.customer_id).update(email="buyer@example.com", address="Weg 1\n1000 AA Delft")
    both = [good.pk, invoiced(an_order(a_customer(company, address="", vat_number="")))[0].pk]

    refused = clerk.post("invoices/files/", selected=both, key=page_key(1))

    assert refused.status_code == 409
    assert "1 document cannot be sent as an electronic invoice" in refused.content.decode()
    others = clerk.post("invoices/files/", selected=both, others="1", key=page_key(1))
    assert zipfile.ZipFile(BytesIO(others.content)).namelist() == ["INV2026-000001.xml"]


def test_a_job_of_ubl_files_sets_aside_what_would_be_refused(few: None, clerk: Visitor, company: Company) -> None:
    some_invoices(company)

    clerk.post("invoices/files/", selection="filter", key=page_key(1))
    runner.look()

    item = JobItem.objects.all()[0]
    assert item.state == "set_aside"
    assert item.reason_code in item.reason


def test_statements_are_of_the_chosen_who_owe_something(few: None, clerk: Visitor, company: Company) -> None:
    owing = some_invoices(company)[0].invoice_account
    owes_nothing = a_customer(company)
    both = [owing.pk, owes_nothing.pk]

    asking = clerk.post("customers/statements/", selected=both, key=page_key(1))
    answer = clerk.post("customers/statements/", selected=both, on="31/10/2026", way="print", key=page_key(1))
    early = clerk.post("customers/statements/", selected=both, on="2026-09-30", way="print", key=page_key(1))

    assert "Statements of 2 customers" in text_of(asking)
    assert "Open in total EUR 600.00" in text_of_pdf(answer.content)
    assert len(pages_of(answer.content)) == 1
    assert early.status_code == 422
    assert "Nothing of the chosen customers was open" in early.content.decode()
    for place in range(3):
        invoiced(an_order(a_customer(company, number=f"K-{place}", language="en"), ("1", "9")))
    clerk.post("customers/statements/?sort=-number", selection="filter", on="2026-10-31", way="print", key=page_key(2))
    runner.look()
    job = Job.objects.get()
    assert "As of 31 Oct 2026" in text_of(clerk.get(f"jobs/{job.pk}/"))
    assert "Statement of account K-2" in text_of_pdf(clerk.get(f"jobs/{job.pk}/file").content)


def test_only_the_chosen_vouchers_are_exported(company: Company) -> None:
    auditor = Visitor(a_user(company, Role.AUDITOR), company)
    some_invoices(company)
    voucher = Voucher.objects.order_by("pk")[1]

    answer = auditor.post("vouchers/export/", selected=voucher.pk, form="csv")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert voucher.number in lines[1]
    whole = auditor.post("vouchers/export/?date_from=2026-01-01", selection="filter", form="csv")
    assert len(b"".join(whole.streaming_content).splitlines()) == 4
    assert auditor.post("vouchers/export/", selected=voucher.pk, form="pdf").status_code == 404
    assert "No voucher was chosen" in text_of(auditor.post("vouchers/export/", form="csv"))


def test_without_a_choice_it_says_so_and_who_only_reads_cannot_choose(clerk: Visitor, company: Company) -> None:
    foreign = invoiced(an_order(a_customer(a_company()), on=date(2026, 10, 1)))[0]
    auditor = Visitor(a_user(company, Role.AUDITOR), company)
    for page in ("invoices/print/", "invoices/files/", "documents/print/", "customers/statements/"):
        assert "was chosen. Tick some" in text_of(clerk.post(page, key=page_key(1))), page
        assert clerk.post(page, selected=foreign.pk, key=page_key(1)).status_code == 404, page
        assert auditor.post(page).status_code == 403, page
