"""What is left to do in journals before a period can be put on hold."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from arclose.ledger.models import Company, Voucher
from customers.models import Mark
from journals.intercompany.entries import DUE_FROM
from journals.kinds.general import GENERAL_VOUCHER
from journals.kinds.payments import PAYMENT
from journals.models import (
    BankStatus,
    DirectDebit,
    GeneralVoucher,
    IntercompanyPayment,
    Payment,
    PaymentStatus,
    VoucherStatus,
)


def unposted_vouchers(*, company: Company, until: date) -> "QuerySet[GeneralVoucher]":
    """Give the general vouchers dated on or before a day that are neither posted nor canceled."""
    return GeneralVoucher.objects.filter(company=company, voucher_date__lte=until, status=VoucherStatus.OPEN)


def unposted_payments(*, company: Company, until: date) -> "QuerySet[Payment]":
    """Give the payments dated on or before a day that are not posted."""
    return Payment.objects.filter(company=company, payment_date__lte=until, status=PaymentStatus.OPEN)


# What stands in a journal that somebody has yet to approve.
UNAPPROVED = Q(journal__name__needs_approval=True, journal__approved_at=None)


def unapproved_payments(*, company: Company, until: date) -> "QuerySet[Payment]":
    """Give the payments dated on or before a day whose journal waits for approval."""
    return unposted_payments(company=company, until=until).filter(UNAPPROVED)


def unapproved_vouchers(*, company: Company, until: date) -> "QuerySet[GeneralVoucher]":
    """Give the general vouchers dated on or before a day whose journal waits for approval."""
    return unposted_vouchers(company=company, until=until).filter(UNAPPROVED)


def marks_left(*, company: Company, until: date) -> "QuerySet[Mark]":
    """Give the marks on transactions dated on or before a day that no document of these days will settle.

    Of payments and general vouchers that are dated later, those that were set until that day by the company's clock,
    unless the bank is told to collect them; of payments that the bank rejected, all.
    """
    next_day = datetime.combine(until + timedelta(days=1), time(), ZoneInfo(company.time_zone))
    own = Payment.objects.filter(pk=OuterRef("document_id"))
    told = DirectDebit.objects.filter(payment=OuterRef("pk"), is_canceled=False)
    later, rejected = own.filter(~Exists(told), payment_date__gt=until), own.filter(bank_status=BankStatus.REJECTED)
    vouchers = GeneralVoucher.objects.filter(pk=OuterRef("document_id"), voucher_date__gt=until)
    part = IntercompanyPayment.objects.filter(pk=OuterRef("document_id"))
    late_there = part.filter(payment__payment_date__gt=until)
    rejected_there = part.filter(payment__bank_status=BankStatus.REJECTED)
    before = Q(marked_at__lt=next_day)
    left = (
        Q(document_type=PAYMENT) & (before & Exists(later) | Exists(rejected))
        | Q(document_type=DUE_FROM) & (before & Exists(late_there) | Exists(rejected_there))
        | Q(document_type=GENERAL_VOUCHER) & before & Exists(vouchers)
    )
    return Mark.objects.filter(left, company=company, transaction__transaction_date__lte=until)


_TAKEN_BACK = Exists(
    Voucher.objects.filter(document_type=PAYMENT, document_id=OuterRef("pk"), reversed_by__isnull=False)
)
# What the bank was told and has not answered, and what it rejected although it stands in the books.
UNANSWERED = Q(
    Q(bank_status=BankStatus.SENT) | Q(bank_status=BankStatus.REJECTED, status=PaymentStatus.POSTED), ~_TAKEN_BACK
)


def unanswered_payments(*, company: Company, until: date) -> "QuerySet[Payment]":
    """Give the payments dated on or before a day that the bank has not answered, or rejected after they were posted."""
    return Payment.objects.filter(UNANSWERED, company=company, payment_date__lte=until)
