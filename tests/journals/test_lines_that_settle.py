"""A line of a customer on a general voucher holds an open document, and settles it when it is posted."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company, Currency, LedgerAccount
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.posting import post_notes
from customers.models import Customer, CustomerTransaction, Mark, OpenTransaction
from customers.settling.marking import Holder, release
from customers.settling.settlement import Part, settle
from journals import vouchers
from journals.acts import CannotEnter
from journals.canceling import cancel_voucher
from journals.kinds.general import GENERAL_VOUCHER
from journals.models import GeneralVoucher
from journals.payments.paying import post_payments
from journals.vouchers import VoucherHead, VoucherLine
from tests.builders import a_clerk, a_company, a_controller, a_customer, an_interest_note, an_order
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.posting import findings, posted, still_open
from tests.journals.payments import a_general_journal, a_payment, discounted, invoices, untaxed
from tests.journals.test_concessions import conceded
from tests.journals.test_general_journal_pages import typed
from tests.journals.test_post_general_vouchers import post
from tests.text_tables import assert_came, read_table

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 20)


@pytest.fixture
def company() -> Company:
    return a_company()


def a_line(customer: Customer, amount: str, settles: CustomerTransaction | None) -> VoucherLine:
    return VoucherLine(customer, Decimal(amount), Currency.objects.get(code="EUR"), settles=settles)


def entered(*lines: VoucherLine, on: date = OCTOBER, key: str = "enter") -> GeneralVoucher:
    """Give a voucher of these lines of customers, and of what they leave on a ledger account."""
    company = lines[0].holder.company
    account = LedgerAccount.objects.get(company=company, number="4000")
    rest = VoucherLine(account, -sum(line.amount for line in lines), lines[0].currency)
    return vouchers.enter_voucher(
        journal=a_general_journal(company, needs_approval=False),
        head=VoucherHead(on, "settles", lines[0].currency),
        lines=[*lines, rest],
        entered_by=a_clerk(company),
        key=key,
    )


# Of an invoice of 121.00 that offers 2.42 until the 11th of October: what a line settles of it, and what stays open.
LINES = """
    line    | day | conceded                | left
    -121.00 | 22  |                         | 0 : 0
    -100.00 | 22  |                         | 21 : 0
    -150.00 | 22  |                         | 0 : -29
    -118.58 | 11  | cash_discount 2.42 0.42 | 0 : 0
    -121.00 | 11  | cash_discount 2.42 0.42 | 0 : -2.42
"""


def test_a_line_settles_as_a_payment_would(company):
    cases = read_table(LINES)
    terms = discounted(company).payment_terms
    customers = [a_customer(company, payment_terms=terms) for _case in cases]
    owed = posted(*(an_order(customer, ("1", "100"), on=date(2026, 10, 1)) for customer in customers))
    entering = [
        entered(
            a_line(customer, case["line"], invoice.customer_transaction),
            on=date(2026, 10, int(case["day"])),
            key=f"enter {customer}",
        )
        for case, customer, invoice in zip(cases, customers, owed, strict=True)
    ]
    assert post(*entering, by=a_controller(company)).left_out == []
    came = []
    for customer, invoice in zip(customers, owed, strict=True):
        own = OpenTransaction.objects.filter(transaction__transaction_type="journal", customer=customer).first()
        left = own.transaction_currency_amount if own else Decimal(0)
        now = f"{still_open(invoice)[0][0].normalize():f} : {left.normalize():f}"
        came.append({"conceded": conceded(customer), "left": now})
    assert_came(cases, came)
    assert not Mark.objects.exists()
    assert findings(company) == {}


def test_each_line_settles_its_own_document(company):
    customer = untaxed(company)
    first, second, later = invoices(customer, "60", "40", "25")
    debt = a_line(customer, "30", None)
    lines = [a_line(customer, "-60", first.customer_transaction), a_line(customer, "-60", second.customer_transaction)]
    voucher = entered(*lines, debt, on=date(2026, 9, 15))
    assert post(voucher, by=a_controller(company)).left_out == []
    left = OpenTransaction.objects.order_by("transaction_currency_amount").values_list("transaction_currency_amount")
    assert [amount for (amount,) in left] == [-20, 25, 30]
    assert still_open(later) == [(25, 25)]
    assert findings(company) == {}


def test_any_debit_settles_with_any_credit(company):
    customer, clerk = untaxed(company), a_clerk(company)
    note = an_interest_note(customer, "30", on=OCTOBER)
    post_notes(INTEREST_NOTES, company=company, documents=[note.pk], posted_by=clerk, key="note")
    invoices(customer, "30", "-40")
    paid_back, paid = a_payment(customer, "-30"), a_payment(customer, "40")
    post_payments(company=company, documents=[paid_back.pk, paid.pk], posted_by=clerk, key="payments")
    owed, owing = entered(a_line(customer, "30", None), key="owed"), entered(a_line(customer, "-40", None), key="owing")
    post(owed, owing, by=a_controller(company))
    rows = CustomerTransaction.objects.filter(customer=customer).order_by("transaction_type")
    debits = rows.filter(transaction_currency_amount__gt=0)
    credits_ = rows.filter(transaction_currency_amount__lt=0)
    assert [row.transaction_type for row in debits] == ["interest_note", "invoice", "journal", "payment"]
    assert [row.transaction_type for row in credits_] == ["credit_note", "journal", "payment"]
    parts = [Part(debit.pk, credit.pk, Decimal(10), date(2026, 10, 31)) for debit in debits for credit in credits_]
    settle(company=company, parts=parts, posted_by=clerk, key="all")
    assert not OpenTransaction.objects.exists()
    assert findings(company).keys() <= {"interest notes"}, "the note has no lines"


def test_what_a_voucher_holds_nobody_else_has_until_it_is_canceled_or_released(company):
    customer = untaxed(company)
    invoice, other = invoices(customer, "60", "40")
    asked = [a_line(customer, "-60", invoice.customer_transaction)]
    voucher = entered(*asked)
    with pytest.raises(CannotEnter, match=f"is marked by .* {voucher.number}"):
        entered(*asked, key="again")
    with pytest.raises(CannotEnter, match="by one line of a voucher"):
        entered(*[a_line(customer, "-20", other.customer_transaction)] * 2, key="twice")
    cancel_voucher(voucher=voucher, reason="wrong", canceled_by=a_clerk(company))
    again = entered(*asked, key="third")
    held = {invoice.customer_transaction.pk: Holder(GENERAL_VOUCHER, again.pk)}
    assert release(company=company, shown=held, released_by=a_controller(company)).released == 1
    assert post(again, by=a_controller(company)).left_out == []
    assert still_open(invoice) == [(60, 60)], "what was released is not settled"
    assert findings(company) == {}


def test_a_voucher_that_marks_more_than_is_open_is_left_out(company):
    customer = untaxed(company)
    [invoice] = invoices(customer, "60")
    voucher = entered(a_line(customer, "-60", invoice.customer_transaction))
    OpenTransaction.objects.update(transaction_currency_amount=50)
    [refused] = post(voucher, by=a_controller(company)).left_out
    assert refused.code == "marked_not_open"


def test_a_clerk_names_the_document_beside_the_line(company):
    visitor = Visitor(a_clerk(company), company)
    customer = untaxed(company, number="C1")
    invoice, held = invoices(customer, "60", "40")
    a_payment(customer, "40", {held: "40"})
    journal = a_general_journal(company)
    address = f"general-journals/{journal.pk}/enter/"
    lines = ("customer C1 - 60", "ledger 4000 60")
    refused = {"INV-9": "INV-9 is not open of this customer.", held.number: f"{held.number} is marked by"}
    for number, said in refused.items():
        page = visitor.post(address, **typed(*lines, **{"lines-0-settles": number}, key=page_key(1)))
        assert said in text_of(page)
    wrong = {"lines-1-settles": invoice.number, "lines-0-debit": "60", "lines-0-credit": ""}
    page = text_of(
        visitor.post(address, **typed(*lines, key=page_key(1)) | wrong | {"lines-0-settles": invoice.number})
    )
    assert "is on the same side: a debit settles with a credit." in page
    assert "Only the line of a customer settles something" in page
    shown = text_of(
        visitor.post(address, **typed(*lines, **{"lines-0-settles": invoice.number.lower()}, key=page_key(2)))
    )
    assert f"settles {invoice.number}" in shown
    voucher = GeneralVoucher.objects.get()
    form = visitor.get(f"general-vouchers/{voucher.pk}/change/").content.decode()
    assert f'name="lines-0-settles" value="{invoice.number}"' in form
    marked = text_of(Visitor(a_controller(company), company).get("transactions/marked/"))
    assert f"{voucher.number} " in marked
    preview = text_of(visitor.post("general-vouchers/preview/", selected=voucher.pk))
    assert f"Stays open Currency {voucher.number} {invoice.number} 60.00" in preview
