"""A proposal collects what is due of customers who pay so, puts it together, and says what it leaves out and why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from customers import collecting
from customers.models import CustomerTransaction, Mark, OpenTransaction
from customers.models.collection_holds import CollectionHoldKind
from journals.models import CustomerMethod, CustomerParty, MethodOfPayment, Payment
from journals.payments.making import make_proposed
from journals.payments.paying import post_payments
from journals.payments.proposals import ProposalChanged, Terms
from journals.payments.proposing import propose
from tests.builders import a_clerk, a_company
from tests.cases import each
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.posting import findings, still_open
from tests.journals.intercompany import a_group, somebody_in, the_same
from tests.journals.payments import a_journal, a_method, a_payment, bank_of, discounted, invoices, untaxed
from tests.journals.test_reimbursements import pay_in_advance
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db

# Monday, Tuesday and the Monday after; invoices are due after 30 days.
DAYS = (date(2026, 9, 28), date(2026, 9, 29), date(2026, 10, 5))


@pytest.fixture
def customer(db):
    return untaxed(number="C1")


def pays_by(customer, **values: object):
    method = a_method(customer.company, **values)
    CustomerMethod.objects.create(company=customer.company, customer=customer, method=method)
    return method


def terms(method, **values: object) -> Terms:
    usual = {"bank_account": bank_of(method.company), "until": date(2026, 11, 30), "earliest": date(2026, 10, 20)}
    return Terms(method=method, **{**usual, **values})


GROUPED = """
    grouping | payments
    invoice  | 28 Oct 100, 29 Oct 40, 04 Nov 60
    date     | 28 Oct 100, 29 Oct 40, 04 Nov 60
    week     | 29 Oct 140, 04 Nov 60
    total    | 04 Nov 200
"""


def test_it_puts_together_what_the_method_says(customer):
    for day, amount in zip(DAYS, ("100", "40", "60"), strict=True):
        invoices(customer, amount, on=day)
    for case in each(read_table(GROUPED)):
        method = pays_by(customer, grouping=case["grouping"])
        found = propose(company=customer.company, terms=terms(method))
        assert ", ".join(f"{one.payment_date:%d %b} {one.amount:.0f}" for one in found.payments) == case["payments"]
        assert found.left_out == []


def test_it_leaves_out_by_name_what_is_not_to_be_collected(customer):
    company, method = customer.company, pays_by(customer, grouping="invoice")
    disputed, blocked, marked, *_others = invoices(customer, "100", "40", "60", "-30", "1", "80")
    of = {row.document_number: row.pk for row in CustomerTransaction.objects.all()}
    for row, kind in ((disputed, CollectionHoldKind.DISPUTED), (blocked, CollectionHoldKind.BLOCKED)):
        collecting.place_collection_hold(
            company=company, transactions=[of[row.number]], kind=kind, reason="asked", placed_by=a_clerk(company)
        )
    a_payment(customer, "60", {marked: "60"})
    stopped = untaxed(company, is_blocked=True)
    CustomerMethod.objects.create(company=company, customer=stopped, method=method)
    invoices(untaxed(company), "500")
    found = propose(company=company, terms=terms(method, minimum=Decimal(5)))
    assert [one.amount for one in found.payments] == [80]
    reasons = " ".join(reason for _row, reason in found.left_out)
    for said in (
        "is disputed",
        "blocked for collection",
        "Marked by",
        "owed to the customer",
        "less than the minimum",
    ):
        assert said in reasons
    early = propose(company=company, terms=terms(method, until=date(2026, 10, 1)))
    assert (list(early.payments), list(early.left_out)) == ([], [])


def test_it_takes_credits_off_where_they_are_collected_together(customer):
    method = pays_by(customer)
    invoices(customer, "100", "-30")
    assert propose(company=customer.company, terms=terms(method)).amount == 70
    assert propose(company=customer.company, terms=terms(method, with_credits=False)).amount == 100
    on_a_day = propose(company=customer.company, terms=terms(method, payment_date=date(2026, 11, 2)))
    assert [one.payment_date for one in on_a_day.payments] == [date(2026, 11, 2)]


def test_it_collects_less_a_discount_on_its_last_day(db):
    customer = discounted(a_company(), tax_group="OUT")
    method = pays_by(customer)
    [invoice] = invoices(customer, "100", on=date(2026, 10, 15))
    asked = terms(method, until=date(2026, 10, 31), discount_until=date(2026, 10, 31))
    [one] = propose(company=customer.company, terms=asked).payments
    assert (one.amount, one.payment_date) == (Decimal(98), date(2026, 10, 25))
    # The bank collects neither on that Sunday nor on the Saturday on which it is due without a discount.
    MethodOfPayment.objects.filter(instrument="money").update(file_format="sepa_direct_debit")
    method.refresh_from_db()
    assert propose(company=customer.company, terms=asked).payments[0].payment_date == date(2026, 10, 23)
    as_due = terms(method, until=date(2026, 11, 30))
    assert [one.payment_date for one in propose(company=customer.company, terms=as_due).payments] == [
        date(2026, 11, 16)
    ]
    MethodOfPayment.objects.update(file_format="none")
    method.refresh_from_db()
    late = terms(method, until=date(2026, 10, 31), discount_until=date(2026, 10, 24))
    assert not propose(company=customer.company, terms=late).payments
    journal = a_journal(customer.company)
    seen = propose(company=customer.company, terms=asked).fingerprint
    [made] = make_proposed(journal=journal, terms=asked, seen=seen, made_by=journal.created_by, key="proposal")
    post_payments(company=customer.company, documents=[made.pk], posted_by=made.entered_by, key="post")
    assert still_open(invoice) == [(0, 0)]
    assert findings(customer.company) == {}


def test_it_makes_the_payments_as_shown_once_with_their_marks(customer):
    method = pays_by(customer)
    documents = invoices(customer, "100", "-30")
    pay_in_advance(customer, "-20")
    journal = a_journal(customer.company)
    seen = propose(company=customer.company, terms=terms(method)).fingerprint
    values = {"journal": journal, "terms": terms(method), "seen": seen, "made_by": journal.created_by}
    [made] = make_proposed(**values, key="proposal")
    assert make_proposed(**values, key="proposal") == [made]
    assert (made.amount, made.method, Mark.objects.filter(document_id=made.pk).count()) == (Decimal(50), method, 3)
    with pytest.raises(ProposalChanged):
        make_proposed(**values, key="another")
    assert Payment.objects.count() == 2
    post_payments(company=customer.company, documents=[made.pk], posted_by=made.entered_by, key="post")
    assert still_open(*documents) == [(0, 0)] * 2
    assert not OpenTransaction.objects.exists()
    assert findings(customer.company) == {}


def test_the_page_shows_a_proposal_and_makes_it(customer):
    company, method = customer.company, pays_by(customer)
    [invoice] = invoices(customer, "100")
    visitor, journal = Visitor(a_clerk(company), company), a_journal(company)
    address = f"payment-journals/{journal.pk}/propose/"
    assert "Show the proposal" in text_of(visitor.get(address))
    terms_typed = {"method": method.code, "until": "30-11-2026", "earliest": "20-10-2026", "key": page_key(1)}
    assert "no customer has the number x" in text_of(visitor.post(address, **terms_typed, customers="X")).lower()
    shown = visitor.post(address, **terms_typed, act="show")
    assert invoice.number in text_of(shown)
    assert "1 payment would be made" in text_of(shown)
    made = visitor.post(address, **terms_typed, act="make", seen=value_of(shown, "seen"))
    assert "1 payment is made" in text_of(made)
    changed = visitor.post(address, **{**terms_typed, "key": page_key(2)}, act="make", seen=value_of(shown, "seen"))
    assert (changed.status_code, "Marked by" in changed.content.decode()) == (409, True)
    visitor.post("payments/job/", selected=str(Payment.objects.get().pk), key=page_key(3))
    invoices(customer, "50")
    more = {**terms_typed, "key": page_key(4)}
    busy = visitor.post(address, **more, act="make", seen=value_of(visitor.post(address, **more, act="show"), "seen"))
    assert f"is posting journal {journal}" in text_of(busy)
    outside = a_company()
    assert Visitor(a_clerk(outside), outside).get(address).status_code == 404
    assert Payment.objects.get().payment_date == invoice.invoice_date + timedelta(days=30)


def test_it_collects_what_the_same_party_owes_another_company(customer):
    company, method = customer.company, pays_by(customer)
    _paid, invoicing = a_group(paid=company)
    there, strange = untaxed(invoicing), untaxed(invoicing)
    the_same(customer, there)
    [own], [others], somebody = (
        invoices(customer, "40"),
        invoices(there, "60", on=DAYS[2]),
        somebody_in(company, invoicing),
    )
    invoices(strange, "10")
    alone, asked = terms(method), terms(method, settled_by=somebody)
    assert propose(company=company, terms=alone).amount == 40
    assert propose(company=company, terms=terms(method, settled_by=a_clerk(company))).amount == 40
    nothing = untaxed(invoicing)
    CustomerParty.objects.create(company=invoicing, customer=nothing, party=there.party.party)
    invoices(nothing, "30", "-30")
    found = propose(company=company, terms=asked)
    [one] = found.payments
    assert (one.customer, one.amount) == (customer, 100)
    assert [reason for _row, reason in found.left_out] == [
        f"What is marked in {invoicing} comes to nothing: settle it there."
    ] * 2
    seen = propose(company=company, terms=asked).fingerprint
    journal = a_journal(company, by=somebody)
    [payment] = make_proposed(journal=journal, terms=asked, seen=seen, made_by=somebody, key="proposal")
    values = {"company": company, "documents": [payment.pk], "posted_by": somebody, "key": "key"}
    assert post_payments(**values).left_out == []
    assert [left for left, _books in still_open(own, others)] == [0, 0]
    assert findings(company, invoicing) == {}
