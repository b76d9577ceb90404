"""Payments are posted as sets: settled as marked, refused by name, twice, and taken back."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain, islice

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from arclose.ledger.closing import change_status
from arclose.ledger.models import FiscalPeriod, LedgerAccount, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.outcomes import as_stored, from_stored
from arclose.ledger.posting import KeyReused
from customers.models import CustomerTransaction, Mark, PostingProfile, Settlement, SettlementParameters
from customers.settling import settlement
from customers.settling.marking import CannotMark, mark
from customers.settling.refusals import CannotSettle
from customers.sql import Part
from journals import acts, entering
from journals.acts import CannotEnter, SentBefore
from journals.entering import PaymentHead
from journals.kinds.payments import PAYMENT
from journals.models import BankAccount, Payment, PaymentStatus
from journals.payments.paying import post_payments, reverse_payments
from journals.refusals import in_words
from journals.transferring import post_what_can_be
from tests.builders import a_clerk, a_company, a_controller, a_customer
from tests.customers.posting import findings, posted, settle, still_open
from tests.journals.payments import OCTOBER, a_journal, a_method, a_payment, bank_of, invoices, orders_of, untaxed
from tests.text_tables import assert_came, assert_entries, read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(db):
    return untaxed()


def post(*payments: Payment, key: str = "key", **options: object):
    company = payments[0].company
    ids = [payment.pk for payment in payments]
    by = options.pop("by", None) or a_clerk(company)
    return post_payments(company=company, documents=ids, posted_by=by, key=key, **options)


def vouchers_of(payment: Payment):
    return Voucher.objects.filter(document_type=PAYMENT, document_id=payment.pk)


def test_it_posts_bank_against_customer_and_settles_what_is_marked(customer):
    [invoice] = invoices(customer, "100")
    payment = a_payment(customer, "120.50", {invoice: "100"})
    outcome = post(payment)
    assert (list(outcome.posted), outcome.left_out) == ([payment.pk], [])
    assert_entries(
        vouchers_of(payment),
        """
        posting type     | account | debit  | credit
        bank             | 1000    | 120.50 |
        customer balance | 1100    |        | 120.50
        """,
    )
    own = CustomerTransaction.objects.get(voucher__in=vouchers_of(payment))
    assert (own.transaction_type, own.open.transaction_currency_amount) == ("payment", Decimal("-20.50"))
    assert still_open(invoice) == [(0, 0)]
    assert not Mark.objects.exists()
    assert findings(customer.company) == {}


# What is open, what is paid, and what each document is marked with; then what settles what, and what stays open.
MARKED = """
    open       | paid | marked     | settled                          | left
    100        |      | 100        | 1:pay 100                        | 0 : 0
    100        | 60   | 60         | 1:pay 60                         | 40 : 0
    100        | 150  | 100        | 1:pay 100                        | 0 : -50
    100        | 150  |            |                                  | 100 : -150
    100 -30    | 70   | 100 -30    | 1:2 30, 1:pay 70                 | 0 0 : 0
    40 60 -50  | 50   | 40 60 -50  | 1:3 40, 2:3 10, 2:pay 50         | 0 0 0 : 0
    100 -100   | 5    | 100 -100   | 1:2 100                          | 0 0 : -5
    -80        | -80  | -80        | pay:1 80                         | 0 : 0
    -80        | -50  | -50        | pay:1 50                         | -30 : 0
    40 60 80   | 120  | 40 60 20   | 1:pay 40, 2:pay 60, 3:pay 20     | 0 0 60 : 0
"""


def test_it_settles_as_marked(customer):
    company, cases = customer.company, read_table(MARKED)
    customers = [untaxed(company) for _case in cases]
    owed = [orders_of(one, *case["open"].split()) for one, case in zip(customers, cases, strict=True)]
    made = iter(posted(*chain.from_iterable(owed)))
    documents = [list(islice(made, len(orders))) for orders in owed]
    paid = []
    for case, one, owing in zip(cases, customers, documents, strict=True):
        marks = dict(zip(owing, case["marked"].split(), strict=False))
        paid.append(a_payment(one, case["paid"] or None, marks))
    assert post(*paid).left_out == []
    came = zip(documents, paid, strict=True)
    assert_came(cases, (_settled(payment, owing) for owing, payment in came))
    assert findings(company) == {}


def _settled(payment, documents):
    """Give what settled what of a payment and of documents of the same customer, and what stays open."""
    own = CustomerTransaction.objects.select_related("open").get(voucher__in=vouchers_of(payment))
    names = {own.pk: "pay"} | {doc.customer_transaction.pk: str(n) for n, doc in enumerate(documents, start=1)}
    settled = [
        f"{names[row.debit_transaction_id]}:{names[row.credit_transaction_id]} {row.transaction_currency_amount:.0f}"
        for row in Settlement.objects.filter(debit_transaction__customer=payment.customer).order_by("pk")
    ]
    left = " ".join(f"{amount:.0f}" for amount, _books in still_open(*documents))
    unspent = getattr(own, "open", None)
    now = f"{left} : {unspent.transaction_currency_amount if unspent else 0:.0f}"
    return {"settled": ", ".join(settled), "left": now}


def test_it_realizes_the_difference_of_the_rates(customer):
    abroad = a_customer(customer.company, tax_group="OUT", country="US", currency_id="USD")
    [invoice] = invoices(abroad, "1000", on=date(2026, 9, 1))
    payment = a_payment(abroad, "1000", {invoice: "1000"}, on=date(2026, 10, 30))
    assert post(payment).left_out == []
    [settlement] = Settlement.objects.all()
    difference = settlement.debit_accounting_amount - settlement.credit_accounting_amount
    realized = Voucher.objects.get(document_type="settlement", document_id=settlement.pk).entries.exclude(
        posting_type="customer_balance"
    )
    assert [entry.accounting_currency_amount for entry in realized] == [difference]
    assert difference != 0
    assert findings(customer.company) == {}


def _posted(payment: Payment) -> None:
    post(payment, key="before")


def _hold_october(payment: Payment) -> None:
    period = FiscalPeriod.objects.get(company=payment.company, name="2026-10")
    change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=a_controller(payment.company))


def _block_the_bank(payment: Payment) -> None:
    BankAccount.objects.filter(company=payment.company).update(is_active=False)


def _take_the_bank_away(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(bank_account=None, method=a_method(payment.company))


def _ask_for_a_reference(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(method=a_method(payment.company, requires_reference=True))


def _ask_for_approval(payment: Payment) -> None:
    type(payment.journal.name).objects.filter(pk=payment.journal.name_id).update(needs_approval=True)


def _take_the_amount_down(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(amount=Decimal(10))


def _move_to_hrk(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(currency_id="HRK")


def _move_to_usd(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(currency_id="USD")


def _block_the_summary_account(payment: Payment) -> None:
    payment.company.accounts.filter(number="1100").update(is_blocked=True)


def _raise_the_mark(payment: Payment) -> None:
    Mark.objects.update(amount=Decimal(500))


WHY = {
    _hold_october: "period_not_open",
    _block_the_bank: "bank_account_blocked",
    _take_the_bank_away: "no_bank_account",
    _ask_for_a_reference: "no_reference",
    _ask_for_approval: "not_approved",
    _take_the_amount_down: "marked_too_much",
    _move_to_hrk: "rate_missing",
    _move_to_usd: "bank_currency",
    _block_the_summary_account: "account_blocked",
    _raise_the_mark: "marked_not_open",
}


def test_it_names_why_one_is_left_out(customer):
    [invoice] = invoices(customer, "100")
    payment = a_payment(customer, "100", {invoice: "100"})
    for spoil, code in WHY.items():
        with transaction.atomic():
            spoil(payment)
            outcome = post(payment)
            assert (list(outcome.posted), [one.code for one in outcome.left_out]) == ([], [code])
            refused = outcome.left_out[0]
            assert in_words(code, from_stored(as_stored(refused.facts))) == (refused.reason, refused.remedy)
            assert Mark.objects.count() == 1, code
            transaction.set_rollback(True)


def test_one_that_is_refused_keeps_a_whole_journal_from_being_posted(customer):
    good, bad = a_payment(customer, "10"), a_payment(customer, "20", on=date(2031, 1, 1))
    assert list(post(good, bad, is_whole=True).posted) == []
    assert list(post(good, bad, key="parts").posted) == [good.pk]


def test_it_is_posted_once_under_a_key_and_stays_so_under_another(customer):
    payment, clerk = a_payment(customer, "10"), a_clerk(customer.company)
    first = post(payment, by=clerk)
    assert post(payment, by=clerk) == first
    assert list(post(payment, key="other", by=clerk).already) == [payment.pk]
    with pytest.raises(KeyReused):
        post(payment, a_payment(customer, "5"), by=clerk)


def test_the_database_keeps_a_posted_payment_as_it_is(customer):
    payment = a_payment(customer, "10")
    post(payment)
    with pytest.raises(Exception, match="posted and never changes"):
        Payment.objects.filter(pk=payment.pk).update(reference="other")


def test_what_a_payment_marks_nothing_else_marks_or_settles(customer):
    [invoice, note] = invoices(customer, "100", "-100")
    payment = a_payment(customer, "60", {invoice: "60"})
    with pytest.raises(CannotMark, match=f"{invoice.number} is marked by .* PM-{payment.pk}"):
        a_payment(customer, "100", {invoice: "100"})
    with pytest.raises(CannotSettle, match=f"{invoice.number} is marked by"):
        settle(invoice, note, "100")
    entering.delete_payment(payment=payment, deleted_by=payment.entered_by)
    settle(invoice, note, "100")
    assert Payment.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "marks", "why"),
    [
        (None, [], "Enter an amount"),
        ("50", ["100"], "100.00 is marked"),
        ("-50", ["50"], "50.00 is marked"),
    ],
)
def test_it_refuses_at_entry_what_could_not_be_posted(customer, amount, marks, why):
    documents = invoices(customer, "100")
    with pytest.raises(CannotEnter, match=why):
        a_payment(customer, amount, dict(zip(documents, marks, strict=False)))
    assert not Payment.objects.exists()


@pytest.mark.parametrize("marked", ["100.01", "-5", "0.001"])
def test_it_marks_no_more_than_is_open_and_no_finer_than_the_currency(customer, marked):
    [invoice] = invoices(customer, "100")
    with pytest.raises(CannotMark, match=invoice.number):
        a_payment(customer, "500" if Decimal(marked) > 0 else "-500", {invoice: marked})


def test_it_is_taken_back_with_all_that_it_settled(customer):
    [invoice, note] = invoices(customer, "100", "-30")
    payment = a_payment(customer, "80", {invoice: "100", note: "-30"})
    post(payment)
    day, controller = date(2026, 10, 25), a_controller(customer.company)
    values = {"company": customer.company, "day": day, "reason": "returned", "reversed_by": controller}
    early = reverse_payments(**{**values, "day": date(2026, 10, 19)}, documents=[payment.pk], key="early")
    assert [one.code for one in early.left_out] == ["moved_later"]
    outcome = reverse_payments(**values, documents=[payment.pk], key="back")
    assert list(outcome.posted) == [payment.pk]
    # The invoice and the credit note had settled each other without the payment: that stays.
    assert still_open(invoice, note) == [(70, 70), (0, 0)]
    own = CustomerTransaction.objects.filter(voucher__in=vouchers_of(payment)).get()
    assert not hasattr(own, "open")
    assert reverse_payments(**values, documents=[payment.pk], key="back") == outcome
    assert list(reverse_payments(**values, documents=[payment.pk], key="again").already) == [payment.pk]
    assert findings(customer.company) == {}


def test_it_settles_what_was_settled_before_only_from_the_day_it_was_open_again(customer):
    [invoice] = invoices(customer, "100")
    first, second = a_payment(customer, "100", {invoice: "100"}), a_payment(customer, "100")
    post(first)
    values = {"company": customer.company, "reason": "returned", "reversed_by": a_controller(customer.company)}
    reverse_payments(**values, documents=[first.pk], day=date(2026, 10, 25), key="back")
    mark(
        company=customer.company,
        holder=entering.holder_of(second),
        amounts={invoice.customer_transaction.pk: Decimal(100)},
        marked_by=second.entered_by,
    )
    post(second, key="second")
    assert Settlement.objects.latest("pk").settlement_date == date(2026, 10, 25)
    assert findings(customer.company) == {}


def test_a_controller_who_entered_nothing_approves_and_a_change_takes_it_back(customer):
    clerk, controller = a_clerk(customer.company), a_controller(customer.company)
    journal = a_journal(customer.company, by=clerk, needs_approval=True)
    payment = a_payment(customer, "10", journal=journal, by=clerk)

    def approve(by) -> None:
        acts.approve(journal=journal, version=version_of(journal), approved_by=by)

    with pytest.raises(CannotEnter, match="does not approve"):
        approve(clerk)
    seen = version_of(journal)
    approve(controller)
    a_payment(customer, "20", journal=journal, by=clerk)
    assert [one.code for one in post(payment).left_out] == ["not_approved"]
    with pytest.raises(CannotEnter, match="changed this journal since"):
        acts.approve(journal=journal, version=seen, approved_by=controller)
    approve(controller)
    assert post(payment, key="approved").left_out == []


def version_of(journal) -> int:
    journal.refresh_from_db()
    return journal.version


def test_who_ever_changed_a_payment_does_not_approve_it(customer):
    clerk, controller = a_clerk(customer.company), a_controller(customer.company)
    journal = a_journal(customer.company, by=clerk, needs_approval=True)
    payment = a_payment(customer, "10", journal=journal, by=clerk)
    head = PaymentHead(customer, OCTOBER, Decimal(999), payment.bank_account)
    for version, person in enumerate((controller, clerk), start=1):
        entering.change_payment(payment=payment, version=version, head=head, marks={}, changed_by=person)
    with pytest.raises(CannotEnter, match="does not approve"):
        acts.approve(journal=journal, version=version_of(journal), approved_by=controller)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        journal.changes.all().delete()


def test_a_form_that_comes_back_with_other_content_is_no_repetition(customer):
    journal, clerk = a_journal(customer.company), a_clerk(customer.company)
    values = {"journal": journal, "marks": {}, "entered_by": clerk, "key": "form"}
    head = PaymentHead(customer, OCTOBER, Decimal(100), bank_of(customer.company))
    first = entering.enter_payment(head=head, **values)
    assert entering.enter_payment(head=head, **values) == first
    with pytest.raises(SentBefore):
        entering.enter_payment(head=replace(head, amount=Decimal(250)), **values)


def test_what_is_left_of_a_payment_and_marked_keeps_it_from_being_taken_back(customer):
    payment = a_payment(customer, "100")
    post(payment)
    own = CustomerTransaction.objects.get(voucher__in=vouchers_of(payment))
    head = PaymentHead(customer, OCTOBER, Decimal(-100), payment.bank_account)
    refund = entering.enter_payment(
        journal=payment.journal, head=head, marks={own.pk: Decimal(-100)}, entered_by=payment.entered_by, key="refund"
    )
    values = {"company": customer.company, "day": OCTOBER, "reason": "x", "reversed_by": a_controller(customer.company)}
    outcome = reverse_payments(**values, documents=[payment.pk], key="back")
    assert [(one.code, one.facts) for one in outcome.left_out] == [("marked", (f"PM-{refund.pk}",))]


def test_what_is_left_out_moves_to_a_new_journal(customer):
    journal = a_journal(customer.company)
    good, bad = (a_payment(customer, "10", journal=journal, on=day) for day in (OCTOBER, date(2031, 1, 1)))
    post(good)
    rest = acts.transfer(journal=journal, documents=[good.pk, bad.pk], key="rest")
    assert [list(one.payments.all()) for one in (journal, rest)] == [[good], [bad]]


def test_the_rest_stays_with_its_maker_and_the_journal_is_locked_before_what_is_open(customer):
    company = customer.company
    journal = a_journal(company, private_to="controllers")
    documents = [a_payment(customer, "10", journal=journal, on=day).pk for day in (OCTOBER, date(2031, 1, 1))]
    values = {"journal": journal, "documents": documents, "posted_by": a_controller(company), "key": "rest"}
    with CaptureQueriesContext(connection) as asked:
        _outcome, rest = post_what_can_be(**values)
    assert rest.created_by == journal.created_by
    locks = [one["sql"] for one in asked if re.search(r"FOR (NO KEY )?(UPDATE|SHARE)", one["sql"])]
    assert "journals_journal" in locks[0]


def test_a_payment_of_another_company_is_not_posted(customer):
    payment, other = a_payment(customer, "10"), a_company()
    outcome = post_payments(company=other, documents=[payment.pk], posted_by=a_clerk(other), key="key")
    assert list(outcome.posted) == []
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.OPEN


def test_a_prepayment_is_a_debt_to_the_customer_until_an_invoice_takes_it(customer):
    """It stands on a liability of the subledger; what settles it moves it to the account of what customers owe."""
    company, clerk = customer.company, a_clerk(customer.company)
    [invoice] = invoices(customer, "100")
    head = PaymentHead(customer, OCTOBER, Decimal(80), bank_of(company), is_prepayment=True)
    enter = partial(entering.enter_payment, journal=a_journal(company), marks={}, entered_by=clerk, key="prepaid")
    with pytest.raises(CannotEnter, match="no posting profile for prepayments"):
        enter(head=head)
    liability = LedgerAccount.objects.create(
        company=company, number="1700", name="Prepayments", account_type="liability", is_control_account=True
    )
    profile = PostingProfile.objects.create(company=company, code="PRE", summary_account=liability, is_revalued=False)
    decided = SettlementParameters.objects.filter(company=company)
    decided.update(prepayment_profile=profile, settles_automatically=True)
    allowed = SettlementParameters.objects.get(company=company)
    allowed.clean()
    allowed.prepayment_profile = customer.posting_profile
    with pytest.raises(ValidationError, match="has to be a liability, and not revalued"):
        allowed.clean()
    profile.is_revalued = True
    with pytest.raises(ValidationError, match="has to be a liability, and not revalued"):
        profile.clean()
    PostingProfile(pk=profile.pk, company=company, is_revalued=True).clean()  # a form left without an account says so
    for wrong, marks, said in (
        (head, {invoice.customer_transaction.pk: Decimal(80)}, "settles nothing yet"),
        (replace(head, amount=Decimal(-80)), {}, "Only what is received"),
    ):
        with pytest.raises(CannotEnter, match=said):
            enter(head=wrong, marks=marks)
    payment = enter(head=head)
    decided.update(prepayment_profile=None)
    assert [one.code for one in post(payment, key="early").left_out] == ["no_prepayment_profile"]
    decided.update(prepayment_profile=profile)

    assert post(payment).posted == [payment.pk]

    assert_entries(
        vouchers_of(payment),
        """
        posting type     | account | debit | credit
        bank             | 1000    | 80.00 |
        customer balance | 1700    |       | 80.00
        """,
    )
    prepaid = CustomerTransaction.objects.get(transaction_type="payment")
    assert prepaid.open.transaction_currency_amount == -80
    part = Part(invoice.customer_transaction.pk, prepaid.pk, Decimal(80), OCTOBER)
    settlement.settle(company=company, parts=[part], posted_by=clerk, key="taken")
    settled = Settlement.objects.get()
    assert_entries(
        Voucher.objects.filter(document_type="settlement", document_id=settled.pk),
        """
        posting type     | account | debit | credit
        customer balance | 1700    | 80.00 |
        customer balance | 1100    |       | 80.00
        """,
    )
    assert findings(company) == {}
