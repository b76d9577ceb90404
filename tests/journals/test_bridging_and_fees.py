"""Payments pass a bridging account until they are seen on the bank account, and bear the fees of their method."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms import inlineformset_factory

from arclose.access.site import CompanyForm
from arclose.ledger import reversing
from arclose.ledger.models import FiscalPeriod, Voucher
from customers.models import CustomerTransaction
from journals.admin import MethodFeeLines
from journals.banking.matching import propose
from journals.banking.queries import lines_left
from journals.banking.return_matching import propose_returns
from journals.kinds.bridging import BRIDGE_CLEARING
from journals.kinds.payment_fees import PAYMENT_FEE
from journals.kinds.payments import PAYMENT
from journals.models import BridgeClearing, MethodFee, MethodOfPayment, Payment
from journals.payments.bridging import CannotClear, clear_bridged, uncleared
from journals.payments.paying import post_payments, reverse_payments
from tests.builders import a_bank_statement, a_clerk, a_company, a_controller, a_customer
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.posting import findings, still_open
from tests.journals.payments import a_cleared_payment, a_method, a_payment, bank_of, invoices, untaxed
from tests.text_tables import assert_entries, read_table

pytestmark = pytest.mark.django_db

LATER = date(2026, 10, 25)


@pytest.fixture
def customer(db):
    return untaxed(number="C1")


def post(*payments: Payment) -> None:
    for one in payments:
        values = {"company": one.company, "posted_by": one.entered_by, "key": f"post {one.pk}"}
        assert not post_payments(documents=[one.pk], **values).left_out


def take_back(payment: Payment, day: date = LATER) -> None:
    values = {"company": payment.company, "reversed_by": a_controller(payment.company), "key": f"back {payment.pk}"}
    assert not reverse_payments(documents=[payment.pk], day=day, reason="AM04", **values).left_out


def voucher_of(payment: Payment) -> Voucher:
    return Voucher.objects.get(document_type=PAYMENT, document_id=payment.pk)


def clear(*vouchers: Voucher, day: date = LATER, key: str = "clear", line: object = None):
    company = vouchers[0].company
    return clear_bridged(
        company=company,
        vouchers=[one.pk for one in vouchers],
        day=day,
        text="seen",
        bank_line=line,
        cleared_by=a_clerk(company),
        key=key,
    )


def a_fee(method, charged_to: str, **values: object) -> MethodFee:
    account = method.company.accounts.get(number="4000" if charged_to == "ledger" else "8100")
    values = {"name": charged_to, **values}
    values |= {"charged_to": charged_to, "account": account}
    return MethodFee.objects.create(company=method.company, method=method, **values)


def test_it_clears_what_was_bridged_at_the_rates_of_the_payments(customer):
    abroad = a_customer(customer.company, tax_group="OUT", country="US", currency_id="USD")
    method = a_method(customer.company, bridging_account="1010")
    payments = [a_payment(abroad, "1000", method=method, on=date(2026, 10, day)) for day in (1, 20)]
    post(*payments)
    october = FiscalPeriod.objects.get(company=customer.company, name="2026-10")
    left = left_of("bridged-payments", company=customer.company, period=october)
    assert (left.count, left.amounts) == (2, {"USD": Decimal(2000)})
    posting = clear(*map(voucher_of, payments))
    bridged = [entry.accounting_currency_amount for one in payments for entry in voucher_of(one).entries.all()]
    moved = Voucher.objects.get(posting=posting).entries.order_by("pk")
    assert [(entry.posting_type, entry.account.number) for entry in moved] == [("bank", "10USD"), ("bridging", "1010")]
    assert moved[0].accounting_currency_amount == sum(amount for amount in bridged if amount > 0)
    assert not uncleared(company=customer.company).exists()
    assert clear(*map(voucher_of, payments)).pk == posting.pk
    with pytest.raises(CannotClear, match="cleared already"):
        clear(voucher_of(payments[0]), key="again")
    assert findings(customer.company) == {}


def test_a_clearing_that_is_reversed_leaves_its_payments_to_be_cleared(customer):
    made = a_cleared_payment(customer)
    own = Voucher.objects.get(document_type=BRIDGE_CLEARING, document_id=made.pk)
    values = {"posting_date": None, "reason": "too soon", "posted_by": a_controller(customer.company), "key": "back"}
    assert not reversing.reverse(company=customer.company, vouchers=[own.pk], **values).left_out
    [voucher] = uncleared(company=customer.company)
    clear(voucher)
    assert findings(customer.company) == {}


def test_what_comes_to_nothing_is_cleared_each_by_itself(customer):
    method = a_method(customer.company, bridging_account="1010")
    payments = [a_payment(customer, amount, method=method) for amount in ("10", "-10")]
    post(*payments)
    with pytest.raises(CannotClear, match="come to nothing"):
        clear(*map(voucher_of, payments))
    for payment in payments:
        clear(voucher_of(payment), key=str(payment))
    assert not uncleared(company=customer.company).exists()


def test_what_was_taken_back_is_cleared_only_where_the_payment_was(customer):
    method = a_method(customer.company, bridging_account="1010")
    before, after = (a_payment(customer, amount, method=method) for amount in ("10", "30"))
    post(before, after)
    take_back(before)
    clear(voucher_of(after))
    assert not uncleared(company=customer.company).exists()
    take_back(after)
    [voucher] = uncleared(company=customer.company)
    assert voucher.bridged_amount == Decimal(-30)
    clear(voucher, key="returned")
    balance = sum(
        entry.accounting_currency_amount
        for one in Voucher.objects.all()
        for entry in one.entries.filter(account__number="1010")
    )
    assert balance == 0
    assert findings(customer.company) == {}


def test_the_page_clears_with_the_line_of_the_bank_statement_that_says_as_much(customer):
    company = customer.company
    method = a_method(company, bridging_account="1010")
    payments = [a_payment(customer, amount, method=method) for amount in ("70", "50")]
    post(*payments)
    statement = a_bank_statement(company, "120.00", "7.00", on=LATER)
    fits, differs = statement.lines.order_by("line_number")
    with pytest.raises(CannotClear, match=r"The line says EUR.7.00"):
        clear(*map(voucher_of, payments), line=differs)
    visitor = Visitor(a_clerk(company), company)
    assert voucher_of(payments[0]).number in text_of(visitor.get("bridged-payments/"))
    assert voucher_of(payments[0]).number in text_of(
        visitor.get(f"bridged-payments/?bank_account={bank_of(company).pk}")
    )
    chosen = {"selected": [voucher_of(one).pk for one in payments]}
    assert "EUR 120.00" in text_of(visitor.post("bridged-payments/clear/", **chosen))
    typed = {"decided": "yes", "key": page_key(1), "day": "25-10-2026", "bank_line": fits.pk}
    assert "They stand on the bank account now" in text_of(visitor.post("bridged-payments/clear/", **chosen, **typed))
    assert BridgeClearing.objects.get().bank_line == fits
    assert list(lines_left(company=company, until=LATER)) == [differs]
    stranger = a_company()
    outside = Visitor(a_clerk(stranger), stranger)
    assert outside.post("bridged-payments/clear/", **chosen).status_code == 404
    assert outside.get(f"bridged-payments/clearings/{BridgeClearing.objects.get().pk}/").status_code == 404


def test_fees_are_posted_with_their_payment_and_go_back_with_it(customer):
    [invoice] = invoices(customer, "100")
    method = a_method(customer.company)
    a_fee(method, "customer", amount=Decimal("2.50"), currency_id="EUR")
    a_fee(method, "ledger", percent=Decimal("1.25"))
    a_fee(method, "customer", amount=Decimal(9), currency_id="EUR", remittance_type="discount")  # it was one of bills
    MethodFee.objects.filter(charged_to="customer").update(currency="EUR")
    payment = a_payment(customer, "99.50", {invoice: "99.50"}, method=method)
    post(payment)
    assert_entries(
        Voucher.objects.filter(document_type__in=(PAYMENT, PAYMENT_FEE)),
        """
        posting type     | account | debit | credit
        bank             | 1000    | 99.50 |
        payment fee      | 4000    | 1.24  |
        bank             | 1000    |       | 1.24
        customer balance | 1100    |       | 99.50
        customer balance | 1100    | 2.50  |
        payment fee      | 8100    |       | 2.50
        """,
    )
    fee = CustomerTransaction.objects.get(transaction_type="payment_fee")
    assert (fee.open.transaction_currency_amount, fee.due_date) == (Decimal("2.50"), payment.payment_date)
    assert still_open(invoice) == [(Decimal("0.50"), Decimal("0.50"))]
    assert findings(customer.company) == {}
    take_back(payment)
    assert still_open(invoice) == [(100, 100)]
    assert not hasattr(CustomerTransaction.objects.get(pk=fee.pk), "open")
    assert findings(customer.company) == {}


# What is paid, and what the fees of three intervals and a fixed one of the company's come to.
INTERVALS = """
    paid   | fees
    1      | 0.50, 1
    99.99  | 0.50, 3
    100    | 2, 3
    999.99 | 20, 3
    1000   | 5, 3
"""


@pytest.mark.parametrize("case", read_table(INTERVALS), ids=lambda case: case["paid"])
def test_a_fee_holds_for_an_interval_of_payments(customer, case):
    method = a_method(customer.company)
    told = {"name": "Card", "currency_id": "EUR"}
    a_fee(method, "customer", amount=Decimal("0.50"), below_amount=Decimal(100), **told)
    a_fee(method, "customer", percent=Decimal(2), from_amount=Decimal(100), below_amount=Decimal(1000), **told)
    a_fee(method, "customer", amount=Decimal(5), from_amount=Decimal(1000), **told)
    a_fee(method, "ledger", amount=Decimal(3), currency_id="EUR")
    payment = a_payment(customer, case["paid"], method=method)
    fees = payment.fees.order_by("charged_to").values_list("amount", flat=True)
    assert ", ".join(f"{amount.normalize():f}" for amount in fees) == case["fees"].replace("0.50", "0.5")


# Fees of a method as they stand (from-below), as they are typed in Setup, and at which of the lines that is refused.
TYPED = """
    stand     | typed               | refused
    0-100     | 0-100, 100-0        |
    0-100     | 0-100, 99-0         | 2
              | 0-100, 50-200       | 2
              | 0-0, 0-0            | 2
              | 200-300, 100-201    | 2
    0-9, 9-0  | 0-20, 20-0          |
    0-9, 9-0  | delete, 0-0         |
"""


@pytest.mark.parametrize("case", read_table(TYPED), ids=lambda case: f"{case['stand']} {case['typed']}")
def test_fees_of_one_name_are_compared_as_they_are_typed(customer, case):
    method = a_method(customer.company)
    account = method.company.accounts.get(number="8100")
    usual = {"name": "Card", "currency": "EUR", "charged_to": "customer", "remittance_type": "none", "percent": "1"}
    usual["account"] = str(account.pk)
    for span in filter(None, case["stand"].split(", ")):
        bounds = {name: value and Decimal(value) for name, value in intervals(span).items()}
        a_fee(method, "customer", name="Card", currency_id="EUR", percent=Decimal(1), **bounds)
    stand = list(method.fees.order_by("pk"))
    data: dict[str, str] = {"fees-TOTAL_FORMS": "0", "fees-INITIAL_FORMS": str(len(stand))}
    spans = case["typed"].split(", ")
    spans += [f"{one.from_amount or 0:f}-{one.below_amount or 0:f}" for one in stand[len(spans) :]]
    for place, span in enumerate(spans):
        typed = {**usual, **({"DELETE": "on"} if span == "delete" else intervals(span))}
        typed |= {"id": str(stand[place].pk)} if place < len(stand) else {}
        data |= {f"fees-{place}-{name}": value or "" for name, value in typed.items()}
    data["fees-TOTAL_FORMS"] = str(len(spans))
    lines = inlineformset_factory(
        MethodOfPayment, MethodFee, form=CompanyForm, formset=MethodFeeLines, exclude=["company"]
    )(data, instance=method, prefix="fees")
    refused = [place for place, errors in enumerate(lines.errors, 1) if "holds for some of these" in str(errors)]
    assert ", ".join(map(str, refused)) == case["refused"], lines.errors
    assert lines.is_valid() == (not case["refused"]), lines.errors


def test_the_database_refuses_fees_that_overlap_when_two_people_save_at_once(customer):
    method = a_method(customer.company)
    first = a_fee(method, "ledger", name="Card", amount=Decimal(1), currency_id="EUR", **intervals("0-100"))
    for other in ({"name": "Other"}, {"currency_id": "USD"}, intervals("100-0")):
        values = {"name": "Card", "currency_id": "EUR", **intervals("50-0"), **other}
        a_fee(method, "ledger", amount=Decimal(2), **values)
    connection.check_constraints()

    @transaction.atomic
    def overlap() -> None:
        MethodFee.objects.filter(pk=first.pk).update(below_amount=Decimal("100.01"))
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="method_fees_never_overlap"):
        overlap()


def intervals(span: str) -> dict[str, str | None]:
    """Give the bounds of an interval as a fee has them; 0: none."""
    before, after = span.split("-")
    return {"from_amount": before if before != "0" else None, "below_amount": after if after != "0" else None}


def test_the_bank_books_what_is_left_after_the_fees_of_the_company(customer):
    company, method = customer.company, a_method(customer.company)
    a_fee(method, "ledger", percent=Decimal("1.25"))
    payment, refund = a_payment(customer, "99.50", method=method), a_payment(customer, "-60")
    post(payment, refund)
    told = ("98.26", "X", f"PM-{payment.pk}"), ("-60", "X", f"pm-{refund.pk}"), ("-7", "X", "huur")
    came, went, other = a_bank_statement(company, *told, on=LATER).lines.order_by("line_number")
    found = propose(company=company, lines=[came, went, other])
    assert {pk: one.payment for pk, one in found.items()} == {came.pk: payment, went.pk: refund}
    visitor = Visitor(a_clerk(company), company)
    page = visitor.post("bank-lines/propose/", selection="filter")
    assert "it names no payment that is entered" in text_of(page)
    form = {name: page.context[name] for name in ("chosen", "seen")}
    form |= {"score": "100", "journal_name": payment.journal.name_id, "key": page_key(1)}
    assert "2 lines are matched" in text_of(visitor.post("bank-lines/pay-all/", **form))
    # A return that names nothing is known by what arrived; what it is beyond that are charges.
    told = ("-98.26", "X", "retour/RTRN/AC04"), ("-100.00", "X", f"PM-{payment.pk}/RTRN/AC04")
    for line, charges in zip(
        a_bank_statement(company, *told, on=LATER).lines.order_by("pk"), ("0", "1.74"), strict=True
    ):
        proposal = propose_returns(company=company, lines=[line])[line.pk]
        assert (proposal.payment, proposal.charges) == (payment, Decimal(charges))


def test_fees_follow_the_payment_until_it_is_posted_and_what_is_paid_back_bears_none(customer):
    method = a_method(customer.company)
    a_fee(method, "customer", amount=Decimal(3), currency_id="USD")
    a_fee(method, "ledger", percent=Decimal(2))
    payment = a_payment(customer, "100", method=method)
    refund = a_payment(customer, "-100", method=method)
    assert [fee.amount for fee in payment.fees.all()] == [Decimal(2)]
    assert not refund.fees.exists()
    post(payment)
    with pytest.raises(Exception, match="of this fee is posted"):
        payment.fees.update(amount=Decimal(9))
