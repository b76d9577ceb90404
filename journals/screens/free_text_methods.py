"""By which method of payment, and which mandate, a free text invoice is to be paid, or what a recurring one makes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company
from customers.free_text.paying import Paying
from customers.models import FreeTextInvoice, RecurringInvoice
from customers.screens.fields import CodedRowField
from journals.models import FreeTextMethod, Mandate, MethodOfPayment, RecurringMethod
from journals.models.methods import FileFormat
from journals.screens.method_fields import method_field

METHOD, MANDATE = "method_of_payment", "mandate"


@dataclass(frozen=True)
class PaidBy:
    """A method of payment, and the mandate to collect by where one is named."""

    method: MethodOfPayment
    mandate: Mandate | None = None

    def __str__(self) -> str:
        return f"{self.method.pk} {self.mandate.pk if self.mandate else ''}"


def _fields(company: Company) -> dict[str, Any]:
    mandate = CodedRowField(
        by="number",
        required=False,
        label=gettext_lazy("Mandate"),
        help_text=gettext_lazy("For a direct debit. Empty: the one that the customer signed last."),
    )
    mandate.rows = Mandate.objects.filter(company=company).select_related("customer")
    return {METHOD: method_field(company, empty=gettext_lazy("The customer's")), MANDATE: mandate}


def _refused(typed: Mapping[str, Any]) -> dict[str, str]:
    method, mandate = typed.get(METHOD), typed.get(MANDATE)
    if mandate is None:
        return {}
    if method is None or method.file_format != FileFormat.SEPA_DIRECT_DEBIT:
        return {MANDATE: _("Only a direct debit is collected by a mandate: choose such a method of payment with it.")}
    customer = typed["customer"]
    account = typed.get("invoice_account") or customer.invoice_account or customer
    if mandate.customer_id != account.pk:
        text = _("Mandate %(mandate)s was signed by customer %(customer)s, and %(account)s gets the invoice.")
        return {MANDATE: text % {"mandate": mandate, "customer": mandate.customer.number, "account": account.number}}
    return {}


def _chosen(typed: Mapping[str, Any]) -> PaidBy | None:
    return PaidBy(typed[METHOD], typed[MANDATE]) if typed[METHOD] else None


def _keep(documents: Sequence[tuple[FreeTextInvoice, PaidBy | None]]) -> None:
    FreeTextMethod.objects.filter(document__in=[document for document, _paid_by in documents]).delete()
    FreeTextMethod.objects.bulk_create(
        FreeTextMethod(
            company_id=document.company_id, document=document, method=paid_by.method, mandate=paid_by.mandate
        )
        for document, paid_by in documents
        if paid_by
    )


def _of(document: FreeTextInvoice) -> PaidBy | None:
    own = FreeTextMethod.objects.filter(document=document).select_related("method", "mandate").first()
    return PaidBy(own.method, own.mandate) if own else None


def _keep_recurring(recurring: RecurringInvoice, paid_by: PaidBy | None) -> None:
    RecurringMethod.objects.filter(recurring=recurring).delete()
    if paid_by:
        RecurringMethod.objects.create(
            company_id=recurring.company_id, recurring=recurring, method=paid_by.method, mandate=paid_by.mandate
        )


def _of_recurring(recurring: Collection[int]) -> dict[int, PaidBy]:
    rows = RecurringMethod.objects.filter(recurring__in=recurring).select_related("method", "mandate")
    return {row.recurring_id: PaidBy(row.method, row.mandate) for row in rows}


def _initial(own: PaidBy | None) -> dict[str, Any]:
    return {METHOD: own.method.code, MANDATE: own.mandate} if own else {}


def _facts(own: PaidBy | None) -> list[tuple[str, object]]:
    return [(_("Method of payment"), own.method), (_("Mandate"), own.mandate or "")] if own else []


PAYING = Paying(
    fields=_fields,
    refused=_refused,
    chosen=_chosen,
    keep=_keep,
    of=_of,
    keep_recurring=_keep_recurring,
    of_recurring=_of_recurring,
    initial=_initial,
    facts=_facts,
)
