"""Rates: whether every currency is covered, fetching those of the European Central Bank, entering one by hand."""

from http import HTTPStatus

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key, submit_as_job
from arclose.ledger.models import ExchangeRate
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.said import said
from revaluation.coverage import coverage
from revaluation.fetching import FETCH, FETCH_JOB
from revaluation.screens.forms import RateForm

RECENT = 50


def rates(request: CompanyRequest) -> HttpResponse:
    """Show whether every currency with something open has a rate at the end of the period, and what was entered."""
    return _page(request, RateForm(today=request.today, initial={"rate_date": _day(request)}))


def _day(request: CompanyRequest) -> object:
    return min(request.period.end_date, request.today)


def _page(request: CompanyRequest, form: RateForm) -> HttpResponse:
    on = min(request.period.end_date, request.today)
    entered = ExchangeRate.objects.filter(rate_type=request.company.exchange_rate_type, entered_by__isnull=False)
    context = {
        "title": _("Exchange rates"),
        "on": on,
        "covered": coverage(company=request.company, on=on),
        "limit": request.company.rate_age_limit_days,
        "entered": entered.select_related("entered_by").order_by("-entered_at")[:RECENT],
        "rate_type": request.company.exchange_rate_type,
        "form": form,
        "key": new_key(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "revaluation/rates.html", context, status=status)


def import_rates(request: CompanyRequest) -> HttpResponse:
    """Have the newest reference rates fetched by a job, which says what came of it; what is there stays."""
    return submit_as_job(
        request,
        kind=FETCH,
        description=said(lambda: str(FETCH_JOB.label)),
        documents=None,
        back=HttpResponseRedirect(page_url(request, "revaluation:rates")),
    )


def enter_rate(request: CompanyRequest) -> HttpResponse:
    """Keep a rate that was entered by hand, with who and when. A day that has a rate keeps it."""
    form = RateForm(request.POST, today=request.today)
    if not form.is_valid():
        return _page(request, form)
    values = form.cleaned_data
    try:
        with transaction.atomic():
            ExchangeRate.objects.create(
                rate_type=request.company.exchange_rate_type,
                currency=values["currency"],
                rate_date=values["rate_date"],
                units_per_base=values["units"],
                entered_by=request.user,
            )
    except IntegrityError:
        form.add_error(
            "rate_date",
            _("%(currency)s has a rate on that day. Whoever runs the program changes it in Setup unless a run used it.")
            % {"currency": values["currency"]},
        )
        return _page(request, form)
    messages.success(
        request,
        _("The rate of %(currency)s on %(day)s is kept.")
        % {"currency": values["currency"], "day": format_day(values["rate_date"])},
    )
    return HttpResponseRedirect(page_url(request, "revaluation:rates"))
