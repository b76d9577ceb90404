"""What is left to do in journals before a period can be put on hold."""

from datetime import date

from django.db.models import QuerySet

from arclose.ledger.models import Company
from journals.models import GeneralVoucher, Payment, PaymentStatus, VoucherStatus


def unposted_vouchers(*, company: Company, until: date) -> "QuerySet[GeneralVoucher]":
    """Give the general vouchers dated on or before a day that are neither posted nor canceled."""
    return GeneralVoucher.objects.filter(company=company, voucher_date__lte=until, status=VoucherStatus.OPEN)


def unposted_payments(*, company: Company, until: date) -> "QuerySet[Payment]":
    """Give the payments dated on or before a day that are not posted."""
    return Payment.objects.filter(company=company, payment_date__lte=until, status=PaymentStatus.OPEN)
