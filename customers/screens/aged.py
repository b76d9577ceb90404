"""Ageing on a day: how long what is open has been due, and whether subledger and ledger agree."""

from collections.abc import Callable, Sequence
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
from customers.ageing import BUCKETS, aged_by_currency
from customers.queries import TieOut, open_on, tie_outs
from customers.screens.bars import bar_of
from customers.screens.filters import AgeingFilter, day_asked
from customers.screens.tables import AgeingTable

AMOUNTS = {name: name for name in (*(bucket.name for bucket in BUCKETS), "total", "accounting_total")}


class AgeingTotals(Totals):
    """The totals of an ageing, added up from the transactions rather than from the rows of customers."""

    def __init__(self, transactions: "Callable[[], QuerySet[Any]]", on: date) -> None:
        """Take where the filter's transactions come from, and the day."""
        super().__init__(currency="currency", amounts=AMOUNTS)
        object.__setattr__(self, "rows", lambda: list(aged_by_currency(transactions=transactions(), on=on)))

    def of(self, rows: "QuerySet[Any]") -> list[CurrencyTotal]:
        """Give one total per currency."""
        by_currency: list[dict[str, Any]] = self.rows()  # type: ignore[attr-defined]
        return [
            CurrencyTotal(row["currency"], row["customers"], {name: row[name] for name in AMOUNTS})
            for row in by_currency
        ]


def ageing(request: CompanyRequest) -> HttpResponseBase:
    """Show what is open on a day by how long it has been due, with the ledger tie-out beside it."""
    on = day_asked(request)
    listing = ListPage(
        request,
        name="ageing",
        rows=open_on(company=request.company, on=on),
        table=AgeingTable,
        filters=AgeingFilter,
        totals=AgeingTotals(lambda: listing.filter.transactions, on),  # type: ignore[union-attr]
    )
    ties = tie_outs(company=request.company, on=on)
    context = {
        "title": _("Ageing"),
        "lead": _("Open on %(day)s, by days since the due date.") % {"day": format_day(on)},
        "on": on,
        "ties": ties,
        "is_tied": all(tie.is_tied for tie in ties),
        "tied": _sums(ties),
        "buckets": BUCKETS,
        "bars": lambda: [(total.currency, total.amounts["total"], bar_of(total.amounts)) for total in listing.totals],
        "accounting_total": lambda: sum((total.amounts["accounting_total"] for total in listing.totals), Decimal(0)),
    }
    return listing.answer("customers/ageing.html", context)


def _sums(ties: Sequence[TieOut]) -> dict[str, Decimal]:
    """Give the sums of all control accounts, in accounting currency."""
    subledger = sum((tie.subledger_accounting_amount for tie in ties), Decimal(0))
    ledger = sum((tie.ledger_accounting_amount for tie in ties), Decimal(0))
    return {"subledger": subledger, "ledger": ledger, "difference": subledger - ledger}
