"""The vouchers of packing slips and invoices, as events of timelines and by their titles."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import Voucher
from arclose.web.links import page_url
from customers.deferral_entries import DEFERRAL, DEFERRAL_TAKEN_BACK
from customers.entries import INVOICE
from customers.models import Invoice
from customers.screens.timelines import Event, grouped


def vouchers_of_documents(
    request: CompanyRequest, types: Sequence[str], ids: Sequence[int]
) -> Mapping[int, list[Voucher]]:
    """Give the vouchers of these types of some documents, by the document's id and as they were numbered."""
    rows = Voucher.objects.filter(company=request.company, document_type__in=types, document_id__in=ids)
    rows = rows.order_by("pk")
    return grouped((voucher.document_id, voucher) for voucher in (rows if ids else []))


def vouchers_of(invoice: Invoice) -> Iterable[Voucher]:
    """Give the vouchers of an invoice: its own, but for one worth nothing, and one of what it takes back of slips."""
    types = [INVOICE, DEFERRAL_TAKEN_BACK]
    vouchers = Voucher.objects.filter(company=invoice.company_id, document_type__in=types, document_id=invoice.pk)
    return vouchers.order_by("pk")


def voucher_event(request: CompanyRequest, voucher: Voucher) -> Event:
    """Give a voucher with its day, as a link for whoever may open it."""
    url = page_url(request, "ledger:voucher", pk=voucher.pk) if request.may_open("ledger:voucher") else ""
    return {"title": voucher_title(voucher), "url": url, "day": voucher.posting_date}


def voucher_title(voucher: Voucher) -> str:
    """Say which of the vouchers of a packing slip or an invoice one is: its own, or that of revenue deferred."""
    is_of_deferral = voucher.document_type in (DEFERRAL, DEFERRAL_TAKEN_BACK)
    text = _("Deferred revenue %(number)s") if is_of_deferral else _("Voucher %(number)s")
    return text % {"number": voucher.number}
