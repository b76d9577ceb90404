"""Sales by month and country: drawn, in a table, and as a file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import FiscalPeriod
from arclose.web.amounts import for_file
from arclose.web.charts import Chart, Kind, Series
from arclose.web.countries import country_name
from arclose.web.links import page_url
from arclose.web.lists import EXPORTS
from customers.sales import CountrySales, sales_by_country

COUNTRIES_DRAWN = 7


def sales(request: CompanyRequest) -> HttpResponseBase:
    """Show what was sold in the fiscal year of the period, by month and country of delivery."""
    year = request.period.fiscal_year
    periods, countries = sales_by_country(company=request.company, year=year)
    export = EXPORTS.get(request.GET.get("export", ""))
    if export:
        name = f"sales-{request.company.code}-{year.name}"
        return export(name, _header(periods), _lines(countries, request.company.accounting_currency_id))
    sums = _per_period(countries, len(periods))
    context = {
        "title": _("Sales by month and country"),
        "lead": _("Fiscal year %(year)s: net amounts of invoices less credit notes, in %(currency)s.")
        % {"year": year.name, "currency": request.company.accounting_currency_id},
        "months": [(period, page_url(request, "customers:invoices", period=period.name)) for period in periods],
        "countries": [(country_name(sold.country), sold) for sold in countries],
        "sums": sums,
        "total": sum(sums, Decimal(0)),
        "chart": _chart(request, periods, countries),
    }
    return render(request, "customers/sales.html", context)


def _chart(request: CompanyRequest, periods: Sequence[FiscalPeriod], countries: Sequence[CountrySales]) -> Chart:
    """Draw the largest countries by themselves, and all others as one."""
    own = countries if len(countries) <= COUNTRIES_DRAWN + 1 else countries[:COUNTRIES_DRAWN]
    series = [Series(country_name(sold.country), sold.amounts) for sold in own]
    if others := countries[len(own) :]:
        series.append(Series(_("Other countries"), _per_period(others, len(periods)), colour="chart-8"))
    return Chart(
        name="sales",
        title=_("Sales by month"),
        kind=Kind.COLUMNS,
        heading=_("Period"),
        categories=[period.name for period in periods],
        series=series,
        currency=request.company.accounting_currency_id,
    )


def _per_period(countries: Sequence[CountrySales], count: int) -> list[Decimal]:
    return [sum((sold.amounts[place] for sold in countries), Decimal(0)) for place in range(count)]


def _header(periods: Sequence[FiscalPeriod]) -> list[str]:
    return [_("Country"), _("Name"), _("Total"), *(period.name for period in periods)]


def _lines(countries: Sequence[CountrySales], currency: str) -> Iterator[list[Any]]:
    for sold in countries:
        figures = (for_file(figure, currency) for figure in (sold.total, *sold.amounts))
        yield [sold.country, country_name(sold.country), *figures]
