"""An invoice as the file that the customer's program reads; one that would be refused there says why instead."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import breaches
from customers.einvoices.ubl import xml_of
from customers.models import Invoice
from customers.papers.paper import file_name_of


def invoice_ubl(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give an invoice or credit note as UBL, or the rules of the standard that it breaks."""
    documents = electronic_invoices(company=request.company, invoices=Invoice.objects.filter(pk=pk))
    if not documents:
        raise Http404
    [document] = documents
    if broken := breaches(document):
        title = _("%(number)s cannot be sent as an electronic invoice") % {"number": document.number}
        context = {"title": title, "breaches": broken, "pk": pk, "number": document.number}
        return render(request, "customers/einvoice_refused.html", context, status=HTTPStatus.CONFLICT)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name_of(number=document.number, key=pk, ending="xml")}"',
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(xml_of(document), content_type="application/xml", headers=headers)
