"""The vouchers of packing slips and invoices, as events of timelines and by their titles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import Company, Voucher
from arclose.web.links import page_url
from customers.deferral_entries import DEFERRAL, DEFERRAL_TAKEN_BACK
from customers.delivery_entries import PACKING_SLIP
from customers.entries import INVOICE
from customers.models import Invoice, OrderDocument
from customers.models.order_documents import OrderDocumentType
from customers.screens.timelines import Event, grouped

# The vouchers of a packing slip and of an invoice: its own, but for one worth nothing, and that of revenue deferred.
_OF_SLIPS, _OF_INVOICES = (PACKING_SLIP, DEFERRAL), (INVOICE, DEFERRAL_TAKEN_BACK)


@dataclass(frozen=True)
class Vouchers:
    """The vouchers of packing slips and of invoices, by the document's id, as they were numbered."""

    of_slips: Mapping[int, list[Voucher]]
    of_invoices: Mapping[int, list[Voucher]]


def vouchers_of(
    company: Company, *, documents: Iterable[OrderDocument] = (), invoices: Iterable[Invoice] = ()
) -> Vouchers:
    """Give the vouchers of the packing slips among documents, and of invoices, all by one query."""
    slips = [one.pk for one in documents if one.document_type == OrderDocumentType.PACKING_SLIP]
    asked = Q(document_type__in=_OF_SLIPS, document_id__in=slips)
    asked |= Q(document_type__in=_OF_INVOICES, document_id__in=[one.pk for one in invoices])
    found = list(Voucher.objects.filter(asked, company=company).order_by("pk"))
    return Vouchers(
        grouped((one.document_id, one) for one in found if one.document_type in _OF_SLIPS),
        grouped((one.document_id, one) for one in found if one.document_type in _OF_INVOICES),
    )


def voucher_event(request: CompanyRequest, voucher: Voucher) -> Event:
    """Give a voucher with its day, as a link for whoever may open it."""
    url = page_url(request, "ledger:voucher", pk=voucher.pk) if request.may_open("ledger:voucher") else ""
    return {"title": voucher_title(voucher), "url": url, "day": voucher.posting_date}


def voucher_title(voucher: Voucher) -> str:
    """Say which of the vouchers of a packing slip or an invoice one is: its own, or that of revenue deferred."""
    is_of_deferral = voucher.document_type in (DEFERRAL, DEFERRAL_TAKEN_BACK)
    text = _("Deferred revenue %(number)s") if is_of_deferral else _("Voucher %(number)s")
    return text % {"number": voucher.number}
