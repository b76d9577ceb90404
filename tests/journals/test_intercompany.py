"""A payment of one company settles invoices of another: in the books of both, or of neither."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from arclose.access.models import Membership
from arclose.ledger.closing import change_status
from arclose.ledger.models import FiscalPeriod, LedgerAccount, LedgerEntry, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.money import round_amount
from arclose.ledger.outcomes import as_stored, from_stored
from customers.models import CustomerTransaction, Mark, OpenTransaction, Settlement, SettlementParameters
from customers.settling.exchanging import settle_across
from customers.settling.marking import CannotMark, Holder, Way, release
from customers.settling.refusals import CannotSettle
from journals import entering
from journals.acts import CannotEnter
from journals.banking.matching import propose
from journals.banking.payments import make_payments
from journals.banking.return_matching import propose_returns
from journals.banking.returning import take_returns
from journals.banking.undoing_returns import undo_return
from journals.intercompany.across import worth
from journals.intercompany.entries import DUE_FROM, DUE_TO, PASSED_ON, TAKEN_OVER
from journals.models import (
    CustomerParty,
    IntercompanyPayment,
    IntercompanyRelation,
    IntercompanyResult,
    JournalName,
    Payment,
)
from journals.payments.paying import post_payments, reverse_payments
from journals.posting import post_general_vouchers
from journals.refusals import in_words
from tests.builders import a_bank_statement, a_company, a_controller, a_customer
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, text_of, value_of
from tests.customers.posting import findings, still_open
from tests.customers.posting import take_back as take_settlement_back
from tests.journals.intercompany import BRITISH, a_group, pays, somebody_in, the_same
from tests.journals.payments import OCTOBER, a_journal, discounted, invoices, untaxed
from tests.journals.test_post_general_vouchers import a_voucher
from tests.text_tables import assert_entries, read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(db):
    """Two Dutch companies with a customer each who is the same, and somebody who may do all in both."""
    paid, invoicing = a_group()
    here, there = untaxed(paid), untaxed(invoicing)
    the_same(here, there)
    return here, there, somebody_in(paid, invoicing)


def post(*payments: Payment, by, key: str = "key", **options: object):
    ids = [payment.pk for payment in payments]
    return post_payments(company=payments[0].company, documents=ids, posted_by=by, key=key, **options)


def take_back(payment: Payment, *, by, on: date = OCTOBER, key: str = "back"):
    return reverse_payments(
        company=payment.company, documents=[payment.pk], day=on, reason="mistake", reversed_by=by, key=key
    )


def of(payment: Payment, document_type: str):
    """Give the vouchers of a payment in one of the two companies."""
    parts = IntercompanyPayment.objects.filter(payment=payment).values("pk")
    ids = parts if document_type == DUE_FROM else [payment.pk]
    return Voucher.objects.filter(document_type=document_type, document_id__in=ids)


def test_it_settles_invoices_of_both_companies_in_the_books_of_each(group):
    here, there, somebody = group
    [own], [others] = invoices(here, "40"), invoices(there, "60")
    payment = pays(here, "120", {own: "40", others: "60"}, by=somebody)
    assert post(payment, by=somebody).left_out == []
    assert_entries(
        [*of(payment, "payment"), *of(payment, DUE_TO)],
        """
        posting type     | account | debit  | credit
        bank             | 1000    | 120.00 |
        customer balance | 1100    |        | 120.00
        customer balance | 1100    | 60.00  |
        due to           | 2800    |        | 60.00
        """,
    )
    assert_entries(
        of(payment, DUE_FROM),
        """
        posting type     | account | debit  | credit
        due from         | 1800    | 60.00  |
        customer balance | 1100    |        | 60.00
        """,
    )
    [left] = CustomerTransaction.objects.filter(transaction_type="payment").select_related("open")
    assert left.open.transaction_currency_amount == -20
    assert not CustomerTransaction.objects.filter(transaction_type="intercompany", open__isnull=False).exists()
    assert still_open(own, others) == [(0, 0), (0, 0)]
    assert not Mark.objects.exists()
    assert findings(here.company, there.company) == {}


# What is open in the company that is paid and in the other, what is paid, what of both is marked; then what is left of
# the payment, of the documents here and there, and of what was paid to the other company.
MARKED = """
    here | there   | paid | marked here | marked there | left of payment | left here | left there | left of due from
         | 100     | 60   |             | 60           | 0               |           | 40         | 0
    40   | 60      | 90   | 30          | 60           | 0               | 10        | 0          | 0
    40 -20 | 60    | 80   | 40 -20      | 60           | 0               | 0 0       | 0          | 0
         | -30     | -30  |             | -30          | 0               |           | 0          | 0
    100  | -30     | 70   | 100         | -30          | 0               | 0         | 0          | 0
"""


def test_it_settles_as_marked_in_both(group):
    here, there, somebody = group
    cases, paid = read_table(MARKED), []
    for case in cases:
        own, others = _documents(here, case["here"]), _documents(there, case["there"])
        marks = dict(zip([*own, *others], [*case["marked here"].split(), *case["marked there"].split()], strict=True))
        paid.append((pays(here, case["paid"] or None, marks, by=somebody), own, others))
    assert post(*(payment for payment, _own, _others in paid), by=somebody).left_out == []
    for case, (payment, own, others) in zip(cases, paid, strict=True):
        rows = CustomerTransaction.objects.select_related("open")
        left = {
            "left of payment": _left(rows.filter(voucher__in=of(payment, "payment"))),
            "left of due from": _left(rows.filter(voucher__in=of(payment, DUE_FROM))),
            "left here": " ".join(f"{amount:.0f}" for amount, _books in still_open(*own)),
            "left there": " ".join(f"{amount:.0f}" for amount, _books in still_open(*others)),
        }
        assert left == {name: case[name] for name in left}, case
        spent = Settlement.objects.filter(debit_transaction__voucher__in=of(payment, DUE_TO))
        assert {one.credit_transaction.transaction_type for one in spent} <= {"payment"}
    assert findings(here.company, there.company) == {}


def _documents(customer, amounts: str):
    return invoices(customer, *amounts.split()) if amounts else []


def _left(rows):
    [row] = rows
    return f"{row.open.transaction_currency_amount:.0f}" if hasattr(row, "open") else "0"


def test_the_company_of_the_invoice_bears_exchange_differences_and_discounts(db):
    paid, invoicing = a_group(other=BRITISH)
    here = untaxed(paid)
    there = discounted(invoicing, tax_group="OUT", country="NL", currency_id="EUR")
    the_same(here, there)
    somebody = somebody_in(paid, invoicing)
    [invoice] = invoices(there, "1000", on=date(2026, 10, 12))
    payment = pays(here, "1000", {invoice: "1000"}, by=somebody)
    assert post(payment, by=somebody).left_out == []
    left = CustomerTransaction.objects.get(company=paid, transaction_type="payment").open.transaction_currency_amount
    assert left == -20
    due_from = of(payment, DUE_FROM).get()
    worth = sum(entry.accounting_currency_amount for entry in due_from.entries.filter(posting_type="due_from"))
    original = CustomerTransaction.objects.get(invoice=invoice).accounting_currency_amount
    made = Voucher.objects.filter(company=invoicing, posting=due_from.posting)
    granted = sum(entry.accounting_currency_amount for entry in _entries(made, "cash_discount"))
    realized = sum(entry.accounting_currency_amount for entry in _entries(made, "realized_gain", "realized_loss"))
    assert worth not in (0, 980)
    assert granted > 0
    assert realized == original - worth - granted != 0
    # The company that is paid has the money and the debt, and nothing else.
    assert_entries(
        Voucher.objects.filter(company=paid),
        """
        posting type     | account | debit  | credit
        bank             | 1000    | 1000.00 |
        customer balance | 1100    |        | 1000.00
        customer balance | 1100    | 980.00 |
        due to           | 2800    |        | 980.00
        """,
    )
    assert still_open(invoice) == [(0, 0)]
    assert findings(paid, invoicing) == {}


def test_the_paid_company_bears_them_where_it_says_so(db):
    paid, invoicing = a_group(other=BRITISH)
    IntercompanyRelation.objects.filter(company=paid).update(bears_results=True)
    here = untaxed(paid)
    there = discounted(invoicing, tax_group="OUT", country="NL", currency_id="EUR")
    the_same(here, there)
    somebody = somebody_in(paid, invoicing)
    [invoice] = invoices(there, "1000", on=date(2026, 10, 12))
    payment = pays(here, "980", {invoice: "980"}, by=somebody)
    assert post(payment, by=somebody).left_out == []
    results = {one.posting_type: one.amount for one in IntercompanyResult.objects.all()}
    assert results["cash_discount"] > 0
    assert len(results) == 2
    passed, taken = (Voucher.objects.filter(document_type=name) for name in (PASSED_ON, TAKEN_OVER))
    # In the accounting currency of the company of the invoices: it has only what the invoice made, the other the rest.
    assert {one.posting_type: -one.transaction_currency_amount for one in _entries(passed, *results)} == results
    assert {one.posting_type: one.transaction_currency_amount for one in _entries(taken, *results)} == results
    assert _moved(invoicing, "cash_discount", "realized_gain", "realized_loss") == 0
    assert _moved(paid, "due_to", "due_from", "cash_discount", "realized_gain", "realized_loss", "bank") == 0
    assert findings(paid, invoicing) == {}
    settlement = Settlement.objects.get(company=invoicing, credit_transaction__voucher__in=of(payment, DUE_FROM))
    with pytest.raises(CannotSettle, match="passed on"), transaction.atomic():
        take_settlement_back(settlement)
    assert take_back(payment, by=somebody).left_out == []
    for company in (paid, invoicing):
        assert _moved(company, "due_to", "due_from", "cash_discount", "realized_gain", "realized_loss") == 0
    assert findings(paid, invoicing) == {}


def test_what_a_part_marks_against_each_other_is_passed_on_too(db):
    paid, invoicing = a_group()
    IntercompanyRelation.objects.filter(company=paid).update(bears_results=True)
    here, there = untaxed(paid), discounted(invoicing, tax_group="OUT")
    the_same(here, there)
    somebody = somebody_in(paid, invoicing)
    [first, note, last] = invoices(there, "100", "-98", "100", on=date(2026, 10, 12))
    payment = pays(here, "98", {first: "98", note: "-98", last: "98"}, by=somebody)
    [dear] = invoices(there, "50", on=date(2026, 9, 1))
    beside = pays(here, "50", {dear: "50"}, by=somebody)
    # What costs something on a later day is passed on by that, where the company that is paid posts on it.
    [later, too_late] = [*invoices(there, "100", on=date(2026, 10, 25)), *invoices(there, "100", on=date(2026, 11, 2))]
    early, refused = pays(here, "98", {later: "98"}, by=somebody), pays(here, "98", {too_late: "98"}, by=somebody)
    november = FiscalPeriod.objects.get(company=paid, name="2026-11")
    change_status(period=november, status=PeriodStatus.ON_HOLD, changed_by=a_controller(paid))
    left_out = post(payment, beside, early, refused, by=somebody).left_out
    assert [(one.document_id, one.code) for one in left_out] == [(refused.pk, "costs_later_in")]
    results = IntercompanyResult.objects.values_list("posting_type", "amount", "result_date")
    assert sorted(results) == [("cash_discount", 2, date(2026, 10, 25)), ("cash_discount", 4, OCTOBER)]
    for name in (PASSED_ON, TAKEN_OVER):
        days = Voucher.objects.filter(document_type=name).values_list("posting_date", flat=True)
        assert sorted(days) == [OCTOBER, date(2026, 10, 25)]
    assert _moved(invoicing, "cash_discount") == 0
    assert still_open(first, note, last) == [(0, 0)] * 3
    # All of it goes back with the payment, and what another one settled in the same posting may go alone.
    for one in Settlement.objects.filter(company=invoicing).exclude(debit_transaction=_transaction(dear)):
        with pytest.raises(CannotSettle, match="passed on"), transaction.atomic():
            take_settlement_back(one)
    take_settlement_back(Settlement.objects.get(debit_transaction=_transaction(dear)))
    assert still_open(dear) == [(50, 50)]
    assert findings(paid, invoicing) == {}


def test_what_is_paid_on_account_elsewhere_settles_another_currency_there(group):
    here, there, somebody = group
    dollars = a_customer(there.company, tax_group="OUT", currency_id="USD")
    CustomerParty.objects.create(company=there.company, customer=dollars, party=there.party.party)
    with pytest.raises(CannotEnter, match="the same customer there"), transaction.atomic():
        pays(here, "80", {}, by=somebody, on_account={untaxed(there.company): "80"})
    [marked], [owed] = invoices(there, "20"), invoices(dollars, "90")
    with pytest.raises(CannotEnter, match="another sign"), transaction.atomic():
        pays(here, "10", {marked: "20"}, by=somebody, on_account={dollars: "-10"})
    payment = pays(here, None, {marked: "20"}, by=somebody, on_account={dollars: "80"})
    assert payment.amount == 100
    assert post(payment, by=somebody).left_out == []
    [due] = CustomerTransaction.objects.filter(customer=dollars, transaction_type="intercompany")
    assert (due.currency_id, due.open.transaction_currency_amount) == ("EUR", -80)
    values = {"payment": due.pk, "spent": Decimal(80), "amounts": {_transaction(owed).pk: Decimal(90)}}
    settle_across(company=there.company, day=OCTOBER, posted_by=somebody, key="across", **values)
    assert still_open(owed, marked) == [(0, 0), (0, 0)]
    assert findings(here.company, there.company) == {}
    assert take_back(payment, by=somebody).left_out == []
    assert [amount for amount, _books in still_open(owed, marked)] == [90, 20]
    assert findings(here.company, there.company) == {}


@pytest.fixture
def dollars(group):
    """The same party in the other company, where they owe in dollars too."""
    _here, there, _somebody = group
    customer = a_customer(there.company, tax_group="OUT", currency_id="USD")
    CustomerParty.objects.create(company=there.company, customer=customer, party=there.party.party)
    return customer


def test_what_is_owed_in_another_currency_is_settled_with_the_payment(group, dollars):
    here, there, somebody = group
    [own], [owed, further] = invoices(there, "20"), invoices(dollars, "90", "45")
    marks, spent = {own: "20", owed: "90", further: "30"}, {(dollars.pk, "USD"): "100"}
    payment = pays(here, "130", marks, by=somebody, spent=spent)
    part = IntercompanyPayment.objects.get(settled_currency="USD")
    assert (part.amount, part.settled_amount) == (100, 120)

    assert post(payment, by=somebody).left_out == []

    assert [amount for amount, _books in still_open(own, owed, further)] == [0, 0, 15]
    left = CustomerTransaction.objects.get(company=here.company, transaction_type="payment").open
    assert left.transaction_currency_amount == -10
    part.refresh_from_db()
    made = Voucher.objects.filter(posting=part.posting)
    worths = [_transaction(one).accounting_currency_amount for one in (owed, further)]
    in_books = worths[0] + worths[1] * 30 / 45
    realized = sum(one.accounting_currency_amount for one in _entries(made, "realized_gain", "realized_loss"))
    assert _moved(there.company, "due_from") == 120
    assert abs(realized - (in_books - 100)) < Decimal("0.01")
    assert findings(here.company, there.company) == {}
    assert take_back(payment, by=somebody).left_out == []
    assert [amount for amount, _books in still_open(own, owed, further)] == [20, 90, 45]
    assert findings(here.company, there.company) == {}


def test_what_is_owed_in_another_currency_is_marked_and_previewed_on_the_pages(group, dollars):
    here, there, somebody = group
    [owed] = invoices(dollars, "90")
    journal, visitor = a_journal(here.company, by=somebody), Visitor(somebody, here.company)
    # The number of the invoice is enough, though the bank account is in another currency.
    typed = {"customer": owed.number, "payment_date": "20-10-2026", "bank_account": "BANK", "act": "save"}
    spent, pk = f"spent_{dollars.pk}_USD", owed.customer_transaction.pk
    marks = {f"mark_{pk}": "on", f"amount_{pk}": "45", spent: "50"}
    address = f"payment-journals/{journal.pk}/enter/"
    assert "Spent on what is owed in USD" in text_of(visitor.post(address, **{**typed, "act": "show"}))
    assert "is entered" in text_of(visitor.post(address, **typed, **marks))
    payment = Payment.objects.get()
    kept = visitor.get(f"payments/{payment.pk}/change/")
    assert (payment.amount, value_of(kept, spent), value_of(kept, f"amount_{pk}")) == (50, "50.00", "45.00")
    preview = text_of(visitor.post("payments/preview/", selected=payment.pk))
    assert f"{there.company.code} {owed.number} USD 45.00, 45.00 stays open" in preview
    post(payment, by=somebody)
    part = IntercompanyPayment.objects.get()
    shown = text_of(Visitor(somebody, there.company).get(f"intercompany-payments/{part.pk}/"))
    assert f"{owed.number} 20 Oct 2026 45.00 USD" in shown


def test_it_takes_of_the_payment_what_the_rates_of_the_other_company_say(group, dollars):
    here, there, somebody = group
    discount = discounted(there.company, tax_group="OUT", currency_id="USD")
    CustomerParty.objects.create(company=there.company, customer=discount, party=there.party.party)
    [owed] = invoices(discount, "100", on=date(2026, 10, 12))
    rate = worth(company=there.company, amount=Decimal(100), currency="USD", to=here.currency, day=OCTOBER)
    with pytest.raises(CannotMark, match="cannot be settled in full"), transaction.atomic():
        pays(here, None, {owed: "100"}, by=somebody, ways={owed: Way(settles_fully=True)})
    payment = pays(here, None, {owed: "100"}, by=somebody)
    assert payment.amount == rate
    # Two of the hundred are its cash discount, so as much of the payment stays here.
    assert post(payment, by=somebody).left_out == []
    part = IntercompanyPayment.objects.get()
    assert (part.settled_amount, part.amount) == (98, round_amount(rate * 98 / 100, 2))
    assert still_open(owed) == [(0, 0)]
    left = CustomerTransaction.objects.get(company=here.company, transaction_type="payment").open
    assert left.transaction_currency_amount == part.amount - rate
    assert findings(here.company, there.company) == {}


def test_what_spends_too_much_since_somebody_let_go_is_refused(group, dollars):
    here, there, somebody = group
    [owed, further] = invoices(dollars, "90", "45")
    payment = pays(here, None, {owed: "90", further: "45"}, by=somebody)
    part = IntercompanyPayment.objects.get()
    held = {further.customer_transaction.pk: Holder(DUE_FROM, part.pk)}
    release(company=there.company, shown=held, released_by=a_controller(there.company))
    assert [one.code for one in post(payment, by=somebody).left_out] == ["marked_otherwise"]


def _transaction(invoice):
    return CustomerTransaction.objects.get(invoice=invoice)


def _moved(company, *posting_types: str):
    rows = LedgerEntry.objects.filter(voucher__company=company, posting_type__in=posting_types)
    return rows.aggregate(sum=Sum("accounting_currency_amount"))["sum"]


def _entries(vouchers, *posting_types: str):
    return LedgerEntry.objects.filter(voucher__in=vouchers, posting_type__in=posting_types)


def test_what_is_paid_too_little_is_let_go_by_the_company_of_the_invoice(group):
    here, there, somebody = group
    SettlementParameters.objects.filter(company=there.company).update(penny_limit_amount=1)
    [first, second, third] = invoices(there, "100", "200", "50")
    short = pays(here, "99.50", {first: "99.50"}, by=somebody)
    # Here the payment has money left, so what is not marked is meant to stay open.
    partly = pays(here, "300", {second: "199.50"}, by=somebody)
    # What is on account beside marks there is small, and still meant to be.
    beside = pays(here, None, {third: "50"}, by=somebody, on_account={there: "0.50"})
    assert post(short, partly, beside, by=somebody).left_out == []
    assert [amount for amount, _books in still_open(first, second, third)] == [0, Decimal("0.5"), 0]
    on_account = CustomerTransaction.objects.get(voucher__in=of(beside, DUE_FROM)).open
    assert on_account.transaction_currency_amount == Decimal("-0.5")


def _hold(there, somebody):
    period = FiscalPeriod.objects.get(company=there.company, name="2026-10")
    change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=a_controller(there.company))


def _take_the_role(there, somebody):
    Membership.objects.filter(user=somebody, company=there.company).delete()


def _end_the_relation(there, somebody):
    IntercompanyRelation.objects.filter(company=there.company).update(is_active=False)


def _make_them_others(there, somebody):
    CustomerParty.objects.filter(customer=there).update(party="somebody else")


def _block(there, somebody):
    LedgerAccount.objects.filter(company=there.company, number="1800").update(is_blocked=True)


def _settle_it(there, somebody):
    [own] = CustomerTransaction.objects.filter(customer=there)
    OpenTransaction.objects.filter(pk=own.pk).update(transaction_currency_amount=10)


REFUSED = {
    _hold: "period_not_open_in",
    _take_the_role: "no_role_in",
    _end_the_relation: "no_relation",
    _make_them_others: "other_party",
    _block: "account_blocked_in",
    _settle_it: "marked_not_open",
}


def test_it_posts_in_neither_what_one_refuses(group):
    here, there, somebody = group
    [invoice] = invoices(there, "60")
    payment, other = pays(here, "60", {invoice: "60"}, by=somebody), pays(here, "5", {}, by=somebody)
    for change, code in REFUSED.items():
        with transaction.atomic():
            change(there, somebody)
            outcome = post(payment, other, by=somebody)
            assert [(one.document_id, one.code) for one in outcome.left_out] == [(payment.pk, code)]
            assert outcome.posted == [other.pk]
            words = in_words(code, from_stored(as_stored(outcome.left_out[0].facts)))
            assert words == (outcome.left_out[0].reason, outcome.left_out[0].remedy)
            assert not Voucher.objects.filter(document_type__in=[DUE_TO, DUE_FROM]).exists()
            transaction.set_rollback(True)


def test_a_payment_marks_what_the_person_may_settle_and_the_same_party_owes(group):
    here, there, somebody = group
    [invoice], [strange] = invoices(there, "60"), invoices(untaxed(there.company), "60")
    only_here = somebody_in(here.company)
    for by, asked in ((only_here, invoice), (somebody, strange)):
        with pytest.raises(CannotMark), transaction.atomic():
            pays(here, "60", {asked: "60"}, by=by)
    with pytest.raises(CannotEnter, match="marked"), transaction.atomic():
        pays(here, "50", {invoice: "60"}, by=somebody)
    payment = pays(here, "60", {invoice: "60"}, by=somebody)
    with pytest.raises(CannotEnter, match="another company"):
        entering.delete_payment(payment=payment, deleted_by=only_here)
    assert Mark.objects.filter(company=there.company).count() == 1
    assert entering.delete_payment(payment=payment, deleted_by=somebody)
    assert not Mark.objects.exists()
    assert not IntercompanyPayment.objects.exists()


def test_what_is_let_go_of_in_the_other_company_is_not_settled(group):
    here, there, somebody = group
    [own, other] = invoices(there, "60", "30")
    payment = pays(here, "90", {own: "60", other: "30"}, by=somebody)
    part = IntercompanyPayment.objects.get(payment=payment)
    held = {own.customer_transaction.pk: Holder(DUE_FROM, part.pk)}
    let_go = release(company=there.company, shown=held, released_by=a_controller(there.company))
    assert (let_go.released, list(let_go.kept)) == (1, [])
    assert post(payment, by=somebody).left_out == []
    part.refresh_from_db()
    assert part.amount == 30
    assert [amount for amount, _books in still_open(own, other)] == [60, 0]
    assert findings(here.company, there.company) == {}


def test_it_is_taken_back_as_a_whole(group):
    here, there, somebody = group
    [own], [others] = invoices(here, "40"), invoices(there, "60")
    payment = pays(here, "100", {own: "40", others: "60"}, by=somebody)
    post(payment, by=somebody)
    spent = Settlement.objects.get(debit_transaction__transaction_type="intercompany", company=here.company)
    with pytest.raises(CannotSettle, match="Take the payment back"):
        take_settlement_back(spent)
    clerk_there = somebody_in(here.company)
    assert [one.code for one in take_back(payment, by=clerk_there, key="no").left_out] == ["no_role_in"]
    _hold(there, somebody)
    outcome = take_back(payment, by=somebody, key="held")
    assert [one.code for one in outcome.left_out] == ["period_not_open_in"]
    assert not Voucher.objects.filter(reversal_of__isnull=False).exists()
    period = FiscalPeriod.objects.get(company=there.company, name="2026-10")
    change_status(period=period, status=PeriodStatus.OPEN, changed_by=a_controller(there.company), reason="late")
    for _twice in range(2):
        outcome = take_back(payment, by=somebody)
        assert (outcome.posted, outcome.left_out) == ([payment.pk], [])
    assert [amount for amount, _books in still_open(own, others)] == [40, 60]
    taken_back = Voucher.objects.filter(reversal_of__isnull=False).values_list("company", "reversal_of__document_type")
    assert sorted(taken_back) == sorted(
        [(here.company.pk, "payment"), (here.company.pk, DUE_TO), (there.company.pk, DUE_FROM)]
    )
    assert not CustomerTransaction.objects.filter(transaction_type="intercompany", open__isnull=False).exists()
    assert findings(here.company, there.company) == {}


def test_the_database_keeps_both_sides_apart(group):
    here, there, somebody = group
    [invoice] = invoices(there, "60")
    payment = pays(here, "60", {invoice: "60"}, by=somebody)
    waiting = IntercompanyPayment.objects.filter(payment=payment)
    for wrong in (
        {"company": here.company},
        {"paying_company": there.company},
        {"customer": here},
        {"paying_account": LedgerAccount.objects.get(company=there.company, number="2800")},
        {"account": LedgerAccount.objects.get(company=here.company, number="1800")},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            waiting.update(**wrong)
    post(payment, by=somebody)
    for change in (lambda: waiting.update(amount=50), waiting.delete):
        with pytest.raises(DatabaseError, match="posted and never changes"), transaction.atomic():
            change()
    strange = untaxed(there.company)
    values = {"company": there.company, "paying_company": here.company, "amount": 10, "customer": strange}
    with pytest.raises(DatabaseError, match="settles nothing more"), transaction.atomic():
        IntercompanyPayment.objects.create(payment=payment, **values)


@pytest.mark.whole_pages
def test_it_is_entered_previewed_and_posted_on_the_pages(group):
    here, there, somebody = group
    [own], [others] = invoices(here, "40"), invoices(there, "60")
    journal = a_journal(here.company, by=somebody)
    address = f"payment-journals/{journal.pk}/enter/"
    typed = {"customer": here.number, "payment_date": "20-10-2026", "bank_account": "BANK", "act": "save"}
    stranger, visitor = Visitor(a_controller(here.company), here.company), Visitor(somebody, here.company)
    marks = {f"mark_{invoice.customer_transaction.pk}": "on" for invoice in (own, others)} | {
        f"account_{there.pk}": "5"
    }
    shown = text_of(visitor.post(address, **{**typed, "act": "show"}))
    assert [one in shown for one in (own.number, others.number, there.company.code)] == [True, True, True]
    # The number of the other company's invoice is enough.
    assert (
        f"mark_{others.customer_transaction.pk}"
        in visitor.post(address, **{**typed, "customer": others.number, "act": "show"}).content.decode()
    )
    assert there.company.code not in text_of(stranger.post(address, **{**typed, "act": "show"}))
    # Of 35 that are paid 5 are on account there, so the oldest here gets 30.
    spread = visitor.post(address, **{**typed, **marks, "act": "oldest"}, amount="35")
    assert value_of(spread, f"account_{there.pk}") == "5"
    assert value_of(spread, f"amount_{own.customer_transaction.pk}") == "30.00"
    assert "is entered" in text_of(visitor.post(address, **typed, **marks, amount="105"))
    payment = Payment.objects.get()
    [part] = IntercompanyPayment.objects.all()
    # Who has no role in the other company sees that there is something, and nothing of it; nor do they change it.
    page = text_of(stranger.get(f"intercompany-payments/{part.pk}/"))
    assert (others.number in page, "EUR 65.00" in page) == (False, True)
    assert "where you may not settle" in text_of(
        stranger.post(f"payments/{payment.pk}/change/", **typed, amount="100", version=1)
    )
    assert Visitor(a_controller(a_company()), here.company).get(f"intercompany-payments/{part.pk}/").status_code == 404
    kept = visitor.get(f"payments/{payment.pk}/change/")
    assert ("60.00" in text_of(kept), value_of(kept, f"account_{there.pk}")) == (True, "5.00")
    preview = visitor.post("payments/preview/", selected=payment.pk)
    assert f"In the books of {there.company}" in text_of(preview)
    assert f"{there.company.code} {others.number} 60.00 {there.company.code} on account 5.00" in text_of(preview)
    form = {"selected": payment.pk} | {name: value_of(preview, name) for name in ("key", "seen")}
    assert "1 payment is posted" in text_of(visitor.post("payments/post/", **form))
    assert [amount for amount, _books in still_open(own, others)] == [0, 0]
    for company, owed in ((here.company, "-65.00"), (there.company, "65.00")):
        listed = text_of(Visitor(somebody, company).get("intercompany-payments/"))
        assert f"EUR {owed}" in listed.replace("\N{MINUS SIGN}", "-")
        assert f"IC-{part.pk}" in listed
    assert others.number in text_of(Visitor(somebody, there.company).get(f"intercompany-payments/{part.pk}/"))
    october = FiscalPeriod.objects.get(company=here.company, name="2026-10")
    assert left_of("intercompany", company=here.company, period=october).count == 0
    # One of the two books that the debt was paid, and the other one has not yet.
    repaid = a_voucher(here.company, ("2800", "25"), ("1000", "-25"))
    post_general_vouchers(company=here.company, documents=[repaid.pk], posted_by=somebody, key="repaid")
    left = left_of("intercompany", company=here.company, period=october)
    assert (left.count, dict(left.amounts)) == (1, {"EUR": 25})
    assert "the books of the two differ" in text_of(visitor.get("close/task/intercompany/"))


def test_a_bank_line_that_names_an_invoice_of_the_other_company_becomes_a_payment_that_settles_it(group):
    here, there, somebody = group
    [named, second, third] = invoices(there, "60", "75", "80")
    told = [("60", "X", f"Factuur {named.number}"), ("75", here.name, "alles"), ("79", here.name, third.number)]
    statement = a_bank_statement(here.company, *told)
    lines = list(statement.lines.select_related("statement").order_by("line_number"))
    assert propose(company=here.company, lines=lines, user=somebody_in(here.company)) == {}
    found = propose(company=here.company, lines=lines, user=somebody)
    assert [(found[line.pk].documents, found[line.pk].reason.value) for line in lines] == [
        (f"{there.company} {named.number}", "named"),
        (f"{there.company} {second.number}", "same_name"),
        (f"{there.company} {third.number}", "named_in_part"),
    ]
    shown = {pk: one.fingerprint for pk, one in found.items()}
    name = JournalName.objects.get(company=here.company, code="BANK")
    made = make_payments(company=here.company, name=name, shown=shown, made_by=somebody, key="bank lines")
    assert made.left_out == {}
    assert {payment.customer for payment in made.payments} == {here}
    assert post(*made.payments, by=somebody).left_out == []
    assert [amount for amount, _books in still_open(named, second, third)] == [0, 0, 1]


def test_a_return_of_the_bank_opens_it_in_both_and_undone_it_is_paid_again(group, dollars):
    here, there, somebody = group
    [invoice], [owed], company = invoices(there, "60"), invoices(dollars, "9"), here.company
    name = JournalName.objects.get(company=company, code="BANK")
    [line] = a_bank_statement(company, ("60", "X", f"{invoice.number} /EREF/E2E-1")).lines.select_related("statement")
    shown = {line.pk: propose(company=company, lines=[line], user=somebody)[line.pk].fingerprint}
    [payment] = make_payments(company=company, name=name, shown=shown, made_by=somebody, key="lines").payments
    told = {
        name: getattr(payment, name) for name in ("customer", "payment_date", "amount", "bank_account", "reference")
    }
    spent = {(dollars.pk, "USD"): Decimal(8)}
    head = entering.PaymentHead(**told, on_account={there.pk: Decimal(10)}, spent=spent)
    marks = {_transaction(invoice).pk: Decimal(42), _transaction(owed).pk: Decimal(9)}
    entering.change_payment(payment=payment, version=payment.version, head=head, marks=marks, changed_by=somebody)
    post(payment, by=somebody)
    back = a_bank_statement(company, ("-60", "X", "terug /EREF/E2E-1/RTRN/AC04"), on=date(2026, 10, 26)).lines
    [line] = back.select_related("statement__bank_account", "statement__currency")
    found = {line.pk: propose_returns(company=company, lines=[line])[line.pk].fingerprint}
    taken = take_returns(company=company, shown=found, charges_account=None, accepted_by=somebody, key="return")
    assert (len(taken.accepted), [amount for amount, _books in still_open(invoice, owed)]) == (1, [60, 9])
    day = date(2026, 10, 27)
    restored = undo_return(returned=taken.accepted[0], day=day, undone_by=somebody, key="undo")
    assert [amount for amount, _books in still_open(invoice, owed)] == [18, 0]
    told = restored.elsewhere.order_by("pk").values_list("amount", "on_account_amount", "settled_amount")
    assert list(told) == [(52, 10, None), (8, 0, 9)]
    assert {one.posting_date for one in of(restored, DUE_FROM)} == {day}
    assert findings(company, there.company) == {}
