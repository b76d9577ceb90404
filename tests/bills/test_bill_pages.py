"""The pages of bills: a life from journal to journal, a remittance, what is refused, and who may."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from arclose.batch import runner
from arclose.batch.models import Job
from arclose.batch.screens import posting
from customers.models import Customer, Invoice
from journals.bills import proposing
from journals.bills.screens import entering
from journals.models import (
    Bill,
    BillStep,
    BillTerms,
    Journal,
    JournalName,
    JournalType,
    MethodFee,
    MethodOfPayment,
    Remittance,
    StepType,
)
from tests.bills.bills import a_bill, a_bill_journal, a_draw, drawn, entered_by_word, numbered, post, taken
from tests.builders import a_clerk, a_company, a_controller
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as words_of
from tests.customers.posting import findings, still_open
from tests.journals.payments import a_method, bank_of, discounted, invoices, untaxed

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def visitor(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def begin(visitor: Visitor, journal_type: str) -> Journal:
    name = JournalName.objects.get(company__code=visitor.root.split("/")[1], journal_type=journal_type)
    visitor.post(f"bill-journals/{journal_type}/new/", key=page_key(ord(journal_type[2])), name=name.pk, text="")
    return Journal.objects.get(name=name)


def post_journal(visitor: Visitor, journal: Journal, key: int) -> str:
    asked = f"?status=open&journal={journal.pk}"
    shown = visitor.post(f"bill-lines/preview/{asked}", selection="filter", is_whole="1")
    known = journal.bill_steps.exclude(step_type="draw").values_list("bill__number", flat=True)
    for text in ("Nothing is posted yet", str(journal), *known):
        assert text in text_of(shown)
    ids = list(journal.bill_steps.values_list("pk", flat=True))
    seen = value_of(shown, "seen")
    return text_of(
        visitor.post(f"bill-lines/post/?journal={journal.pk}", selected=ids, seen=seen, is_whole="1", key=page_key(key))
    )


def begin_for(visitor: Visitor, bill: Bill) -> Journal:
    """Begin the remittance journal from the page of a bill, which is ticked then."""
    assert f"new/?step=remit&amp;bill={bill.pk}" in visitor.get(f"bills/{bill.pk}/").content.decode()
    name = JournalName.objects.get(company=bill.company, journal_type="remittance")
    begun = {"key": page_key(99), "name": name.pk, "text": ""}
    chosen = visitor.post(f"bill-journals/remittance/new/?step=remit&bill={bill.pk}", **begun).content.decode()
    assert f'value="{bill.pk}" aria-label="Choose {bill}" checked' in chosen
    return Journal.objects.get(name=name)


def assert_sent(visitor: Visitor, remittance: Remittance) -> None:
    """The bank gets what a program reads, and a list that a person does."""
    line = visitor.get(f"remittances/{remittance.pk}/file/").content.decode().splitlines()[1].split(",")
    assert [*line[:2], *line[3:6]] == [str(remittance), "collection", "BE2026-000001", "1", "C1"]
    assert line[-2:] == ["EUR", "1150.00"]
    listed = words_of(visitor.get(f"remittances/{remittance.pk}/pdf").content)
    assert [text in listed for text in ("BE2026-000001", str(remittance), "1.150,00")] == [True] * 3


def draw_on_its_page(visitor: Visitor, journal: Journal, *documents: Invoice) -> None:
    """Draw a bill on two invoices of a customer, of whom the page shows the first, and another one that is named."""
    address = f"draw-journals/{journal.pk}/draw/"
    typed = {"customer": "C1", "method": "BILL", "draw_date": "20-10-2026", "due_date": "", "key": page_key(2)}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(entering, "SHOWN_AT_MOST", 1)
        shown = visitor.post(address, **(typed | {"customer": documents[1].number}), act="show")
        patched.setattr(entering, "SHOWN_AT_MOST", 2)
        assert "earliest due are shown" not in text_of(visitor.post(address, **typed, act="show"))
    for text in ("The 1 earliest due are shown", *(one.number for one in documents)):
        assert text in text_of(shown)
    marks = {f"mark_{one.customer_transaction.pk}": "on" for one in documents}
    marks["shown"] = value_of(shown, "shown")
    assert "draws the bill when it is posted" in text_of(visitor.post(address, **typed, **marks, act="save"))


def test_a_bill_goes_through_its_life_from_journal_to_journal(visitor, company):
    first, second = invoices(untaxed(company, number="C1"), "1100", "50")
    draw = begin(visitor, "draw")
    draw_on_its_page(visitor, draw, first, second)
    assert "1 line is posted" in post_journal(visitor, draw, 3)
    bill = Bill.objects.get()
    assert (bill.amount, bill.due_date) == (1150, second.due_date)
    assert "BE2026-000001" in text_of(visitor.get("bills/"))

    remit = begin_for(visitor, bill)
    address = f"bill-journals/{remit.pk}/enter/remit/"
    typed = {"step_date": "21-10-2026", "remittance_type": "collection", "bank_account": "BANK", "key": page_key(4)}
    assert "Tick the bills" in text_of(visitor.post(address, **typed))
    assert "1 line is entered" in text_of(visitor.post(address, **typed, selected=bill.pk))
    asked = {"selection": "filter", "is_whole": "1", "key": page_key(5)}
    refused = text_of(visitor.post(f"bill-lines/post/?status=open&journal={remit.pk}", **asked))
    assert "It stands in no remittance" in refused
    made = f"bill-journals/{remit.pk}/remittance/"
    assert "has neither an IBAN nor an account number" in text_of(visitor.post(made))
    numbered(bank_of(company))
    assert "1 remittance is made" in text_of(visitor.post(made))
    assert "1 line is posted" in post_journal(visitor, remit, 6)
    remittance = Remittance.objects.get()
    assert_sent(visitor, remittance)
    assert visitor.post(f"remittances/{remittance.pk}/close/").status_code == 403
    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    assert "Settle or protest these first" in text_of(controller.post(f"remittances/{remittance.pk}/close/"))

    settle = begin(visitor, "settle")
    typed |= {"step_date": "30-10-2026", "key": page_key(7), f"amount-{bill.pk}": "90"}
    visitor.post(f"bill-journals/{settle.pk}/enter/settle/", **typed, selected=bill.pk)
    assert "1 line is posted" in post_journal(visitor, settle, 8)
    page = text_of(visitor.get(f"bills/{bill.pk}/"))
    assert "EUR 1,060.00" in page
    for step in ("Draw", "Remit", "Settle"):
        assert step in page
    assert findings(company) == {}


def test_a_remittance_is_posted_when_its_bank_is_as_far_as_the_method_asks(visitor, company):
    [bill] = drawn(*_hundreds(company, 1))
    MethodOfPayment.objects.filter(code="BILL").update(required_status="approved")
    [step] = entered_by_word(bill, "collection").steps
    waits = text_of(visitor.post(f"bill-lines/preview/?status=open&journal={step.journal_id}", selection="filter"))
    assert "posts from the payment status “approved” on, and that of its remittance is “sent”" in waits
    address = f"remittances/{Remittance.objects.get().pk}/status/"
    assert "Choose how far the bank" in text_of(visitor.post(address, bank_status="none"))
    assert "is: approved" in text_of(visitor.post(address, bank_status="approved"))
    assert post(step).left_out == []
    assert "Nothing of it waits" in text_of(visitor.post(address, bank_status="sent"))
    bill.refresh_from_db()
    assert_closed_and_reopened(taken(bill, "settle"), Visitor(a_controller(company), company))


def assert_closed_and_reopened(bill: Bill, controller: Visitor) -> None:
    controller.typed_the_password_just_now()
    address = f"remittances/{bill.remittance_id}/"
    assert "1 bill is closed" in text_of(controller.post(f"{address}close/"))
    assert f"is closed with remittance {bill.remittance}" in text_of(
        controller.post(f"bill-lines/{bill.last_step_id}/undo/", day="25-10-2026", reason="Mistake", key=page_key(1))
    )
    assert "reopened, and 1 bill is honored again" in text_of(controller.post(f"{address}reopen/"))


RUNGS = """\
Bills,Past due,2026-10,2026-11,2026-12,2027-01,2027-02,2027-03,Later
Drawn,40.00,0.00,0.00,0.00,0.00,0.00,0.00,30.00
Remitted · BANK · Discount,0.00,0.00,0.00,60.00,0.00,0.00,0.00,0.00
"""
PAGES = ("bills/", "bills/maturity/", "bill-lines/", "remittances/", "bill-journals/draw/", "bill-journals/protest/")


def test_its_pages_stay_within_their_queries(visitor, company, django_assert_max_num_queries):
    first, second, late, far = invoices(untaxed(company), "100", "60", "40", "30")
    taken(a_bill(first.customer, {second: "60"}), "discount")
    a_bill(first.customer, {late: "40"}, due=date(2026, 10, 20))
    a_bill(first.customer, {far: "30"}, due=date(2027, 4, 1))
    bill = taken(a_bill(first.customer, {first: "100"}), "collection settle")
    step = BillStep.objects.get(pk=bill.last_step_id)
    of_rows = (f"bills/{bill.pk}/", f"bill-lines/{step.pk}/", f"bill-journals/{step.journal_id}/")
    for page in (*PAGES, *of_rows, f"customers/{bill.customer_id}/"):
        with django_assert_max_num_queries(QUERIES_AT_MOST):
            found = visitor.get(page)
            assert found.status_code == 200
    of_customer = text_of(found)
    assert f"{first.number} settled by a bill of exchange" in of_customer
    assert f"{bill.number} 31 Dec 2026 Honored BANK · Collection" in of_customer
    ladder = text_of(visitor.get("bills/maturity/"))
    assert "Remitted · BANK · Discount" in ladder
    assert "Recourse of banks" in ladder
    assert RUNGS in visitor.get("bills/maturity/?export=csv").getvalue().decode().replace("\r", "")


def drawn_by_a_job(visitor: Visitor, invoice: Invoice) -> tuple[Bill, Job]:
    draw = a_draw(invoice.customer, {invoice: "100"})
    visitor.post(f"bill-lines/job/?status=open&journal={draw.journal_id}", selection="filter", key=page_key(9))
    runner.look()
    return Bill.objects.get(steps=draw), Job.objects.latest("pk")


def test_a_controller_takes_a_step_back_and_a_clerk_does_not(visitor, company):
    [invoice] = invoices(untaxed(company), "100")
    drawn_bill, job = drawn_by_a_job(visitor, invoice)
    bill = taken(drawn_bill, "collection")
    address, remittance = f"bill-lines/{bill.last_step_id}/undo/", f"remittances/{bill.remittance_id}/"
    typed = {"day": "25-10-2026", "reason": "Paid after all", "key": page_key(1)}
    assert visitor.post(address, **typed).status_code == 403
    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    assert "The step is taken back" in text_of(controller.post(address, **typed))
    bill.refresh_from_db()
    assert bill.status == "drawn"
    assert "Taken back: remit" in text_of(controller.get(f"bills/{bill.pk}/"))
    assert "Taken back" in text_of(visitor.get("remittances/"))
    page = visitor.get(remittance).content.decode()
    assert "cancel it, if the bank does not have it" in page
    assert f"{remittance}cancel/" in page
    controller.post(f"jobs/{job.pk}/tasks/1/undo/", day="25-10-2026", reason="Drawn twice", act="job")
    runner.look()
    assert "Canceled" in text_of(controller.get(f"bills/{bill.pk}/"))
    assert controller.get(f"bills/{bill.pk}/pdf").status_code == 404


def test_bills_are_proposed_by_what_falls_due_and_how_customers_pay(visitor, company):
    customer = untaxed(company)
    method = MethodOfPayment.objects.get(company=company, code="BILL")
    method.usual_of.create(company=company, customer=customer)
    invoices(customer, "100", "50")
    blocked = untaxed(company)
    method.usual_of.create(company=company, customer=blocked)
    invoices(blocked, "70")
    Customer.objects.filter(pk=blocked.pk).update(is_blocked=True)
    address = f"draw-journals/{a_bill_journal(company, JournalType.DRAW).pk}/propose/"
    typed = {"method": "BILL", "until": "31-12-2026", "draw_date": "20-10-2026", "due_date": "", "key": page_key(1)}
    shown = visitor.post(address, **typed, act="show")
    assert "1 bill would be drawn" in text_of(shown)
    assert "The customer is blocked." in text_of(shown)
    typed |= {"act": "make", "seen": value_of(shown, "seen")}
    for _sent_twice in range(2):
        assert "1 bill is to be drawn" in text_of(visitor.post(address, **typed))
    assert visitor.post(address, **(typed | {"draw_date": "21-10-2026"})).status_code == 409
    assert list(BillStep.objects.values_list("amount", "step_date")) == [(150, date(2026, 10, 20))]


def test_a_cash_discount_is_taken_where_it_is_ticked(visitor, company):
    [invoice] = invoices(discounted(company, number="C1", tax_group="OUT"), "100", on=date(2026, 8, 1))
    address = f"draw-journals/{a_bill_journal(company, JournalType.DRAW).pk}/draw/"
    typed = {"customer": "C1", "method": "BILL", "draw_date": "20-10-2026", "due_date": "", "key": page_key(1)}
    shown = visitor.post(address, **typed, act="show")
    assert f"Take the cash discount of {invoice.number}" in shown.content.decode()
    pk = invoice.customer_transaction.pk
    typed |= {f"mark_{pk}": "on", "shown": value_of(shown, "shown"), "act": "save"}
    beyond = visitor.post(address, **typed, **{f"way_{pk}": "always", f"amount_{pk}": "99"})
    assert "it is drawn for at most EUR 98.00" in text_of(beyond)
    visitor.post(address, **typed, **{f"way_{pk}": "always"})
    assert BillStep.objects.get().amount == 98


def test_bills_are_proposed_for_a_bank_up_to_its_limit(visitor, company, monkeypatch):
    first, second, third = drawn(*_hundreds(company, 3), due=date(2026, 12, 1))
    terms = {"bank_account": bank_of(company), "remittance_type": "collection", "limit_amount": 250}
    BillTerms.objects.create(company=company, **terms)
    address = f"bill-journals/{a_bill_journal(company, JournalType.REMITTANCE).pk}/enter/remit/"
    shown = visitor.get(f"{address}?until=2026-12-31&remittance_type=collection&bank_account=BANK")
    chosen = shown.content.decode()
    assert [f'value="{bill.pk}"' in chosen for bill in (first, second, third)] == [True, True, False]
    assert f"{third.number} With it BANK would have more than its limit." in text_of(shown)
    assert chosen.count("checked>") == 2
    assert "no bill now" in text_of(visitor.get(f"{address}?until=2026-11-30&remittance_type=&bank_account="))
    monkeypatch.setattr(proposing, "CHOSEN_AT_MOST", 2)
    monkeypatch.setattr(entering, "SHOWN_AT_MOST", 1)
    asked = f"{address}?until=2026-12-31&remittance_type=discount&bank_account=BANK"
    cut = visitor.get(asked)
    assert "earliest due were looked at" in text_of(cut)
    assert "And 1 that is due later and not shown" in text_of(cut)
    typed = {"step_date": "21-10-2026", "remittance_type": "discount", "bank_account": "BANK", "key": page_key(1)}
    typed |= {"selected": first.pk, "further": value_of(cut, "further"), "keeps_further": "on"}
    assert "2 lines are entered" in text_of(visitor.post(asked, **typed))
    monkeypatch.setattr(posting, "REASONS_SHOWN", 1)
    refused = text_of(visitor.post(asked, **(typed | {"key": page_key(2)})))
    assert "2 were left out in all." in refused
    assert f"{second.number}:" not in refused


def _hundreds(company, count):
    customer = untaxed(company)
    return customer, invoices(customer, *["100"] * count)


def test_a_bill_is_drawn_when_its_invoice_is_posted_and_printed(visitor, company):
    customer = untaxed(company)
    methods = MethodOfPayment.objects.filter(company=company, code="NOTE")
    methods.update(draws_at_invoicing=True)
    methods.get().usual_of.create(company=company, customer=customer)
    first, second = invoices(customer, "100", "50")
    assert [(bill.instrument, bill.amount) for bill in Bill.objects.order_by("pk")] == [("note", 100), ("note", 50)]
    assert still_open(first, second) == [(0, 0), (0, 0)]
    bill = Bill.objects.earliest("pk")
    assert (bill.drawn_date, bill.due_date) == (first.invoice_date, first.due_date)
    text = text_of(visitor.get(f"bills/{bill.pk}/"))
    assert ("Promissory note BE2026-000001" in text, "Record the acceptance" in text) == (True, False)
    assert "owes it without acceptance" in text_of(visitor.post(f"bills/{bill.pk}/accept/", accepted_on="15-10-2026"))
    said = words_of(visitor.get(f"bills/{bill.pk}/pdf").content)
    assert first.number in said
    assert "Wij beloven" in said
    assert findings(company) == {}


def test_a_fee_of_bills_is_the_customers_and_one_of_payments_of_no_remittance(company):
    bills, payments = MethodOfPayment.objects.get(company=company, code="BILL"), a_method(company)
    values = {"company": company, "name": "Fee", "percent": 1}
    with pytest.raises(ValidationError, match="stands in the terms of that bank"):
        MethodFee(method=bills, charged_to="ledger", **values).clean()
    with pytest.raises(ValidationError, match="Payments are not remitted"):
        MethodFee(method=payments, charged_to="customer", remittance_type="discount", **values).clean()


def test_private_journals_and_their_remittances_are_not_there_for_others_nor_is_another_company(visitor, company):
    [invoice] = invoices(untaxed(company), "100")
    bill = taken(a_bill(invoice.customer, {invoice: "100"}), "collection")
    journal, remittance = a_bill_journal(company, JournalType.DRAW), f"remittances/{bill.remittance_id}"
    pages = [f"draw-journals/{journal.pk}/{page}/" for page in ("draw", "propose")]
    pages += [f"{remittance}/", f"{remittance}/file/"]
    assert {visitor.get(page).status_code for page in pages} == {200}
    assert f"{remittance}/" in visitor.get(f"bills/{bill.pk}/").content.decode()
    assert_not_there_elsewhere(bill, [*pages, f"bills/{bill.pk}/", f"bill-lines/{bill.last_step_id}/"])
    JournalName.objects.filter(company=company).update(private_to="controllers")
    assert {visitor.get(page).status_code for page in pages} == {404}
    assert visitor.post(f"{remittance}/cancel/").status_code == 404
    assert bill.remittance.number not in text_of(visitor.get("remittances/"))
    assert f"{remittance}/" not in visitor.get(f"bills/{bill.pk}/").content.decode()


def assert_not_there_elsewhere(bill: Bill, pages: list[str]) -> None:
    """Of another company nothing is found, and no step of a bill is taken."""
    other = a_company()
    stranger, own = Visitor(a_clerk(other), other), a_bill_journal(other, JournalType.SETTLE)
    pages = [*pages, f"bill-journals/{bill.steps.latest('pk').journal_id}/"]
    assert {stranger.get(page).status_code for page in pages} == {404}
    typed = {"step_date": "20-10-2026", "bank_account": "BANK", "key": page_key(1), "selected": bill.pk}
    assert stranger.post(f"bill-journals/{own.pk}/enter/{StepType.PAY}/", **typed).status_code == 404
