"""What a run leaves out: by reason with what to do about it, and as a list to be narrowed and exported."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.web.days import format_day
from arclose.web.filters import ChoiceFilter, ListFilter, SearchFilter
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.tables import AmountColumn, ListTable
from arclose.web.totals import Totals
from customers.screens.filters import own_currencies
from revaluation import queries
from revaluation.models import LeftOut, LeftOutReason, Run

# What to do about it, and the page where that is done.
REMEDIES = {
    LeftOutReason.NO_RATE: (gettext_lazy("Fetch or enter the rate, then compute anew."), "revaluation:rates"),
    LeftOutReason.NOT_MONETARY: (gettext_lazy("Nothing: Setup says so of the profile, as of prepayments."), ""),
    LeftOutReason.REVALUED_LATER: (
        gettext_lazy("Undo the later run first, if this one is wanted."),
        "revaluation:runs",
    ),
    LeftOutReason.SETTLED_IN_CLOSED: (
        gettext_lazy("Have a controller reopen the period of that day, then compute anew."),
        "ledger:calendar",
    ),
    LeftOutReason.TOO_LARGE: (gettext_lazy("Look at the rate: it can hardly be right."), "revaluation:rates"),
}


def summary(request: CompanyRequest, run: Run) -> list[dict[str, Any]]:
    """Give how much a run leaves out by reason and currency, with what to do about each and where."""
    found = []
    for row in queries.left_out_by_reason(run):
        remedy, route = REMEDIES[LeftOutReason(row["reason"])]
        found.append(
            {
                **row,
                "said": said_of(row["reason"], row["fact"]),
                "remedy": remedy,
                "url": page_url(request, route) if route and request.may_open(route) else "",
            }
        )
    return found


def said_of(reason: str, fact: str) -> str:
    """Give why something is left out, with the day or the currency that it is about."""
    told = LeftOutReason(reason).label
    is_day = reason in (LeftOutReason.REVALUED_LATER, LeftOutReason.SETTLED_IN_CLOSED)
    return f"{told} {format_day(date.fromisoformat(fact)) if is_day else fact}".strip()


class LeftOutFilter(ListFilter):
    """What a run leaves out."""

    text = SearchFilter(
        fields=("transaction__document_number", "transaction__customer__number", "transaction__customer__name")
    )
    reason = ChoiceFilter(label=gettext_lazy("Why"), choices=LeftOutReason.choices)
    currency = ChoiceFilter(field_name="currency", label=gettext_lazy("Currency"), choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the currencies of the company."""
        super().__init__(*args, **kwargs)
        self.filters["currency"].extra["choices"] = own_currencies(self.request)


class LeftOutTable(ListTable):
    """What a run leaves out, by document."""

    document = tables.Column(accessor="transaction__document_number", verbose_name=gettext_lazy("Document"))
    customer = tables.Column(
        accessor="transaction__customer",
        verbose_name=gettext_lazy("Customer"),
        order_by=("transaction__customer__number",),
    )
    currency = tables.Column(accessor="currency_id", verbose_name=gettext_lazy("Currency"))
    open_amount = AmountColumn(currency="currency_id", verbose_name=gettext_lazy("Open"))
    reason = tables.Column(verbose_name=gettext_lazy("Why"), order_by=("reason", "fact"))

    class Meta(ListTable.Meta):
        order_by = ("document",)

    def render_document(self, record: LeftOut) -> SafeString:
        """Give its number as a link to what became of it."""
        url = page_url(self.request, "revaluation:transaction", pk=record.transaction_id)
        return format_html('<a class="row-link nowrap" href="{}">{}</a>', url, record.transaction.document_number)

    def value_document(self, record: LeftOut) -> str:
        """Give its number for an export."""
        return record.transaction.document_number

    def render_reason(self, record: LeftOut) -> str:
        """Say why, with the day or currency."""
        return said_of(record.reason, record.fact)

    value_reason = render_reason


def left_out(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """List what a run leaves out."""
    run = get_object_or_404(Run, company=request.company, pk=pk)
    listing = ListPage(
        request,
        name=f"revaluation-{run}-left-out",
        rows=run.left_out.select_related("transaction__customer"),
        table=LeftOutTable,
        filters=LeftOutFilter,
        totals=Totals(currency="currency_id", amounts={"open_amount": "open_amount"}),
    )
    return listing.answer("revaluation/left_out.html", {"title": _("Left out of %(run)s") % {"run": run}, "run": run})
