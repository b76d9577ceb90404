"""When bills fall due: drawn as a ladder by status and bank, in a table, and as a file; with the recourse of banks."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import for_file
from arclose.web.charts import Chart, Kind, Series
from arclose.web.lists import EXPORTS
from journals.bills.exposure import recourse
from journals.bills.maturity import MONTHS, Rung, currencies_of, ladder, months_from
from journals.models import BillStatus


def maturity(request: CompanyRequest) -> HttpResponseBase:
    """Show what of bills falls due when, as of the end of the period or today, whichever is earlier."""
    currencies = currencies_of(request.company)
    asked = request.GET.get("currency", "")
    currency = asked if asked in currencies else currencies[0]
    day = min(request.today, request.period.end_date)
    rungs = ladder(company=request.company, currency=currency, day=day)
    steps = [_("Past due"), *(month.strftime("%Y-%m") for month in months_from(day)), _("Later")]
    series = _series(rungs)
    if export := EXPORTS.get(request.GET.get("export", "")):
        lines = ([name, *(for_file(figure, currency) for figure in figures)] for name, figures in series)
        return export(f"bill-maturity-{request.company.code}-{currency}", [_("Bills"), *steps], lines)
    context = {
        "title": _("Maturity of bills"),
        "currencies": currencies,
        "currency": currency,
        "chart": Chart(
            name="maturity",
            title=_("What falls due"),
            kind=Kind.COLUMNS,
            heading=_("Due"),
            categories=steps,
            series=[Series(name, figures) for name, figures in series],
            currency=currency,
        ),
        "recourse": recourse(company=request.company),
    }
    return render(request, "journals/bill_maturity.html", context)


def _series(rungs: Any) -> list[tuple[str, list[Decimal]]]:
    """Give per status, and bank where one has the bills, what is left at each step of the ladder."""
    found: dict[tuple[int, str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * (MONTHS + 2))
    for rung in rungs:
        found[_order(rung)][rung.step] += rung.left_amount
    return [(name, figures) for (_place, _bank, name), figures in sorted(found.items())]


def _order(rung: Rung) -> tuple[int, str, str]:
    is_at_bank = rung.status == BillStatus.REMITTED
    parts = [str(rung.status.label), *([rung.bank, str(rung.remittance_type.label)] if is_at_bank else [])]
    return BillStatus.values.index(rung.status), rung.bank if is_at_bank else "", " · ".join(parts)
