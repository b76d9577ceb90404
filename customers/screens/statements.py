"""Statements of many customers: of those chosen on the list who have something open as of a day."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import DateField, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of
from arclose.web.carried import carried_fields
from arclose.web.forms import DatedForm, DayField
from customers.models import Customer
from customers.papers import print_jobs, runs
from customers.papers.statements import papers_of_statements, with_something_open
from customers.screens.chosen import Listed, few_of
from customers.screens.filters import CustomerFilter, own_customers
from customers.screens.papers import pdf_response
from customers.screens.tables import CustomerTable
from customers.screens.transaction_filters import day_asked
from customers.sending import jobs as sending_jobs
from customers.sending import servers

CUSTOMERS = Listed(
    route="customers:customers",
    rows=own_customers,
    filters=CustomerFilter,
    table=CustomerTable,
    dated="on",
    none_chosen=gettext_lazy("No customer was chosen. Tick some, or choose all of the filter."),
)


PRINTED, SENT = "print", "email"


class StatementsForm(DatedForm):
    """The day that statements look at, and how they go to the customers."""

    on = DayField(label=gettext_lazy("As of"))
    way = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (PRINTED, gettext_lazy("All in one PDF")),
            (SENT, gettext_lazy("By e-mail where an address is known, the others in one PDF")),
        ],
        widget=forms.Select({"class": "form-select"}),
    )


def statements(request: CompanyRequest) -> HttpResponse:
    """Ask for the day, then give the statements of the chosen customers, at once or by a job."""
    chosen = CUSTOMERS.chosen(request)
    if not chosen.exists():
        messages.warning(request, str(CUSTOMERS.none_chosen))
        return CUSTOMERS.back(request)
    is_asked = "on" in request.POST
    form = StatementsForm(request.POST if is_asked else None, today=request.today, initial={"on": day_asked(request)})
    if not form.is_valid():
        return _asking(request, form, chosen)
    on = form.cleaned_data["on"]
    owing = with_something_open(chosen, company=request.company, on=on)
    keys, is_sent = few_of(owing), form.cleaned_data["way"] == SENT
    if keys is None or (keys and is_sent):
        dated = owing.annotate(on=Value(on, DateField()))
        parameters = {print_jobs.AS_OF: on.isoformat()}
        kind = sending_jobs.STATEMENTS_JOB if is_sent else print_jobs.STATEMENTS_JOB
        return CUSTOMERS.as_job(request, kind, dated, parameters=parameters)
    if not keys:
        form.add_error("on", _("Nothing of the chosen customers was open at the end of this day."))
        return _asking(request, form, chosen)
    papers = papers_of_statements(
        company=request.company, customers=Customer.objects.filter(pk__in=keys), on=on, at=timezone.now()
    )
    return pdf_response(runs.merged(runs.in_order(papers, keys)), name=f"statements-{on.isoformat()}")


def _asking(request: CompanyRequest, form: StatementsForm, chosen: "QuerySet[Any]") -> HttpResponse:
    count = chosen.count()
    text = ngettext("Statement of %(count)d customer", "Statements of %(count)d customers", count)
    context = {
        "title": text % {"count": count},
        "form": form,
        "no_server": servers.said_beforehand(),
        "key": key_of(request),
        "carried": carried_fields(request, but={"key", *form.fields}),
        "query": request.GET.urlencode(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "customers/statements.html", context, status=status)
