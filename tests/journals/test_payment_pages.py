"""The pages of payments: a journal, entry with marks, preview, posting, moving the rest, and taking back."""

import re
from datetime import date
from decimal import Decimal

import pytest

from arclose.batch.models import JobTask
from customers.dunning.calculating import calculate_interest
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.posting import post_notes
from customers.free_text.crediting import credit_free_text
from customers.free_text.posting import post_free_text_invoices
from customers.models import CustomerTransaction, InterestMinimum, Mark
from journals import spreading
from journals.models import Journal, JournalName, Payment, PaymentStatus
from journals.payments.paying import post_payments
from journals.screens import payment_entry
from journals.screens.document_lines import lines_of
from tests.builders import a_clerk, a_company, a_controller, a_free_text_invoice, a_user
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.customers.posting import still_open
from tests.customers.test_interest import a_code, a_reader
from tests.customers.test_interest import owed as overdue
from tests.journals.payments import a_journal, a_payment, invoices, untaxed

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def visitor(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def customer(company):
    return untaxed(company, number="C1")


def of_two_lines(customer, by) -> CustomerTransaction:
    """Give what is owed by a free text invoice of 100 and 50."""
    document = a_free_text_invoice(customer, "100", net_amount=Decimal(150))
    line = document.lines.get()
    line.pk, line.line_number, line.description, line.unit_price, line.amount = None, 2, "Travel", 50, 50
    line.save()
    made = {"company": customer.company, "posted_by": by, "key": "post"}
    post_free_text_invoices(documents=[document.pk], today=date(2026, 10, 20), **made)
    return CustomerTransaction.objects.get()


def test_single_lines_of_a_credit_note_may_be_paid_back(visitor, company, customer):
    owed = of_two_lines(customer, visitor.user)
    made = {"company": company, "posted_by": visitor.user, "key": "paid"}
    post_payments(documents=[a_payment(customer, "150", {owed.invoice: "150"}).pk], **made)
    credit = {"invoice": owed.invoice, "day": date(2026, 10, 20), "reason": "wrong", "posted_by": visitor.user}
    note = credit_free_text(**credit, key="credit").customer_transaction
    address = f"payment-journals/{a_journal(company).pk}/enter/"
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK", f"lines_{note.pk}": "1"}
    for amount, marked in (("", -100), ("-30", -30)):
        values = {**typed, f"amount_{note.pk}": amount}
        assert "is entered" in text_of(visitor.post(address, **values, act="save"))
        assert Mark.objects.get().amount == marked
        Mark.objects.all().delete()


def test_single_lines_of_a_free_text_invoice_may_be_paid(visitor, company, customer):
    owed = of_two_lines(customer, visitor.user)
    address = f"payment-journals/{a_journal(company).pk}/enter/"
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK"}
    shown = text_of(visitor.post(address, **typed, act="show"))
    assert "Service EUR 100.00" in shown
    assert "Travel EUR 50.00" in shown
    name = f"lines_{owed.pk}"
    refused = visitor.post(address, **typed, act="save", **{name: "2", f"amount_{owed.pk}": "60"})
    assert "This must be put right first" in text_of(refused)
    assert "The chosen lines come to EUR 50.00" in text_of(refused)
    assert f'href="#id_amount_{owed.pk}"' in refused.content.decode()
    for chosen, amount in (("2", "50"), (["1", "2"], "150")):
        assert "is entered" in text_of(
            visitor.post(address, **typed, act="save", **{name: chosen, f"amount_{owed.pk}": ""})
        )
        assert Mark.objects.get().amount == Decimal(amount)
        Mark.objects.all().delete()


def test_an_interest_note_may_be_paid_line_by_line(company):
    code = a_code(company)
    InterestMinimum.objects.create(
        company=company, interest_code=code, currency_id="EUR", minimum_amount=0, fee_amount=4
    )
    overdue(a_reader(company))
    made = {"company": company, "posted_by": a_clerk(company), "key": "note"}
    day = date(2026, 10, 31)
    notes = calculate_interest(company=company, until=day, note_date=day, created_by=made["posted_by"]).notes
    post_notes(INTEREST_NOTES, documents=notes, **made)
    owed = CustomerTransaction.objects.get(transaction_type="interest_note")
    lines = lines_of([owed])[owed.pk]
    assert [one.number for one in lines] == [1, 2, 0], "two percentages and the fee"
    assert sum(one.amount for one in lines) == owed.transaction_currency_amount


def test_a_journal_begins_with_its_name_and_once(visitor, company):
    name = JournalName.objects.get(company=company, code="BANK")
    typed = {"key": page_key(1), "name": name.pk, "text": "Week 43"}
    for _twice in range(2):
        assert "Week 43" in text_of(visitor.post("payment-journals/new/", **typed))
    assert Journal.objects.count() == 1
    Journal.objects.all().delete()
    JournalName.objects.all().delete()
    assert "no journal name for payments" in text_of(visitor.get("payment-journals/new/"))


def test_a_payment_is_entered_by_marking_on_the_same_page(visitor, company, customer):
    first, second = invoices(customer, "100", "50")
    journal = a_journal(company)
    address = f"payment-journals/{journal.pk}/enter/"
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK", "amount": "120"}
    shown = text_of(visitor.post(address, **typed, act="show"))
    assert first.number in shown
    assert second.number in shown
    marked = visitor.post(address, **typed, act="oldest").content.decode()
    assert f'name="amount_{second.customer_transaction.pk}" value="20.00"' in marked
    assert not Payment.objects.exists()
    marks = {
        f"mark_{first.customer_transaction.pk}": "on",
        f"amount_{second.customer_transaction.pk}": "25",
    }
    refused = text_of(visitor.post(address, **typed, **marks, act="save"))
    assert "EUR 125.00 is marked, and EUR 120.00 is paid" in refused
    assert "is entered" in text_of(visitor.post(address, **{**typed, "amount": ""}, **marks, act="save"))
    assert [(payment.amount, payment.bank_account.code) for payment in Payment.objects.all()] == [(125, "BANK")]


def test_the_oldest_are_marked_beyond_what_is_shown_and_kept(visitor, company, customer, monkeypatch):
    monkeypatch.setattr(payment_entry, "SHOWN_AT_MOST", 2)
    monkeypatch.setattr(spreading, "READ_FIRST", 1)
    invoices(customer, *["10"] * 6)
    address = f"payment-journals/{a_journal(company).pk}/enter/"
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK", "amount": "45"}
    marked = visitor.post(address, **typed, act="oldest")
    assert re.search(r"And 3 that are not shown, EUR.25\.00", text_of(marked))
    shown = dict.fromkeys(re.findall(r'name="(mark_\d+)"', marked.content.decode()), "on")
    shown["further"] = value_of(marked, "further")
    assert "once more" in text_of(visitor.post(address, **typed, **{**shown, "further": "1=x"}, act="save"))
    assert "is entered" in text_of(visitor.post(address, **typed, **shown, keeps_further="on", act="save"))
    payment = Payment.objects.get()
    assert sorted(Mark.objects.values_list("amount", flat=True)) == [5, 10, 10, 10, 10]
    change, page = f"payments/{payment.pk}/change/", visitor.get(f"payments/{payment.pk}/change/")
    kept = {"further": value_of(page, "further"), "keeps_further": "on", "version": 1}
    assert "And 1 that is not shown" in text_of(page)
    ticked = dict.fromkeys(re.findall(r'name="(mark_\d+)"', page.content.decode()), "on")
    assert "is changed" in text_of(visitor.post(change, **typed, **ticked, **kept, act="save"))
    assert sorted(Mark.objects.values_list("amount", flat=True)) == [5, 10, 10, 10, 10]
    assert "The 2 earliest due are shown" in text_of(page)
    monkeypatch.setattr(payment_entry, "SHOWN_AT_MOST", 6)
    assert "earliest due are shown" not in text_of(visitor.get(change))


def test_the_number_of_an_invoice_is_enough(visitor, company, customer):
    [invoice] = invoices(customer, "100")
    journal = a_journal(company)
    typed = {"customer": invoice.number.lower(), "payment_date": "20-10-2026", "bank_account": "BANK"}
    assert "is entered" in text_of(visitor.post(f"payment-journals/{journal.pk}/enter/", **typed, act="save"))
    payment = Payment.objects.get()
    assert (payment.customer, payment.amount) == (customer, 100)
    assert [mark.transaction.document_number for mark in Mark.objects.all()] == [invoice.number]


def test_what_another_payment_holds_is_refused_beside_its_amount_and_nothing_typed_is_lost(visitor, company, customer):
    [invoice] = invoices(customer, "100")
    a_payment(customer, "100", {invoice: "100"})
    journal = a_journal(company)
    pk = invoice.customer_transaction.pk
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK", "amount": "77"}
    page = visitor.post(f"payment-journals/{journal.pk}/enter/", **typed, **{f"mark_{pk}": "on"}, act="save")
    assert "is marked by" in text_of(page)
    assert 'value="77' in page.content.decode()


def test_a_changed_payment_keeps_its_marks_until_they_change(visitor, customer):
    first, second = invoices(customer, "100", "50")
    payment = a_payment(customer, "100", {first: "100"})
    address = f"payments/{payment.pk}/change/"
    page = visitor.get(address).content.decode()
    assert f'name="mark_{first.customer_transaction.pk}"' in page
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK", "amount": "50", "version": 1}
    marks = {f"mark_{second.customer_transaction.pk}": "on"}
    assert "is changed" in text_of(visitor.post(address, **typed, **marks, act="save"))
    assert [mark.transaction.document_number for mark in Mark.objects.all()] == [second.number]
    stale = visitor.post(address, **typed, **marks, act="save")
    assert stale.status_code == 409
    assert "Somebody else changed this" in stale.content.decode()


def test_a_journal_is_previewed_and_posted_as_seen(visitor, company, customer, django_assert_max_num_queries):
    [invoice] = invoices(customer, "100")
    journal = a_journal(company)
    a_payment(customer, "60", {invoice: "60"}, journal=journal)
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(visitor.get(f"payment-journals/{journal.pk}/"))
    assert "Post journal" in text
    address = f"payments/preview/?status=open&journal={journal.pk}"
    page = visitor.post(address, selection="filter", is_whole="1")
    assert "40.00 stays open" in text_of(page)
    seen = page.context["seen"]
    ids = [str(pk) for pk in page.context["ids"]]
    Payment.objects.update(amount=70)
    values = {"selected": ids, "seen": seen, "is_whole": "1", "key": page_key(1)}
    changed = text_of(visitor.post(f"payments/post/?journal={journal.pk}", **values))
    assert "Nothing was posted: something changed since the preview" in changed
    Payment.objects.update(amount=60)
    assert "1 payment is posted" in text_of(visitor.post(f"payments/post/?journal={journal.pk}", **values))
    assert still_open(invoice) == [(40, 40)]


def test_the_rest_of_a_journal_moves_on(visitor, company, customer):
    journal = a_journal(company)
    a_payment(customer, "10", journal=journal)
    bad = a_payment(customer, "20", journal=journal, on=date(2031, 1, 1))
    text = text_of(visitor.post(f"journals/{journal.pk}/post/", key="k"))
    assert f"PM-{bad.pk}: 1 Jan 2031 lies in no open period" in text
    assert "What could not be posted is in journal" in text
    bad.refresh_from_db()
    assert bad.journal_id != journal.pk


def test_payments_are_posted_as_a_job(visitor, customer):
    payment = a_payment(customer, "10")
    visitor.post("payments/job/", selected=str(payment.pk), key="page-9c1f6a3e-0f1d-4c4e-9a57-0a4f0e2b7c11")
    assert [task.kind for task in JobTask.objects.all()] == ["payments"]


def test_a_controller_takes_a_payment_back_and_a_clerk_does_not(visitor, company, customer):
    [invoice] = invoices(customer, "100")
    payment = a_payment(customer, "100", {invoice: "100"})
    visitor.post("payments/post/", selected=str(payment.pk), key="k")
    assert f"{invoice.number}" in text_of(visitor.get(f"payments/{payment.pk}/"))
    address = f"payments/{payment.pk}/reverse/"
    assert visitor.get(address).status_code == 403
    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    values = {"key": page_key(1), "day": "25-10-2026", "reason": "returned by the bank"}
    early = text_of(controller.post(address, **values | {"day": "01-09-2026"}, act="preview"))
    assert "Take it back on that day or later." in early
    preview = controller.post(address, **values, act="preview")
    assert f"Stays open Currency {invoice.number} 100.00" in text_of(preview)
    assert still_open(invoice) == [(0, 0)]
    assert "What it settled is open again" in text_of(
        controller.post(address, **values, seen=value_of(preview, "seen"))
    )
    page = text_of(controller.get(f"payments/{payment.pk}/"))
    assert ("returned by the bank" in page, "What it settles" in page) == (True, False)
    assert still_open(invoice) == [(100, 100)]


def test_a_payment_is_deleted_while_it_waits(visitor, customer):
    payment = a_payment(customer, "10")
    assert "is deleted" in text_of(visitor.post(f"payments/{payment.pk}/delete/"))
    posted = a_payment(customer, "10")
    visitor.post("payments/post/", selected=str(posted.pk), key="k")
    assert "reverse it instead" in text_of(visitor.post(f"payments/{posted.pk}/delete/"))
    assert [one.status for one in Payment.objects.all()] == [PaymentStatus.POSTED]


def test_an_auditor_reads_payments(company, customer):
    payment = a_payment(customer, "10")
    auditor = Visitor(a_user(company, "auditor"), company)
    for address in ("payment-journals/", "payments/", f"payments/{payment.pk}/"):
        assert auditor.get(address).status_code == 200
    assert auditor.get(f"payments/{payment.pk}/change/").status_code == 403


def by_lines(*lines: str, **values: object) -> dict[str, object]:
    """Give the form of payments by lines as it is sent; each is ``customer-or-document amount``, "-" for nothing."""
    typed: dict[str, object] = {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0, "act": "save"}
    for place, line in enumerate(lines):
        customer, amount = (part.replace("-none", "") for part in line.split())
        typed |= {f"lines-{place}-customer": customer, f"lines-{place}-amount": amount}
        typed |= {f"lines-{place}-payment_date": "20-10-2026", f"lines-{place}-bank_account": "BANK"}
    return {**typed, **values}


def test_payments_are_entered_by_lines_of_just_an_invoice_and_all_or_none(
    visitor, company, customer, django_assert_max_num_queries
):
    first, second = invoices(customer, "100", "50")
    journal = a_journal(company)
    address = f"payment-journals/{journal.pk}/lines/"
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        assert 'name="lines-9-customer"' in visitor.get(address).content.decode()
    for wrong, said in (
        (f"{second.number} -5", "only 50"),
        ("NOBODY 5", "There is no"),
        (f"{first.number} 1", "marked by"),
    ):
        lines = (f"{first.number} -none", wrong)
        assert said in text_of(visitor.post(address, **by_lines(*lines, key=page_key(1))))
    assert not Payment.objects.exists()
    lines = (f"{first.number} -none", f"{second.number.lower()} 20", "C1 7.50", "-none -none")
    for _twice in range(2):
        shown = visitor.post(address, **by_lines(*lines, key=page_key(2)))
    assert "3 payments are entered" in text_of(shown)
    payments = Payment.objects.order_by("pk")
    assert list(payments.values_list("customer__number", "amount")) == [("C1", 100), ("C1", 20), ("C1", Decimal("7.5"))]
    assert {mark.transaction.document_number: mark.amount for mark in Mark.objects.all()} == {
        first.number: 100,
        second.number: 20,
    }
