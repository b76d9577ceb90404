"""Ageing on a day: how long what is open has been due, and whether subledger and ledger agree."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.days import format_day
from arclose.web.lists import ListPage
from arclose.web.totals import CurrencyTotal, Totals
from customers.ageing import BUCKETS, Ageing, accounting_name
from customers.queries import TieOut, tie_outs
from customers.screens.aged_chart import ageing_chart
from customers.screens.transaction_filters import AgeingFilter, day_asked
from customers.screens.transaction_tables import AgeingTable

SHOWN = (*(bucket.name for bucket in BUCKETS), "total", "accounting_total")
AMOUNTS = {name: name for name in (*SHOWN, *map(accounting_name, BUCKETS))}


class AgeingTotals(Totals):
    """The totals of an ageing, which knows them."""

    def of(self, rows: Any, *, at_most: int | None) -> list[CurrencyTotal]:
        """Give one total per currency, those of the buckets in accounting currency too, however many rows there are."""
        aged: Ageing = rows
        return aged.totals()


def ageing(request: CompanyRequest) -> HttpResponseBase:
    """Show what is open on a day by how long it has been due, with the ledger tie-out beside it."""
    on = day_asked(request)
    listing = ListPage(
        request,
        name="ageing",
        rows=Ageing(company=request.company, on=on),
        table=AgeingTable,
        filters=AgeingFilter,
        totals=AgeingTotals(currency="currency", amounts=AMOUNTS),
    )
    return listing.answer("customers/ageing.html", partial(_context, listing, on))


def _context(listing: ListPage, on: date) -> dict[str, Any]:
    """Give what the page says; rows and totals are read together."""
    request: Any = listing.request
    listing.sorted_rows.read_ahead(listing.places_asked)
    ties = tie_outs(company=request.company, on=on)
    tied = _sums(ties)
    return {
        "title": _("Ageing"),
        "lead": _("Open on %(day)s, by days since the due date.") % {"day": format_day(on)},
        "on": on,
        "ties": ties,
        "is_tied": all(tie.is_tied for tie in ties),
        "tied": tied,
        "chart": lambda: ageing_chart(
            company=request.company, aged=[(total.currency, total.amounts) for total in listing.totals]
        ),
        "accounting_total": partial(_accounting_total, listing),
        "beside": lambda: Decimal(0) if _is_narrowed(request) else tied["subledger"] - _accounting_total(listing),
    }


def _accounting_total(listing: ListPage) -> Decimal:
    """Give what is open of the filter in accounting currency, as the documents were booked."""
    return sum((total.amounts["accounting_total"] for total in listing.totals), Decimal(0))


def _is_narrowed(request: CompanyRequest) -> bool:
    """Tell whether the ageing is asked of less than all, so that it is no match for the control accounts."""
    return any(request.GET.get(name) for name in ("text", "currency", "customer"))


def _sums(ties: Sequence[TieOut]) -> dict[str, Decimal]:
    """Give the sums of all control accounts, in accounting currency."""
    subledger = sum((tie.subledger_accounting_amount for tie in ties), Decimal(0))
    ledger = sum((tie.ledger_accounting_amount for tie in ties), Decimal(0))
    return {"subledger": subledger, "ledger": ledger, "difference": subledger - ledger}
