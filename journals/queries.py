"""General vouchers as pages read them."""

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from journals.models import GeneralVoucher, GeneralVoucherLine


def with_debits(vouchers: "QuerySet[GeneralVoucher]") -> "QuerySet[GeneralVoucher]":
    """Give the vouchers with what each debits (``debit_amount``); a sum over joined lines would count them by line."""
    debits = GeneralVoucherLine.objects.filter(voucher=OuterRef("pk"), amount__gt=0).order_by().values("voucher")
    return vouchers.annotate(debit_amount=Subquery(debits.values(sum=Sum("amount"))))
