"""A method of payment says what payments are posted to, and how far they have to be with the bank before that."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from arclose.access.routes import Role
from arclose.ledger.models import FiscalPeriod, LedgerAccount, Voucher
from customers.models import CustomerTransaction
from journals import entering
from journals.kinds.payments import PAYMENT
from journals.models import BankStatus, CustomerMethod, MethodOfPayment, Payment, PaymentStatusChange
from journals.payments.methods import usual_method
from journals.payments.paying import post_payments
from journals.payments.statuses import CannotChangeStatus, change_bank_status, note_return
from tests.builders import a_clerk, a_company, a_customer, a_user
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings
from tests.journals.payments import a_journal, a_method, a_payment, invoices, untaxed
from tests.text_tables import assert_came, assert_entries, read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(db):
    return untaxed(number="C1")


def post(*payments: Payment):
    ids, first = [payment.pk for payment in payments], payments[0]
    return post_payments(company=first.company, documents=ids, posted_by=first.entered_by, key="post")


def set_status(payment: Payment, status: str, reason: str = "") -> None:
    change_bank_status(
        company=payment.company,
        payments=[payment.pk],
        status=BankStatus(status),
        reason=reason,
        changed_by=payment.entered_by,
    )


def at_once(spoil) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        spoil()


def test_it_posts_to_the_account_that_the_method_names(customer):
    bridged = a_payment(customer, "100", method=a_method(customer.company, bridging_account="1010"))
    netted = a_payment(customer, "40", method=a_method(customer.company, account_kind="ledger", account="4000"))
    assert netted.bank_account is None
    for payment in (bridged, netted):
        post_payments(
            company=customer.company, documents=[payment.pk], posted_by=payment.entered_by, key=f"post {payment.pk}"
        )
    assert_entries(
        Voucher.objects.filter(document_type=PAYMENT),
        """
        posting type     | account | debit  | credit
        bridging         | 1010    | 100.00 |
        customer balance | 1100    |        | 100.00
        ledger journal   | 4000    | 40.00  |
        customer balance | 1100    |        | 40.00
        """,
    )
    owed = CustomerTransaction.objects.filter(customer=customer).values_list("transaction_currency_amount", flat=True)
    assert sorted(owed) == [Decimal(-100), Decimal(-40)]
    assert findings(customer.company) == {}


ASKED = """
    method asks for | payment has | left out
    none            | none        |
    none by file    | none        | payment_status
    none by file    | sent        |
    sent            | none        | payment_status
    sent            | sent        |
    approved        | received    | payment_status
    received        | approved    |
    none            | rejected    | rejected_by_bank
"""


def test_it_is_posted_from_the_status_on_that_the_method_asks_for(customer):
    cases, payments = read_table(ASKED), []
    for case in cases:
        required, _by, file = case["method asks for"].partition(" by ")
        file_format = "sepa_direct_debit" if file else "none"
        method = a_method(customer.company, required_status=required, file_format=file_format)
        payments.append(a_payment(customer, "10", method=method))
        set_status(payments[-1], case["payment has"], "as the bank says")
    left_out = {one.document_id: one.code for one in post(*payments).left_out}
    assert_came(cases, ({"left out": left_out.get(payment.pk, "")} for payment in payments))


def test_it_keeps_who_changed_a_status_and_why(customer):
    payment = a_payment(customer, "10", method=a_method(customer.company))
    set_status(payment, "approved")
    with pytest.raises(CannotChangeStatus, match="Say why"):
        set_status(payment, "rejected")
    post(payment)
    with pytest.raises(CannotChangeStatus, match="does not go back"):
        set_status(payment, "sent")
    assert note_return(payment=payment, reason="AM04", noted_by=payment.entered_by)
    assert not note_return(payment=payment, reason="AM04", noted_by=payment.entered_by)
    october = FiscalPeriod.objects.get(company=customer.company, name="2026-10")
    assert left_of("bank-answers", company=customer.company, period=october).count == 1
    changes = PaymentStatusChange.objects.order_by("pk").values_list("status_before", "status_after", "reason")
    assert list(changes) == [("none", "approved", ""), ("approved", "rejected", "AM04")]
    for spoil in (
        lambda: PaymentStatusChange.objects.update(reason="other"),
        lambda: PaymentStatusChange.objects.all().delete(),
        lambda: Payment.objects.update(bank_status="sent"),
    ):
        with pytest.raises(Exception, match=r"never changes|without a record"), transaction.atomic():
            at_once(spoil)


def test_it_takes_what_the_customer_is_used_to_then_what_the_journal_is(customer):
    name = a_journal(customer.company, method=a_method(customer.company)).name
    assert usual_method(customer=customer, name=name) == name.method
    own = a_method(customer.company)
    CustomerMethod.objects.create(company=customer.company, customer=customer, method=own)
    assert usual_method(customer=customer, name=name) == own
    MethodOfPayment.objects.update(is_active=False)
    name.refresh_from_db()
    assert usual_method(customer=customer, name=name) is None


def test_it_refuses_accounts_that_do_not_fit(customer):
    company = customer.company
    control = LedgerAccount.objects.get(company=company, number="1100")
    method = MethodOfPayment(company=company, code="M", name="M", account_kind="ledger", bridging_account=control)
    with pytest.raises(ValidationError) as refused:
        method.clean()
    assert set(refused.value.message_dict) == {"bridging_account"}
    collected = MethodOfPayment(company=company, code="D", name="D", file_format="sepa_direct_debit")
    with pytest.raises(ValidationError, match="is posted once it is sent"):
        collected.clean()
    method.bridging_account = None
    with pytest.raises(ValidationError, match="Name the ledger account"):
        method.clean()


def test_it_keeps_what_its_payments_are_posted_to(customer):
    method, setup = a_method(customer.company, account_kind="ledger", account="4000"), Client()
    setup.force_login(a_user(customer.company, Role.ADMINISTRATOR))
    page = f"/admin/journals/methodofpayment/{method.pk}/change/"
    assert 'name="account_kind"' in setup.get(page).content.decode()
    a_payment(customer, "10", method=method)
    assert 'name="account_kind"' not in setup.get(page).content.decode()


def test_the_pages_enter_with_a_method_and_change_the_status(customer):
    company = customer.company
    visitor = Visitor(a_clerk(company), company)
    journal, method = a_journal(company), a_method(company, required_status="approved")
    CustomerMethod.objects.create(company=company, customer=customer, method=method)
    typed = {"customer": "C1", "payment_date": "20-10-2026", "bank_account": "BANK", "amount": "12", "act": "save"}
    assert "is entered" in text_of(visitor.post(f"payment-journals/{journal.pk}/enter/", **typed))
    payment = Payment.objects.get()
    assert (payment.method, payment.bank_account.code) == (method, "BANK")
    refused = text_of(visitor.post("payments/status/", selected=payment.pk, decided="yes", bank_status="rejected"))
    assert "Say why" in refused
    changed = visitor.post("payments/status/", selected=payment.pk, decided="yes", bank_status="approved")
    assert "1 payment has another status now" in text_of(changed)
    shown = text_of(visitor.get(f"payments/{payment.pk}/"))
    assert f"{method.code} {method.name}" in shown
    assert "Approved" in shown
    ledger = a_method(company, account_kind="ledger", account="4000")
    second = {**typed, "method": ledger.code, "bank_account": "", "amount": "5"}
    assert "is entered" in text_of(visitor.post(f"payment-journals/{journal.pk}/enter/", **second))
    assert Payment.objects.get(amount=5).bank_account is None
    stranger = a_customer(a_company())
    other = a_payment(stranger, "7")
    assert visitor.post("payments/status/", selected=other.pk, decided="yes", bank_status="approved").status_code == 404


def test_a_payment_with_marks_is_deleted_with_its_history(customer):
    [invoice] = invoices(customer, "100")
    payment = a_payment(customer, "100", {invoice: "100"})
    set_status(payment, "sent")
    assert entering.delete_payment(payment=payment, deleted_by=payment.entered_by)
    assert not PaymentStatusChange.objects.exists()
