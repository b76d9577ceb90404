"""How EC sales lists look as a list, on the page and in exports, and what it is narrowed by."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from arclose.web.days import format_day
from arclose.web.filters import CountedFilter, ListFilter
from arclose.web.tables import AmountColumn, DayColumn, ListTable, MomentColumn, PageColumn, StateColumn
from ecsales.listings import deadline_of
from ecsales.models import ListStatus, SalesList


class SalesListTable(ListTable):
    """EC sales lists, newest first."""

    period = PageColumn("ecsales:sales_list", order_by=("start_date", "pk"), verbose_name=_("Period"))
    registration = tables.Column(verbose_name=_("VAT registration"), orderable=False)
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    deadline = DayColumn(empty_values=(), verbose_name=_("Due"), orderable=False)
    listed_amount = AmountColumn(
        currency="registration__currency_id", verbose_name=_("Reported amount"), orderable=False
    )
    reported_at = MomentColumn(verbose_name=_("Reported"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-period",)

    def render_deadline(self, record: SalesList) -> str:
        """Give the last day on which the authority takes it in time."""
        return format_day(deadline_of(record))

    def value_deadline(self, record: SalesList) -> date:
        """Give the day itself."""
        return deadline_of(record)

    def value_period(self, value: Any) -> str:
        """Give the months."""
        return str(value)


class SalesListFilter(ListFilter):
    """EC sales lists by status."""

    status = CountedFilter(choices=ListStatus.choices, label=_("Status"))
