"""General vouchers as pages read them."""

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from journals.models import GeneralVoucher, GeneralVoucherLine


def with_debits(vouchers: "QuerySet[GeneralVoucher]") -> "QuerySet[GeneralVoucher]":
    """Give the vouchers with what each debits in its own currency (``debit_amount``), whatever its lines in others do.

    A sum over joined lines would count the vouchers by line.
    """
    debits = GeneralVoucherLine.objects.filter(voucher=OuterRef("pk"), currency=OuterRef("currency"), amount__gt=0)
    return vouchers.annotate(debit_amount=Subquery(debits.order_by().values("voucher").values(sum=Sum("amount"))))
