"""Splitting what is open into parts with due dates of their own, moving it, and taking that back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType, FiscalPeriod, LedgerAccount, LedgerEntry
from customers.collecting import place_collection_hold
from customers.entries import REORGANIZATION
from customers.models import (
    Concession,
    Customer,
    CustomerTransaction,
    DiscountOffer,
    InterestCode,
    InterestRate,
    OpenTransaction,
    Settlement,
)
from customers.models.collection_holds import CollectionHoldKind
from customers.queries import called, open_document
from customers.settling.marking import Holder, mark, marks_of
from customers.settling.refusals import CannotSettle
from customers.settling.reorganizing import WantedPart, reorganize
from customers.settling.settlement import Part, settle
from customers.sql import interest_to_charge
from customers.undoing import undo_invoices
from journals.kinds.payments import PAYMENT
from journals.models import CustomerMethod
from journals.payments.methods import paid_by
from journals.payments.paying import post_payments, reverse_payments
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.customers.posting import findings, posted, take_back
from tests.journals.payments import a_method, a_payment, discounted
from tests.text_tables import assert_refused, read_table

pytestmark = pytest.mark.django_db
DAY, DUE = date(2026, 10, 20), "2026-11-14"


@pytest.fixture
def company() -> Company:
    return a_company()


def owed(customer: Customer, amount: str = "100", on: date = date(2026, 10, 15)) -> CustomerTransaction:
    """Give what a customer owes by an invoice, due on the 14th of November unless it is of another day."""
    [invoice] = posted(an_order(customer, ("1", amount), on=on))
    return CustomerTransaction.objects.get(invoice=invoice)


def split(row: CustomerTransaction, parts: str, *, day: date = DAY, key: str = "split") -> Settlement:
    """Split a transaction: ``60@2026-12-14, 40@2026-12-14@K2`` are amounts, due dates, and customers where moved."""
    outcome = reorganize(
        company=row.company,
        transaction_id=row.pk,
        parts=[_part(row, *one.split("@")) for one in parts.split(", ")],
        day=day,
        posted_by=a_clerk(row.company),
        key=key,
    )
    return Settlement.objects.get(pk=outcome.posted[0])


def _part(row: CustomerTransaction, amount: str, due: str, number: str = "") -> WantedPart:
    customer = Customer.objects.get(number=number) if number else row.customer
    return WantedPart(Decimal(amount), date.fromisoformat(due), customer)


def what_is_open() -> list[str]:
    rows = OpenTransaction.objects.select_related("transaction__customer").order_by("due_date", "pk")
    return [
        f"{row.transaction.customer.number} {row.due_date} {row.transaction_currency_amount:.2f}"
        f" {row.accounting_currency_amount:.2f}"
        for row in rows
    ]


def pay(payment, *, key: str = "pay") -> None:
    outcome = post_payments(
        company=payment.company, documents=[payment.pk], posted_by=a_clerk(payment.company), key=key
    )
    assert not outcome.left_out


def a_part(due: str) -> CustomerTransaction:
    return CustomerTransaction.objects.get(transaction_type="reorganized", due_date=due)


# Of an invoice of USD 100.00, EUR 62.50 in the books, due on the 14th of November: how it is split, then what is open,
# in both currencies.
PARTS = """
    parts                                                  | open
    50@2026-12-14, 50@2027-01-14                           | K1 2026-12-14 50.00 31.25, K1 2027-01-14 50.00 31.25
    33.33@2026-12-14, 33.33@2027-01-14, 33.34@2027-02-14   | K1 2026-12-14 33.33 20.83, K1 2027-01-14 33.33 20.83, K1 2027-02-14 33.34 20.84
    40@2026-12-31                                          | K1 2026-11-14 60.00 37.50, K1 2026-12-31 40.00 25.00
    100@2026-12-31                                         | K1 2026-12-31 100.00 62.50
    100@2026-11-14@K2                                      | K2 2026-11-14 100.00 62.50
    30@2026-11-14@K2, 70@2026-12-14                        | K2 2026-11-14 30.00 18.75, K1 2026-12-14 70.00 43.75
"""  # noqa: E501


@pytest.fixture
def abroad(company: Company) -> Customer:
    """A customer in dollars at 1.60, and from the 20th of October at 1.25; beside it one with an account of its own."""
    rate_type = ExchangeRateType.objects.create(code=f"OWN{company.pk}", name="Own", base_currency_id="EUR")
    for day, rate in (("2026-10-01", "1.60"), ("2026-10-20", "1.25")):
        ExchangeRate.objects.create(rate_type=rate_type, currency_id="USD", rate_date=day, units_per_base=rate)
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type, rate_age_limit_days=40)
    company.refresh_from_db()
    a_customer(company, number="K2", tax_group="EXP", country="US", currency_id="USD")
    return a_customer(company, number="K1", tax_group="EXP", country="US", currency_id="USD")


def test_it_splits_at_the_rate_of_the_document_and_takes_that_back(company, abroad):
    row = owed(abroad)
    for case in read_table(PARTS):
        made = split(row, case["parts"], day=date(2026, 10, 31), key=case["parts"])

        assert ", ".join(what_is_open()) == case["open"]
        assert findings(company) == {}, case
        take_back(made)
        assert what_is_open() == [f"K1 {DUE} 100.00 62.50"], case
    posted = LedgerEntry.objects.filter(voucher__document_type=REORGANIZATION)
    assert {entry.posting_type for entry in posted} == {"customer_balance"}
    assert findings(company) == {}


def test_a_part_that_is_paid_realizes_what_its_rate_makes_and_is_open_again_with_the_whole(company, abroad):
    made = split(owed(abroad), "40@2026-12-14, 60@2027-01-14")
    part = a_part("2026-12-14")
    payment = a_payment(abroad, "40")
    pay(payment)
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    settle(company=company, parts=[Part(part.pk, own.pk, Decimal(40), DAY)], posted_by=a_clerk(company), key="settle")
    assert what_is_open() == ["K1 2027-01-14 60.00 37.50"]
    realized = LedgerEntry.objects.get(posting_type="realized_gain")
    assert realized.accounting_currency_amount == -7
    take_back(made)
    assert what_is_open() == ["K1 2026-10-20 -40.00 -32.00", f"K1 {DUE} 100.00 62.50"]
    assert findings(company) == {}


def test_a_part_has_its_share_of_the_cash_discount_with_the_tax_in_it(company):
    row = owed(discounted(company), on=date(2026, 10, 5))
    split(row, "60.50@2026-11-10, 60.50@2026-12-10", day=date(2026, 10, 6))
    payment = a_payment(row.customer, "59.29", on=date(2026, 10, 15))
    mark(
        company=company,
        holder=Holder(PAYMENT, payment.pk),
        amounts={a_part("2026-11-10").pk: Decimal("59.29")},
        marked_by=a_clerk(company),
    )
    pay(payment)
    made = Concession.objects.get()
    assert (made.kind, made.amount, made.tax_amount) == ("cash_discount", Decimal("1.21"), Decimal("0.21"))
    assert [one.rsplit(" ", 2)[1] for one in what_is_open()] == ["60.50"]
    assert findings(company) == {}


def test_a_credit_note_settles_with_the_parts_the_earliest_due_first(company):
    customer = a_customer(company, tax_group="OUT", number="K1")
    row = owed(customer)
    split(row, "60@2027-01-14, 40@2026-12-14")
    split(a_part("2027-01-14"), f"20@2027-02-14@{a_customer(company, number='K2').number}", key="moved")
    [note] = posted(a_returned_order(customer, ("-1", "70"), on=date(2026, 10, 25), credited_invoice=row.invoice))
    assert what_is_open() == ["K1 2027-01-14 10.00 10.00", "K2 2027-02-14 20.00 20.00"]
    values = {"company": company, "day": date(2026, 10, 26), "undone_by": note.posting.posted_by}
    assert undo_invoices(documents=[note.pk], reason="", key="undo", **values).left_out == []
    assert findings(company) == {}


def test_what_is_left_of_a_payment_and_split_goes_back_no_earlier_than_its_parts_were_settled(company):
    customer = a_customer(company, tax_group="OUT", number="K1")
    payment = a_payment(customer, "100")
    pay(payment)
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    split(own, "-60@2026-12-14, -40@2026-12-15")
    row = owed(customer, "60", on=date(2026, 11, 2))
    part = a_part("2026-12-14")
    settle(
        company=company,
        parts=[Part(row.pk, part.pk, Decimal(60), date(2026, 11, 5))],
        posted_by=a_clerk(company),
        key="settle",
    )
    asked = {"company": company, "documents": [payment.pk], "reason": "mistake", "reversed_by": a_clerk(company)}
    early = reverse_payments(**asked, day=date(2026, 10, 31), key="early")
    assert [(one.code, one.facts) for one in early.left_out] == [("moved_later", ("2026-11-05",))]
    assert reverse_payments(**asked, day=date(2026, 11, 5), key="back").left_out == []
    assert what_is_open() == [f"K1 {row.due_date} 60.00 60.00"]
    assert findings(company) == {}


def test_a_part_has_a_method_of_payment_of_its_own(company):
    own, usual = a_method(company, code="OWN"), a_method(company, code="USUAL")
    customer = a_customer(company, tax_group="OUT")
    CustomerMethod.objects.create(company=company, customer=customer, method=usual)
    row = owed(customer)
    parts = [
        WantedPart(Decimal(50), date(2026, month, 14), customer, own if month == 12 else None) for month in (11, 12)
    ]
    asked = {"company": company, "posted_by": a_clerk(company), "day": DAY}
    reorganize(transaction_id=row.pk, parts=parts, key="split", **asked)
    assert _due(own) == ["2026-12-14"]
    assert _due(usual) == ["2026-11-14"]
    reorganize(transaction_id=a_part("2026-11-14").pk, parts=[replace(parts[0], paid_by=own)], key="way", **asked)
    # A part of a part is paid as that was to be.
    later = [WantedPart(Decimal(50), date(2027, 1, 14), customer)]
    reorganize(transaction_id=a_part("2026-12-14").pk, parts=later, key="later", **asked)
    assert (_due(own), _due(usual)) == (["2026-11-14", "2027-01-14"], [])


def _due(method) -> list[str]:
    rows = CustomerTransaction.objects.filter(paid_by(method), open__isnull=False).order_by("due_date")
    return [str(row.due_date) for row in rows]


def test_interest_runs_from_the_due_date_of_a_part(company):
    account = company.accounts.get(number="8100")
    code = InterestCode.objects.create(company=company, code="X", name="X", is_usual=True, interest_account=account)
    InterestRate.objects.create(company=company, interest_code=code, valid_from=date(2026, 1, 1), annual_percent=10)
    row = owed(a_customer(company, tax_group="OUT"))
    split(row, "50@2026-10-25, 50@2027-10-25")
    [charged] = interest_to_charge(company_id=company.pk, until=date(2026, 10, 31))
    assert (charged.from_date, charged.base_amount) == (date(2026, 10, 26), 50)


def test_the_number_of_a_document_means_the_part_due_first_or_the_one_that_is_named(company):
    row = owed(a_customer(company, tax_group="OUT"))
    split(row, "50@2027-01-14, 30@2026-12-14")
    first, second = a_part("2026-12-14"), a_part("2027-01-14")
    number = row.document_number.lower()
    assert (called(row), open_document(company=company, typed=number)) == (row.document_number, row)
    for part in (first, second):
        assert open_document(company=company, typed=f"{number} {part.due_date}") == part
        assert called(part) == f"{row.document_number} {part.due_date}"
    split(second, f"50@2027-01-14@{a_customer(company).number}", key="moved")
    assert open_document(company=company, typed=number) is None


# What cannot be done with an invoice of 100.00, with what is said.
REFUSED = """
    parts                                       | day        | said
    60@2026-12-14, 50@2026-12-15                | 2026-10-20 | only 100
    50@2026-12-14, -10@2026-12-15               | 2026-10-20 | with the sign of what is open
    -10@2026-12-15                              | 2026-10-20 | only 100
    33.333@2026-12-14                           | 2026-10-20 | finer than the currency
    100@2026-11-14                              | 2026-10-20 | nothing would change
    50@2026-12-14                               | 2026-10-01 | can be settled from
    50@2026-12-14                               | 2027-03-01 | in no open period
    50@2026-12-14@BLOCKED                       | 2026-10-20 | is blocked
    50@2026-12-14@ELSEWHERE                     | 2026-10-20 | not of this company
"""


def test_it_refuses_by_name_what_cannot_be_split(company):
    a_customer(company, number="BLOCKED", is_blocked=True)
    a_customer(a_company(), number="ELSEWHERE")
    row = owed(a_customer(company, tax_group="OUT"))
    cases = [(case["parts"], date.fromisoformat(case["day"]), case["said"]) for case in read_table(REFUSED)]
    assert_refused(CannotSettle, cases, lambda parts, day: split(row, parts, day=day))
    assert OpenTransaction.objects.filter(company=company).count() == 1


def test_what_is_disputed_or_goes_to_a_blocked_account_is_not_split(company):
    row = owed(a_customer(company, tax_group="OUT"))
    hold = {"kind": CollectionHoldKind.DISPUTED, "reason": "Broken", "placed_by": a_clerk(company)}
    place_collection_hold(company=company, transactions=[row.pk], **hold)
    LedgerAccount.objects.filter(pk=row.control_account_id).update(is_blocked=True)
    with pytest.raises(CannotSettle, match=r"clear that first.*is blocked"):
        split(row, "100@2026-12-31")


def test_parts_offer_no_more_than_the_whole_and_go_back_on_a_day_that_is_open(company):
    row = owed(discounted(company), on=date(2026, 10, 5))
    made = split(row, "40.33@2026-11-10, 40.33@2026-12-10, 40.34@2027-01-10", day=date(2026, 10, 6))
    offered = DiscountOffer.objects.filter(transaction__transaction_type="reorganized", number=1)
    assert sum(one.amount for one in offered) == Decimal("2.42")
    split(a_part("2027-01-10"), "40.34@2027-02-10", day=date(2026, 11, 5), key="later")
    november = FiscalPeriod.objects.get(company=company, name="2026-11")
    change_status(period=november, status="on_hold", changed_by=a_controller(company))
    with pytest.raises(CannotSettle, match="5 Nov 2026 lies in no open period"):
        take_back(made)


def test_what_a_payment_holds_is_neither_split_nor_taken_back(company):
    row = owed(a_customer(company, tax_group="OUT"))
    payment = a_payment(row.customer, "100", {row.invoice: "100"})
    with pytest.raises(CannotSettle, match="is marked by"):
        split(row, "100@2026-12-31")
    marks_of(company=company, holder=Holder(PAYMENT, payment.pk)).delete()
    made = split(row, "50@2026-12-14, 50@2027-01-14")
    held = {a_part("2027-01-14").pk: Decimal(50)}
    mark(company=company, holder=Holder(PAYMENT, payment.pk), amounts=held, marked_by=a_clerk(company))
    with pytest.raises(CannotSettle, match="is marked by"):
        take_back(made)


def test_a_clerk_splits_into_equal_parts_after_a_preview(company, django_assert_max_num_queries):
    clerk = Visitor(a_clerk(company), company)
    row, method = owed(a_customer(company, tax_group="OUT")), a_method(company)
    asked = {"selected": row.pk, "day": "20/10/2026"}

    page = clerk.post("transactions/reorganize/", selected=row.pk)
    assert value_of(page, "parts-0-amount") == "100.00"
    page = clerk.post("transactions/reorganize/", **asked, act="equal_parts", count="3", first_due_date="14/12/2026")
    count = page.content.decode().count('name="parts-')
    names = [f"parts-{n}-{name}" for n in range(3) for name in ("amount", "due_date")]
    typed = {name: value_of(page, name) for name in names} | {
        "parts-TOTAL_FORMS": "9", "parts-INITIAL_FORMS": "3", "parts-0-method_of_payment": method.code, **asked
    }  # fmt: skip
    assert count > len(names)
    assert [typed[f"parts-{n}-amount"] for n in range(3)] == ["33.34", "33.33", "33.33"]
    preview = clerk.post("transactions/reorganize/", **typed, key=page_key(1), act="preview")
    assert "What it would make" in text_of(preview)
    assert OpenTransaction.objects.count() == 1
    answer = clerk.post(
        "transactions/reorganize/", **typed, key=page_key(1), act="reorganize", seen=value_of(preview, "seen")
    )
    assert "is arranged in 3 parts" in text_of(answer)
    assert [one.split(" ", 1)[1] for one in what_is_open()] == [
        "2026-12-14 33.34 33.34", "2027-01-14 33.33 33.33", "2027-02-14 33.33 33.33"
    ]  # fmt: skip
    made = Settlement.objects.get()
    page = clerk.get(f"settlements/{made.pk}/")
    assert "Replaced by its parts" in text_of(page)
    assert f'/vouchers/{made.credit_transaction.voucher_id}/">' in page.content.decode()
    assert "The parts of INV2026-000001 are taken back" in text_of(clerk.get(f"settlements/{made.pk}/reverse/"))
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        invoice_page = text_of(clerk.get(f"invoices/{row.invoice_id}/"))
    assert "Open today in parts" in invoice_page
    assert f"Part due 14 Dec 2026 33.34 · {method}" in invoice_page.replace("EUR\N{NO-BREAK SPACE}", "").replace(
        "EUR ", ""
    )


def test_a_form_of_a_split_says_what_is_missing(company):
    clerk = Visitor(a_clerk(company), company)
    row = owed(a_customer(company, tax_group="OUT"))
    asked = {"selected": row.pk, "day": "20/10/2026", "parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0"}

    nothing = text_of(clerk.post("transactions/reorganize/", **asked, act="reorganize"))
    half = clerk.post("transactions/reorganize/", **asked, act="reorganize", **{"parts-0-amount": "50"})
    equal = text_of(clerk.post("transactions/reorganize/", **asked, act="equal_parts"))
    nobody = clerk.post("transactions/reorganize/", selected=[])

    assert "Type the amount and the due date of at least one part." in nothing
    assert "A part has an amount and a due date." in text_of(half)
    assert value_of(half, "parts-0-amount") == "50"
    assert "Say how many parts, and when the first one is due." in equal
    assert "Tick one open transaction" in text_of(nobody)
