"""The pages where discounts are taken, remainders written off, and marks released."""

import re
from datetime import date
from decimal import Decimal

import pytest

from customers.models import (
    Concession,
    CustomerTransaction,
    Mark,
    OpenTransaction,
    Settlement,
    SettlementParameters,
    WriteOffReason,
)
from customers.screens.settling import proposed_pairs
from journals.kinds.payments import PAYMENT
from journals.models import Payment
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, a_user, an_order
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.posting import posted
from tests.journals.payments import a_journal, a_payment, discounted
from tests.journals.test_concessions import post
from tests.journals.test_payment_pages import by_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def invoice(company):
    [invoice] = posted(an_order(discounted(company, number="C1"), ("1", "100"), on=date(2026, 10, 1)))
    return invoice


def test_a_payment_shows_the_discount_of_its_day_and_is_that_much_less(clerk, company, invoice):
    address = f"payment-journals/{a_journal(company).pk}/enter/"
    typed = {"customer": "C1", "payment_date": "12-10-2026", "bank_account": "BANK", "amount": ""}
    shown = text_of(clerk.post(address, **typed, act="show"))
    assert "1.21 until 21 Oct 2026" in shown
    pk = invoice.customer_transaction.pk
    marks = {f"mark_{pk}": "on", f"way_{pk}": "always"}
    assert "is entered" in text_of(clerk.post(address, **typed, **marks, act="save"))
    payment = Payment.objects.get()
    assert f"{payment.amount:.2f}" == "118.58"
    page = clerk.get(f"payments/{payment.pk}/change/").content.decode()
    assert '<option value="always" selected>' in page
    preview = text_of(clerk.post(f"payments/preview/?journal={payment.journal_id}", selection="filter"))
    assert f"{invoice.number} 118.58 + cash discount 2.42" in preview


def test_a_line_of_just_an_invoice_pays_it_less_its_discount(clerk, company, invoice):
    typed = by_lines(f"{invoice.number} -none", key=page_key(1)) | {"lines-0-payment_date": "11-10-2026"}
    clerk.post(f"payment-journals/{a_journal(company).pk}/lines/", **typed)
    assert [f"{one.amount:.2f}" for one in Payment.objects.all()] == ["118.58"]


def test_settling_by_hand_proposes_less_and_previews_what_it_makes(clerk, invoice):
    post(a_payment(invoice.customer, "118.58", on=date(2026, 10, 11)))
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    proposal = clerk.post("transactions/mark/", selected=[invoice.customer_transaction.pk, own.pk])
    typed = {
        "debit": invoice.customer_transaction.pk,
        "credit": own.pk,
        "amount_0": value_of(proposal, "amount_0"),
        "settlement_date": "31/10/2026",
        "key": value_of(proposal, "key"),
    }
    assert typed["amount_0"] == "118.58"
    swapped = typed | {"debit": own.pk, "credit": invoice.customer_transaction.pk, "amount_0": ""}
    assert "Type the amount of at least one pair." in text_of(clerk.post("transactions/settle/", **swapped))
    preview = clerk.post("transactions/settle/", **typed, act="preview")
    assert "cash discount 2.42 with tax 0.42" in text_of(preview)
    typed |= {"key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    SettlementParameters.objects.update(corrects_tax=False)
    changed = clerk.post("transactions/settle/", **typed, act="settle")
    assert "it would not be as shown" in text_of(changed)
    assert not Settlement.objects.exists()
    typed |= {"key": value_of(changed, "key"), "seen": value_of(changed, "seen")}
    assert "Settled on 31 Oct 2026" in text_of(clerk.post("transactions/settle/", **typed, act="settle"))
    assert not OpenTransaction.objects.exists()
    settlement = clerk.get(f"concessions/{Concession.objects.get().pk}/")["Location"]
    assert "Conceded beside" in text_of(clerk.client.get(settlement))
    address = f"settlements/{Settlement.objects.earliest('pk').pk}/reverse/"
    asked = clerk.get(address)
    assert re.search(f"Taken back with it: cash discount of {invoice.number}, EUR.2.42", text_of(asked))
    typed = {"day": "31/10/2026", "reason": "wrong invoice", "key": value_of(asked, "key")}
    clerk.typed_the_password_just_now()
    preview = clerk.post(address, **typed, act="preview")
    assert f"{invoice.number} 121.00 EUR" in text_of(preview)
    assert not OpenTransaction.objects.exists()
    typed |= {"key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    assert "is taken back" in text_of(clerk.post(address, **typed, act="take_back"))
    assert OpenTransaction.objects.count() == 2


def test_settling_by_hand_asks_for_the_primary_payment_and_the_use_of_discounts(clerk, invoice):
    post(*(a_payment(invoice.customer, paid, on=date(2026, 10, day)) for paid, day in (("60", 5), ("58.58", 25))))
    own = CustomerTransaction.objects.filter(voucher__document_type=PAYMENT).order_by("transaction_date")
    pk, paying = invoice.customer_transaction.pk, [row.pk for row in own]
    proposal = clerk.post("transactions/mark/", selected=[pk, *paying])
    assert f"Cash discount of {invoice.number}" in proposal.content.decode()
    typed = {"debit": [pk, pk], "credit": paying, "amount_0": "60", "amount_1": "58.58"}
    typed |= {"settlement_date": "31/10/2026", "key": value_of(proposal, "key"), "act": "preview"}
    said = "cash discount 2.42"
    assert said not in text_of(clerk.post("transactions/settle/", **typed))
    assert said in text_of(clerk.post("transactions/settle/", **typed, primary_payment=paying[0]))
    assert said in text_of(clerk.post("transactions/settle/", **typed, **{f"use_{pk}": "always"}))
    assert "Select a valid choice" in text_of(clerk.post("transactions/settle/", **typed, primary_payment=pk))


@pytest.mark.parametrize(("counts", "proposed"), [(False, "121.00"), (True, "118.58")])
def test_a_credit_note_is_proposed_with_the_discount_only_where_it_earns_one(clerk, invoice, counts, proposed):
    SettlementParameters.objects.update(discounts_credit_notes=counts)
    [note] = posted(a_returned_order(invoice.customer, ("-1", "100"), on=date(2026, 10, 9)))
    ticked = [invoice.customer_transaction.pk, note.customer_transaction.pk]
    assert value_of(clerk.post("transactions/mark/", selected=ticked), "amount_0") == proposed


def test_of_one_due_day_the_better_discount_is_proposed_first(invoice):
    posted(an_order(invoice.customer, ("1", "100"), on=date(2026, 10, 1)))
    post(a_payment(invoice.customer, "118.58", on=date(2026, 10, 11)))
    rows = list(CustomerTransaction.objects.select_related("open").order_by("pk"))
    plain, better, payment = rows
    assert plain.due_date == better.due_date
    [pair] = proposed_pairs(rows, {better.pk: Decimal("2.42")})
    assert pair == (better, payment, Decimal("118.58"))


def test_what_is_left_is_written_off_after_a_look(clerk, company, invoice):
    pk = invoice.customer_transaction.pk
    reason = WriteOffReason.objects.get(company=company, code="BAD")
    form = clerk.post("transactions/write-off/", selected=pk)
    assert "BAD Bad debt" in text_of(form)
    typed = {"selected": pk, f"amount_{pk}": "121.00", "day": "31/10/2026", "reason": reason.pk, "key": page_key(1)}
    preview = clerk.post("transactions/write-off/", **typed, act="preview")
    assert "write-off 121.00 with tax 21.00" in text_of(preview)
    typed |= {"key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    WriteOffReason.objects.update(relieves_tax=False)
    changed = clerk.post("transactions/write-off/", **typed, act="write_off")
    assert "it would not be as shown" in text_of(changed)
    assert not Settlement.objects.exists()
    typed |= {"key": value_of(changed, "key"), "seen": value_of(changed, "seen")}
    assert "Written off: 1" in text_of(clerk.post("transactions/write-off/", **typed, act="write_off"))
    assert not OpenTransaction.objects.exists()
    asked = text_of(clerk.get(f"settlements/{Settlement.objects.get().pk}/reverse/"))
    assert "Taken back with it: write-off" in asked
    assert "exchange between" not in asked
    assert "Tick open transactions" in text_of(clerk.post("transactions/write-off/", selected=pk))
    assert Visitor(a_user(company, "auditor"), company).post("transactions/write-off/").status_code == 403


def test_a_controller_releases_what_a_payment_holds_and_a_clerk_only_sees_it(clerk, company, invoice):
    payment = a_payment(invoice.customer, "100", {invoice: "100"})
    listed = text_of(clerk.get("transactions/marked/"))
    assert f"{invoice.number}" in listed
    assert f"PM-{payment.pk}" in listed
    assert clerk.post("transactions/marked/release/", selected=invoice.customer_transaction.pk).status_code == 403
    controller = Visitor(a_controller(company), company)
    pk = invoice.customer_transaction.pk
    shown = controller.get("transactions/marked/")
    chosen = {"selected": pk, f"holder_{pk}": value_of(shown, f"holder_{pk}")}
    Mark.objects.update(document_id=payment.pk + 1)
    changed = text_of(controller.post("transactions/marked/release/", **chosen))
    assert f"to be settled by PM-{payment.pk + 1}" in changed
    Mark.objects.update(document_id=payment.pk)
    released = controller.post("transactions/marked/release/", **chosen)
    assert "1 transaction is free again" in text_of(released)
    assert (Mark.objects.count(), Payment.objects.count()) == (0, 1)
    SettlementParameters.objects.update(settles_automatically=True)
    post(payment)
    assert not Settlement.objects.exists()
    assert "No document holds a transaction" in text_of(controller.get("transactions/marked/"))


def test_a_payment_in_another_currency_is_proposed_at_the_rate_of_its_day(clerk, company, invoice):
    other = a_customer(company, number="C2", currency_id="USD")
    payment = a_payment(other, "500", on=date(2026, 10, 11))
    type(payment).objects.update(customer=invoice.customer)
    post(payment)
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    pk = invoice.customer_transaction.pk
    proposal = clerk.post("transactions/mark/", selected=[pk, own.pk])
    assert value_of(proposal, f"amount_{pk}") == "118.58"
    typed = {"payment": own.pk, "debit": pk, f"amount_{pk}": "118.58", "day": "31/10/2026", "key": page_key(1)}
    typed["spent"] = value_of(proposal, "spent")
    assert "cash discount 2.42" in text_of(clerk.post("transactions/settle-across/", **typed, act="preview"))
    assert not Settlement.objects.exists()
    assert "Settled on 31 Oct 2026" in text_of(clerk.post("transactions/settle-across/", **typed, act="settle"))
    assert [row.transaction_id for row in OpenTransaction.objects.all()] == [own.pk]
