"""Rates: whether every currency is covered, fetching those of the European Central Bank, entering one by hand."""

from http import HTTPStatus

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import ExchangeRate
from arclose.ledger.reference import ecb
from arclose.ledger.reference.loading import load_rates
from arclose.web.days import format_day
from arclose.web.links import page_url
from revaluation.coverage import coverage
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
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "revaluation/rates.html", context, status=status)


def import_rates(request: CompanyRequest) -> HttpResponse:
    """Fetch the newest reference rates; what is there stays."""
    try:
        published = list(ecb.published_rates(ecb.fetched_file()))
    except ecb.RatesUnreachable:
        messages.error(
            request,
            _("The European Central Bank cannot be reached from here. No rate was changed; enter one by hand."),
        )
    except ecb.NotRates:
        messages.error(request, _("What came from the European Central Bank is no file of rates. No rate was changed."))
    else:
        count = load_rates(published=published)
        text = ngettext(
            "%(count)d rate is new, the last of %(day)s.", "%(count)d rates are new, the last of %(day)s.", count
        )
        messages.success(request, text % {"count": count, "day": format_day(published[0].rate_date)})
    return HttpResponseRedirect(page_url(request, "revaluation:rates"))


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
            _("%(currency)s has a rate on that day. An administrator changes it in Setup, unless a run used it.")
            % {"currency": values["currency"]},
        )
        return _page(request, form)
    messages.success(
        request,
        _("The rate of %(currency)s on %(day)s is kept.")
        % {"currency": values["currency"], "day": format_day(values["rate_date"])},
    )
    return HttpResponseRedirect(page_url(request, "revaluation:rates"))
