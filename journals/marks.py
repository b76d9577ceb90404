"""What payments hold: here, and in the companies that they settle for."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from customers.models import Mark
from journals.intercompany.entries import DUE_FROM
from journals.kinds.payments import PAYMENT
from journals.models import IntercompanyPayment, Payment


def marks_of_payments(payments: Collection[Payment]) -> "QuerySet[Mark]":
    """Give all that payments hold, in whichever company."""
    companies, ids = {one.company_id for one in payments}, [one.pk for one in payments]
    elsewhere = IntercompanyPayment.objects.filter(payment__in=ids)
    return Mark.objects.filter(
        Q(company__in=companies, document_type=PAYMENT, document_id__in=ids)
        | Q(company__in=elsewhere.values("company"), document_type=DUE_FROM, document_id__in=elsewhere.values("pk"))
    )
