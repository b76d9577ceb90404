"""Customers who are owed more than they owe are paid back: whom a proposal takes, and the life of its payments."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import LedgerAccount
from customers import collecting
from customers.models import CustomerGroup, CustomerTransaction, Mark, PostingProfile, SettlementParameters
from customers.models.collection_holds import CollectionHoldKind
from journals.entering import PaymentHead, enter_payment
from journals.models import Payment
from journals.payments import reimbursing
from journals.payments.paying import post_payments, reverse_payments
from journals.payments.proposals import ProposalChanged
from journals.payments.reimbursing import Reimbursing, make_reimbursements, propose_reimbursements
from tests.builders import a_clerk, a_company, a_controller
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.posting import findings, still_open
from tests.journals.payments import OCTOBER, a_journal, a_method, a_payment, bank_of, invoices, untaxed
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db

# What is open of a customer, what of it is held and as what, and what becomes of the customer with a minimum of 10.
WHOM = """
    open         | held     | paid back | said
    -100         |          | -100      |
    -100, 30     |          | -70       |
    -100, 100    |          |           |
    -5           |          |           | less than the minimum
    50, -100     | 50       |           | Something that the customer owes is held
    -40, -60     | -60      | -40       | It is disputed
    -100         | blocked  |           | The customer is blocked
    -100         | marked   |           | Marked by
    -100         | later    |           | dated after the day
    -100         | advance  |           | paid in advance
    -100         | own      | -100      |
    -100         | moved    | -100      |
"""


def test_it_pays_back_what_is_owed_to_a_customer(db):
    company = a_company()
    for case in read_table(WHOM):
        customer = untaxed(company)
        prepare(customer, case["open"].split(", "), case["held"])
        terms = asked(company, customers=[customer])
        proposed = propose_reimbursements(company=company, asked=terms)
        amounts = [f"{one.amount:.0f}" for one in proposed.payments]
        assert amounts == ([case["paid back"]] if case["paid back"] else []), case
        assert case["said"] in " ".join(reason for _row, reason in proposed.left_out), case
        assert bool(proposed.left_out) == bool(case["said"]), case


def prepare(customer, amounts, held) -> None:
    """Post what is open of a customer, and hold what is named of it."""
    if held == "advance":
        pay_in_advance(customer, *amounts)
        return
    usual = customer.posting_profile
    if held in ("own", "moved"):
        customer.posting_profile = PostingProfile.objects.get(company=customer.company, code="PRE")
        customer.save()
    found = invoices(customer, *amounts, on=date(2026, 10, 21) if held == "later" else date(2026, 10, 1))
    if held == "blocked":
        type(customer).objects.filter(pk=customer.pk).update(is_blocked=True)
    elif held == "marked":
        a_payment(customer, "-100", {found[0]: "-100"})
    elif held == "moved":
        type(customer).objects.filter(pk=customer.pk).update(posting_profile=usual)
    elif held not in ("", "later", "own"):
        wanted = CustomerTransaction.objects.get(customer=customer, transaction_currency_amount=Decimal(held))
        collecting.place_collection_hold(
            company=customer.company,
            transactions=[wanted.pk],
            kind=CollectionHoldKind.DISPUTED,
            reason="asked",
            placed_by=a_clerk(customer.company),
        )


def pay_in_advance(customer, amount) -> None:
    """Post a prepayment, on a profile of its own."""
    company, clerk = customer.company, a_clerk(customer.company)
    account = LedgerAccount.objects.create(
        company=company, number="1700", name="Prepayments", account_type="liability", is_control_account=True
    )
    profile = PostingProfile.objects.create(company=company, code="PRE", summary_account=account, is_revalued=False)
    SettlementParameters.objects.filter(company=company).update(prepayment_profile=profile)
    head = PaymentHead(customer, OCTOBER, -Decimal(amount), bank_of(company), is_prepayment=True)
    payment = enter_payment(journal=a_journal(company), head=head, marks={}, entered_by=clerk, key="prepaid")
    assert post_payments(company=company, documents=[payment.pk], posted_by=clerk, key="prepaid").posted


def asked(company, **values) -> Reimbursing:
    usual = {"bank_account": bank_of(company), "payment_date": OCTOBER, "minimum": Decimal(10)}
    return Reimbursing(**{**usual, **values})


def test_what_is_paid_back_settles_and_can_be_undone(db):
    customer = untaxed()
    company, other = customer.company, untaxed(customer.company)
    credit, owed = invoices(customer, "-100", "30")
    invoices(other, "-50")
    journal, terms = a_journal(company), asked(company, customers=[customer])
    seen = propose_reimbursements(company=company, asked=terms).fingerprint
    make = {"journal": journal, "asked": terms, "seen": seen, "made_by": journal.created_by, "key": "back"}
    [payment] = make_reimbursements(**make)
    assert make_reimbursements(**make) == [payment]
    assert (payment.amount, Mark.objects.filter(document_id=payment.pk).count()) == (-70, 2)
    with pytest.raises(ProposalChanged):
        make_reimbursements(**{**make, "key": "again"})

    post_payments(company=company, documents=[payment.pk], posted_by=journal.created_by, key="post")
    assert still_open(credit, owed) == [(0, 0), (0, 0)]
    assert findings(company) == {}

    back = {"day": OCTOBER, "reason": "returned", "reversed_by": a_controller(company), "key": "undo"}
    reverse_payments(company=company, documents=[payment.pk], **back)
    assert propose_reimbursements(company=company, asked=terms).amount == -70
    assert findings(company) == {}


def test_who_has_too_many_documents_is_named_and_keeps_nobody_waiting(db, monkeypatch):
    monkeypatch.setattr(reimbursing, "CHOSEN_AT_MOST", 2)
    company = a_company()
    crowded, other, last = (untaxed(company, number=number) for number in ("C1", "C2", "C3"))
    invoices(crowded, "-10", "-10", "-10")
    for one in (other, last):
        invoices(one, "-60", "10")
    found = propose_reimbursements(company=company, asked=asked(company))
    assert [(one.customer, one.amount) for one in found.payments] == [(other, -50)]
    assert found.is_part
    [(row, reason)] = found.left_out
    assert (row.customer, "More than 2 documents" in reason) == (crowded, True)
    assert not propose_reimbursements(company=company, asked=asked(company, customers=[])).payments


def test_a_clerk_proposes_and_makes_them_on_a_page(db):
    company = a_company()
    customer, journal = untaxed(company), a_journal(company)
    invoices(customer, "-100")
    clerk, page = Visitor(a_clerk(company), company), f"payment-journals/{journal.pk}/reimburse/"
    assert "Reimbursement" in text_of(clerk.get(f"payment-journals/{journal.pk}/"))
    form = {"payment_date": "2026-10-20", "minimum": "10", "key": page_key(1)}
    empty = CustomerGroup.objects.create(company=company, code="STAFF", name="Staff")
    collecting_method = a_method(company, file_format="sepa_direct_debit", required_status="sent")
    for wrong, said in (
        ({"minimum": "-1"}, "without a minus sign"),
        ({"customers": "X9"}, "No customer has the number X9"),
        ({"group": empty.code}, "No customer is in the group STAFF"),
        ({"method": collecting_method.code}, "Select a valid choice"),
    ):
        assert said in text_of(clerk.post(page, **form | wrong, act="show"))
    shown = clerk.post(page, **form, act="show")
    assert "1 payment would be made" in text_of(shown)
    changed = clerk.post(page, **form, act="make", seen="other")
    assert (changed.status_code, Payment.objects.count()) == (409, 0)
    made = clerk.post(page, **form | {"key": page_key(2)}, act="make", seen=value_of(shown, "seen"))
    assert "1 payment is made." in text_of(made)
    assert Payment.objects.get().amount == -100
