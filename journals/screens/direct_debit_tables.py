"""How the list of direct debit files looks, on the page and in exports, and what it is narrowed by."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from arclose.web.filters import ListFilter, SearchFilter
from arclose.web.tables import AmountColumn, ListTable, MomentColumn, NumberColumn, PageColumn


class DirectDebitFileTable(ListTable):
    """Direct debit files, newest first."""

    message_id = PageColumn("journals:direct_debit_file", order_by=("pk",), verbose_name=_("File"))
    journal = tables.Column(verbose_name=_("Journal"), orderable=False)
    version = tables.Column(verbose_name=_("Format"), orderable=False)
    payment_count = NumberColumn(verbose_name=_("Payments"), orderable=False)
    amount = AmountColumn(currency="currency_id", verbose_name=_("Amount"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    made_by = tables.Column(verbose_name=_("Made by"), orderable=False)
    made_at = MomentColumn(verbose_name=_("Made"), orderable=False)
    canceled_at = MomentColumn(verbose_name=_("Canceled"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-message_id",)


class DirectDebitFileFilter(ListFilter):
    """Direct debit files."""

    text = SearchFilter(fields=["message_id", "collections__end_to_end_id", "collections__mandate__number"])
