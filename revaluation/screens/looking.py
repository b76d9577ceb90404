"""Pages that explain: two runs side by side, what became of a transaction, exposure and results."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import FiscalPeriod
from arclose.web.amounts import for_file
from arclose.web.charts import Chart, Kind, Series
from arclose.web.lists import EXPORTS
from customers.models import Adjustment, AdjustmentLine, CustomerTransaction, OpenTransaction
from customers.queries import what_stands
from revaluation import queries
from revaluation.models import Run, RunRate
from revaluation.screens.forms import CompareForm
from revaluation.screens.runs import company_runs

DIFFERENCES_SHOWN = 100


def compare(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show a run beside another one: per currency, and the transactions that they adjust otherwise."""
    run = get_object_or_404(company_runs(request), pk=pk)
    form = CompareForm(request.GET or None, run=run)
    chosen = form.cleaned_data["other"] if form.is_valid() else queries.run_before(run)
    other = get_object_or_404(company_runs(request), pk=chosen.pk) if chosen else None
    if other and (export := request.GET.get("export", "")) in EXPORTS:
        return _exported_differences(run, other, export)
    rows = queries.differences(run=run, other=other) if other else AdjustmentLine.objects.none()
    differing = list(rows[:DIFFERENCES_SHOWN])
    asked = CompareForm(run=run, initial={"other": other})
    context = {
        "title": _("%(run)s beside another run") % {"run": run},
        "run": run,
        "other": other,
        "form": asked if other or asked.has_others() else None,
        "currencies": _beside(run, other) if other else [],
        "differing": differing,
        "differing_count": rows.count() if len(differing) == DIFFERENCES_SHOWN else len(differing),
    }
    return render(request, "revaluation/compare.html", context)


def _exported_differences(run: Run, other: Run, form: str) -> HttpResponseBase:
    header = [_("Document"), _("Customer"), _("Name"), str(other), str(run), _("Difference")]
    books = run.company.accounting_currency_id
    rows = (
        [
            row["transaction__document_number"],
            row["transaction__customer__number"],
            row["transaction__customer__name"],
            *(None if row[key] is None else for_file(row[key], books) for key in ("before", "now", "change")),
        ]
        for row in queries.differences(run=run, other=other).iterator()
    )
    return EXPORTS[form](f"revaluation-{run}-beside-{other}", header, rows)


def _beside(run: Run, other: Run) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for which, one in (("now", run), ("before", other)):
        rates = {rate.currency_id: rate for rate in one.rates.all()}
        for row in queries.sums_of(one, "currency"):
            currency = row["currency_id"]
            nothing = {"currency": currency, "now": {"new": Decimal(0)}, "before": {"new": Decimal(0)}}
            own = found.setdefault(currency, nothing)
            own[which], own[f"{which}_rate"] = row, rates.get(currency)
    return [found[currency] for currency in sorted(found)]


def transaction(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show how the value of a transaction came about: run by run the two rates, their days, and the arithmetic."""
    found = get_object_or_404(
        CustomerTransaction.objects.filter(company=request.company).select_related("customer", "currency", "invoice"),
        pk=pk,
    )
    lines = [(line.adjustment_set.revaluation, line) for line in queries.history_of(found)]
    runs = {run for run, _line in lines}
    rates = {rate.run_id: rate for rate in RunRate.objects.filter(run__in=runs, currency=found.currency_id)}
    adjustments = Adjustment.objects.filter(transaction=found, settlement__isnull=False)
    events: list[dict[str, Any]] = [
        {"run": run, "line": line, "rate": rates.get(run.pk), "sum": _arithmetic(found, line, rates.get(run.pk))}
        for run, line in lines
    ]
    events += [{"settled": row} for row in adjustments.exclude(posting__kind="revaluation").order_by("pk")]
    context = {
        "title": _("Revaluation of %(document)s") % {"document": found.document_number},
        "transaction": found,
        "events": sorted(events, key=_posted_as),
        "standing": OpenTransaction.objects.filter(transaction=found)
        .values_list(what_stands(books=request.company.accounting_currency_id), flat=True)
        .first()
        or Decimal(0),
    }
    return render(request, "revaluation/transaction.html", context)


def _posted_as(event: dict[str, Any]) -> int:
    """Give the posting of an event, so that runs and settlements stand in the order in which they came."""
    return int(event["run"].posting_id if "run" in event else event["settled"].posting_id)


def _arithmetic(found: CustomerTransaction, line: AdjustmentLine, rate: RunRate | None) -> dict[str, Any]:
    """Give what the line says as it is worked out: the original rate per unit, and the value at the run's rate."""
    if line.settlement_id or rate is None or not rate.units_from or not rate.units_to:
        return {}
    return {
        "original_units": found.transaction_currency_amount,
        "original_worth": found.accounting_currency_amount,
        "units_from": rate.units_from,
        "units_to": rate.units_to,
    }


def exposure(request: CompanyRequest) -> HttpResponse:
    """Draw what is open in foreign currency, and what exchange rates brought in each month of the fiscal year."""
    company, year = request.company, request.period.fiscal_year
    rows = queries.exposure(company=company)
    periods = list(FiscalPeriod.objects.filter(company=company, fiscal_year=year).order_by("start_date"))
    results = queries.results_by_month(company=company, since=periods[0].start_date, until=periods[-1].end_date)
    months = [(period.name, results.get(period.start_date.replace(day=1), {})) for period in periods]
    context = {
        "title": _("Exposure and exchange results"),
        "rows": [{**row, "value": row["original"] + row["standing"]} for row in rows],
        "exposure": Chart(
            name="exposure",
            title=_("Open in foreign currency, as the books value it"),
            kind=Kind.COLUMNS,
            heading=_("Currency"),
            categories=[row["currency_id"] for row in rows],
            series=[
                Series(_("At original rates"), [row["original"] for row in rows]),
                Series(_("Adjustments"), [row["standing"] for row in rows]),
            ],
            currency=company.accounting_currency_id,
        ),
        "results": Chart(
            name="results",
            title=_("Exchange gains less losses by month, fiscal year %(year)s") % {"year": year.name},
            kind=Kind.COLUMNS,
            heading=_("Period"),
            categories=[name for name, _sums in months],
            series=[
                Series(_("Unrealized"), [sums.get("unrealized", Decimal(0)) for _name, sums in months]),
                Series(_("Realized"), [sums.get("realized", Decimal(0)) for _name, sums in months]),
            ],
            currency=company.accounting_currency_id,
        ),
    }
    return render(request, "revaluation/exposure.html", context)
