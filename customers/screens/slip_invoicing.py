"""Invoice packing slips chosen on the list of order documents: preview, at once, or as a job."""

from django.http import HttpResponse

from arclose.access.requests import CompanyRequest
from arclose.web.selection import WHOLE_FILTER, selected_rows
from customers.models.sales_orders import Quantity
from customers.screens.filters import OrderDocumentFilter
from customers.screens.order_documents import company_documents
from customers.screens.order_posting import Chosen, of_slips, post_as_job, post_now, show_preview
from customers.screens.update_form import asked_of
from customers.slips import HAS_LEFT, IS_SLIP
from customers.updates import INVOICE


def invoice_slips(request: CompanyRequest) -> HttpResponse:
    """Show what invoicing the chosen packing slips would make, and post nothing."""
    return show_preview(request, _chosen(request))


def invoice_slips_now(request: CompanyRequest) -> HttpResponse:
    """Invoice the chosen packing slips, and nothing else of their orders."""
    return post_now(request, _chosen(request))


def invoice_slips_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen packing slips as a job that invoices them."""
    return post_as_job(request, _chosen(request))


def _chosen(request: CompanyRequest) -> Chosen:
    """Give the slips that were ticked, so that one with nothing left is named; of the filter those with something."""
    found = selected_rows(request, rows=company_documents(request), filters=OrderDocumentFilter).filter(**IS_SLIP)
    if request.POST.get("selection") == WHOLE_FILTER:
        found = found.filter(HAS_LEFT)
    slips = tuple(found.order_by("pk").values_list("pk", flat=True))
    return of_slips(request, asked_of(request, update=INVOICE, quantity=Quantity.DELIVERED, slips=slips))
