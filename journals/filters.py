"""What the list of general vouchers is narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.web.filters import CountedFilter, DayRangeFilter, ListFilter, RowFilter, SearchFilter, YesFilter
from journals.models import Journal, JournalType, VoucherStatus
from journals.readiness import UNAPPROVED


def own_journals(request: HttpRequest) -> "QuerySet[Journal]":
    """Give the general journals of the request's company."""
    rows = Journal.objects.filter(company=request.company, name__journal_type=JournalType.GENERAL)  # type: ignore[attr-defined]
    return rows.select_related("name").order_by("-pk")


class GeneralVoucherFilter(ListFilter):
    """General vouchers."""

    text = SearchFilter(fields=["number", "text"])
    status = CountedFilter(field_name="status", choices=VoucherStatus.choices, label=_("Status"))
    date = DayRangeFilter(field_name="voucher_date", label=_("Date"))
    journal = RowFilter(queryset=own_journals, field_name="journal", label=_("Journal"))
    unapproved = YesFilter(method="only_unapproved", label=_("Waiting for approval"))

    def only_unapproved(self, rows: "QuerySet[Any]", _name: str, is_asked: bool) -> "QuerySet[Any]":
        """Give the vouchers whose journal waits for approval."""
        return rows.filter(UNAPPROVED) if is_asked else rows
