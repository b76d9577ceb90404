"""The EC sales lists of a company, and which of them are to be begun."""

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import write
from arclose.ledger.models import VatRegistration
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.typed import day_in_figures
from ecsales.list_states import CannotDeclare, begin_list, delete_list
from ecsales.listings import deadline_for
from ecsales.models import Declaration, Frequency, SalesList
from ecsales.periods import before, lists_to_make, period_at, period_of
from ecsales.readiness import DIFFERING, collect_for
from ecsales.screens.tables import SalesListFilter, SalesListTable


def company_lists(request: CompanyRequest) -> "QuerySet[SalesList]":
    """Give the EC sales lists of the request's company."""
    rows = SalesList.objects.filter(company=request.company)
    return rows.select_related("company", "registration__list_parameters", "registration__currency")


def sales_lists(request: CompanyRequest) -> HttpResponseBase:
    """List the EC sales lists, and above them those that are to be begun until the period's end, or corrected."""
    last = Declaration.objects.filter(sales_list=OuterRef("pk"), withdrawal=None).order_by("-number")
    rows = company_lists(request).annotate(
        listed_amount=Subquery(last.values("total_amount")[:1]), reported_at=Subquery(last.values("reported_at")[:1])
    )
    listing = ListPage(request, name="ec-sales-lists", rows=rows, table=SalesListTable, filters=SalesListFilter)
    context: dict[str, Any] = {"title": _("EC sales list"), "to_make": ()}
    if not listing.is_fragment:
        quarter = period_of(request.period.start_date, Frequency.QUARTER)
        since = min(request.period.fiscal_year.start_date, before(quarter).first_day)
        found = lists_to_make(company=request.company, since=since, until=request.period.end_date)
        context["to_make"] = [(one, deadline_for(one.registration, one.period)) for one in found]
        collected = collect_for({DIFFERING}, company=request.company, period=request.period)
        context["differing"] = collected.differing
        month = period_of(request.period.start_date, Frequency.MONTH)
        registrations = request.company.vat_registrations.order_by("country", "valid_from")
        context["others"] = [(one, period) for one in registrations for period in (month, quarter)]
    return listing.answer("ecsales/sales_lists.html", context)


def begin(request: CompanyRequest) -> HttpResponse:
    """Begin the list of a registration and period, and go to it."""
    registration = get_object_or_404(
        VatRegistration, company=request.company, pk=_figure(request.POST.get("registration", ""))
    )
    first_day = day_in_figures(request.POST.get("first_day", ""))
    period = period_at(first_day, _figure(request.POST.get("months", ""))) if first_day else None
    if period is None:
        raise Http404
    try:
        made = write(
            lambda: begin_list(company=request.company, registration=registration, period=period, made_by=request.user)
        )
    except CannotDeclare as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(page_url(request, "ecsales:sales_lists"))
    return HttpResponseRedirect(page_url(request, "ecsales:sales_list", pk=made.pk))


def delete(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a list of which nothing was declared."""
    found = get_object_or_404(company_lists(request), pk=pk)
    try:
        write(lambda: delete_list(sales_list=found))
    except CannotDeclare as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(page_url(request, "ecsales:sales_list", pk=pk))
    messages.success(request, _("List %(list)s is deleted; what it listed can be collected again.") % {"list": found})
    return HttpResponseRedirect(page_url(request, "ecsales:sales_lists"))


def _figure(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
