"""The pages of free text invoices: entered, refused beside what was typed, changed, posted now or as a job."""

from decimal import Decimal

import pytest

from arclose.batch.models import Job
from arclose.ledger.models import Company
from customers.jobs import post_free_text
from customers.models import FreeTextInvoice, Invoice
from tests.builders import a_clerk, a_company, a_customer, a_free_text_invoice, a_user
from tests.customers.pages import Visitor, page_key, text_of, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def typed(company: Company, **values: str) -> dict[str, str]:
    customer = values.pop("customer", "") or a_customer(company).number
    line = {"description": "Annual service", "account": "8100", "quantity": "2", "unit_price": "50", "amount": ""}
    lines = {f"lines-0-{name}": values.pop(name, value) for name, value in line.items()}
    return {
        "key": page_key(1), "customer": customer, "invoice_date": "15-10-2026", "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0", "lines-0-item_type": "service", "lines-1-item_type": "service", **lines, **values,
    }  # fmt: skip


def test_it_is_entered_shown_and_posted(company: Company, clerk: Visitor) -> None:
    shown = text_of(clerk.post("free-text/new/", **typed(company, amount="99,95")))
    document = FreeTextInvoice.objects.get()
    assert (document.net_amount, "Annual service" in shown, "99.95" in shown) == (Decimal("99.95"), True, True)
    page = clerk.get(f"free-text/{document.pk}/")
    posted = text_of(clerk.post("free-text/post/", selected=document.pk, key=value_of(page, "key")))
    assert "1 invoice is posted." in posted
    assert "Posted as invoice INV2026-000001" in posted
    invoice = text_of(clerk.get(f"invoices/{Invoice.objects.get().pk}/"))
    assert "Annual service" in invoice
    assert clerk.get(f"invoices/{Invoice.objects.get().pk}/pdf").status_code == 200
    assert "INV2026-000001" in text_of(clerk.get("free-text/"))
    assert "INV2026-000001" in clerk.get("free-text/?export=csv").getvalue().decode()


def test_one_that_is_posted_is_credited_from_its_page(company: Company, clerk: Visitor) -> None:
    clerk.post("free-text/post/", selected=a_free_text_invoice(a_customer(company)).pk, key=page_key(1))
    invoice = Invoice.objects.get()
    page = clerk.get(f"invoices/{invoice.pk}/credit/")
    assert "A credit note over all of the invoice is posted at once" in text_of(page)
    typed = {"key": value_of(page, "key"), "invoice_date": "20-10-2026", "reason": "wrong account"}
    shown = text_of(clerk.post(f"invoices/{invoice.pk}/credit/", **typed))
    assert "CN2026-000001 is posted." in shown
    assert "wrong account" in shown


def test_a_copy_begins_with_what_was_entered(company: Company, clerk: Visitor) -> None:
    document = a_free_text_invoice(a_customer(company), "77", reason="first")
    page = clerk.get(f"free-text/new/?copy={document.pk}").content.decode()
    assert all(f'value="{value}"' in page for value in (document.customer.number, "first", "77", "8100", "Service"))
    other = a_free_text_invoice(a_customer(a_company()))
    assert clerk.get(f"free-text/new/?copy={other.pk}").status_code == 404


def test_the_form_sent_twice_makes_one(company: Company, clerk: Visitor) -> None:
    form = typed(company, customer=a_customer(company).number)
    for _time in range(2):
        clerk.post("free-text/new/", **form)
    assert FreeTextInvoice.objects.count() == 1
    assert clerk.post("free-text/new/", **{**form, "reason": "another"}).status_code == 409


@pytest.mark.parametrize(
    ("values", "words"),
    [({"account": "1100"}, "is a control account"), ({"account": "9999"}, "There is no “9999”"),
     ({"quantity": "99999999999999"}, "more than the books can hold"), ({"description": ""}, "required"),
     ({"customer": "nobody"}, "There is no “nobody”"), ({"invoice_date": "32-13-2026"}, "day")],
)  # fmt: skip
def test_it_refuses_beside_what_was_typed(company: Company, clerk: Visitor, values: dict[str, str], words: str) -> None:
    page = clerk.post("free-text/new/", **typed(company, unit_price="99", **values))
    assert words in text_of(page)
    assert 'value="99"' in page.content.decode()
    assert not FreeTextInvoice.objects.exists()


def test_it_is_changed_and_deleted_while_it_waits(company: Company, clerk: Visitor) -> None:
    document = a_free_text_invoice(a_customer(company))
    assert "Service" in clerk.get(f"free-text/{document.pk}/change/").content.decode()
    clerk.post(f"free-text/{document.pk}/change/", **typed(company, quantity="3"))
    document.refresh_from_db()
    assert document.net_amount == 150
    assert "had no number yet" in text_of(clerk.post(f"free-text/{document.pk}/delete/"))


def test_what_the_filter_finds_is_posted_as_a_job(company: Company, clerk: Visitor) -> None:
    documents = [a_free_text_invoice(a_customer(company)) for _n in range(2)]
    clerk.post("free-text/job/", selection="filter", key=page_key(2))
    [task] = Job.objects.get().tasks.all()
    assert list(task.items.order_by("position").values_list("label", flat=True)) == [str(one) for one in documents]
    outcome = post_free_text(task, [one.pk for one in documents], clerk.user)
    assert outcome.posted == [one.pk for one in documents]


def test_an_auditor_reads_and_enters_nothing(company: Company) -> None:
    document = a_free_text_invoice(a_customer(company))
    auditor = Visitor(a_user(company, "auditor"), company)
    assert "Post now" not in text_of(auditor.get(f"free-text/{document.pk}/"))
    assert auditor.get("free-text/new/").status_code == 403
    assert auditor.post("free-text/post/", selected=document.pk).status_code == 403


def test_one_of_another_company_is_not_found(clerk: Visitor) -> None:
    other = a_free_text_invoice(a_customer(a_company()))
    assert clerk.get(f"free-text/{other.pk}/").status_code == 404
    assert clerk.post(f"free-text/{other.pk}/delete/").status_code == 404
    clerk.post("free-text/post/", selected=other.pk, key=page_key(3))
    assert not Invoice.objects.exists()
