"""By which method of payment a part of what is split is to be paid: what its form asks for, and how it is kept."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company
from customers.models import CustomerTransaction
from customers.settling.part_payment import PartPayment
from journals.models import MethodOfPayment, PartMethod
from journals.screens.method_fields import method_field

METHOD = "method_of_payment"


def _fields(company: Company) -> dict[str, Any]:
    return {METHOD: method_field(company, empty=gettext_lazy("As before"), looks="form-select form-select-sm")}


def _chosen(typed: Mapping[str, Any]) -> MethodOfPayment | None:
    method: MethodOfPayment | None = typed[METHOD]
    return method


def _keep(whole: CustomerTransaction, parts: Sequence[tuple[CustomerTransaction, MethodOfPayment | None]]) -> None:
    """Keep what was chosen of each part; else a part of a part is paid as that was to be, by the same customer."""
    own = PartMethod.objects.filter(transaction=whole).first()
    before = own.method_id if own else None
    chosen = [
        (part, method.pk if method else before if part.customer_id == whole.customer_id else None)
        for part, method in parts
    ]
    PartMethod.objects.bulk_create(
        PartMethod(company_id=whole.company_id, transaction=part, method_id=method)
        for part, method in chosen
        if method is not None
    )


def _of(transactions: Collection[int]) -> Mapping[int, str]:
    rows = PartMethod.objects.filter(transaction__in=transactions).select_related("method")
    return {row.transaction_id: str(row.method) for row in rows}


PART_PAYMENT = PartPayment(fields=_fields, chosen=_chosen, keep=_keep, of=_of)
