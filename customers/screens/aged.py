"""Ageing on a day: how long what is open has been due, and whether subledger and ledger agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.days import format_day
from arclose.web.lists import ListPage
from arclose.web.totals import CurrencyTotal, Totals
from customers.ageing import BUCKETS, accounting_name, accounting_sums_on
from customers.queries import TieOut, open_on, tie_outs
from customers.screens.aged_chart import ageing_chart
from customers.screens.filters import AgeingFilter, day_asked
from customers.screens.tables import AgeingTable
from customers.sql.ageing import totals_per_currency

SHOWN = (*(bucket.name for bucket in BUCKETS), "total", "accounting_total")
AMOUNTS = {name: name for name in (*SHOWN, *map(accounting_name, BUCKETS))}


@dataclass(frozen=True)
class AgeingTotals(Totals):
    """The totals of an ageing on a day: its rows are sums themselves, which the ORM cannot add up."""

    on: date = date.min

    def of(self, rows: "QuerySet[Any]") -> list[CurrencyTotal]:
        """Give one total per currency, those of the buckets in accounting currency too."""
        if rows.query.is_empty():
            return []
        statement, parameters = rows.annotate(**accounting_sums_on(self.on)).order_by().query.sql_with_params()
        found = totals_per_currency(statement=statement, parameters=parameters, names=list(self.amounts))
        return [CurrencyTotal(*total) for total in found]


def ageing(request: CompanyRequest) -> HttpResponseBase:
    """Show what is open on a day by how long it has been due, with the ledger tie-out beside it."""
    on = day_asked(request)
    listing = ListPage(
        request,
        name="ageing",
        rows=open_on(company=request.company, on=on),
        table=AgeingTable,
        filters=AgeingFilter,
        totals=AgeingTotals(currency="currency", amounts=AMOUNTS, on=on),
    )
    ties = tie_outs(company=request.company, on=on)
    context = {
        "title": _("Ageing"),
        "lead": _("Open on %(day)s, by days since the due date.") % {"day": format_day(on)},
        "on": on,
        "ties": ties,
        "is_tied": all(tie.is_tied for tie in ties),
        "tied": _sums(ties),
        "chart": lambda: ageing_chart(
            company=request.company, aged=[(total.currency, total.amounts) for total in listing.totals]
        ),
        "accounting_total": lambda: sum((total.amounts["accounting_total"] for total in listing.totals), Decimal(0)),
    }
    return listing.answer("customers/ageing.html", context)


def _sums(ties: Sequence[TieOut]) -> dict[str, Decimal]:
    """Give the sums of all control accounts, in accounting currency."""
    subledger = sum((tie.subledger_accounting_amount for tie in ties), Decimal(0))
    ledger = sum((tie.ledger_accounting_amount for tie in ties), Decimal(0))
    return {"subledger": subledger, "ledger": ledger, "difference": subledger - ledger}
